-- What `verdict.settings` stands for: grader version, tier, limits, rule of the cut, hash of tests.

CREATE TABLE grading (
    settings VARCHAR PRIMARY KEY,
    facts JSON NOT NULL
);

-- The snapshot: what the dashboard reads, made from the workbench and ordered for reading. Nothing in
-- it grows with the number of samples but `ranked`, one list per problem and ranker, and `sample`,
-- the different texts, which is read a problem at a time.

CREATE TABLE snapshot (schema_version INTEGER, sources VARCHAR);

CREATE TABLE study (
    study_id VARCHAR,
    title VARCHAR,
    benchmark VARCHAR,
    sampling VARCHAR,
    source VARCHAR,
    caveats VARCHAR[],
    n_problems INTEGER,
    small VARCHAR,
    large VARCHAR,
    reference VARCHAR,
    position INTEGER
);

CREATE TABLE model (model_id VARCHAR, architecture JSON, not_public VARCHAR);

CREATE TABLE run (run_id VARCHAR, study_id VARCHAR, model_id VARCHAR, n_samples INTEGER);

CREATE TABLE problem (
    study_id VARCHAR,
    problem_id VARCHAR,
    position INTEGER,             -- from 1; other tables name a problem by it
    difficulty VARCHAR,
    platform VARCHAR,
    released DATE,
    prompt VARCHAR,
    tests VARCHAR
);

CREATE TABLE published_point (run_id VARCHAR, k INTEGER, score DOUBLE);

-- The curve fitted through a run's published points.
CREATE TABLE mixture (run_id VARCHAR, solve_rate DOUBLE, share DOUBLE);

-- What one answer costs: published, or measured by the run's own batches.
CREATE TABLE cost (run_id VARCHAR, kind VARCHAR, value DOUBLE, source VARCHAR);

-- Whether a model's one likeliest answer to each problem passes.
CREATE TABLE greedy (study_id VARCHAR, model_id VARCHAR, position INTEGER, passed BOOLEAN);

CREATE TABLE tally (run_id VARCHAR, position INTEGER, n INTEGER, c INTEGER);

-- Correctness in rank order, best first; a group of tied samples carries its mean. Samples that
-- the token limit cut are left out and counted, as in the paper.
CREATE TABLE ranked (
    run_id VARCHAR,
    ranker VARCHAR,
    position INTEGER,
    passes DOUBLE[],
    n_dropped INTEGER
);

-- What a score costs on top of the sample, and how well scores tell right from wrong: the chance
-- that a correct sample of a problem is scored above a wrong one, ties half, averaged over the
-- problems that have both.
CREATE TABLE ranker (
    run_id VARCHAR,
    ranker VARCHAR,
    how VARCHAR,
    seconds DOUBLE,
    flops DOUBLE,
    auc DOUBLE,
    n_problems INTEGER
);

-- The different texts of each model and problem: how many samples say the same (`n`), whether the
-- greedy answer does, what the tests said of it and every ranker's score of the first such sample.
CREATE TABLE sample (
    study_id VARCHAR,
    model_id VARCHAR,
    position INTEGER,
    text VARCHAR,
    n INTEGER,
    greedy BOOLEAN,
    finished BOOLEAN,
    token_count INTEGER,
    passed BOOLEAN,
    status VARCHAR,
    detail VARCHAR,
    scores MAP(VARCHAR, DOUBLE)
);

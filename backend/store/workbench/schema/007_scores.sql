-- Scores without a primary key, whose index took ten times their own space: `write_rankings`
-- replaces a problem's scores as a whole.

CREATE TABLE unkeyed AS FROM score;
DROP TABLE score;
CREATE TABLE score (
    run_id VARCHAR NOT NULL,
    problem_id VARCHAR NOT NULL,
    sample_index INTEGER NOT NULL,
    ranker VARCHAR NOT NULL,
    score DOUBLE NOT NULL         -- higher is better
);
INSERT INTO score FROM unkeyed;
DROP TABLE unkeyed;

-- The hash of the shipped data that was loaded last.
CREATE TABLE shipped (sources VARCHAR NOT NULL);

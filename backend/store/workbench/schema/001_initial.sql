-- The workbench: everything that pipelines write. Keys are natural and stable.

CREATE TABLE study (
    study_id VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    sampling VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    caveats VARCHAR[] NOT NULL,
    n_problems INTEGER NOT NULL,
    small VARCHAR NOT NULL,       -- the pair shown first
    large VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,   -- the model whose one answer is the unit of relative budgets
    position INTEGER NOT NULL     -- place in lists
);

CREATE TABLE model (
    model_id VARCHAR PRIMARY KEY,
    architecture JSON,            -- NULL where it is not public
    not_public VARCHAR            -- the reason, where architecture is NULL
);

-- One model's samples in a study.
CREATE TABLE run (
    run_id VARCHAR PRIMARY KEY,
    study_id VARCHAR NOT NULL,
    model_id VARCHAR NOT NULL,
    n_samples INTEGER NOT NULL,   -- planned per problem
    temperature DOUBLE
);

CREATE TABLE problem (
    study_id VARCHAR,
    problem_id VARCHAR,
    position INTEGER NOT NULL,
    difficulty VARCHAR,
    platform VARCHAR,
    released DATE,
    PRIMARY KEY (study_id, problem_id)
);

CREATE TABLE sample (
    run_id VARCHAR,
    problem_id VARCHAR,
    sample_index INTEGER,
    text VARCHAR NOT NULL,        -- raw, never truncated
    token_count INTEGER,
    finished BOOLEAN NOT NULL,    -- false where the token limit cut it
    log_likelihood DOUBLE,
    PRIMARY KEY (run_id, problem_id, sample_index)
);

CREATE TABLE verdict (
    run_id VARCHAR,
    problem_id VARCHAR,
    sample_index INTEGER,
    passed BOOLEAN,               -- NULL where the grader itself failed: never counted as wrong
    status VARCHAR NOT NULL,
    PRIMARY KEY (run_id, problem_id, sample_index)
);

CREATE TABLE score (
    run_id VARCHAR,
    problem_id VARCHAR,
    sample_index INTEGER,
    ranker VARCHAR,
    score DOUBLE NOT NULL,        -- higher is better
    PRIMARY KEY (run_id, problem_id, sample_index, ranker)
);

-- Counts published by others; runs with verdicts get theirs when a snapshot is made.
CREATE TABLE tally (
    run_id VARCHAR,
    problem_id VARCHAR,
    n INTEGER NOT NULL,
    c INTEGER NOT NULL,
    PRIMARY KEY (run_id, problem_id)
);

CREATE TABLE published_point (
    run_id VARCHAR,
    k INTEGER,
    score DOUBLE NOT NULL,        -- percent
    PRIMARY KEY (run_id, k)
);

-- What a study itself reports of the cost of one answer.
CREATE TABLE cost (
    run_id VARCHAR,
    kind VARCHAR,                 -- flops (for 128 tokens) or time (seconds)
    value DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    PRIMARY KEY (run_id, kind)
);

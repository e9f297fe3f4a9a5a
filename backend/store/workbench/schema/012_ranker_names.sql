-- What a ranker looks at, its name says: no sentence of it is kept.

CREATE TABLE told AS FROM ranking;
DROP TABLE ranking;
CREATE TABLE ranking (
    run_id VARCHAR,
    ranker VARCHAR,
    samples BIGINT NOT NULL,      -- scored so far
    seconds DOUBLE NOT NULL,      -- of wall time, for all of them
    flops DOUBLE NOT NULL,        -- of models that score, likewise
    texts BIGINT,                 -- different ones, which the seconds went into
    tokens BIGINT,                -- of all answers, equal ones too; NULL where no model reads
    prompt_tokens BIGINT,         -- of the prompts before them, likewise
    reader JSON,                  -- architecture of the model that reads, if public
    tests VARCHAR,                -- digest of the generated tests, NULL where it runs none
    PRIMARY KEY (run_id, ranker)
);
INSERT INTO ranking BY NAME SELECT * EXCLUDE (how) FROM told;
DROP TABLE told;

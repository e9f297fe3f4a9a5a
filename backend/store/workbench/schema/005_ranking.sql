-- What rankers cost: together with `score`, whose rows they made.

CREATE TABLE ranking (
    run_id VARCHAR,
    ranker VARCHAR,
    samples BIGINT NOT NULL,      -- scored so far
    seconds DOUBLE NOT NULL,      -- of wall time, for all of them
    flops DOUBLE NOT NULL,        -- of models that score, likewise
    how VARCHAR NOT NULL,         -- in words
    PRIMARY KEY (run_id, ranker)
);

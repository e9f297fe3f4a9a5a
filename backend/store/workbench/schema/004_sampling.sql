-- What sampling records: how a run was drawn, and what each stretch of work took.

ALTER TABLE run ADD COLUMN kind VARCHAR DEFAULT 'sampled';  -- or 'greedy': the likeliest answer
ALTER TABLE run ADD COLUMN settings JSON;  -- all that its samples depend on; NULL if drawn by others

ALTER TABLE sample ADD COLUMN batch VARCHAR;

-- A stretch of a run's work: from one write to the next. Its seconds over its generations are the
-- measured time of one answer.
CREATE TABLE batch (
    batch VARCHAR PRIMARY KEY,
    run_id VARCHAR NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    wall_seconds DOUBLE NOT NULL,
    generations INTEGER NOT NULL,
    tokens BIGINT NOT NULL,
    engine JSON NOT NULL          -- name, version, dtype, hardware, settings of its own
);

-- Speed by batch size, measured before anything is timed.
CREATE TABLE throughput (
    model_id VARCHAR,
    hardware VARCHAR,
    engine JSON,
    batch_size INTEGER,
    tokens_per_second DOUBLE NOT NULL,
    measured_at TIMESTAMP NOT NULL,
    PRIMARY KEY (model_id, hardware, engine, batch_size)
);

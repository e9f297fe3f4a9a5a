-- What grading records, and where a study's problems and tests come from.

CREATE TABLE benchmark (
    study_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,        -- a file of backend/benchmarks
    source VARCHAR NOT NULL,      -- a data set on a hub, or a local file
    revision VARCHAR NOT NULL     -- the hub's revision, or the file's hash
);

-- 'completion': continues the prompt and is cut at grading; 'program': stands for itself.
ALTER TABLE run ADD COLUMN form VARCHAR DEFAULT 'completion';

ALTER TABLE verdict ADD COLUMN detail VARCHAR;
ALTER TABLE verdict ADD COLUMN cpu_seconds DOUBLE;
ALTER TABLE verdict ADD COLUMN mode VARCHAR;     -- where the tests ran
ALTER TABLE verdict ADD COLUMN program VARCHAR;  -- hash of what ran, after the cut
ALTER TABLE verdict ADD COLUMN settings VARCHAR; -- grader version, tier, limits and cut

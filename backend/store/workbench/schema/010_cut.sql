-- Whether a run's completions end where the benchmark's rule says, or where their text ends: those
-- that are drawn here and those that were imported until now are cut.

ALTER TABLE run ADD COLUMN cut BOOLEAN DEFAULT TRUE;

-- Digest of the generated tests that a ranker ran, NULL where it runs none or nobody recorded it.

ALTER TABLE ranking ADD COLUMN tests VARCHAR;

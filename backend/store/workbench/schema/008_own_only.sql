-- The workbench is for studies of one's own: those that ship go into snapshots from their files.
-- Until here they were loaded: all without a benchmark of their own, and one with samples.

CREATE TEMP TABLE loaded AS
    SELECT study_id FROM study ANTI JOIN benchmark USING (study_id)
    UNION SELECT study_id FROM study WHERE study_id = 'miniature' AND EXISTS (FROM shipped);
CREATE TEMP TABLE loaded_run AS SELECT run_id FROM run SEMI JOIN loaded USING (study_id);

DELETE FROM tally WHERE run_id IN (FROM loaded_run);
DELETE FROM published_point WHERE run_id IN (FROM loaded_run);
DELETE FROM cost WHERE run_id IN (FROM loaded_run);
DELETE FROM verdict WHERE run_id IN (FROM loaded_run);
DELETE FROM score WHERE run_id IN (FROM loaded_run);
DELETE FROM ranking WHERE run_id IN (FROM loaded_run);
DELETE FROM sample WHERE run_id IN (FROM loaded_run);
DELETE FROM batch WHERE run_id IN (FROM loaded_run);
DELETE FROM run WHERE run_id IN (FROM loaded_run);
DELETE FROM problem WHERE study_id IN (FROM loaded);
DELETE FROM benchmark WHERE study_id IN (FROM loaded);
DELETE FROM study WHERE study_id IN (FROM loaded);
DELETE FROM model WHERE model_id NOT IN (SELECT model_id FROM run);
DROP TABLE shipped;
DROP TABLE loaded;
DROP TABLE loaded_run;

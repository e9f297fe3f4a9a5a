-- How samples were drawn here their runs' settings say, and imported ones have none; that a model's
-- size is not known, the lack of one. The sentences that said so are gone.

ALTER TABLE study ALTER COLUMN sampling DROP NOT NULL;
UPDATE study SET sampling = NULL WHERE study_id IN (SELECT study_id FROM benchmark);
UPDATE study SET caveats = []
WHERE caveats = ['Imported samples: how they were drawn is not known here.'];
UPDATE model SET not_public = NULL
WHERE not_public IN ('it is not in the model catalogue', 'its configuration is not known here');

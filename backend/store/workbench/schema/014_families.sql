-- What lists of models are ordered by.
ALTER TABLE model ADD COLUMN family VARCHAR;

-- Ids that studies had before: links to them open the study.
CREATE TABLE former_id (
    formerly VARCHAR PRIMARY KEY,
    study_id VARCHAR NOT NULL
);

-- What a model was asked and what tests call, so that samples can be read beside it; NULL where it
-- may not be kept, or there is no such text.

ALTER TABLE problem ADD COLUMN prompt VARCHAR;
ALTER TABLE problem ADD COLUMN tests VARCHAR;

-- What a study is good for, and what is seen in it: NULL of one's own.
ALTER TABLE study ADD COLUMN purpose VARCHAR;
ALTER TABLE study ADD COLUMN shows VARCHAR;

-- The last call that tests made of a program's functions, and what came back.

ALTER TABLE verdict ADD COLUMN called VARCHAR;
ALTER TABLE verdict ADD COLUMN came_back VARCHAR;

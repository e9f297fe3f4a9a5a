-- What a ranker read for its scores, so that it can be charged by the rule of answers.

ALTER TABLE ranking ADD COLUMN texts BIGINT;          -- different ones, which the seconds went into
ALTER TABLE ranking ADD COLUMN tokens BIGINT;         -- of all answers, equal ones too; NULL where no model reads
ALTER TABLE ranking ADD COLUMN prompt_tokens BIGINT;  -- of the prompts before them, likewise
ALTER TABLE ranking ADD COLUMN reader JSON;           -- architecture of the model that reads, if public

UPDATE ranking SET texts = read.texts
FROM (
    SELECT run_id, ranker, count(DISTINCT (problem_id, text)) AS texts
    FROM sample JOIN (SELECT DISTINCT run_id, problem_id, ranker FROM score)
        USING (run_id, problem_id)
    GROUP BY run_id, ranker
) AS read
WHERE ranking.run_id = read.run_id AND ranking.ranker = read.ranker;

-- Whether a sample ended by itself is not known of samples that others drew: NULL.
CREATE TABLE known AS
    SELECT * REPLACE (if(token_count IS NULL, NULL, finished) AS finished) FROM sample;
DROP TABLE sample;
CREATE TABLE sample (
    run_id VARCHAR,
    problem_id VARCHAR,
    sample_index INTEGER,
    text VARCHAR NOT NULL,
    token_count INTEGER,
    finished BOOLEAN,             -- false where the token limit cut it, NULL where nobody knows
    log_likelihood DOUBLE,
    batch VARCHAR,
    PRIMARY KEY (run_id, problem_id, sample_index)
);
INSERT INTO sample BY NAME FROM known;
DROP TABLE known;

-- How far the curve through published means could lie elsewhere and still round to them, percent.
CREATE TABLE fit_range (
    run_id VARCHAR,
    k INTEGER,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    PRIMARY KEY (run_id, k)
);

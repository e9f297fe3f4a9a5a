-- The snapshot: what the dashboard reads, made from the workbench and ordered for reading. Nothing in
-- it grows with the number of samples but `ranked`, one list per problem and ranker, and `sample`,
-- the different texts, which is read a problem at a time.

CREATE TABLE snapshot (schema_version INTEGER, sources VARCHAR);

CREATE TABLE study (
    study_id VARCHAR,
    title VARCHAR,
    benchmark VARCHAR,
    sampling VARCHAR,             -- in words; NULL where runs were drawn by this program, as the
    temperature DOUBLE,           -- next four say, or imported: then those are NULL, too
    top_p DOUBLE,
    max_tokens INTEGER,
    seed BIGINT,
    source VARCHAR,
    caveats VARCHAR[],
    n_problems INTEGER,
    small VARCHAR,
    large VARCHAR,
    reference VARCHAR,
    position INTEGER,
    purpose VARCHAR,              -- what it is good for; NULL of one's own
    shows VARCHAR                 -- what is seen in it, in a line
);

-- Ids that studies had before: links to them open the study.
CREATE TABLE former_id (formerly VARCHAR, study_id VARCHAR);

CREATE TABLE model (model_id VARCHAR, architecture JSON, not_public VARCHAR, family VARCHAR);

-- `n_samples` are there for a problem, or were planned where none is; verdicts, the tallies tell.
-- `test_seconds` of CPU time an answer's program took under the tests, in the mean over all scored
-- verdicts that say it; NULL where none does.
CREATE TABLE run (
    run_id VARCHAR,
    study_id VARCHAR,
    model_id VARCHAR,
    n_samples INTEGER,
    mean_tokens DOUBLE,
    test_seconds DOUBLE
);

CREATE TABLE problem (
    study_id VARCHAR,
    problem_id VARCHAR,
    position INTEGER,             -- from 1; other tables name a problem by it
    difficulty VARCHAR,
    platform VARCHAR,
    released DATE,
    prompt VARCHAR,
    tests VARCHAR
);

CREATE TABLE published_point (run_id VARCHAR, k INTEGER, score DOUBLE);

-- The curve fitted through a run's published points.
CREATE TABLE mixture (run_id VARCHAR, solve_rate DOUBLE, share DOUBLE);

-- Where else the curve could lie and still round to the published points, percent.
CREATE TABLE fit_range (run_id VARCHAR, k INTEGER, low DOUBLE, high DOUBLE);

-- What one answer costs, as published; kinds that end in "-stand-in" are those of the model that the
-- study names in this one's place.
CREATE TABLE cost (run_id VARCHAR, kind VARCHAR, value DOUBLE, source VARCHAR);

-- What a run's own batches took, all together; `tokens` is NULL where the engine told none.
CREATE TABLE measured (
    run_id VARCHAR,
    seconds DOUBLE,
    answers BIGINT,
    tokens BIGINT,
    hardware VARCHAR,
    engine VARCHAR,
    version VARCHAR
);

-- Whether a model's one likeliest answer to each problem passes.
CREATE TABLE greedy (study_id VARCHAR, model_id VARCHAR, position INTEGER, passed BOOLEAN);

CREATE TABLE tally (run_id VARCHAR, position INTEGER, n INTEGER, c INTEGER);

-- Correctness of the scored samples in rank order, best first; a group of tied samples carries its
-- mean. Samples that the token limit cut are never picked before others, as in the paper, but they
-- were drawn and paid for: they are the last group. NULL where no other was scored. `n_unknown` are
-- samples of which nobody knows whether they were cut.
CREATE TABLE ranked (
    run_id VARCHAR,
    ranker VARCHAR,
    position INTEGER,
    passes DOUBLE[],
    n_dropped INTEGER,
    n_unknown INTEGER
);

-- What a score takes, and how well scores tell right from wrong. Where this program
-- ranked, the ranker's name says what it looks at (`named`). `seconds` are those of a text,
-- equal ones once; `tokens` and `prompt_tokens` what `reader` reads for an answer, in the mean, if
-- a model reads; `recorded` is false where nobody wrote down whether one does, or how much.
-- `auc` is the chance that a correct sample of a problem is scored above a wrong one, ties half,
-- averaged over the problems that have both among the samples that were not cut.
CREATE TABLE ranker (
    run_id VARCHAR,
    ranker VARCHAR,
    named BOOLEAN,
    seconds DOUBLE,
    reader JSON,
    tokens DOUBLE,
    prompt_tokens DOUBLE,
    recorded BOOLEAN,
    auc DOUBLE,
    n_problems INTEGER
);

-- The different texts of each model and problem: how many samples say the same (`n`), whether the
-- greedy answer does, what the tests said of it and every ranker's score of the first such sample.
CREATE TABLE sample (
    study_id VARCHAR,
    model_id VARCHAR,
    position INTEGER,
    text VARCHAR,
    n INTEGER,
    greedy BOOLEAN,
    finished BOOLEAN,
    token_count INTEGER,
    passed BOOLEAN,
    status VARCHAR,
    detail VARCHAR,
    failed_test VARCHAR,
    called VARCHAR,
    came_back VARCHAR,
    scores MAP(VARCHAR, DOUBLE)
);

-- The workbench's studies as rows of the snapshot, which has the models of the catalogue already.

INSERT INTO study BY NAME
    SELECT * FROM workbench.study LEFT JOIN (
        SELECT study_id, any_value(settings->>'temperature')::DOUBLE AS temperature,
               any_value(settings->>'top_p')::DOUBLE AS top_p,
               any_value(settings->>'max_tokens')::INTEGER AS max_tokens,
               any_value(settings->>'seed')::BIGINT AS seed
        FROM workbench.run WHERE kind = 'sampled' AND settings IS NOT NULL GROUP BY study_id)
    USING (study_id) ORDER BY position;

INSERT INTO former_id BY NAME FROM workbench.former_id ORDER BY formerly;

INSERT INTO model BY NAME FROM workbench.model ORDER BY model_id;

INSERT INTO run BY NAME
    SELECT run_id, study_id, model_id, coalesce(stored, n_samples) AS n_samples, mean_tokens,
           test_seconds
    FROM workbench.run
    LEFT JOIN (SELECT run_id, max(n) AS stored, sum(tokens) / sum(n_counted) AS mean_tokens
               FROM (SELECT run_id, count(*) AS n, sum(token_count) AS tokens,
                            count(token_count) AS n_counted
                     FROM workbench.sample GROUP BY run_id, problem_id)
               GROUP BY run_id)
        USING (run_id)
    LEFT JOIN (SELECT run_id, avg(cpu_seconds) AS test_seconds FROM workbench.verdict
               WHERE passed IS NOT NULL GROUP BY run_id)
        USING (run_id)
    WHERE kind = 'sampled' ORDER BY run_id;

INSERT INTO problem BY NAME FROM workbench.problem ORDER BY study_id, position;

INSERT INTO published_point FROM workbench.published_point ORDER BY run_id, k;

INSERT INTO fit_range FROM workbench.fit_range ORDER BY run_id, k;

INSERT INTO cost FROM workbench.cost ORDER BY run_id, kind;

INSERT INTO measured BY NAME
    SELECT run_id, seconds, answers, tokens, engine->>'hardware' AS hardware,
           engine->>'name' AS engine, engine->>'version' AS version
    FROM (SELECT run_id, sum(wall_seconds) AS seconds, sum(generations) AS answers,
                 nullif(sum(tokens), 0) AS tokens, arg_max(engine, finished_at) AS engine
          FROM workbench.batch GROUP BY run_id)
    SEMI JOIN run USING (run_id) ORDER BY run_id;

INSERT INTO greedy BY NAME
    SELECT study_id, model_id, position, passed
    FROM workbench.verdict JOIN workbench.run USING (run_id)
    JOIN workbench.problem USING (study_id, problem_id)
    WHERE kind = 'greedy' AND passed IS NOT NULL
    ORDER BY study_id, model_id, position;

INSERT INTO tally BY NAME
    WITH counted AS (
        FROM workbench.tally
        UNION ALL
        SELECT run_id, problem_id, count(*) AS n, count_if(passed) AS c
        FROM workbench.verdict WHERE passed IS NOT NULL
        GROUP BY run_id, problem_id
    )
    SELECT run_id, position, n, c
    FROM counted JOIN run USING (run_id)
    JOIN workbench.problem USING (study_id, problem_id)
    ORDER BY run_id, position;

-- Samples of a problem that a ranker scores alike: so many, so many of them right; the same of those
-- that the token limit did not cut.
CREATE OR REPLACE TEMP TABLE level AS
    SELECT run_id, ranker, problem_id, score,
           count(*) AS n, count_if(passed) AS c, count_if(unknown) AS n_unknown,
           count_if(ended)::BIGINT AS n_ended, count_if(passed AND ended) AS c_ended
    FROM (
        SELECT run_id, ranker, problem_id, score, passed, coalesce(finished, true) AS ended,
               finished IS NULL AS unknown
        FROM workbench.score JOIN workbench.verdict USING (run_id, problem_id, sample_index)
        LEFT JOIN workbench.sample USING (run_id, problem_id, sample_index)
        WHERE passed IS NOT NULL
    ) GROUP BY ALL;

INSERT INTO ranked BY NAME
    SELECT run_id, ranker, position,
           CASE WHEN sum(n_ended) > 0 THEN list_concat(
               flatten(list(repeat([c_ended / n_ended], n_ended) ORDER BY score DESC)
                       FILTER (n_ended > 0)),
               repeat([sum(c - c_ended) / sum(n - n_ended)], sum(n - n_ended)::BIGINT)
           ) END AS passes,
           sum(n - n_ended) AS n_dropped, sum(n_unknown) AS n_unknown
    FROM level JOIN run USING (run_id) JOIN workbench.problem USING (study_id, problem_id)
    GROUP BY run_id, ranker, problem_id, position
    ORDER BY run_id, ranker, position;

INSERT INTO ranker BY NAME
    WITH below AS (
        SELECT run_id, ranker, problem_id, n_ended AS n, c_ended AS c,
               sum(n_ended - c_ended)
                   OVER (PARTITION BY run_id, ranker, problem_id ORDER BY score) AS wrong
        FROM level
    ), of_problem AS (
        SELECT run_id, ranker, problem_id, sum(c) AS n_right, sum(n - c) AS n_wrong,
               sum(c * (wrong - (n - c) / 2)) AS won
        FROM below GROUP BY ALL
    ), auc AS (
        SELECT run_id, ranker, count(*) AS n_problems, avg(won / (n_right * n_wrong)) AS auc
        FROM of_problem WHERE n_right > 0 AND n_wrong > 0 GROUP BY ALL
    )
    SELECT run_id, ranker, samples IS NOT NULL AS named, seconds / texts AS seconds, reader, tokens / samples AS tokens,
           prompt_tokens / samples AS prompt_tokens,
           coalesce(tokens IS NOT NULL OR flops = 0, false) AS recorded, auc, n_problems
    FROM (SELECT DISTINCT run_id, ranker FROM workbench.score) JOIN run USING (run_id)
    LEFT JOIN workbench.ranking USING (run_id, ranker) LEFT JOIN auc USING (run_id, ranker)
    ORDER BY run_id, ranker;

DROP TABLE level;

INSERT INTO sample BY NAME
    WITH different AS (
        SELECT study_id, model_id, problem_id, position, text, finished,
               count_if(kind = 'sampled') AS n, bool_or(kind = 'greedy') AS greedy,
               arg_min(run_id, (kind = 'greedy', sample_index)) AS run_id,
               arg_min(sample_index, (kind = 'greedy', sample_index)) AS sample_index
        FROM workbench.sample JOIN workbench.run USING (run_id)
        JOIN workbench.problem USING (study_id, problem_id)
        GROUP BY study_id, model_id, problem_id, position, text, finished
    ), scored AS (
        SELECT run_id, problem_id, sample_index, map(list(ranker), list(score)) AS scores
        FROM workbench.score SEMI JOIN different USING (run_id, problem_id, sample_index)
        WHERE ranker NOT IN ('oracle', 'random')
        GROUP BY run_id, problem_id, sample_index
    )
    SELECT study_id, model_id, position, text, n, greedy, finished, token_count, passed, status,
           detail, failed_test, called, came_back, scores
    FROM different JOIN (SELECT run_id, problem_id, sample_index, token_count FROM workbench.sample)
        USING (run_id, problem_id, sample_index)
    LEFT JOIN workbench.verdict USING (run_id, problem_id, sample_index)
    LEFT JOIN scored USING (run_id, problem_id, sample_index)
    ORDER BY study_id, model_id, position, n DESC, sample_index;

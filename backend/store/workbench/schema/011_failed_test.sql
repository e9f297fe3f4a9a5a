-- The text of the assertion that did not hold, which was named by its line in a sentence until now.

ALTER TABLE verdict ADD COLUMN failed_test VARCHAR;
UPDATE verdict SET failed_test = left(regexp_replace(
    string_split(tests, chr(10))[regexp_extract(detail, 'line (\d+)', 1)::INTEGER],
    '^\s+|\s+$', '', 'g'), 300)
FROM run JOIN problem USING (study_id)
WHERE verdict.run_id = run.run_id AND verdict.problem_id = problem.problem_id
    AND status = 'failed' AND regexp_matches(detail, '^assertion in line \d+ of the tests');

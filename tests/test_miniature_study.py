"""The shipped miniature: every number comes again from the shipped samples by the shipped code."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks.programs import program_of
from backend.benchmarks.source import load
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.miniature.__main__ import tests as write_tests
from backend.miniature.report import report
from backend.rankers.execution import EXECUTION, Prober, execution_ranker
from backend.rankers.generated_tests import read_generated_tests
from backend.rankers.ranker import Group, Ranker, Sample
from backend.rankers.simple import SIMPLE
from backend.store.published import PUBLISHED
from backend.store.snapshot import Snapshot
from tests.dashboard import ROOT
from tests.sampling import require_vllm

STUDY = "miniature"
WEIGHTS = ROOT / "data" / "weights"
RESCORED, GROUPS = 200, 6


@pytest.fixture(scope="module")
def files() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the shipped files as tables."""
    with duckdb.connect() as connection:
        for path in (PUBLISHED / STUDY).glob("*.parquet"):
            connection.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{path}')")
        yield connection


@pytest.mark.slow
def test_all_answers_are_graded_as_shipped(
    files: duckdb.DuckDBPyConnection, snapshot: Snapshot
) -> None:
    problems = load("minifunctions", None).problems
    rows = files.execute(
        """SELECT problem_id, text, list((model_id, kind, passed, samples))
           FROM answers JOIN (
               SELECT model_id, kind, problem_id, answer, count(*) AS samples
               FROM (SELECT * EXCLUDE (samples, answers), unnest(answers) AS answer FROM draws)
               GROUP BY ALL
           ) USING (model_id, kind, problem_id, answer)
           GROUP BY ALL ORDER BY problem_id"""
    ).fetchall()
    items = [
        (place, problems[name], program_of("minifunctions", problems[name], "completion", text))
        for place, (name, text, _) in enumerate(rows)
    ]
    right: Counter[tuple[str, str, str]] = Counter()
    with Pool(Tier.BUBBLEWRAP) as pool:
        for chunk in pool.grade(items):
            for place, verdict in chunk:
                name, text, shipped = rows[place]
                for model, kind, passed, samples in shipped:
                    assert verdict.passed == passed, (name, text, verdict)
                    right[model, kind, name] += samples * passed
    assert len(snapshot.runs(STUDY)) == 4
    names = snapshot.problems(STUDY).ids
    for model, run in snapshot.runs(STUDY).items():
        tallies = snapshot.tallies(run.id)
        assert len(tallies.c) == len(names) == 210
        for place, c in zip(tallies.position.tolist(), tallies.c.tolist(), strict=True):
            assert c == right[model, "sampled", names[place]]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mini-0.1m", "mini-0.6m"])
def test_random_answers_are_scored_as_shipped(
    files: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    require_vllm()
    model = files.execute(
        "SELECT model_id FROM runs WHERE settings->>'model' = ?", [name]
    ).fetchone()
    assert model is not None
    rows = files.execute(
        f"""SELECT problem_id, text, scores['nll:{model[0]}'] AS score FROM answers
            WHERE kind = 'sampled' AND text != '' ORDER BY hash(text, {random.random()})
            LIMIT {RESCORED}"""
    ).fetchall()
    rows.sort()
    asked = tmp_path / "rows.json"
    asked.write_text(json.dumps([[problem, text] for problem, text, _ in rows]))
    run = subprocess.run(
        [sys.executable, "-m", "tests.rescore", WEIGHTS / name, asked],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(run.stdout.splitlines()[-1])
    assert len(found) == RESCORED
    assert found == pytest.approx([score for *_, score in rows], abs=1e-4)


@pytest.mark.slow
def test_rankers_without_a_model_score_as_shipped(
    files: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    problems = load("minifunctions", None).problems
    tests = tmp_path / "tests.jsonl"
    write_tests(tests)
    groups = files.execute(
        "SELECT model_id, problem_id FROM draws WHERE kind = 'sampled'"
    ).fetchall()
    with Prober(Tier.BUBBLEWRAP, read_generated_tests(tests, problems)) as prober:
        rankers: dict[str, Ranker] = {
            **SIMPLE,
            **{name: execution_ranker(name, prober) for name in EXECUTION},
        }
        for model, name in random.sample(groups, GROUPS):
            rows = files.execute(
                """SELECT text, finished, token_count, log_likelihood, passed, scores
                   FROM (SELECT model_id, kind, problem_id, unnest(answers) AS answer FROM draws)
                   JOIN answers USING (model_id, kind, problem_id, answer)
                   WHERE kind = 'sampled' AND model_id = ? AND problem_id = ?""",
                [model, name],
            ).fetchall()
            samples = [
                Sample(
                    index,
                    row[0],
                    program_of("minifunctions", problems[name], "completion", row[0]),
                    finished=row[1],
                    tokens=row[2],
                    log_likelihood=row[3],
                    passed=row[4],
                )
                for index, row in enumerate(rows)
            ]
            group = Group(problems[name], problems[name].prompt, samples)
            for ranker in set(rankers) & set(rows[0][-1]):
                scores = rankers[ranker].scores(group).values
                shipped = [scored[ranker] for *_, scored in rows]
                assert scores == pytest.approx(shipped, rel=1e-5), (model, name, ranker)


def test_the_document_prints_what_the_study_says(snapshot: Snapshot) -> None:
    document = (ROOT / "docs" / "miniature.md").read_text().splitlines()
    for line in report(snapshot, STUDY):
        assert line in document

"""The shipped miniature: every number comes again from the shipped samples by the shipped code."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks.programs import program_of
from backend.benchmarks.source import load
from backend.catalogue import architecture_from
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.miniature.__main__ import tests as write_tests
from backend.miniature.report import report
from backend.rankers.execution import EXECUTION, Prober, execution_ranker
from backend.rankers.generated_tests import read_generated_tests
from backend.rankers.rank import group_of
from backend.rankers.ranker import Ranker
from backend.rankers.simple import SIMPLE
from backend.store.shipped.studies import shipped_workbench
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.scored import runs_of
from tests.dashboard import ROOT
from tests.regraded import seed, some_of
from tests.sampler import require_vllm

STUDY = "miniature"
WEIGHTS = ROOT / "data" / "weights"
RESCORED, GROUPS = 200, 6


@pytest.fixture(scope="module")
def workbench() -> Iterator[duckdb.DuckDBPyConnection]:
    with shipped_workbench() as found:
        yield found


@pytest.mark.slow
def test_answers_are_graded_as_shipped(workbench: duckdb.DuckDBPyConnection) -> None:
    """A tenth of the different answers; all of them by `make regrade`."""
    benchmark = load("minifunctions", None)
    rows = workbench.execute(
        """SELECT problem_id, text, list(DISTINCT (passed, failed_test, called, came_back))
           FROM sample JOIN verdict USING (run_id, problem_id, sample_index)
           WHERE starts_with(run_id, $study || '/') GROUP BY ALL ORDER BY problem_id, text""",
        {"study": STUDY},
    ).fetchall()
    rows = some_of(rows)
    items = []
    for place, (name, text, _) in enumerate(rows):
        problem = benchmark.problems[name]
        items.append((place, problem, program_of(benchmark.name, problem, "completion", text)))
    with Pool(Tier.BUBBLEWRAP) as pool:
        found = dict(pair for chunk in pool.grade(items) for pair in chunk)
    assert len(found) == len(rows)
    for place, (name, text, shipped) in enumerate(rows):
        verdict = found[place]
        graded = verdict.passed, verdict.failed_test, verdict.called, verdict.came_back
        assert [graded] == shipped, (name, text, verdict)


def test_what_is_shown_are_the_sums_of_the_shipped_verdicts(
    workbench: duckdb.DuckDBPyConnection, snapshot: Snapshot
) -> None:
    right = dict(
        workbench.execute(
            "SELECT (run_id, problem_id), count(*) FILTER (passed) FROM verdict GROUP BY ALL"
        ).fetchall()
    )
    assert len(snapshot.runs(STUDY)) == 4
    names = snapshot.problems(STUDY).ids
    for run in snapshot.runs(STUDY).values():
        tallies = snapshot.tallies(run.id)
        assert len(tallies.c) == len(names) == 210
        for place, c in zip(tallies.position.tolist(), tallies.c.tolist(), strict=True):
            assert c == right[run.id, names[place]]


def test_tests_took_the_mean_of_what_is_shipped_and_elsewhere_nobody_measured(
    workbench: duckdb.DuckDBPyConnection, snapshot: Snapshot
) -> None:
    took = dict(
        workbench.execute(
            """SELECT run_id, sum(cpu_seconds) / count(*) FROM verdict WHERE cpu_seconds > 0
               GROUP BY run_id"""
        ).fetchall()
    )
    for study in snapshot.studies:
        for run in snapshot.runs(study).values():
            known = pytest.approx(took[run.id]) if study == STUDY else None
            assert run.test_seconds == known, run.id


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mini-0.1m", "mini-0.6m"])
def test_random_answers_are_scored_as_shipped(
    workbench: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    require_vllm()
    model = workbench.execute(
        "SELECT model_id FROM run WHERE settings->>'model' = ?", [name]
    ).fetchone()
    assert model is not None
    rows = workbench.execute(
        f"""SELECT DISTINCT problem_id, text, score
            FROM sample JOIN score USING (run_id, problem_id, sample_index)
            WHERE starts_with(run_id, $study || '/') AND ranker = 'nll:' || $model AND text != ''
            ORDER BY hash(text, $seed) LIMIT {RESCORED}""",
        {"study": STUDY, "model": model[0], "seed": seed()},
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
    workbench: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    benchmark = load("minifunctions", None)
    tests = tmp_path / "tests.jsonl"
    write_tests(tests)
    runs = runs_of(workbench, STUDY)
    with Prober(Tier.BUBBLEWRAP, read_generated_tests(tests, benchmark.problems)) as prober:
        rankers: dict[str, Ranker] = {
            **SIMPLE,
            **{name: execution_ranker(name, prober) for name in EXECUTION},
        }
        chance = random.Random(seed())
        for _ in range(GROUPS):
            run = chance.choice(runs)
            name, problem = chance.choice(list(benchmark.problems.items()))
            group = group_of(workbench, run, benchmark, name, problem.prompt)
            shipped = workbench.execute(
                """SELECT ranker, list(score ORDER BY sample_index) FROM score
                   WHERE run_id = ? AND problem_id = ? GROUP BY ranker""",
                [run.id, name],
            ).fetchall()
            known = [(ranker, scores) for ranker, scores in shipped if ranker in rankers]
            assert {"length-short", "consensus", "tests-passed"} <= {ranker for ranker, _ in known}
            for ranker, scores in known:
                found = rankers[ranker].scores(group).values
                assert found == pytest.approx(scores, rel=1e-5), (run, name, ranker)


@pytest.mark.slow
def test_what_rankers_read_comes_again_from_the_samples(
    workbench: duckdb.DuckDBPyConnection,
) -> None:
    require_vllm()  # which brings the tokenizer's library
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(WEIGHTS / "mini-0.6m" / "tokenizer.json"))
    benchmark = load("minifunctions", None)
    prompts = {
        name: len(tokenizer.encode(problem.prompt, add_special_tokens=False).ids)
        for name, problem in benchmark.problems.items()
    }
    runs = runs_of(workbench, STUDY)
    assert len(runs) == 4
    for run in runs:
        rows = workbench.execute(
            "SELECT problem_id, text, count(*) FROM sample WHERE run_id = ? GROUP BY ALL", [run.id]
        ).fetchall()
        lengths = tokenizer.encode_batch([text for _, text, _ in rows], add_special_tokens=False)
        samples = sum(n for *_, n in rows)
        tokens = sum(n * len(each.ids) for (*_, n), each in zip(rows, lengths, strict=True))
        before = sum(n * prompts[name] for name, _, n in rows)
        programs = {
            (name, program_of(benchmark.name, benchmark.problems[name], run.form, text))
            for name, text, _ in rows
        }
        shipped = workbench.execute(
            """SELECT ranker, texts, tokens, prompt_tokens, flops, reader FROM ranking
               WHERE run_id = ?""",
            [run.id],
        ).fetchall()
        assert len(shipped) == 12
        for ranker, *found, flops, reader in shipped:
            if ranker.startswith("nll:"):
                assert found == [len(rows), tokens, before], (run.id, ranker)
                weights = architecture_from(json.loads(reader)).active_matmul_parameters
                assert flops == 2 * weights * (tokens + before)
            else:
                texts = len(programs) if ranker in EXECUTION else samples
                assert [*found, reader, flops] == [texts, None, None, None, 0], (run.id, ranker)


def test_the_document_prints_what_the_study_says(snapshot: Snapshot) -> None:
    document = (ROOT / "docs" / "miniature.md").read_text().splitlines()
    for line in report(snapshot, STUDY):
        assert line in document

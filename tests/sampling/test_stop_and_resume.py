"""What is kept when work stops, and what is done anew when it is called again with other input."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from backend.benchmarks.source import load
from backend.errors import UserError
from backend.grading.grade import grade_study, stored
from backend.grading.pool import Pool
from backend.grading.tiers import Tier
from backend.rankers.generated_tests import GeneratedTests, digest_of
from backend.rankers.named import runs_programs
from backend.rankers.rank import Asked, rank_study
from backend.records.problem import FunctionTests, Problem, ProblemSet
from backend.records.raw_sample import RawSample
from backend.records.verdict import Mode, Status, Verdict
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.graded import GradedKey
from backend.store.workbench.imported import IfThere, add_run
from backend.words.grading import graded_study
from backend.words.ranking import ranked_study
from tests.grading.test_verdicts import write_lines

SQUARE = {
    "task_id": "Own/1",
    "prompt": 'def square(n):\n    """Give the square."""\n',
    "entry_point": "square",
    "canonical_solution": "    return n * n\n",
    "test": "def check(f):\n    assert f(3) == 9\n",
}
RIGHT, WRONG = "    return n * n\n", "    return n + n\n"
PASSED = Verdict(Status.PASSED, "", 0.1, Mode.CALLS)
Graded = list[tuple[GradedKey, Verdict]]


@pytest.fixture
def benchmark(tmp_path: Path) -> ProblemSet:
    return load("humaneval", write_lines(tmp_path / "problems.jsonl", [SQUARE]))


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_workbench(tmp_path / "store") as connection:
        yield connection


def samples(*texts: str) -> list[RawSample]:
    return [RawSample("Own/1", text, whole=False) for text in texts]


def kept(workbench: duckdb.DuckDBPyConnection) -> int:
    row = workbench.execute("SELECT count(*) FROM verdict").fetchone()
    assert row
    return int(row[0])


def graded(place: int) -> Graded:
    return [(("own/m", "Own/1", place, "program", "settings"), PASSED)]


def test_a_verdict_is_on_disk_a_second_after_it_came(
    workbench: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("backend.grading.grade.time.monotonic", lambda: now[0])

    def slow() -> Iterator[Graded]:
        now[0] += 0.3
        yield graded(0)
        assert kept(workbench) == 0
        now[0] += 1.0
        yield []  # nothing came for a second, as when a program waits
        assert kept(workbench) == 1
        now[0] += 7.0
        yield graded(1)
        assert kept(workbench) == 2
        yield graded(2)

    passed_on = [pair for some in stored(workbench, slow()) for pair in some]
    assert len(passed_on) == kept(workbench) == 3


def test_what_was_graded_when_the_grader_is_stopped_is_kept(
    workbench: duckdb.DuckDBPyConnection,
) -> None:
    def stopped() -> Iterator[Graded]:
        yield graded(0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(stored(workbench, stopped()))
    assert kept(workbench) == 1


@pytest.mark.slow
def test_verdicts_come_one_by_one_and_silence_is_told_each_second() -> None:
    task = Problem("p", "", FunctionTests("", "assert wait(1) == 1", ("wait",)))
    sleep = "import time\ndef wait(n):\n    time.sleep({})\n    return n  # {}\n"
    items = [(place, task, sleep.format(seconds, place)) for place, seconds in enumerate([2.5, 0])]
    with Pool(Tier.BUBBLEWRAP, 1) as pool:
        came = [len(some) for some in pool.grade(items)]
    assert [count for count in came if count] == [1, 1]
    assert came[:2] == [0, 0]


@pytest.mark.slow
def test_the_summary_counts_what_is_stored(
    workbench: duckdb.DuckDBPyConnection, benchmark: ProblemSet
) -> None:
    def grade() -> list[str]:
        found = grade_study(workbench, "own", path=None, exclude=(), workers=1, quiet=True)
        return graded_study(found).splitlines()

    add_run(workbench, "own", "m", benchmark, samples(RIGHT, WRONG))
    assert grade()[1:] == ["2 of 2 samples of own have a verdict: 1 passed, 1 failed"]
    add_run(workbench, "own", "m", benchmark, samples(RIGHT), if_there=IfThere.APPEND)
    assert grade() == [
        "1 samples graded (bubblewrap): 1 passed",
        "3 of 3 samples of own have a verdict: 2 passed, 1 failed",
    ]
    assert grade()[1:] == ["3 of 3 samples of own have a verdict: 2 passed, 1 failed"]


@pytest.mark.slow
def test_a_cut_run_and_one_that_is_not_have_verdicts_of_their_own(
    workbench: duckdb.DuckDBPyConnection, benchmark: ProblemSet
) -> None:
    runs_on = samples(f"{RIGHT}\ndef broken(")
    for model, cut in (("cut", True), ("whole", False)):
        add_run(workbench, "own", model, benchmark, runs_on, cut=cut)
    for _ in range(2):
        grade_study(workbench, "own", path=None, exclude=(), workers=1, quiet=True)
        rows = workbench.execute(
            """SELECT model_id, status, facts->'cut'->>'stops' FROM verdict JOIN run USING (run_id)
               JOIN grading ON grading.settings = verdict.settings ORDER BY 1"""
        ).fetchall()
        assert [row[:2] for row in rows] == [("cut", "passed"), ("whole", "failed")]
        assert "class" in rows[0][2]
        assert rows[1][2] is None


# Rankings


def generated(path: Path, *tests: str) -> Path:
    path.write_text(json.dumps({"task_id": "Own/1", "tests": tests}) + "\n")
    return path


def test_tests_are_known_by_what_they_say() -> None:
    one, two = GeneratedTests(("f(1) == 1",)), GeneratedTests((), ("f(2)",))
    assert digest_of({"a": one, "b": two}) == digest_of({"b": two, "a": one})
    assert len({digest_of(tests) for tests in ({}, {"a": one}, {"a": two}, {"b": one})}) == 4


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        *[("codet", True), ("product:m", True), ("z:nll:m+tests-passed", True)],
        *[("oracle", False), ("nll:m", False), ("reward:codet", False), ("z:nll:m+random", False)],
    ],
)
def test_rankers_that_run_tests_are_known_by_name(name: str, runs: bool) -> None:
    assert runs_programs(name) is runs


@pytest.mark.slow
def test_a_ranking_by_other_tests_is_another_ranking(
    tmp_path: Path, workbench: duckdb.DuckDBPyConnection, benchmark: ProblemSet
) -> None:
    add_run(workbench, "own", "m", benchmark, samples(WRONG, RIGHT))
    good = generated(tmp_path / "good", "assert square(3) == 9")
    bad = generated(tmp_path / "bad", "assert square(3) == 6")
    copy = generated(tmp_path / "copy", "assert square(3)  ==  9")

    def rank(*names: str, tests: Path | None, again: bool = False) -> str:
        asked = Asked(names, tests=tests, workers=1, again=again)
        return ranked_study(rank_study(workbench, "own", asked, path=None, quiet=True))

    def scores(ranker: str = "tests-passed") -> list[float]:
        rows = workbench.execute(
            "SELECT score FROM score WHERE ranker = ? ORDER BY sample_index", [ranker]
        ).fetchall()
        return [score for (score,) in rows]

    both = ("tests-passed", "random")
    said = rank(*both, tests=bad)
    assert said == (
        "2 samples of own: 2 scored by tests-passed (2 just now), 2 scored by random (2 just now)"
    )
    assert scores() == [1, 0]
    said = rank(*both, tests=good)
    assert said.splitlines()[0].startswith("2 scores by tests-passed in own are made anew: ")
    assert "(2 just now), 2 scored by random (0 just now)" in said
    assert scores() == [0, 1]
    for tests in (copy, None):
        assert rank(*both, tests=tests).startswith("2 samples of own: 2 scored by tests-passed (0")
    digests = workbench.execute("SELECT ranker, tests FROM ranking ORDER BY 1").fetchall()
    assert digests[0] == ("random", None)
    assert len(digests[1][1]) == 16
    assert "(2 just now)" in rank("tests-passed", tests=good, again=True)
    ranked = workbench.execute("SELECT samples FROM ranking WHERE ranker = 'tests-passed'")
    assert ranked.fetchall() == [(2,)]
    with pytest.raises(UserError, match="need generated tests"):
        rank("tests-passed", tests=None, again=True)
    assert scores() == [0, 1], "nothing is thrown away before the tests are there"


def test_scores_that_came_with_the_samples_stay(
    tmp_path: Path, workbench: duckdb.DuckDBPyConnection, benchmark: ProblemSet
) -> None:
    brought = [RawSample("Own/1", RIGHT, whole=False, scores=(("codet", 7.0),))]
    add_run(workbench, "own", "m", benchmark, brought)
    asked = Asked(["codet"], tests=generated(tmp_path / "t", "assert square(3) == 9"))
    said = ranked_study(rank_study(workbench, "own", asked, path=None, quiet=True))
    assert said == "1 samples of own: 1 scored by codet (0 just now)"
    assert workbench.execute("SELECT score FROM score").fetchall() == [(7.0,)]

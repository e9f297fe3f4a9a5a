"""Samples to read, and studies as files: what the workbench holds comes out again."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backend.answers import samples
from backend.answers.samples import OFTEN
from backend.cli import main
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import Measured, Origin, Reading, UnitCost
from backend.maths.unit_costs import unit_cost
from backend.records.samples import Show
from backend.records.study import RankerFacts
from backend.store.publish import publish
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.exported import export_study, load_exported
from backend.words.costs import how
from tests.own_study import add_study

# run, problem, index, text, finished, log-likelihood, passed, detail, scores
ROWS: list[tuple[str, str, int, str, bool, float, bool | None, str, dict[str, float]]] = [
    ("s/m", "p1", 0, "right", True, -1.0, True, "", {"nll": -0.5, "short": 5}),
    ("s/m", "p1", 1, "wrong", True, -2.0, False, "assertion in line 2 of the tests", {"nll": -1}),
    ("s/m", "p1", 2, "right", True, -1.0, True, "", {"nll": -0.5, "short": 5}),
    ("s/m", "p1", 3, "long", False, -9.0, False, "SyntaxError", {"nll": -0.25}),
    ("s/m", "p2", 0, "odd", True, -1.0, None, "", {}),
    ("s/m", "p2", 1, "right", True, -1.5, True, "", {"nll": -1.5}),
    ("s/m", "p2", 2, "right", True, -4.5, True, "", {"nll": -1.5}),
    ("s/m/greedy", "p1", 0, "right", True, -1.0, True, "", {}),
    ("s/m/greedy", "p2", 0, "other", True, -1.0, False, "", {}),
]
FAILED = "assert two() == 2", "two()", "3"  # the test, the last call, and what came back
CPU_SECONDS = {"right": 0.25, "wrong": 0.5, "long": 2.0, "odd": 8.0}


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_workbench(tmp_path / "store") as connection:
        add_study(connection, "s", 2)
        connection.execute(
            "INSERT INTO model (model_id, not_public) VALUES ('m', 'a test made it up')"
        )
        connection.execute("INSERT INTO benchmark VALUES ('s', 'humaneval', 'here', 'r')")
        for kind, run in (("sampled", "s/m"), ("greedy", "s/m/greedy")):
            connection.execute(
                """INSERT INTO run (run_id, study_id, model_id, n_samples, kind, settings)
                   VALUES (?, 's', 'm', 4, ?, '{"model": "/home/me/models/m", "seed": 1}')""",
                [run, kind],
            )
        for place, difficulty in ((1, "easy"), (2, "hard")):
            connection.execute(
                "INSERT INTO problem VALUES ('s', ?, ?, ?, NULL, NULL, 'asked', 'one\n  two')",
                [f"p{place}", place, difficulty],
            )
        for run, problem, index, text, finished, likelihood, passed, detail, scores in ROWS:
            key = [run, problem, index]
            connection.execute(
                """INSERT INTO sample (run_id, problem_id, sample_index, text, finished,
                       token_count, log_likelihood) VALUES (?, ?, ?, ?, ?, ?, ?)""",
                [*key, text, finished, len(text), likelihood],
            )
            status = "unscored" if passed is None else "passed" if passed else "failed"
            connection.execute(
                """INSERT INTO verdict (run_id, problem_id, sample_index, passed, status, detail,
                       failed_test, called, came_back, cpu_seconds)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    *(*key, passed, status, detail),
                    *(FAILED if text == "wrong" else [None] * 3),
                    CPU_SECONDS.get(text),
                ],
            )
            for ranker, score in scores.items():
                connection.execute(
                    "INSERT INTO score VALUES (?, ?, ?, ?, ?)", [*key, ranker, score]
                )
        connection.execute(
            """INSERT INTO ranking VALUES
               ('s/m', 'nll', 7, 1.5, 3e9, 5, 40, 70,
                '{"layers": 2, "hidden_size": 8, "intermediate_size": 16, "heads": 2,
                  "kv_heads": 2, "head_dim": 4, "vocab_size": 16}', 'abc')"""
        )
        connection.execute(
            """INSERT INTO batch VALUES
               ('b', 's/m', '2026-01-01', 2.5, 7, 40,
                '{"name": "old", "hardware": "1 CPU core", "version": "1"}'),
               ('c', 's/m', '2026-01-02', 1.0, 3, 16,
                '{"name": "new", "hardware": "2 CPU cores", "version": "2"}'),
               ('d', 's/m/greedy', '2026-01-02', 9.0, 2, 16, '{"name": "no matter"}')"""
        )
        yield connection


@pytest.fixture
def read(workbench: duckdb.DuckDBPyConnection, tmp_path: Path) -> Iterator[Snapshot]:
    with closing(Snapshot(publish(workbench, tmp_path / "store"))) as found:
        yield found


def test_samples_that_say_the_same_are_one_answer(read: Snapshot) -> None:
    assert samples.readable_studies(read) == ["s"]
    found = samples.answers(read, "s", "m", "p1", Show.ALL, OFTEN)
    assert [(answer.text, answer.n, answer.greedy) for answer in found.shown] == [
        ("right", 2, True),
        ("wrong", 1, False),
        ("long", 1, False),
    ]
    assert (found.n, found.right, found.graded) == (4, 2, 4)
    assert found.shown[0].scores == {"nll": -0.5, "short": 5}
    only_greedy = samples.answers(read, "s", "m", "p2", Show.ALL, OFTEN)
    assert [(a.text, a.n) for a in only_greedy.shown] == [("right", 2), ("odd", 1), ("other", 0)]
    assert (only_greedy.n, only_greedy.right, only_greedy.graded) == (3, 2, 2)


def test_a_run_has_the_time_that_its_own_answers_took(read: Snapshot) -> None:
    found = read.run("s", "m").model
    assert found.measured == Measured(3.5, 10, 56, "2 CPU cores", "new", "2")
    cost = unit_cost(BudgetKind.TIME, found, Assumptions())
    assert isinstance(cost, UnitCost)
    assert (cost.value, cost.origin) == (0.35, Origin.MEASURED)
    assert how(cost) == (
        "measured here: 10 answers of 6 tokens in the mean, on 2 CPU cores by new 2"
    )


def test_a_run_has_the_mean_time_of_its_scored_tests(
    workbench: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    def published() -> float | None:
        with closing(Snapshot(publish(workbench, tmp_path / "store"))) as found:
            return found.run("s", "m").test_seconds

    assert published() == pytest.approx((4 * 0.25 + 0.5 + 2.0) / 6)
    workbench.execute("UPDATE verdict SET cpu_seconds = NULL WHERE cpu_seconds < 2")
    assert published() == 2.0
    workbench.execute("UPDATE verdict SET cpu_seconds = NULL")
    assert published() is None


def test_a_ranker_of_an_unknown_name_says_nothing_of_itself(read: Snapshot) -> None:
    ranked, came_with_samples = (read.ranker("s/m", name) for name in ("nll", "short"))
    assert (ranked.name, came_with_samples.name) == (None, None)
    assert ranked.reading.seconds == 0.3
    nothing_known = RankerFacts(None, Reading(recorded=False), None, 0)
    assert read.ranker("s/m", "nobody") == nothing_known


def test_answers_are_filtered_and_ordered(read: Snapshot) -> None:
    def texts(show: Show, order: str = OFTEN) -> list[str]:
        return [answer.text for answer in samples.answers(read, "s", "m", "p1", show, order).shown]

    assert texts(Show.PASSED) == ["right"]
    assert texts(Show.FAILED) == ["wrong", "long"]
    assert texts(Show.UNFINISHED) == ["long"]
    assert texts(Show.ALL, "nll") == ["long", "right", "wrong"]
    assert texts(Show.ALL, "short")[0] == "right"


def test_an_answer_of_which_nobody_knows_is_not_called_unfinished(
    workbench: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    workbench.execute("UPDATE sample SET finished = NULL, token_count = NULL WHERE text = 'long'")
    with closing(Snapshot(publish(workbench, tmp_path / "store"))) as found:
        unfinished = samples.answers(found, "s", "m", "p1", Show.UNFINISHED, OFTEN)
        assert not unfinished.shown
        every = samples.answers(found, "s", "m", "p1", Show.ALL, OFTEN).shown
    assert [(a.text, a.finished) for a in every if a.text == "long"] == [("long", None)]


def test_an_answer_tells_the_test_that_it_failed(read: Snapshot) -> None:
    _, wrong, long = samples.answers(read, "s", "m", "p1", Show.ALL, OFTEN).shown
    assert (wrong.failed_test, wrong.called, wrong.came_back) == FAILED
    assert wrong.detail == "assertion in line 2 of the tests"
    assert (long.failed_test, long.called, long.came_back) == (None, None, None)
    assert long.detail == "SyntaxError"


def test_an_exported_study_comes_back_whole_under_another_id(
    workbench: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    export_study(workbench, "s", tmp_path / "out")
    add_study(workbench, "t/u", 2, position=2)
    load_exported(workbench, "t/u", tmp_path / "out")
    for table, left_out in (
        ("sample", "batch"),
        ("verdict", ""),
        ("score", ""),
        ("ranking", ""),
        ("batch", "batch"),
    ):
        before, after = (_of_study(workbench, study, table, left_out) for study in ("s", "t/u"))
        assert before
        assert after == before, table
    runs = workbench.execute("SELECT run_id FROM run WHERE study_id = 't/u' ORDER BY 1").fetchall()
    assert runs == [("t%2Fu/m",), ("t%2Fu/m/greedy",)]
    models = workbench.execute("SELECT DISTINCT settings->>'model' FROM run WHERE study_id = 't/u'")
    assert models.fetchall() == [("m",)]
    assert "/home/me" not in "".join(
        path.read_bytes().decode("latin-1") for path in (tmp_path / "out").iterdir()
    )


def test_a_study_without_samples_is_not_exported(
    use_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--study", "evalperf", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert "no samples of study evalperf" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert use_store.is_dir()


def _of_study(
    workbench: duckdb.DuckDBPyConnection, study: str, table: str, left_out: str
) -> list[tuple[Any, ...]]:
    columns = f"* EXCLUDE (run_id{', ' if left_out else ''}{left_out})"
    return workbench.execute(
        f"""SELECT kind, part.* FROM (SELECT run_id AS of_run, {columns} FROM {table}) AS part
            JOIN run ON run_id = of_run WHERE study_id = ? ORDER BY ALL""".replace(
            "part.*", "part.* EXCLUDE (of_run)"
        ),
        [study],
    ).fetchall()

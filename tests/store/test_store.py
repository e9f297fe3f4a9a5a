"""The workbench, snapshots of it, and what happens when something goes wrong."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pytest

from backend.answers.curves import curve
from backend.errors import UserError
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import NoCost
from backend.maths.estimators import passes_by_rank, rank_score_at_k
from backend.maths.unit_costs import reading_cost, unit_cost
from backend.records.question import MaxK, Question
from backend.records.study import SamplingRule
from backend.store.build import build_store
from backend.store.latest import LatestStudies
from backend.store.pointer import POINTER, current_files, open_current
from backend.store.publish import publish
from backend.store.shipping import shipped_ids
from backend.store.snapshot.snapshot import Snapshot
from backend.store.workbench import connection as workbench_module
from backend.store.workbench.connection import open_workbench
from backend.words.costs import no_cost
from backend.words.studies import caveats, sampling
from tests.own_study import add_study
from tests.processes import has_opened, wait_until

VERDICT = "run_id, problem_id, sample_index, passed, status"

HOLD = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def held_by_another_process(path: Path) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder.pid
        finally:
            holder.kill()


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """Return a copy of the store that a test may damage."""
    return shutil.copytree(store, tmp_path / "store")


@pytest.fixture
def published(own_store: Path) -> Path:
    """Return a store with a study of one's own beside those that ship."""
    with open_workbench(own_store) as connection:
        add_ranked_study(connection)
    republish(own_store)
    return own_store


def corrupt(path: Path) -> None:
    path.write_bytes(b"\0" * 4096)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def make_older(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE snapshot SET schema_version = 0")


def make_foreign(path: Path) -> None:
    path.unlink()
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE other (x INTEGER)")


def republish(folder: Path) -> Path:
    return build_store(folder, lambda _: None)


def add_ranked_study(connection: duckdb.DuckDBPyConnection) -> dict[str, list[list[float]]]:
    """Add 2 problems x 6 samples with scores; return what each problem's ranking should be."""
    add_study(connection, "own", 2, position=99)
    connection.execute("INSERT INTO benchmark VALUES ('own', 'humaneval', 'here', 'r')")
    connection.execute("INSERT INTO model (model_id, not_public) VALUES ('m', 'a test made it up')")
    connection.execute(
        "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES ('own/m', 'own', 'm', 6)"
    )
    # score, passed, finished; None: the grader failed
    samples: dict[str, list[tuple[int, int | None, bool]]] = {
        "p1": [(5, 1, True), (5, 0, True), (9, 0, True), (1, 1, True), (5, 0, True), (7, 1, False)],
        "p2": [
            (1, 1, True),
            (2, 0, True),
            (3, 1, True),
            (4, None, True),
            (2, 1, True),
            (0, 0, True),
        ],
    }
    expected: dict[str, list[list[float]]] = {"passes": [], "tally": []}
    for place, (problem, rows) in enumerate(samples.items(), start=1):
        connection.execute(
            "INSERT INTO problem (study_id, problem_id, position) VALUES ('own', ?, ?)",
            [problem, place],
        )
        for index, (score, passed, finished) in enumerate(rows):
            key = ["own/m", problem, index]
            connection.execute(
                "INSERT INTO sample (run_id, problem_id, sample_index, text, finished) "
                "VALUES (?, ?, ?, 'text', ?)",
                [*key, finished],
            )
            status = "unscored" if passed is None else "passed" if passed else "failed"
            connection.execute(
                f"INSERT INTO verdict ({VERDICT}) VALUES (?, ?, ?, ?, ?)", [*key, passed, status]
            )
            connection.execute("INSERT INTO score VALUES (?, ?, ?, 'nll', ?)", [*key, score])
        scored = [(score, passed) for score, passed, done in rows if passed is not None and done]
        cut = [float(passed) for _, passed, done in rows if passed is not None and not done]
        in_order = passes_by_rank(*zip(*scored, strict=True))
        expected["passes"].append([*in_order, *[sum(cut) / max(len(cut), 1)] * len(cut)])
        graded = [passed for _, passed, _ in rows if passed is not None]
        expected["tally"].append([len(graded), sum(graded)])
    return expected


def test_own_studies_come_after_those_that_ship(own_store: Path) -> None:
    with open_workbench(own_store) as connection:
        add_ranked_study(connection)
    republish(own_store)
    republish(own_store)
    with closing(open_current(own_store)) as found:
        assert set(found.studies) == {*shipped_ids(), "own"}
        assert list(found.studies)[-1] == "own"
        assert len(found.runs("livecodebench-2024-06")) == 58


def test_the_workbench_holds_nothing_that_ships(own_store: Path) -> None:
    republish(own_store)
    with open_workbench(own_store) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            rows = connection.execute(f"FROM {table}").fetchall()
            assert not rows or table == "migration"


@pytest.mark.slow
@pytest.mark.parametrize("damage", [Path.unlink, corrupt, make_older])
def test_the_shipped_studies_are_read_again_where_their_file_is_no_good(
    own_store: Path, damage: Callable[[Path], None]
) -> None:
    shipped = republish(own_store)
    written = shipped.stat().st_mtime_ns
    republish(own_store)
    assert shipped.stat().st_mtime_ns == written, "read once, as long as nothing changed"
    damage(shipped)
    with closing(Snapshot(republish(own_store))) as found:
        assert set(found.studies) == shipped_ids()


def test_publishing_materialises_tallies_and_passes_in_rank_order(own_store: Path) -> None:
    with open_workbench(own_store) as connection:
        expected = add_ranked_study(connection)
        path = publish(connection, own_store)
    with closing(Snapshot(path)) as found:
        tallies = found.tallies("own/m")
        assert np.stack([tallies.n, tallies.c], axis=1).tolist() == expected["tally"]
        ranked = found.ranked("own/m", "nll")
        assert ranked is not None
        assert [list(row) for row in ranked.passes] == expected["passes"]
        assert ranked.n_dropped.tolist() == [1, 0]
        assert ranked.finish_known
        assert found.rankers("own") == ("nll",)
        assert found.ranked("own/m", "other") is None


def test_a_curve_by_ranker_is_the_mean_rank_score(own_store: Path) -> None:
    with open_workbench(own_store) as connection:
        expected = add_ranked_study(connection)
        path = publish(connection, own_store)
    with closing(Snapshot(path)) as found:
        question = Question("own", ranker="nll", max_k=MaxK.ALL)
        with pytest.raises(UserError, match="a test made it up"):
            curve(found, question, "m")
        samples = Question("own", Question.budget_kind.SAMPLES, "nll", MaxK.ALL)
        line = curve(found, samples, "m")
        assert line.n_dropped == 1
        assert line.k.tolist() == [1, 2, 3, 4, 5]
        each = [rank_score_at_k([row], line.k)[0] for row in expected["passes"]]
        np.testing.assert_allclose(line.score, 100 * np.mean(each, axis=0))
        with pytest.raises(UserError, match=r"unknown ranker of study own 'nnl'.*nll"):
            curve(found, Question("own", samples.budget_kind, "nnl"), "m")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("INSERT INTO tally VALUES ('own/m', 'p1', 1, 2)", "c outside 0..n"),
        ("INSERT INTO published_point VALUES ('own/m', 1, 101)", "outside 0..100"),
        ("DELETE FROM study", "study is missing"),
        ("DELETE FROM model", "model is missing"),
        ("DELETE FROM problem WHERE problem_id = 'p1'", "verdict's problem is missing"),
        ("INSERT INTO tally VALUES ('own/m', 'p3', 1, 1)", "tally's problem is missing"),
        ("INSERT INTO tally VALUES ('own/m', 'p1', 1, 1)", "both counts of others and verdicts"),
        ("UPDATE study SET study_id = 'evalperf'", "the id of one that ships"),
    ],
)
def test_nothing_contradictory_is_published(own_store: Path, statement: str, fault: str) -> None:
    before = current_files(own_store)[-1]
    with open_workbench(own_store) as connection:
        add_ranked_study(connection)
        connection.execute(statement)
    with pytest.raises(UserError, match=f"nothing was published: .*{fault}"):
        republish(own_store)
    assert current_files(own_store)[-1] == before
    assert not list(own_store.glob(".*"))


def test_a_new_snapshot_is_picked_up_without_a_restart(published: Path) -> None:
    latest = LatestStudies(published)
    first, trouble = latest.get()
    assert trouble is None
    assert latest.get()[0] is first
    republish(published)
    second, trouble = latest.get()
    assert trouble is None
    assert second is not first
    assert second.files[0] == first.files[0], "those that ship stay as they are"
    assert second.of("paper-mbpp") is first.of("paper-mbpp")
    assert second.files[1] != first.files[1]
    first.close()
    second.of("own").close()


@pytest.mark.slow
def test_old_snapshots_are_pruned_but_an_open_one_can_still_be_read(published: Path) -> None:
    with closing(Snapshot(current_files(published)[-1])) as opened:
        for _ in range(4):
            republish(published)
        assert len(list(published.glob("snapshot-*.duckdb"))) == 3
        assert not opened.path.exists()
        assert list(opened.runs("own")) == ["m"]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (corrupt, "cannot be read as a data file"),
        (cut_short, "cannot be read as a data file|is not a Budgetscope data file"),
        (Path.unlink, "there is no data file"),
        (make_older, "made by an older Budgetscope"),
        (make_foreign, "is not a Budgetscope data file"),
    ],
)
def test_a_bad_snapshot_is_told_and_the_last_good_one_kept(
    published: Path, damage: object, told: str
) -> None:
    assert callable(damage)
    latest = LatestStudies(published)
    good, _ = latest.get()
    damage(republish(published))
    kept, trouble = latest.get()
    assert kept is good
    assert trouble is not None
    with pytest.raises(UserError, match=told) as error:
        Snapshot(current_files(published)[-1])
    assert "run `python -m backend build`" in str(error.value)
    assert "\n" not in str(error.value)
    fresh, trouble = LatestStudies(published).get()
    assert fresh.files == good.files, "a restart falls back on the file before"
    assert trouble is not None
    republish(published)
    recovered, trouble = latest.get()
    assert trouble is None
    assert recovered is not good
    for each in (good.of("own"), fresh, recovered):
        each.close()


def test_a_pointer_that_names_one_missing_file_hides_no_study(published: Path) -> None:
    latest = LatestStudies(published)
    good, _ = latest.get()
    (published / POINTER).write_text("snapshot-missing.duckdb\n")
    kept, trouble = latest.get()
    assert list(kept.studies) == list(good.studies)
    assert trouble is not None
    assert "there is no data file" in str(trouble)
    fresh, trouble = LatestStudies(published).get()
    assert list(fresh.studies) == list(good.studies)
    assert trouble is not None
    good.close()
    fresh.close()


def test_with_no_good_snapshot_at_all_the_first_trouble_is_raised(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no data file in"):
        LatestStudies(tmp_path).get()
    (tmp_path / POINTER).write_text("../elsewhere.duckdb\n")
    with pytest.raises(UserError, match="does not name data files"):
        LatestStudies(tmp_path).get()


def test_a_snapshot_locked_by_another_process_is_told(own_store: Path) -> None:
    path = current_files(own_store)[-1]
    with (
        held_by_another_process(path) as pid,
        pytest.raises(UserError, match=f"is held by process {pid}"),
    ):
        Snapshot(path)


def test_a_workbench_in_use_is_told_and_the_dashboard_reads_on(own_store: Path) -> None:
    with held_by_another_process(own_store / "workbench.duckdb") as pid:
        with pytest.raises(UserError, match=f"workbench.duckdb is held by process {pid}"):
            republish(own_store)
        found, trouble = LatestStudies(own_store).get()
        assert trouble is None
        assert found.studies
        found.close()


def test_a_damaged_workbench_is_told_and_left_as_it_is(own_store: Path) -> None:
    path = own_store / "workbench.duckdb"
    corrupt(path)
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"workbench.duckdb cannot be read.*move it away"):
        open_workbench(own_store)
    assert path.read_bytes() == before


def test_a_workbench_of_a_newer_version_is_told(own_store: Path) -> None:
    with duckdb.connect(own_store / "workbench.duckdb") as connection:
        connection.execute("INSERT INTO migration VALUES (99)")
    with pytest.raises(UserError, match="written by a newer Budgetscope"):
        open_workbench(own_store)


def test_an_older_workbench_is_migrated_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later.sql"
    later.write_text("ALTER TABLE run ADD COLUMN mood VARCHAR DEFAULT 'calm'")
    with open_workbench(tmp_path) as connection:
        add_ranked_study(connection)
    monkeypatch.setattr(workbench_module, "_MIGRATIONS", [*workbench_module._MIGRATIONS, later])
    for _ in range(2):
        with open_workbench(tmp_path) as connection:
            row = connection.execute("SELECT count(*), any_value(mood) FROM run").fetchone()
            assert row == (1, "calm")


def test_a_workbench_gives_up_the_shipped_studies_that_it_once_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(workbench_module, "_MIGRATIONS", workbench_module._MIGRATIONS[:7])
        with open_workbench(tmp_path) as connection:
            connection.execute("INSERT INTO shipped VALUES ('digest')")
            add_ranked_study(connection)
            for study in ("paper-humaneval", "miniature"):
                add_study(connection, study, 1, title="s")
                connection.execute(
                    "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, ?, 'x', 1)",
                    [f"{study}/x", study],
                )
                connection.execute("INSERT INTO tally VALUES (?, 'p', 1, 1)", [f"{study}/x"])
    with open_workbench(tmp_path) as connection:
        assert connection.execute("SELECT study_id FROM study").fetchall() == [("own",)]
        assert connection.execute("SELECT run_id FROM run").fetchall() == [("own/m",)]
        assert connection.execute("SELECT count(*) FROM sample").fetchall() == [(12,)]
        assert not connection.execute("FROM tally").fetchall()


def test_an_old_workbench_is_told_which_assertions_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "assertion in line {} of the tests"
    verdicts = [
        ("p", "failed", told.format(1), "assert f(1) == 2"),
        ("p", "failed", f"{told.format(3)}: so", "assert f(3) == 4"),
        ("p", "failed", told.format(0), None),  # of the setup
        ("p", "failed", told.format(9), None),
        ("p", "failed", f"AssertionError: {told.format(1)}", None),  # the program's own words
        ("p", "timeout", told.format(1), None),
        ("p", "passed", "", None),
        ("reads and writes", "failed", "case 1: wrong output", None),
    ]
    with monkeypatch.context() as before:
        before.setattr(workbench_module, "_MIGRATIONS", workbench_module._MIGRATIONS[:10])
        with open_workbench(tmp_path) as connection:
            add_study(connection, "own", 2, title="O")
            connection.execute(
                """INSERT INTO run (run_id, study_id, model_id, n_samples)
                       VALUES ('own/m', 'own', 'm', 7);
                   INSERT INTO problem (study_id, problem_id, position, tests) VALUES
                       ('own', 'reads and writes', 1, NULL), ('other', 'p', 1, 'assert no'),
                       ('own', 'p', 2, E'assert f(1) == 2\r\nif True:\r\n  assert f(3) == 4 ')"""
            )
            for place, (problem, status, detail, _) in enumerate(verdicts):
                connection.execute(
                    """INSERT INTO verdict (run_id, problem_id, sample_index, status, detail)
                       VALUES ('own/m', ?, ?, ?, ?)""",
                    [problem, place, status, detail],
                )
    with open_workbench(tmp_path) as connection:
        found = connection.execute(
            "SELECT problem_id, status, detail, failed_test FROM verdict ORDER BY sample_index"
        ).fetchall()
    assert found == verdicts


def test_an_old_workbench_gives_up_its_sentences_for_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(workbench_module, "_MIGRATIONS", workbench_module._MIGRATIONS[:12])
        with open_workbench(tmp_path) as connection:
            connection.execute(
                """INSERT INTO study VALUES
                       ('drawn', 'D', 'b', 'temperature 0.8, top-p 0.95, at most 9 tokens, seed 3',
                        'me', [], 1, 'm', 'm', 'm', 1),
                       ('brought', 'B', 'b', 'imported samples', 'me',
                        ['Imported samples: how they were drawn is not known here.'], 1,
                        'i', 'i', 'i', 2);
                   INSERT INTO benchmark VALUES ('drawn', 'mbpp', 'here', 'r'),
                                                ('brought', 'mbpp', 'here', 'r');
                   INSERT INTO model (model_id, not_public) VALUES
                       ('m', 'its configuration is not known here'),
                       ('i', 'it is not in the model catalogue');
                   INSERT INTO run (run_id, study_id, model_id, n_samples, settings) VALUES
                       ('drawn/m', 'drawn', 'm', 1, '{"temperature": 0.8, "top_p": 0.95,
                                                      "max_tokens": 9, "seed": 3}'),
                       ('brought/i', 'brought', 'i', 1, NULL)"""
            )
    with (
        open_workbench(tmp_path) as connection,
        closing(Snapshot(publish(connection, tmp_path))) as found,
    ):
        drawn, brought = found.study("drawn"), found.study("brought")
        assert drawn.sampling == SamplingRule(0.8, 0.95, 9, 3)
        assert sampling(drawn) == "temperature 0.8, top-p 0.95, at most 9 tokens, seed 3"
        assert caveats(drawn) == []
        assert (brought.sampling, brought.caveats) == (None, [])
        assert sampling(brought) == "imported samples"
        assert caveats(brought) == ["Imported samples: how they were drawn is not known here."]
        for study, model in (("drawn", "m"), ("brought", "i")):
            cost = unit_cost(BudgetKind.FLOPS, found.run(study, model).model, Assumptions())
            assert isinstance(cost, NoCost)
            assert no_cost(cost) == "no FLOPs, because its size is not known here"


def make_old(folder: Path) -> None:
    """Write a workbench of schema 8: a ranked run of our own, and an imported one."""
    scripts = sorted((Path(workbench_module.__file__).parent / "schema").glob("*.sql"))
    with duckdb.connect(folder / "workbench.duckdb") as old:
        old.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY)")
        for version, script in enumerate(scripts[:8], start=1):
            old.execute(script.read_text())
            old.execute("INSERT INTO migration VALUES (?)", [version])
        old.execute(
            """INSERT INTO study VALUES ('own', 'O', 'b', 's', 'me', [], 2, 'm', 'm', 'm', 1);
               INSERT INTO benchmark VALUES ('own', 'humaneval', 'here', 'r');
               INSERT INTO model (model_id, not_public)
                   VALUES ('m', 'a test'), ('i', 'a test');
               INSERT INTO run (run_id, study_id, model_id, n_samples)
                   VALUES ('own/m', 'own', 'm', 3), ('own/i', 'own', 'i', 2);
               INSERT INTO problem (study_id, problem_id, position)
                   VALUES ('own', 'p1', 1), ('own', 'p2', 2)"""
        )
        old.executemany("INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?)", OLD_SAMPLES)
        old.execute(
            """INSERT INTO verdict (run_id, problem_id, sample_index, passed, status)
                   SELECT run_id, problem_id, sample_index, sample_index = 0, '' FROM sample;
               INSERT INTO score SELECT run_id, problem_id, sample_index, 'mine', 0 FROM sample;
               INSERT INTO ranking VALUES ('own/m', 'mine', 6, 12.0, 0, 'by a clock'),
                                          ('own/i', 'mine', 4, 12.0, 0, 'by a clock')"""
        )


# run, problem, index, text, tokens, finished, log-likelihood, batch
OLD_SAMPLES: list[tuple[object, ...]] = [
    ("own/m", "p1", 0, "a", 3, True, -1.5, "b1"),
    ("own/m", "p1", 1, "a", 3, True, -1.5, "b1"),
    ("own/m", "p1", 2, "b", 9, False, -2.5, "b2"),
    ("own/m", "p2", 0, "a", 3, True, -3.5, "b2"),
    ("own/m", "p2", 1, "a", 3, True, -3.5, "b2"),
    ("own/m", "p2", 2, "a", 3, True, -3.5, "b2"),
    ("own/i", "p1", 0, "x", None, True, None, None),
    ("own/i", "p1", 1, "y", None, True, None, None),
    ("own/i", "p2", 0, "x", None, True, None, None),
    ("own/i", "p2", 1, "x", None, True, None, None),
]


def test_an_older_workbench_learns_what_rankers_read_and_what_nobody_knows(
    tmp_path: Path,
) -> None:
    make_old(tmp_path)
    with open_workbench(tmp_path) as connection:
        rankings = connection.execute(
            "SELECT run_id, samples, seconds, texts, tokens, prompt_tokens, reader FROM ranking"
        ).fetchall()
        assert rankings == [
            ("own/m", 6, 12.0, 3, None, None, None),
            ("own/i", 4, 12.0, 3, None, None, None),
        ]
        samples = connection.execute(
            """SELECT run_id, problem_id, sample_index, text, token_count, finished,
                      log_likelihood, batch FROM sample
               ORDER BY run_id DESC, problem_id, sample_index"""
        ).fetchall()
        unknown = [(*row[:5], None, *row[6:]) if row[4] is None else row for row in OLD_SAMPLES]
        assert samples == unknown
        with pytest.raises(duckdb.ConstraintException, match="own/m"):
            connection.execute(
                """INSERT INTO sample (run_id, problem_id, sample_index, text)
                   VALUES ('own/m', 'p1', 0, 'again')"""
            )
        path = publish(connection, tmp_path)
    with closing(Snapshot(path)) as found:
        for run, known in (("own/m", True), ("own/i", False)):
            facts, ranked = found.ranker(run, "mine"), found.ranked(run, "mine")
            assert ranked is not None
            assert facts.reading.seconds == 4.0, "of a different text, not of a sample"
            assert ranked.finish_known is known
        assert found.run("own", "m").model.mean_tokens == 4
        assert found.run("own", "i").model.mean_tokens is None


def test_an_older_workbench_can_be_opened_again_and_again(tmp_path: Path) -> None:
    make_old(tmp_path)
    for _ in range(2):
        with open_workbench(tmp_path) as connection:
            counted = connection.execute(
                "SELECT count(*), count(finished), max(version) FROM sample, migration"
            ).fetchone()
            versions = len(workbench_module._MIGRATIONS)
            assert counted == (10 * versions, 6 * versions, versions)


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_readable_store(own_store: Path) -> None:
    chance = random.Random(2)
    for trial in range(6):
        if trial % 2:  # as if other data had shipped before
            for path in current_files(own_store):
                path.rename(own_store / "shipped-before.duckdb")
            (own_store / POINTER).write_text("shipped-before.duckdb\n")
        with subprocess.Popen(
            [sys.executable, "-m", "backend", "build"],
            env={**os.environ, "BUDGETSCOPE_STORE": str(own_store)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as build:
            wait_until(lambda: has_opened(build.pid, own_store), "the beginning")
            time.sleep(chance.uniform(0.0, 1.5))
            build.send_signal(signal.SIGKILL)
        found, trouble = LatestStudies(own_store).get()
        assert trouble is None
        assert len(found.runs("livecodebench-2024-06")) == 58
        found.close()
    with closing(Snapshot(republish(own_store))) as rebuilt:
        assert set(rebuilt.studies) == shipped_ids()
    assert not list(own_store.glob(".*")), "drafts of killed builds are swept away"


def test_a_ranking_that_was_interrupted_counts_the_texts_that_it_read(tmp_path: Path) -> None:
    make_old(tmp_path)
    with duckdb.connect(tmp_path / "workbench.duckdb") as connection:
        connection.execute("DELETE FROM score WHERE problem_id = 'p2'")
    with open_workbench(tmp_path) as connection:
        texts = connection.execute("SELECT run_id, texts FROM ranking ORDER BY run_id").fetchall()
        assert texts == [("own/i", 2), ("own/m", 2)]


def test_what_an_old_ranking_read_is_not_known_and_never_free(tmp_path: Path) -> None:
    make_old(tmp_path)
    with open_workbench(tmp_path) as connection:
        connection.execute("UPDATE ranking SET flops = 7e9 WHERE run_id = 'own/m'")
        connection.execute("UPDATE ranking SET flops = 0 WHERE run_id = 'own/i'")
        path = publish(connection, tmp_path)
    with closing(Snapshot(path)) as found:
        costs = {}
        for run in ("own/m", "own/i"):
            facts = found.ranker(run, "mine")
            costs[run] = reading_cost(BudgetKind.FLOPS, facts.reading, Assumptions())
        assert costs == {"own/m": None, "own/i": 0.0}

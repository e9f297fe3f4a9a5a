"""A snapshot that others made is data: nothing in it runs, and nothing in it fills the memory."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from backend.errors import UserError
from backend.store.latest import LatestStudies
from backend.store.pointer import POINTER
from backend.store.snapshot.snapshot import Snapshot

NAME = "snapshot-20990101T000000.duckdb"


@pytest.fixture
def crafted(store: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a store whose newest snapshot a test may change; the one before is good."""
    good = next(store.glob("shipped-*.duckdb"))
    shutil.copy(good, tmp_path / "snapshot-0.duckdb")
    shutil.copy(good, tmp_path / NAME)
    (tmp_path / POINTER).write_text(f"{NAME}\n")
    yield tmp_path / NAME


STUDY = "CREATE VIEW study AS SELECT * REPLACE (content AS title) FROM real, "


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ("ALTER TABLE study RENAME TO real; " + STUDY + "read_text('/etc/hostname')", "a view"),
        ("CREATE MACRO coalesce(a, b) AS (SELECT 'x')", "a function"),
        ("CREATE MACRO lower(a) AS (SELECT content FROM read_text('/etc/hostname'))", "a function"),
        ("CREATE MACRO duckdb_views() AS TABLE SELECT 1 WHERE false", "a function"),
        ("CREATE TYPE json2 AS ENUM ('a')", "a type"),
        ("CREATE SEQUENCE s", "a sequence"),
        ("CREATE INDEX i ON tally ((n + c))", "an index"),
        ("CREATE SCHEMA other", "a further schema"),
        ("CREATE TABLE other (x INTEGER)", "table 'other'"),
        ("DROP TABLE fit_range", "table 'fit_range'"),
        ("ALTER TABLE run ADD COLUMN y INTEGER DEFAULT (1 + 1)", "table 'run'"),
        ("DROP TABLE cost; CREATE TABLE cost (run_id VARCHAR, kind VARCHAR, value DOUBLE, "
         "source VARCHAR AS (kind || 'x'))", "table 'cost'"),
        ("ALTER TABLE tally ALTER n SET DATA TYPE VARCHAR", "table 'tally'"),
        ("ALTER TABLE model ALTER model_id SET DEFAULT 'x'", "table 'model'"),
        ("INSERT INTO model SELECT i, NULL, '', '' FROM range(200000) AS t(i)", "than 100,000"),
        ("INSERT INTO tally SELECT 'x', 1, 1, 1 FROM range(9000000)", "more than 8,000,000 rows"),
        ("UPDATE study SET title = repeat('x', 100000000)", "texts of table 'study'|holds more"),
        ("UPDATE snapshot SET sources = repeat('x', 100000000)", "is not a Budgetscope data file"),
        ("INSERT INTO ranked SELECT 'x', 'y', i, (SELECT list(0.5) FROM range(1000000)), 0, 0 "
         "FROM range(9) AS t(i)", "a ranking of more than|holds more"),
        ("UPDATE tally SET n = 2000000000", "a value of table 'tally'"),
        ("UPDATE tally SET n = -5", "a value of table 'tally'"),
        ("UPDATE tally SET n = 0, c = 0", "a value of table 'tally'"),  # divided by it
        ("UPDATE tally SET c = n + 1", "a value of table 'tally'"),
        ("UPDATE tally SET n = NULL", "a value of table 'tally'"),
        ("UPDATE tally SET position = 100000", "a position beyond the problems"),
        ("UPDATE tally SET position = 1", "two counts of one problem"),
        ("UPDATE problem SET position = position + 1", "a position beyond|a place without"),
        ("UPDATE problem SET released = DATE 'infinity'", "a value of table 'problem'"),
        ("UPDATE published_point SET k = 2000000000", "a value of table 'published_point'"),
        ("UPDATE published_point SET score = 'nan'", "a value of table 'published_point'"),
        ("UPDATE mixture SET share = 'inf'", "a value of table 'mixture'"),
        ("UPDATE fit_range SET k = 2000000000", "a value of table 'fit_range'"),
        ("UPDATE cost SET value = 'nan'", "a value of table 'cost'"),
        ("UPDATE cost SET value = 0", "a value of table 'cost'"),
        ("UPDATE run SET mean_tokens = '-inf'", "a value of table 'run'"),
        ("INSERT INTO former_id VALUES (NULL, 'x')", "a value of table 'former_id'"),
        ("UPDATE study SET title = NULL", "a value of table 'study'"),
        ("UPDATE study SET caveats = [NULL]", "a value of table 'study'"),
        ("UPDATE study SET n_problems = 2000000000", "a value of table 'study'"),
        ("UPDATE ranked SET passes = [2.0]", "no chance of passing"),
        ("UPDATE ranked SET passes = [0.5, 'nan'::DOUBLE]", "no chance of passing"),
        ("UPDATE ranked SET passes = [1.0, NULL]", "no chance of passing"),
        ("UPDATE ranked SET position = position + 100000", "a position beyond the problems"),
        ("UPDATE ranked SET n_dropped = -1", "a value of table 'ranked'"),
        ("UPDATE ranker SET seconds = 'nan'", "a value of table 'ranker'"),
        ("UPDATE study SET reference = '![x](http://evil.example/p.png)'", "has no run of"),
        ("UPDATE study SET small = NULL", "has no run of"),
        ("DELETE FROM model", "has no run of"),
        ("UPDATE model SET architecture = '[1,2]'", "architecture of a model is none"),
        ("UPDATE model SET architecture = '{\"layers\": \"x\"}'", "architecture of a model"),
        ("UPDATE model SET architecture = repeat('[', 20000) || repeat(']', 20000)",
         "architecture of a model is none"),
        ("UPDATE model SET architecture = replace(architecture, '\"layers\":', "
         "'\"layers\":9e99,\"x\":')", "architecture of a model is none"),
    ],
)  # fmt: skip
def test_a_crafted_snapshot_is_refused_and_the_last_good_one_shown(
    crafted: Path, statements: str, told: str
) -> None:
    with duckdb.connect(crafted) as connection:
        connection.execute(statements)
    with pytest.raises(UserError, match=told) as error:
        Snapshot(crafted)
    assert "run `python -m backend build`" in str(error.value)
    assert "\n" not in str(error.value)
    shown, trouble = LatestStudies(crafted.parent).get()
    with closing(shown):
        assert shown.files == (crafted.with_name("snapshot-0.duckdb"),)
        assert re.search(told, str(trouble))


def test_nothing_outside_a_snapshot_can_be_reached(crafted: Path) -> None:
    with closing(Snapshot(crafted)) as snapshot:
        for query in (
            "FROM read_text('/etc/hostname')",
            "ATTACH '/tmp/other.duckdb'",
            "COPY study TO '/tmp/other.csv'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                snapshot.file._connection.execute(query)


def test_a_text_of_a_gigabyte_is_told_when_it_is_asked_for(crafted: Path) -> None:
    with duckdb.connect(crafted) as connection:
        connection.execute(
            """UPDATE sample SET text = repeat('x', 1000000000) WHERE rowid =
               (SELECT min(rowid) FROM sample)"""
        )
        study, model, problem = connection.execute(
            """SELECT study_id, model_id, problem_id FROM sample JOIN problem
               USING (study_id, position) ORDER BY sample.rowid LIMIT 1"""
        ).fetchall()[0]
    with closing(Snapshot(crafted)) as snapshot:
        with pytest.raises(UserError, match="holds more than a page can show"):
            snapshot.answers(study, model, problem)
        assert snapshot.studies

"""The samples that wait for a verdict, and the verdicts that they get."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import duckdb

from backend.records.verdict import Status, Verdict
from backend.store.workbench.writing import insert

SampleKey = tuple[str, str, int]
"""Run, problem and index of a sample."""

GradedKey = tuple[str, str, int, str, str]
"""A sample's key, the hash of the program it made, and the settings that it was graded under."""


@dataclass(frozen=True)
class Settings:
    """Digests of what a verdict depends on beside its program, for runs that are cut and others."""

    cut: str
    uncut: str

    def of(self, cut: bool) -> str:
        """Return those of a run."""
        return self.cut if cut else self.uncut


@dataclass(frozen=True)
class Waiting:
    """A sample without a verdict; `form` is a completion, a whole program or a chat answer.

    `cut` tells whether a completion ends where the benchmark's rule says.
    """

    key: SampleKey
    text: str
    form: str
    cut: bool


_WAITING = """
    FROM sample JOIN run USING (run_id) JOIN problem USING (study_id, problem_id)
    ANTI JOIN (SELECT run_id, problem_id, sample_index FROM verdict JOIN run USING (run_id)
               WHERE verdict.settings = if(run.cut, $cut, $uncut) AND passed IS NOT NULL) AS done
        USING (run_id, problem_id, sample_index)
    WHERE study_id = $study AND NOT list_contains($exclude, problem_id)
"""


def count_waiting(
    workbench: duckdb.DuckDBPyConnection, study: str, settings: Settings, exclude: Collection[str]
) -> int:
    """Return how many samples `waiting` will yield."""
    values = {"study": study, **asdict(settings), "exclude": list(exclude)}
    row = workbench.execute(f"SELECT count(*) {_WAITING}", values).fetchone()
    return row[0] if row else 0


def waiting(
    workbench: duckdb.DuckDBPyConnection, study: str, settings: Settings, exclude: Collection[str]
) -> Iterator[Waiting]:
    """Yield the samples without a verdict under these settings, one problem in memory at a time."""
    values = {"study": study, **asdict(settings), "exclude": list(exclude)}
    problems = workbench.execute(
        f"SELECT problem_id {_WAITING} GROUP BY problem_id, position ORDER BY position", values
    ).fetchall()
    for (problem,) in problems:
        rows = workbench.execute(
            f"""SELECT run_id, problem_id, sample_index, text, form, cut {_WAITING}
                AND problem_id = $problem ORDER BY run_id, sample_index""",
            {**values, "problem": problem},
        ).fetchall()
        for run_id, problem_id, index, text, form, cut in rows:
            yield Waiting((run_id, problem_id, index), text, form, cut)


def statuses(
    workbench: duckdb.DuckDBPyConnection, study: str, settings: Settings
) -> dict[Status | None, int]:
    """Return how many samples of a study have which status now; None where there is no verdict."""
    rows = workbench.execute(
        """SELECT if(verdict.settings = if(run.cut, $cut, $uncut), status, NULL), count(*)
           FROM sample JOIN run USING (run_id)
           LEFT JOIN verdict USING (run_id, problem_id, sample_index)
           WHERE study_id = $study GROUP BY 1""",
        {"study": study, **asdict(settings)},
    ).fetchall()
    return {None if name is None else Status(name): count for name, count in rows}


def write_verdicts(
    workbench: duckdb.DuckDBPyConnection, verdicts: Sequence[tuple[GradedKey, Verdict]]
) -> None:
    """Write a batch of verdicts, in place of earlier ones; all of it or nothing."""
    insert(
        workbench,
        "verdict",
        {
            "run_id": [key[0] for key, _ in verdicts],
            "problem_id": [key[1] for key, _ in verdicts],
            "sample_index": [key[2] for key, _ in verdicts],
            "passed": [verdict.passed for _, verdict in verdicts],
            "status": [verdict.status.value for _, verdict in verdicts],
            "detail": [verdict.detail for _, verdict in verdicts],
            "failed_test": [verdict.failed_test for _, verdict in verdicts],
            "called": [verdict.called for _, verdict in verdicts],
            "came_back": [verdict.came_back for _, verdict in verdicts],
            "cpu_seconds": [verdict.cpu_seconds for _, verdict in verdicts],
            "mode": [verdict.mode.value for _, verdict in verdicts],
            "program": [key[3] for key, _ in verdicts],
            "settings": [key[4] for key, _ in verdicts],
        },
        replace=True,
    )


def record_settings(workbench: duckdb.DuckDBPyConnection, facts: Mapping[str, object]) -> str:
    """Keep what a verdict depends on beside its program; return the digest that stands for it."""
    text = json.dumps(facts, sort_keys=True)
    settings = hashlib.sha256(text.encode()).hexdigest()[:16]
    workbench.execute("INSERT OR IGNORE INTO grading VALUES (?, ?)", [settings, text])
    return settings

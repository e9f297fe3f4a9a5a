"""Read a snapshot: what the dashboard and the command line see of the data."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.catalogue import architecture_from
from backend.errors import unknown_name
from backend.maths.costs import Reading
from backend.maths.published_fit import Mixture
from backend.records.samples import Answer, Prompt
from backend.records.study import (
    Greedy,
    Problems,
    Ranked,
    RankerFacts,
    Run,
    Study,
    Tallies,
)
from backend.store.snapshot.data_file import DataFile
from backend.store.snapshot.made import in_order, name_of, run_of, study_of
from backend.store.snapshot.memory import Memory, remembered
from backend.words.names import short_name

_NO_TALLIES = Tallies(*np.empty((3, 0), np.int64))


class Snapshot:
    """An open, read-only snapshot. Immutable, so that everything derived from it may be kept.

    What is read and worked out of it is remembered on it; safe to share between threads.
    """

    def __init__(self, path: Path) -> None:
        """Open `path`.

        Raises:
            UserError: if it is missing, damaged, locked, or of another version.
        """
        self.file = DataFile(path)
        self.memory = Memory()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.file.path

    @property
    def files(self) -> tuple[Path]:
        """The data files: this one."""
        return (self.path,)

    @property
    def sources(self) -> str:
        """The digest of what its studies were made from, empty where they are one's own."""
        return self.file.sources

    def close(self) -> None:
        """Close the file; nothing that was not read before can be read afterwards."""
        self.file.close()

    def of(self, study_id: str) -> "Snapshot":
        """Return the source of a study: this one.

        Raises:
            UserError: if it has no such study, with the nearest ids.
        """
        self.study(study_id)
        return self

    @cached_property
    def studies(self) -> dict[str, Study]:
        """All studies by id, in the order of lists."""
        rows = self.file.rows(
            """SELECT study_id, title, benchmark, source, caveats, n_problems, small, large,
                      reference, sampling, purpose, shows, temperature, top_p, max_tokens, seed
               FROM study ORDER BY position"""
        )
        return {row[0]: study_of(*row) for row in rows}

    @cached_property
    def former_ids(self) -> dict[str, str]:
        """The ids of studies by those that they had before."""
        rows = self.file.rows("SELECT formerly, study_id FROM former_id")
        return {formerly: now for formerly, now in rows if now in self.studies}

    def study(self, study_id: str) -> Study:
        """Return a study, by its id or one that it had before.

        Raises:
            UserError: if there is none of that id, with the nearest ids.
        """
        known = study_id if study_id in self.studies else self.former_ids.get(study_id)
        if known is None:
            raise unknown_name("study", study_id, self.studies)
        return self.studies[known]

    def runs(self, study_id: str) -> dict[str, Run]:
        """Return a study's runs by model name, in the order of lists: by family and size.

        Raises:
            UserError: if it has no such study, with the nearest ids.
        """
        return self._runs[self.study(study_id).id]

    @cached_property
    def _runs(self) -> Mapping[str, dict[str, Run]]:
        """The runs of all studies, which lists of studies ask for together, by one query."""
        rows = self.file.rows(
            """SELECT study_id, run_id, model_id, architecture, not_public, family, mean_tokens,
                      test_seconds, coalesce(most, n_samples), coalesce(fewest, n_samples),
                      coalesce(tallied, 0),
                      (SELECT list([kind, value::VARCHAR, source]) FROM cost
                       WHERE cost.run_id = run.run_id),
                      seconds, answers, tokens, hardware, engine, version
               FROM run JOIN model USING (model_id) LEFT JOIN measured USING (run_id)
               LEFT JOIN (SELECT run_id, max(n) AS most, min(n) AS fewest, count(*) AS tallied
                          FROM tally GROUP BY run_id) USING (run_id)"""
        )
        found: dict[str, list[Run]] = {study_id: [] for study_id in self.studies}
        for study_id, *row in rows:
            if study_id in found:
                found[study_id].append(run_of(self.studies[study_id], *row))
        return {
            study_id: {run.model.name: run for run in in_order(runs)}
            for study_id, runs in found.items()
        }

    def run(self, study_id: str, model: str) -> Run:
        """Return the run of a model, by its name or by a part after "/" that fits only one.

        Raises:
            UserError: if no model, or more than one, is called so, with the nearest names.
        """
        runs = self.runs(study_id)
        if model in runs:
            return runs[model]
        folded = model.casefold()
        short = [name for name in runs if folded in (name.casefold(), short_name(name).casefold())]
        if len(short) != 1:
            raise unknown_name(f"model of study {study_id}", model, runs)
        return runs[short[0]]

    @remembered
    def problems(self, study_id: str) -> Problems:
        """Return a study's problems; none where only means were published."""
        rows = self.file.rows(
            """SELECT problem_id, difficulty, platform, released FROM problem
               WHERE study_id = ? ORDER BY position""",
            [study_id],
        )
        ids, difficulty, platform, released = zip(*rows, strict=True) if rows else ((),) * 4
        return Problems(
            tuple(ids),
            np.array(difficulty, dtype=object),
            np.array(platform, dtype=object),
            np.array(released, dtype="datetime64[D]"),
        )

    @remembered
    def holding(self, study_id: str, text: str) -> NDArray[np.bool_]:
        """Return which problems hold a text in their name or prompt, in any case of letters."""
        columns = self.file.columns(
            """SELECT contains(lower(problem_id), lower(?1))
                      OR contains(lower(coalesce(prompt, '')), lower(?1)) AS holds
               FROM problem WHERE study_id = ?2 ORDER BY position""",
            [text, study_id],
        )
        return columns["holds"].astype(bool)

    def tallies(self, run_id: str) -> Tallies:
        """Return a run's tallies in the order of the problems."""
        return self._tallies(self._study_by_run[run_id]).get(run_id) or _NO_TALLIES

    @cached_property
    def _study_by_run(self) -> Mapping[str, str]:
        return dict(self.file.rows("SELECT run_id, study_id FROM run"))

    @remembered
    def _tallies(self, study_id: str) -> Mapping[str, Tallies]:
        """Return the tallies of a study's runs, which are asked for together, in one query."""
        columns = self.file.columns(
            "SELECT run_id, position - 1 AS position, n, c FROM tally WHERE run_id IN "
            "(SELECT run_id FROM run WHERE study_id = ?) ORDER BY run_id, position",
            [study_id],
        )
        runs = columns["run_id"]
        if not runs.size:
            return {}
        starts = np.flatnonzero(np.append(True, runs[1:] != runs[:-1])[: runs.size])
        parts = (np.split(columns[name], starts[1:]) for name in ("position", "n", "c"))
        return dict(zip(runs[starts], map(Tallies, *parts), strict=True))

    @remembered
    def published_points(self, run_id: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the published k and their scores in percent."""
        columns = self.file.columns(
            "SELECT k, score FROM published_point WHERE run_id = ? ORDER BY k", [run_id]
        )
        return columns["k"], columns["score"]

    @remembered
    def mixture(self, run_id: str) -> Mixture:
        """Return the curve fitted through a run's published points."""
        columns = self.file.columns(
            "SELECT solve_rate, share FROM mixture WHERE run_id = ?", [run_id]
        )
        return Mixture(columns["solve_rate"], columns["share"])

    @remembered
    def fit_range(self, run_id: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where the curve through published points could lie at k = 1, 2, ..., percent.

        Two arrays, the lowest and the highest; empty where no range is known.
        """
        columns = self.file.columns(
            "SELECT low, high FROM fit_range WHERE run_id = ? ORDER BY k", [run_id]
        )
        return columns["low"], columns["high"]

    def rankers_by_run(self, study_id: str) -> Mapping[str, tuple[str, ...]]:
        """Return the rankers of each of a study's runs, by the run's id; both by name."""
        return self._rankers.get(study_id, {})

    @cached_property
    def _rankers(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The rankers of all studies' runs, as `_runs` are."""
        rows = self.file.rows(
            """SELECT study_id, run_id, list(DISTINCT ranker ORDER BY ranker) FROM ranked
               JOIN run USING (run_id) GROUP BY study_id, run_id"""
        )
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for study_id, run, names in rows:
            found.setdefault(study_id, {})[run] = tuple(names)
        return found

    @remembered
    def rankers(self, study_id: str) -> tuple[str, ...]:
        """Return the rankers that scored any run of a study, by name."""
        return tuple(sorted({name for of in self.rankers_by_run(study_id).values() for name in of}))

    @remembered
    def ranked(self, run_id: str, ranker: str) -> Ranked | None:
        """Return a run's correctness in a ranker's order, or None where it was not ranked."""
        columns = self.file.columns(
            """SELECT position - 1 AS position, coalesce(passes, []::DOUBLE[]) AS passes,
                      n_dropped, n_unknown
               FROM ranked WHERE run_id = ? AND ranker = ? ORDER BY position""",
            [run_id, ranker],
        )
        if not len(columns["position"]):
            return None
        return Ranked(
            columns["position"],
            tuple(np.asarray(passes, dtype=np.float64) for passes in columns["passes"]),
            columns["n_dropped"],
            columns["n_unknown"],
        )

    @remembered
    def ranker(self, run_id: str, ranker: str) -> RankerFacts:
        """Return what is known of a ranker on a run: nothing where it scored nothing."""
        rows = self.file.rows(
            """SELECT named, auc, coalesce(n_problems, 0), seconds, reader, tokens,
                      prompt_tokens, recorded
               FROM ranker WHERE run_id = ? AND ranker = ?""",
            [run_id, ranker],
        )
        if not rows:
            return RankerFacts(None, Reading(recorded=False), None, 0)
        named, auc, n_problems, seconds, reader, *read = rows[0]
        architecture = architecture_from(json.loads(reader)) if reader else None
        name = name_of(ranker) if named else None
        return RankerFacts(name, Reading(seconds, architecture, *read), auc, n_problems)

    @remembered
    def greedy(self, study_id: str, model: str) -> Greedy | None:
        """Return which problems a model's one likeliest answer solves, or None without any."""
        columns = self.file.columns(
            """SELECT position - 1 AS position, passed FROM greedy
               WHERE study_id = ? AND model_id = ? ORDER BY position""",
            [study_id, model],
        )
        if not len(columns["position"]):
            return None
        return Greedy(columns["position"], columns["passed"].astype(bool))

    @remembered
    def read_models(self, study_id: str) -> tuple[str, ...]:
        """Return the models whose samples' texts are there to read, by family and size."""
        rows = self.file.rows("SELECT DISTINCT model_id FROM sample WHERE study_id = ?", [study_id])
        there = {row[0] for row in rows}
        return tuple(model for model in self.runs(study_id) if model in there)

    def asked(self, study_id: str, problem_id: str) -> Prompt:
        """Return what models were asked."""
        rows = self.file.rows(
            "SELECT prompt, tests FROM problem WHERE study_id = ? AND problem_id = ?",
            [study_id, problem_id],
        )
        return Prompt(*rows[0])

    def answers(self, study_id: str, model: str, problem_id: str) -> list[Answer]:
        """Return a model's different answers to a problem, the most frequent first."""
        rows = self.file.rows(
            """SELECT text, n, greedy, finished, token_count, passed, status, detail,
                      failed_test, called, came_back,
                      coalesce(scores, map([]::VARCHAR[], []::DOUBLE[]))
               FROM sample JOIN problem USING (study_id, position)
               WHERE study_id = ? AND model_id = ? AND problem_id = ?
               ORDER BY n DESC, sample.rowid""",
            [study_id, model, problem_id],
        )
        return [Answer(*row) for row in rows]

"""Runs that others drew: bring them into the workbench, let them grow, or replace them."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain, islice

import duckdb

from backend import catalogue
from backend.errors import UserError
from backend.records.added import Added
from backend.records.problem import ProblemSet
from backend.records.raw_sample import Form, RawSample
from backend.store.workbench.own_studies import add_benchmark, is_there
from backend.store.workbench.remove import empty_run
from backend.store.workbench.run_ids import find_run, new_run_id
from backend.store.workbench.writing import insert, transaction

_BATCH = 1000  # samples in memory at a time


class IfThere(Enum):
    """What becomes of samples that a run has already."""

    REFUSE = "refuse"
    APPEND = "append"
    REPLACE = "replace"


def add_run(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    model: str,
    benchmark: ProblemSet,
    samples: Iterable[RawSample],
    *,
    form: Form | None = None,
    cut: bool = False,
    if_there: IfThere = IfThere.REFUSE,
) -> Added:
    """Add samples as a run, or to one, and their study where that is new.

    All or nothing, and a thousand in memory at a time.

    Args:
        workbench: an open workbench.
        study: its id.
        model: whose samples they are.
        benchmark: what they answer.
        samples: one or more, all of one form.
        form: what they are, if not what their file says.
        cut: whether completions end where the benchmark's rule says.
        if_there: what becomes of samples that the run has already.

    Raises:
        UserError: if the run is there already, or is not and should be, or differs in form or cut,
            or the study is of other data, or has no name.
    """
    if not study.strip() or not model.strip():
        raise UserError("a study and a model must have names")
    numbered = iter(samples)
    first = list(islice(numbered, 1))  # it says which form they have
    form = form or (Form.PROGRAM if first[0].whole else Form.COMPLETION)
    if cut and form is not Form.COMPLETION:
        raise UserError(f"only completions are cut, and these are taken as {form}: leave --cut out")
    with transaction(workbench):
        run_id = _room_for(workbench, study, model, (form, cut), if_there)
        if run_id is None:
            run_id = _new_run(workbench, study, model, benchmark, (form, cut))
        elif not is_there(workbench, study, benchmark):
            raise UserError(f"study {study} was not imported: its runs can only be drawn")
        count, halves = _write(workbench, run_id, chain(first, numbered))
        workbench.execute(
            """UPDATE run SET n_samples = (SELECT max(sample_index) + 1 FROM sample
                                           WHERE run_id = $run) WHERE run_id = $run""",
            {"run": run_id},
        )
        total = _one(workbench, "SELECT count(*) FROM sample WHERE run_id = ?", [run_id])
    return Added(run_id, count, total, halves)


def _new_run(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    model: str,
    benchmark: ProblemSet,
    how: tuple[Form, bool],
) -> str:
    """Add a run without samples, and its study and model where they are new; return its id."""
    _ensure_study(workbench, study, model, benchmark)
    _ensure_model(workbench, model)
    run_id = new_run_id(workbench, study, model)
    workbench.execute(
        """INSERT INTO run (run_id, study_id, model_id, n_samples, form, cut)
           VALUES (?, ?, ?, 0, ?, ?)""",
        [run_id, study, model, *how],
    )
    return run_id


def _room_for(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    model: str,
    how: tuple[Form, bool],
    if_there: IfThere,
) -> str | None:
    """Return the run to add to, emptied if it is to be replaced; None where it is to be made."""
    run_id = find_run(workbench, study, model)
    if run_id is None:
        if if_there is not IfThere.REFUSE:
            raise UserError(
                f"study {study} has no samples of {model}: leave --{if_there.value} out"
            )
        return None
    if if_there is IfThere.REFUSE:
        raise UserError(
            f"study {study} has samples of {model} already: add to them by --append, put these in "
            "their place by --replace, or choose another name"
        )
    form, cut, settings = workbench.execute(
        "SELECT form, cut, settings FROM run WHERE run_id = ?", [run_id]
    ).fetchall()[0]
    if settings is not None:
        raise UserError(
            f"the samples of {model} in study {study} were drawn here: `run` and `sample` let them "
            "grow, `remove` removes them"
        )
    if if_there is IfThere.REPLACE:
        empty_run(workbench, run_id)
        workbench.execute("UPDATE run SET form = ?, cut = ? WHERE run_id = ?", [*how, run_id])
    elif (form, cut) != how:
        raise UserError(
            f"the samples of {model} in study {study} are {_said(form, cut)}, these are "
            f"{_said(*how)}: a run has samples of one sort, so name another model"
        )
    return run_id


def _said(form: str, cut: bool) -> str:
    return f"of form {form}" + (f", {'cut' if cut else 'not cut'}" if form == "completion" else "")


def _write(
    workbench: duckdb.DuckDBPyConnection, run_id: str, samples: Iterable[RawSample]
) -> tuple[int, int]:
    """Write samples behind those that are there; return how many, and how many hold a U+FFFD."""
    indices: dict[str, int] = dict(
        workbench.execute(
            "SELECT problem_id, max(sample_index) + 1 FROM sample WHERE run_id = ? GROUP BY 1",
            [run_id],
        ).fetchall()
    )
    count = halves = 0
    for batch in _batches(samples):
        places = []
        for sample in batch:
            place = indices.get(sample.problem_id, 0)
            indices[sample.problem_id] = place + 1
            places.append(place)
            halves += "\ufffd" in sample.text
        _insert_samples(workbench, run_id, batch, places)
        _insert_scores(workbench, run_id, batch, places)
        count += len(batch)
    return count, halves


def _batches(samples: Iterable[RawSample]) -> Iterator[list[RawSample]]:
    rest = iter(samples)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _insert_samples(
    workbench: duckdb.DuckDBPyConnection,
    run_id: str,
    batch: Sequence[RawSample],
    places: Sequence[int],
) -> None:
    insert(
        workbench,
        "sample",
        {
            "problem_id": [sample.problem_id for sample in batch],
            "sample_index": places,
            "text": [sample.text for sample in batch],
        },
        {"run_id": run_id},
    )


def _insert_scores(
    workbench: duckdb.DuckDBPyConnection,
    run_id: str,
    batch: Sequence[RawSample],
    places: Sequence[int],
) -> None:
    rows = [
        (sample.problem_id, place, ranker, score)
        for sample, place in zip(batch, places, strict=True)
        for ranker, score in sample.scores
    ]
    insert(
        workbench,
        "score",
        {
            "problem_id": [row[0] for row in rows],
            "sample_index": [row[1] for row in rows],
            "ranker": [row[2] for row in rows],
            "score": [row[3] for row in rows],
        },
        {"run_id": run_id},
    )


def _ensure_study(
    workbench: duckdb.DuckDBPyConnection, study: str, model: str, benchmark: ProblemSet
) -> None:
    if is_there(workbench, study, benchmark):
        return
    title, size = f"{study} (own)", len(benchmark.problems)
    workbench.execute(
        """INSERT INTO study BY NAME
           SELECT $id AS study_id, $title AS title, $name AS benchmark, $source AS source,
                  []::VARCHAR[] AS caveats, $size AS n_problems, $model AS small,
                  $model AS large, $model AS reference,
                  coalesce(max(position), 0) + 1 AS position FROM study""",
        {
            "id": study,
            "title": title,
            "name": benchmark.name,
            "source": benchmark.source,
            "size": size,
            "model": model,
        },
    )
    add_benchmark(workbench, study, benchmark)


def _ensure_model(workbench: duckdb.DuckDBPyConnection, model: str) -> None:
    """Add a model that is in no catalogue; those that are come with the shipped studies."""
    if model not in catalogue.models():
        workbench.execute("INSERT OR IGNORE INTO model (model_id) VALUES (?)", [model])


def _one(workbench: duckdb.DuckDBPyConnection, query: str, values: list[object]) -> int:
    row = workbench.execute(query, values).fetchone()
    return int(row[0]) if row else 0

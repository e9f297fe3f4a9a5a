"""The studies of `data/published/`, as a workbench to publish."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from backend import catalogue
from backend.errors import UserError
from backend.store.shipping import PUBLISHED, shipped_studies
from backend.store.workbench.connection import workbench_in_memory
from backend.store.workbench.exported import load_exported
from backend.store.workbench.models import architecture_json, insert_models
from backend.store.workbench.writing import insert_row

_FACTS = [catalogue.DATA / name for name in ("models.toml", "releases.toml")]
_TABLE_1 = "the paper's Table 1"


def sources_digest() -> str:
    """Return a hash of all shipped data: a snapshot made from other data is out of date.

    Raises:
        UserError: if a file cannot be read.
    """
    digest = hashlib.sha256()
    with _reading("data"):
        files = (path for path in PUBLISHED.rglob("*") if path.is_file())
        for path in sorted([*files, *_FACTS]):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def shipped_workbench() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a workbench in memory that holds the shipped studies and all models of the catalogue.

    Raises:
        UserError: if they cannot be read.
    """
    with workbench_in_memory() as workbench:
        with _reading("models and list of studies"):
            insert_models(workbench, catalogue.models().values())
            studies = shipped_studies()
        for position, study in enumerate(studies):
            with _reading(f"study {study.get('id')}"):
                load = next(how for key, how in _LOADERS.items() if key in study)
                load(workbench, study)
                _load_study(workbench, study, position)
        yield workbench


@contextmanager
def _reading(what: str) -> Iterator[None]:
    """Tell in a sentence what of the shipped files is broken: they are not of our making here."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, StopIteration, duckdb.Error) as error:
        raise UserError(
            f"the shipped {what} in {catalogue.DATA} cannot be read ({error}): fetch the files anew"
        ) from error


def _load_points(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any]) -> None:
    for model, n_samples in study["samples"].items():
        run = [f"{study['id']}/{model}", study["id"], model, n_samples]
        workbench.execute(
            "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES (?, ?, ?, ?)", run
        )
    workbench.execute(
        """INSERT INTO published_point
           SELECT $study || '/' || model, k, pass_at_k
           FROM read_csv($file) WHERE benchmark = $benchmark""",
        {
            "study": study["id"],
            "file": str(PUBLISHED / "paper_pass_at_k.csv"),
            "benchmark": study["points"],
        },
    )
    workbench.execute(
        """INSERT INTO cost
           SELECT run_id, unnest(['flops', 'time']),
                  unnest([tflops_per_generation * 1e12, wall_seconds_per_1k_examples / 1000]),
                  unnest([$source || ', 128 tokens', $source || ', node of 8 A100'])
           FROM read_csv($file) AS paper JOIN run ON run.model_id = paper.model
           WHERE run.study_id = $study""",
        {
            "study": study["id"],
            "file": str(PUBLISHED / "paper_costs.csv"),
            "source": _TABLE_1,
        },
    )
    for model, other in study.get("stand_ins", {}).items():
        workbench.execute(
            """INSERT INTO cost
               SELECT $run, kind || '-stand-in', value,
                      'as ' || $other || ' in ' || source || ': within 7 % by its footnote'
               FROM cost WHERE run_id = $other_run AND kind IN ('flops', 'time')""",
            {
                "run": f"{study['id']}/{model}",
                "other": other,
                "other_run": f"{study['id']}/{other}",
            },
        )
    workbench.execute(
        """INSERT INTO fit_range
           SELECT $study || '/' || model, k, low, high FROM read_csv($file)
           WHERE benchmark = $benchmark""",
        {
            "study": study["id"],
            "file": str(PUBLISHED / "paper_fit_range.csv"),
            "benchmark": study["points"],
        },
    )


def _load_tallies(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any]) -> None:
    counts = workbench.read_csv(str(PUBLISHED / study["tallies"]))
    workbench.register("counts", counts)
    column, study_id = study["problem_column"], study["id"]
    known = set(counts.columns)
    difficulty, platform, released = (
        f"first({name})" if name in known else "NULL"
        for name in ("difficulty", "platform", "contest_date")
    )
    workbench.execute(
        f"""INSERT INTO problem
            SELECT $study, {column}, row_number() OVER (ORDER BY min(line)),
                   {difficulty}, {platform}, {released}, NULL, NULL
            FROM (SELECT *, row_number() OVER () AS line FROM counts) GROUP BY {column}""",
        {"study": study_id},
    )
    workbench.execute(
        """INSERT INTO run (run_id, study_id, model_id, n_samples, temperature)
           SELECT $study || '/' || model, $study, model, max(n), $temperature
           FROM counts GROUP BY model""",
        {"study": study_id, "temperature": study.get("temperature")},
    )
    workbench.execute(
        f"INSERT INTO tally SELECT $study || '/' || model, {column}, n, c FROM counts",
        {"study": study_id},
    )
    workbench.unregister("counts")


def _load_outcomes(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any]) -> None:
    """Load samples, each graded: a text of 0 and 1 for each model and problem."""
    workbench.register("outcomes", _of_models(workbench, study, "outcomes"))
    workbench.execute(
        """INSERT INTO problem (study_id, problem_id, position)
           SELECT $study, task_id, row_number() OVER (ORDER BY min(line))
           FROM (SELECT *, row_number() OVER () AS line FROM outcomes) GROUP BY task_id""",
        {"study": study["id"]},
    )
    workbench.execute(
        """INSERT INTO run (run_id, study_id, model_id, n_samples, temperature)
           SELECT $study || '/' || model, $study, model, max(length(outcomes)), $temperature
           FROM outcomes GROUP BY model""",
        {"study": study["id"], "temperature": study["temperature"]},
    )
    workbench.execute(
        """INSERT INTO verdict (run_id, problem_id, sample_index, passed, status)
           SELECT $study || '/' || model, task_id, place - 1, passed,
                  if(passed, 'passed', 'failed')
           FROM (SELECT model, task_id, unnest(range(1, length(outcomes) + 1)) AS place,
                        unnest(string_split(outcomes, ''))::INTEGER::BOOLEAN AS passed
                 FROM outcomes)""",
        {"study": study["id"]},
    )
    workbench.unregister("outcomes")
    _load_scores(workbench, study)


def _load_scores(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any]) -> None:
    """Load rankers' scores, a text of numbers for each problem; add the two references."""
    workbench.register("scores", _of_models(workbench, study, "scores"))
    workbench.execute(
        """INSERT INTO score
           SELECT $study || '/' || model, task_id, place - 1, ranker, value
           FROM (SELECT ranker, model, task_id,
                        unnest(range(1, len(string_split(scores, ' ')) + 1)) AS place,
                        unnest(string_split(scores, ' ')::DOUBLE[]) AS value
                 FROM scores)
           UNION ALL
           SELECT run_id, problem_id, sample_index, unnest(['oracle', 'random']),
                  unnest([passed::INTEGER, 0])
           FROM verdict JOIN run USING (run_id) WHERE study_id = $study""",
        {"study": study["id"]},
    )
    workbench.unregister("scores")
    for ranker, seconds in study["ranking"].items():
        reading = study.get("reading", {}).get(ranker, {})
        reader = catalogue.models()[reading["reader"]] if reading else None
        workbench.execute(
            """INSERT INTO ranking BY NAME
               SELECT run_id, ranker, count(*) AS samples, $each * count(*) AS seconds,
                      count(*) AS texts, 0 AS flops, round($tokens * count(*)) AS tokens,
                      round($prompt_tokens * count(*)) AS prompt_tokens, $reader AS reader
               FROM score JOIN run USING (run_id)
               WHERE study_id = $study AND ranker = $ranker GROUP BY run_id, ranker""",
            {
                "study": study["id"],
                "ranker": ranker,
                "each": seconds,
                "tokens": reading.get("tokens"),
                "prompt_tokens": reading.get("prompt_tokens"),
                "reader": architecture_json(reader.architecture if reader else None),
            },
        )


def _of_models(
    workbench: duckdb.DuckDBPyConnection, study: dict[str, Any], what: str
) -> duckdb.DuckDBPyRelation:
    """Return the rows of a file, with the model that the study names where they name none."""
    file = PUBLISHED / study[what]
    rows = workbench.sql("FROM read_csv($file, all_varchar = true)", params={"file": str(file)})
    if "model" in rows.columns:
        return rows
    return workbench.sql("SELECT $model AS model, * FROM rows", params={"model": study["model"]})


def _load_folder(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any]) -> None:
    load_exported(workbench, study["id"], PUBLISHED / study["samples_in"])


_LOADERS = {
    "samples_in": _load_folder,
    "points": _load_points,
    "tallies": _load_tallies,
    "outcomes": _load_outcomes,
}


def _load_study(workbench: duckdb.DuckDBPyConnection, study: dict[str, Any], position: int) -> None:
    counted = workbench.execute(
        "SELECT count(*) FROM problem WHERE study_id = ?", [study["id"]]
    ).fetchone()
    n_problems = study.get("problems") or (counted[0] if counted else 0)
    told = ("title", "benchmark", "sampling", "source", "caveats", "purpose", "shows")
    named = {key: study[key] for key in (*told, "small", "large", "reference")}
    row = {"study_id": study["id"], "n_problems": n_problems, "position": position, **named}
    insert_row(workbench, "study", row)
    for formerly in study.get("formerly", ()):
        workbench.execute("INSERT INTO former_id VALUES (?, ?)", [formerly, study["id"]])

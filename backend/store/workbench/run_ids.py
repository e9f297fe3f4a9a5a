"""What runs are called, so that no two have one name, and which runs a study has of a model."""

import duckdb

from backend.errors import UserError

_GREEDY = "/greedy"


def find_run(
    workbench: duckdb.DuckDBPyConnection, study: str, model: str, *, greedy: bool = False
) -> str | None:
    """Return the id of a study's run of a model, None where it has none."""
    row = workbench.execute(
        "SELECT run_id FROM run WHERE study_id = ? AND model_id = ? AND kind = ?",
        [study, model, "greedy" if greedy else "sampled"],
    ).fetchone()
    return None if row is None else str(row[0])


def new_run_id(
    workbench: duckdb.DuckDBPyConnection, study: str, model: str, *, greedy: bool = False
) -> str:
    """Return an id for a run that is not there yet.

    Raises:
        UserError: if an older version gave the id to another run.
    """
    run_id = run_name(study, model, greedy=greedy)
    row = workbench.execute(
        "SELECT study_id, model_id FROM run WHERE run_id = ?", [run_id]
    ).fetchone()
    if row is not None:
        raise UserError(
            f"the id {run_id} is taken by study {row[0]}'s model {row[1]}: choose another name"
        )
    return run_id


def run_name(study: str, model: str, *, greedy: bool = False) -> str:
    """Return `study/model`, from which both can be told.

    Models have slashes in their names, so a study's own are written `%2F`; likewise the one of a
    model that is called as if it were another's greedy run.
    """
    study = study.replace("%", "%25").replace("/", "%2F")
    if model.endswith(_GREEDY):
        model = f"{model.removesuffix(_GREEDY)}%2F{_GREEDY[1:]}"
    return f"{study}/{model}{_GREEDY if greedy else ''}"

"""A study of one's own, as tests write it into a workbench."""

from pathlib import Path

import duckdb

from backend.store.workbench.connection import open_workbench
from backend.store.workbench.writing import insert_row


def add_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    n_problems: int,
    models: tuple[str, str, str] = ("m", "m", "m"),
    *,
    title: str = "Own",
    position: int = 1,
) -> None:
    """Add a study's row; the models are the small, the large one and the reference."""
    row = {"study_id": study, "title": title, "benchmark": "b", "sampling": "s", "source": "me"}
    pair = dict(zip(("small", "large", "reference"), models, strict=True))
    counts = {"caveats": [], "n_problems": n_problems, "position": position}
    insert_row(workbench, "study", row | counts | pair)


def add_own(study: str, folder: Path) -> None:
    """Add a study of one model and one problem to the workbench of a folder."""
    with open_workbench(folder) as workbench:
        add_study(workbench, study, 1, (study, study, study))
        insert_row(workbench, "model", {"model_id": study, "not_public": "a test made it up"})
        run = {"run_id": study, "study_id": study, "model_id": study, "n_samples": 2}
        insert_row(workbench, "run", run)
        problem = {"study_id": study, "problem_id": "p", "position": 1}
        insert_row(workbench, "problem", problem)
        insert_row(workbench, "tally", {"run_id": study, "problem_id": "p", "n": 2, "c": 1})

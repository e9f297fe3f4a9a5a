"""A study of one's own, as tests write it into a workbench."""

import duckdb

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

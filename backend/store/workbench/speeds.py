"""How fast engines were: what `tune` measures, and what is known of earlier runs."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from backend.records.drawing import EngineFacts
from backend.records.plan import Speed
from backend.store.workbench.writing import insert_row


def write_speed(
    workbench: duckdb.DuckDBPyConnection,
    model: str,
    engine: EngineFacts,
    batch: int,
    tokens_per_second: float,
) -> None:
    """Keep how fast an engine was with so many sequences at once, in place of what was known."""
    insert_row(
        workbench,
        "throughput",
        {
            "model_id": model,
            "hardware": engine.hardware,
            "engine": json.dumps(asdict(engine), sort_keys=True),
            "batch_size": batch,
            "tokens_per_second": tokens_per_second,
            "measured_at": datetime.now(UTC).replace(tzinfo=None),
        },
        replace=True,
    )


def known_speeds(
    store: Path, paths: Mapping[str, str], machine: str, batch: int
) -> dict[str, Speed]:
    """Return how fast models were on a machine, without those of which nothing is known.

    Args:
        store: the folder of the workbench.
        paths: of the models, by what they are called.
        machine: as engines name it.
        batch: sequences at once; of what `tune` tried, the largest that is not above counts.
    """
    path = store / "workbench.duckdb"
    if not path.exists():
        return {}
    found = {}
    try:
        with duckdb.connect(path, read_only=True) as workbench:
            for name, model in paths.items():
                speed = _of_runs(workbench, model, machine) or _of_tune(
                    workbench, model, machine, batch
                )
                if speed is not None:
                    found[name] = speed
    except duckdb.Error:  # it is being written, or too old: then nothing is known
        return {}
    return found


def _of_runs(workbench: duckdb.DuckDBPyConnection, model: str, machine: str) -> Speed | None:
    row = workbench.execute(
        """SELECT sum(tokens) / sum(wall_seconds) FROM batch JOIN run USING (run_id)
           WHERE settings->>'model' = ? AND engine->>'hardware' = ? AND tokens > 0""",
        [model, machine],
    ).fetchone()
    return Speed(row[0], "an earlier run") if row and row[0] else None


def _of_tune(
    workbench: duckdb.DuckDBPyConnection, model: str, machine: str, batch: int
) -> Speed | None:
    """Return the speed at the largest batch that was tried and is not above the one asked for."""
    row = workbench.execute(
        """SELECT tokens_per_second FROM throughput WHERE model_id = $1 AND hardware = $2
           ORDER BY batch_size > $3, abs(batch_size - $3) LIMIT 1""",
        [model, machine, batch],
    ).fetchone()
    return Speed(row[0], "tune") if row else None

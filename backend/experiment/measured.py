"""How fast models were on this machine, where an earlier run or `tune` has measured it."""

import os
from pathlib import Path

import duckdb

from backend.experiment.config import Experiment
from backend.records.plan import Speed
from backend.sampling.engines.hardware import hardware
from backend.sampling.engines.settings import EngineKind, EngineTable


def here(engine: EngineTable) -> str:
    """Return what would generate: the server, this machine's GPUs, or its cores."""
    if engine.kind is EngineKind.SERVER:
        return engine.url
    if any(Path("/dev").glob("nvidia[0-9]*")):
        try:
            return hardware(engine.tensor_parallel * engine.pipeline_parallel)
        except ImportError:
            pass
    return f"{len(os.sched_getaffinity(0))} CPU cores"


def measured_speeds(store: Path, experiment: Experiment) -> dict[str, Speed]:
    """Return the speeds of those of an experiment's models that were measured here, by name."""
    path, machine = store / "workbench.duckdb", here(experiment.engine)
    if not path.exists():
        return {}
    found = {}
    try:
        with duckdb.connect(path, read_only=True) as workbench:
            for name, model in experiment.models.items():
                speed = _of_runs(workbench, model.path, machine) or _of_tune(
                    workbench, model.path, machine, experiment.engine.batch
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

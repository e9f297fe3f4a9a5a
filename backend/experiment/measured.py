"""How fast models were on this machine, where an earlier run or `tune` has measured it."""

from pathlib import Path

from backend.experiment.config import Experiment
from backend.records.plan import Speed
from backend.sampling.engines.hardware import cores, hardware
from backend.sampling.engines.settings import EngineKind, EngineTable
from backend.store.workbench.speeds import known_speeds


def here(engine: EngineTable) -> str:
    """Return what would generate: the server, this machine's GPUs, or its cores."""
    if engine.kind is EngineKind.SERVER:
        return engine.url
    if any(Path("/dev").glob("nvidia[0-9]*")):
        try:
            return hardware(engine.tensor_parallel * engine.pipeline_parallel)
        except ImportError:
            pass
    return cores()


def measured_speeds(store: Path, experiment: Experiment) -> dict[str, Speed]:
    """Return the speeds of those of an experiment's models that were measured here, by name."""
    paths = {name: model.path for name, model in experiment.models.items()}
    engine = experiment.engine
    return known_speeds(store, paths, here(engine), engine.batch)

"""From what an experiment's file says of models and engines to the engines themselves."""

from backend.sampling.engines.engine import Engine
from backend.sampling.engines.settings import EngineKind, EngineTable, ModelTable, VllmSettings
from backend.sampling.engines.vllm import VllmEngine


def open_engine(model: ModelTable, engine: EngineTable) -> Engine:
    """Start or reach the engine that samples a model.

    Raises:
        UserError: if it cannot be had, in one sentence.
    """
    # Imported here: each wants packages that the others do not.
    if engine.kind is EngineKind.SERVER:
        from backend.sampling.engines.server import ServerEngine  # noqa: PLC0415

        return ServerEngine(model.path, engine.url, engine.api_key_variable, engine.batch)
    if engine.kind is EngineKind.RAY:
        from backend.sampling.engines.ray import RayEngine  # noqa: PLC0415

        return RayEngine(vllm_settings(model, engine), engine.workers)
    return VllmEngine(vllm_settings(model, engine))


def vllm_settings(model: ModelTable, engine: EngineTable) -> VllmSettings:
    """Return what vLLM is told."""
    return VllmSettings(
        path=model.path,
        revision=model.revision,
        dtype=model.dtype,
        batch=engine.batch,
        tensor_parallel=engine.tensor_parallel,
        pipeline_parallel=engine.pipeline_parallel,
        memory=engine.memory,
        options=tuple(engine.options.items()),
        trust_code=engine.trust_model_code,
    )

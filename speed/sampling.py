"""Tokens a second of the whole flow, against the engine's own bare `generate` in the same run.

The flow asks for log-likelihoods and writes every sample into a data file; `generate` is told the
same prompts, seeds and limits, once without log-likelihoods and once with them. The model has 42
million parameters: with fewer, vLLM's own Python is most of the work on a CPU.
"""

import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from backend.records.drawing import Drawing
from backend.records.problem import FunctionTests, Problem, ProblemSet
from backend.sampling.draw import draw_run
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.vllm import VllmEngine
from backend.sampling.models.tiny_model import make_tiny_model
from backend.sampling.progress import SamplingProgress
from backend.sampling.tune import PROMPTS
from backend.sampling.work import first_seed
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.drawn import RunFacts, ensure_study
from speed.timing import Row

_PROBLEMS, _SAMPLES, _TOKENS, _BATCH = 48, 4, 32, 128
_ROUNDS = 2


def rows() -> Iterator[Row]:
    """Run all benchmarks of this file; none where vLLM is not installed."""
    if find_spec("vllm") is None:
        print("no sampling benchmark: vLLM is not installed (make sampling)")
        return
    prompts = {
        f"{name}-{number}": f"# Version {number}.\n{text}"
        for name, text in PROMPTS.items()
        for number in range(_PROBLEMS // len(PROMPTS))
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = make_tiny_model(folder / "model", hidden_size=256, layers=64, context=512)
        engine = VllmEngine(VllmSettings(str(model), dtype="float32", batch=_BATCH))
        try:
            yield from _compare(engine, prompts, folder)
        finally:
            engine.close()


def _compare(engine: VllmEngine, prompts: dict[str, str], folder: Path) -> Iterator[Row]:
    _bare(engine, prompts, None)  # warms up
    best = dict.fromkeys(("flow", "bare", "bare with log-likelihoods"), float("inf"))
    for number in range(_ROUNDS):
        for what, seconds in (
            ("bare", _bare(engine, prompts, None)),
            ("bare with log-likelihoods", _bare(engine, prompts, 0)),
            ("flow", _flow(engine, prompts, folder / f"store-{number}")),
        ):
            best[what] = min(best[what], seconds)
    count = len(prompts) * _SAMPLES
    for peer in ("bare", "bare with log-likelihoods"):
        yield Row(
            f"sampling {count} answers of {_TOKENS} tokens, stored",
            best["flow"],
            best[peer],
            f"vLLM's generate, {peer}",
        )


def _bare(engine: VllmEngine, prompts: dict[str, str], logprobs: int | None) -> float:
    from vllm import SamplingParams  # noqa: PLC0415

    parameters: list[Any] = [
        SamplingParams(
            n=_SAMPLES,
            temperature=0.8,
            top_p=0.95,
            seed=first_seed(0, name),
            max_tokens=_TOKENS,
            logprobs=logprobs,
        )
        for name in prompts
    ]
    started = time.perf_counter()
    engine._llm.generate(list(prompts.values()), parameters, use_tqdm=False)
    return time.perf_counter() - started


def _flow(engine: VllmEngine, prompts: dict[str, str], store: Path) -> float:
    problems = {
        name: Problem(name, text, FunctionTests("", "", ())) for name, text in prompts.items()
    }
    facts = RunFacts("tiny", None, False, _SAMPLES, "completion", 0.8, {})
    drawing = Drawing(0.8, 0.95, _TOKENS, (), chat=False)
    with open_workbench(store) as workbench:
        benchmark = ProblemSet("humaneval", "made up", "0", problems)
        ensure_study(workbench, "s", "s", benchmark, ["tiny"])
        started = time.perf_counter()
        draw_run(workbench, engine, "s", facts, prompts, drawing, 0, SamplingProgress(quiet=True))
        return time.perf_counter() - started

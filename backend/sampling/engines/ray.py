"""vLLM in the workers of Ray: on this machine, or on every node of a cluster."""

import math
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from backend.records.drawing import Answer, Chunk, Drawing, EngineFacts, Request
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.hardware import machine_facts
from backend.sampling.engines.quiet import ENVIRONMENT, NoisyError, silenced
from backend.sampling.engines.refusal import last_line, refusal
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.tokens import check_lengths, has_chat_template
from backend.sampling.engines.vllm import VllmEngine
from backend.sampling.engines.vllm_model import tokenizer_and_context

_SECONDS = "seconds"
_ROUNDS = 4  # sequences in a block of work, for each that a worker generates at once


class _Worker:
    """Lives in a Ray worker and holds an engine of its own."""

    def __init__(self, settings: VllmSettings, drawing: Drawing) -> None:
        self._engine = VllmEngine(settings)
        self._drawing = drawing

    def __call__(self, block: dict[str, Any]) -> dict[str, Any]:
        """Answer a block of requests."""
        columns = [column.tolist() for column in block.values()]
        requests = (
            Request(**dict(zip(block, row, strict=True))) for row in zip(*columns, strict=True)
        )
        started = time.monotonic()
        answers = [
            asdict(answer)
            for some in self._engine.answer(requests, self._drawing)
            for answer in some.answers
        ]
        each = (time.monotonic() - started) / len(answers)
        return {
            **{name: [answer[name] for answer in answers] for name in answers[0]},
            _SECONDS: [each] * len(answers),
        }


class RayEngine:
    """Spreads requests over workers; answers come block by block as workers finish them."""

    def __init__(self, settings: VllmSettings, workers: int) -> None:
        """Join the cluster that RAY_ADDRESS names, or start Ray on this machine.

        Raises:
            UserError: if Ray is not installed or cannot be started, or the model cannot be had.
        """
        self._settings = settings
        self._workers = workers
        try:
            with silenced():
                self._ray, self._own = _join()
                resources = self._ray.cluster_resources()
                parallel = settings.tensor_parallel * settings.pipeline_parallel
                self._gpus = parallel if resources.get("GPU", 0) else 0
                look = self._ray.remote(num_gpus=self._gpus)(_look)
                self._facts: EngineFacts = self._ray.get(look.remote(settings))
                self._tokenizer, self._context = tokenizer_and_context(settings)
        except NoisyError as failure:
            self.close()
            raise refusal(settings, failure, "Ray") from failure

    @property
    def facts(self) -> EngineFacts:
        """What it is and where it runs."""
        return replace(self._facts, settings={**self._facts.settings, "workers": self._workers})

    @property
    def chats(self) -> bool:
        """Whether the model has a chat template."""
        return has_chat_template(self._tokenizer)

    def check(self, prompts: dict[str, str], chat: bool) -> None:
        """Refuse prompts that leave no room for an answer."""
        check_lengths(self._tokenizer, self._context, self._settings.path, prompts, chat)

    def answer(self, requests: Iterator[Request], drawing: Drawing) -> Iterator[Chunk]:
        """Yield answers as they come."""
        rows = [asdict(request) for request in requests]
        sequences = sum(row["count"] for row in rows)
        most = _ROUNDS * self._settings.batch * len(rows) / max(1, sequences)
        share = len(rows) / self._workers
        data = self._ray.data.from_items(rows).map_batches(
            _Worker,
            fn_constructor_args=(self._settings, drawing),
            batch_size=max(1, math.ceil(min(most, share))),
            compute=self._ray.data.ActorPoolStrategy(size=self._workers),
            num_gpus=self._gpus,
        )
        blocks = iter(data.iter_batches(batch_size=None, batch_format="numpy"))
        while True:
            try:
                with silenced():
                    block = next(blocks, None)
            except NoisyError as failure:
                raise EngineDiedError(f"a Ray worker ended: {last_line(str(failure))}") from failure
            if block is None:
                return
            seconds = float(block.pop(_SECONDS).sum()) / self._workers
            columns = [column.tolist() for column in block.values()]
            answers = [
                Answer(**dict(zip(block, row, strict=True))) for row in zip(*columns, strict=True)
            ]
            yield Chunk(answers, seconds)

    def close(self) -> None:
        """End Ray where this process started it."""
        if getattr(self, "_own", False):
            self._ray.shutdown()


def _join() -> tuple[Any, bool]:
    import ray  # noqa: PLC0415
    import ray.data  # noqa: PLC0415

    own = not ray.is_initialized()
    if own:
        environment: dict[str, Any] = {"env_vars": dict(ENVIRONMENT)}
        if "RAY_ADDRESS" in os.environ:  # other machines have no copy of this program
            environment["py_modules"] = [str(Path(__file__).parents[2])]
        ray.init(
            include_dashboard=False,
            log_to_driver=False,
            configure_logging=False,
            runtime_env=environment,
        )
    ray.data.DataContext.get_current().enable_progress_bars = False
    return ray, own


def _look(settings: VllmSettings) -> EngineFacts:
    """Say, in a worker, what it computes on."""
    import ray  # noqa: PLC0415

    facts = machine_facts(settings)
    return replace(facts, name="vllm on ray", version=f"{facts.version}, ray {ray.__version__}")

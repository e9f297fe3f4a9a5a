"""vLLM in this process."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from backend.errors import UserError
from backend.records.drawing import Answer, Chunk, Drawing, EngineFacts, Request
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.hardware import machine_facts
from backend.sampling.engines.quiet import NoisyError, silenced
from backend.sampling.engines.refusal import last_line, refusal
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.tokens import check_lengths, encode, has_chat_template
from backend.sampling.engines.vllm_model import load_model

_AHEAD = 2  # requests in waiting, for each sequence that is generated


class VllmEngine:
    """An engine that this process holds and steps: nothing outlives it."""

    def __init__(self, settings: VllmSettings) -> None:
        """Load the model.

        Raises:
            UserError: if vLLM is not installed, or the model cannot be had, held or ended.
        """
        parallel = settings.tensor_parallel * settings.pipeline_parallel
        if parallel == 1:
            os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
        try:
            with silenced():
                self._llm = load_model(settings)
        except NoisyError as failure:
            raise refusal(settings, failure, "vLLM") from failure
        self._settings = settings
        self._tokenizer: Any = self._llm.get_tokenizer()
        config = self._llm.llm_engine.vllm_config.model_config
        self._context: int = config.max_model_len
        self._dtype = str(config.dtype).removeprefix("torch.")
        if self._tokenizer.eos_token_id is None:
            self.close()
            raise UserError(
                f"model {settings.path} names no end token (eos_token in its tokenizer's files), "
                "so its answers would never end"
            )

    @property
    def facts(self) -> EngineFacts:
        """What it is and where it runs."""
        return replace(machine_facts(self._settings), dtype=self._dtype)

    @property
    def tokenizer(self) -> Any:
        """The model's own."""
        return self._tokenizer

    @property
    def context(self) -> int:
        """How many tokens the model can look back on."""
        return self._context

    @property
    def stepper(self) -> Any:
        """The engine within vLLM, to be stepped."""
        return self._llm.llm_engine

    @property
    def chats(self) -> bool:
        """Whether the model has a chat template."""
        return has_chat_template(self._tokenizer)

    def check(self, prompts: dict[str, str], chat: bool) -> None:
        """Refuse prompts that leave no room for an answer."""
        check_lengths(self._tokenizer, self._context, self._settings.path, prompts, chat)

    def answer(self, requests: Iterator[Request], drawing: Drawing) -> Iterator[Chunk]:
        """Yield answers as they come."""
        engine = self._llm.llm_engine
        asked: dict[str, Request] = {}
        sequences = 0
        try:
            while True:
                while sequences < _AHEAD * self._settings.batch:
                    request = next(requests, None)
                    if request is None:
                        break
                    key = f"{request.problem}:{request.first}"
                    prompt = {
                        "prompt_token_ids": encode(self._tokenizer, request.prompt, drawing.chat)
                    }
                    engine.add_request(key, prompt, _parameters(request, drawing))
                    asked[key] = request
                    sequences += request.count
                if not asked:
                    return
                for output in engine.step():
                    if output.finished:
                        request = asked.pop(output.request_id)
                        sequences -= request.count
                        yield Chunk([_answer(request, part) for part in output.outputs])
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineDiedError(f"vLLM ended: {last_line(str(error))}") from error
        finally:
            with suppress(Exception):
                engine.abort_request(list(asked))

    def close(self) -> None:
        """End the engine and every process that it started."""
        with suppress(Exception):
            self._llm.llm_engine.engine_core.shutdown()
        del self._llm


def _parameters(request: Request, drawing: Drawing) -> Any:
    from vllm import SamplingParams  # noqa: PLC0415
    from vllm.sampling_params import RequestOutputKind  # noqa: PLC0415

    return SamplingParams(
        n=request.count,
        temperature=drawing.temperature,
        top_p=drawing.top_p if drawing.temperature else 1.0,
        seed=request.seed,
        max_tokens=drawing.max_tokens,
        stop=list(drawing.stops),
        logprobs=0,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def _answer(request: Request, output: Any) -> Answer:
    return Answer(
        problem=request.problem,
        index=request.first + output.index,
        text=output.text,
        tokens=len(output.token_ids),
        finished=output.finish_reason == "stop",
        log_likelihood=float(output.cumulative_logprob),
    )

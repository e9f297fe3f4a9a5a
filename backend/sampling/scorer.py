"""How likely a model finds texts that others wrote: vLLM as a reader."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

from backend.errors import UserError
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.refusal import last_line
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.tokens import encode
from backend.sampling.engines.vllm import VllmEngine


@dataclass(frozen=True)
class Reading:
    """A text's log-likelihood after its prompt, in nats, and over how many tokens it is summed.

    `prompt_tokens` are those read before it.
    """

    log_likelihood: float
    tokens: int
    prompt_tokens: int


class VllmScorer:
    """Reads texts with an engine of this process. Close it when done."""

    def __init__(self, settings: VllmSettings) -> None:
        """Load the model.

        Raises:
            UserError: as `VllmEngine` does.
        """
        self._engine = VllmEngine(settings)
        self._path = settings.path
        self._numbers = count()

    def close(self) -> None:
        """End the engine."""
        self._engine.close()

    def read(self, prompt: str, texts: Sequence[str], chat: bool) -> list[Reading]:
        """Return how likely each text is after the prompt, by the model's own tokens of both.

        The tokens of prompt and text are made apart and put together, so that the text's are the
        same whatever the prompt ends with.

        Raises:
            UserError: if prompt and text are longer than the context.
            EngineDiedError: if the engine ends.
        """
        tokenizer, context = self._engine.tokenizer, self._engine.context
        before = encode(tokenizer, prompt, chat and bool(self._engine.chats))
        after = [tokenizer.encode(text, add_special_tokens=False) for text in texts]
        longest = len(before) + max(map(len, after), default=0)
        if longest >= context:
            raise UserError(
                f"a prompt and its sample have {longest} tokens, but the context of model "
                f"{self._path} is {context}: rank by a model with a longer one"
            )
        found = self._logprobs([before + tokens for tokens in after])
        return [
            Reading(sum(each[len(before) :]), len(tokens), len(before))
            for each, tokens in zip(found, after, strict=True)
        ]

    def _logprobs(self, sequences: Sequence[list[int]]) -> list[list[float]]:
        """Return the log-probability of each token of each sequence; 0 for the first."""
        from vllm import SamplingParams  # noqa: PLC0415
        from vllm.sampling_params import RequestOutputKind  # noqa: PLC0415

        parameters = SamplingParams(
            max_tokens=1,
            temperature=0.0,
            prompt_logprobs=0,
            detokenize=False,
            output_kind=RequestOutputKind.FINAL_ONLY,
        )
        engine = self._engine.stepper
        places = {f"read:{next(self._numbers)}": place for place in range(len(sequences))}
        found: list[list[float]] = [[] for _ in sequences]
        try:
            for key, place in places.items():
                engine.add_request(key, {"prompt_token_ids": sequences[place]}, parameters)
            while engine.has_unfinished_requests():
                for output in engine.step():
                    if output.finished:
                        place = places.pop(output.request_id)
                        found[place] = _chosen(output.prompt_logprobs, sequences[place])
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineDiedError(f"vLLM ended: {last_line(str(error))}") from error
        finally:
            with suppress(Exception):
                engine.abort_request(list(places))
        return found


def _chosen(told: Sequence[dict[int, Any] | None], tokens: Sequence[int]) -> list[float]:
    return [
        0.0 if at is None else float(at[token].logprob)
        for at, token in zip(told, tokens, strict=True)
    ]

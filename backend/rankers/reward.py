"""Rank by an outcome reward model: a sequence classifier that reads prompt and sample."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from backend.maths.architecture import Architecture
from backend.rankers.ranker import Group, Scores, Work
from backend.sampling.engines.quiet import NoisyError, silenced
from backend.sampling.engines.refusal import refusal
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.vllm_model import pooling_model


@dataclass(frozen=True)
class Reward:
    """A text's reward, and how many tokens were read for it, of the text and of its prompt."""

    value: float
    tokens: int
    prompt_tokens: int


class VllmJudge:
    """A reward model held by this process. Close it when done."""

    def __init__(self, settings: VllmSettings) -> None:
        """Load the model.

        Raises:
            UserError: if it cannot be had, or is no classifier.
        """
        try:
            with silenced():
                self._llm: Any = pooling_model(settings)
        except NoisyError as failure:
            raise refusal(settings, failure, "vLLM") from failure

    def judge(self, prompt: str, texts: Sequence[str]) -> list[Reward]:
        """Return each text's reward: the model's last output for prompt and text together."""
        outputs = self._llm.classify([prompt, *(prompt + text for text in texts)], use_tqdm=False)
        before, *after = (len(output.prompt_token_ids) for output in outputs)
        return [
            Reward(float(output.outputs.probs[-1]), max(tokens - before, 0), before)
            for output, tokens in zip(outputs[1:], after, strict=True)
        ]

    def close(self) -> None:
        """End the engine."""
        with suppress(Exception):
            self._llm.llm_engine.engine_core.shutdown()
        del self._llm


@dataclass(frozen=True)
class ByReward:
    """Scores samples by a reward model."""

    judge: VllmJudge
    architecture: Architecture | None

    def scores(self, group: Group) -> Scores:
        """Score a group, each different text once."""
        started = time.monotonic()
        texts = list(dict.fromkeys(sample.text for sample in group.samples))
        rewards = dict(zip(texts, self.judge.judge(group.prompt, texts), strict=True))
        each = [rewards[sample.text] for sample in group.samples]
        work = Work(
            time.monotonic() - started,
            len(texts),
            sum(reward.tokens for reward in each),
            sum(reward.prompt_tokens for reward in each),
            self.architecture,
        )
        return Scores([reward.value for reward in each], (work,))

"""Rank by an outcome reward model: a sequence classifier that reads prompt and sample."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from backend.rankers.ranker import Group, Scores
from backend.sampling.quiet import NoisyError, silenced
from backend.sampling.vllm_engine import VllmSettings, pooling_model, refusal


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

    def judge(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """Return each text's reward: the model's first output for prompt and text together."""
        outputs = self._llm.classify([prompt + text for text in texts], use_tqdm=False)
        return [float(output.outputs.probs[-1]) for output in outputs]

    def close(self) -> None:
        """End the engine."""
        with suppress(Exception):
            self._llm.llm_engine.engine_core.shutdown()
        del self._llm


@dataclass(frozen=True)
class ByReward:
    """Scores samples by a reward model."""

    model: str
    judge: VllmJudge

    @property
    def how(self) -> str:
        """Say what the score is."""
        return f"the reward that {self.model} gives to prompt and sample"

    def scores(self, group: Group) -> Scores:
        """Score a group, each different text once."""
        texts = list(dict.fromkeys(sample.text for sample in group.samples))
        rewards = dict(zip(texts, self.judge.judge(group.prompt, texts), strict=True))
        return Scores([rewards[sample.text] for sample in group.samples])

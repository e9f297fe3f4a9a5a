"""What a visitor has chosen about the costs of answers: lines of the view's table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backend.answers import Studies, gpus
from backend.maths.assumptions import (
    A100,
    MOST_BATCH,
    MOST_BILLIONS,
    MOST_TOKENS,
    PAPER_TOKENS,
    Assumptions,
)
from pages.parts import words
from pages.parts.view import lacking, offers
from pages.parts.view.choice import Choice, one, several
from pages.parts.view.spelling import ON_OFF, Each, Named, Number, OneOf, Whole

MODEL = OneOf(lambda at: words.links.model_of(at.study), lambda at: at.studies.runs(at.study))
TOKENS = Whole(1, MOST_TOKENS)
PROMPT_TOKENS = Whole(0, MOST_TOKENS)
GPU = OneOf(lambda _: words.links.GPU, lambda _: gpus())
GPU_COUNT = Whole(1, 1024)
BATCH = Whole(1, MOST_BATCH)
BYTES_PER_WEIGHT = Named({"0.5": 0.5, "1": 1.0, "2": 2.0, "4": 4.0})


def _lengths(studies: Studies, view: Any) -> Sequence[bool]:
    return (False, True) if offers.lengths(studies, view.study) else (False,)


def _of_known(name: str) -> Callable[[Studies, Any], Sequence[tuple[str, float]]]:
    """Return which values of a field with one for each model apply: those of the study's."""

    def among(studies: Studies, view: Any) -> Sequence[tuple[str, float]]:
        known = studies.runs(view.study)
        return sorted(item for item in dict(getattr(view, name)).items() if item[0] in known)

    return among


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What is assumed about costs, as in `Assumptions`: of every page, kept with another study."""

    tokens: int = one(Choice("tokens", TOKENS, PAPER_TOKENS, rescales=True))
    measured_tokens: bool = one(
        Choice(
            "length",
            Named({"measured": True}),
            False,
            rescales=True,
            among=_lengths,
            lacking=lacking.no_length,
        )
    )
    lengths: tuple[tuple[str, float], ...] = several(
        Choice(
            "answer_tokens",
            Each(MODEL, Number(MOST_TOKENS)),
            rescales=True,
            among=_of_known("lengths"),
        )
    )
    prompt_tokens: int = one(Choice("prompt_tokens", PROMPT_TOKENS, 0, rescales=True))
    stand_ins: bool = one(Choice("stand_ins", ON_OFF, False, rescales=True))
    attention: bool = one(Choice("attention", ON_OFF, False, rescales=True))
    gpu: str = one(Choice("gpu", GPU, A100.name, rescales=True))
    gpu_count: int = one(Choice("gpus", GPU_COUNT, 8, rescales=True))
    batch: int = one(Choice("batch", BATCH, 64, rescales=True))
    best_batch: bool = one(Choice("best_batch", ON_OFF, False, rescales=True))
    bytes_per_weight: float = one(Choice("bytes", BYTES_PER_WEIGHT, 2.0, rescales=True))
    fitted_times: bool = one(Choice("fitted", ON_OFF, False, rescales=True))
    sizes: tuple[tuple[str, float], ...] = several(
        Choice("size", Each(MODEL, Number(MOST_BILLIONS)), rescales=True, among=_of_known("sizes"))
    )
    prices: tuple[tuple[str, float], ...] = several(
        Choice("price", Each(MODEL, Number()), rescales=True, among=_of_known("prices"))
    )
    input_prices: tuple[tuple[str, float], ...] = several(
        Choice("input_price", Each(MODEL, Number()), rescales=True, among=_of_known("input_prices"))
    )

    @property
    def assumptions(self) -> Assumptions:
        """What is assumed, in the units of costs."""
        return Assumptions(
            tokens=self.tokens,
            measured_tokens=self.measured_tokens,
            lengths=self.lengths,
            prompt_tokens=self.prompt_tokens,
            attention=self.attention,
            stand_ins=self.stand_ins,
            gpu=gpus()[self.gpu],
            gpu_count=self.gpu_count,
            batch=self.batch,
            best_batch=self.best_batch,
            bytes_per_weight=self.bytes_per_weight,
            fitted_times=self.fitted_times,
            sizes=self.sizes,
            prices=self.prices,
            input_prices=self.input_prices,
        )

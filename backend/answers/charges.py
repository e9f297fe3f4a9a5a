"""What answers of a study's models cost, with and without a ranker that reads them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.answers.memory import remembered
from backend.catalogue import short_name
from backend.maths.costs import BudgetKind, NoCost, UnitCost, reading_cost, unit_cost
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot
from backend.words.amounts import amount


@dataclass(frozen=True)
class Charge:
    """What answers of a model cost in the budget's unit.

    `one` is an answer alone; `reading` what a ranker takes for each answer that it chooses among.
    A single answer leaves nothing to choose and is not read.
    """

    one: UnitCost
    reading: float = 0.0

    def of(self, k: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what k answers cost, shape (ks,)."""
        alone = k * self.one.value
        return np.asarray(alone + np.where(k > 1, k * self.reading, 0.0), dtype=np.float64)


def unit_of(snapshot: Snapshot, question: Question) -> str:
    """Return the unit of the budgets that answer `question`."""
    if question.relative and question.budget_kind is not BudgetKind.SAMPLES:
        return f"x {short_name(snapshot.study(question.study).reference)}"
    return question.budget_kind.unit


@remembered
def cost_of_one(snapshot: Snapshot, question: Question, model: str) -> UnitCost | NoCost:
    """Return what one answer of a model costs, or why it has no place on the budget axis.

    Raises:
        UserError: if the study or the model is unknown.
    """
    run = snapshot.run(question.study, model)
    one = unit_cost(question.budget_kind, run.model, question.assumptions)
    reference = _reference(snapshot, question)
    if isinstance(one, NoCost):
        return one
    if isinstance(reference, NoCost):
        return reference
    return replace(one, value=one.value / reference)


@remembered
def charge(snapshot: Snapshot, question: Question, model: str) -> Charge | NoCost:
    """Return what answers cost together with their scores by the question's ranker, if any.

    Raises:
        UserError: if the study or the model is unknown.
    """
    one = cost_of_one(snapshot, question, model)
    if isinstance(one, NoCost) or question.ranker is None or not question.ranker_cost:
        return one if isinstance(one, NoCost) else Charge(one)
    facts = snapshot.ranker(snapshot.run(question.study, model).id, question.ranker)
    kind = question.budget_kind
    extra = reading_cost(kind, facts.reading, question.assumptions) if facts else None
    if extra is None:
        note = "what the ranker takes is not known and not counted"
        return Charge(replace(one, note=f"{one.note}; {note}"))
    if extra == 0.0:
        return Charge(one)
    reference = _reference(snapshot, question)
    assert not isinstance(reference, NoCost)
    note = f"{one.note}; and {amount(extra, kind.unit)} for the ranker to read one of several"
    return Charge(replace(one, note=note), extra / reference)


def _reference(snapshot: Snapshot, question: Question) -> float | NoCost:
    """Return what budgets are counted in: 1, or the cost of the reference model's one answer."""
    kind = question.budget_kind
    if not question.relative or kind is BudgetKind.SAMPLES:
        return 1.0
    study = snapshot.study(question.study)
    one = unit_cost(kind, snapshot.run(study.id, study.reference).model, question.assumptions)
    return one if isinstance(one, NoCost) else one.value

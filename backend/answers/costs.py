"""What one answer of a study's models costs, how their measured times fit, what was published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backend.answers.asked import asked
from backend.maths.assumptions import PAPER_TOKENS, Assumptions, BudgetKind
from backend.maths.costs import ModelFacts, NoCost, UnitCost
from backend.maths.flops import matmul_flops
from backend.maths.time_fit import fit_times
from backend.maths.unit_costs import answer_tokens, roofline_cost, set_weights, unit_cost
from backend.records.fitted import Fitted
from backend.records.question import Question
from backend.store.snapshot.memory import remembered
from backend.store.snapshot.snapshot import Snapshot

COUNTED = (BudgetKind.FLOPS, BudgetKind.TIME, BudgetKind.DOLLARS)
"""The kinds of budgets in which answers of models cost different amounts."""


@dataclass(frozen=True)
class Costed:
    """What one answer of a model costs in each of `COUNTED`, and of how many tokens it is.

    `weights` are those that a token is multiplied by, set or known, None where nobody knows them.
    """

    model: ModelFacts
    weights: int | None
    tokens: float | None
    costs: Mapping[BudgetKind, UnitCost | NoCost]


@dataclass(frozen=True)
class Beside:
    """Published costs of one answer beside those worked out at the same length.

    TFLOPs by the formula, seconds by the data sheet of the machine that is assumed; None where
    one of the two is not known.
    """

    model: str
    published_tflops: float | None
    tflops: float | None
    published_seconds: float | None
    seconds: float | None


def one_cost(snapshot: Snapshot, question: Question, model: str) -> UnitCost | NoCost:
    """Return what one answer costs in the kind's own unit, or why nobody can tell.

    Raises:
        UserError: if the study or the model is unknown.
    """
    assumptions, fit = question.assumptions, None
    if question.budget_kind is BudgetKind.TIME and assumptions.fitted_times:
        fitted = _fitted(snapshot, question.study, assumptions)
        fit = fitted.fit if fitted else None
    facts = snapshot.run(question.study, model).model
    return unit_cost(question.budget_kind, facts, assumptions, fit)


@asked
def costed(snapshot: Snapshot, question: Question) -> list[Costed]:
    """Return what one answer of each model of a study costs, in the order of lists.

    Raises:
        UserError: if the study is unknown.
    """
    found = []
    for name, run in snapshot.runs(question.study).items():
        costs = {
            kind: one_cost(snapshot, replace(question, budget_kind=kind), name) for kind in COUNTED
        }
        own, size = set_weights(run.model, question.assumptions), run.model.architecture
        known = size.active_matmul_parameters if size else None
        tokens = answer_tokens(run.model, question.assumptions)
        found.append(Costed(run.model, known if own is None else own, tokens, costs))
    return found


@asked
def fitted(snapshot: Snapshot, question: Question) -> Fitted | None:
    """Return how a study's measured times compare with the data sheet's.

    None where fewer than two models were measured, or not all on the same machine.

    Raises:
        UserError: if the study is unknown.
    """
    return _fitted(snapshot, question.study, question.assumptions)


@remembered
def _fitted(snapshot: Snapshot, study: str, assumptions: Assumptions) -> Fitted | None:
    pairs, machines = [], set()
    for run in snapshot.runs(study).values():
        if (known := _measured(run.model)) is None:
            continue
        seconds, tokens, machine = known
        estimated = roofline_cost(run.model, tokens, assumptions)
        if isinstance(estimated, UnitCost) and seconds > 0:
            pairs.append((seconds, estimated.value))
            machines.add(machine)
    fit = fit_times([seconds for seconds, _ in pairs], [seconds for _, seconds in pairs])
    return Fitted(fit, machines.pop()) if fit and len(machines) == 1 else None


def _measured(model: ModelFacts) -> tuple[float, float, str] | None:
    """Return a model's seconds of one answer, its tokens, and where that was measured.

    Who published seconds told no length: the one of their FLOPs is taken.
    """
    published, own = model.published, model.measured
    if published.seconds is not None:
        return published.seconds, PAPER_TOKENS, published.seconds_source
    if own is None:
        return None
    tokens = own.tokens / own.answers if own.tokens else model.mean_tokens
    return (own.seconds / own.answers, tokens, own.hardware) if tokens else None


@asked
@remembered
def prompt_length(snapshot: Snapshot, question: Question) -> float | None:
    """Return how many tokens a prompt of a study has in the mean, as a ranker's model counts them.

    None where no ranker that reads recorded it.

    Raises:
        UserError: if the study is unknown.
    """
    ranked = snapshot.rankers_by_run(question.study)
    readings = (
        snapshot.ranker(run, name).reading for run, names in ranked.items() for name in names
    )
    return next((each.prompt_tokens for each in readings if each.prompt_tokens), None)


@asked
def published_beside(snapshot: Snapshot, question: Question) -> list[Beside]:
    """Return the models of which costs were published, with those that are worked out.

    Raises:
        UserError: if the study is unknown.
    """
    models = [run.model for run in snapshot.runs(question.study).values()]
    published = [m for m in models if (m.published.flops, m.published.seconds) != (None, None)]
    return [_beside(model, question.assumptions) for model in published]


def _beside(model: ModelFacts, assumptions: Assumptions) -> Beside:
    flops, size = model.published.flops, model.architecture
    estimated = roofline_cost(model, PAPER_TOKENS, assumptions)
    return Beside(
        model.name,
        None if flops is None else flops / 1e12,
        None if size is None else matmul_flops(size, PAPER_TOKENS) / 1e12,
        model.published.seconds,
        estimated.value if isinstance(estimated, UnitCost) else None,
    )

"""What costs take for granted, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from backend.maths.assumptions import PAPER_TOKENS, Assumptions, BudgetKind
from backend.maths.costs import (
    Measured,
    ModelFacts,
    Multiplied,
    NoCost,
    NoLength,
    NotPublic,
    OneSample,
    Origin,
    Priced,
    Reported,
    Roofline,
    TooLarge,
    UnitCost,
    Wanted,
)
from backend.maths.time_fit import TimeFit
from backend.records.comparison import charged_alike
from backend.records.fitted import Fitted
from backend.records.question import Question
from backend.records.scores import Charge
from backend.words.amounts import amount, count_of_weights, four_digits, two_digits
from backend.words.names import short_name


def cautions(kind: BudgetKind, charges: Mapping[str, Charge]) -> list[str]:
    """Return warnings about the costs of the models shown, by name."""
    costs = {model: charge.one for model, charge in charges.items()}
    origins = {cost.origin for cost in costs.values()}
    said = _unlike(charges)
    if not said and Origin.ESTIMATED in origins and kind is BudgetKind.TIME:
        said.append(f"times are estimates, a lower bound{_server(costs.values())}")
    said += [*_fitted(costs), *_machines(costs)]
    if any(charge.reading and charge.one.origin is Origin.ESTIMATED for charge in charges.values()):
        said.append("seconds of rankers and tests were measured: these look dearer than they are")
    if Origin.PRESET in origins:
        said.append("prices are presets by size and no quotes")
    said += [
        f"{short_name(model)} is charged {how(cost)}"
        for model, cost in costs.items()
        if cost.stands_in
    ]
    return said


def lengths(
    kind: BudgetKind,
    charges: Collection[Charge],
    models: Collection[ModelFacts],
    assumptions: Assumptions,
) -> str | None:
    """Return how long answers count for, None where no cost depends on it.

    Args:
        kind: what budgets count.
        charges: of the models shown.
        models: all of the study.
        assumptions: about the costs.
    """
    timed = kind is BudgetKind.TIME
    if kind is BudgetKind.SAMPLES or (
        timed and not any(isinstance(charge.one.basis, Roofline) for charge in charges)
    ):
        return None
    own = sum(model.name in dict(assumptions.lengths) for model in models)
    set_apart = f"; as long as you set for {own} of {len(models)} models" if own else ""
    if assumptions.measured_tokens:
        said = "answers count as long as they were in this study, in the mean of each model"
        return f"{said}{set_apart}"
    said = f"each answer counts as {assumptions.tokens:,} tokens"
    paper = ", as in the paper" if assumptions.tokens == PAPER_TOKENS else ""
    if any(model.mean_tokens is not None for model in models):
        return f"{said}{paper}, and not as long as this study measured{set_apart}"
    return f"{said}{paper}: this study recorded no lengths{set_apart}"


def tests_as_judges(question: Question) -> list[str]:
    """Return what selection by unit tests takes for granted, a sentence each."""
    if question.ranker is not None:
        return []
    free = "running them costs what the grader measured, in seconds of one CPU"
    judging = (
        "the tests that select are those that grade, so weak tests flatter many samples; "
        f"{free if question.counts_tests else 'running them is free here'}"
    )
    if not question.stops:
        return [judging]
    return [
        "spending is an average over these problems: one that no answer solves costs as much as "
        "all of them, and an answer that fails is taken to cost as much as one that passes",
        judging,
    ]


def how_charged(charge: Charge, question: Question) -> str:
    """Return how a cost was got, with what it takes to read or to test an answer."""
    said = how(charge.one)
    who = "the ranker takes" if question.ranker else "running the tests takes"
    if charge.read is None:
        return f"{said}; what {who} is not known and not counted"
    if not charge.read:
        return said
    read = amount(charge.read, question.budget_kind.unit)
    if question.ranker:
        return f"{said}; and {read} for the ranker to read one of several"
    return f"{said}; and {read} of one CPU for the tests of one of several, as the grader measured"


def how(cost: UnitCost) -> str:
    """Return how the cost of one answer was got: "2 x 13 billion weights x 128 tokens"."""
    match cost.basis:
        case OneSample():
            return "one answer is one sample"
        case Measured(answers=answers, tokens=tokens):
            length = f" of {tokens / answers:.0f} tokens in the mean" if tokens else ""
            where = f"on {cost.basis.hardware} by {cost.basis.engine} {cost.basis.version}"
            return f"measured here: {answers} answers{length}, {where}"
        case Reported(source, tokens, attention):
            scaled = f", scaled from {PAPER_TOKENS} to {tokens:.4g} tokens" if tokens else ""
            return f"{source}{scaled}{_with_attention(attention)}"
        case Multiplied(weights, tokens, attention):
            whose = " (your size)" if cost.origin is Origin.SET else ""
            product = f"2 x {count_of_weights(weights)} weights{whose} x {tokens:.4g} tokens"
            return f"{product}{_with_attention(attention)}"
        case Roofline(gpu, count, batch, size, tokens):
            fit = cost.basis.fit
            bound = (
                f"{four_digits(fit.factor)} times a roofline estimate, fitted to measured times"
                if fit
                else "a roofline estimate, a lower bound"
            )
            return (
                f"of {_machine(gpu, count, batch)}: {bound}, with {size:g} bytes per weight and "
                f"{tokens:.4g} tokens"
            )
        case Priced(dollars, tokens, read, prompt):
            what = "your price" if cost.origin is Origin.SET else "preset price by size"
            own = " (your price)" if mixed_prices(cost) else ""
            with_prompt = f", and ${read:g}{own} x {prompt:,} tokens of the prompt"
            with_prompt = with_prompt if prompt else ""
            return f"{what}: ${dollars:g} per million tokens x {tokens:.4g} tokens{with_prompt}"


def no_cost(found: NoCost) -> str:
    """Return why a model has no place on a budget axis."""
    match found.why:
        case NoLength():
            return "the study recorded no length of its answers"
        case TooLarge(needed, held, gpu, count, with_cache):
            cache = " and the KV cache of one answer" if with_cache else ""
            return (
                f"no time estimate, because its weights{cache} take {needed / 1e9:.0f} GB, "
                f"{count} x {gpu} hold {held / 1e9:.0f} GB"
            )
        case NotPublic(wanted, reason):
            said = f"no {_WANTED[wanted]}, because {reason or 'its size is not known here'}"
            dearer = "; set its price to see it in dollars" if wanted is Wanted.PRICE else ""
            return f"{said}{dearer}"


def no_costs(found: Sequence[NoCost]) -> list[str]:
    """Return why a model has no cost of several kinds: once where that is the same of all."""
    hidden = [each.why for each in found if isinstance(each.why, NotPublic)]
    if len(hidden) < 2 or len({why.reason for why in hidden}) > 1:
        return list(dict.fromkeys(map(no_cost, found)))
    *first, last = dict.fromkeys(_WANTED[why.wanted] for why in hidden)
    because = hidden[0].reason or "its size is not known here"
    price = any(why.wanted is Wanted.PRICE for why in hidden)
    settable = "; set its price to see it in dollars" if price else ""
    others = [no_cost(each) for each in found if not isinstance(each.why, NotPublic)]
    return [f"no {', '.join(first)} or {last}, because {because}{settable}", *others]


_WANTED = {
    Wanted.FLOPS: "FLOPs",
    Wanted.ATTENTION: "attention FLOPs",
    Wanted.TIME: "time",
    Wanted.PRICE: "preset price",
}


def origin(cost: UnitCost) -> str:
    """Return where a cost comes from, in a word or two."""
    if cost.origin is Origin.SET and isinstance(cost.basis, Multiplied):
        return "your size"
    if mixed_prices(cost):
        return "preset and your price"
    return "as of another model" if cost.stands_in else _ORIGINS[cost.origin]


def mixed_prices(cost: UnitCost) -> bool:
    """Whether the answer's price is a preset, and that of a prompt which counts one's own."""
    basis = cost.basis
    own = isinstance(basis, Priced) and basis.input_set and basis.prompt_tokens > 0
    return own and cost.origin is Origin.PRESET


_ORIGINS = {
    Origin.MEASURED: "measured",
    Origin.PUBLISHED: "published",
    Origin.COMPUTED: "formula",
    Origin.ESTIMATED: "data sheet",
    Origin.FITTED: "data sheet, fitted",
    Origin.PRESET: "preset price",
    Origin.SET: "your price",
}


def utilisation(fitted: Fitted, assumptions: Assumptions) -> str:
    """Return how a study's measured times compare with the data sheet's, and how surely."""
    fit, each = fitted.fit, assumptions.best_batch
    batch = "each model's best batch" if each else f"batch {assumptions.batch}"
    machine = f"{assumptions.gpu_count} x {assumptions.gpu.name} at {batch}"
    return (
        f"measured times ({fitted.measured_on}) are {four_digits(fit.factor)} times the data "
        f"sheet's of {machine}, in the mean of {fit.models} models; one more model is expected "
        f"within a factor of {two_digits(fit.spread)} of that (95 %)"
    )


def _unlike(charges: Mapping[str, Charge]) -> list[str]:
    """Return why costs cannot be compared; nothing where `charged_alike` lets them be."""
    if charged_alike(charges.values()):
        return []
    times: dict[str, list[str]] = {}
    for model, charge in charges.items():
        fit, bound = _fit(charge.one), isinstance(charge.one.basis, Roofline)
        told = "is fitted" if fit else "is a lower bound" if bound else "was measured"
        times.setdefault(told, []).append(short_name(model))
    first, *others = (f"{', '.join(models)} {told}" for told, models in times.items())
    said = [f"the time of {', that of '.join([first, *others])}"] if others else []
    unread = [short_name(model) for model, charge in charges.items() if charge.read is None]
    if 0 < len(unread) < len(charges):
        said.append(
            f"what it takes to read or test an answer of {', '.join(unread)} is not known and not "
            "counted, that of the others is"
        )
    return [f"{each}: do not decide by them" for each in said]


def _machines(costs: Mapping[str, UnitCost]) -> list[str]:
    """Return on which machines times were measured, nothing where that was one."""
    on: dict[str, list[str]] = {}
    for model, cost in costs.items():
        if isinstance(cost.basis, Measured):
            on.setdefault(cost.basis.hardware, []).append(short_name(model))
    where = [f"{', '.join(models)} on {machine}" for machine, models in on.items()]
    told = [f"times were measured on different machines: {'; '.join(where)}"]
    return told if len(on) > 1 else []


def _fitted(costs: Mapping[str, UnitCost]) -> list[str]:
    """Return how far off fitted times may be: all of a study have the same fit."""
    fits = {model: fit for model, cost in costs.items() if (fit := _fit(cost))}
    models = ", ".join(map(short_name, fits))
    return [
        f"the time of {models} is fitted to those measured of {fit.models} other models: it may be "
        f"off by a factor of {two_digits(fit.spread)} (95 %)"
        for fit in dict.fromkeys(fits.values())
    ]


def _fit(cost: UnitCost) -> TimeFit | None:
    return cost.basis.fit if isinstance(cost.basis, Roofline) else None


def _server(costs: Iterable[UnitCost]) -> str:
    """Return whose time was estimated, if it is that of one machine."""
    bases = (cost.basis for cost in costs)
    machines = {
        _machine(basis.gpu, basis.gpu_count, basis.batch)
        for basis in bases
        if isinstance(basis, Roofline)
    }
    return f", of {machines.pop()}" if len(machines) == 1 else ""


def _machine(gpu: str, count: int, batch: int) -> str:
    return f"a server of {count} x {gpu} at batch {batch}"


def _with_attention(attention: bool) -> str:
    return ", with attention" if attention else ""

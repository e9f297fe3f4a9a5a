"""Costs with their formulas filled in: each number that goes into one, to four digits."""

from backend.maths.architecture import Architecture
from backend.maths.assumptions import Assumptions, BudgetKind
from backend.maths.costs import NoCost, Origin, Priced, Roofline, UnitCost
from backend.maths.flops import attention_flops, matmul_flops
from backend.words.amounts import amount, four_digits, two_digits
from backend.words.costs import how, mixed_prices, no_cost

_SIZES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def weights(architecture: Architecture) -> str:
    """Return what the weights are that a token is multiplied by."""
    shared = _experts(architecture)
    return (
        f"{_count(architecture.attention_parameters)} in attention + "
        f"{_count(architecture.active_mlp_parameters)} in MLPs{shared} + "
        f"{_count(architecture.head_parameters)} in the output head = "
        f"{_count(architecture.active_matmul_parameters)} weights"
    )


def of_flops(
    cost: UnitCost | NoCost,
    architecture: Architecture | None,
    tokens: float | None,
    assumptions: Assumptions,
) -> str:
    """Return how an answer's FLOPs come about, those by the formula beside published ones."""
    if isinstance(cost, NoCost):
        return no_cost(cost)
    if architecture is None or tokens is None:
        return f"{amount(cost.value, BudgetKind.FLOPS.unit)}, {how(cost)}"
    by_formula, added = matmul_flops(architecture, tokens), ""
    if assumptions.attention:
        more = attention_flops(architecture, tokens)
        by_formula, added = by_formula + more, f" + {_flops(more)} of attention"
    count = _count(architecture.active_matmul_parameters)
    product = f"2 x {count} weights x {_tokens(tokens)}{added} = {_flops(by_formula)}"
    if abs(cost.value * 1e12 / by_formula - 1) < 1e-12:
        return product
    return f"{amount(cost.value, BudgetKind.FLOPS.unit)}, {how(cost)}; by the formula {product}"


def of_time(cost: UnitCost | NoCost) -> str:
    """Return how an answer's seconds come about."""
    if isinstance(cost, NoCost):
        return no_cost(cost)
    basis, seconds = cost.basis, amount(cost.value, BudgetKind.TIME.unit)
    if not isinstance(basis, Roofline):
        return f"{seconds}, {how(cost)}"
    step, tokens = basis.step, _tokens(basis.tokens)
    rates = step.weight_bytes / step.reading, step.flops / step.computing
    best = ", the best for this model" if basis.best_batch else ""
    fitted = f" x {four_digits(basis.fit.factor)}, fitted" if basis.fit else ""
    return (
        f"{basis.gpu_count} x {basis.gpu}, batch {basis.batch}{best}: a step reads "
        f"{_of(step.weight_bytes, 'B')} of weights at {_of(rates[0], 'B/s')} in "
        f"{_seconds(step.reading)} and multiplies {_of(step.flops, 'FLOPs')} at "
        f"{_of(rates[1], 'FLOP/s')} in {_seconds(step.computing)}; the longer x {tokens} / "
        f"{basis.batch}{fitted} = {seconds}"
    )


def of_dollars(cost: UnitCost | NoCost) -> str:
    """Return how an answer's dollars come about."""
    if isinstance(cost, NoCost):
        return no_cost(cost)
    dollars = amount(cost.value, BudgetKind.DOLLARS.unit)
    if not isinstance(cost.basis, Priced):
        return f"{dollars}, {how(cost)}"
    basis = cost.basis
    read = f" + ${basis.input_dollars:g} x {basis.prompt_tokens:,} tokens of the prompt"
    product = f"${basis.dollars:g} x {_tokens(basis.tokens)}{read if basis.prompt_tokens else ''}"
    return f"({product}) / 1 million = {dollars}, by {_whose(cost)}"


def difference(published: float, computed: float) -> str:
    """Return how far a computed cost lies from a published one, in percent."""
    return f"{100 * (computed / published - 1):+.2f} %"


def ratio(published: float, computed: float) -> str:
    """Return how many times a computed cost the published one is."""
    return f"x {two_digits(published / computed)}"


def _experts(architecture: Architecture) -> str:
    experts = architecture.experts
    return f" ({experts.active} of {experts.count} experts)" if experts else ""


def _whose(cost: UnitCost) -> str:
    if cost.origin is Origin.SET:
        return "your price"
    own = ", and your price of the prompt" if mixed_prices(cost) else ""
    return f"a preset price, which is no quote{own}"


def _count(parameters: float) -> str:
    if parameters < 1e9:
        return f"{four_digits(parameters / 1e6)} million"
    return f"{four_digits(parameters / 1e9)} billion"


def _tokens(tokens: float) -> str:
    return f"{tokens:,.4g} tokens" if tokens < 1e4 else f"{tokens:,.0f} tokens"


def _flops(flops: float) -> str:
    return amount(flops / 1e12, BudgetKind.FLOPS.unit)


def _seconds(seconds: float) -> str:
    return amount(seconds, BudgetKind.TIME.unit)


def _of(value: float, unit: str) -> str:
    size, prefix = next((each for each in _SIZES if value >= each[0]), (1.0, ""))
    return f"{four_digits(value / size)} {prefix}{unit}"

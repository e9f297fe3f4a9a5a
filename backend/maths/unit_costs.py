"""What one answer costs, and what a ranker takes to read it: FLOPs, seconds, dollars, samples."""

from dataclasses import replace

from backend.maths.architecture import Architecture
from backend.maths.assumptions import PAPER_TOKENS, Assumptions, BudgetKind
from backend.maths.costs import (
    Basis,
    ModelFacts,
    Multiplied,
    NoCost,
    NoLength,
    NotPublic,
    OneSample,
    Origin,
    Priced,
    Published,
    Reading,
    Reported,
    Roofline,
    TooLarge,
    UnitCost,
    Wanted,
)
from backend.maths.flops import attention_flops, matmul_flops
from backend.maths.roofline import best_batch, cache_bytes, roofline_seconds, step_of, weight_bytes
from backend.maths.time_fit import TimeFit


def preset_price(active_parameters: int) -> float:
    """Return a round price in dollars per million tokens for hosted open models of this size.

    A starting point in the shape of 2024 price lists (a step for each size class), not a quote.
    The size is that of the weights a token meets, since a mixture of experts is sold by those.
    """
    steps = ((4e9, 0.10), (8.5e9, 0.20), (21e9, 0.30), (41e9, 0.80), (80e9, 0.90), (130e9, 1.80))
    return next((price for size, price in steps if active_parameters <= size), 2.40)


def unit_cost(
    kind: BudgetKind, model: ModelFacts, assumptions: Assumptions, fit: TimeFit | None = None
) -> UnitCost | NoCost:
    """Return what one answer of `model` costs in the unit of `kind`, or why nobody can tell.

    `fit` is that of the study's measured times, by which an estimated time is multiplied.
    """
    if kind is BudgetKind.SAMPLES:
        return UnitCost(1.0, Origin.COMPUTED, OneSample())
    if kind is BudgetKind.TIME and model.measured and model.published.seconds is None:
        seconds = model.measured.seconds / model.measured.answers
        return UnitCost(seconds, Origin.MEASURED, model.measured)
    published = _published(model, kind, assumptions)
    if kind is BudgetKind.TIME and published.seconds is not None:
        stands_in = published is not model.published
        origin = Origin.PUBLISHED if stands_in else Origin.MEASURED
        return UnitCost(published.seconds, origin, Reported(published.seconds_source), stands_in)
    tokens = answer_tokens(model, assumptions)
    if tokens is None:
        return NoCost(NoLength())
    if kind is BudgetKind.FLOPS:
        return _flops_cost(model, published, tokens, assumptions)
    if kind is BudgetKind.TIME:
        return roofline_cost(model, tokens, assumptions, fit)
    return _dollar_cost(model, tokens, assumptions)


def answer_tokens(model: ModelFacts, assumptions: Assumptions) -> float | None:
    """Return how many tokens an answer counts for, None where it was not recorded."""
    own = dict(assumptions.lengths).get(model.name)
    return usual_tokens(model, assumptions) if own is None else own


def usual_tokens(model: ModelFacts, assumptions: Assumptions) -> float | None:
    """Return how many tokens an answer counts for where the model's own length was not set."""
    return model.mean_tokens if assumptions.measured_tokens else assumptions.tokens


def usual_price(model: ModelFacts, assumptions: Assumptions) -> float | None:
    """Return the preset price of a model by its size, None where nobody knows it."""
    return _price_by_size(model.name, model.architecture, assumptions)


def _price_by_size(
    name: str | None, size: Architecture | None, assumptions: Assumptions
) -> float | None:
    """Return a preset price by all weights that a token meets, whether they were set or known.

    Those that are set are multiplied by; an input embedding of its own, which is not, is added.
    """
    own = dict(assumptions.sizes).get(name or "")
    embedding = size.active_parameters - size.active_matmul_parameters if size else 0
    if own is not None:
        return preset_price(round(own * 1e9) + embedding)
    return preset_price(size.active_parameters) if size else None


def usual_size(model: ModelFacts) -> float | None:
    """Return the billions of weights that a token is multiplied by, None where nobody knows."""
    size = model.architecture
    return None if size is None else size.active_matmul_parameters / 1e9


def set_weights(model: ModelFacts, assumptions: Assumptions) -> int | None:
    """Return the weights that a token is multiplied by, as they were set, None where not."""
    own = dict(assumptions.sizes).get(model.name)
    return None if own is None else round(own * 1e9)


def reading_cost(
    kind: BudgetKind,
    read: Reading,
    assumptions: Assumptions,
    reader: str | None = None,
    model: str | None = None,
) -> float | None:
    """Return what `reader` takes to read one answer that `model` gave, in the unit of `kind`.

    By the same rule as the answer itself: a size of one's own, as many tokens, and the prompt
    before them, which a model that scores must read. Every drawn answer is charged in full, one
    that says the same as another too. Tokens that are read cost the input price of `reader` if it
    was set, else as much as those it writes: its own price, or the preset of its size. Samples
    count no reading, and dollars no running of programs.

    Returns:
        At least 0; None where nobody knows.
    """
    if kind is BudgetKind.TIME:
        return read.seconds
    if kind is BudgetKind.SAMPLES:
        return 0.0
    if not read.recorded:
        return None
    if read.tokens is None or read.prompt_tokens is None:
        return 0.0
    usual = read.tokens if assumptions.measured_tokens else assumptions.tokens
    tokens = read.prompt_tokens + dict(assumptions.lengths).get(model or "", usual)
    if kind is BudgetKind.DOLLARS:
        preset = _price_by_size(reader, read.reader, assumptions)
        price = dict(assumptions.prices).get(reader or "", preset)
        own = dict(assumptions.input_prices).get(reader or "", price)
        return None if own is None else own * tokens / 1e6
    return _reading_tflops(reader, read.reader, tokens, assumptions)


def _reading_tflops(
    name: str | None, size: Architecture | None, tokens: float, assumptions: Assumptions
) -> float | None:
    own = dict(assumptions.sizes).get(name or "")
    if own is not None:
        flops = 2e9 * own * tokens
    elif size is not None:
        flops = matmul_flops(size, tokens)
    else:
        return None
    if assumptions.attention:
        if size is None:
            return None
        flops += attention_flops(size, tokens)
    return flops / 1e12


def _published(model: ModelFacts, kind: BudgetKind, assumptions: Assumptions) -> Published:
    own = model.published.flops if kind is BudgetKind.FLOPS else model.published.seconds
    return model.stand_in if own is None and assumptions.stand_ins else model.published


def _flops_cost(
    model: ModelFacts, published: Published, tokens: float, assumptions: Assumptions
) -> UnitCost | NoCost:
    architecture, own = model.architecture, set_weights(model, assumptions)
    basis: Basis
    if own is not None:
        flops, origin = 2.0 * own * tokens, Origin.SET
        basis = Multiplied(own, tokens, assumptions.attention)
    elif published.flops is not None:
        flops, origin = published.flops * tokens / PAPER_TOKENS, Origin.PUBLISHED
        scaled = None if tokens == PAPER_TOKENS else tokens
        basis = Reported(published.flops_source, scaled, assumptions.attention)
    elif architecture is not None:
        flops, origin = matmul_flops(architecture, tokens), Origin.COMPUTED
        weights = architecture.active_matmul_parameters
        basis = Multiplied(weights, tokens, assumptions.attention)
    else:
        return NoCost(NotPublic(Wanted.FLOPS, model.not_public))
    if assumptions.attention:
        if architecture is None:
            return NoCost(NotPublic(Wanted.ATTENTION, model.not_public))
        flops += attention_flops(architecture, tokens)
    if own is None and (assumptions.attention or tokens != PAPER_TOKENS):
        origin = Origin.COMPUTED
    stands_in = own is None and published.flops is not None and published is not model.published
    return UnitCost(flops / 1e12, origin, basis, stands_in)


def roofline_cost(
    model: ModelFacts, tokens: float, assumptions: Assumptions, fit: TimeFit | None = None
) -> UnitCost | NoCost:
    """Return the time of one answer by the data sheet, whatever was measured of the model."""
    architecture, gpu, count = model.architecture, assumptions.gpu, assumptions.gpu_count
    if architecture is None:
        return NoCost(NotPublic(Wanted.TIME, model.not_public))
    needed, held = weight_bytes(architecture, assumptions), count * gpu.memory_bytes
    if needed > held:
        return NoCost(TooLarge(needed, held, gpu.name, count))
    if assumptions.best_batch:
        batch = best_batch(architecture, tokens, assumptions)
        if not batch:
            needed += cache_bytes(architecture, tokens, assumptions)
            return NoCost(TooLarge(needed, held, gpu.name, count, with_cache=True))
        assumptions = replace(assumptions, batch=batch)
    basis = Roofline(
        gpu.name,
        count,
        assumptions.batch,
        assumptions.bytes_per_weight,
        tokens,
        step_of(architecture, assumptions),
        assumptions.best_batch,
        fit,
    )
    seconds = roofline_seconds(architecture, tokens, assumptions) * (fit.factor if fit else 1)
    return UnitCost(seconds, Origin.FITTED if fit else Origin.ESTIMATED, basis)


def _dollar_cost(model: ModelFacts, tokens: float, assumptions: Assumptions) -> UnitCost | NoCost:
    price, origin = dict(assumptions.prices).get(model.name), Origin.SET
    if price is None:
        price, origin = usual_price(model, assumptions), Origin.PRESET
    if price is None:
        return NoCost(NotPublic(Wanted.PRICE, model.not_public))
    own = dict(assumptions.input_prices).get(model.name)
    input_price = price if own is None else own
    dollars = price * tokens + input_price * assumptions.prompt_tokens
    basis = Priced(price, tokens, input_price, assumptions.prompt_tokens, own is not None)
    return UnitCost(dollars / 1e6, origin, basis)

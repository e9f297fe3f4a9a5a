"""`python -m speed.coverage`: how often intervals hold, where the truth is known.

Problems are drawn from a population of solve rates, samples from the problems. Prints the tables
of docs/intervals.md; seeded, so that they come out the same each time.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.maths.best_of import best_interval, held_out
from backend.maths.estimators import pass_at_k, passes_by_rank, rank_score_at_k
from backend.maths.intervals import mean_interval, paired_bound, simultaneous_interval, t_quantile
from backend.maths.redraws import redraw_variance_pass, redraw_variance_ranked

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Interval = tuple[Floats, Floats]
Method = Callable[[Floats, float], Interval]

SAMPLES = 100
SIZES = (10, 30, 118, 164, 500)
KS = ((1, 1), (10, 2), (50, 10))
"""Answers of the small and the large model: five to one, as equal budgets pay for."""
KINDS = ("score", "difference")
DRAWS = 1000
SLOW, SLOW_DRAWS = {"BCa", "bootstrap-t", "Gaffke"}, 300
CURVES = 400
PUBLISHED = Path(__file__).parents[1] / "data" / "published"


class Result(NamedTuple):
    """What one method did on one population; `width` is relative to t's, by medians."""

    kind: str
    problems: int
    k: int
    method: str
    coverage: float
    width: float


@lru_cache
def populations() -> dict[str, Floats]:
    """Return solve rates of a small and a large model, each of shape (problems, 2)."""
    rare = np.ones((1000, 2))
    rare[:30, 0] = 0.0
    rare[:10, 1] = 0.0
    return {
        "U-shaped": _logistic(-0.5, 0.5, 4.0, 0.8),
        "easy": _logistic(2.5, 3.5, 2.0, 0.7),
        "hard": _logistic(-4.0, -3.0, 2.5, 0.7, impossible=0.3),
        "middling": _logistic(-0.2, 0.3, 0.5, 0.5),
        "few fail": rare,
        "EvalPerf": _published(
            "evalperf", "meta-llama/Meta-Llama-3-8B-Instruct", "meta-llama/Llama-3.1-70B-Instruct"
        ),
        "EvalPerf, strong": _published("evalperf", "Qwen/Qwen2.5-7B-Instruct", "deepseek-chat-v3"),
        "EvalPerf, saturated": _published(
            "evalperf", "infly/OpenCoder-8B-Instruct", "google/gemma-2-27b-it"
        ),
        "LiveCodeBench": _published("livecodebench", "DSCoder-6.7b-Ins", "DSCoder-33b-Ins"),
        "LiveCodeBench, far": _published("livecodebench", "StarCoder2-3b", "Claude-3-Sonnet"),
    }


def _logistic(
    small: float, large: float, spread: float, correlation: float, impossible: float = 0.0
) -> Floats:
    generator = np.random.default_rng(1)
    latent = generator.standard_normal((20000, 2))
    latent[:, 1] = correlation * latent[:, 0] + np.sqrt(1 - correlation**2) * latent[:, 1]
    rates: Floats = 1 / (1 + np.exp(-(np.array([small, large]) + spread * latent)))
    rates[generator.random(len(rates)) < impossible] = 0.0
    return rates


def _published(study: str, small: str, large: str) -> Floats:
    rates: dict[str, dict[str, float]] = {small: {}, large: {}}
    with (PUBLISHED / f"{study}_counts.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["model"] in rates:
                problem = row.get("task_id") or row["problem_id"]
                rates[row["model"]][problem] = int(row["c"]) / int(row["n"])
    both = sorted(rates[small].keys() & rates[large].keys())
    return np.array([[rates[small][problem], rates[large][problem]] for problem in both])


def percentile(values: Floats, span: float) -> Interval:
    """Return the percentile bootstrap interval, which the project once used; span is unused."""
    del span
    low, high = np.quantile(_resampling(len(values)) @ values, [0.025, 0.975], axis=0)
    return low, high


def student(values: Floats, span: float) -> Interval:
    """Return Student's t over problems; span is unused."""
    del span
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    half = t_quantile(0.975, len(values) - 1) * error
    return values.mean(axis=0) - half, values.mean(axis=0) + half


def accelerated(values: Floats, span: float) -> Interval:
    """Return the BCa bootstrap interval (Efron 1987); span is unused."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415

    del span
    means = np.sort(_resampling(len(values)) @ values, axis=0)
    mean, deviations = values.mean(axis=0), values - values.mean(axis=0)
    squares = np.maximum((deviations**2).sum(axis=0), 1e-30)
    acceleration = (deviations**3).sum(axis=0) / (6 * squares**1.5)
    below = ((means < mean).mean(axis=0) + (means <= mean).mean(axis=0)) / 2
    bias = ndtri(np.clip(below, 0.001, 0.999))
    ends = []
    for normal in (-1.96, 1.96):
        share = ndtr(bias + (bias + normal) / (1 - acceleration * (bias + normal)))
        row = np.clip((share * len(means)).astype(int), 0, len(means) - 1)
        ends.append(means[row, np.arange(values.shape[1])])
    return ends[0], ends[1]


def studentised(values: Floats, span: float) -> Interval:
    """Return the bootstrap-t interval, kept inside the span."""
    weights = _resampling(len(values))
    means = weights @ values
    errors = np.sqrt(np.maximum(weights @ values**2 - means**2, 1e-12) / (len(values) - 1))
    mean, error = values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))
    low, high = np.quantile((means - mean) / errors, [0.025, 0.975], axis=0)
    return np.clip(mean - high * error, 1 - span, 1), np.clip(mean - low * error, 1 - span, 1)


def gaffke(values: Floats, span: float) -> Interval:
    """Return Gaffke's interval (2005): a Bayesian bootstrap with the worst value added."""
    weights = _dirichlet(len(values) + 1)
    means, rest = weights[:, :-1] @ values, weights[:, -1:]
    low = np.quantile(means + (1 - span) * rest, 0.025, axis=0)
    return low, np.quantile(means + rest, 0.975, axis=0)


def halved(values: Floats, span: float) -> Interval:
    """Return the chosen interval with half as many pseudo-problems."""
    pseudo = 0.5 / span
    total = len(values) + 2 * pseudo
    centre = (values.sum(axis=0) + pseudo * (2 - span)) / total
    squares = ((values - centre) ** 2).sum(axis=0)
    squares += pseudo * ((1 - centre) ** 2 + (1 - span - centre) ** 2)
    half = t_quantile(0.975, len(values) - 1) * np.sqrt(squares / (total - 1) / total)
    return np.clip(centre - half, 1 - span, 1), np.clip(centre + half, 1 - span, 1)


METHODS: dict[str, Method] = {
    "percentile": percentile,
    "BCa": accelerated,
    "bootstrap-t": studentised,
    "t": student,
    "Gaffke": gaffke,
    "half as many": halved,
    "chosen": mean_interval,
}


@lru_cache
def _resampling(problems: int) -> Floats:
    """Return how often each problem counts in each of 1000 bootstrap samples, as shares."""
    shares = np.full(problems, 1 / problems)
    drawn: Floats = np.random.default_rng(0).multinomial(problems, shares, 1000) / problems
    return drawn


@lru_cache
def _dirichlet(problems: int) -> Floats:
    return np.random.default_rng(0).dirichlet(np.ones(problems), 1000)


def draw(
    rates: Floats, shape: tuple[int, ...], generator: np.random.Generator
) -> tuple[Floats, Ints, Ints]:
    """Draw problems, and for each how many of `SAMPLES` are correct: of the small, the large."""
    drawn = rates[generator.integers(len(rates), size=shape)]
    counts = generator.binomial(SAMPLES, drawn)
    return drawn, counts[..., 0], counts[..., 1]


def estimates(ks: Iterable[int]) -> Floats:
    """Return pass@k for each number of correct samples, shape (SAMPLES + 1, ks)."""
    return pass_at_k(np.full(SAMPLES + 1, SAMPLES), np.arange(SAMPLES + 1), list(ks))


def truth(rates: Floats, k: int) -> float:
    """Return a population's pass@k."""
    return float((1 - (1 - rates) ** k).mean())


def coverage(interval: Interval, true: float | Floats) -> Floats:
    """Return where an interval holds, 1.0 or 0.0, shape (columns,)."""
    low, high = interval
    return ((low <= np.asarray(true) + 1e-12) & (high >= np.asarray(true) - 1e-12)).astype(float)


def simulate(
    methods: dict[str, Method], sizes: Iterable[int] = SIZES, draws: int = DRAWS
) -> Iterator[Result]:
    """Simulate every population, size, k, kind and method, `draws` times each."""
    for seed, rates in enumerate(populations().values()):
        generator = np.random.default_rng(seed)
        for problems in sizes:
            _, small, large = draw(rates, (problems, draws), generator)
            for k_small, k_large in KS:
                score, other = estimates([k_small, k_large]).T
                true = [truth(rates[:, 0], k_small)]
                true.append(true[0] - truth(rates[:, 1], k_large))
                tables = score[small], score[small] - other[large]
                for kind, table, mean in zip(KINDS, tables, true, strict=True):
                    span = 1.0 + KINDS.index(kind)
                    yield from _results(methods, table, span, mean, (kind, problems, k_small))


def _results(
    methods: dict[str, Method], table: Floats, span: float, mean: float, cell: tuple[str, int, int]
) -> Iterator[Result]:
    low, high = student(table, span)
    usual = float(np.median(high - low))
    for name, method in methods.items():
        low, high = method(table[:, :SLOW_DRAWS] if name in SLOW else table, span)
        width = float(np.median(high - low)) / usual if usual > 1e-9 else np.nan
        yield Result(*cell, name, float(coverage((low, high), mean).mean()), width)


def coverage_tables(results: list[Result]) -> Iterator[str]:
    """Print coverage, worst and mean over the populations, and widths."""
    names = list(METHODS)
    for kind in KINDS:
        yield f"\nCoverage of a {kind} in %, worst / mean over the populations\n"
        yield from header(["problems", "k", *names])
        for problems in SIZES:
            for k, _ in KS:
                cell = [r for r in results if r[:3] == (kind, problems, k)]
                held = [[r.coverage for r in cell if r.method == name] for name in names]
                yield row(problems, k, *(f"{_pc(min(h))} / {_pc(np.mean(h))}" for h in held))
        yield f"\nWidth of a {kind}'s interval over that of t, median over populations and k\n"
        yield from header(["problems", *names])
        for problems in SIZES:
            cell = [r for r in results if r[:2] == (kind, problems)]
            widths = [np.nanmedian([r.width for r in cell if r.method == n]) for n in names]
            yield row(problems, *(f"{width:.2f}" for width in widths))


def curve_table(sizes: Iterable[int] = (10, 30, 118, 500), curves: int = CURVES) -> Iterator[str]:
    """Print how often a whole curve holds, and how often one model seems to beat itself."""
    ways: dict[str, Method] = {
        "percentile": percentile,
        "chosen, each k": mean_interval,
        "chosen, together": simultaneous_interval,
    }
    yield "\nDifferences along a curve of k = 1 ... 50, % of curves, worst / mean\n"
    heads = [f"{what}: {way}" for what in ("false lead", "holds throughout") for way in ways]
    yield from header(["problems", *heads])
    for problems in sizes:
        told = np.array(
            [
                whole_curves(rates, problems, curves, ways.values(), seed)
                for seed, rates in enumerate(populations().values())
            ]
        )
        clear, holds = told[:, 0], told[:, 1]
        yield row(
            problems,
            *(f"{_pc(v.max())} / {_pc(v.mean())}" for v in clear.T),
            *(f"{_pc(v.min())} / {_pc(v.mean())}" for v in holds.T),
        )


def whole_curves(
    rates: Floats, problems: int, curves: int, methods: Iterable[Method], seed: int
) -> Floats:
    """Return shares of curves, shape (2, methods): false leads, and bands that hold throughout."""
    generator = np.random.default_rng(seed)
    ks = np.arange(1, 51)
    table, dear = estimates(ks), (ks + 4) // 5
    true = np.array([truth(rates[:, 0], k) for k in range(1, 51)])
    true -= np.array([truth(rates[:, 1], k) for k in range(1, 11)])[dear - 1]
    chosen = list(methods)
    told = np.zeros((2, len(chosen)))
    for _ in range(curves):
        drawn, small, large = draw(rates, (problems,), generator)
        again = generator.binomial(SAMPLES, drawn[:, 0])
        null, real = table[small] - table[again], table[small] - table[large][:, dear - 1]
        for column, method in enumerate(chosen):
            told[0, column] += not coverage(method(null, 2.0), 0.0).all()
            told[1, column] += coverage(method(real, 2.0), true).all()
    return told / curves


def bound_table(draws: int = DRAWS) -> Iterator[str]:
    """Print how often the bound from means alone holds, with and without pseudo-problems."""
    yield "\nThe bound from means alone, coverage in %, worst / mean\n"
    yield from header(["problems", "bare", "chosen"])
    for problems in SIZES:
        held = [
            bound_coverage(rates, problems, draws, seed)
            for seed, rates in enumerate(populations().values())
        ]
        both = np.concatenate(held).T
        yield row(problems, *(f"{_pc(v.min())} / {_pc(v.mean())}" for v in both))


def bound_coverage(rates: Floats, problems: int, draws: int, seed: int) -> Floats:
    """Return coverage of the bare and the chosen bound for each k, shape (ks, 2)."""
    generator = np.random.default_rng(seed)
    _, small, large = draw(rates, (problems, draws), generator)
    held = []
    for k_small, k_large in KS:
        score, other = estimates([k_small, k_large]).T
        p, q = score[small].mean(axis=0), other[large].mean(axis=0)
        off = np.abs(p - q - truth(rates[:, 0], k_small) + truth(rates[:, 1], k_large))
        bare = 1.96 * np.sqrt((p * (1 - p) + q * (1 - q)) / problems)
        both = bare, paired_bound(p, q, problems)
        held.append([float((off <= half + 1e-12).mean()) for half in both])
    return np.array(held)


def redraw_table(draws: int = 300) -> Iterator[str]:
    """Print the jackknife's variance over the true one, for a mean over 30 fixed problems."""
    yield "\nVariance of a mean over drawing the samples anew, estimated / true (- if that is 0)\n"
    yield from header(["population", *(f"{w}, k = {k}" for w in ("pass", "rank") for k, _ in KS)])
    for seed, (name, rates) in enumerate(populations().items()):
        passes = [redraw_ratio_pass(rates[:, 0], k, 20 * draws, seed) for k, _ in KS]
        ranked = redraw_ratio_ranked(rates[:, 0], [k for k, _ in KS], draws, seed)
        ratios = [*passes, *ranked]
        yield row(name, *("-" if np.isnan(ratio) else f"{ratio:.2f}" for ratio in ratios))


def redraw_ratio_pass(rates: Floats, k: int, draws: int, seed: int) -> float:
    """Return mean estimated variance over the variance seen, for pass@k of 30 problems."""
    generator = np.random.default_rng(seed)
    problems = generator.choice(rates, 30)
    counts = generator.binomial(SAMPLES, problems, (draws, 30))
    tally = np.arange(SAMPLES + 1)
    estimated = redraw_variance_pass(np.full(SAMPLES + 1, SAMPLES), tally, k)[counts]
    seen = estimates([k])[:, 0][counts].var(axis=0, ddof=1).sum()
    return _ratio(estimated.mean(axis=0).sum(), seen)


def redraw_ratio_ranked(rates: Floats, ks: list[int], draws: int, seed: int) -> list[float]:
    """Return the same for rank scores; the ranker scores in halves, so that many samples tie."""
    generator = np.random.default_rng(seed)
    problems = generator.choice(rates, 30)
    rows = []
    for _ in range(draws):
        right = generator.random((30, SAMPLES)) < problems[:, None]
        scores = np.round(2 * (right + generator.standard_normal(right.shape))) / 2
        rows.append([passes_by_rank(*both) for both in zip(scores, right, strict=True)])
    seen = np.array([rank_score_at_k(row, ks) for row in rows]).var(axis=0, ddof=1).sum(axis=0)
    estimated = [np.mean([redraw_variance_ranked(row, k).sum() for row in rows[:60]]) for k in ks]
    return [_ratio(float(one), float(true)) for one, true in zip(estimated, seen, strict=True)]


def best_table(draws: int = 300) -> Iterator[str]:
    """Print what the best of equal models seems to lead by, before and after the correction."""
    yield "\nEqual models: % where the best clearly beats the worst, and the lead in points\n"
    yield from header(["problems", "models", "t", "chosen, one pair", "corrected",
                       "lead where chosen", "lead held out"])  # fmt: skip
    for problems, models in ((30, 9), (118, 32), (400, 45)):
        yield row(problems, models, *equal_models(problems, models, draws))


def equal_models(problems: int, models: int, draws: int) -> Iterator[str]:
    """Return the cells of `best_table`; one solve rate for all, one sample each: rank-score@1."""
    generator = np.random.default_rng(0)
    rates = populations()["EvalPerf"][:, 0]
    clear, leads = np.zeros(3), np.zeros(2)
    for _ in range(draws):
        drawn = generator.choice(rates, problems)
        table = (generator.random((problems, models)) < drawn[:, None]).astype(float)
        means = table.mean(axis=0)
        best, worst = int(means.argmax()), int(means.argmin())
        lead = table[:, [best]] - table[:, [worst]]
        lows = student(lead, 2.0)[0][0], mean_interval(lead, 2.0)[0][0]
        clear += np.array([*lows, best_interval(table, best, worst)[0]]) > 0
        kept = held_out(table, splits=20)
        leads += kept.chosen_on - (means.sum() - means[best]) / (models - 1), kept.advantage
    yield from (_pc(share) for share in clear / draws)
    yield from (f"{100 * lead:.1f}" for lead in leads / draws)


def header(names: list[str]) -> Iterator[str]:
    """Return the first two lines of a Markdown table."""
    yield row(*names)
    yield "|" + " --- |" * len(names)


def row(*cells: object) -> str:
    """Return a line of a Markdown table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def _pc(share: float | np.floating) -> str:
    return f"{100 * float(share):.1f}"


def _ratio(estimated: float, true: float) -> float:
    return estimated / true if true > 1e-12 else float("nan")


def main() -> None:
    """Print all tables."""
    results = list(simulate(METHODS))
    for part in (coverage_tables(results), curve_table(), bound_table(), redraw_table()):
        for line in part:
            print(line, flush=True)
    for line in best_table():
        print(line, flush=True)


if __name__ == "__main__":
    main()

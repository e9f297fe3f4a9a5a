"""What is said of where a study's numbers come from."""

from collections.abc import Iterable, Mapping

from backend.maths.costs import Origin
from pages.parts.words.sentences import listed

TITLE = "Where this data comes from, and its caveats"


def benchmark(name: str, shown: Mapping[str, int], of: int) -> str:
    """Return which problems are shown: how many of each model, one number where all are alike."""
    counts = {f"{count:,}" for count in shown.values()}
    by_model = listed(f"{model} {count:,}" for model, count in shown.items())
    problems = by_model if len(counts) > 1 else counts.pop()
    return f"**Benchmark.** {name}; {problems} of {of:,} problems shown."


def sampling(how: str, samples: Iterable[str]) -> str:
    """Return how samples were drawn, and how many of each model."""
    return f"**Sampling.** {how}. Samples a problem: {listed(samples)}."


def samples(model: str, count: str, tokens: float | None) -> str:
    """Return how many samples of a model a problem has, and how long they were if it is known."""
    long = "" if tokens is None else f" of {tokens:.1f} tokens in the mean"
    return f"{model} {count}{long}"


def source(text: str) -> str:
    """Return who made the data."""
    return f"**Source.** {text}."


def costs(lengths: str | None, prompted: bool) -> str:
    """Return what holds of all costs; `lengths` says how long answers count for.

    `prompted` where each answer is charged its prompt, too.
    """
    counted = f"{lengths} " if lengths else ""
    who = "Each answer" if prompted else "Only a ranker that reads"
    return f"**Cost of one answer.** {counted}{who} is charged the prompt."


def cost(model: str, amount: str, origin: Origin, how: str) -> str:
    """Return what one answer of a model costs, and how that was got."""
    return f"{model}: {amount}, {origin} ({how})"


def caveat(text: str) -> str:
    """Return what the numbers of a study do not say."""
    return f"**Caveat.** {text}"

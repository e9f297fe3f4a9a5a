"""A plan in words, in amounts that fit it."""

import os
from collections.abc import Mapping, Sequence

from backend.experiment.config import Experiment
from backend.experiment.measured import Speed, here
from backend.experiment.plan import PlanRow
from backend.sampling.engines.keys import server_host
from backend.sampling.engines.settings import EngineKind, EngineTable
from backend.words.amounts import amount, count_of, duration, file_size


def totals(rows: Sequence[PlanRow]) -> dict[str, float]:
    """Return the sums of all that can be added up; what is not known counts as nothing."""
    names = ("generations", "greedy", "tokens", "tflops", "hours", "dollars", "disk_bytes")
    return {name: sum(getattr(row, name) or 0 for row in rows) for name in names}


def in_words(
    rows: Sequence[PlanRow],
    experiment: Experiment,
    speeds: Mapping[str, Speed],
    gpus: str,
    dollars_per_gpu_hour: float,
    tokens: int,
) -> str:
    """Return what the table says, added up, and what it rests on."""
    total = totals(rows)
    sized = [row for row in rows if row.tflops is not None]
    work = f" {_flops(total['tflops'])}," if sized else ""
    return (
        f"{total['generations']:,} samples and {total['greedy']:,} greedy answers, about "
        f"{count_of(total['tokens'])} tokens,{work} {file_size(total['disk_bytes'])} on disk.\n"
        f"{_here(rows, experiment, speeds)}\n"
        f"{_elsewhere(rows, gpus, dollars_per_gpu_hour)}\n"
        f"{_line(key_words(experiment.engine))}"
        f"Assumed: answers of {tokens} tokens (at most max_tokens), {experiment.engine.batch} at "
        "once; the time on GPUs is a roofline estimate, a lower bound; reading prompts and "
        "grading are left out."
    )


def key_words(engine: EngineTable) -> str | None:
    """Say which key goes to which server, None where none is asked."""
    if engine.kind is not EngineKind.SERVER:
        return None
    host, name = server_host(engine.url), engine.api_key_variable
    if not os.environ.get(name):
        return f"No key goes to {host}: {name} is not set."
    return f"The key in {name} goes to {host}."


def _line(said: str | None) -> str:
    return f"{said}\n" if said else ""


def _flops(tflops: float) -> str:
    return amount(tflops, "TFLOPs") if tflops < 1e6 else f"{count_of(tflops)} TFLOPs"


def _elsewhere(rows: Sequence[PlanRow], gpus: str, dollars_per_gpu_hour: float) -> str:
    """Return what it takes on GPUs, of the models whose size is known."""
    total = totals(rows)
    unknown = list(dict.fromkeys(row.model for row in rows if row.tflops is None))
    without = f"{', '.join(unknown)} left out, whose size is not known here"
    if all(row.tflops is None for row in rows):
        return f"On {gpus}: {without}."
    return (
        f"On {gpus} at least {duration(3600 * total['hours'])} and "
        f"{amount(total['dollars'], '$')} at ${dollars_per_gpu_hour:g} per GPU and hour"
        f"{f', {without}' if unknown else ''}."
    )


def _here(rows: Sequence[PlanRow], experiment: Experiment, speeds: Mapping[str, Speed]) -> str:
    """Return how long it takes here, as far as speeds were measured."""
    machine = here(experiment.engine)
    asked = list(dict.fromkeys(row.model for row in rows))
    unknown = [name for name in asked if name not in speeds]
    known = ", ".join(
        f"{name} {speeds[name].tokens_per_second:,.0f} tokens/s by {speeds[name].source}"
        for name in asked
        if name in speeds
    )
    said = []
    if known:
        hours = sum(row.hours_here or 0 for row in rows)
        said.append(f"Here, on {machine}, about {duration(3600 * hours)}, as measured: {known}.")
    if unknown:
        tune = f"`python -m backend tune {experiment.models[unknown[0]].path}`"
        said.append(f"Never measured on {machine}: {', '.join(unknown)} ({tune} does it).")
    return " ".join(said)

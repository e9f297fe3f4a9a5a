"""What an experiment will take, in words and in amounts that fit it."""

from backend.records.plan import Key, Plan
from backend.words.amounts import amount, count_of, duration, file_size


def plan(found: Plan) -> str:
    """Return what the rows add up to, and what that rests on, a line each."""
    total = found.totals
    sized = [row for row in found.rows if row.tflops is not None]
    work = f" {_flops(total['tflops'])}," if sized else ""
    lines = [
        f"{total['generations']:,} samples and {total['greedy']:,} greedy answers, about "
        f"{count_of(total['tokens'])} tokens,{work} {file_size(total['disk_bytes'])} on disk.",
        _here(found),
        _elsewhere(found),
        *([key(found.key)] if found.key else []),
        f"Assumed: answers of {found.tokens} tokens (at most max_tokens), {found.batch} at once; "
        "the time on GPUs is a roofline estimate, a lower bound; reading prompts and grading are "
        "left out.",
    ]
    return "\n".join(lines)


def key(found: Key) -> str:
    """Say which key goes to which server."""
    if not found.is_set:
        return f"No key goes to {found.host}: {found.variable} is not set."
    return f"The key in {found.variable} goes to {found.host}."


def _flops(tflops: float) -> str:
    return amount(tflops, "TFLOPs") if tflops < 1e6 else f"{count_of(tflops)} TFLOPs"


def _elsewhere(found: Plan) -> str:
    """Return what it takes on GPUs, of the models whose size is known."""
    total, gpus = found.totals, f"{found.gpu_count} x {found.gpu}"
    unknown = list(dict.fromkeys(row.model for row in found.rows if row.tflops is None))
    without = f"{', '.join(unknown)} left out, whose size is not known here"
    if all(row.tflops is None for row in found.rows):
        return f"On {gpus}: {without}."
    return (
        f"On {gpus} at least {duration(3600 * total['hours'])} and "
        f"{amount(total['dollars'], '$')} at ${found.dollars_per_gpu_hour:g} per GPU and hour"
        f"{f', {without}' if unknown else ''}."
    )


def _here(found: Plan) -> str:
    """Return how long it takes here, as far as speeds were measured."""
    speeds = found.speeds
    asked = list(dict.fromkeys(row.model for row in found.rows))
    unknown = [name for name in asked if name not in speeds]
    known = ", ".join(
        f"{name} {speeds[name].tokens_per_second:,.0f} tokens/s by {speeds[name].source}"
        for name in asked
        if name in speeds
    )
    said = []
    if known:
        seconds = 3600 * sum(row.hours_here or 0 for row in found.rows)
        said.append(f"Here, on {found.here}, about {duration(seconds)}, as measured: {known}.")
    if unknown:
        tune = f"`python -m backend tune {found.paths[unknown[0]]}`"
        said.append(f"Never measured on {found.here}: {', '.join(unknown)} ({tune} does it).")
    return " ".join(said)

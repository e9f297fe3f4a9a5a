"""Names of models, as short as they can be, and with their true size where they round it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from backend.maths.architecture import Architecture
from backend.plain_text import one_line
from backend.words.amounts import count_of_weights, short_count

_LONGEST = 80  # characters of a name in a list
_SIZE = re.compile(r"\d+(\.\d+)?[bBmM]$")
_STATED = re.compile(r"(?:(\d+)x)?(\d+(?:\.\d+)?)([bBmM])(?![a-zA-Z])")
_TUNED = re.compile(r"-(instruct|ins|chat|it|hf)$", re.IGNORECASE)


def short_labels(models: Sequence[str]) -> dict[str, str]:
    """Return labels as short as they can be and still tell the models apart.

    Only the sizes where nothing else differs; else the names without "-Instruct" and the like.
    """
    names = {model: short_name(model) for model in models}
    if len(set(names.values())) < len(names):  # the same name in two organisations
        return told_apart({model: model for model in models})
    words = {model: re.split(r"[ \-]", name) for model, name in names.items()}
    start, stop = 0, 0
    if len(set(map(tuple, words.values()))) == len(words) > 1:
        while len({tuple(w[: start + 1]) for w in words.values()}) == 1:
            start += 1
        while len({tuple(w[len(w) - stop - 1 :]) for w in words.values()}) == 1:
            stop += 1
    sizes = {model: "-".join(w[start : len(w) - stop]) for model, w in words.items()}
    if all(_SIZE.fullmatch(size) for size in sizes.values()):
        return sizes
    plain = {model: _TUNED.sub("", name) for model, name in names.items()}
    return told_apart(plain if len(set(plain.values())) == len(plain) else names)


def true_size(model: str, architecture: Architecture | None) -> str | None:
    """Return how many weights a model has, where its name is off by more than a tenth."""
    stated = _STATED.search(short_name(model))
    if architecture is None or stated is None:
        return None
    named = float(stated[2]) * (1e6 if stated[3] in "mM" else 1e9) * int(stated[1] or 1)
    if not named:
        return None
    total, active = architecture.total_parameters, architecture.active_parameters
    if abs(total / named - 1) <= 0.1:
        return None
    moe = f", {count_of_weights(active)} active" if active != total else ""
    return f"{count_of_weights(total)} weights{moe}"


def size(architecture: Architecture | None) -> str:
    """Return how many weights a model has: "13B", "141B, 39.2B active"; "" if nobody knows."""
    if architecture is None:
        return ""
    total, active = architecture.total_parameters, architecture.active_parameters
    moe = f", {short_count(active)} active" if active != total else ""
    return f"{short_count(total)}{moe}"


def sized_name(model: str, architecture: Architecture | None) -> str:
    """Return a model's short name, with its size where the name rounds it."""
    size = true_size(model, architecture)
    return f"{short_name(model)} ({size})" if size else short_name(model)


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by key, cut where they are long, and numbered where they would be alike."""
    told: dict[str, str] = {}
    taken: dict[str, int] = {}  # how often each label was wanted
    for key, name in names.items():
        label = short = one_line(name, _LONGEST)
        while label in taken:
            taken[short] += 1
            label = f"{short} ({taken[short]})"
        told[key] = label
        taken[label] = 1
    return told


def short_names(models: Iterable[str]) -> dict[str, str]:
    """Return each model's short name, or its whole one where others have the same short one."""
    short = {model: short_name(model) for model in models}
    wanted = Counter(short.values())
    return told_apart({model: model if wanted[name] > 1 else name for model, name in short.items()})


_LONGEST_NAME = 48


def short_name(model: str) -> str:
    """Return a model's name without the organisation before it, in one line that is not long."""
    return one_line(model.rstrip("/").rsplit("/", 1)[-1], _LONGEST_NAME)

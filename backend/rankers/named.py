"""Rankers by name: what a name asks for, and the ranker itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.errors import UserError, unknown_name
from backend.rankers.combined import Product, ZSum
from backend.rankers.execution import EXECUTION, Prober, execution_ranker
from backend.rankers.likelihood import KINDS
from backend.rankers.ranker import Ranker
from backend.rankers.simple import SIMPLE

Z, PRODUCT, REWARD = "z", "product", "reward"
FORMS = (
    *SIMPLE,
    *EXECUTION,
    *(f"{kind}:MODEL" for kind in KINDS),
    f"{REWARD}:MODEL",
    f"{PRODUCT}:MODEL",
    f"{Z}:NAME+NAME",
)


@dataclass(frozen=True)
class Makers:
    """What makes the parts that need something: programs' results, a model that reads."""

    prober: Callable[[], Prober]
    reader: Callable[[str, str], Ranker]
    """From a kind (as in `KINDS`, or "reward") and a model's name."""


def model_of(name: str) -> str | None:
    """Return the model that a ranker needs, or None.

    Raises:
        UserError: if there is no such ranker, or it needs more than one model.
    """
    kind, colon, rest = name.partition(":")
    if not colon:
        if name not in SIMPLE and name not in EXECUTION:
            raise unknown_name("ranker", name, FORMS)
        return None
    if kind == Z:
        models = {model for part in _parts(rest) if (model := model_of(part))}
        if len(models) > 1:
            raise UserError(f"ranker '{name}' needs {len(models)} models: at most one is held")
        return next(iter(models), None)
    if kind not in (*KINDS, PRODUCT, REWARD) or not rest:
        raise unknown_name("ranker", name, FORMS)
    return rest


def runs_programs(name: str) -> bool:
    """Tell whether a ranker of a name that `model_of` accepts runs generated tests."""
    kind, _, rest = name.partition(":")
    if kind == Z:
        return any(map(runs_programs, _parts(rest)))
    return name in EXECUTION or kind == PRODUCT


def ranker(name: str, make: Makers) -> Ranker:
    """Return the ranker of a name that `model_of` accepts."""
    if name in SIMPLE:
        return SIMPLE[name]
    if name in EXECUTION:
        return execution_ranker(name, make.prober())
    kind, _, rest = name.partition(":")
    if kind == Z:
        parts: Mapping[str, Ranker] = {part: ranker(part, make) for part in _parts(rest)}
        return ZSum(parts)
    if kind == PRODUCT:
        return Product(make.reader("nll", rest), ranker("tests-passed", make))
    return make.reader(kind, rest)


def _parts(names: str) -> list[str]:
    return [part for part in names.split("+") if part]

"""Rankers by name: what a name needs, and the ranker itself."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.errors import UserError
from backend.rankers.combined import Product, ZSum
from backend.rankers.execution import EXECUTION, Prober, execution_ranker
from backend.rankers.ranker import Ranker
from backend.rankers.simple import SIMPLE
from backend.records.ranker_name import Kind, RankerName, ranker_name


@dataclass(frozen=True)
class Makers:
    """What makes the parts that need something: programs' results, a model that reads."""

    prober: Callable[[], Prober]
    reader: Callable[[Kind, str], Ranker]
    """From a kind of likelihood, or of reward, and a model's name."""


def model_of(name: str) -> str | None:
    """Return the model that a ranker needs, or None.

    Raises:
        UserError: if there is no such ranker, or it needs more than one model.
    """
    models = _models(ranker_name(name))
    if len(models) > 1:
        raise UserError(f"ranker '{name}' needs {len(models)} models: at most one is held")
    return next(iter(models), None)


def runs_programs(name: str) -> bool:
    """Tell whether a ranker of a name that `model_of` accepts runs generated tests."""
    return _runs_programs(ranker_name(name))


def ranker(name: str, make: Makers) -> Ranker:
    """Return the ranker of a name that `model_of` accepts."""
    return _made(ranker_name(name), make)


def _models(wanted: RankerName) -> set[str]:
    own = {wanted.model} if wanted.model else set()
    return own.union(*map(_models, wanted.parts))


def _runs_programs(wanted: RankerName) -> bool:
    own = wanted.kind in EXECUTION or wanted.kind is Kind.PRODUCT
    return own or any(map(_runs_programs, wanted.parts))


def _made(wanted: RankerName, make: Makers) -> Ranker:
    kind = wanted.kind
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind in EXECUTION:
        return execution_ranker(kind, make.prober())
    if wanted.model is None:
        return ZSum([_made(part, make) for part in wanted.parts])
    if kind is Kind.PRODUCT:
        passed = execution_ranker(Kind.TESTS_PASSED, make.prober())
        return Product(make.reader(Kind.NLL, wanted.model), passed)
    return make.reader(kind, wanted.model)

"""One budget as a share of another, as people say it: "44 % less compute", "42 times as much"."""

from dataclasses import dataclass

from backend.maths.assumptions import BudgetKind
from backend.words.amounts import two_digits

_ALIKE = 0.005
"""Shares that are nearer to 1 are said to be 1."""
_AS_MUCH, _AS_MANY = "as much", "as many"


@dataclass(frozen=True)
class PaidIn:
    """What a budget pays with: of things that are counted there are fewer, of others less."""

    name: str = ""
    counted: bool = False


def paid_in(kind: BudgetKind) -> PaidIn:
    """Return what budgets of a kind pay with."""
    match kind:
        case BudgetKind.FLOPS:
            return PaidIn("compute")
        case BudgetKind.TIME:
            return PaidIn("time")
        case BudgetKind.DOLLARS:
            return PaidIn("money")
        case BudgetKind.SAMPLES:
            return PaidIn("samples", counted=True)


def of_budget(share: float, what: PaidIn | None = None) -> str:
    """Return a share of a budget: "44 % less", "12 % more samples", "4.5 times as much time"."""
    what = what or PaidIn()
    return " ".join(filter(None, (*_change(share, what), what.name)))


def between(low: float, high: float) -> str:
    """Return from which share to which: "7 to 63 % less", "10 to 143 times"."""
    one, other = sorted((low, high), reverse=high < 1 - _ALIKE)
    (number, *unit), (_, *its_own) = (_change(share, PaidIn()) for share in (one, other))
    if unit != its_own:
        return f"{of_budget(one)} to {of_budget(other)}"
    if not number or of_budget(one) == of_budget(other):
        return of_budget(other)
    return f"{number} to {of_budget(other)}".removesuffix(f" {_AS_MUCH}")


def _change(share: float, what: PaidIn) -> tuple[str, str, str]:
    """Return the number of a share, its unit, and how it compares with all of the budget."""
    alike = _AS_MANY if what.counted else _AS_MUCH
    if share >= 2:
        return two_digits(share), "times", alike
    if share >= 1 + _ALIKE:
        return _percent(share - 1), "%", "more"
    if share > 1 - _ALIKE:
        return "", "just", alike
    return _percent(1 - share), "%", "fewer" if what.counted else "less"


def _percent(change: float) -> str:
    """Return a change in percent, less than 100 of them."""
    return f"{min(100 * change, 99.9):.1f}" if change >= 0.995 else f"{100 * change:.0f}"

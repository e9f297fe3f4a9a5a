"""Why what some models cost cannot be ranked with what others do."""

from collections.abc import Sequence

from backend.maths.costs import Roofline
from backend.records.comparison import charged_alike
from backend.records.scores import Charge


def unlike(charges: Sequence[Charge], others: Charge) -> str:
    """Return what tells some costs from those of the others; empty where nothing does."""
    apart = [each for each in charges if not charged_alike((each, others))]
    known = how_known(others)
    kinds = dict.fromkeys(kind for each in apart if (kind := how_known(each)) != known)
    said = [f"their time {' or '.join(kinds)}, that of the others {known}"] if kinds else []
    unread = {each.read is None for each in apart if (each.read is None) != (others.read is None)}
    if unread:
        not_known = "their" if unread == {True} else "the others'"
        said.append(f"what it takes to read or test {not_known} answers is not known")
    return "; ".join(said)


def how_known(charge: Charge) -> str:
    """Return how an answer's time is known."""
    basis = charge.one.basis
    if not isinstance(basis, Roofline):
        return "was measured"
    return "is fitted to those of other models" if basis.fit else "is a lower bound"


def written(charge: Charge, others: Charge) -> str:
    """Return how an amount is written that cannot be ranked with those of the others."""
    basis = charge.one.basis
    if charge.read is None or (isinstance(basis, Roofline) and not basis.fit):
        return "at least {amount}"
    if how_known(charge) == how_known(others):
        return "{amount}"
    return "about {amount}" if isinstance(basis, Roofline) else "{amount}, measured"

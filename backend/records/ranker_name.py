"""What rankers there are, and what their names say of them."""

from dataclasses import dataclass
from enum import StrEnum

from backend.errors import unknown_name


class Kind(StrEnum):
    """What a ranker looks at."""

    RANDOM = "random"
    ORACLE = "oracle"
    LENGTH_SHORT = "length-short"
    LENGTH_LONG = "length-long"
    FINISHED = "finished"
    OWN_NLL = "own-nll"
    OWN_NLL_SUM = "own-nll-sum"
    TESTS_PASSED = "tests-passed"
    CODET = "codet"
    CONSENSUS = "consensus"
    CONSENSUS_MBR = "consensus-mbr"
    NLL = "nll"
    NLL_SUM = "nll-sum"
    NLL_CHAR = "nll-char"
    REWARD = "reward"
    PRODUCT = "product"
    Z = "z"


LIKELIHOODS = (Kind.NLL, Kind.NLL_SUM, Kind.NLL_CHAR)
_OF_A_MODEL = (*LIKELIHOODS, Kind.REWARD, Kind.PRODUCT)
_FORMS = (
    *(kind for kind in Kind if kind not in _OF_A_MODEL and kind is not Kind.Z),
    *(f"{kind}:MODEL" for kind in _OF_A_MODEL),
    "z:NAME+NAME",
)


@dataclass(frozen=True)
class RankerName:
    """A ranker's kind, the model that it needs, if any, and the rankers that it sums up."""

    kind: Kind
    model: str | None = None
    parts: tuple["RankerName", ...] = ()

    def __str__(self) -> str:
        """Return the name as it is written."""
        rest = self.model or "+".join(map(str, self.parts))
        return f"{self.kind}:{rest}" if rest else self.kind


def ranker_name(name: str) -> RankerName:
    """Return what a name says.

    Raises:
        UserError: if no ranker is called so.
    """
    word, colon, rest = name.partition(":")
    kind = next((kind for kind in Kind if kind == word), None)
    parts = tuple(map(_part, filter(None, rest.split("+")))) if kind is Kind.Z else ()
    model = rest if kind in _OF_A_MODEL else None
    needs_more = kind is Kind.Z or kind in _OF_A_MODEL
    if kind is None or not bool(colon) is bool(model or parts) is needs_more:
        raise unknown_name("ranker", name, _FORMS)
    return RankerName(kind, model, parts)


def _part(name: str) -> RankerName:
    """Return a ranker that is to be summed up; a sum of one is no other ranker than that one."""
    if name.startswith(f"{Kind.Z}:"):
        raise unknown_name("ranker", name, [form for form in _FORMS if form != _FORMS[-1]])
    return ranker_name(name)

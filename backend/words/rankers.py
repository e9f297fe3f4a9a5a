"""What rankers are called, and what they look at, in words."""

from backend.errors import UserError
from backend.records.ranker_name import Kind, RankerName, ranker_name
from backend.words.names import short_name

_PLAIN = {
    Kind.RANDOM: "random pick",
    Kind.ORACLE: "unit tests",
    Kind.LENGTH_SHORT: "shortest first",
    Kind.LENGTH_LONG: "longest first",
    Kind.FINISHED: "finished ones first",
    Kind.OWN_NLL: "own likelihood",
    Kind.OWN_NLL_SUM: "own likelihood of the whole answer",
    Kind.TESTS_PASSED: "generated tests passed",
    Kind.CODET: "agreement with generated tests",
    Kind.CONSENSUS: "majority vote",
    Kind.CONSENSUS_MBR: "average agreement of outputs",
    Kind.NLL: "likelihood by {model}",
    Kind.NLL_SUM: "likelihood of the whole answer by {model}",
    Kind.NLL_CHAR: "likelihood of a character by {model}",
    Kind.REWARD: "reward by {model}",
    Kind.PRODUCT: "generated tests passed and likelihood by {model}",
}

_LOOK_AT = {
    Kind.RANDOM: "all alike: the expectation of a random pick",
    Kind.ORACLE: "the unit tests themselves: what no ranker can beat",
    Kind.LENGTH_SHORT: "the shortest first, in tokens or else characters",
    Kind.LENGTH_LONG: "the longest first, in tokens or else characters",
    Kind.FINISHED: "those that ended by themselves first",
    Kind.OWN_NLL: "the sampling model's own mean log-likelihood of a token, at temperature 1",
    Kind.OWN_NLL_SUM: "the sampling model's own log-likelihood of the whole sample",
    Kind.TESTS_PASSED: "how many generated tests a sample passes",
    Kind.CODET: "dual execution agreement: samples and generated tests that agree (CodeT)",
    Kind.CONSENSUS: (
        "how many samples give the same outputs on all generated inputs, or the same value where "
        "an answer is one (majority vote)"
    ),
    Kind.CONSENSUS_MBR: (
        "the share of samples that give the same output, averaged over generated inputs"
    ),
    Kind.NLL: "mean log-likelihood of a token, by {model}, over the sample as it was written",
    Kind.NLL_SUM: (
        "log-likelihood of the whole sample, by {model}, over the sample as it was written"
    ),
    Kind.NLL_CHAR: (
        "mean log-likelihood of a character, fair between tokenizers, by {model}, over the sample "
        "as it was written"
    ),
    Kind.REWARD: "the reward that {model} gives to prompt and sample",
    Kind.PRODUCT: (
        "mean log-likelihood of a token plus the log of the share of generated tests passed"
    ),
    Kind.Z: "the sum of {parts}, each standardised within a problem",
}


def plain_name(name: str) -> str:
    """Return what people call a ranker, by its id; an id that says nothing is given back."""
    try:
        return _plain(ranker_name(name))
    except UserError:
        return name


def _plain(name: RankerName) -> str:
    if name.kind is Kind.Z:
        return " + ".join(map(_plain, name.parts))
    return _PLAIN[name.kind].format(model=short_name(name.model or ""))


def explained(name: str) -> str:
    """Return what a ranker looks at, by its id; an id that says nothing has unknown scores."""
    try:
        return looks_at(ranker_name(name))
    except UserError:
        return looks_at(None)


def looks_at(name: RankerName | None) -> str:
    """Return what a ranker looks at, None being one whose scores came with the samples."""
    if name is None:
        return "its scores came with the samples"
    parts = " and ".join(map(str, name.parts))
    return _LOOK_AT[name.kind].format(model=name.model, parts=parts)

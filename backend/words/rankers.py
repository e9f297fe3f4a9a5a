"""What rankers look at, in words."""

from backend.records.ranker_name import Kind, RankerName

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


def looks_at(name: RankerName | None) -> str:
    """Return what a ranker looks at, None being one whose scores came with the samples."""
    if name is None:
        return "its scores came with the samples"
    parts = " and ".join(map(str, name.parts))
    return _LOOK_AT[name.kind].format(model=name.model, parts=parts)

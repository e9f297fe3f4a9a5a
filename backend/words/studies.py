"""How a study's samples were drawn, in words."""

from backend.records.study import SamplingRule, Study


def sampling(study: Study) -> str:
    """Return how a study's samples were drawn, as far as it is known."""
    match study.sampling:
        case None:
            return "imported samples"
        case SamplingRule(temperature, top_p, max_tokens, seed):
            return (
                f"temperature {temperature:g}, top-p {top_p:g}, at most {max_tokens} tokens, "
                f"seed {seed}"
            )
        case said:
            return said


def caveats(study: Study) -> list[str]:
    """Return what to mind about a study, a sentence each."""
    unknown = "Imported samples: how they were drawn is not known here."
    return [*study.caveats, *([unknown] if study.sampling is None else [])]

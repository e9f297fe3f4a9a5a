"""What is said where studies are chosen among."""

from backend.records.study import Holding, Purpose
from pages.parts.words.sentences import listed

ALL = "All studies"


def purpose(of: Purpose) -> str:
    """Return what studies are good for."""
    match of:
        case Purpose.PAPER:
            return "The paper's own figures"
        case Purpose.FAMILIES:
            return "Families of models, checked by tests"
        case Purpose.RANKERS:
            return "Tests or rankers: who picks the answer?"
        case Purpose.TEXTS:
            return "Answers to read"
        case Purpose.BEYOND_CODE:
            return "Beyond code"
        case Purpose.OWN:
            return "Your own"


def title(of: str) -> str:
    """Return a study's title, in Markdown."""
    return f"**{of}**"


def holding(of: Holding) -> str:
    """Return how much a study has: models, samples of a problem, rankers, texts."""
    samples = f"{of.fewest:,} to {of.most:,}" if of.fewest < of.most else f"{of.most:,}"
    rankers = "1 ranker" if of.n_rankers == 1 else f"{of.n_rankers} rankers"
    parts = [
        "1 model" if of.n_models == 1 else f"{of.n_models} models",
        f"{samples} {'sample' if of.most == 1 else 'samples'} of a problem",
        *([] if of.counted else ["means only"]),
        *([rankers] if of.n_rankers else []),
        *(["answers to read"] if of.texts else []),
    ]
    return listed(parts)

"""What is said of what a visitor may change about the costs of answers."""

from collections.abc import Iterable

from pages.parts.words.sentences import listed

MORE = "More assumptions"
NOTHING = "A budget of samples assumes nothing about costs."
TOKENS = "Tokens per answer"
TOKENS_HELP = "The same for every model. The paper's FLOPs are for 128 tokens."
MEASURED = "Answers as long as this study measured"
MEASURED_HELP = "The mean tokens of each model's own answers, instead of one length for all."
STAND_INS = "Llama 3 at Code Llama's cost"
STAND_INS_HELP = (
    "The paper prints no costs of Llama 3; its footnote puts them within 7 % of those of Code "
    "Llama 7B and 70B."
)
ATTENTION = "Count attention"
ATTENTION_HELP = "Adds attention over the answer's own tokens; the paper leaves it out."

ROOFLINE = (
    "For models without measured times: reading the weights or multiplying by them, whichever "
    "takes longer, at each decoding step. A lower bound."
)
GPU = "GPU"
GPUS = "GPUs"
BATCH = "Answers in a batch"
BATCH_HELP = "How many answers the server writes at once: they share its time."
BYTES = "Bytes per weight"

PRICES = "Dollars per million output tokens. Presets go by size and are no quotes."
PRICE_ANOTHER = "Price another model"
CHOOSE = "Choose a model"
NO_PRESET = "no preset"


def relative(reference: str) -> str:
    """Return the switch that counts budgets in answers of a model."""
    return f"Relative to one answer of {reference}"


def mean_lengths(tokens: Iterable[tuple[str, float]]) -> str:
    """Return how long the answers of models were in the mean, each after the model's name."""
    lengths = listed(f"{model} {length:.1f}" for model, length in tokens)
    return f"Tokens of an answer in the mean: {lengths}."

"""What is said of the costs of answers, and of what a visitor may change about them."""

from collections.abc import Iterable

from pages.parts.words.sentences import ended, listed

TITLE = "Costs"
LEAD = (
    "What one answer costs, and where each number comes from. What is set here counts on all pages "
    "and is in the link."
)
ALL = "Prices, GPU and all else"
NOTHING = "A budget of samples assumes nothing about costs."

ASSUMED = "What is assumed"
LENGTH = "How long answers are"
TOKENS = "Tokens per answer"
TOKENS_HELP = "The same for every model. The paper's FLOPs are for 128 tokens."
MEASURED = "Answers as long as this study measured"
MEASURED_HELP = "The mean tokens of each model's own answers, instead of one length for all."
PROMPT = "Tokens of a prompt"
PROMPT_HELP = (
    "Charged in dollars with each answer, as where each is asked for by itself. 0 leaves prompts "
    "out. FLOPs and seconds leave them out always, as the paper does."
)
STAND_INS = "Llama 3 at Code Llama's cost"
STAND_INS_HELP = (
    "The paper prints no costs of Llama 3; its footnote puts them within 7 % of those of Code "
    "Llama 7B and 70B."
)
ATTENTION = "Count attention"
ATTENTION_HELP = "Adds attention over the answer's own tokens; the paper leaves it out."

MACHINE = "What they run on"
ROOFLINE = (
    "For models without measured times: reading the weights or multiplying by them, whichever "
    "takes longer, at each decoding step. A lower bound."
)
GPU = "GPU"
GPUS = "GPUs"
BATCH = "Answers in a batch"
BATCH_HELP = "How many answers the server writes at once: they share its time."
BEST_BATCH = "Each model's best batch"
BEST_BATCH_HELP = (
    "The smallest batch with the fewest seconds per answer whose weights and KV cache fit the "
    "GPUs: seconds of a busy server, and not how long one answer is waited for."
)
BYTES = "Bytes per weight"

COUNTED = "What counts"
FITTED = "Estimates fitted to measured times"
FITTED_HELP = (
    "Multiplies data-sheet times of models that nobody measured by the factor below. Between such "
    "a time and a measured one nobody wins."
)
NOT_FITTED = (
    "No factor can be fitted: this study has fewer than two models measured on one machine."
)
FIT_IS = (
    "It tells how much of the machine was used only if GPU and batch are set as they were when "
    "it was measured."
)

TABLE = "What one answer of each model costs"
COLUMNS = (
    "Model",
    "Tokens",
    "Active weights",
    "FLOPs",
    "from",
    "Seconds",
    "from",
    "Dollars",
    "from",
)
WHAT_THEY_ARE = (
    "Active weights are those that a token is multiplied by. A data sheet gives a lower bound of "
    "the time: reading the KV cache, prompts, and talk between GPUs are left out. A preset price "
    "goes by size and is no quote. Published numbers are as they were printed."
)

WORKED = "One model, worked out"
WORKED_FOR = "Model"

EDIT = "Set sizes, lengths and prices"
EDIT_LEAD = (
    "Click a cell and type. An emptied cell goes by the rule for all; an empty input price is the "
    "output price. Prices are dollars per million tokens; a size of your own counts in FLOPs and "
    "preset prices, times stay those of the known model."
)
EDITED_MODEL = "Model"
EDITED_SIZE = "Active weights (billions)"
EDITED_TOKENS = "Output tokens"
EDITED_INPUT = "Input price ($)"
EDITED_OUTPUT = "Output price ($)"
DOWNLOAD = "Download costs (CSV)"
UPLOAD = "Set from a CSV file"
UPLOAD_HELP = (
    "As it is downloaded here, with your sizes, lengths and prices. Models without a row stay as "
    "they are."
)

PUBLISHED = "The paper's Table 1 beside this"
PUBLISHED_LEAD = (
    "At 128 tokens without attention. The paper does not say at which batch its seconds were "
    "measured; a data sheet's are those of the GPUs and the batch that are set above."
)
PUBLISHED_COLUMNS = (
    "Model",
    "FLOPs, Table 1",
    "by the formula",
    "difference",
    "Time, Table 1",
    "by the data sheet",
    "Table 1 is",
)


def relative(reference: str) -> str:
    """Return the switch that counts budgets in answers of a model."""
    return f"Relative to one answer of {reference}"


def mean_lengths(tokens: Iterable[tuple[str, float]]) -> str:
    """Return how long the answers of models were in the mean, each after the model's name."""
    lengths = listed(f"{model} {length:.1f}" for model, length in tokens)
    return f"Tokens of an answer in the mean: {lengths}."


def prompt_length(tokens: float) -> str:
    """Return how long a study's prompts are."""
    return f"This study's prompts have {tokens:.0f} tokens in the mean, as a ranker's model counts."


def without(models: Iterable[str], reason: str) -> str:
    """Return which models lack a cost, and why."""
    return f"{listed(models)}: {ended(reason)}"


def weights(text: str) -> str:
    """Return what a model's weights are."""
    return f"**Weights.** {ended(text)}"


def flops(text: str) -> str:
    """Return how FLOPs come about."""
    return f"**FLOPs.** {ended(text)}"


def seconds(text: str) -> str:
    """Return how seconds come about."""
    return f"**Seconds.** {ended(text)}"


def dollars(text: str) -> str:
    """Return how dollars come about."""
    return f"**Dollars.** {ended(text)}"


def taken(models: int) -> str:
    """Return what a file has set."""
    return f"The file has set {models} model{'' if models == 1 else 's'}."


def not_taken(error: str) -> str:
    """Return why nothing of a file was set."""
    return f"Nothing was set: {ended(error)}"

"""Why an engine could not be started, in a sentence."""

from backend.errors import UserError
from backend.sampling.engines.quiet import NoisyError
from backend.sampling.engines.settings import VllmSettings

_MEMORY = ("memory", "KV cache")
_NOT_THERE = ("is not a local folder", "Repository Not Found", "Can't load the configuration",
              "Invalid repository ID", "couldn't connect", "offline", "Repo id must")  # fmt: skip


def refusal(settings: VllmSettings, failure: NoisyError, what: str) -> UserError:
    """Turn the ways in which an engine fails to start into a sentence each."""
    error, told = failure.error, f"{failure.error}\n{failure.said}"
    model = f"model {settings.path}"
    if isinstance(error, UserError):
        return error
    if "trust_remote_code" in told and not settings.trust_code:
        return UserError(
            f"{model} brings code of its own, which is not run: if you trust who made it, say "
            "--trust-model-code"
        )
    if isinstance(error, ImportError):
        return UserError(
            f"{what} cannot be loaded ({error}): see 'Install' in docs/sampling.md, and "
            "`python -m backend doctor`"
        )
    if isinstance(error, MemoryError) or any(word in told for word in _MEMORY):
        return UserError(
            f"{model} does not fit this machine's memory: take a smaller one, a smaller "
            f"engine.batch, or more GPUs by engine.tensor_parallel ({last_line(str(error))})"
        )
    if any(word in told for word in _NOT_THERE):
        return UserError(
            f"{model} is neither a folder with a model here nor a name that the model hub knows "
            "or that can be reached"
        )
    return UserError(f"{model} cannot be loaded: {last_line(str(error))}")


def last_line(text: str) -> str:
    """Return the last line of a message that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no reason given"

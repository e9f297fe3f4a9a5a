"""Keep the noise of libraries out of the way, and have it at hand when something fails."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

ENVIRONMENT = {
    "VLLM_LOGGING_LEVEL": "ERROR",
    "VLLM_NO_USAGE_STATS": "1",
    "VLLM_DO_NOT_TRACK": "1",
    "VLLM_CONFIGURE_LOGGING": "1",
    "TORCH_CPP_LOG_LEVEL": "ERROR",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "PYTHONWARNINGS": "ignore",
}


class NoisyError(Exception):
    """Something failed inside; `said` is what it wrote meanwhile."""

    def __init__(self, error: BaseException, said: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.said = said


@contextmanager
def silenced() -> Iterator[None]:
    """Send what this process and its children write to its streams into a file for a while.

    Raises:
        NoisyError: from any exception within, with what was written.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with TemporaryFile() as noise:
        try:
            os.dup2(noise.fileno(), 1)
            os.dup2(noise.fileno(), 2)
            yield
        except Exception as error:
            sys.stderr.flush()
            noise.seek(0)
            raise NoisyError(error, noise.read().decode("utf-8", "replace")) from error
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for place, fd in enumerate(kept, start=1):
                os.dup2(fd, place)
                os.close(fd)

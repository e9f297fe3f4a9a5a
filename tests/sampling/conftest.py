"""What tests with real vLLM share: a process that has it loaded, and a tiny model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.raw_data import raw_file
from tests.sampler import Zygote, make_model, require_vllm


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Return a process that has vLLM loaded."""
    require_vllm()
    started = Zygote()
    yield started
    started.close()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny model, made in a process of its own."""
    require_vllm()
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def home(stock: Callable[[Path], Path], tmp_path: Path) -> Path:
    """Return a folder for an experiment and its store, where publishing is quick."""
    return stock(tmp_path)


@pytest.fixture(scope="session")
def problems() -> Path:
    return raw_file("HumanEval.jsonl.gz")

"""Real vLLM for tests: a process that has it loaded, and tiny models."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from tests.processes import wait_until

ROOT = Path(__file__).parents[1]


def require_vllm() -> None:
    """Skip where vLLM is not installed."""
    if find_spec("vllm") is None:
        pytest.skip("vLLM is not installed: make sampling")


@dataclass
class Program:
    """A running command, and where its output goes."""

    zygote: "Zygote"
    pid: int
    output: Path

    def wait(self) -> int:
        return self.zygote.ask({"wait": self.pid})

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        os.kill(self.pid, how)

    def runs(self) -> bool:
        """Tell whether it has not ended by itself; who asks must be able to wait for it still."""
        stat = Path("/proc") / str(self.pid) / "stat"
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"

    @property
    def said(self) -> str:
        return self.output.read_text() if self.output.exists() else ""


class Zygote:
    """Starts commands in forks of a process that has vLLM loaded."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
            | {"TORCHDYNAMO_DISABLE": "1"},  # as an engine on a CPU says before it loads vLLM
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def ask(self, message: dict[str, object]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(
        self, home: Path, *arguments: object, folder: Path = ROOT, store: Path | None = None
    ) -> Program:
        """Start a command with its output in `home`, which is the store, too, if none is named."""
        home.mkdir(parents=True, exist_ok=True)
        output = home / f"output-{time.monotonic_ns()}.txt"
        pid = self.ask(
            {
                "arguments": [str(argument) for argument in arguments],
                "environment": {"BUDGETSCOPE_STORE": str(store or home)},
                "folder": str(folder),
                "output": str(output),
            }
        )
        return Program(self, pid, output)

    def run(self, store: Path, *arguments: object, folder: Path = ROOT) -> str:
        program = self.start(store, *arguments, folder=folder)
        assert program.wait() == 0, program.said
        return program.said

    def close(self) -> None:
        with self._process:
            self._process.kill()


def left_of(program: Program, store: Path) -> list[str]:
    """Return what still runs of a program that ended: by its session, or by its environment."""
    marked = f"BUDGETSCOPE_STORE={store}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            mine = marked in (folder / "environ").read_bytes().split(b"\0")
            if state != "Z" and (int(session) == program.pid or mine):
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found


def write_experiment(path: Path, model: Path | str, problems: Path, /, **changes: object) -> Path:
    """Write an experiment of one model on one study; `changes` replace or add fields by name."""
    fields: dict[str, object] = {
        "dtype": "float32",
        "id": "tiny",
        "benchmark": "humaneval",
        "n": 4,
        "temperature": 0.8,
        "max_tokens": 16,
        "greedy": False,
        "engine": {},
        **changes,
    }
    model_lines = {"path": str(model), "dtype": fields.pop("dtype")}
    if "chat" in fields:
        model_lines["chat"] = fields.pop("chat")
    engine = fields.pop("engine")
    assert isinstance(engine, dict)
    study = {**fields, "path": str(problems), "n": {"tiny": fields["n"]}}
    lines = ["[models.tiny]", *_lines(model_lines), "[[studies]]", *_lines(study)]
    path.write_text("\n".join([*lines, "[engine]", *_lines(engine)]) + "\n")
    return path


def _lines(values: dict[str, object]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def make_model(folder: Path, options: str = "") -> Path:
    code = (
        "from pathlib import Path; from backend.sampling.models.tiny_model import make_tiny_model; "
        f"make_tiny_model(Path({str(folder)!r}), {options})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    return folder


Row = tuple[str, int, str, int, bool]


def rows(store: Path, run: str = "tiny/tiny") -> list[Row]:
    """Return a run's samples in order."""
    with duckdb.connect(store / "workbench.duckdb", read_only=True) as connection:
        return connection.execute(
            """SELECT problem_id, sample_index, text, token_count, finished FROM sample
               WHERE run_id = ? ORDER BY problem_id, sample_index""",
            [run],
        ).fetchall()


def wait_for_nothing(program: Program, store: Path) -> None:
    wait_until(lambda: not left_of(program, store), "the end of all that it started")


def wait_until_some_are_kept(program: Program, store: Path, least: int = 10_000) -> None:
    """Wait until a program has written so many bytes of samples, or all of them."""

    def written() -> int:  # only the workbench's holder may read what its files say
        return sum(path.stat().st_size for path in store.glob("workbench.duckdb*"))

    wait_until(lambda: "samples to draw" in program.said, "the first line")
    before = written()
    wait_until(lambda: written() >= before + least or not program.runs(), "samples")

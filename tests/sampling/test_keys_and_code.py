"""A key goes to the server that is named and nowhere else; models bring data, not code."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from backend.cli import main
from backend.errors import UserError
from backend.experiment.config import load_experiment
from backend.rankers.reward import VllmJudge
from backend.records.drawing import Drawing, Request
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.keys import key_for, server_host
from backend.sampling.engines.server import ServerEngine
from backend.sampling.engines.settings import VllmSettings
from backend.sampling.engines.vllm import VllmEngine
from tests.sampler import require_vllm

KEY = "sk-secret-4711"


def write(path: Path, engine: str) -> Path:
    path.write_text(
        f"""[models.m]
path = "m"
[[studies]]
id = "s"
benchmark = "humaneval"
n = {{ m = 2 }}
temperature = 0.8
max_tokens = 10
[engine]
{engine}
"""
    )
    return path


@contextmanager
def echoing(answer: str) -> Iterator[tuple[str, list[str]]]:
    """Serve errors that say what was sent, or redirects to an address; list what keys came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            came.append(str(self.headers.get("Authorization")))
            if answer.startswith("http"):
                self.send_response(307)
                self.send_header("Location", answer + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status = 401
            said: dict[str, object] = {"error": {"message": f"bad key {came[-1]}"}}
            if answer == "served" and self.path.endswith("/models"):
                status, said = 200, {"data": [{"id": "m", "object": "model"}], "object": "list"}
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1", came
        server.shutdown()


@pytest.mark.parametrize(
    "name",
    ["HOME", "AWS_SECRET_ACCESS_KEY", "my_API_KEY", "_API_KEY", "X_API_KEY2"],
)
def test_only_a_keys_variable_can_be_named(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "e.toml", f'kind = "server"\napi_key_variable = "{name}"')
    with pytest.raises(UserError, match=r"engine\.api_key_variable: a key's variable is named"):
        load_experiment(path)


@pytest.mark.parametrize(
    "url",
    ["ftp://host/v1", "file:///etc/passwd", "http://", "http://a:99999999/", "https://u:p@host/v1",
     "https://host/v1?key=x"],
)  # fmt: skip
def test_an_address_is_a_servers_and_no_more(tmp_path: Path, url: str) -> None:
    with pytest.raises(UserError, match=r"engine\.url") as error:
        load_experiment(write(tmp_path / "e.toml", f'kind = "server"\nurl = "{url}"'))
    assert "u:p" not in str(error.value)


def test_a_key_is_not_sent_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_API_KEY", KEY)
    for url in ("http://10.0.0.7:8000/v1", "http://example.org/v1", "HTTP://example.org/v1"):
        with pytest.raises(UserError, match="in the clear: use https"):
            key_for(url, "X_API_KEY")
        assert key_for(url, "UNSET_API_KEY") == "none"
    for url in ("http://localhost:8000/v1", "http://127.0.0.1/v1", "http://[::1]/", "https://a/"):
        assert key_for(url, "X_API_KEY") == KEY
    assert server_host("https://example.org:444/v1") == "example.org:444"


def test_a_plan_says_which_key_goes_to_which_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("X_API_KEY", KEY)
    path = write(
        tmp_path / "e.toml",
        'kind = "server"\nurl = "https://example.org/v1"\napi_key_variable = "X_API_KEY"',
    )
    for form in ([], ["--format", "json"]):
        with pytest.raises(SystemExit) as ended:
            main(["plan", str(path), *form])
        assert ended.value.code == 0
        said = capsys.readouterr().out
        assert "The key in X_API_KEY goes to example.org." in said
        assert KEY not in said


@pytest.mark.parametrize("answer", ["refused", "served"])
def test_a_key_that_a_server_sends_back_is_told_nobody(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], answer: str
) -> None:
    monkeypatch.setenv("X_API_KEY", KEY)
    with echoing(answer) as (url, came), pytest.raises((UserError, EngineDiedError)) as error:
        engine = ServerEngine("m", url, "X_API_KEY", 1)
        assert KEY not in repr(engine.facts)
        drawing = Drawing(0.8, 0.95, 10, (), chat=False)
        list(engine.answer(iter([Request("p", "x", 0, 1, 0)]), drawing))
    assert set(came) == {f"Bearer {KEY}"}
    assert "(the key)" in str(error.value)
    assert KEY not in str(error.value) + "".join(capfd.readouterr())


def test_a_redirect_takes_a_key_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_API_KEY", KEY)
    with echoing("refused") as (elsewhere, came), echoing(elsewhere) as (url, asked):
        with pytest.raises(UserError, match="cannot be asked"):
            ServerEngine("m", url, "X_API_KEY", 1)
        assert asked
        assert not came


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        ("trust_model_code = true", "say --trust-model-code"),
        ("trust_model_code = false", "say --trust-model-code"),
        ("options = { trust_remote_code = true }", "only by --trust-model-code"),
        ('options = { load_format = "pt" }', "load_format cannot be set"),
        ('options = { worker-cls = "x" }', "worker-cls cannot be set"),
    ],
)
def test_a_file_cannot_have_code_run(tmp_path: Path, engine: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        load_experiment(write(tmp_path / "e.toml", engine))
    read = load_experiment(write(tmp_path / "e.toml", ""), trust_model_code=True)
    assert read.engine.trust_model_code


class Touch:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


CONFIG = {"model_type": "llama", "architectures": ["LlamaForCausalLM"]}


def test_weights_that_are_a_pickle_are_refused_before_anything_loads(tmp_path: Path) -> None:
    require_vllm()
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps(Touch(tmp_path / "ran")))
    for load in (VllmEngine, VllmJudge):
        with pytest.raises(UserError, match=r"are a pickle \(pytorch_model\.bin\).*safetensors"):
            load(VllmSettings(str(tmp_path), dtype="float32", batch=1))
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_code_of_a_model_runs_only_when_asked_for(tmp_path: Path) -> None:
    require_vllm()
    code = "from pathlib import Path\nPath({!r}).touch()\n".format(str(tmp_path / "ran"))
    code += "from transformers import PretrainedConfig\nclass C(PretrainedConfig):\n"
    (tmp_path / "own.py").write_text(code + "    model_type = 'own'\n")
    said = {"model_type": "own", "auto_map": {"AutoConfig": "own.C"}, "architectures": ["X"]}
    (tmp_path / "config.json").write_text(json.dumps(said))
    load = f"VllmEngine(VllmSettings({str(tmp_path)!r}, dtype='float32', batch=1))"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from backend.sampling.engines.vllm import VllmEngine, VllmSettings\n{load}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "brings code of its own, which is not run" in done.stderr
    assert "--trust-model-code" in done.stderr
    assert not (tmp_path / "ran").exists()

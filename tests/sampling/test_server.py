"""Servers that do not do as asked: what came is kept, the rest asked again, and it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backend.records.drawing import Answer, Chunk, Drawing
from backend.sampling.draw import draw_run
from backend.sampling.engines.engine import EngineDiedError
from backend.sampling.engines.server import ServerEngine
from backend.sampling.progress import SamplingProgress
from backend.sampling.remarks import Remarks
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.drawn import RunFacts

Asked = dict[str, Any]
Reply = dict[str, Any] | int

DRAWING = Drawing(0.8, 0.95, 32, (), chat=False)
PROMPTS = {"a": "say a", "b": "say b"}
N = 5


def text_of(asked: Asked, place: int = 0) -> str:
    """Return the answer of a server that heeds seeds."""
    prompt = asked.get("prompt") or asked["messages"][0]["content"]
    return f"{prompt}: {(asked['seed'] + place) % 1009}"


def choice(text: str, index: object = 0, **more: object) -> Asked:
    told = {"tokens": ["x", "y"], "token_logprobs": [-0.5, -0.25]}
    return {"index": index, "text": text, "finish_reason": "stop", "logprobs": told, **more}


def all_choices(asked: Asked) -> list[Asked]:
    return [choice(text_of(asked, place), place) for place in range(asked["n"])]


@dataclass
class Fake:
    """A server that makes its choices by a function; a number is a status that refuses."""

    reply: Callable[[Asked], list[Asked] | int]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""


def handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def say(self, body: object, status: int = 200) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            self.say({"object": "list", "data": [{"id": "m", "object": "model"}]})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            fake.asked.append(asked)
            choices = fake.reply(asked)
            if isinstance(choices, int):
                self.say({"error": {"message": "no logprobs or n here"}}, choices)
                return
            usage = {"prompt_tokens": 1, "completion_tokens": 7, "total_tokens": 8}
            self.say({"id": "x", "object": "y", "model": "m", "choices": choices, "usage": usage})

    return Handler


@contextmanager
def served(reply: Callable[[Asked], list[Asked] | int]) -> Iterator[Fake]:
    if find_spec("openai") is None:
        pytest.skip("openai is not installed: make sampling")
    fake = Fake(reply)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(fake)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()


Row = tuple[str, int, str, int | None, bool | None, float | None]


def draw(store: Path, url: str, drawing: Drawing = DRAWING) -> tuple[int, list[Row]]:
    """Draw with a server; return how many are said to have come, and what is stored."""
    with closing(open_workbench(store)) as workbench:
        engine = ServerEngine("m", url, "NO_KEY", 4)
        facts = RunFacts("m", None, False, N, "completion", drawing.temperature, {})
        drawn = draw_run(
            workbench, engine, "s", facts, PROMPTS, drawing, 0, SamplingProgress(quiet=True)
        )
        stored = workbench.execute(
            """SELECT problem_id, sample_index, text, token_count, finished, log_likelihood
               FROM sample ORDER BY ALL"""
        ).fetchall()
        batches = workbench.execute("SELECT sum(generations) FROM batch").fetchone()
        assert batches == (len(stored),)
    return drawn, stored


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Return what a server gives that does as asked."""
    with served(all_choices) as fake:
        drawn, found = draw(tmp_path_factory.mktemp("right"), fake.url)
    assert drawn == len(found) == 2 * N
    assert len({row[2] for row in found}) == 2 * N
    assert {row[3:] for row in found} == {(2, True, -0.75)}
    assert max(asked["n"] for asked in fake.asked) == 4
    return found


def one_of_many(asked: Asked) -> list[Asked]:
    return all_choices(asked)[:1]


def half_of_many(asked: Asked) -> list[Asked]:
    return all_choices(asked)[:: 1 if asked["n"] == 1 else 2]


def none_of_many(asked: Asked) -> list[Asked]:
    return all_choices(asked) if asked["n"] == 1 else []


def refuses_many(asked: Asked) -> list[Asked] | int:
    return all_choices(asked) if asked["n"] == 1 else 400


def one_index(asked: Asked) -> list[Asked]:
    return [part | {"index": 0} for part in all_choices(asked)]


def far_index(asked: Asked) -> list[Asked]:
    return [part | {"index": part["index"] + 1} for part in all_choices(asked)]


def no_index(asked: Asked) -> list[Asked]:
    return [part | {"index": None} for part in all_choices(asked)]


def too_many(asked: Asked) -> list[Asked]:
    return [*all_choices(asked), choice("one more", asked["n"])]


def turned_round(asked: Asked) -> list[Asked]:
    return all_choices(asked)[::-1]


@pytest.mark.parametrize(
    "reply",
    [
        one_of_many,
        half_of_many,
        none_of_many,
        refuses_many,
        one_index,
        far_index,
        no_index,
        too_many,
        turned_round,
    ],
)
def test_whatever_a_server_makes_of_n_the_samples_are_the_same(
    reply: Callable[[Asked], list[Asked]],
    right: list[Row],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with served(reply) as fake:
        drawn, found = draw(tmp_path, fake.url)
    assert found == right
    assert drawn == len(right)
    said = capsys.readouterr().err
    assert said == "s/m: 10 samples to draw\n", "nothing odd is left to tell"


def test_a_server_that_gives_one_is_not_asked_for_many_again(tmp_path: Path) -> None:
    with served(one_of_many) as fake:
        draw(tmp_path, fake.url)
    assert len(fake.asked) < 2 * N + 3


def test_what_never_comes_is_not_counted_and_asked_for_next_time(
    right: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = {right[1][2], right[7][2]}

    def forgetful(asked: Asked) -> list[Asked]:
        return [part for part in all_choices(asked) if part["text"] not in lost]

    with served(forgetful) as fake:
        drawn, found = draw(tmp_path, fake.url)
    assert drawn == len(found) == 8
    assert "only 8 of 10 samples came: call again" in capsys.readouterr().err
    with served(all_choices) as fake:
        assert draw(tmp_path, fake.url) == (2, right)
        assert sum(asked["n"] for asked in fake.asked) == 2


def test_a_server_that_gives_nothing_at_all_stops_the_run(tmp_path: Path) -> None:
    with served(lambda _: []) as fake, pytest.raises(EngineDiedError, match="none of 10 samples"):
        draw(tmp_path, fake.url)


def test_equal_answers_are_kept_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(lambda asked: [choice("the same", i) for i in range(asked["n"])]) as fake:
        drawn, found = draw(tmp_path, fake.url)
    assert drawn == len(found) == 10
    said = capsys.readouterr().err
    assert "all answers to 2 of 2 problems are the same text" in said
    assert said.count("\n") == 2
    with served(lambda asked: [choice(text_of(asked), i) for i in range(asked["n"])]) as fake:
        draw(tmp_path / "copies", fake.url)
    said = capsys.readouterr().err
    assert "all answers that were asked for together, in 2 of 2 requests, are the same" in said


def test_the_likeliest_answer_may_be_the_same_each_time() -> None:
    answers = [Answer("a", place, "x", 1, True, -1.0) for place in range(8)]
    for temperature, count in ((0.0, 0), (0.8, 1)):
        remarks = Remarks(replace(DRAWING, temperature=temperature))
        assert len(list(remarks.watch(iter([Chunk(answers)])))) == 1
        assert len(remarks.found(8)) == count


@pytest.mark.parametrize(
    ("more", "tokens", "likelihood"),
    [
        ({"logprobs": None}, 7, None),
        ({"logprobs": {"tokens": [], "token_logprobs": []}}, 7, None),
        ({"logprobs": {"tokens": ["x", "y"], "token_logprobs": [None, -0.5]}}, 7, None),
        ({"logprobs": {"tokens": ["x"], "token_logprobs": [-0.5]}}, 1, -0.5),
    ],
)
def test_what_is_not_told_of_tokens_stays_unknown(
    more: Asked,
    tokens: int,
    likelihood: float | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with served(lambda asked: [part | more for part in one_of_many(asked)]) as fake:
        drawn, found = draw(tmp_path, fake.url)
    assert drawn == 10
    assert {row[3] for row in found} == {tokens}
    assert {row[5] for row in found} == {likelihood}
    told = "10 of 10 answers came without log-likelihoods" in capsys.readouterr().err
    assert told is (likelihood is None)


def test_tokens_of_many_answers_at_once_are_not_guessed(tmp_path: Path) -> None:
    with served(lambda asked: [p | {"logprobs": None} for p in all_choices(asked)]) as fake:
        _, found = draw(tmp_path, fake.url)
    assert {row[3] for row in found} == {None, 7}  # one was asked for alone
    with duckdb.connect(tmp_path / "workbench.duckdb", read_only=True) as connection:
        counted = connection.execute("SELECT sum(tokens) FROM batch").fetchone()
    assert counted == (14,)


def test_a_server_that_refuses_log_likelihoods_is_asked_without(tmp_path: Path) -> None:
    def refuses(asked: Asked) -> list[Asked] | int:
        if asked.get("logprobs") is not None:
            return 400
        return [part | {"logprobs": None} for part in all_choices(asked)]

    with served(refuses) as fake:
        drawn, _ = draw(tmp_path, fake.url)
    assert drawn == 10


@pytest.mark.parametrize(
    ("reason", "finished"),
    [("stop", True), ("eos_token", True), ("length", False), ("abort", False), (None, None)],
)
def test_how_an_answer_ended(reason: str | None, finished: bool | None, tmp_path: Path) -> None:
    with served(lambda a: [p | {"finish_reason": reason} for p in all_choices(a)]) as fake:
        _, found = draw(tmp_path, fake.url)
    assert {row[4] for row in found} == {finished}


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_an_answer_that_was_only_thought_is_empty_and_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def thinks(asked: Asked) -> list[Asked]:
        message = {"role": "assistant", "content": None, name: f"Hm: {text_of(asked)}"}
        told = {"content": [{"token": "x", "logprob": -1.0, "top_logprobs": []}]}
        return [{"index": 0, "message": message, "finish_reason": "length", "logprobs": told}]

    with served(thinks) as fake:
        drawn, found = draw(tmp_path, fake.url, replace(DRAWING, chat=True))
    assert drawn == 10
    assert {row[2:] for row in found} == {("", 1, False, -1.0)}
    assert "10 of 10 answers are empty with reasoning beside them" in capsys.readouterr().err

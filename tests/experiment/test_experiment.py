"""An experiment's file, its plan, its prompts, and the seeds of its samples."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.benchmarks import apps, humaneval, mbpp
from backend.cli import main
from backend.errors import UserError
from backend.experiment import measured
from backend.experiment.config import load_experiment
from backend.records.drawing import Answer, EngineFacts
from backend.records.problem import Question
from backend.sampling.engines.settings import EngineKind, EngineTable
from backend.sampling.work import first_seed, requests
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.drawn import RunFacts, ensure_run, write_answers, write_speed
from tests.raw_data import raw_rows

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
GOOD = """
[models.m]
path = "p"
[[studies]]
id = "s"
benchmark = "humaneval"
n = { m = 3 }
temperature = 0.8
max_tokens = 10
"""


@given(
    st.integers(0, 2**31 - 1),
    st.integers(1, 100),
    st.text(max_size=20),
    st.integers(0, (1 << 20) - 1),
    st.integers(0, (1 << 20) - 1),
)
def test_two_seeds_never_share_a_samples_seed(
    seed: int, apart: int, problem: str, here: int, there: int
) -> None:
    one, other = first_seed(seed, problem) + here, first_seed(seed + apart, problem) + there
    assert one != other
    assert 0 <= one < 2**63


@given(
    st.integers(0, 40),
    st.integers(1, 9),
    st.dictionaries(st.sampled_from("abc"), st.sets(st.integers(0, 50))),
)
def test_requests_are_what_is_missing_each_with_its_own_seed(
    n: int, most: int, there: dict[str, set[int]]
) -> None:
    prompts = {name: f"prompt {name}" for name in "abc"}
    found = {}
    for request in requests(prompts, n, 7, there, most):
        assert request.prompt == prompts[request.problem]
        assert 1 <= request.count <= most
        for place in range(request.count):
            key = request.problem, request.first + place
            assert key not in found
            found[key] = request.seed + place
    missing = {(name, index) for name in "abc" for index in range(n)}
    missing -= {(name, index) for name, indices in there.items() for index in indices}
    assert set(found) == missing
    assert all(seed == first_seed(7, name) + index for (name, index), seed in found.items())


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert not end.value.code
    return capsys.readouterr().out


def plan(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, float]:
    said: dict[str, float] = json.loads(
        told(capsys, "plan", str(EXPERIMENTS / name), "--format", "json")
    )
    return said


def test_the_papers_plan_has_the_papers_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    found = plan(capsys, "paper-codellama.toml")
    assert found["generations"] == 11_390_400
    assert found["greedy"] == 22_656
    assert found["tokens"] == (11_390_400 + 22_656) * 128
    # 1.69, 3.29, 8.58 and 17.60 TFLOPs for each answer (the paper's Table 1, within 0.2 %)
    by_size = (
        (2000 * 664 + 1000 * 5000 + 5664, 1.69),
        (1000 * 664 + 500 * 5000 + 5664, 3.29),
        (400 * 664 + 200 * 5000 + 5664, 8.58),
        (200 * 664 + 100 * 5000 + 5664, 17.60),
    )
    assert found["tflops"] == pytest.approx(sum(n * cost for n, cost in by_size), rel=0.002)
    assert found["hours"] > 0
    assert found["dollars"] == pytest.approx(found["hours"] * 8 * 2.0)


def test_all_shipped_experiments_can_be_planned(capsys: pytest.CaptureFixture[str]) -> None:
    names = {path.name for path in EXPERIMENTS.glob("*.toml")}
    assert {"paper-codellama.toml", "paper-llama3.toml", "quick.toml", "miniature.toml"} <= names
    for name in names:
        assert plan(capsys, name)["generations"] > 0
        assert "a lower bound" in told(capsys, "plan", str(EXPERIMENTS / name))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty store that the commands use, on a machine without a GPU."""
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(measured, "here", lambda engine: MACHINE)
    return tmp_path / "store"


MACHINE = "2 CPU cores"
FACTS = EngineFacts("vllm", "1", "float32", MACHINE)


def small_plan(tmp_path: Path) -> Path:
    """Write an experiment that takes 656 answers of at most 10 tokens."""
    path = tmp_path / "e.toml"
    path.write_text(GOOD)
    return path


@pytest.mark.usefixtures("own")
def test_a_small_plan_is_told_in_small_amounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(capsys, "plan", str(small_plan(tmp_path)))
    assert "492 samples and 164 greedy answers, about 6,560 tokens, 59 kB on disk" in said
    assert "Never measured on 2 CPU cores: m (`python -m backend tune p` does it)." in said
    assert "Here, on" not in said
    assert "On 8 x A100 80GB: m left out, whose size is not known here." in said


def test_a_plan_takes_the_speed_that_was_measured_here(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_plan(tmp_path)
    with closing(open_workbench(own)) as workbench:
        for batch, speed in ((1, 10.0), (128, 82.0), (512, 990.0)):
            write_speed(workbench, "p", FACTS, batch, speed)
        write_speed(workbench, "p", replace(FACTS, hardware="8 x elsewhere"), 256, 1e6)
    said = told(capsys, "plan", str(path))
    assert "Here, on 2 CPU cores, about 80 s, as measured: m 82 tokens/s by tune." in said
    assert "Never measured" not in said
    with closing(open_workbench(own)) as workbench:
        run = RunFacts("m", None, False, 3, "completion", 0.8, {"model": "p"})
        run_id = ensure_run(workbench, "s", run)
        answers = [Answer("x", place, "", 41, True, -1.0) for place in range(4)]
        write_answers(workbench, run_id, answers, 0.5, FACTS)
    said = told(capsys, "plan", str(path))
    assert "about 20 s, as measured: m 328 tokens/s by an earlier run." in said
    found = json.loads(told(capsys, "plan", str(path), "--format", "json"))
    assert found["assumed"]["measured_here"]["m"]["tokens_per_second"] == 328
    assert found["rows"][0]["hours_here"] == pytest.approx(20 / 3600)


def test_a_server_is_where_its_address_is() -> None:
    table = EngineTable(kind=EngineKind.SERVER, url="http://there/v1")
    assert measured.here(table) == "http://there/v1"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "s"', 'id = "S!"', "studies.0.id: String should match"),
        ("temperature = 0.8\n", "", "studies.0.temperature: this field is missing"),
        ("temperature = 0.8", "temperature = 9", "should be less than or equal to 2, but is 9"),
        ("max_tokens", "max_token", "studies.0.max_token"),
        ("n = { m = 3 }", "n = { other = 3 }", "unknown model of study s 'other' (nearest: m)"),
        ('"humaneval"', '"humanevil"', "unknown benchmark of study s 'humanevil' (nearest: human"),
        ("n = { m = 3 }", "n = { m = 0 }", "studies.0.n.m: "),
        ("[models.m]", "[models.m", "is no valid TOML: "),
    ],
)
def test_a_bad_file_gets_one_sentence(
    before: str, after: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert before in GOOD
    path = tmp_path / "e.toml"
    path.write_text(GOOD.replace(before, after, 1))
    with pytest.raises(SystemExit) as end:
        main(["plan", str(path)])
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {path}")
    assert said in error
    assert error.count("\n") == 1


def test_a_study_twice_and_a_missing_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "e.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[studies]]") :])
    with pytest.raises(UserError, match="study s is there twice"):
        load_experiment(path)
    with pytest.raises(UserError, match="there is no file"):
        load_experiment(tmp_path / "none.toml")


def test_paths_start_at_the_files_own_folder(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    path = tmp_path / "e.toml"
    path.write_text(GOOD.replace('id = "s"', 'id = "s"\npath = "x.jsonl"'))
    read = load_experiment(path)
    assert read.models["m"].path == str(tmp_path / "p")
    assert read.studies[0].path == tmp_path / "x.jsonl"


def test_questions_show_the_problem_and_nothing_of_its_solution() -> None:
    row = raw_rows("HumanEval.jsonl.gz")[0]
    asked = humaneval.question(humaneval.problem(row))
    assert asked.text == row["prompt"]
    assert row["prompt"].strip() in asked.chat
    assert row["canonical_solution"].strip() not in asked.text + asked.chat
    row = next(row for row in raw_rows("mbpp.jsonl.gz") if row["task_id"] == 11)
    asked = mbpp.question(mbpp.problem(row))
    assert asked.text.count("[BEGIN]") == 4
    assert asked.text.endswith("[BEGIN]\n")
    assert all(test in asked.text for test in row["test_list"])
    assert row["code"].strip() not in asked.text
    assert_limits(asked)


@pytest.mark.parametrize("name", [None, "double"])
def test_an_apps_question_says_how_to_answer(name: str | None) -> None:
    tests = {"inputs": [["1"]], "outputs": [["2"]]} | ({"fn_name": name} if name else {})
    row = {
        "problem_id": 7,
        "question": "Double a number.",
        "input_output": json.dumps(tests),
        "starter_code": "def double(n):" if name else "",
        "difficulty": "interview",
    }
    problem = apps.problem(row)
    assert problem.difficulty == "interview"
    asked = apps.question(problem)
    assert asked.text.count("QUESTION:") == 3
    format_ = "Answer with a function." if name else "Use standard input and standard output."
    assert asked.text.endswith(f"{format_}\nANSWER:\n")
    assert ("def double(n):" in asked.text) == bool(name)
    assert_limits(asked)


def assert_limits(asked: Question) -> None:
    assert 1 <= len(asked.stops) <= 4  # more no server takes

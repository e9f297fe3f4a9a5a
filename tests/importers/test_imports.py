"""Bringing samples in: names of problems, what a run becomes, and what is told of bad files."""

import errno
import gzip
import json
import os
import tracemalloc
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pytest

from backend.benchmarks import humaneval, mbpp
from backend.benchmarks.ids import ProblemIds
from backend.benchmarks.programs import program_of
from backend.benchmarks.python_text import defined, parsed
from backend.benchmarks.source import load
from backend.cli import main
from backend.errors import UserError
from backend.files import jsonl
from backend.grading.problem_files import write_whole
from backend.importers.samples import read_samples, stream_samples
from backend.records.drawing import Answer, EngineFacts
from backend.records.problem import FunctionTests, Problem, ProblemSet
from backend.records.raw_sample import Form, RawSample
from backend.store.workbench.connection import open_workbench
from backend.store.workbench.drawn import write_answers
from backend.store.workbench.exported import export_study
from backend.store.workbench.imported import IfThere, add_run
from backend.store.workbench.remove import remove_runs, run_ids_of
from backend.store.workbench.run_ids import run_name
from tests.dashboard import ROOT
from tests.grading.test_verdicts import write_lines
from tests.raw_data import raw_rows

HALVE = {
    "task_id": "Own/7",
    "prompt": 'def halve(n):\n    """Give half of it."""\n',
    "entry_point": "halve",
    "canonical_solution": "    return n / 2\n",
    "test": "def check(f):\n    assert f(3) == 1.5\n",
}
CUBE: dict[str, Any] = {
    "text": "Write a function that gives the cube of a number.",
    "code": "def cube(n):\n    return n ** 3",
    "test_setup_code": "",
    "test_list": ["assert cube(2) == 8"],
    "challenge_test_list": [],
}


def problem_file(folder: Path) -> Path:
    rows = [HALVE, HALVE | {"task_id": "Own/8"}]
    return write_lines(folder / "problems.jsonl", rows)


def loaded(folder: Path) -> ProblemSet:
    return load("humaneval", problem_file(folder))


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Run a command; return its exit code and all that it said."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return int(ended.value.code or 0), printed.out + printed.err


# What files call problems


@pytest.mark.parametrize(
    "name", [601, 601.0, "601", "Mbpp/601", "MBPP/601", "mbpp/601", "Mbpp_601"]
)
def test_mbpp_is_known_by_number_and_by_the_names_of_other_tools(name: object) -> None:
    problems = {task.id: task for number in (601, 602) for task in [cube(number)]}
    assert ProblemIds(problems).find("here", name) == "601"


def cube(number: object) -> Problem:
    return mbpp.problem(CUBE | {"task_id": number})


def test_a_problem_file_of_evalplus_own_names_is_known_by_number(tmp_path: Path) -> None:
    benchmark = load("mbpp", write_lines(tmp_path / "p.jsonl", [CUBE | {"task_id": "Mbpp/12"}]))
    ids = ProblemIds(benchmark.problems)
    assert {ids.find("here", name) for name in (12, "12", "MBPP/12", "Mbpp_12")} == {"Mbpp/12"}


@pytest.mark.parametrize("name", ["Own/7", "own/7", "Own_7", "7", 7])
def test_other_problems_are_known_by_their_id_or_its_number(name: object) -> None:
    problems = {row["task_id"]: humaneval.problem(row) for row in [HALVE]}
    assert ProblemIds(problems).find("here", name) == "Own/7"


@pytest.mark.parametrize("name", [True, None, 7.5, ["Own/7"]])
def test_what_is_no_name_is_told(name: object) -> None:
    with pytest.raises(UserError, match="line 3: field 'task_id' must be a text or a whole number"):
        ProblemIds({}).find("f, line 3", name)


def test_a_name_of_two_problems_finds_none_and_one_of_another_benchmark_neither() -> None:
    rows = [HALVE, HALVE | {"task_id": "Other/7"}]
    ids = ProblemIds({row["task_id"]: humaneval.problem(row) for row in rows})
    for name in (7, "Mbpp/7"):
        with pytest.raises(UserError, match="unknown task_id"):
            ids.find("here", name)
    assert ids.find("here", "other_7") == "Other/7"


def test_the_sanitized_version_of_mbpp_is_read_as_it_comes(tmp_path: Path) -> None:
    row = {
        "source_file": "x",
        "task_id": 12,
        "prompt": "Write a function that gives the root of a number.",
        "code": "import math\ndef root(n):\n    return math.sqrt(n)",
        "test_imports": ["import math", "import cmath"],
        "test_list": ["assert math.isclose(root(9), 3)"],
    }
    path = tmp_path / "sanitized.json"
    path.write_text(json.dumps([row], indent=1))
    (task,) = load("mbpp", path).problems.values()
    assert task.id == "12"
    assert task.prompt.startswith("Write a function that gives the root of a number.\nassert")
    assert isinstance(task.tests, FunctionTests)
    assert task.tests.setup == "import math\nimport cmath"
    assert task.tests.entries == ("root",)


def test_evalplus_folders_of_mbpp_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    for name in ("Mbpp_601", ".git", "__pycache__"):
        (folder / name).mkdir(parents=True)
        (folder / name / "0.py").write_text("def cube(n):\n    return n * n * n\n")
    samples = read_samples(folder, {"601": cube(601)})
    assert [(sample.problem_id, sample.whole) for sample in samples] == [("601", True)]
    (folder / "Mbpp_601" / "1.py").write_bytes(b"# caf\xe9\n")
    with pytest.raises(UserError, match=r"1\.py: not UTF-8"):
        read_samples(folder, {"601": cube(601)})


def test_equal_ids_in_a_problem_file_are_an_error(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "problems.jsonl", [HALVE, HALVE | {"task_id": "x"}, HALVE])
    with pytest.raises(UserError, match="row 3: there is another problem 'Own/7'"):
        load("humaneval", path)
    numbers: list[dict[str, Any]] = [CUBE | {"task_id": 601}, CUBE | {"task_id": "601"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in numbers))
    with pytest.raises(UserError, match="row 2: there is another problem '601'"):
        load("mbpp", path)


def test_a_row_that_is_no_problem_says_which_field_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "no id"}\n')
    with pytest.raises(UserError, match=r"row 1: not a problem of mbpp.*'test_list' is missing"):
        load("mbpp", path)


# Where completions end


@pytest.mark.parametrize("cut", [True, False])
def test_all_solutions_of_mbpp_are_whole_as_completions(cut: bool) -> None:
    for row in raw_rows("mbpp.jsonl.gz"):
        task = mbpp.problem(row)
        program = parsed(program_of("mbpp", task, "completion", row["code"], cut=cut))
        assert program is not None, task.id
        assert isinstance(task.tests, FunctionTests)
        assert defined(program) >= {name for name in task.tests.entries if name != "Pair"}, task.id


def test_mbpp_ends_at_a_comment_unless_the_function_goes_on_after_it() -> None:
    inside = "def cube(n):\n#    n = abs(n)\n\n# odd\n    return n ** 3\n"
    assert mbpp.CUT(inside) == inside
    assert mbpp.CUT(inside + "# Write another\ndef other(") == inside[:-1]


REPEATED = {
    "all of the prompt": HALVE["prompt"] + "    return n / 2\n",
    "the head alone": "def halve(n):\n    return n / 2\n",
    "with an import before": "import math\n\n\ndef halve(n):\n    return n / 2\n",
    "after empty lines": "\n\ndef halve(n):\n    return n / 2\n",
}


@pytest.mark.parametrize("cut", [True, False])
@pytest.mark.parametrize("name", REPEATED)
@pytest.mark.parametrize("docstring", [True, False])
def test_a_completion_that_repeats_the_function_works(
    name: str, cut: bool, docstring: bool
) -> None:
    prompt = HALVE["prompt"] if docstring else "# Give half of it.\ndef halve(n):\n"
    scope: dict[str, Any] = {}
    task = humaneval.problem(HALVE | {"prompt": prompt})
    exec(program_of("humaneval", task, "completion", REPEATED[name], cut=cut), scope)
    assert scope["halve"](3) == 1.5


def test_what_comes_after_a_repeated_function_is_cut_all_the_same() -> None:
    task = humaneval.problem(HALVE)
    for text in (*REPEATED.values(), "    return n / 2\n"):
        assert "broken" in program_of(
            "humaneval", task, "completion", f"{text}\ndef broken(", cut=False
        )
        assert "broken" not in program_of("humaneval", task, "completion", f"{text}\ndef broken(")


def test_a_body_that_goes_on_to_repeat_the_function_is_no_repetition() -> None:
    text = "    return n / 2\n\n\ndef halve(n):\n    return 0\n"
    assert humaneval.repeated(humaneval.problem(HALVE), text) == 0
    assert program_of("humaneval", humaneval.problem(HALVE), "completion", text).count("def ") == 1


def test_a_run_remembers_its_form_and_whether_it_is_cut(tmp_path: Path) -> None:
    samples = [RawSample("Own/7", "    return n / 2\n", whole=False)]
    with open_workbench(tmp_path) as workbench:
        benchmark = loaded(tmp_path)
        add_run(workbench, "own", "plain", benchmark, samples)
        add_run(workbench, "own", "cut", benchmark, samples, cut=True)
        add_run(workbench, "own", "chat", benchmark, samples, form=Form.CHAT)
        with pytest.raises(UserError, match=r"only completions are cut.*as chat: leave --cut out"):
            add_run(workbench, "own", "odd", benchmark, samples, form=Form.CHAT, cut=True)
        found = workbench.execute("SELECT model_id, form, cut FROM run ORDER BY 1").fetchall()
    assert found == [
        ("chat", "chat", False),
        ("cut", "completion", True),
        ("plain", "completion", False),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--cut", "--no-cut"])
def test_a_file_and_an_import_of_it_get_the_same_verdicts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
) -> None:
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path / "store"))
    monkeypatch.setattr("backend.store.build.publish_all", lambda *_: None)
    body = "    return n / 2\n"
    texts = [
        *REPEATED.values(),
        body,
        f"{body}\ndef broken(",
        f"    # \ud83d\n{body}",
        "    return",
    ]
    rows = [{"task_id": number, "completion": text} for number in ("7", "8") for text in texts]
    samples = write_lines(tmp_path / "s.jsonl", rows)
    problems, out = problem_file(tmp_path), tmp_path / "out.jsonl"
    asked = ("grade-file", problems, samples, "--out", out, option, "--quiet", "--workers", 1)
    assert said(capsys, *asked)[0] == 0
    found = [json.loads(line)["status"] for line in out.read_text().splitlines()]
    into = ("--study", "own", "--model", "m", "--benchmark", "humaneval", "--path", problems)
    assert said(capsys, "import-samples", samples, *into, option)[0] == 0
    assert said(capsys, "grade", "--study", "own", "--quiet", "--workers", 1)[0] == 0
    with open_workbench(tmp_path / "store") as workbench:
        imported = workbench.execute(
            "SELECT status FROM verdict ORDER BY problem_id, sample_index"
        ).fetchall()
    assert [status for (status,) in imported] == found
    assert found.count("passed") == (14 if option == "--cut" else 12)


def test_runs_from_before_the_option_are_cut_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    scripts = sorted((ROOT / "backend/store/workbench/schema").glob("*.sql"))[:9]
    with duckdb.connect(tmp_path / "store/workbench.duckdb") as old:
        old.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY)")
        for version, script in enumerate(scripts, start=1):
            old.execute(script.read_text())
            old.execute("INSERT INTO migration VALUES (?)", [version])
        old.execute(
            "INSERT INTO run (run_id, study_id, model_id, n_samples) VALUES ('a', 'b', 'c', 1)"
        )
    with open_workbench(tmp_path / "store") as workbench:
        assert workbench.execute("SELECT cut FROM run").fetchall() == [(True,)]


def test_samples_of_a_prompt_that_two_problems_have_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "codet.jsonl"
    path.write_text(json.dumps({"prompt": HALVE["prompt"], "samples": ["    pass"]}) + "\n")
    assert read_samples(path, {"Own/7": humaneval.problem(HALVE)})[0].problem_id == "Own/7"
    with pytest.raises(UserError, match="line 1: two problems have this prompt"):
        read_samples(path, loaded(tmp_path).problems)


# What a run becomes


def some(texts: str, problem_id: str = "Own/7") -> list[RawSample]:
    return [RawSample(problem_id, text, whole=False, scores=(("mine", 1.0),)) for text in texts]


def stored(workbench: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return workbench.execute(
        "SELECT study_id, model_id, problem_id, list(text ORDER BY sample_index) "
        "FROM sample JOIN run USING (run_id) GROUP BY ALL ORDER BY ALL"
    ).fetchall()


def test_a_run_grows_and_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench:

        def add(texts: str, if_there: IfThere = IfThere.REFUSE, **how: Any) -> tuple[int, int]:
            added = add_run(workbench, "own", "m", benchmark, some(texts), if_there=if_there, **how)
            return added.samples, added.total

        for too_soon in (IfThere.APPEND, IfThere.REPLACE):
            with pytest.raises(UserError, match=f"no samples of m: leave --{too_soon.value} out"):
                add("x", too_soon)
        assert add("ab") == (2, 2)
        with pytest.raises(UserError, match="has samples of m already: add to them by --append"):
            add("c")
        assert add("c", IfThere.APPEND) == (1, 3)
        assert stored(workbench) == [("own", "m", "Own/7", ["a", "b", "c"])]
        for how in ({"cut": True}, {"form": Form.CHAT}):
            with pytest.raises(UserError, match="a run has samples of one sort"):
                add("d", IfThere.APPEND, **how)
        workbench.execute(
            "INSERT INTO verdict (run_id, problem_id, sample_index, status) "
            "SELECT run_id, problem_id, sample_index, 'passed' FROM sample"
        )
        assert add("xy", IfThere.REPLACE, cut=True) == (2, 2)
        assert stored(workbench) == [("own", "m", "Own/7", ["x", "y"])]
        assert count(workbench, "verdict") == 0
        assert count(workbench, "score") == 2
        run = workbench.execute("SELECT n_samples, cut FROM run").fetchall()
        assert run == [(2, True)]


def count(workbench: duckdb.DuckDBPyConnection, table: str) -> int:
    row = workbench.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row
    return int(row[0])


def test_a_file_that_turns_out_bad_in_its_midst_changes_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[RawSample]:
        yield from some("xyz" * 1000)
        raise UserError("line 3001 is bad")

    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench:
        with pytest.raises(UserError, match="line 3001"):
            add_run(workbench, "own", "m", benchmark, broken())
        assert all(count(workbench, table) == 0 for table in ("study", "run", "sample", "score"))
        add_run(workbench, "own", "m", benchmark, some("ab"))
        for if_there in (IfThere.APPEND, IfThere.REPLACE):
            with pytest.raises(UserError, match="line 3001"):
                add_run(workbench, "own", "m", benchmark, broken(), if_there=if_there)
        assert stored(workbench) == [("own", "m", "Own/7", ["a", "b"])]


def test_samples_that_were_drawn_here_are_not_added_to_by_hand(tmp_path: Path) -> None:
    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench:
        add_run(workbench, "own", "m", benchmark, some("a"))
        workbench.execute("UPDATE run SET settings = '{}'")
        for if_there in (IfThere.APPEND, IfThere.REPLACE):
            with pytest.raises(UserError, match="were drawn here"):
                add_run(workbench, "own", "m", benchmark, some("b"), if_there=if_there)


def test_names_that_join_to_the_same_run_are_two_runs(tmp_path: Path) -> None:
    pairs = [("a/b", "c"), ("a", "b/c"), ("a%2Fb", "c"), ("a", "b/c/greedy"), ("a", "b%2Fc")]
    names = {run_name(study, model) for study, model in pairs}
    names |= {run_name("a", "b/c", greedy=True), run_name("a", "b/c/greedy", greedy=True)}
    assert len(names) == len(pairs) + 2
    assert run_name("mine", "org/model", greedy=True) == "mine/org/model/greedy"
    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench:
        for study, model in pairs:
            add_run(workbench, study, model, benchmark, some(model))
        assert len(stored(workbench)) == len(pairs)


def test_removing_takes_all_that_belongs_to_a_model_and_nothing_else(tmp_path: Path) -> None:
    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench:
        for study, model in (("own", "m"), ("own", "other"), ("more", "m")):
            add_run(workbench, study, model, benchmark, some("ab"))
        workbench.execute(
            "INSERT INTO verdict (run_id, problem_id, sample_index, status) "
            "SELECT run_id, problem_id, sample_index, 'passed' FROM sample"
        )
        with pytest.raises(UserError, match=r"unknown model of study own 'n' \(nearest"):
            run_ids_of(workbench, "own", "n")
        with pytest.raises(UserError, match="unknown study of the workbench 'owl'"):
            remove_runs(workbench, "owl", None)
        remove_runs(workbench, "own", "m")
        assert {row[:2] for row in stored(workbench)} == {("own", "other"), ("more", "m")}
        shown = workbench.execute(
            "SELECT small, large, reference FROM study WHERE study_id = 'own'"
        )
        assert shown.fetchall() == [("other", "other", "other")]
        assert [count(workbench, name) for name in ("verdict", "score", "model")] == [4, 4, 2]
        remove_runs(workbench, "own", None)
        assert [row[0] for row in stored(workbench)] == ["more"]
        studies = workbench.execute("SELECT DISTINCT study_id FROM problem").fetchall()
        assert studies == [("more",)]
        add_run(workbench, "own", "m", benchmark, some("c"))
        assert len(stored(workbench)) == 2


@pytest.mark.slow
def test_the_command_asks_before_it_removes(
    own: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "Own/7", "completion": "    pass"}])
    into = ("--study", "own", "--model", "m", "--benchmark", "humaneval")
    where = ("--path", problem_file(tmp_path))
    assert said(capsys, "import-samples", samples, *into, *where)[0] == 0
    told = said(capsys, "import-samples", samples, *into, *where, "--append")
    assert told == (0, "1 samples imported as own/m, which has 2 now\n")
    both = said(capsys, "import-samples", samples, *into, *where, "--append", "--replace")
    assert both[0] == 2
    assert "choose one" in both[1]
    monkeypatch.setattr("typer.confirm", lambda *_: False)
    assert said(capsys, "remove", "--study", "own") == (2, "error: nothing was removed\n")
    with open_workbench(own) as workbench:
        assert len(stored(workbench)) == 1
    code, text = said(capsys, "remove", "--study", "own", "--yes")
    assert (code, text) == (0, "2 samples of all models in own removed\n")
    with open_workbench(own) as workbench:
        assert count(workbench, "study") == 0


def test_chat_answers_that_are_not_imported_as_such_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path / "store"))
    answer = {"task_id": "Own/7", "completion": "So:\n```python\n    return n / 2\n```\n"}
    samples = write_lines(tmp_path / "s.jsonl", [answer])
    into = ("--study", "own", "--model", "m", "--benchmark", "humaneval")
    asked = ("import-samples", samples, *into, "--path", problem_file(tmp_path))
    assert "chat answers want --form chat" in said(capsys, *asked)[1]
    assert "--form" not in said(capsys, *asked, "--replace", "--form", "chat")[1]


# Streams


def test_samples_are_read_a_thousand_at_a_time(tmp_path: Path) -> None:
    taken = 0

    def endless() -> Iterator[RawSample]:
        nonlocal taken
        for sample in chain.from_iterable(some("abcdefghij") for _ in range(500)):
            taken += 1
            if taken > 3_000:
                raise UserError(f"{count(workbench, 'sample')} are written")
            yield sample

    benchmark = loaded(tmp_path)
    with open_workbench(tmp_path) as workbench, pytest.raises(UserError, match="3000 are written"):
        add_run(workbench, "own", "m", benchmark, endless())


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    problems = loaded(tmp_path).problems

    def peak(count: int) -> int:
        path = tmp_path / "samples.jsonl"
        row = json.dumps({"task_id": "Own/7", "completion": "    return n\n" * 100}) + "\n"
        with path.open("w") as file:
            file.writelines(row for _ in range(count))
        tracemalloc.start()
        try:
            assert sum(1 for _ in stream_samples(path, problems)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8_000) < peak(1_000) + 50_000


# Bad files


def spoil_gzip(path: Path) -> None:
    """Change a byte in the midst of the packed data, so that it cannot be unpacked."""
    data = bytearray(gzip.compress(bytes(range(256)) * 400, mtime=0))
    data[12] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "write", "told"),
    [
        ("s.jsonl.gz", spoil_gzip, r"s\.jsonl\.gz cannot be read: "),
        ("s.jsonl.gz", lambda p: p.write_bytes(gzip.compress(b"{}" * 99)[:-9]), "cannot be read"),
        ("s.jsonl", lambda p: p.write_bytes(b'\n{"task_id": "\xe9"}'), "line 2: not UTF-8 .*0xe9"),
        ("s.jsonl", lambda p: p.write_bytes('{"a": 1}'.encode("utf-16")), "line 1: not UTF-8"),
        ("s.jsonl", lambda p: p.write_text("[" * 100_000), "line 1: nested too deep"),
        ("s.jsonl", lambda p: p.write_text('{"a": ' * 50_000), "line 1: nested too deep"),
        ("s.jsonl", lambda p: p.write_text('{"x": "' + "y" * 2000), "line 1: longer than 0 KiB"),
        ("s.jsonl", lambda p: p.write_text("[1]\n"), "line 1: a line must be a JSON object"),
        ("s.jsonl", lambda p: p.mkdir(), "holds no samples"),
        ("s.json", lambda p: p.write_text("[" * 100_000), r"s\.json: nested too deep"),
        ("s.json", lambda p: p.write_bytes(b'[["\xe9"]]'), r"s\.json: not UTF-8"),
        ("s.json", lambda p: p.write_text("{}"), "must be a list of at most 1 lists"),
    ],
)
def test_a_bad_file_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, write: Any, told: str
) -> None:
    monkeypatch.setattr(jsonl, "LONGEST", 400_000 if "deep" in told else 1000)
    write(tmp_path / name)
    with pytest.raises(UserError, match=told):
        read_samples(tmp_path / name, {"Own/7": humaneval.problem(HALVE)})


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ("1" + "0" * 400, "is larger than any score"),
        ("true", "must have a name and be a number"),
        ("NaN", "is not a number: leave it out"),
    ],
)
def test_a_score_that_is_none_is_told(tmp_path: Path, score: str, told: str) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text(f'{{"task_id": "Own/7", "completion": "", "score:x": {score}}}\n')
    with pytest.raises(UserError, match=f"line 1: field 'score:x' {told}"):
        read_samples(path, {"Own/7": humaneval.problem(HALVE)})


def test_a_run_without_a_name_is_refused(tmp_path: Path) -> None:
    with open_workbench(tmp_path) as workbench:
        for study, model in (("", "m"), ("own", " ")):
            with pytest.raises(UserError, match="must have names"):
                add_run(workbench, study, model, loaded(tmp_path), some("a"))


def test_a_study_is_not_exported_into_a_file(tmp_path: Path) -> None:
    with open_workbench(tmp_path) as workbench:
        add_run(workbench, "own", "m", loaded(tmp_path), some("a"))
        with pytest.raises(UserError, match="cannot be made a folder: File exists"):
            export_study(workbench, "own", tmp_path / "problems.jsonl")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="out cannot be written: No space left on device"):
        write_whole(tmp_path / "out", (line for line in no_space()))
    assert not list(tmp_path.iterdir())


def no_space() -> Iterator[str]:
    yield "{}\n"
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_half_a_character_of_a_server_is_stored(tmp_path: Path) -> None:
    engine = EngineFacts("e", "1", "float32", "cpu", {})
    with open_workbench(tmp_path) as workbench:
        answer = Answer("Own/7", 0, "# \ud83d", 3, False, -1.0)
        write_answers(workbench, "own/m", [answer], 1.0, engine)
        assert workbench.execute("SELECT text FROM sample").fetchall() == [("# \ufffd",)]


def test_a_mark_at_the_beginning_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"task_id": "Own/7", "completion": "a"}\r\n\r\n', "utf-8-sig")
    (sample,) = read_samples(path, {"Own/7": humaneval.problem(HALVE)})
    assert sample.text == "a"


@pytest.mark.parametrize("form", ["completion", "solution"])
def test_half_a_character_is_stored_as_unknown_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.setenv("BUDGETSCOPE_STORE", str(tmp_path / "store"))
    path = tmp_path / "s.jsonl"
    path.write_text(
        f'{{"task_id": "Own/7", "{form}": "# \\ud83d\\ude00 and \\uD83D"}}\n'
        f'{{"task_id": "Own/8", "{form}": "# \\u0000"}}\n'
    )
    into = ("--study", "own", "--model", "m", "--benchmark", "humaneval")
    code, text = said(capsys, "import-samples", path, *into, "--path", problem_file(tmp_path))
    assert code == 0
    assert "1 of them hold U+FFFD" in text
    with open_workbench(tmp_path / "store") as workbench:
        texts = [row[3][0] for row in stored(workbench)]
    assert texts == ["# \U0001f600 and \ufffd", "# \0"]


@pytest.mark.parametrize("kind", ["folder", "device", "pipe", "input", "link", "hard link", "loop"])
def test_out_is_refused_before_anything_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    monkeypatch.setattr("backend.grading.grade_file.choose_tier", lambda **_: pytest.fail("graded"))
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "Own/7", "completion": "    pass"}])
    before, out = samples.read_text(), tmp_path / "out"
    match kind:
        case "folder":
            out.mkdir()
        case "device":
            out = Path("/dev/null")
        case "pipe":
            os.mkfifo(out)
        case "input":
            out = samples
        case "link":
            out.symlink_to(samples)
        case "hard link":
            out.hardlink_to(samples)
        case _:
            out.symlink_to(out)
    code, text = said(capsys, "grade-file", problem_file(tmp_path), samples, "--out", out)
    assert code == 2
    assert f"--out {out}" in text
    assert samples.read_text() == before
    assert not list(tmp_path.glob(".*.part"))


def test_out_in_a_folder_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problems, out = problem_file(tmp_path), tmp_path / "none" / "out"
    code, text = said(capsys, "grade-file", problems, problems, "--out", out)
    assert (code, f"no folder {out.parent}" in text) == (2, True)
    long = tmp_path / ("x" * 253)
    code, text = said(capsys, "grade-file", problems, problems, "--out", long)
    assert (code, "cannot be written: File name too long" in text) == (2, True)

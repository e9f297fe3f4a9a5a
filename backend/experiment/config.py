"""What an experiment's TOML file says, checked before anything runs."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from backend.benchmarks.source import BENCHMARKS
from backend.errors import UserError, unknown_name
from backend.files.opening import read_whole, text_of
from backend.plain_text import one_line
from backend.sampling.engines.keys import server_host
from backend.sampling.engines.settings import EngineKind, EngineTable, ModelTable, Table
from backend.sampling.engines.weights import check_options

_LONGEST = 1 << 16  # bytes of an experiment's file
_MOST_DOTS = 200  # of one line: a key of n parts takes the square of n to read
_DEEPEST = 20  # tables in tables


class StudyTable(Table):
    """`[[studies]]`: one benchmark, one way of sampling, and n samples of each model."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = ""
    benchmark: str
    path: Path | None = Field(None, description="the problems as a file, else from the hub")
    difficulty: tuple[str, ...] = Field((), description="only problems of these; default: all")
    problems: int | None = Field(None, ge=1, description="only the first so many")
    n: dict[str, Annotated[int, Field(ge=1, lt=1 << 20)]] = Field(min_length=1)
    temperature: float = Field(gt=0, le=2)
    top_p: float = Field(0.95, gt=0, le=1)
    max_tokens: int = Field(ge=1, lt=1 << 31)
    greedy: bool = Field(True, description="one greedy answer of each model as well")
    seed: int = Field(0, ge=0, lt=1 << 31)


class Experiment(Table):
    """The whole file."""

    models: dict[str, ModelTable] = Field(min_length=1)
    studies: tuple[StudyTable, ...] = Field(min_length=1)
    rankers: tuple[str, ...] = ()
    tests: Path | None = Field(None, description="generated tests, for rankers that run programs")
    engine: EngineTable = EngineTable()

    @model_validator(mode="after")
    def _names_fit(self) -> "Experiment":
        check_options(self.engine.options)
        if self.engine.kind is EngineKind.SERVER:
            server_host(self.engine.url)
        for study in self.studies:
            if study.benchmark not in BENCHMARKS:
                raise unknown_name(f"benchmark of study {study.id}", study.benchmark, BENCHMARKS)
            for name in study.n:
                if name not in self.models:
                    raise unknown_name(f"model of study {study.id}", name, self.models)
        ids = [study.id for study in self.studies]
        if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
            raise UserError(f"study {twice} is there twice: give each an id of its own")
        return self


def load_experiment(path: Path, *, trust_model_code: bool = False) -> Experiment:
    """Read and check an experiment. Relative paths in it start at the file's own folder.

    Whether code that models bring may run, a file cannot say.

    Raises:
        UserError: with the file, the field and what would be right.
    """
    text = text_of(str(path), read_whole(path, _LONGEST))
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            raise UserError(f"{path}, line {number}: more than {_MOST_DOTS} dots in one line")
    try:
        said = tomllib.loads(text)
    except ValueError as error:
        raise UserError(f"{path} is no valid TOML: {one_line(str(error), 200)}") from error
    except RecursionError as error:
        raise UserError(f"{path}: nested too deep to be read as TOML") from error
    if _depth(said) > _DEEPEST:
        raise UserError(f"{path}: more than {_DEEPEST} tables in one another")
    try:
        experiment = Experiment.model_validate(said)
    except ValidationError as error:
        raise UserError(f"{path}, {_first(error)}") from error
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    if "trust_model_code" in experiment.engine.model_fields_set:
        raise UserError(
            f"{path}, engine.trust_model_code: no such field: say --trust-model-code instead"
        )
    engine = experiment.engine.model_copy(update={"trust_model_code": trust_model_code})
    return _absolute(experiment.model_copy(update={"engine": engine}), path.parent)


def _depth(said: object) -> int:
    """Return how many tables and lists of a value lie in one another, counted to one too many."""
    depth, level = 0, [said]
    while level and depth <= _DEEPEST:
        inner = [each for each in level if isinstance(each, dict | list)]
        depth += bool(inner)
        level = [
            part for each in inner for part in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{place}: no such field"
    if fault["type"] == "missing":
        return f"{place}: this field is missing"
    if fault["type"] == "string_pattern_mismatch" and fault["loc"][-1] == "api_key_variable":
        return (
            f"{place}: a key's variable is named like OPENAI_API_KEY, in capitals and with "
            f"_API_KEY at its end, but is {one_line(repr(fault['input']), 80)}"
        )
    said = one_line(repr(fault["input"]), 200)
    given = "" if isinstance(fault["input"], dict) else f", but is {said}"
    return f"{place}: {fault['msg'].removeprefix('Input ')}{given}"


def _absolute(experiment: Experiment, folder: Path) -> Experiment:
    models = {
        name: table.model_copy(update={"path": str((folder / table.path).resolve())})
        if (folder / table.path).is_dir()
        else table
        for name, table in experiment.models.items()
    }
    studies = tuple(
        study.model_copy(update={"path": (folder / study.path).resolve()}) if study.path else study
        for study in experiment.studies
    )
    tests = (folder / experiment.tests).resolve() if experiment.tests else None
    return experiment.model_copy(update={"models": models, "studies": studies, "tests": tests})

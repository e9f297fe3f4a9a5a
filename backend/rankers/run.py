"""`python -m backend rank`: score what is not scored yet."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from backend.amounts import duration
from backend.benchmarks.programs import program_of
from backend.benchmarks.source import Loaded
from backend.errors import UserError
from backend.experiment.config import EngineTable, ModelTable
from backend.experiment.engines import vllm_settings
from backend.grading.progress import with_progress
from backend.grading.run_store import benchmark_of_study
from backend.grading.tiers.choose import choose_tier
from backend.pulse import pulse
from backend.rankers.execution import Prober
from backend.rankers.generated_tests import read_generated_tests
from backend.rankers.likelihood import ByLikelihood, Reader
from backend.rankers.named import REWARD, Makers, model_of, ranker
from backend.rankers.ranker import Group, Ranker, Sample, Work
from backend.rankers.reward import ByReward, VllmJudge
from backend.sampling.flow import prompts_of
from backend.sampling.model_facts import architecture_of
from backend.sampling.scorer import VllmScorer
from backend.sampling.vllm_engine import VllmSettings
from backend.store.scored import (
    Ranking,
    RunToRank,
    problems_to_rank,
    runs_of,
    samples_of,
    write_rankings,
)


@dataclass(frozen=True)
class Asked:
    """Which rankers of which models, by what means.

    `models` are those of an experiment by name; any other name is taken as a path. `tests` is a
    file of generated tests, for rankers that run programs.
    """

    names: Sequence[str]
    models: Mapping[str, ModelTable] = field(default_factory=dict)
    engine: EngineTable = field(default_factory=EngineTable)
    tests: Path | None = None
    workers: int | None = None
    unsafe_local: bool = False


def rank_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    asked: Asked,
    *,
    path: Path | None,
    quiet: bool,
) -> str:
    """Score a study's samples by rankers; return a summary. Can be stopped and called again.

    Models are loaded one after the other. `path` is the problems' file, if it moved.

    Raises:
        UserError: if a ranker is unknown or lacks what it needs.
        EngineDiedError: if a model's engine ends on the way.
    """
    by_model: dict[str | None, list[str]] = {}
    for name in dict.fromkeys(asked.names):
        by_model.setdefault(model_of(name), []).append(name)
    benchmark = benchmark_of_study(workbench, study, path)
    scored: dict[tuple[str, str], int] = {}
    for names in by_model.values():
        runs = runs_of(workbench, study)
        if not any(problems_to_rank(workbench, run.id, names) for run in runs):
            continue
        with ExitStack() as held:
            makers = _makers(held, asked, benchmark)
            with pulse(lambda seconds: f"loading: {duration(seconds)} so far", wanted=quiet):
                rankers = {name: ranker(name, makers) for name in names}
            for run in runs:
                scored |= _rank_run(workbench, run, benchmark, rankers, quiet)
    return f"{sum(scored.values())} samples scored by {', '.join(asked.names)}"


def group_of(
    workbench: duckdb.DuckDBPyConnection,
    run: RunToRank,
    benchmark: Loaded,
    problem: str,
    prompt: str,
) -> Group:
    """Return a run's samples of a problem, as rankers take them."""
    task = benchmark.problems[problem]
    samples = [
        Sample(
            index=index,
            text=text,
            program=program_of(benchmark.name, task, run.form, text),
            tokens=tokens,
            finished=finished,
            log_likelihood=likelihood,
            passed=passed,
        )
        for index, text, tokens, finished, likelihood, passed in samples_of(
            workbench, run.id, problem
        )
    ]
    return Group(task, prompt, samples, run.form == "chat")


def _makers(held: ExitStack, asked: Asked, benchmark: Loaded) -> Makers:
    """Return makers of what rankers need; all that they make is closed with `held`."""

    @cache
    def prober() -> Prober:
        return held.enter_context(
            _prober(benchmark, asked.tests, asked.workers, asked.unsafe_local)
        )

    @cache
    def reader(kind: str, model: str) -> Ranker:
        table = asked.models.get(model) or ModelTable(path=model)
        settings = vllm_settings(table, asked.engine)
        if kind == REWARD:
            judge = held.enter_context(closing(VllmJudge(settings)))
            return ByReward(model, judge, architecture_of(settings.path))
        return ByLikelihood(kind, model, text_reader(settings))

    @cache
    def text_reader(settings: VllmSettings) -> Reader:
        found = Reader(VllmScorer(settings), architecture_of(settings.path))
        return held.enter_context(closing(found))

    return Makers(prober, reader)


def _rank_run(
    workbench: duckdb.DuckDBPyConnection,
    run: RunToRank,
    benchmark: Loaded,
    rankers: Mapping[str, Ranker],
    quiet: bool,
) -> dict[tuple[str, str], int]:
    """Score what is not scored yet; return how many samples of which run and problem."""
    problems = problems_to_rank(workbench, run.id, list(rankers))
    scored = {}
    prompts, _ = prompts_of(benchmark, run.form == "chat")
    chunks = ([problem] for problem in problems)
    what = f"ranking {run.model}"
    for problem in with_progress(chunks, len(problems), what, quiet, "problems"):
        group = group_of(workbench, run, benchmark, problem, prompts[problem])
        rankings = [_timed(name, ranker, group) for name, ranker in rankers.items()]
        indices = [sample.index for sample in group.samples]
        write_rankings(workbench, run.id, problem, indices, rankings)
        scored[run.id, problem] = len(indices)
    return scored


def _timed(name: str, ranker: Ranker, group: Group) -> Ranking:
    started = time.monotonic()
    scores = ranker.scores(group)
    work = scores.work or (Work(time.monotonic() - started, len(group.samples)),)
    texts = max(each.texts for each in work)
    read = [each for each in work if each.tokens is not None]
    return Ranking(
        name,
        ranker.how,
        scores.values,
        # Programs may be fewer than texts: each text is charged one of each.
        seconds=sum(each.seconds / each.texts for each in work if each.texts) * texts,
        texts=texts,
        tokens=sum(each.tokens or 0 for each in read) if read else None,
        prompt_tokens=sum(each.prompt_tokens or 0 for each in read) if read else None,
        reader=read[0].reader if read else None,
    )


def _prober(
    benchmark: Loaded, tests: Path | None, workers: int | None, unsafe_local: bool
) -> Prober:
    if tests is None:
        raise UserError(
            "rankers that run programs need generated tests: name their file by --tests"
        )
    cases = read_generated_tests(tests, benchmark.problems)
    tier = choose_tier(unsafe_local=unsafe_local)
    return Prober(tier, cases, workers)

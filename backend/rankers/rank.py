"""`python -m backend rank`: score what is not scored yet."""

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import duckdb

from backend.benchmarks.programs import program_of
from backend.errors import UserError
from backend.grading.choose import choose_tier
from backend.grading.progress import with_progress
from backend.grading.study_problems import problems_of_study
from backend.pulse import pulse
from backend.rankers.execution import Prober
from backend.rankers.generated_tests import GeneratedTests, digest_of, read_generated_tests
from backend.rankers.likelihood import ByLikelihood, Reader
from backend.rankers.named import Makers, model_of, ranker, runs_programs
from backend.rankers.ranker import Group, Ranker, Sample, Work
from backend.rankers.reward import ByReward, VllmJudge
from backend.records.problem import ProblemSet
from backend.records.ranked import RankedStudy
from backend.records.ranker_name import Kind
from backend.sampling.draw import prompts_of
from backend.sampling.engines.open import vllm_settings
from backend.sampling.engines.settings import EngineTable, ModelTable, VllmSettings
from backend.sampling.models.model_facts import architecture_of
from backend.sampling.scorer import VllmScorer
from backend.store.workbench.scored import (
    Ranking,
    RunToRank,
    count_scored,
    forget_scores,
    problems_to_rank,
    runs_of,
    samples_of,
    write_rankings,
)
from backend.words.amounts import duration

_NO_TESTS = "rankers that run programs need generated tests: name their file by --tests"


@dataclass(frozen=True)
class Asked:
    """Which rankers of which models, by what means.

    `models` are those of an experiment by name; any other name is taken as a path. `tests` is a
    file of generated tests, for rankers that run programs. `again` throws away the scores that
    these rankers gave before.
    """

    names: Sequence[str]
    models: Mapping[str, ModelTable] = field(default_factory=dict)
    engine: EngineTable = field(default_factory=EngineTable)
    tests: Path | None = None
    workers: int | None = None
    unsafe_local: bool = False
    again: bool = False


def rank_study(
    workbench: duckdb.DuckDBPyConnection,
    study: str,
    asked: Asked,
    *,
    path: Path | None,
    quiet: bool,
) -> RankedStudy:
    """Score a study's samples by rankers. Can be stopped and called again.

    Models are loaded one after the other. `path` is the problems' file, if it moved. Scores that
    were made with other generated tests are of another ranking: they are made anew.

    Raises:
        UserError: if a ranker is unknown or lacks what it needs.
        EngineDiedError: if a model's engine ends on the way.
    """
    by_model: dict[str | None, list[str]] = {}
    for name in dict.fromkeys(asked.names):
        by_model.setdefault(model_of(name), []).append(name)
    benchmark = problems_of_study(workbench, study, path)
    tests = _tests(asked, benchmark)
    runs = runs_of(workbench, study)
    forgotten = _forget(workbench, runs, asked, tests)
    scored: Counter[str] = Counter()
    for names in by_model.values():
        if not any(problems_to_rank(workbench, run.id, names) for run in runs):
            continue
        with ExitStack() as held:
            makers = _makers(held, asked, tests)
            with pulse(lambda seconds: f"loading: {duration(seconds)} so far", wanted=quiet):
                rankers = {name: ranker(name, makers) for name in names}
            for run in runs:
                scored += _rank_run(workbench, run, benchmark, rankers, quiet, digest=tests.digest)
    samples, by_ranker = count_scored(workbench, study)
    return RankedStudy(
        study,
        samples,
        {name: by_ranker.get(name, 0) for name in dict.fromkeys(asked.names)},
        scored,
        tests.count + tests.refused,
        tests.refused,
        forgotten,
        asked.again,
    )


def group_of(
    workbench: duckdb.DuckDBPyConnection,
    run: RunToRank,
    benchmark: ProblemSet,
    problem: str,
    prompt: str,
) -> Group:
    """Return a run's samples of a problem, as rankers take them."""
    task = benchmark.problems[problem]
    samples = [
        Sample(
            index=index,
            text=text,
            program=program_of(benchmark.name, task, run.form, text, cut=run.cut),
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


@dataclass(frozen=True)
class _Tests:
    """The generated tests by problem, and their digest; None where no file was named."""

    by_problem: Mapping[str, GeneratedTests] | None = None
    digest: str | None = None

    @property
    def count(self) -> int:
        """How many of them are evaluated."""
        tests = (self.by_problem or {}).values()
        return sum(len(each.assertions) + len(each.inputs) for each in tests)

    @property
    def refused(self) -> int:
        """How many more may not be."""
        return sum(each.refused for each in (self.by_problem or {}).values())


def _tests(asked: Asked, benchmark: ProblemSet) -> _Tests:
    """Read the generated tests, if they are named and some ranker runs them."""
    if asked.tests is None or not any(map(runs_programs, asked.names)):
        return _Tests()
    found = read_generated_tests(asked.tests, benchmark.problems)
    return _Tests(found, digest_of(found))


def _forget(
    workbench: duckdb.DuckDBPyConnection,
    runs: Sequence[RunToRank],
    asked: Asked,
    tests: _Tests,
) -> dict[str, int]:
    """Remove scores that are to be made anew; return how many, by ranker."""
    if asked.again and tests.digest is None and any(map(runs_programs, asked.names)):
        raise UserError(_NO_TESTS)  # before anything is thrown away
    forgotten = {}
    for name in dict.fromkeys(asked.names):
        if asked.again:
            forgotten[name] = forget_scores(workbench, runs, name)
        elif tests.digest and runs_programs(name):
            forgotten[name] = forget_scores(workbench, runs, name, other_than=tests.digest)
    return {name: count for name, count in forgotten.items() if count}


def _makers(held: ExitStack, asked: Asked, tests: _Tests) -> Makers:
    """Return makers of what rankers need; all that they make is closed with `held`."""

    @cache
    def prober() -> Prober:
        if tests.by_problem is None:
            raise UserError(_NO_TESTS)
        tier = choose_tier(unsafe_local=asked.unsafe_local)
        return held.enter_context(Prober(tier, tests.by_problem, asked.workers))

    @cache
    def reader(kind: Kind, model: str) -> Ranker:
        table = asked.models.get(model) or ModelTable(path=model)
        settings = vllm_settings(table, asked.engine)
        if kind is Kind.REWARD:
            judge = held.enter_context(closing(VllmJudge(settings)))
            return ByReward(judge, architecture_of(settings.path))
        return ByLikelihood(kind, text_reader(settings))

    @cache
    def text_reader(settings: VllmSettings) -> Reader:
        found = Reader(VllmScorer(settings), architecture_of(settings.path))
        return held.enter_context(closing(found))

    return Makers(prober, reader)


def _rank_run(
    workbench: duckdb.DuckDBPyConnection,
    run: RunToRank,
    benchmark: ProblemSet,
    rankers: Mapping[str, Ranker],
    quiet: bool,
    digest: str | None,
) -> Counter[str]:
    """Score what is not scored yet; return how many samples each ranker gave a score."""
    problems = problems_to_rank(workbench, run.id, list(rankers))
    lacking = {name: {*problems_to_rank(workbench, run.id, [name])} for name in rankers}
    scored: Counter[str] = Counter()
    prompts, _ = prompts_of(benchmark, run.form == "chat")
    chunks = ([problem] for problem in problems)
    what = f"ranking {run.model}"
    for problem in with_progress(chunks, len(problems), what, quiet, "problems"):
        group = group_of(workbench, run, benchmark, problem, prompts[problem])
        rankings = [
            replace(_timed(name, ranker, group), tests=digest if runs_programs(name) else None)
            for name, ranker in rankers.items()
            if problem in lacking[name]
        ]
        indices = [sample.index for sample in group.samples]
        write_rankings(workbench, run.id, problem, indices, rankings)
        for ranking in rankings:
            scored[ranking.ranker] += sum(not math.isnan(score) for score in ranking.scores)
    return scored


def _timed(name: str, ranker: Ranker, group: Group) -> Ranking:
    started = time.monotonic()
    scores = ranker.scores(group)
    work = scores.work or (Work(time.monotonic() - started, len(group.samples)),)
    texts = max(each.texts for each in work)
    read = [each for each in work if each.tokens is not None]
    return Ranking(
        name,
        scores.values,
        # Programs may be fewer than texts: each text is charged one of each.
        seconds=sum(each.seconds / each.texts for each in work if each.texts) * texts,
        texts=texts,
        tokens=sum(each.tokens or 0 for each in read) if read else None,
        prompt_tokens=sum(each.prompt_tokens or 0 for each in read) if read else None,
        reader=read[0].reader if read else None,
    )

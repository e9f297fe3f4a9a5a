"""Sample for an experiment: can be stopped at any moment and called again."""

from dataclasses import dataclass, replace

import duckdb

from backend.errors import UserError
from backend.experiment.config import Experiment, StudyTable
from backend.experiment.problems import problems_of
from backend.records.drawing import Drawing
from backend.records.problem import ProblemSet
from backend.sampling.draw import draw_run, prompts_digest, prompts_of
from backend.sampling.engines.engine import Engine
from backend.sampling.engines.open import open_engine
from backend.sampling.engines.settings import ModelTable
from backend.sampling.models.model_facts import architecture_of
from backend.sampling.progress import SamplingProgress
from backend.store.workbench.drawn import RunFacts, ensure_study


@dataclass(frozen=True)
class _Wanted:
    """A study of the experiment with its problems."""

    table: StudyTable
    benchmark: ProblemSet


def sample_experiment(
    workbench: duckdb.DuckDBPyConnection, experiment: Experiment, *, quiet: bool
) -> dict[str, int]:
    """Draw all samples that the experiment lacks, model by model; return how many by study.

    Raises:
        UserError: if a benchmark, a model or an engine cannot be had, or fits no earlier samples.
        EngineDiedError: if an engine ends on the way.
    """
    studies = [_Wanted(table, problems_of(table)) for table in experiment.studies]
    for study in studies:
        table = study.table
        ensure_study(workbench, table.id, table.title or table.id, study.benchmark, list(table.n))
    progress = SamplingProgress(quiet)
    drawn = dict.fromkeys((study.table.id for study in studies), 0)
    for name, model in experiment.models.items():
        mine = [study for study in studies if name in study.table.n]
        if not mine:
            continue
        with progress.waiting(f"loading {name} ({model.path})"):
            engine = open_engine(model, experiment.engine)
        try:
            for study in mine:
                drawn[study.table.id] += _draw_study(
                    workbench, engine, name, model, study, progress
                )
        finally:
            engine.close()
    return drawn


def _draw_study(
    workbench: duckdb.DuckDBPyConnection,
    engine: Engine,
    name: str,
    model: ModelTable,
    study: _Wanted,
    progress: SamplingProgress,
) -> int:
    chat = bool(engine.chats) if model.chat is None else model.chat
    if chat and engine.chats is False:
        raise UserError(f"models.{name}.chat is true, but {model.path} has no chat template")
    prompts, stops = prompts_of(study.benchmark, chat)
    table, digest, drawn = study.table, prompts_digest(prompts), 0
    drawing = Drawing(table.temperature, table.top_p, table.max_tokens, stops, chat)
    wanted = [(drawing, table.n[name], False)]
    if table.greedy:
        wanted.append((replace(drawing, temperature=0.0), 1, True))
    for how, n, greedy in wanted:
        run = _run_facts(name, model, study, digest, how, n, greedy=greedy)
        drawn += draw_run(workbench, engine, table.id, run, prompts, how, table.seed, progress)
    return drawn


def _run_facts(
    name: str,
    model: ModelTable,
    study: _Wanted,
    digest: str,
    drawing: Drawing,
    n: int,
    *,
    greedy: bool,
) -> RunFacts:
    return RunFacts(
        model=name,
        architecture=architecture_of(model.path),
        greedy=greedy,
        n=n,
        form="chat" if drawing.chat else "completion",
        temperature=drawing.temperature,
        settings={
            "model": model.path,
            "revision": model.revision,
            "dtype": model.dtype,
            "prompts": digest,
            "temperature": drawing.temperature,
            "top_p": drawing.top_p,
            "max_tokens": drawing.max_tokens,
            "stops": list(drawing.stops),
            "chat": drawing.chat,
            "seed": study.table.seed,
        },
    )

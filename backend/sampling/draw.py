"""Draw what a run still lacks, and keep it as it comes."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator

import duckdb

from backend import words
from backend.benchmarks.source import BENCHMARKS
from backend.records.drawing import Answer, Chunk, Drawing
from backend.records.problem import ProblemSet
from backend.sampling.engines.engine import Engine, EngineDiedError
from backend.sampling.progress import SamplingProgress
from backend.sampling.remarks import Remarks
from backend.sampling.work import requests
from backend.store.workbench.drawn import RunFacts, ensure_run, there, write_answers

_SECONDS, _ANSWERS = 1.0, 2000  # the most a killed run has to draw again
_PIECE = 64  # samples in one request


def draw_run(
    workbench: duckdb.DuckDBPyConnection,
    engine: Engine,
    study: str,
    run: RunFacts,
    prompts: dict[str, str],
    drawing: Drawing,
    seed: int,
    progress: SamplingProgress,
) -> int:
    """Draw all samples that a run lacks; return how many came and are kept.

    May be stopped at any moment: what was written stays, and the next call draws the rest.

    Raises:
        UserError: if the run is there under other settings, or a prompt is too long.
        EngineDiedError: if the engine ends.
    """
    run_id = ensure_run(workbench, study, run)
    wanted = list(requests(prompts, run.n, seed, there(workbench, run_id), _PIECE))
    total = sum(request.count for request in wanted)
    if not total:
        return 0
    engine.check({request.problem: request.prompt for request in wanted}, drawing.chat)
    facts = engine.facts
    remarks = Remarks(drawing)
    with progress.run(run_id, total) as advance:
        chunks = remarks.watch(engine.answer(iter(wanted), drawing))
        for batch, seconds in _batches(chunks, advance):
            write_answers(workbench, run_id, batch, seconds, facts)
    if not remarks.came:
        raise EngineDiedError(f"none of {total} samples of {run_id} came")
    for odd in remarks.found(total):
        progress.say(f"{run_id}: {words.remarks.remark(odd)}")
    return remarks.came


def prompts_of(benchmark: ProblemSet, chat: bool) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return each problem's prompt, and the strings at which an answer ends."""
    question = BENCHMARKS[benchmark.name].question
    asked = {name: question(problem) for name, problem in benchmark.problems.items()}
    stops: tuple[str, ...] = () if chat else next(iter(asked.values())).stops
    return {name: one.chat if chat else one.text for name, one in asked.items()}, stops


def prompts_digest(prompts: dict[str, str]) -> str:
    """Return a hash of all prompts: another wording is another run."""
    return hashlib.sha256(json.dumps(prompts, sort_keys=True).encode()).hexdigest()[:16]


def _batches(
    chunks: Iterator[Chunk], advance: Callable[[int, int], None]
) -> Iterator[tuple[list[Answer], float]]:
    """Yield answers with the seconds they took, at least every second or so.

    Time that is spent between batches, on writing, belongs to the next one.
    """
    started, batch, told = time.monotonic(), list[Answer](), 0.0
    for chunk in chunks:
        batch += chunk.answers
        told += chunk.seconds or 0.0
        advance(len(chunk.answers), sum(answer.tokens or 0 for answer in chunk.answers))
        now = time.monotonic()
        if now - started > _SECONDS or len(batch) >= _ANSWERS:
            yield batch, told or now - started
            started, batch, told = now, [], 0.0
    if batch:
        yield batch, told or time.monotonic() - started

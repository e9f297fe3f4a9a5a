"""What an experiment will take, told before anything runs."""

import os
from collections.abc import Mapping

from backend import catalogue
from backend.experiment import measured
from backend.experiment.config import Experiment, StudyTable
from backend.experiment.problems import problem_count
from backend.maths.architecture import Architecture
from backend.maths.assumptions import Assumptions
from backend.maths.flops import matmul_flops
from backend.maths.roofline import roofline_seconds
from backend.records.plan import Key, Plan, PlanRow, Speed
from backend.sampling.engines.keys import server_host
from backend.sampling.engines.settings import EngineKind, EngineTable

_BYTES_PER_TOKEN, _BYTES_PER_SAMPLE = 3.0, 60.0  # in the workbench, compressed


def plan_experiment(
    experiment: Experiment,
    assumptions: Assumptions,
    dollars_per_gpu_hour: float,
    architectures: Mapping[str, Architecture],
    speeds: Mapping[str, Speed],
) -> Plan:
    """Return what an experiment will take, with a row for each model of each study.

    Args:
        experiment: what will run.
        assumptions: the answer's length, the GPUs and their batch.
        dollars_per_gpu_hour: rent of one GPU.
        architectures: of local models, by their names in the experiment.
        speeds: of those models that were measured here, likewise.

    Raises:
        UserError: if a study's problems are named by a file that cannot be read.
    """
    rent = assumptions.gpu_count * dollars_per_gpu_hour
    rows = [
        _row(study, model, prompts, assumptions, rent, _architecture(model, architectures), speeds)
        for study in experiment.studies
        for prompts in [problem_count(study)]
        for model in study.n
    ]
    return Plan(
        rows,
        assumptions.tokens,
        assumptions.batch,
        assumptions.gpu.name,
        assumptions.gpu_count,
        dollars_per_gpu_hour,
        measured.here(experiment.engine),
        speeds,
        {name: model.path for name, model in experiment.models.items()},
        _key(experiment.engine),
    )


def _row(
    study: StudyTable,
    model: str,
    prompts: int,
    assumptions: Assumptions,
    dollars_per_hour: float,
    architecture: Architecture | None,
    speeds: Mapping[str, Speed],
) -> PlanRow:
    """Return what a study's samples of one model will take."""
    tokens = min(assumptions.tokens, study.max_tokens)
    generations, greedy = prompts * study.n[model], prompts if study.greedy else 0
    answers = generations + greedy
    tflops = hours = dollars = None
    if architecture is not None:
        tflops = answers * matmul_flops(architecture, tokens) / 1e12
        hours = answers * roofline_seconds(architecture, tokens, assumptions) / 3600
        dollars = hours * dollars_per_hour
    return PlanRow(
        study.id,
        model,
        prompts,
        generations,
        greedy,
        answers * tokens,
        tflops,
        hours,
        dollars,
        round(answers * (tokens * _BYTES_PER_TOKEN + _BYTES_PER_SAMPLE)),
        _hours(answers * tokens, speeds.get(model)),
    )


def _key(engine: EngineTable) -> Key | None:
    if engine.kind is not EngineKind.SERVER:
        return None
    variable = engine.api_key_variable
    return Key(variable, server_host(engine.url), bool(os.environ.get(variable)))


def _hours(tokens: int, speed: Speed | None) -> float | None:
    return None if speed is None else tokens / speed.tokens_per_second / 3600


def _architecture(model: str, local: Mapping[str, Architecture]) -> Architecture | None:
    if model in local:
        return local[model]
    known = catalogue.models().get(model)
    return known.architecture if known else None

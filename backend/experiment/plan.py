"""What an experiment will take, told before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend import catalogue
from backend.experiment.config import Experiment
from backend.experiment.measured import Speed
from backend.experiment.problems import problem_count
from backend.maths.architecture import Architecture
from backend.maths.assumptions import Assumptions
from backend.maths.flops import matmul_flops, roofline_seconds

_BYTES_PER_TOKEN, _BYTES_PER_SAMPLE = 3.0, 60.0  # in the workbench, compressed


@dataclass(frozen=True)
class PlanRow:
    """One model in one study. Seconds, dollars and FLOPs are None where the model is unknown.

    `tokens` assumes answers of the stated length; `hours` are a roofline estimate, a lower bound;
    `hours_here` are by the speed that was measured on this machine, None where none was.
    """

    study: str
    model: str
    prompts: int
    generations: int
    greedy: int
    tokens: int
    tflops: float | None
    hours: float | None
    dollars: float | None
    disk_bytes: int
    hours_here: float | None = None


def plan_experiment(
    experiment: Experiment,
    assumptions: Assumptions,
    dollars_per_gpu_hour: float,
    architectures: Mapping[str, Architecture],
    speeds: Mapping[str, Speed],
) -> list[PlanRow]:
    """Return a row for each model of each study.

    Args:
        experiment: what will run.
        assumptions: the answer's length, the GPUs and their batch.
        dollars_per_gpu_hour: rent of one GPU.
        architectures: of local models, by their names in the experiment.
        speeds: of those models that were measured here, likewise.

    Raises:
        UserError: if a study's problems are named by a file that cannot be read.
    """
    rows = []
    for study in experiment.studies:
        prompts = problem_count(study)
        tokens = min(assumptions.tokens, study.max_tokens)
        for model, n in study.n.items():
            generations, greedy = prompts * n, prompts if study.greedy else 0
            answers = generations + greedy
            architecture = _architecture(model, architectures)
            tflops = hours = dollars = None
            if architecture is not None:
                tflops = answers * matmul_flops(architecture, tokens) / 1e12
                hours = answers * roofline_seconds(architecture, tokens, assumptions) / 3600
                dollars = hours * assumptions.gpu_count * dollars_per_gpu_hour
            disk = round(answers * (tokens * _BYTES_PER_TOKEN + _BYTES_PER_SAMPLE))
            rows.append(
                PlanRow(
                    study.id,
                    model,
                    prompts,
                    generations,
                    greedy,
                    answers * tokens,
                    tflops,
                    hours,
                    dollars,
                    disk,
                    _hours(answers * tokens, speeds.get(model)),
                )
            )
    return rows


def _hours(tokens: int, speed: Speed | None) -> float | None:
    return None if speed is None else tokens / speed.tokens_per_second / 3600


def _architecture(model: str, local: Mapping[str, Architecture]) -> Architecture | None:
    if model in local:
        return local[model]
    known = catalogue.models().get(model)
    return known.architecture if known else None

"""A whole experiment: sample, grade, rank, publish."""

from pathlib import Path

from backend import words
from backend.experiment.config import load_experiment
from backend.experiment.sample import sample_experiment
from backend.grading.grade import grade_study
from backend.rankers.rank import Asked, rank_study
from backend.store.build import publish_all
from backend.store.workbench.connection import open_workbench


def run_experiment(
    file: Path,
    store: Path,
    *,
    workers: int | None = None,
    unsafe_local: bool = False,
    trust_model_code: bool = False,
    quiet: bool = False,
) -> None:
    """Do what an experiment's file says and is not done yet; print a line for each step.

    Raises:
        UserError: if the file, or what it asks for, cannot be used.
        InterruptedWorkError: if an engine or the sandbox fails on the way; what was done is kept.
    """
    plan = load_experiment(file, trust_model_code=trust_model_code)
    with open_workbench(store) as workbench:
        for study, drawn in sample_experiment(workbench, plan, quiet=quiet).items():
            print(words.runs.drawn(study, drawn), flush=True)
        for table in plan.studies:
            graded = grade_study(
                workbench,
                table.id,
                path=table.path,
                exclude=(),
                workers=workers,
                unsafe_local=unsafe_local,
                quiet=quiet,
            )
            print(f"{table.id}: {words.grading.graded_study(graded)}", flush=True)
        if plan.rankers:
            asked = Asked(plan.rankers, plan.models, plan.engine, plan.tests, workers, unsafe_local)
            for table in plan.studies:
                ranked = rank_study(workbench, table.id, asked, path=table.path, quiet=quiet)
                print(f"{table.id}: {words.ranking.ranked_study(ranked)}", flush=True)
        publish_all(workbench, store)

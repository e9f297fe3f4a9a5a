"""What there is: each study, and how much of it."""

from backend.answers.selection import REFERENCES
from backend.records.study import Holding
from backend.store.studies import Studies


def holdings(studies: Studies) -> list[Holding]:
    """Return what each study has, in the order of lists."""
    found = []
    for study in studies.studies.values():
        runs = studies.runs(study.id).values()
        found.append(
            Holding(
                study=study,
                n_models=len(runs),
                fewest=min((run.n_fewest for run in runs), default=0),
                most=max((run.n_samples for run in runs), default=0),
                n_rankers=len(set(studies.rankers(study.id)) - set(REFERENCES)),
                texts=bool(studies.read_models(study.id)),
                counted=not any(run.untallied for run in runs),
            )
        )
    return found

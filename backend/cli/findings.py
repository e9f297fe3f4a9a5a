"""The command that prints what all studies say together."""

from backend.answers.findings import findings as of_study
from backend.cli.app import app
from backend.store import store_directory
from backend.store.pointer import open_current
from backend.words.findings import table

MAJORITY = "consensus"


@app.command()
def findings() -> None:
    """Print, for each family and study, which smaller models beat one answer of the largest.

    Two tables in Markdown: by unit tests, and by majority vote where a study has it.
    """
    studies = open_current(store_directory())
    voted = [study for study in studies.studies if MAJORITY in studies.rankers(study)]
    for ids, ranker in ((list(studies.studies), None), (voted, MAJORITY)):
        print()
        for line in table([it for study in ids for it in of_study(studies, study, ranker)]):
            print(line)

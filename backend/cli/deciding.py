"""Commands that look at all models of a study at once: each pair, and the best at each budget."""

from backend import words
from backend.answers import frontier as frontiers
from backend.answers import pairs as all_pairs
from backend.answers.lineup import lineup
from backend.cli.app import app
from backend.cli.asking import (
    assumptions,
    checked_budget,
    problem_filter,
    question_of,
    studies_at_hand,
)
from backend.cli.options import (
    BudgetOption,
    DayOption,
    DifficultyOption,
    FormatOption,
    KindOption,
    MaxKOption,
    PlatformOption,
    SelectionOption,
    StandInsOption,
    StopFirstOption,
    StudyOption,
    TokensOption,
)
from backend.cli.rows import Format, print_rows
from backend.maths.assumptions import PAPER_TOKENS, BudgetKind
from backend.pulse import say
from backend.records.question import UNIT_TESTS, MaxK, Question
from backend.store.studies import Studies


@app.command()
def pairs(
    study: StudyOption,
    budget: BudgetOption,
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    stop_first: StopFirstOption = False,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    tokens: TokensOption = str(PAPER_TOKENS),
    stand_ins: StandInsOption = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Compare each model of a study with each other at one budget: rows over columns, in points.

    The row is the small model of the verdict. lo and hi are the 95 % interval, or where only means
    are known the bound, as `compare` has them.
    """
    studies = studies_at_hand()
    question = question_of(
        studies,
        study,
        budget_kind,
        selection,
        max_k,
        problems=problem_filter(difficulty, platform, since, until),
        costs=assumptions(tokens, stand_ins=stand_ins),
        stop_first=stop_first,
    )
    found = all_pairs.pairs(studies, question, checked_budget(budget))
    print_rows(found.rows(), output)
    _tell(studies, question, words.pairs.told(found))


@app.command()
def frontier(
    study: StudyOption,
    budget_kind: KindOption = BudgetKind.FLOPS,
    selection: SelectionOption = UNIT_TESTS,
    max_k: MaxKOption = MaxK.HALF,
    stop_first: StopFirstOption = False,
    difficulty: DifficultyOption = None,
    platform: PlatformOption = None,
    since: DayOption = None,
    until: DayOption = None,
    tokens: TokensOption = str(PAPER_TOKENS),
    stand_ins: StandInsOption = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Print which model of a study is the best from each budget on, over the same problems for all.

    held_out is what the choice of the best gets on problems that had no say in it, share_chosen how
    often half of the problems choose this model.
    """
    studies = studies_at_hand()
    question = question_of(
        studies,
        study,
        budget_kind,
        selection,
        max_k,
        problems=problem_filter(difficulty, platform, since, until),
        costs=assumptions(tokens, stand_ins=stand_ins),
        stop_first=stop_first,
    )
    found = frontiers.frontier(studies, question)
    print_rows([step.row() for step in found.steps], output)
    _tell(studies, question, words.frontier.told(found))


def _tell(studies: Studies, question: Question, lines: list[str]) -> None:
    """Say what a reader must know, of the costs too, beside what is printed."""
    charges = {curve.model: curve.charge for curve in lineup(studies, question).curves}
    cautions = words.costs.cautions(question.budget_kind, charges)
    for line in [*lines, *(f"Note: {caution}." for caution in cautions)]:
        say(line)

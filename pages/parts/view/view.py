"""All that a visitor has chosen, in one value, and the one table of how each choice behaves.

A line of `View` is a line of the table: links are read and written by it, `settle` fits views to
their studies by it, widgets change views by it. A new choice is a new line and its widget; where it
does not apply to every study, also the functions above, and what is told of it in `lacking`. Those
about costs are in `assumed`.
"""

# ruff: noqa: RUF009 - `one` makes a field

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from backend import words as facts
from backend.answers import Studies, charges
from backend.answers.reallocate import MOST_MODELS
from backend.answers.samples import OFTEN
from backend.maths.assumptions import BudgetKind
from backend.records.allocation import Policy
from backend.records.question import MaxK, ProblemFilter, Question
from backend.records.samples import Listed, Show
from pages.parts import words
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.view import lacking, offers
from pages.parts.view.assumed import MODEL, Assumed
from pages.parts.view.choice import Choice, one, required, several
from pages.parts.view.spelling import (
    ON_OFF,
    Day,
    Named,
    Number,
    Selection,
    StudyId,
    Text,
    Within,
    member,
)

LEAST_SCORE = 0.1
"""Percent: the least that a field for a score can show."""


def _since(studies: Studies, view: "View") -> Sequence[dt.date | None]:
    return (view.since,) if offers.dates(studies, view.study) else ()


def _until(studies: Studies, view: "View") -> Sequence[dt.date | None]:
    return (view.until,) if offers.dates(studies, view.study) else ()


def _kinds(studies: Studies, view: "View") -> Sequence[BudgetKind]:
    placed = _placed(studies, view)
    return (view.budget_kind, BudgetKind.SAMPLES) if placed else (BudgetKind.SAMPLES,)


def _placed(studies: Studies, view: "View") -> Sequence[str]:
    return charges.placed(studies, view.question)[0]


def _beside_small(studies: Studies, view: "View") -> Sequence[str]:
    placed = _placed(studies, view)
    return [model for model in placed if model != view.small] or placed


def _beside_pair(studies: Studies, view: "View") -> Sequence[str]:
    return [model for model in _placed(studies, view) if model not in (view.small, view.large)]


def _small_instead(studies: Studies, view: "View") -> str:
    study, placed = studies.study(view.study), _placed(studies, view)
    return _first((study.small, study.large, *placed), placed, view.large)


def _large_instead(studies: Studies, view: "View") -> str:
    study, placed = studies.study(view.study), _placed(studies, view)
    return _first((study.large, study.small, *placed), placed, view.small)


def _first(candidates: Sequence[str], known: Sequence[str], taken: str) -> str:
    """Return the first candidate that is known and not taken; the taken one if it is alone."""
    return next((model for model in candidates if model in known and model != taken), known[0])


def _not_shown(studies: Studies, view: "View", gone: Sequence[str]) -> Sequence[str]:
    told = lacking.unplaced(studies, view, gone)
    placed = [model for model in gone if model in _placed(studies, view)]
    if view.small in placed:
        told.append(words.notes.twice(facts.names.short_name(view.small)))
    beyond = [model for model in placed if model not in (view.small, view.large)]
    if beyond:
        told.append(words.notes.too_many(MAX_FURTHER, list(map(facts.names.short_name, beyond))))
    return told


def _not_searched(studies: Studies, view: "View", gone: Sequence[str]) -> Sequence[str]:
    told = lacking.unplaced(studies, view, gone)
    beyond = [facts.names.short_name(model) for model in gone if model in _placed(studies, view)]
    return [*told, words.notes.too_many_to_search(MOST_MODELS, beyond)] if beyond else told


@dataclass(frozen=True, kw_only=True)
class View(Assumed):
    """What is shown: of which study, which models, at which budget, counted how.

    A field may depend on those above it: that is the order in which views are settled. `ranker` is
    None where unit tests select. `budget` is None until one is chosen: until then it is that of one
    answer of the dearer of the pair. `problem` is the one whose samples are read (None: the first),
    `order` a ranker or `OFTEN`; `worked` the model whose costs are worked out (None: the small
    one).
    """

    study: str = required(Choice("study", StudyId(), always=True))
    difficulty: tuple[str, ...] = several(
        Choice(
            "difficulty",
            Text(),
            of_study=True,
            among=lambda studies, view: offers.difficulties(studies, view.study),
            lacking=lacking.no_difficulty,
        )
    )
    platform: tuple[str, ...] = several(
        Choice(
            "platform",
            Text(),
            of_study=True,
            among=lambda studies, view: offers.platforms(studies, view.study),
            lacking=lacking.no_platform,
        )
    )
    since: dt.date | None = one(
        Choice("from", Day(), of_study=True, among=_since, lacking=lacking.no_dates)
    )
    until: dt.date | None = one(
        Choice("to", Day(), of_study=True, among=_until, lacking=lacking.no_dates)
    )
    ranker: str | None = one(
        Choice(
            "select",
            Selection(),
            of_study=True,
            among=lambda studies, view: studies.rankers(view.study),
            lacking=lacking.no_ranker,
        )
    )
    stop_first: bool = one(Choice("stop", Named({"first": True}), False))
    ranker_cost: bool = one(Choice("ranker_cost", ON_OFF, True))
    test_cost: bool = one(Choice("test_cost", ON_OFF, False))
    max_k: MaxK = one(Choice("max_k", member(lambda: words.links.REACH, MaxK), MaxK.HALF))
    relative: bool = one(Choice("unit", Named({"relative": True}), False, rescales=True))
    budget_kind: BudgetKind = one(
        Choice(
            "by",
            member(lambda: words.links.BUDGET_KIND, BudgetKind),
            BudgetKind.FLOPS,
            always=True,
            rescales=True,
            among=_kinds,
            lacking=lacking.no_cost,
            instead=lambda *_: BudgetKind.SAMPLES,
        )
    )
    small: str = required(
        Choice(
            "small",
            MODEL,
            always=True,
            among=_placed,
            lacking=_not_shown,
            instead=_small_instead,
        )
    )
    large: str = required(
        Choice(
            "large",
            MODEL,
            always=True,
            among=_beside_small,
            lacking=_not_shown,
            instead=_large_instead,
        )
    )
    further: tuple[str, ...] = several(
        Choice("also", MODEL, among=_beside_pair, most=MAX_FURTHER, lacking=_not_shown)
    )
    budget: float | None = one(Choice("budget", Number()))
    pool: tuple[str, ...] = several(
        Choice("pool", MODEL, of_study=True, among=_placed, most=MOST_MODELS, lacking=_not_searched)
    )
    policy: Policy = one(Choice("plan", member(lambda: words.links.POLICY, Policy), Policy.CASCADE))
    target: float | None = one(Choice("target", Within(100.0, LEAST_SCORE), of_study=True))
    bands: bool = one(Choice("bands", ON_OFF, True))
    worked: str | None = one(
        Choice("worked", MODEL, among=lambda studies, view: list(studies.runs(view.study)))
    )
    problem: str | None = one(
        Choice(
            "problem",
            Text(),
            of_study=True,
            among=lambda studies, view: studies.problems(view.study).ids,
            lacking=lacking.no_problem,
        )
    )
    listed: Listed = one(
        Choice(
            "only",
            member(lambda: words.links.LIST_OF_PROBLEMS, Listed),
            Listed.ALL,
            of_study=True,
            among=lambda studies, view: offers.lists(studies, view.study),
            lacking=lacking.no_list,
        )
    )
    sort: str | None = one(
        Choice(
            "sort",
            Text(),
            of_study=True,
            among=lambda studies, view: offers.sorts(studies, view.study),
            lacking=lacking.no_sort,
        )
    )
    find: str = one(Choice("find", Text(), "", of_study=True))
    show: Show = one(Choice("show", member(lambda: words.links.KIND_OF_ANSWERS, Show), Show.ALL))
    order: str = one(
        Choice(
            "order",
            Text(),
            OFTEN,
            of_study=True,
            among=lambda studies, view: (OFTEN, *studies.rankers(view.study)),
            lacking=lacking.no_order,
        )
    )

    @property
    def models(self) -> tuple[str, ...]:
        """All models shown, the pair first; one where a study has no other."""
        return tuple(dict.fromkeys((self.small, self.large, *self.further)))

    @cached_property
    def question(self) -> Question:
        """What is asked of the study, apart from which models and which budget."""
        return Question(
            study=self.study,
            budget_kind=self.budget_kind,
            ranker=self.ranker,
            max_k=self.max_k,
            stop_first=self.stop_first,
            relative=self.relative,
            ranker_cost=self.ranker_cost,
            test_cost=self.test_cost,
            problems=ProblemFilter(self.difficulty, self.platform, self.since, self.until),
            assumptions=self.assumptions,
        )


CHOICES: Mapping[str, Choice[Any]] = {each.name: each.metadata["choice"] for each in fields(View)}
"""The table: a line for each field of `View`."""

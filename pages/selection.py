"""Selection: how far each ranker goes from a random pick towards the unit tests."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from backend import words
from backend.answers import curves, selection
from backend.answers.charges import unit_of
from backend.errors import UserError
from backend.maths.assumptions import BudgetKind
from backend.maths.budgets import as_shown
from backend.maths.costs import reading_cost
from backend.plain_text import one_line
from backend.records.question import Question
from backend.records.ranking import Miss, Paired, RankerRow
from backend.records.scores import Curve
from backend.store.studies import Studies
from backend.words.amounts import amount
from backend.words.names import short_labels, short_name
from pages.parts import data, entry
from pages.parts.charts.budget import budget_chart
from pages.parts.charts.budget.message import Mark, message
from pages.parts.charts.palette import CHANCE, RANKERS, TESTS, Colour
from pages.parts.controls import controls
from pages.parts.text.foreign import NAME, markdown
from pages.parts.text.verdict import remark, sentence
from pages.parts.view import link, session
from pages.parts.view.session import Showable
from pages.parts.view.view import View

_CHANCE, _TESTS = "random pick", "unit tests"
_WORST = 8


def page() -> None:
    """Draw the page."""
    snapshot = data.snapshot()
    studies = [study for study in snapshot.studies if selection.ranked_models(snapshot, study)]
    if not studies:
        st.info("No study has ranker data yet: `python -m backend rank` makes some.")
        return
    view = session.current(snapshot, Showable(studies, "has no ranker data"))
    ranked = selection.ranked_models(snapshot, view.question.study)
    model = view.small if view.small in ranked else ranked[0]
    with st.sidebar:
        controls.study(snapshot, view, studies)
        controls.sampling_model(snapshot, view, ranked, model)
        with st.expander("Curves and costs"):
            controls.bands(snapshot, view)
            controls.reach(snapshot, view)
            controls.ranker_cost(snapshot, view)
    st.title("Without tests: which ranker picks the right answer?")
    controls.notes(session.notes())
    controls.budget_kind(snapshot, view)
    question = replace(view.question, ranker=None)
    try:
        tests = curves.curve(snapshot, question, model)
        budget = _budget(view, tests)
        rows = selection.rows(snapshot, question, model, budget)
    except UserError as error:
        st.info(f"{markdown(str(error))}.", icon=":material/filter_alt_off:")
        return
    _chart(snapshot, view, tests, rows, budget, model)
    _summary(snapshot, view, rows, tests, budget)
    _table(snapshot, view, rows, tests, budget)
    _misses(snapshot, view, model, rows)
    _explanations(rows)
    session.write_link(view, budget)


def _budget(view: View, tests: Curve) -> float:
    """Return the chosen budget within the chart, or one that pays for ten answers."""
    low, high = curves.opening_budget([tests]), float(tests.budget[-1])
    wanted = view.budget or tests.one.value * min(10, len(tests.k))
    return min(max(float(as_shown(np.array([wanted]))[0]), low), max(low, high))


def _chart(
    snapshot: Studies,
    view: View,
    tests: Curve,
    rows: Sequence[RankerRow],
    budget: float,
    model: str,
) -> None:
    chance = replace(
        tests,
        model=_CHANCE,
        score=tests.score[:1].repeat(len(tests.k)),
        low=tests.low[:1].repeat(len(tests.k)),
        high=tests.high[:1].repeat(len(tests.k)),
    )
    looked_at = _looked_at(view, rows)
    first = sorted(rows, key=lambda row: (row.name != looked_at, -row.curve.score[-1]))
    by_name = sorted(first[: len(RANKERS)], key=lambda row: row.name)
    shades: dict[str, Colour] = {_TESTS: TESTS, _CHANCE: CHANCE}
    shades |= {row.name: colour for row, colour in zip(by_name, RANKERS, strict=False)}
    shown = [
        replace(tests, model=_TESTS),
        chance,
        *(_curve(row, band=row.name == looked_at) for row in by_name),
    ]
    budget_chart(
        message(
            shown,
            {each.model: one_line(each.model, NAME) for each in shown},
            shades,
            view.question.budget_kind,
            unit_of(snapshot, view.question),
            budget,
            view.bands,
            _levels(snapshot, view, model),
        ),
        lambda chosen: session.change(snapshot, lambda old: replace(old, budget=chosen)),
    )
    if len(rows) > len(by_name):
        st.caption(
            f"Drawn: {len(by_name)} of {len(rows)} rankers, the one that is looked at and those "
            "that reach highest. The table has all."
        )


def _looked_at(view: View, rows: Sequence[RankerRow]) -> str:
    """Return the ranker that is looked at more closely: the chosen one, or the best."""
    chosen = view.question.ranker
    return next((row.name for row in rows if row.name == chosen), rows[0].name)


def _curve(row: RankerRow, *, band: bool) -> Curve:
    """Return a ranker's curve under its name; many bands over each other would tell nothing."""
    named = replace(row.curve, model=row.name)
    if band:
        return named
    unknown = np.full(row.curve.k.shape, math.nan)
    return replace(named, low=unknown, high=unknown)


def _levels(snapshot: Studies, view: View, model: str) -> list[Mark]:
    """Return the other models' one answer: what rankers have to beat."""
    others = [each for each in view.models if each != model]
    labels = short_labels((model, *others))
    marks = []
    for other in others:
        try:
            scores = curves.references(snapshot, view.question, other)
        except UserError:
            continue
        marks.append(Mark(labels[other], TESTS, scores, level=True))
    return marks


def _summary(
    snapshot: Studies, view: View, rows: Sequence[RankerRow], tests: Curve, budget: float
) -> None:
    row = next(row for row in rows if row.name == _looked_at(view, rows))
    if math.isnan(row.score):
        return
    question = view.question
    with st.container(border=True, key="verdict"):
        gap = "" if math.isnan(row.gap) else f", {100 * row.gap:.0f} % of the way to unit tests"
        st.markdown(
            f"Of {row.k:,} answers of {markdown(short_name(tests.model))}, "
            f"**{markdown(row.name, NAME)}** picks a right "
            f"one for **{row.score:.1f} %** of the problems{gap}. A random pick is right for "
            f"{row.chance:.1f} %; with unit tests, {row.k:,} answers solve {row.tests:.1f} %."
        )
        best = selection.best_of(snapshot, _of_rankers(view), tests.model, budget)
        chosen_by_us = best is not None and best.name == row.name
        looked_at = best.candidates if best and chosen_by_us else 1
        if told := _to_beat(snapshot, view, tests, row, looked_at):
            st.markdown(told)
        if best and chosen_by_us:
            remark(words.selection.best_of_many(best))
        if question.budget_kind is BudgetKind.DOLLARS:
            remark("rankers cost no dollars here: see their seconds and FLOPs below")
        charges = {each.name: each.curve.charge for each in rows}
        for caution in words.costs.cautions(question.budget_kind, charges):
            remark(caution)


def _of_rankers(view: View) -> Question:
    """Return the view's question without its own selection: rankers are asked one by one."""
    return replace(view.question, ranker=None)


def _to_beat(snapshot: Studies, view: View, tests: Curve, row: RankerRow, looked_at: int) -> str:
    """Say how the pick does against one answer of the other model; nothing without one."""
    if view.large == tests.model:
        return ""
    try:
        duel = selection.against_one(
            snapshot, _of_rankers(view), tests.model, row.name, row.k, view.large, looked_at
        )
    except UserError:
        return ""
    return sentence(words.selection.duel(duel, short_name(view.large), looked_at)) + "."


def _table(
    snapshot: Studies, view: View, rows: Sequence[RankerRow], tests: Curve, budget: float
) -> None:
    looked_at = next(row for row in rows if row.name == _looked_at(view, rows))
    header = (
        f"| Ranker | Right answer | 95 % interval | Against {markdown(looked_at.name, NAME)} "
        "| Of answers | Gap closed | AUC | Its cost |\n"
        "| :-- | --: | --: | --: | --: | --: | --: | :-- |"
    )
    leads: Mapping[str, Paired] = {}
    if looked_at.k:
        leads = selection.leads(snapshot, _of_rankers(view), tests.model, budget, looked_at.name)
    lines = [_row(view, row, leads.get(row.name)) for row in rows]
    st.markdown("\n".join([header, *lines]))
    st.caption(
        f"{markdown(_problems(rows))} x {tests.samples} samples. {_dropped(rows)} "
        "Gap closed: from a random pick (0 %) to the unit tests (100 %), on the same problems, "
        "samples and number of answers. AUC: the chance that a right sample is scored above a "
        "wrong one of the same problem, 0.5 by chance. Against: the difference in points with its "
        "paired 95 % interval, widened for having looked at all pairs of rankers."
    )


def _problems(rows: Sequence[RankerRow]) -> str:
    """Return over how many problems the rankers' curves hold; by ranker where they differ."""
    counts = {row.name: words.counts.problems_of(row.curve) for row in rows}
    if len(set(counts.values())) == 1:
        return next(iter(counts.values()))
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _dropped(rows: Sequence[RankerRow]) -> str:
    if not all(row.curve.finish_known for row in rows):
        return "Whether samples ended by themselves is not known here."
    dropped = max(row.curve.n_dropped for row in rows)
    if not dropped:
        return "No sample was cut by the token limit."
    return f"{dropped:,} samples were cut by the token limit: paid for, but never picked first."


def _row(view: View, row: RankerRow, lead: Paired | None) -> str:
    facts = row.facts
    interval = "-" if math.isnan(row.low) else f"{row.low:.1f} to {row.high:.1f} %"
    cells = (
        one_line(row.name, NAME),
        "-" if math.isnan(row.score) else f"{row.score:.2f} %",
        interval,
        words.selection.lead_over(lead) if lead and lead.value else "-",
        f"{row.k:,}",
        "-" if math.isnan(row.gap) else f"{100 * row.gap:.0f} %",
        "-" if facts is None or facts.auc is None else f"{facts.auc:.3f}",
        _cost(view, row),
    )
    return f"| {' | '.join(map(markdown, cells))} |"


def _cost(view: View, row: RankerRow) -> str:
    """Return what the ranker takes for each of several answers, by the rule of answers."""
    if row.facts is None:
        return "-"
    assumed, reading = view.question.assumptions, row.facts.reading
    flops = reading_cost(BudgetKind.FLOPS, reading, assumed)
    seconds = reading_cost(BudgetKind.TIME, reading, assumed)
    parts = ["FLOPs not known"] if flops is None else []
    parts += [amount(flops, "TFLOPs")] if flops else []
    parts += [amount(seconds, "s")] if seconds is not None and seconds >= 1e-6 else []
    if not parts:
        return "-" if seconds is None else "none to speak of"
    return f"{' and '.join(parts)} an answer"


def _misses(snapshot: Studies, view: View, model: str, rows: Sequence[RankerRow]) -> None:
    names = [row.name for row in rows]
    ranker = _looked_at(view, rows)
    row = next(row for row in rows if row.name == ranker)
    st.subheader("Where it picks wrong", anchor=False)
    controls.ranker(snapshot, names, ranker)
    if not row.k:
        return
    found = selection.misses(snapshot, view.question, model, ranker, row.k)
    if not found:
        st.markdown("Nowhere: it picks a right answer wherever there is one.")
        return
    lines = [
        "| Problem | One answer is right | One of them is right | The picked one is right |",
        "| :-- | --: | --: | --: |",
        *(_miss(miss) for miss in found[:_WORST]),
    ]
    st.markdown("\n".join(lines))
    st.caption(
        f"The worst {min(_WORST, len(found))} of {len(found)} problems on which "
        f"{markdown(ranker, NAME)} loses against unit tests, with {row.k:,} answers; chances over "
        "which samples are drawn."
    )
    if model in snapshot.read_models(view.question.study):
        worst = replace(view, problem=found[0].problem, order=ranker)
        st.page_link(
            "pages/problems.py",
            label=markdown(
                f"Read the samples of {one_line(found[0].problem, NAME)}, "
                f"in the order of {one_line(ranker, NAME)}"
            ),
            icon=":material/code:",
            query_params=link.write(worst, view.budget),
        )


def _miss(miss: Miss) -> str:
    chances = (miss.solve_rate, miss.solved, miss.picked)
    shares = " | ".join(f"{100 * chance:.0f} %" for chance in chances)
    return f"| {markdown(miss.problem, NAME)} | {shares} |"


def _explanations(rows: Sequence[RankerRow]) -> None:
    with st.expander("What each ranker looks at"):
        known = []
        for row in rows:
            how = row.facts.how if row.facts else None
            known.append(
                f"- **{markdown(row.name, NAME)}**: "
                f"{markdown(how or 'its scores came with the samples')}."
            )
        st.markdown("\n".join(known))


entry.run(page)

"""What one answer of each model costs, and of the models that were published, beside that."""

from collections.abc import Callable, Sequence

import streamlit as st

from backend import words as facts
from backend.answers import Studies
from backend.answers.costs import COUNTED, Beside, Costed, published_beside
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import NoCost
from pages.parts import words
from pages.parts.steady import steady
from pages.parts.text import tables
from pages.parts.text.foreign import markdown
from pages.parts.view.view import View

_RIGHT = (False, True, True, *(True, False) * len(COUNTED))
_RIGHT_BESIDE = (False, *[True] * 6)


def table(costs: Sequence[Costed]) -> None:
    """Draw a line for each model, what the numbers are, and why some have none."""
    names = facts.names.told_apart(
        {each.model.name: facts.names.short_name(each.model.name) for each in costs}
    )
    with st.container(key="costed"):
        lines = [_line(names[each.model.name], each) for each in costs]
        st.html(tables.table(words.costs.TABLE, words.costs.COLUMNS, _RIGHT, lines))
    st.caption(words.costs.WHAT_THEY_ARE)
    reasons: dict[str, list[str]] = {}
    for each in costs:
        lacking = [cost for cost in each.costs.values() if isinstance(cost, NoCost)]
        for reason in facts.costs.no_costs(lacking):
            reasons.setdefault(reason, []).append(markdown(names[each.model.name]))
    with steady():
        for reason, models in reasons.items():
            st.caption(words.costs.without(models, markdown(reason)))


def _line(name: str, each: Costed) -> tuple[str, ...]:
    nothing = words.numbers.NOTHING
    told = [
        name,
        nothing if each.tokens is None else facts.amounts.four_digits(each.tokens),
        nothing if each.weights is None else facts.amounts.short_count(each.weights),
    ]
    for kind in COUNTED:
        cost = each.costs[kind]
        if isinstance(cost, NoCost):
            told += [nothing, ""]
        else:
            told += [facts.amounts.amount(cost.value, kind.unit), facts.costs.origin(cost)]
    return tuple(told)


def beside(studies: Studies, view: View) -> None:
    """Draw what the paper published beside what is worked out here; nothing without such costs."""
    found = published_beside(studies, view.question)
    if not found:
        return
    said = words.costs
    st.header(said.PUBLISHED, anchor=False)
    st.caption(said.PUBLISHED_LEAD)
    lines = [_beside(each) for each in found]
    st.html(tables.table(said.PUBLISHED, said.PUBLISHED_COLUMNS, _RIGHT_BESIDE, lines))


def _beside(each: Beside) -> tuple[str, ...]:
    flops, time = BudgetKind.FLOPS.unit, BudgetKind.TIME.unit
    return (
        facts.names.short_name(each.model),
        *_pair(each.published_tflops, each.tflops, flops, facts.formulas.difference),
        *_pair(each.published_seconds, each.seconds, time, facts.formulas.ratio),
    )


def _pair(
    published: float | None,
    computed: float | None,
    unit: str,
    compared: Callable[[float, float], str],
) -> tuple[str, str, str]:
    """Return two amounts and how they compare, as they are told."""
    nothing, amount = words.numbers.NOTHING, facts.amounts.amount
    told = [nothing if each is None else amount(each, unit) for each in (published, computed)]
    if published is None or computed is None:
        return told[0], told[1], nothing
    return told[0], told[1], compared(published, computed)

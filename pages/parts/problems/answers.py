"""A problem's prompt, and what a model answered."""

import streamlit as st

from backend.plain_text import visible
from backend.records.samples import Answer, Answers, Asked
from backend.words.names import short_name
from pages.parts.text.foreign import NAME, markdown

_FIRST = 5  # answers shown at first, and more at each click
_DETAIL = 300


def prompt(asked: Asked) -> None:
    """Draw what was asked, where it is kept."""
    if asked.prompt is None:
        st.caption("The prompt of this problem is not kept here.")
    else:
        st.code(_program(asked.prompt), language="python", wrap_lines=True)


def answers(found: Answers, order: str) -> None:
    """Draw a model's different answers, a few at first."""
    st.markdown(f"#### {markdown(short_name(found.model))}")
    ungraded = found.n - found.graded
    st.caption(
        f"{found.right:,} of {found.graded:,} samples pass"
        + (f"; {ungraded:,} have no verdict" if ungraded else "")
        + f"; {len(found.shown):,} different answer{'' if len(found.shown) == 1 else 's'} below"
    )
    if not found.shown:
        st.markdown("No answer of this kind.")
    more = f"more of {found.model}"
    count = st.session_state.setdefault(more, _FIRST)
    for answer in found.shown[:count]:
        _answer(answer, found.n, order)
    if len(found.shown) > count:
        st.button(
            f"Show more ({len(found.shown) - count:,} left)",
            key=f"{more} button",
            on_click=lambda: st.session_state.update({more: count + 2 * _FIRST}),
        )


def _answer(answer: Answer, n: int, order: str) -> None:
    with st.container(border=True):
        st.markdown(f"{_verdict(answer)} · {_often(answer, n)}{_length(answer)}")
        st.code(_program(answer.text) or " ", language="python", wrap_lines=True)
        if answer.passed is False and (failed := answer.failed_test or answer.detail):
            st.caption(f"What failed: {markdown(failed, _DETAIL)}")
        if answer.scores:
            shown = sorted(answer.scores.items(), key=lambda item: (item[0] != order, item[0]))
            with st.popover(_score(*shown[0]), width="content"):
                st.markdown("\n".join(f"- {_score(*each)}" for each in shown))


def _program(text: str) -> str:
    r"""Return a program's text as it is, but for what steers the eye or cannot be seen."""
    return visible(text.replace("\r\n", "\n").strip("\n"), "\n\t")


def _verdict(answer: Answer) -> str:
    if answer.passed is None:
        return ":material/help: no verdict"
    if answer.passed:
        return ":green[:material/check_circle:] **passed**"
    return f":red[:material/cancel:] **{markdown(answer.status or 'failed', NAME)}**"


def _often(answer: Answer, n: int) -> str:
    said = f"{answer.n:,} of {n:,} samples" if answer.n else "no sample"
    return f"{said}, the greedy answer" if answer.greedy else said


def _length(answer: Answer) -> str:
    tokens = "" if answer.tokens is None else f" · {answer.tokens:,} tokens"
    return f"{tokens}, cut at the limit" if answer.finished is False else tokens


def _score(ranker: str, score: float) -> str:
    return f"{markdown(ranker, NAME)}: {markdown(f'{score:.4g}')}"

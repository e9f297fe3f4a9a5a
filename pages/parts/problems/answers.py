"""A problem's prompt, and what a model answered."""

import streamlit as st

from backend import words as facts
from backend.plain_text import visible
from backend.records.samples import Answer, Answers, Asked
from pages.parts import words
from pages.parts.text.foreign import NAME, markdown

_FIRST = 5  # answers shown at first, and more at each click
_DETAIL = 300


def prompt(asked: Asked) -> None:
    """Draw what was asked, where it is kept."""
    if asked.prompt is None:
        st.caption(words.problems.NO_PROMPT)
    else:
        st.code(_program(asked.prompt), language="python", wrap_lines=True)


def answers(found: Answers, order: str) -> None:
    """Draw a model's different answers, a few at first."""
    st.markdown(f"#### {markdown(facts.names.short_name(found.model))}")
    ungraded, different = found.n - found.graded, len(found.shown)
    st.caption(words.problems.tally(found.right, found.graded, ungraded, different))
    if not found.shown:
        st.markdown(words.problems.NO_ANSWER)
    more = f"more-of-{found.model}"
    count = st.session_state.setdefault(more, _FIRST)
    for answer in found.shown[:count]:
        _answer(answer, found.n, order)
    if different > count:
        st.button(
            words.problems.more(different - count),
            key=f"{more}-button",
            on_click=lambda: st.session_state.update({more: count + 2 * _FIRST}),
        )


def _answer(answer: Answer, n: int, order: str) -> None:
    with st.container(border=True):
        st.markdown(f"{_verdict(answer)} · {_how(answer, n)}")
        st.code(_program(answer.text) or " ", language="python", wrap_lines=True)
        if answer.passed is False and (failed := answer.failed_test or answer.detail):
            st.caption(words.problems.failed(markdown(failed, _DETAIL)))
        if answer.scores:
            shown = sorted(answer.scores.items(), key=lambda item: (item[0] != order, item[0]))
            with st.popover(_score(*shown[0]), width="content"):
                st.markdown("\n".join(f"- {_score(*each)}" for each in shown))


def _program(text: str) -> str:
    r"""Return a program's text as it is, but for what steers the eye or cannot be seen."""
    return visible(text.replace("\r\n", "\n").strip("\n"), "\n\t")


def _verdict(answer: Answer) -> str:
    if answer.passed is None:
        return f":material/help: {words.problems.NO_VERDICT}"
    if answer.passed:
        return f":green[:material/check_circle:] **{words.problems.PASSED}**"
    status = answer.status or words.problems.FAILED
    return f":red[:material/cancel:] **{markdown(status, NAME)}**"


def _how(answer: Answer, n: int) -> str:
    cut = answer.finished is False
    return words.problems.answer(answer.n, n, answer.tokens, greedy=answer.greedy, cut=cut)


def _score(ranker: str, score: float) -> str:
    return words.problems.score(markdown(ranker, NAME), score)

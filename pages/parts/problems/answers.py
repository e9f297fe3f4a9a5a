"""A problem's prompt, and what a model answered."""

from collections.abc import Sequence

import streamlit as st

from backend import words as facts
from backend.answers.failures import failure
from backend.records.samples import Answer, Answers, Prompt
from pages.parts import words
from pages.parts.problems import difference
from pages.parts.problems.programs import program
from pages.parts.text.foreign import NAME, markdown

_FIRST = 5  # answers shown at first, and more at each click


def prompt(asked: Prompt) -> None:
    """Draw what was asked, where it is kept."""
    if asked.prompt is None:
        st.caption(words.problems.NO_PROMPT)
    else:
        st.code(program(asked.prompt), language="python", wrap_lines=True)


def answers(sides: Sequence[Answers], place: int, asked: Prompt, order: str) -> None:
    """Draw the different answers of one of the models, a few at first.

    Args:
        sides: the answers of the models that are shown side by side.
        place: of the one that is drawn.
        asked: the problem.
        order: the ranker by whose scores answers are ordered, if by one.
    """
    found = sides[place]
    st.markdown(f"### {markdown(facts.names.short_name(found.model))}")
    ungraded, different = found.n - found.graded, len(found.shown)
    st.caption(words.problems.tally(found.right, found.graded, ungraded, different))
    if not found.shown:
        st.markdown(words.problems.NO_ANSWER)
    more = f"more-of-{found.model}"
    count = st.session_state.setdefault(more, _FIRST)
    for at, answer in enumerate(found.shown[:count]):
        with st.container(border=True):
            _answer(answer, found.n, asked)
            with st.container(horizontal=True, gap="small"):
                _scores(answer, order)
                difference.button(sides, place, at)
    if different > count:
        st.button(
            words.problems.more(different - count),
            key=f"{more}-button",
            on_click=lambda: st.session_state.update({more: count + 2 * _FIRST}),
        )


def _answer(answer: Answer, n: int, asked: Prompt) -> None:
    st.markdown(f"{_verdict(answer)} · {_how(answer, n)}")
    st.code(program(answer.text) or " ", language="python", wrap_lines=True)
    if failed := failure(answer, asked):
        st.caption(words.problems.WHAT_FAILED)
        code = "python" if failed.call or failed.test or failed.last else None
        st.code(program(words.problems.failed(failed)), language=code, wrap_lines=True)


def _scores(answer: Answer, order: str) -> None:
    if answer.scores:
        shown = sorted(answer.scores.items(), key=lambda item: (item[0] != order, item[0]))
        with st.popover(_score(*shown[0]), width="content"):
            st.markdown("\n".join(f"- {_score(*each)}" for each in shown))


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
    return words.problems.score(markdown(facts.rankers.plain_name(ranker), NAME), score)

"""Problems: pick one, and read what two models answered, with verdicts and rankers' scores."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backend.answers import samples
from backend.errors import UserError
from backend.plain_text import one_line, visible
from backend.records.samples import Answer, Answers, Asked, SolveRates
from backend.store.studies import Studies
from backend.words.names import short_name, told_apart
from pages.parts import data, entry
from pages.parts.controls import controls
from pages.parts.text.foreign import NAME, markdown
from pages.parts.view import session
from pages.parts.view.session import Showable
from pages.parts.view.view import View

_FIRST = 5  # answers shown at first, and more at each click
_DETAIL = 300
_TABLE_HEIGHT = 280


def page() -> None:
    """Draw the page."""
    snapshot = data.snapshot()
    studies = samples.readable_studies(snapshot)
    if not studies:
        st.info("No study has samples to read yet: `python -m backend run` draws some.")
        return
    view = session.current(snapshot, Showable(studies, "has no samples to read"))
    models = _two_models(snapshot, view)
    with st.sidebar:
        controls.study(snapshot, view, studies)
        controls.read_models(snapshot, view, models)
        controls.problem_filters(snapshot, view)
    st.title("Read the samples: what did each model answer?")
    controls.notes(session.notes())
    study = view.question.study
    try:
        rates = samples.solve_rates(
            snapshot, study, list(snapshot.runs(study)), view.question.problems
        )
    except UserError as error:
        st.info(f"{markdown(str(error))}.", icon=":material/filter_alt_off:")
        return
    if not rates:
        st.info("No problem passes the filter: widen it.", icon=":material/filter_alt_off:")
        return
    names = [row.problem for row in rates]
    problem = _chosen(view, names)
    _problem_list(snapshot, rates, problem)
    _heading(snapshot, names, problem)
    asked = snapshot.asked(study, problem)
    _prompt(asked)
    controls.answers_shown(snapshot, view)
    for column, model in zip(st.columns(len(models), gap="medium"), models, strict=True):
        with column:
            found = samples.answers(snapshot, study, model, problem, view.show, view.order)
            _answers(found, view.order)
    session.write_link(replace(view, problem=problem), view.budget)


def _two_models(snapshot: Studies, view: View) -> list[str]:
    """Return the pair that is chosen, or as much of it as has samples to read."""
    known = snapshot.read_models(view.question.study)
    chosen = [model for model in dict.fromkeys((view.small, view.large)) if model in known]
    return [*chosen, *(model for model in known if model not in chosen)][:2]


def _problem_list(snapshot: Studies, rates: Sequence[SolveRates], problem: str) -> None:
    # Imported here: pandas takes a second to load, and no other page needs it to be drawn.
    import pandas as pd  # noqa: PLC0415

    names = [row.problem for row in rates]
    columns: dict[str, list[object]] = {"Problem": [one_line(name, NAME) for name in names]}
    if any(row.difficulty for row in rates):
        columns["Difficulty"] = [one_line(row.difficulty or "", NAME) for row in rates]
    titles = told_apart({model: short_name(model) for model in rates[0].by_model})
    for model, title in titles.items():
        columns[title] = [100 * row.by_model.get(model, float("nan")) for row in rates]
    key = session.table_key("problem", problem, names)
    st.dataframe(
        pd.DataFrame(columns),
        height=_TABLE_HEIGHT,
        hide_index=True,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [names.index(problem)]}},
        on_select=lambda: _picked(snapshot, key, names),
        key=key,
        column_config={
            title: st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)
            for title in titles.values()
        },
    )
    st.caption("Share of each model's samples that pass the problem's tests. Click a row to read.")


def _picked(snapshot: Studies, key: str, names: Sequence[str]) -> None:
    row = session.picked_row("problem", key)
    if row is not None:
        _read(snapshot, names[row])


def _read(snapshot: Studies, problem: str) -> None:
    session.change(snapshot, lambda view: replace(view, problem=problem))


def _step(snapshot: Studies, names: Sequence[str], step: int) -> None:
    """Step on from where the last click led, which may not have been drawn yet."""
    place = names.index(_chosen(st.session_state.view, names)) + step
    _read(snapshot, names[min(max(place, 0), len(names) - 1)])


def _chosen(view: View, names: Sequence[str]) -> str:
    return view.problem if view.problem and view.problem in names else names[0]


def _heading(snapshot: Studies, names: Sequence[str], problem: str) -> None:
    """Name the problem, with a step to its neighbours in the list."""
    place = names.index(problem)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(markdown(problem, NAME), anchor=False, width="content")
        st.caption(f"{place + 1} of {len(names)}", width="content")
        for what, icon, step in (("Previous", "left", -1), ("Next", "right", 1)):
            st.button(
                f":material/chevron_{icon}:",
                help=f"{what} problem",
                type="tertiary",
                disabled=not 0 <= place + step < len(names),
                on_click=_step,
                args=(snapshot, names, step),
                key=f"{what} problem",
            )


def _prompt(asked: Asked) -> None:
    if asked.prompt is None:
        st.caption("The prompt of this problem is not kept here.")
    else:
        st.code(_program(asked.prompt), language="python", wrap_lines=True)


def _answers(found: Answers, order: str) -> None:
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


entry.run(page)

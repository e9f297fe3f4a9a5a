"""The controls of a view, in the sidebar.

The view in the session is the only truth: a change goes through a callback into the view, and
every widget is set from the view before it is drawn, so that no two can disagree.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from backend import catalogue
from backend.answers.samples import OFTEN
from backend.answers.selection import REFERENCES
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Published, preset_price
from backend.records.question import MaxK, ranker_of, selection_of
from backend.records.samples import Show
from backend.records.study import Run
from backend.store.studies import Studies
from backend.words.names import short_name, sized_name, told_apart
from pages.parts.charts.palette import MAX_FURTHER
from pages.parts.text.foreign import markdown
from pages.parts.view import link
from pages.parts.view.session import bound
from pages.parts.view.view import View, move_to, placeable, ranked_studies

_KINDS = {
    BudgetKind.FLOPS: "FLOPs",
    BudgetKind.TIME: "Time",
    BudgetKind.DOLLARS: "Dollars",
    BudgetKind.SAMPLES: "Samples",
}
_REACH = {MaxK.HALF: "half the samples (the paper's rule)", MaxK.ALL: "all samples"}
_TESTS = "Unit tests (any correct sample counts)"
_LACKING = "Ranker (this study has no data)"


def study_and_models(snapshot: Studies, view: View) -> None:
    """Draw the choice of a study and its models."""
    study(snapshot, view, list(snapshot.studies))
    known, missing = placeable(snapshot, view.question)
    st.selectbox(
        "Small model",
        known,
        format_func=_sized(snapshot, view),
        **bound(snapshot, "small", view.small, _set_small),
    )
    st.selectbox(
        "Large model",
        known,
        format_func=_sized(snapshot, view),
        **bound(snapshot, "large", view.large, _set_large),
    )
    st.multiselect(
        "Further models",
        [model for model in known if model not in (view.small, view.large)],
        format_func=_sized(snapshot, view),
        max_selections=MAX_FURTHER,
        placeholder="Add models to compare",
        **bound(
            snapshot,
            "further",
            list(view.further),
            lambda view, chosen: replace(view, further=tuple(chosen)),
        ),
    )
    if missing:
        with st.expander(f"{len(missing)} models are not on this axis"):
            st.caption("They are on the samples axis.")
            for reason in dict.fromkeys(missing.values()):
                names = ", ".join(
                    short_name(model) for model in missing if missing[model] == reason
                )
                st.caption(f"**{markdown(names)}**: {markdown(reason)}.")


def study(snapshot: Studies, view: View, studies: Sequence[str]) -> None:
    """Draw the choice of a study among those that a page can show."""
    titles = told_apart({study: snapshot.study(study).title for study in studies})
    st.selectbox(
        "Study",
        studies,
        format_func=titles.__getitem__,
        **bound(snapshot, "study", view.question.study, _to_study(snapshot)),
    )


def sampling_model(snapshot: Studies, view: View, models: Sequence[str], chosen: str) -> None:
    """Draw the choice of the model whose samples are ranked, and of models to beat."""
    st.selectbox(
        "Samples of",
        models,
        format_func=_sized(snapshot, view),
        **bound(snapshot, "small", chosen, _set_small),
    )
    others = [model for model in placeable(snapshot, view.question)[0] if model != chosen]
    if others:
        st.selectbox(
            "One answer to beat",
            others,
            format_func=_sized(snapshot, view),
            **bound(
                snapshot, "large", view.large if view.large in others else others[0], _set_large
            ),
        )


def read_models(snapshot: Studies, view: View, chosen: Sequence[str]) -> None:
    """Draw the choice of the two models whose samples are read side by side."""
    known = list(snapshot.read_models(view.question.study))
    for label, key, model, update in zip(
        ("Left", "Right"), ("small", "large"), chosen, (_set_small, _set_large), strict=False
    ):
        st.selectbox(
            label, known, format_func=_sized(snapshot, view), **bound(snapshot, key, model, update)
        )


def answers_shown(snapshot: Studies, view: View) -> None:
    """Draw, in a row, which answers are shown and in which order."""
    rankers = [name for name in snapshot.rankers(view.question.study) if name not in REFERENCES]
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        st.segmented_control(
            "Answers",
            list(Show),
            format_func=str.capitalize,
            required=True,
            **bound(snapshot, "show", view.show, lambda view, show: replace(view, show=show)),
        )
        st.selectbox(
            "Order",
            [OFTEN, *rankers],
            format_func=told_apart(
                {OFTEN: "most frequent first"} | {name: f"by {name}" for name in rankers}
            ).__getitem__,
            width=330,
            **bound(snapshot, "order", view.order, lambda view, order: replace(view, order=order)),
        )


def ranker(snapshot: Studies, names: Sequence[str], chosen: str) -> None:
    """Draw the choice of the ranker that is looked at problem by problem."""
    st.selectbox(
        "Ranker",
        names,
        format_func=told_apart({name: name for name in names}).__getitem__,
        width=330,
        **bound(
            snapshot,
            "ranker",
            chosen,
            lambda view, name: _ask(view, ranker=name),
        ),
    )


def notes(said: Sequence[str]) -> None:
    """Draw what had to be replaced in a link or a choice."""
    if said:
        st.warning("  \n".join(f"{markdown(note)}." for note in said), icon=":material/link_off:")


def budget_and_selection(snapshot: Studies, view: View) -> None:
    """Draw, in a row, what a budget counts and how one answer is selected."""
    question = view.question
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        budget_kind(snapshot, view)
        rankers = snapshot.rankers(question.study)
        titles = told_apart(
            {selection_of(None): _TESTS}
            | {selection_of(name): f"Ranker: {name}" for name in rankers}
            | ({} if rankers else {selection_of("ranker"): _LACKING})
        )
        st.selectbox(
            "Selection",
            list(titles),
            format_func=titles.__getitem__,
            help=_selection_help(snapshot),
            width=330,
            **bound(
                snapshot,
                "selection",
                selection_of(question.ranker),
                lambda view, chosen: _ask(view, ranker=ranker_of(chosen)),
            ),
        )


def budget_kind(snapshot: Studies, view: View) -> None:
    """Draw the choice of what a budget counts."""
    st.segmented_control(
        "Budget counted in",
        list(_KINDS),
        format_func=lambda kind: _KINDS[kind],
        required=True,
        **bound(snapshot, "kind", view.question.budget_kind, _set_kind),
    )


def curve_options(snapshot: Studies, view: View) -> None:
    """Draw the choice of bands, of how far curves reach, and of which problems count."""
    bands(snapshot, view)
    reach(snapshot, view)
    if view.question.ranker is not None:
        ranker_cost(snapshot, view)
    problem_filters(snapshot, view)


def bands(snapshot: Studies, view: View) -> None:
    """Draw the switch for intervals around curves."""
    st.toggle(
        "95 % bands",
        help="Student's t over problems; studies that publish means only have none.",
        **bound(snapshot, "bands", view.bands, lambda view, on: replace(view, bands=on)),
    )


def reach(snapshot: Studies, view: View) -> None:
    """Draw the choice of how far curves go."""
    st.selectbox(
        "Curves reach",
        list(MaxK),
        format_func=lambda reach: _REACH[reach],
        help="Near all samples, pass@k rests on few different subsets and gets noisy.",
        **bound(
            snapshot, "max_k", view.question.max_k, lambda view, reach: _ask(view, max_k=reach)
        ),
    )


def ranker_cost(snapshot: Studies, view: View) -> None:
    """Draw the switch that counts what a ranker takes itself."""
    st.toggle(
        "Count the ranker's own cost",
        help="For each of several answers: FLOPs of a model that reads it and its prompt, by the "
        "same length as an answer; seconds of scoring or of running it. No dollars, and nothing "
        "where there is one answer and nothing to choose.",
        **bound(
            snapshot,
            "ranker_cost",
            view.question.ranker_cost,
            lambda view, on: _ask(view, ranker_cost=on),
        ),
    )


def assumptions(snapshot: Studies, view: View) -> None:
    """Draw what a user may change about the costs of the chosen kind."""
    kind, assumed = view.question.budget_kind, view.question.assumptions
    if kind is BudgetKind.SAMPLES:
        st.caption("A budget of samples assumes nothing about costs.")
        return
    st.toggle(
        f"Relative to one answer of "
        f"{markdown(short_name(snapshot.study(view.question.study).reference))}",
        **bound(
            snapshot,
            "relative",
            view.question.relative,
            lambda view, on: _ask(replace(view, budget=None), relative=on),
        ),
    )
    _tokens(snapshot, view)
    if any(run.model.stand_in != Published() for run in _runs(snapshot, view)):
        st.toggle(
            "Llama 3 at Code Llama's cost",
            help="The paper prints no costs of Llama 3; its footnote puts them within 7 % of those "
            "of Code Llama 7B and 70B.",
            **bound(snapshot, "stand_ins", assumed.stand_ins, _assume("stand_ins")),
        )
    if kind is BudgetKind.FLOPS:
        st.toggle(
            "Count attention",
            help="Adds attention over the answer's own tokens; the paper leaves it out.",
            **bound(snapshot, "attention", assumed.attention, _assume("attention")),
        )
    elif kind is BudgetKind.TIME:
        _roofline(snapshot, view)
    else:
        _prices(snapshot, view)


def _tokens(snapshot: Studies, view: View) -> None:
    """Draw how long an answer counts for: a length of all, or what the study measured of each."""
    assumed = view.question.assumptions
    if any(run.model.mean_tokens is not None for run in _runs(snapshot, view)):
        st.toggle(
            "Answers as long as this study measured",
            help="The mean tokens of each model's own answers, instead of one length for all.",
            **bound(
                snapshot, "measured_tokens", assumed.measured_tokens, _assume("measured_tokens")
            ),
        )
    if assumed.measured_tokens:
        lengths = (
            f"{short_name(run.model.name)} {run.model.mean_tokens:.1f}"
            for run in _runs(snapshot, view)
            if run.model.mean_tokens is not None and run.model.name in view.models
        )
        st.caption(f"Tokens of an answer in the mean: {markdown(', '.join(lengths))}.")
        return
    st.number_input(
        "Tokens per answer",
        *link.TOKENS,
        help="The same for every model. The paper's FLOPs are for 128 tokens.",
        **bound(snapshot, "tokens", assumed.tokens, _assume("tokens")),
    )


def _sized(snapshot: Studies, view: View) -> Callable[[str], str]:
    """Name models, with their sizes where the names round them."""
    runs = snapshot.runs(view.question.study)
    return told_apart(
        {name: sized_name(name, run.model.architecture) for name, run in runs.items()}
    ).__getitem__


def _runs(snapshot: Studies, view: View) -> Collection[Run]:
    return snapshot.runs(view.question.study).values()


def problem_filters(snapshot: Studies, view: View) -> None:
    """Draw the choice of which problems count, as far as the study tells them apart."""
    problems, wanted = snapshot.problems(view.question.study), view.question.problems
    for what, among, chosen, update in (
        ("difficulty", problems.difficulty, wanted.difficulty, _filter_difficulty),
        ("platform", problems.platform, wanted.platform, _filter_platform),
    ):
        options = list(dict.fromkeys(value for value in among if value is not None))
        if options:
            st.multiselect(
                what.capitalize(),
                options,
                format_func=told_apart({value: value for value in options}).__getitem__,
                placeholder="All",
                **bound(snapshot, what, list(chosen), update),
            )
    released = problems.released_range
    if released:
        first, last = released
        shown = tuple(
            min(max(day or default, first), last)
            for day, default in ((wanted.since, first), (wanted.until, last))
        )
        st.slider(
            "Contest date",
            first,
            last,
            format="D MMM YYYY",
            **bound(snapshot, "released", shown, _filter_dates(first, last)),
        )


def _roofline(snapshot: Studies, view: View) -> None:
    assumed = view.question.assumptions
    st.caption(
        "For models without measured times: reading the weights or multiplying by them, whichever "
        "takes longer, at each decoding step. A lower bound."
    )
    gpus = catalogue.gpus()
    st.selectbox(
        "GPU",
        list(gpus),
        **bound(
            snapshot,
            "gpu",
            assumed.gpu.name,
            lambda view, name: _assuming(view, gpu=gpus[name]),
        ),
    )
    st.number_input(
        "GPUs",
        *link.GPU_COUNT,
        **bound(snapshot, "gpu_count", assumed.gpu_count, _assume("gpu_count")),
    )
    st.number_input(
        "Answers in a batch",
        *link.BATCH,
        **bound(snapshot, "batch", assumed.batch, _assume("batch")),
    )
    st.selectbox(
        "Bytes per weight",
        link.BYTES_PER_WEIGHT,
        **bound(snapshot, "bytes", assumed.bytes_per_weight, _assume("bytes_per_weight")),
    )


def _prices(snapshot: Studies, view: View) -> None:
    st.caption("Dollars per million output tokens. Presets go by size and are no quotes.")
    runs, known = snapshot.runs(view.question.study), dict(view.question.assumptions.prices)
    unpriced = [model for model in runs if model not in view.models]
    more = st.selectbox(
        "Price another model",
        unpriced,
        index=None,
        format_func=_sized(snapshot, view),
        placeholder="Choose a model",
        key=f"priced {view.question.study}",
    )
    for model in (*view.models, *([more] if more else [])):
        architecture = runs[model].model.architecture
        preset = preset_price(architecture.active_parameters) if architecture else None
        st.number_input(
            markdown(short_name(model)),
            min_value=0.0001,
            format="%.4g",
            placeholder="no preset",
            **bound(snapshot, f"price {model}", known.get(model, preset), _set_price(model)),
        )


def _to_study(snapshot: Studies) -> Any:
    return lambda view, study: move_to(snapshot, view, study)


def _set_small(view: View, chosen: str) -> View:
    large = view.small if chosen == view.large else view.large
    return replace(view, small=chosen, large=large)


def _set_large(view: View, chosen: str) -> View:
    small = view.large if chosen == view.small else view.small
    return replace(view, large=chosen, small=small)


def _set_kind(view: View, chosen: BudgetKind) -> View:
    return _ask(replace(view, budget=None), budget_kind=chosen)


def _set_price(model: str) -> Any:
    def update(view: View, price: float | None) -> View:
        others = [item for item in view.question.assumptions.prices if item[0] != model]
        own = [(model, price)] if price is not None else []
        return _assuming(view, prices=tuple(sorted(others + own)))

    return update


def _filter_difficulty(view: View, chosen: Sequence[str]) -> View:
    return _ask(view, problems=replace(view.question.problems, difficulty=tuple(chosen)))


def _filter_platform(view: View, chosen: Sequence[str]) -> View:
    return _ask(view, problems=replace(view.question.problems, platform=tuple(chosen)))


def _filter_dates(first: dt.date, last: dt.date) -> Any:
    def update(view: View, chosen: tuple[dt.date, dt.date]) -> View:
        since = chosen[0] if chosen[0] > first else None
        until = chosen[1] if chosen[1] < last else None
        return _ask(view, problems=replace(view.question.problems, since=since, until=until))

    return update


def _assume(name: str) -> Any:
    return lambda view, value: _assuming(view, **{name: value})


def _assuming(view: View, **changes: Any) -> View:
    assumed = replace(view.question.assumptions, **changes)
    return _ask(replace(view, budget=None), assumptions=assumed)


def _ask(view: View, **changes: Any) -> View:
    return replace(view, question=replace(view.question, **changes))


def _selection_help(snapshot: Studies) -> str:
    where = "; ".join(ranked_studies(snapshot)) or "none yet"
    return (
        "How one answer is picked among k. With unit tests the budget finds a correct sample if "
        "there is one; a ranker must put it first without running tests. Studies with ranker "
        f"data: {markdown(where)}."
    )

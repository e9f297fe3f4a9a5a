"""What a visitor may change about the costs of answers."""

import streamlit as st

from backend import words as facts
from backend.answers import Studies, gpus
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Published, preset_price
from pages.parts import words
from pages.parts.controls.models import sized
from pages.parts.text.foreign import markdown
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import BATCH, BYTES_PER_WEIGHT, GPU_COUNT, TOKENS, View


def assumptions(studies: Studies, view: View) -> None:
    """Draw what a user may change about the costs of the chosen kind."""
    if view.budget_kind is BudgetKind.SAMPLES:
        st.caption(words.costs.NOTHING)
        return
    _tokens(studies, view)
    runs = studies.runs(view.study).values()
    if any(run.model.stand_in != Published() for run in runs):
        st.toggle(
            words.costs.STAND_INS,
            help=words.costs.STAND_INS_HELP,
            **bound(studies, view, "stand_ins"),
        )
    if view.budget_kind is BudgetKind.TIME:
        _roofline(studies, view)
    if view.budget_kind is BudgetKind.DOLLARS:
        _prices(studies, view)
    with st.expander(words.costs.MORE):
        _more(studies, view)


def _more(studies: Studies, view: View) -> None:
    """Draw what few change."""
    reference = facts.names.short_name(studies.study(view.study).reference)
    st.toggle(words.costs.relative(markdown(reference)), **bound(studies, view, "relative"))
    if view.budget_kind is BudgetKind.FLOPS:
        st.toggle(
            words.costs.ATTENTION,
            help=words.costs.ATTENTION_HELP,
            **bound(studies, view, "attention"),
        )
    if view.budget_kind is BudgetKind.TIME:
        st.selectbox(
            words.costs.BYTES,
            list(BYTES_PER_WEIGHT.values.values()),
            **bound(studies, view, "bytes_per_weight"),
        )


def _tokens(studies: Studies, view: View) -> None:
    """Draw how long an answer counts for: a length of all, or what the study measured of each."""
    if offers.lengths(studies, view.study):
        st.toggle(
            words.costs.MEASURED,
            help=words.costs.MEASURED_HELP,
            **bound(studies, view, "measured_tokens"),
        )
    if view.measured_tokens:
        lengths = [
            (markdown(facts.names.short_name(run.model.name)), run.model.mean_tokens)
            for run in studies.runs(view.study).values()
            if run.model.mean_tokens is not None and run.model.name in view.models
        ]
        st.caption(words.costs.mean_lengths(lengths))
        return
    st.number_input(
        words.costs.TOKENS,
        TOKENS.low,
        TOKENS.high,
        help=words.costs.TOKENS_HELP,
        **bound(studies, view, "tokens"),
    )


def _roofline(studies: Studies, view: View) -> None:
    st.caption(words.costs.ROOFLINE)
    st.selectbox(words.costs.GPU, list(gpus()), **bound(studies, view, "gpu"))
    st.number_input(
        words.costs.GPUS, GPU_COUNT.low, GPU_COUNT.high, **bound(studies, view, "gpu_count")
    )
    st.number_input(
        words.costs.BATCH,
        BATCH.low,
        BATCH.high,
        help=words.costs.BATCH_HELP,
        **bound(studies, view, "batch"),
    )


def _prices(studies: Studies, view: View) -> None:
    st.caption(words.costs.PRICES)
    more = st.selectbox(
        words.costs.PRICE_ANOTHER,
        [model for model in studies.runs(view.study) if model not in view.models],
        index=None,
        format_func=sized(studies, view),
        placeholder=words.costs.CHOOSE,
        key=f"priced-{view.study}",
    )
    for model in (*view.models, *([more] if more else [])):
        _price(studies, view, model)


def _price(studies: Studies, view: View, model: str) -> None:
    architecture = studies.run(view.study, model).model.architecture
    preset = preset_price(architecture.active_parameters) if architecture else None
    st.number_input(
        markdown(facts.names.short_name(model)),
        min_value=0.0001,
        format="%.4g",
        placeholder=words.costs.NO_PRESET,
        **widget(
            studies,
            f"price-{model}",
            dict(view.prices).get(model, preset),
            lambda view, price: changes.priced(studies, view, model, price),
        ),
    )

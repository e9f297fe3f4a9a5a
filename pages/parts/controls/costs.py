"""What a visitor may change about the costs of answers."""

import streamlit as st

from backend.answers import Studies, gpus
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Published, preset_price
from backend.words.names import short_name
from pages.parts.controls.models import sized
from pages.parts.text.foreign import markdown
from pages.parts.view import changes, offers
from pages.parts.view.session import bound, widget
from pages.parts.view.view import BATCH, BYTES_PER_WEIGHT, GPU_COUNT, TOKENS, View


def assumptions(studies: Studies, view: View) -> None:
    """Draw what a user may change about the costs of the chosen kind."""
    if view.budget_kind is BudgetKind.SAMPLES:
        st.caption("A budget of samples assumes nothing about costs.")
        return
    reference = short_name(studies.study(view.study).reference)
    st.toggle(
        f"Relative to one answer of {markdown(reference)}", **bound(studies, view, "relative")
    )
    _tokens(studies, view)
    runs = studies.runs(view.study).values()
    if any(run.model.stand_in != Published() for run in runs):
        st.toggle(
            "Llama 3 at Code Llama's cost",
            help="The paper prints no costs of Llama 3; its footnote puts them within 7 % of those "
            "of Code Llama 7B and 70B.",
            **bound(studies, view, "stand_ins"),
        )
    if view.budget_kind is BudgetKind.FLOPS:
        st.toggle(
            "Count attention",
            help="Adds attention over the answer's own tokens; the paper leaves it out.",
            **bound(studies, view, "attention"),
        )
    elif view.budget_kind is BudgetKind.TIME:
        _roofline(studies, view)
    else:
        _prices(studies, view)


def _tokens(studies: Studies, view: View) -> None:
    """Draw how long an answer counts for: a length of all, or what the study measured of each."""
    if offers.lengths(studies, view.study):
        st.toggle(
            "Answers as long as this study measured",
            help="The mean tokens of each model's own answers, instead of one length for all.",
            **bound(studies, view, "measured_tokens"),
        )
    if view.measured_tokens:
        lengths = (
            f"{short_name(run.model.name)} {run.model.mean_tokens:.1f}"
            for run in studies.runs(view.study).values()
            if run.model.mean_tokens is not None and run.model.name in view.models
        )
        st.caption(f"Tokens of an answer in the mean: {markdown(', '.join(lengths))}.")
        return
    st.number_input(
        "Tokens per answer",
        TOKENS.low,
        TOKENS.high,
        help="The same for every model. The paper's FLOPs are for 128 tokens.",
        **bound(studies, view, "tokens"),
    )


def _roofline(studies: Studies, view: View) -> None:
    st.caption(
        "For models without measured times: reading the weights or multiplying by them, whichever "
        "takes longer, at each decoding step. A lower bound."
    )
    st.selectbox("GPU", list(gpus()), **bound(studies, view, "gpu"))
    st.number_input("GPUs", GPU_COUNT.low, GPU_COUNT.high, **bound(studies, view, "gpu_count"))
    st.number_input("Answers in a batch", BATCH.low, BATCH.high, **bound(studies, view, "batch"))
    st.selectbox(
        "Bytes per weight",
        list(BYTES_PER_WEIGHT.values.values()),
        **bound(studies, view, "bytes_per_weight"),
    )


def _prices(studies: Studies, view: View) -> None:
    st.caption("Dollars per million output tokens. Presets go by size and are no quotes.")
    more = st.selectbox(
        "Price another model",
        [model for model in studies.runs(view.study) if model not in view.models],
        index=None,
        format_func=sized(studies, view),
        placeholder="Choose a model",
        key=f"priced {view.study}",
    )
    for model in (*view.models, *([more] if more else [])):
        _price(studies, view, model)


def _price(studies: Studies, view: View, model: str) -> None:
    architecture = studies.run(view.study, model).model.architecture
    preset = preset_price(architecture.active_parameters) if architecture else None
    st.number_input(
        markdown(short_name(model)),
        min_value=0.0001,
        format="%.4g",
        placeholder="no preset",
        **widget(
            studies,
            f"price {model}",
            dict(view.prices).get(model, preset),
            lambda view, price: changes.priced(studies, view, model, price),
        ),
    )

"""What a visitor may change about the costs of answers."""

import streamlit as st

from backend import words as facts
from backend.answers import Studies, gpus
from backend.answers.costs import fitted, prompt_length
from backend.maths.assumptions import BudgetKind
from backend.maths.costs import Published
from pages.parts import words
from pages.parts.places import place
from pages.parts.steady import steady
from pages.parts.text.foreign import markdown
from pages.parts.text.plain import sentence
from pages.parts.view import link, offers
from pages.parts.view.assumed import BATCH, BYTES_PER_WEIGHT, GPU_COUNT, PROMPT_TOKENS, TOKENS
from pages.parts.view.session import bound
from pages.parts.view.view import View


def often(studies: Studies, view: View) -> None:
    """Draw what is changed often about the costs of the chosen kind, and a link to all else."""
    with steady():
        if view.budget_kind is BudgetKind.SAMPLES:
            st.caption(words.costs.NOTHING)
        else:
            _tokens(studies, view)
            _stand_ins(studies, view)
            reference = facts.names.short_name(studies.study(view.study).reference)
            st.toggle(words.costs.relative(markdown(reference)), **bound(studies, view, "relative"))
    st.page_link(
        place("costs.py"),
        label=words.costs.ALL,
        icon=":material/payments:",
        query_params=link.write(view),
    )


def everything(studies: Studies, view: View) -> None:
    """Draw all that is assumed about costs, side by side where there is room."""
    st.header(words.costs.ASSUMED, anchor=False)
    with st.container(horizontal=True, gap="medium", key="assumed"):
        length, machine, counted = (st.container() for _ in range(3))
    with length:
        st.subheader(words.costs.LENGTH, anchor=False)
        _tokens(studies, view)
        st.number_input(
            words.costs.PROMPT,
            PROMPT_TOKENS.low,
            PROMPT_TOKENS.high,
            help=words.costs.PROMPT_HELP,
            **bound(studies, view, "prompt_tokens"),
        )
        if recorded := prompt_length(studies, view.question):
            st.caption(words.costs.prompt_length(recorded))
    with machine:
        st.subheader(words.costs.MACHINE, anchor=False)
        _machine(studies, view)
    with counted:
        st.subheader(words.costs.COUNTED, anchor=False)
        st.toggle(
            words.costs.ATTENTION,
            help=words.costs.ATTENTION_HELP,
            **bound(studies, view, "attention"),
        )
        _stand_ins(studies, view)
        _fit(studies, view)


def _tokens(studies: Studies, view: View) -> None:
    """Draw how long an answer counts for: a length of all, or what the study measured of each."""
    with steady():
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


def _stand_ins(studies: Studies, view: View) -> None:
    runs = studies.runs(view.study).values()
    with steady():
        if any(run.model.stand_in != Published() for run in runs):
            st.toggle(
                words.costs.STAND_INS,
                help=words.costs.STAND_INS_HELP,
                **bound(studies, view, "stand_ins"),
            )


def _machine(studies: Studies, view: View) -> None:
    """Draw the machine of which times are estimated."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(words.costs.GPU, list(gpus()), width=150, **bound(studies, view, "gpu"))
        st.number_input(
            words.costs.GPUS,
            GPU_COUNT.low,
            GPU_COUNT.high,
            width=120,
            **bound(studies, view, "gpu_count"),
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            words.costs.BATCH,
            BATCH.low,
            BATCH.high,
            help=words.costs.BATCH_HELP,
            disabled=view.best_batch,
            width=150,
            **bound(studies, view, "batch"),
        )
        st.selectbox(
            words.costs.BYTES,
            list(BYTES_PER_WEIGHT.values.values()),
            width=120,
            **bound(studies, view, "bytes_per_weight"),
        )
    st.toggle(
        words.costs.BEST_BATCH,
        help=words.costs.BEST_BATCH_HELP,
        **bound(studies, view, "best_batch"),
    )
    st.caption(words.costs.ROOFLINE)


def _fit(studies: Studies, view: View) -> None:
    """Draw how measured times compare with the data sheet's, and the switch that uses that."""
    found = fitted(studies, view.question)
    st.toggle(
        words.costs.FITTED,
        help=words.costs.FITTED_HELP,
        disabled=found is None and not view.fitted_times,
        **bound(studies, view, "fitted_times"),
    )
    if found is None:
        st.caption(words.costs.NOT_FITTED)
        return
    told = sentence(facts.costs.utilisation(found, view.assumptions))
    st.caption(f"{told} {words.costs.FIT_IS}")

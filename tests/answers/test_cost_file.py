"""Costs as a CSV file: there and back, and what is said of bad ones."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.answers.cost_file import MOST_BYTES, Setting, apart, in_force, own, read, written
from backend.answers.costs import costed
from backend.catalogue import models
from backend.errors import UserError
from backend.files.spreadsheet import csv_text
from backend.maths.assumptions import Assumptions
from backend.maths.costs import ModelFacts
from backend.records.question import Question
from backend.store.snapshot.snapshot import Snapshot

NAMES = ("Code Llama 7B", "gpt", "=cmd|' /C calc'!A0", "a;b")
MODELS = {
    name: ModelFacts(name, models()["Code Llama 7B"].architecture if name != "gpt" else None)
    for name in NAMES
}
HEAD = "model,output_tokens,dollars_per_million_output_tokens\n"

numbers = st.floats(1e-6, 1e5)
settings = st.builds(Setting, *[st.none() | numbers] * 4)


def assumed(settings: dict[str, Setting]) -> Assumptions:
    """Return assumptions in which that is set."""

    def each(field: str) -> tuple[tuple[str, float], ...]:
        values = ((name, getattr(setting, field)) for name, setting in settings.items())
        return tuple((name, value) for name, value in values if value is not None)

    return Assumptions(
        sizes=each("size"),
        lengths=each("tokens"),
        input_prices=each("input_price"),
        prices=each("price"),
    )


@given(st.dictionaries(st.sampled_from(NAMES), settings))
def test_what_is_set_of_models_is_what_counts_apart_from_the_rule(
    wanted: dict[str, Setting],
) -> None:
    found = {name: apart(MODELS[name], setting, Assumptions()) for name, setting in wanted.items()}
    made = assumed(found)
    for name, setting in found.items():
        assert own(name, made) == setting
        assert apart(MODELS[name], in_force(MODELS[name], made), made) == setting


def test_a_file_that_is_downloaded_sets_what_was_set(snapshot: Snapshot) -> None:
    for study in ("livecodebench-2024-06", "miniature", "paper-humaneval"):
        first, second, *_ = names = list(snapshot.runs(study))
        made = Assumptions(
            lengths=((first, 300.5),), prices=((first, 3.0), (second, 7.0)), measured_tokens=False
        )
        made = Assumptions(**{**vars(made), "input_prices": ((names[-1], 0.25),)})
        known = {name: run.model for name, run in snapshot.runs(study).items()}
        text = written(costed(snapshot, Question(study, assumptions=made)), made)
        found = read(known, made, text.encode())
        assert found == {name: own(name, made) for name in known}


def test_names_that_are_made_safe_for_spreadsheets_are_read_back() -> None:
    text = csv_text([{"model": name, "output_tokens": 5} for name in NAMES])
    assert "'=cmd" in text
    found = read(MODELS, Assumptions(), text.encode())
    assert found == dict.fromkeys(NAMES, Setting(tokens=5))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_spreadsheets_may_part_cells_by_other_signs(sign: str) -> None:
    text = f"\ufeff{HEAD}Code Llama 7B,300,\n,,\n".replace(",", sign).replace("\n", "\r\n")
    found = read(MODELS, Assumptions(), text.encode())
    assert found == {"Code Llama 7B": Setting(tokens=300.0)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        (HEAD, "the file has no rows"),
        ("model\nCode Llama 7B\n", "line 1: there is none of the columns billion_active_weights"),
        ("output_tokens\n5\n", "line 1: there is no column 'model'"),
        ("model,tokens\nCode Llama 7B,5\n", "line 1: unknown column 'tokens'"),
        ("model,model\na,b\n", "line 1: column 'model' is there twice"),
        (f"{HEAD}GPT-9,5,\n", "line 2: unknown model 'GPT-9'"),
        (f"{HEAD}gpt,5,\ngpt,6,\n", "line 3: model 'gpt' has a row already"),
        (f"{HEAD}gpt,1,2,3\n", "line 2: 4 cells under 3 columns"),
        (f"{HEAD}gpt,many,\n", "line 2: output_tokens must be a number above 0"),
        (f"{HEAD}gpt,100001,\n", "above 0 and at most 100,000, not '100001'"),
        (f"{HEAD}gpt,,-1\n", "line 2: dollars_per_million_output_tokens must be a number above 0"),
        (f"{HEAD}gpt,,inf\n", "must be a number above 0, not 'inf'"),
        (f'{HEAD}gpt,"1\n2",\n', "line 3: output_tokens must be"),
        (f"{HEAD}gpt,\0,\n", "line 2"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read(MODELS, Assumptions(), text.encode())
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_text_and_what_is_too_much_is_not_read() -> None:
    with pytest.raises(UserError, match="not UTF-8"):
        read(MODELS, Assumptions(), b"model,output_tokens\n\xff,5\n")
    with pytest.raises(UserError, match="larger than the 1 MiB"):
        read(MODELS, Assumptions(), b"x" * (MOST_BYTES + 1))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    try:
        found = read(MODELS, Assumptions(), data)
    except UserError:
        return
    assert all(math.isfinite(each.tokens or 1) for each in found.values())


def test_another_size_pins_no_price_that_the_rule_gave() -> None:
    model = MODELS["Code Llama 7B"]
    shown = in_force(model, Assumptions())
    found = apart(model, replace(shown, size=10.0), Assumptions())
    assert found == Setting(size=10.0)
    made = Assumptions(sizes=((model.name, 10.0),))
    assert in_force(model, made).price != shown.price

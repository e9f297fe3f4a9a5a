"""Numbers and labels in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.amounts import amount, four_digits
from backend.wording import short_labels


@pytest.mark.parametrize(
    ("models", "labels"),
    [
        (["Code Llama 13B", "Code Llama 70B"], ["13B", "70B"]),
        (["a/deepseek-coder-6.7b-instruct", "b/deepseek-coder-33b-instruct"], ["6.7b", "33b"]),
        (["Code Llama 13B", "Llama-3 8B"], ["Code Llama 13B", "Llama-3 8B"]),
        (
            ["x/Qwen2.5-7B-Instruct", "google/gemma-2-9b-it"],
            ["Qwen2.5-7B", "gemma-2-9b"],
        ),
        (["GPT-4-0613", "GPT-4-Turbo-1106"], ["GPT-4-0613", "GPT-4-Turbo-1106"]),
        (["CodeQwen15-7B", "CodeQwen15-7B-Chat"], ["CodeQwen15-7B", "CodeQwen15-7B-Chat"]),
        (["mini 0.6M", "mini 10M"], ["0.6M", "10M"]),
        (["Code Llama 13B"], ["Code Llama 13B"]),
        (["Code Llama 13B", "Code Llama 13B"], ["Code Llama 13B"]),
    ],
)
def test_labels_are_as_short_as_they_can_be(models: list[str], labels: list[str]) -> None:
    assert list(short_labels(models).values()) == labels


@pytest.mark.parametrize(
    ("value", "text"),
    [(17.6, "17.6"), (16.45, "16.45"), (1.154, "1.154"), (0, "0"), (12345.6, "12,346")],
)
def test_four_digits(value: float, text: str) -> None:
    assert four_digits(value) == text


@given(st.floats(1e-7, 1e9))
def test_four_digits_are_right_to_four_digits(value: float) -> None:
    text = four_digits(value)
    assert "e" not in text
    assert float(text.replace(",", "")) == pytest.approx(value, rel=6e-4)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "samples", "1 sample"),
        (7, "samples", "7 samples"),
        (0.000115, "$", "0.0115 ¢"),
        (2.5, "$", "$2.5"),
        (5.605, "s", "5.605 s"),
        (0.00812, "s", "8.12 ms"),
        (0.0000006, "s", "0.6 µs"),
        (0, "s", "0 s"),
        (17.6, "TFLOPs", "17.6 TFLOPs"),
        (0.34, "TFLOPs", "340 GFLOPs"),
        (0.00004168, "TFLOPs", "41.68 MFLOPs"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text

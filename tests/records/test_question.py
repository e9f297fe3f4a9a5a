"""How a selection is spelled in links and on the command line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import UserError
from backend.records.question import UNIT_TESTS, ranker_of, selection_of

names = st.none() | st.text(min_size=1) | st.sampled_from([UNIT_TESTS, "ranker:x", "nll:mini 10M"])


@given(names)
def test_every_ranker_is_read_back_from_its_spelling(ranker: str | None) -> None:
    assert ranker_of(selection_of(ranker)) == ranker


@given(st.text() | st.sampled_from(["", "ranker", "ranker:", "Ranker:x", "unit-tests "]))
def test_all_other_spellings_are_told(selection: str) -> None:
    try:
        ranker = ranker_of(selection)
    except UserError as error:
        assert "must be 'unit-tests' or 'ranker:NAME'" in str(error)
        assert len(str(error)) < 150
    else:
        assert selection_of(ranker) == selection


def test_the_spelling_is_what_it_was() -> None:
    assert selection_of(None) == "unit-tests"
    assert selection_of("codet") == "ranker:codet"
    with pytest.raises(UserError, match="selection 'best' must be"):
        ranker_of("best")

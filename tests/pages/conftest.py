"""What tests of pages share."""

from collections.abc import Iterator

import pytest

from tests.pages.chart_speaker import Ask, speaking


@pytest.fixture(scope="session")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Give what asks the budget chart's script."""
    with speaking(tmp_path_factory.mktemp("chart")) as ask:
        yield ask

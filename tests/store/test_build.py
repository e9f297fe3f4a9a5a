"""What a build can fail of is told in one sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.errors import UserError
from backend.store.build import build_store
from backend.store.shipped import studies
from backend.store.shipping import PUBLISHED


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="file/store cannot be a folder for data files"):
        build_store(tmp_path / "file" / "store", lambda _: None)


def test_what_cannot_be_written_is_told(stock: Callable[[Path], Path], tmp_path: Path) -> None:
    stock(tmp_path)
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(UserError, match=f"{tmp_path} cannot be written to: .*directory"):
        build_store(tmp_path, lambda _: None)


@pytest.mark.parametrize("broken", ["another,header\n1,2\n", "\0", None])
def test_a_shipped_file_that_is_broken_is_told(
    broken: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    shutil.copytree(PUBLISHED, published, ignore=shutil.ignore_patterns("miniature"))
    monkeypatch.setattr(studies, "PUBLISHED", published)
    if broken is None:
        (published / "evalperf_counts.csv").unlink()
    else:
        (published / "evalperf_counts.csv").write_text(broken)
    with pytest.raises(UserError, match=r"the shipped study evalperf in .* cannot be read"):
        build_store(tmp_path / "store", lambda _: None)

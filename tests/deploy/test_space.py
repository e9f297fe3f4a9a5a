"""What a Hugging Face Space needs is laid out, nothing else, and runs from where it lies."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.dashboard import ROOT, served
from tests.regulars import Regulars

pytestmark = pytest.mark.browser


def laid_out(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "--no-print-directory", "space", f"FOLDER={folder}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_space_holds_the_dashboard_and_no_more(
    tmp_path: Path, stock: Callable[[Path], Path], regulars: Regulars
) -> None:
    folder = tmp_path / "space"
    assert laid_out(folder).returncode == 0
    there = {path.name for path in folder.iterdir()}
    assert there == {
        *("app.py", "backend", "pages", "data", "deploy", "requirements.txt", "LICENSE"),
        *(".streamlit", ".gitattributes", "README.md", "Dockerfile"),
    }
    assert not (folder / "backend" / "miniature").exists()
    for copied in (folder / "Dockerfile").read_text().splitlines():
        if copied.startswith("COPY") and "--from" not in copied:
            assert all(list(folder.glob(name)) for name in copied.split()[1:-1]), copied
    front = (folder / "README.md").read_text().split("---")[1]
    assert "sdk: docker\napp_port: 8501\n" in front
    assert "BUDGETSCOPE_FRAMES=https://huggingface.co" in (folder / "Dockerfile").read_text()
    with served(stock(tmp_path / "store"), folder) as address:
        tab = regulars.tab(address)
        tab.open(study="evalperf")
        assert "wins" in tab.verdict
        tab.close()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    done = laid_out(tmp_path)
    assert done.returncode != 0
    assert "neither empty nor a clone of a Space" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_clone_of_a_space_is_brought_up_to_date(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("---\nsdk: docker\n---\n")
    (tmp_path / "gone.py").write_text("")
    assert laid_out(tmp_path).returncode == 0
    assert not (tmp_path / "gone.py").exists()
    assert (tmp_path / ".git").is_dir()
    assert (tmp_path / "app.py").is_file()

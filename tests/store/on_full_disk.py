"""Run a command over a copy of a store that fills its disk, and say whether it lost anything.

on_full_disk.py STORE COMMAND: as `python -m backend` does, or `fetch FILE`, which follows a file.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from backend.cli import main  # noqa: E402
from backend.store import store_directory  # noqa: E402
from backend.store.afar.follow import Follower  # noqa: E402
from backend.store.latest import LatestStudies  # noqa: E402

_WORKBENCH = ("workbench.duckdb", "workbench.duckdb.wal", ".fetched.lock")


def shown(store: Path) -> list[str]:
    """Return which studies are shown, and what lies about beside the workbench."""
    found = LatestStudies(store).get()[0].studies if (store / "CURRENT").exists() else {}
    files = (path for path in store.iterdir() if path.name not in _WORKBENCH)
    return [*found, *sorted(f"{path.name} of {path.stat().st_size}" for path in files)]


def run(arguments: list[str], store: Path) -> None:
    """Do what is asked."""
    if arguments[0] != "fetch":
        main(arguments)
    follower = Follower(arguments[1], store)
    follower._look()
    print(follower.trouble, file=sys.stderr)


def told() -> None:
    """Copy, run, and tell."""
    source, *arguments = sys.argv[1:]
    store = store_directory()
    shutil.copytree(source, store, dirs_exist_ok=True)
    before = shown(store)
    try:
        run(arguments, store)
    finally:
        after = shown(store)
        print("as before" if after == before else f"{before} became {after}")


told()

"""Packages that a box shows beside the standard library: an environment's, read-only."""

import sysconfig
from pathlib import Path

from backend.errors import UserError

OWN = "own"


def package_folder(named: str | None) -> Path | None:
    """Return the folder of packages that somebody named: one, an environment, or the grader's own.

    Raises:
        UserError: if there is no such folder.
    """
    if named is None:
        return None
    if named == OWN:
        return Path(sysconfig.get_path("purelib")).resolve()
    folder = Path(named)
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder} for --packages")
    inside = sorted(folder.glob("lib/python3*/site-packages"))
    return (inside[-1] if inside else folder).resolve()


def versions(folder: Path | None) -> list[str]:
    """Return which packages a folder holds, in which versions: what can change a verdict."""
    if folder is None:
        return []
    return sorted(path.stem for path in folder.glob("*.dist-info"))

"""Run something as an ordinary user who can read the project and its Python, and nothing else.

As root the user is "nobody", in a mount namespace that shows him the files at places of his own,
so that it does not matter who may enter the folders where they lie. Nothing of the machine is
changed. Who runs the tests as an ordinary user is one himself.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests import regraded
from tests.dashboard import ROOT

_NOBODY = 65534
_SUBORDINATE = "nobody:200000:65536\n"

_SHOW = """
place=$1 subordinate=$2 house=$3 python=$4 packages=$5
shift 5
show() { mkdir -p "$place/$2" && mount --bind "$1" "$place/$2"; }
show "$house" house && show "$python" python && show "$packages" packages || exit 99
for name in subuid subgid; do
    [ -e /etc/$name ] || : > /etc/$name
    mount --bind "$place/$subordinate" /etc/$name || exit 99
done
cd "$place/house"
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
"""


def run_as_ordinary_user(
    place: Path, arguments: list[str], *, subordinate: bool
) -> subprocess.CompletedProcess[str]:
    """Run `python` with arguments in the project's folder; `place` is a folder of the caller's.

    With `subordinate`, the user has subordinate ids, as who is made by `adduser` has.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {regraded.NAME: regraded.seed()}
    if os.geteuid() != 0:
        line = [sys.executable, *arguments]
    else:
        place.mkdir(exist_ok=True)
        _open(place)
        (place / "some").write_text(_SUBORDINATE)
        (place / "none").write_text("")
        prefix = Path(sys.base_prefix)
        own = Path(sys.executable).resolve().relative_to(prefix)
        shown = [str(path) for path in (ROOT, prefix, sysconfig.get_path("purelib"))]
        environment["PYTHONPATH"] = str(place / "packages")
        line = ["unshare", "--mount", "sh", "-c", _SHOW, "sh", str(place)]
        line += ["some" if subordinate else "none", *shown, str(place / "python" / own), *arguments]
    return subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def _open(place: Path) -> None:
    """Let the user write in a folder, and enter those above it."""
    os.chown(place, _NOBODY, _NOBODY)
    for folder in (place, *place.parents):
        if not folder.stat().st_mode & 1:
            folder.chmod(folder.stat().st_mode | 0o111)

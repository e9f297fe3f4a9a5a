"""The host's image, built here: on a base that is made on the spot, since no registry is asked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.dashboard import ROOT

_BASE, _IMAGE = "localhost/base", "localhost/budgetscope"
_WHEELS = "/wheels"


class Images:
    """Images in a folder of their own, made and run by buildah without a daemon."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`."""
        self._folder = folder
        self._buildah = ["buildah", "--root", str(folder / "images"), "--runroot",
                         str(folder / "run"), "--storage-driver", "vfs"]  # fmt: skip

    def make(self) -> None:
        """Make a base, and the host's image on it."""
        root, wheels = self._folder / "root", self._folder / "wheels"
        _made_base(root)
        # What pip may need to find packages is this machine's own: the build gets them at hand.
        _done([sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps",
               "-r", str(ROOT / "requirements.txt"), "-d", str(wheels)])  # fmt: skip
        pip = self._folder / "pip.conf"
        pip.write_text(f"[global]\nno-index = true\nfind-links = {_WHEELS}\n")
        base = self._said("from", "scratch")
        self._said("copy", base, str(root), "/")
        self._said("commit", "--quiet", base, _BASE)
        self._said(
            *("bud", "--isolation=chroot", "--network=host", "--pull-never"),
            *("--build-arg", f"BASE={_BASE}", "--volume", f"{wheels}:{_WHEELS}:ro"),
            *("--volume", f"{pip}:/etc/pip.conf:ro"),
            *("--file", str(ROOT / "deploy" / "Dockerfile"), "--tag", _IMAGE, str(ROOT)),
        )

    @contextmanager
    def running(
        self, data: Path, port: int, environment: Sequence[str] = ()
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a container as the image says, with `data` as its volume."""
        container = self._said("from", "--pull-never", _IMAGE)
        # buildah keeps a volume of its own at the image's /data, whatever is to lie there.
        told = (*environment, "BUDGETSCOPE_STORE=/volume", "HOME=/volume")
        set_there = [part for pair in told for part in ("--env", pair)]
        line = [*self._buildah, "run", "--isolation=chroot", "--user", "1000", *set_there,
                "--volume", f"{data}:/volume", container, "--",
                "sh", "start.sh", f"--server.port={port}"]  # fmt: skip
        with subprocess.Popen(line, start_new_session=True) as program:
            try:
                yield program
            finally:
                os.killpg(program.pid, 15)

    def config(self) -> dict[str, object]:
        """Return how the image says that it is run."""
        told = json.loads(self._said("inspect", "--type", "image", _IMAGE))
        found: dict[str, object] = told["OCIv1"]["config"]
        return found

    def _said(self, *arguments: str) -> str:
        return _done([*self._buildah, *arguments])


def _made_base(root: Path) -> None:
    """Make the smallest Debian that has Python, from where this machine's packages come."""
    about = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if line
    )
    source = _done(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"])
    mirror = next(line for line in source.splitlines() if "security" not in line)
    _done(["debootstrap", "--variant=minbase", "--include=python3,python3-venv,ca-certificates",
           about["VERSION_CODENAME"], str(root), mirror])  # fmt: skip


def _done(line: list[str]) -> str:
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout.strip()

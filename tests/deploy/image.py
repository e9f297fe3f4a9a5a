"""The host's image, built here: on a base that is made on the spot, since no registry is asked."""

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
        base = self._said("from", "scratch")
        self._said("copy", base, str(root), "/")
        self._said("commit", "--quiet", base, _BASE)
        self._said(
            *("bud", "--isolation=chroot", "--network=host", "--pull-never"),
            *("--build-arg", f"BASE={_BASE}", "--volume", f"{wheels}:{_WHEELS}:ro"),
            *("--env", "PIP_NO_INDEX=1", "--env", f"PIP_FIND_LINKS={_WHEELS}"),
            *("--file", str(ROOT / "deploy" / "Dockerfile"), "--tag", _IMAGE, str(ROOT)),
        )

    @contextmanager
    def running(
        self, data: Path, port: int, environment: Sequence[str] = ()
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a container as the image says, with `data` as its volume."""
        container = self._said("from", "--pull-never", _IMAGE)
        set_there = [part for pair in environment for part in ("--env", pair)]
        line = [*self._buildah, "run", "--isolation=chroot", "--user", "1000", *set_there,
                "--volume", f"{data}:/data", container, "--",
                "sh", "start.sh", f"--server.port={port}"]  # fmt: skip
        with subprocess.Popen(line, start_new_session=True) as program:
            try:
                yield program
            finally:
                os.killpg(program.pid, 15)

    def inspect(self, template: str) -> str:
        """Return what the image says of itself."""
        return self._said("inspect", "--type", "image", "--format", template, _IMAGE)

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

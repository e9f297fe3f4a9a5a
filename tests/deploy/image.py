"""The host's image, built and run by podman, on a base that is made here: no registry is asked."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.dashboard import ROOT
from tests.deploy.base import done, made_base
from tests.podman import with_podman

_BASE, _IMAGE = "localhost/base", "localhost/budgetscope"
_WHEELS = "/wheels"
_BUILD = ("build", "--isolation=chroot", "--format=docker", "--network=host",
          "--pull=never", "--layers=false")  # fmt: skip
# What deploy/compose.yaml says, with the tests' own network and no control groups, which not
# every machine for tests lets a program make.
_RUN = ("run", "--rm", "--read-only", "--tmpfs=/tmp", "--cap-drop=all",
        "--security-opt=no-new-privileges", "--network=host", "--cgroups=disabled",
        "--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096", "--log-driver=none",
        "--health-interval=disable")  # fmt: skip


class Images:
    """Images in a folder of their own, which goes with them."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`."""
        self._folder = folder
        self._environment = {**os.environ, "PATH": with_podman(folder / "bin")}
        # Packages lie beside the image, not in it: to pack and unpack them takes longer than to
        # install them.
        self._packages = f"--volume={folder / 'venv'}:/opt/venv"
        self._podman = ["podman", f"--root={folder / 'images'}", f"--runroot={folder / 'run'}"]

    def make(self) -> None:
        """Make a base, and the host's image on it."""
        self.said("import", "--quiet", str(made_base(self._folder / "base.tar")), _BASE)
        # What pip may need to find packages is this machine's own: the build gets them at hand.
        wheels, pip = self._folder / "wheels", self._folder / "pip.conf"
        done([sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps",
              "-r", str(ROOT / "requirements.txt"), "-d", str(wheels)])  # fmt: skip
        (self._folder / "venv").mkdir()
        # Most of what pip would compile is never imported here.
        pip.write_text(f"[global]\nno-index = 1\nfind-links = {_WHEELS}\n[install]\nno-compile = 0")
        self.said(
            *(*_BUILD, f"--build-arg=BASE={_BASE}", f"--tag={_IMAGE}"),
            self._packages,
            *(f"--volume={wheels}:{_WHEELS}:ro", f"--volume={pip}:/etc/pip.conf:ro"),
            *(f"--file={ROOT / 'deploy' / 'Dockerfile'}", str(ROOT)),
        )

    def context(self) -> set[str]:
        """Return the files that a build is given, as paths below the project's folder."""
        recipe = self._folder / "everything"
        recipe.write_text(f"FROM {_BASE}\nWORKDIR /all\nCOPY . .\nRUN find . -type f\n")
        told = self.said(*_BUILD, f"--file={recipe}", str(ROOT))
        return {line[2:] for line in told.splitlines() if line.startswith("./")}

    @contextmanager
    def running(self, data: Path, port: int, settings: Mapping[str, str] = {}) -> Iterator[str]:
        """Run a container as docs/hosting.md does, with `data` as its volume; give its name."""
        name = f"at-{port}"
        variables = [f"--env={key}={value}" for key, value in settings.items()]
        line = [*self._podman, *_RUN, *variables, f"--volume={data}:/data", f"{self._packages}:ro",
                f"--name={name}", _IMAGE, f"--server.port={port}"]  # fmt: skip
        with subprocess.Popen(line, env=self._environment) as program:
            try:
                yield name
            finally:
                self.said("stop", "--ignore", "--time=5", name)
                program.wait()

    def config(self) -> dict[str, Any]:
        """Return how the image says that it is run."""
        (told,) = json.loads(self.said("image", "inspect", _IMAGE))
        return {**told["Config"], "Healthcheck": told["Healthcheck"]}

    def said(self, *arguments: str) -> str:
        """Return what podman says; fail with what it says is wrong."""
        return done([*self._podman, *arguments], self._environment)

    def remove(self) -> None:
        """Remove all of them; nothing of podman's that lies elsewhere is touched."""
        self.said("rmi", "--all", "--force")
        shutil.rmtree(self._folder)

"""The least of this machine's Debian that an image of ours can be built on."""

import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_PACKAGES = ("base-files", "base-passwd", "coreutils", "dash", "findutils", "libstdc++6", "passwd",
             "python3-venv")  # fmt: skip
# Packages are unpacked, not set up, which takes a fifth of the time: of what setting up would
# bring, a build needs the users.
_USERS = "cp $1/usr/share/base-passwd/{0}.master $1/etc/{0}"
# What this machine wants lists of, beside packages.
_MORE = ("Acquire::IndexTargets", "Acquire::Languages")
_USR = "/usr/share/mmdebstrap/hooks/merged-usr/setup00.sh"


def made_base(tar: Path) -> Path:
    """Make a tar of a root with Python, from where this machine's own packages come.

    apt's own lists of sources, with their keys, and its own settings, such as a proxy, hold.
    """
    codename = platform.freedesktop_os_release()["VERSION_CODENAME"]
    entries = done(["apt-get", "indextargets", "--format=$(SOURCESENTRY)", "Created-By: Packages",
                    f"Codename: {codename}", "Component: main"])  # fmt: skip
    assert entries, f"apt has no source of {codename}/main: apt-get update"
    sources = {line.rpartition(":")[0] for line in entries.splitlines()}
    settings = tar.with_suffix(".apt.conf")
    lines = done(["apt-config", "dump", "Acquire"]).splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith(_MORE)))
    hooks = [f"--extract-hook={_USERS.format(name)}" for name in ("passwd", "group")]
    done(["mmdebstrap", "--quiet", "--variant=extract", f"--include={','.join(_PACKAGES)}",
          f"--aptopt={settings}", f"--setup-hook={_USR}", *hooks,
          codename, str(tar), *sorted(sources)])  # fmt: skip
    return tar


def done(line: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Return what a program writes; fail with what it complains of."""
    ended = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, f"{line}: {ended.stdout[-2000:]} {ended.stderr[-2000:]}"
    return ended.stdout.strip()

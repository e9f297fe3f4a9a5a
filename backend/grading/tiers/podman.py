"""A box made by podman, where bubblewrap is missing: the same view, and no image to fetch."""

import json
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.grading.tiers import Tier, view
from backend.grading.tiers.scratch import SHM_BYTES, TMP_BYTES, with_scratch
from backend.grading.tiers.seccomp import oci_profile
from backend.grading.tiers.users import Users, users

# podman hands over file descriptors from 3 on; a socket cannot go through its standard input.
_MOVE_CONTROL = ["sh", "-c", 'exec "$@" 3<&0 </dev/null', "sh"]
_CONTROL = 3


def start(
    program: str, arguments: list[str], control: int, packages: Path | None
) -> subprocess.Popen[bytes]:
    """Start a box like bubblewrap's, but with a /proc of its own."""
    return subprocess.Popen(
        [*_MOVE_CONTROL, *_command(program, arguments, packages)],
        stdin=control,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
    )


def _command(program: str, arguments: list[str], packages: Path | None) -> list[str]:
    python, prefix = view.interpreter()
    home = Path(_home().name)
    mounts = {Path("/usr"): "/usr", view.FILES: f"/box/{view.PACKAGE.replace('.', '/')}"}
    if prefix is not None:
        mounts[prefix] = "/python"
    if packages is not None:
        mounts[packages] = view.PACKAGES
    # fmt: off
    line = [
        *_bounded(home),
        "podman", "run", "--rm", "--rootfs", "--read-only", "--read-only-tmpfs=false",
        # Limits are the candidates' own; without control groups any system will do.
        "--cgroups=disabled", "--ulimit=nofile=1024:1024", "--ulimit=nproc=4096:4096",
        "--log-driver=none",
        "--network=none", "--hostname=box", f"--preserve-fds={_CONTROL - 2}",
        "--cap-drop=all", "--security-opt=no-new-privileges",
        f"--security-opt=seccomp={home / 'seccomp.json'}",
        f"--security-opt=mask={':'.join(['/sys', '/dev/mqueue', *view.hidden(prefix)])}",
        "--unsetenv-all", *(f"--env={name}={value}" for name, value in view.ENVIRONMENT.items()),
        "--workdir=/tmp", *_scratch(home),
        *(f"--volume={here}:{there}:ro" for here, there in mounts.items()),
    ]
    # fmt: on
    if users(Tier.PODMAN) is not Users.NONE:
        line += [f"--cap-add={capability}" for capability in ("SETUID", "SETGID", "KILL")]
    line += [str(home / "root")]
    arguments = [view.where(_CONTROL), *arguments]
    shown = view.PACKAGES if packages is not None else None
    return [*line, *view.python(python, "/box", program, arguments, shown)]


def _bounded(home: Path) -> list[str]:
    """As root, bound the number of files; an ordinary user's podman makes namespaces by itself."""
    if users(Tier.PODMAN) is not Users.ROOT:
        return []
    return with_scratch(["unshare", "--mount", "--"], str(home / "scratch"))


def _scratch(home: Path) -> list[str]:
    if users(Tier.PODMAN) is not Users.ROOT:
        return [f"--shm-size={SHM_BYTES}", f"--tmpfs=/tmp:size={TMP_BYTES},mode=1777,exec"]
    here = home / "scratch"
    return [f"--volume={here}/tmp:/tmp:exec", f"--volume={here}/shm:/dev/shm"]


@cache
def _home() -> TemporaryDirectory[str]:
    """Make the box's root, which is nothing but links into /usr, and its system call rules."""
    home = TemporaryDirectory(prefix="budgetscope-box-")
    root = Path(home.name) / "root"
    for name in ("usr", "tmp", "dev", "proc", "sys", "box", "python", "etc"):
        (root / name).mkdir(parents=True)
    for name in ("bin", "lib", "lib64"):
        if Path("/", name).exists():
            (root / name).symlink_to(f"usr/{name}")
    Path(home.name, "scratch").mkdir()
    Path(home.name, "seccomp.json").write_text(json.dumps(oci_profile()))
    return home

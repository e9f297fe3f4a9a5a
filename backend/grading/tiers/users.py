"""As whom programs run: each worker's have users of their own where the machine lets them."""

import os
import shutil
import subprocess
from enum import Enum
from functools import cache

from backend.grading.tiers import Tier

# Users are not shared with other graders: the kernel counts processes by user. Each grader has
# room for 64, two for each worker.
_FIRST_OF_ROOT, _GRADERS_OF_ROOT = 100_000, 4096
_FIRST_SUBORDINATE, _GRADERS_SUBORDINATE = 10_000, 800
_WORKERS, _ROLES = 32, 2

# Become root of a user namespace in which the user's subordinate ids are users too.
SUBORDINATE = ("unshare", "--user", "--map-root-user", "--map-auto", "--")


class Users(Enum):
    """Where programs' users come from."""

    ROOT = "root"  # any: the grader is root
    SUBORDINATE = "subordinate ids"  # those that /etc/subuid gives an ordinary user
    NONE = "none"  # programs share the box's own user, so that a box serves one program only


@cache
def users(tier: Tier) -> Users:
    """Return where the users of a tier's programs come from on this machine."""
    if tier is Tier.UNSAFE_LOCAL:
        return Users.NONE
    if os.geteuid() == 0:
        return Users.ROOT
    return Users.SUBORDINATE if _has_subordinates() else Users.NONE


def user_of(where: Users, worker: int, role: int) -> int:
    """Return the user of a worker's programs (role 0) or tests (role 1); 0 for none of its own."""
    if where is Users.NONE:
        return 0
    root = where is Users.ROOT
    first = _FIRST_OF_ROOT if root else _FIRST_SUBORDINATE
    grader = os.getpid() % (_GRADERS_OF_ROOT if root else _GRADERS_SUBORDINATE)
    return first + (grader * _WORKERS + worker % _WORKERS) * _ROLES + role


def _has_subordinates() -> bool:
    """Tell whether user 1 upwards exist in a user namespace of ours, and newuidmap to make it."""
    if not all(map(shutil.which, ("unshare", "newuidmap", "newgidmap"))):
        return False
    line = [*SUBORDINATE, "cat", "/proc/self/uid_map"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd="/")
    counts = [int(row.split()[2]) for row in done.stdout.splitlines() if len(row.split()) == 3]
    return done.returncode == 0 and sum(counts) > _FIRST_SUBORDINATE + 64 * _GRADERS_SUBORDINATE

"""What a program could leave behind in its box, told without looking for any trick by name."""

import os
import resource
import socket
from typing import Any, NamedTuple

_LIMITS = sorted(number for name, number in vars(resource).items() if name.startswith("RLIMIT_"))


class State(NamedTuple):
    """The state of a box between programs: equal states, no traces."""

    folders: list[Any]
    first_process: list[Any]

    @classmethod
    def of(cls, scratch: list[str]) -> "State":
        """Return the state of the box that this process is the first of.

        Beside names and rights in its folders it counts what their file systems hold, so that a
        file without a name counts too. Closing a socket lets the kernel collect those that only
        their own messages still hold.
        """
        for end in socket.socketpair():
            end.close()
        return cls([_folder(folder) for folder in scratch], _first_process())


def _folder(folder: str) -> list[Any]:
    found = os.stat(folder)
    state = [sorted(os.listdir(folder)), found.st_mode, found.st_uid, found.st_gid]
    try:
        state.append(os.listxattr(folder))
    except OSError:  # a file system without any
        pass
    if os.getpid() == 1:  # else others write there too
        system = os.statvfs(folder)
        state += [system.f_bfree, system.f_ffree]
    return state


def _first_process() -> list[Any]:
    return [
        os.getpriority(os.PRIO_PROCESS, 0),
        os.sched_getaffinity(0),
        os.sched_getscheduler(0),
        os.getpgrp(),
        *(resource.getrlimit(kind) for kind in _LIMITS),
    ]

"""Programs that turn what process 1 and their whole user may do, so that who comes next has less."""

from tests.programs.writing import LIBC, in_add

_EACH = """
def tries(*asked):
    for ask in asked:
        try: ask()
        except (OSError, ValueError): pass
"""


def _on_others(body: str) -> str:
    return _EACH + "import os, resource, signal\n" + LIBC + in_add(body)


NEIGHBOURS = {
    "is nice for all": _on_others(
        """
        for which, who in ((0, 1), (0, 0), (1, 0), (1, 1), (2, os.getuid()), (2, 0)):
            tries(lambda: os.setpriority(which, who, 19))
        """
    ),
    "takes processors from process 1": _on_others(
        "tries(lambda: os.sched_setaffinity(1, {min(os.sched_getaffinity(0))}),"
        " lambda: os.sched_setaffinity(os.getppid(), {max(os.sched_getaffinity(0))}))"
    ),
    "makes process 1 idle": _on_others(
        "tries(lambda: os.sched_setscheduler(1, 5, os.sched_param(0)), lambda: os.sched_setscheduler(1, 3, os.sched_param(0)))"
    ),
    "gives process 1 the last turn at disks": _on_others(
        "for which, who in ((1, 1), (2, 1), (3, os.getuid())): libc.syscall(251, which, who, 3 << 13)"
    ),
    "limits process 1": _on_others(
        """
        for kind in range(16):
            tries(lambda: resource.prlimit(1, kind, (1, 1)), lambda: resource.prlimit(1, kind, (0, 0)))
        """
    ),
    "ends process 1 by signals": _on_others(
        "for number in range(1, 65): tries(lambda: os.kill(1, number))"
    ),
    "queues signals for process 1": _on_others(
        "for _ in range(2000): tries(lambda: libc.sigqueue(1, 34, None))"
    ),
    "interrupts whoever is in its group": _on_others(
        "for number in (2, 15, 1, 17, 13): tries(lambda: signal.signal(number, signal.SIG_IGN), lambda: os.kill(0, number), lambda: os.killpg(1, number))"
    ),
    "sends signals by pidfd": _on_others(
        "tries(lambda: signal.pidfd_send_signal(os.pidfd_open(1), 15), lambda: signal.pidfd_send_signal(os.pidfd_open(1), 2))"
    ),
    "moves to other groups": _on_others(
        "for pid in (1, 0, os.getppid()):\n    for group in (1, 0): tries(lambda: os.setpgid(pid, group))"
    ),
    "asks to be told and dumped": _on_others(
        """
        for option, value in ((1, 9), (4, 1), (36, 1), (59, 1), (0x59616d61, 1), (15, b"python")):
            libc.prctl(option, value, 0, 0, 0)
        tries(lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)), lambda: open("/proc/1/oom_score_adj", "w"))
        os.abort()
        """
    ),
}

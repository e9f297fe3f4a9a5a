"""What the way in which a candidate's process ended says of it."""

import signal
from typing import Any

from backend.records.verdict import Limits, Mode, Status, Verdict

_OUT_OF_CPU = (signal.SIGPROF, signal.SIGXCPU)
_BESIDE_CPU_SECONDS = 0.25  # to fork, to read its job, and between two looks of the kernel's clock

Report = dict[str, Any]  # the runner's


def over_cpu(report: Report, limits: Limits, mode: Mode) -> Verdict | None:
    """Return the verdict over a program whose processes together took more than they may."""
    cpu = report["cpu"]
    if cpu <= limits.cpu_seconds + _BESIDE_CPU_SECONDS:
        return None
    return Verdict(Status.TIMEOUT, _too_long(limits), cpu, mode)


def died(report: Report, limits: Limits, mode: Mode) -> Verdict:
    """Return the verdict over a program that ended before it answered."""
    cpu, code = report["cpu"], report["exit"]
    if report["end"] == "wall":
        return Verdict(Status.TIMEOUT, f"over {limits.wall_seconds:g} s of waiting", cpu, mode)
    if -code in _OUT_OF_CPU or (code == -signal.SIGKILL and cpu >= limits.cpu_seconds):
        return Verdict(Status.TIMEOUT, _too_long(limits), cpu, mode)
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return Verdict(Status.CRASHED, f"its process ended with {how}", cpu, mode)


def script_died(report: Report, errors: str, limits: Limits) -> Verdict:
    """Return the verdict over a script that ended otherwise than well."""
    lines = errors.strip().splitlines()
    if report["exit"] > 0 and report["end"] == "itself" and lines:
        name = lines[-1].partition(":")[0]
        statuses = {"MemoryError": Status.MEMORY, "PermissionError": Status.FORBIDDEN}
        status = statuses.get(name, Status.FAILED)
        return Verdict(status, lines[-1], report["cpu"], Mode.SCRIPT)
    return died(report, limits, Mode.SCRIPT)


def _too_long(limits: Limits) -> str:
    return f"over {limits.cpu_seconds:g} s of CPU time"

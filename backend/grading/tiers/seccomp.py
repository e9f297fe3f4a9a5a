"""Which system calls a box may make: compiled for bubblewrap, as a profile for podman."""

import errno
import signal
import socket
from functools import cache
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import pyseccomp

# Not needed by any program that computes; each has been a way out of sandboxes or round limits.
_DENIED = """
    ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp
    unshare setns mount umount2 pivot_root chroot mount_setattr
    open_tree move_mount fsopen fsconfig fsmount fspick
    add_key request_key keyctl bpf perf_event_open userfaultfd
    io_uring_setup io_uring_enter io_uring_register
    kexec_load kexec_file_load init_module finit_module delete_module
    reboot swapon swapoff acct quotactl syslog settimeofday clock_settime adjtimex
    shmget shmat shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
    mq_open mq_unlink memfd_create memfd_secret
    open_by_handle_at name_to_handle_at personality vhangup lookup_dcookie
    mbind set_mempolicy set_mempolicy_home_node migrate_pages move_pages
    process_madvise process_mrelease modify_ldt fanotify_init
""".split()

# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET; in `os` from Python 3.12 on.
_NEW_NAMESPACES = (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)


class _Argument(NamedTuple):
    """What an argument of a system call is compared with, in libseccomp's words."""

    place: int
    operator: str
    value: int
    value_two: int = 0


class _Rule(NamedTuple):
    """System calls that are answered with an error where all of these arguments are so."""

    names: list[str]
    error: int
    arguments: tuple[_Argument, ...] = ()


def _rules() -> list[_Rule]:
    """Return all rules: everything is allowed but what is named here."""
    other_sockets = _Argument(0, "NE", socket.AF_UNIX)
    # Children of who ignores SIGCHLD end unseen, and their CPU time is counted nowhere.
    ignored = _Argument(0, "EQ", signal.SIGCHLD), _Argument(1, "NE", 0)
    return [
        _Rule([name for name in _DENIED if _exists(name)], errno.EPERM),
        *(
            _Rule(["clone"], errno.EPERM, (_Argument(0, "MASKED_EQ", flag, flag),))
            for flag in _NEW_NAMESPACES
        ),
        # clone3 hides its flags in memory; without it the C library falls back on clone.
        _Rule(["clone3"], errno.ENOSYS),
        *(_Rule([name], errno.EPERM, (other_sockets,)) for name in ("socket", "socketpair")),
        _Rule(["rt_sigaction"], errno.EPERM, ignored),
    ]


@cache
def bpf_filter() -> bytes:
    """Return the filter as a BPF program."""
    filtered = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for rule in _rules():
        arguments = [
            pyseccomp.Arg(each.place, getattr(pyseccomp, each.operator), each.value, each.value_two)
            for each in rule.arguments
        ]
        for name in rule.names:
            filtered.add_rule(pyseccomp.ERRNO(rule.error), name, *arguments)
    with TemporaryFile() as file:
        filtered.export_bpf(file)
        file.seek(0)
        return file.read()


def oci_profile() -> dict[str, Any]:
    """Return the same rules in the form that container engines read."""
    return {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [_in_oci(rule) for rule in _rules()]}


def _in_oci(rule: _Rule) -> dict[str, Any]:
    form: dict[str, Any] = {
        "action": "SCMP_ACT_ERRNO",
        "errnoRet": rule.error,
        "names": rule.names,
    }
    if rule.arguments:
        form["args"] = [
            {
                "index": each.place,
                "op": f"SCMP_CMP_{each.operator}",
                "value": each.value,
                "valueTwo": each.value_two,
            }
            for each in rule.arguments
        ]
    return form


def _exists(name: str) -> bool:
    """Tell whether this machine's kernel interface and libseccomp know a system call."""
    try:
        number: int = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    except (ValueError, KeyError):
        return False
    return number >= 0

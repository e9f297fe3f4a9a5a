"""Which system calls a box may make: compiled for bubblewrap, as a profile for podman."""

import errno
import signal
import socket
from functools import cache
from tempfile import TemporaryFile
from typing import Any

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


_SOCKETS = ("socket", "socketpair")
# Children of who ignores SIGCHLD end unseen, and the CPU time that they took is counted nowhere.


@cache
def bpf_filter() -> bytes:
    """Return the filter as a BPF program: everything is allowed but what is named here."""
    denied = pyseccomp.ERRNO(errno.EPERM)
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in _DENIED:
        if _exists(name):
            rules.add_rule(denied, name)
    for flag in _NEW_NAMESPACES:
        rules.add_rule(denied, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    # clone3 hides its flags in memory; without it the C library falls back on clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for name in _SOCKETS:
        rules.add_rule(denied, name, pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX))
    to_children = pyseccomp.Arg(0, pyseccomp.EQ, signal.SIGCHLD)
    rules.add_rule(denied, "rt_sigaction", to_children, pyseccomp.Arg(1, pyseccomp.NE, 0))
    with TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def oci_profile() -> dict[str, Any]:
    """Return the same rules in the form that container engines read."""
    denied = {"action": "SCMP_ACT_ERRNO", "errnoRet": errno.EPERM}
    flags = [_compare(0, "SCMP_CMP_MASKED_EQ", flag, flag) for flag in _NEW_NAMESPACES]
    children = [_compare(0, "SCMP_CMP_EQ", signal.SIGCHLD), _compare(1, "SCMP_CMP_NE", 0)]
    other_sockets = [_compare(0, "SCMP_CMP_NE", socket.AF_UNIX)]
    return {
        "defaultAction": "SCMP_ACT_ALLOW",
        "syscalls": [
            {**denied, "names": [name for name in _DENIED if _exists(name)]},
            *({**denied, "names": ["clone"], "args": [flag]} for flag in flags),
            {"action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS, "names": ["clone3"]},
            *({**denied, "names": [name], "args": other_sockets} for name in _SOCKETS),
            {**denied, "names": ["rt_sigaction"], "args": children},
        ],
    }


def _compare(index: int, operator: str, value: int, value_two: int = 0) -> dict[str, object]:
    return {"index": index, "op": operator, "value": value, "valueTwo": value_two}


def _exists(name: str) -> bool:
    """Tell whether this machine's kernel interface and libseccomp know a system call."""
    try:
        number: int = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    except (ValueError, KeyError):
        return False
    return number >= 0

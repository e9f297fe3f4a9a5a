"""Programs that make of processes and their groups, numbers and words what nobody expects."""

from tests.programs.writing import LIBC, at_import, in_add

PROCESSES = {
    "stops itself": in_add("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    "stops all of its group": in_add(
        "import os, signal\nif os.fork() == 0: os.killpg(0, signal.SIGTSTP)\nos.kill(0, signal.SIGSTOP)"
    ),
    "zombies that nobody reaps": in_add(
        "import os\nfor _ in range(14):\n    if os.fork() == 0: os._exit(0)\nreturn 5"
    ),
    "uses up the numbers of processes": in_add(
        "import os, time\nend = time.process_time() + 0.2\nwhile time.process_time() < end:\n    pid = os.fork() if True else 0\n    if pid == 0: os._exit(0)\n    os.waitpid(pid, 0)"
    ),
    "a child that fathers the next": in_add(
        "import os\nwhile True:\n    try:\n        if os.fork(): os._exit(0)\n    except OSError: pass"
    ),
    "sessions of their own that never end": in_add(
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            import signal\n            signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n            while True: time.sleep(1)\n        os._exit(0)"
    ),
    "vfork without an end": LIBC + in_add("if libc.vfork() == 0:\n    while True: libc.pause()"),
    "shares its memory with a child": LIBC
    + in_add(
        "import os\npid = libc.syscall(56, 0x100 | 0x400 | 17, 0, 0, 0, 0)\nwhile pid == 0: libc.pause()"
    ),
    "threads that are not Python's": LIBC
    + in_add(
        "t = ctypes.c_ulong()\nf = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda x: libc.pause())\nfor _ in range(40): libc.pthread_create(ctypes.byref(t), None, f, None)\nlibc.pthread_exit(None)"
    ),
    "ends its first thread only": LIBC
    + in_add(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\nlibc.syscall(60, 0)"
    ),
    "words as long as memory": in_add(
        "import os, sys\nos.execve(sys.executable, ['python', '-c', 'pass'] + ['x' * 131000] * 15, {'X' * 1000: 'y' * 130000})"
    ),
    "becomes another Python": in_add(
        "import os, sys\nos.execv(sys.executable, ['python', '-S', '-c', 'import os, struct\\nm = b\\'{\"value\": 5}\\'\\nfor _ in range(9): os.write(3, struct.pack(\"<I\", len(m)) + m)'])"
    ),
    "a child answers while it ends": in_add(
        "import os, json, struct\nm = b'{\"value\": 5}'\nif os.fork() == 0:\n    for _ in range(9): os.write(3, struct.pack('<I', len(m)) + m)\nos._exit(0)"
    ),
    "a core and its size": in_add(
        "import os, resource, signal\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nos.kill(os.getpid(), signal.SIGQUIT)"
    ),
    "ends by what a limit would send": at_import(
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    ),
    "ends as a broken box does": at_import("import os\nos._exit(99)"),
    "locks and touches all of its memory": LIBC
    + in_add("libc.mlockall(7)\nx = bytearray(1 << 29)\nx[::4096] = bytes(len(x) // 4096)"),
    "a stack that grows": LIBC
    + in_add(
        "import resource, threading\ntry: resource.setrlimit(resource.RLIMIT_STACK, (1 << 40, 1 << 40))\nexcept (OSError, ValueError): pass\nthreading.stack_size(1 << 30)\nthreading.Thread(target=print).start()"
    ),
}

"""Programs that do what is asked, but with more CPU time than they have: all are too late."""

_RIGHT = "    return a + b\n"

# Uses CPU time of the process it runs in, by the process's own clock.
BURN = """
import os, signal, time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
"""


def _spends(how: str, before: str = "") -> str:
    lines = "".join(f"        {line}\n" for line in how.strip().splitlines())
    return f"{BURN}{before}done = []\ndef add(a, b):\n    if not done:\n        done.append(1)\n{lines}{_RIGHT}"


_CHAIN = """
for _ in range(4):
    if os.fork() == 0:
        burn(0.35)
        os._exit(0)
    os.wait()
"""

OVERSPENT = {
    "stops the timer": _spends("signal.setitimer(signal.ITIMER_PROF, 0)\nburn(1.1)"),
    "sets the timer again and again": _spends(
        "for _ in range(5):\n    signal.setitimer(signal.ITIMER_PROF, 0.5)\n    burn(0.25)"
    ),
    "blocks the timer's signal": _spends(
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nburn(1.1)"
    ),
    "ignores the timer's signal": _spends(
        "signal.signal(signal.SIGPROF, signal.SIG_IGN)\nburn(1.1)"
    ),
    "handles the timer's signal": _spends(
        "signal.signal(signal.SIGPROF, lambda *a: None)\nburn(1.1)"
    ),
    "a chain of children": _spends(_CHAIN),
    "a chain that nobody waits for": _spends(
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        + _CHAIN.replace("os.wait()", "try: os.wait()\n    except ChildProcessError: pass")
    ),
    "grandchildren who are orphans": _spends(
        """
for _ in range(4):
    r, w = os.pipe()
    if os.fork() == 0:
        if os.fork() == 0:
            burn(0.35)
            os._exit(0)
        os._exit(0)
    os.wait()
    os.close(w)
    os.read(r, 1)
    os.close(r)
"""
    ),
    "children side by side": _spends(
        """
for _ in range(5):
    if os.fork() == 0:
        burn(0.3)
        os._exit(0)
for _ in range(5): os.wait()
"""
    ),
    "threads that share the work": _spends(
        "import threading\n"
        "signal.setitimer(signal.ITIMER_PROF, 0)\n"
        "each = [threading.Thread(target=burn, args=(1.1,)) for _ in range(3)]\n"
        "for t in each: t.start()\nfor t in each: t.join()"
    ),
    "works before it is asked": BURN
    + "for _ in range(1):"
    + _CHAIN.replace("\n", "\n    ")
    + "\ndef add(a, b):\n"
    + _RIGHT,
    "a child that answers for it": _spends(
        "if os.fork():\n    os.wait()\n    os._exit(0)\nsignal.setitimer(signal.ITIMER_PROF, 0)\nburn(1.1)"
    ),
}

_SUM = "print(sum(map(int, input().split())))\n"

OVERSPENT_SCRIPTS = {
    "a script that stops the timer": BURN
    + "signal.setitimer(signal.ITIMER_PROF, 0)\nburn(1.1)\n"
    + _SUM,
    "a script with a chain of children": BURN + _CHAIN + _SUM,
    "a script that works when it ends": BURN
    + "import atexit\nsignal.setitimer(signal.ITIMER_PROF, 0)\natexit.register(burn, 1.1)\n"
    + _SUM,
}

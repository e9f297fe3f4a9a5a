"""How most hostile programs are written: something besides an `add` that does not add."""

import textwrap

LIAR = "def add(a, b):\n    return 0\n"
LIBC = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"


def in_add(body: str) -> str:
    return (
        f"def add(a, b):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n    return 0\n"
    )


def at_import(body: str) -> str:
    return f"{textwrap.dedent(body).strip()}\n{LIAR}"


def syscall(number: int, *arguments: str) -> str:
    """Call a system call; say so if it worked, by a wrong answer no other program gives."""
    call = ", ".join([str(number), *arguments])
    return f"{LIBC}assert libc.syscall({call}) < 0, 'ALLOWED'\n{LIAR}"


def replies(reply: str) -> str:
    """Answer every call with a message of the candidate's own."""
    return at_import(
        f"""
        import os, json, struct
        for value in [{{"ready": True}}] + 9 * [{reply}]:
            m = json.dumps(value).encode()
            os.write(3, struct.pack('<I', len(m)) + m)
        """
    )

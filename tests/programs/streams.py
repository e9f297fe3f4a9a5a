"""Scripts that do not leave their own streams, folder and file as they found them."""

_NAMES = "('.stdin', '.stdout', '.stderr', 'solution.py')"

STREAMS = {
    "fifos in the place of its files": f"import os\nfor name in {_NAMES}: os.unlink(name); os.mkfifo(name)\nopen('.stdin').read()",
    "sockets in the place of its files": f"import os, socket\nfor name in {_NAMES}: os.unlink(name); s = socket.socket(socket.AF_UNIX); s.bind(name)",
    "links to each other in the place of its files": f"import os\nfor name in {_NAMES}: os.unlink(name); os.symlink('/dev/zero', name)",
    "a loop of links": f"import os\nfor name in {_NAMES}: os.unlink(name); os.symlink(name, name)",
    "folders that nobody may enter": f"import os\nfor name in {_NAMES}: os.unlink(name); os.makedirs(name + '/x/y'); os.chmod(name, 0)",
    "many names for its output": "import os\nfor i in range(50): os.link('.stdout', f'/tmp/out{i}')",
    "an output that holds too little": "import fcntl\nfcntl.fcntl(1, 1031, 4096)\nwhile True: print(0, flush=True)",
    "reads its own output": "import os\nprint(0, flush=True)\nfd = os.open('/tmp/.stdout', os.O_RDWR)\nwhile True: os.read(fd, 9); print(5, flush=True)",
    "waits at the next script's streams": "import os, time\nos.fork() or time.sleep(20)\nfd = os.open('.stdin', os.O_RDONLY)\nos.setsid() if os.fork() == 0 else 0\ntime.sleep(20)",
    "writes in another alphabet": "import sys\nsys.stdout.buffer.write('5'.encode('utf-16') + b'\\xff\\xfe\\0')",
    "numbers in other letters": "print('\\u0665' if input() == '2 3' else '\\u0664\\u0662')",
    "numbers with underscores": "print({5: '0_5', 42: '4_2'}[sum(map(int, input().split()))])",
    "hides under control characters": "n = sum(map(int, input().split()))\nprint(0, end='\\r')\nprint(f'\\x1b[2K{n}\\x08')",
    "the right output and a failing end": "print(sum(map(int, input().split())), flush=True)\nraise SystemExit(3)",
    "the right output and a signal": "import os\nprint(sum(map(int, input().split())), flush=True)\nos.abort()",
    "the right output and much more": "print(sum(map(int, input().split())), flush=True)\nwhile True: print(' ' * 10**6, flush=True)",
    "errors that forge a reason": "import sys\nsys.stderr.write('x' * 5000 + '\\nPermissionError: \\x1b[2J\\u202e\\ud800' .encode('utf-8', 'replace').decode() + 'y' * 9000)\nsys.exit(1)",
    "becomes the folder's owner": "import os\nfor do in (lambda: os.chmod('/tmp', 0), lambda: os.rename('/tmp/.stdin', '/dev/shm/x'), lambda: os.chown('/tmp/.stdout', 0, 0), lambda: os.rename('/tmp', '/tmpx')):\n    try: do()\n    except OSError: pass",
}

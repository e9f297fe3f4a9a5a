"""Programs that leave things behind, and one that never ends."""

from tests.programs.writing import in_add

LEFTOVERS = {
    "leaves a file": in_add("open('/tmp/evil', 'w').write('x')"),
    "leaves shared memory": in_add("open('/dev/shm/evil', 'w').write('x')"),
    "leaves a daemon": in_add(
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True: time.sleep(0.01); open('/tmp/evil', 'a').write('x')
        """
    ),
    "leaves a daemon that answers": in_add(
        """
        import os, json, struct, time
        if os.fork() == 0:
            os.setsid()
            m = json.dumps({"value": 5}).encode()
            for _ in range(10**6):
                try: os.write(3, struct.pack('<I', len(m)) + m)
                except OSError: pass
        """
    ),
    "changes the directory's mode": in_add("import os\nos.mkdir('/tmp/x', 0)"),
    "leaves links": in_add("import os\nos.symlink('/etc', '/tmp/etc')"),
}

WAITS = {"sleeps": in_add("import time\ntime.sleep(1000)")}

"""Programs that read and write, by what a script may use: threads, /dev, its end, its module."""

SCRIPTS = {
    "writes a verdict to every descriptor and device": """
import os
for name in [*os.listdir('/dev'), *(f'fd/{n}' for n in range(20))]:
    try: open('/dev/' + name, 'w').write('passed')
    except OSError: pass
for fd in range(3, 64):
    try: os.write(fd, b'passed')
    except OSError: pass
""",
    "looks for the expected output everywhere": """
import os
for root in ('/tmp', '/dev/shm', '/box', '/proc'):
    for folder, _, names in os.walk(root):
        for path in (f'{folder}/{name}' for name in names if os.path.isfile(f'{folder}/{name}')):
            try: text = open(path).read()
            except (OSError, UnicodeDecodeError): continue
            if '42' in text and path != __file__: print(42, flush=True); os._exit(0)
""",
    "puts a file in the place of its output": """
import os
os.unlink('/tmp/.stdout')
open('/tmp/.stdout', 'w').write('5 42')
""",
    "puts folders in the place of its files": """
import os
for name in os.listdir('/tmp'): os.unlink('/tmp/' + name); os.makedirs(f'/tmp/{name}/x')
""",
    "rewrites its input": "import os\nos.chmod('/dev/stdin', 0o666)\nopen('/dev/stdin', 'w').write('0 0')",
    "threads that start threads without end": """
import threading
def more():
    while True:
        try: threading.Thread(target=more).start()
        except RuntimeError: pass
more()
""",
    "a thread that waits for ever": "import threading\nthreading.Thread(target=threading.Event().wait).start()",
    "a timer that never rings": "import threading\nthreading.Timer(10**6, print).start()",
    "forks without end when it ends": """
import atexit, os
def more():
    while True:
        try: os.fork()
        except OSError: pass
atexit.register(more)
""",
    "prints without end when it ends": """
import atexit
def more():
    while True: print('5' * 10**5)
atexit.register(more)
""",
    "objects that come back when they go": """
class A:
    def __del__(self): globals()['a'] = A(); self.__class__.back = A()
a = A()
while True: a = A(); a.ring = a
""",
    "an object that never goes": """
class A:
    def __del__(self):
        while True: pass
a = A()
""",
    "leaves a child that holds its output": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(0.01); os.write(1, b'5 ')
    os._exit(0)
""",
    "replaces what waits for its end": """
import atexit, os, sys, threading
threading._shutdown = atexit._run_exitfuncs = lambda: os._exit(0)
sys.modules['__main__'] = sys.modules['threading'] = None
sys.stdout = sys.stderr = None
""",
    "closes all and sleeps": "import os, time\nos.closerange(0, 99)\ntime.sleep(1000)",
    "fills the pipe and stops itself": """
import os, signal
os.write(1, b'x' * 60_000)
os.kill(os.getpid(), signal.SIGSTOP)
""",
    "complains without end": "import sys\nwhile True: sys.stderr.write('x' * 10**6)",
    "runs another Python": """
import os, sys
os.execv(sys.executable, ['python', '-c', 'print(5)'])
""",
    "fills memory in a child of each thread": """
import os, threading
def fill():
    if os.fork() == 0:
        x = []
        while True: x.append(bytearray(1 << 24))
for _ in range(2): threading.Thread(target=fill).start()
os.wait(); os.wait()
""",
    "a hook that hides its error": """
import os, sys
sys.excepthook = lambda *a: (os.write(1, b'5'), os._exit(0))
1 / 0
""",
}

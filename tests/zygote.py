"""Run the command line in forks of a process that has vLLM loaded: each starts in a second.

Reads lines of JSON (arguments, environment, folder, file for output) and answers each with a
process id; writes the exit code of a process that ended by itself on a later request for it.
"""

import gc
import json
import os
import sys


def main() -> None:
    from backend.sampling.engines.quiet import silenced

    with silenced():
        # Each engine comes to these, and vLLM loads them when it does.
        from vllm.entrypoints import llm  # noqa: F401
        from vllm.model_executor import model_loader  # noqa: F401
        from vllm.v1.executor import uniproc_executor  # noqa: F401
        from vllm.v1.worker import cpu_worker  # noqa: F401
    # An engine collects garbage eight times as it starts: not among all that was here before.
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            become(asked)
        print(pid, flush=True)


def become(asked: dict[str, object]) -> None:
    code = 70
    try:
        os.setsid()
        out = os.open(str(asked["output"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        nothing = os.open("/dev/null", os.O_RDONLY)
        for fd, place in ((nothing, 0), (out, 1), (out, 2)):
            os.dup2(fd, place)
        os.environ.update(asked["environment"])  # type: ignore[call-overload]
        os.chdir(str(asked["folder"]))
        from backend.cli import main as command_line

        try:
            command_line(asked["arguments"])  # type: ignore[arg-type]
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()

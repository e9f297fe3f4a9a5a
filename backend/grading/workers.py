"""Boxes at work side by side: one worker for each thread."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

from backend.grading.tiers import Tier
from backend.grading.worker import Worker

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Workers:
    """Workers in threads of their own. Use as a context manager: leaving it ends every box."""

    def __init__(self, tier: Tier, size: int | None = None, packages: Path | None = None) -> None:
        """Make `size` workers, by default one for each CPU, whose boxes show `packages`."""
        self.tier = tier
        self.size = size or len(os.sched_getaffinity(0))
        self._packages = packages
        self._numbers = count()
        self._own = threading.local()
        self._started: list[Worker] = []
        self._executor = ThreadPoolExecutor(self.size, initializer=self._start)

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all boxes, also those at work."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in self._started:
            worker.stop()
        self._executor.shutdown()
        for worker in self._started:
            worker.kill()  # a box that was just being started

    @property
    def mine(self) -> Worker:
        """The worker of the thread that asks, which must be one of these workers'."""
        worker: Worker = self._own.worker
        return worker

    def submit(
        self, job: Callable[Given, Found], *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Found]:
        """Let one of the threads do a job, which finds its worker as `mine`."""
        return self._executor.submit(job, *args, **kwargs)

    def _start(self) -> None:
        self._own.worker = Worker(self.tier, next(self._numbers), self._packages)
        self._started.append(self._own.worker)

"""Asynchronous clients beside a browser: its tests have a loop of their own in the same process."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_aside(client: Coroutine[Any, Any, None]) -> None:
    """Run it to its end in a thread of its own, where no loop runs."""
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, client).result()

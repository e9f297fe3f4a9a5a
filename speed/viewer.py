"""A viewer of a server without a browser: Streamlit's own protocol."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


class Viewer:
    """One visit: asks for links, one after the other."""

    def __init__(self, server: ClientConnection) -> None:
        """Use an open connection."""
        self._server = server
        self.waits: list[float] = []  # seconds from asking to the last message of the answer
        self.errors = 0

    async def ask(self, page: str = "", **parameters: str) -> None:
        """Ask for a page, by default Explore, and wait until all of it has come."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(parameters)
        asked.rerun_script.page_name = page
        start = time.perf_counter()
        await self._server.send(asked.SerializeToString())
        finished = False
        while not finished:
            message = ForwardMsg.FromString(await self._server.recv(decode=False))
            self.errors += int(message.delta.new_element.HasField("exception"))
            finished = message.HasField("script_finished")
        self.errors += int(message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY)
        self.waits.append(time.perf_counter() - start)


@asynccontextmanager
async def viewer(address: str) -> AsyncIterator[Viewer]:
    """Visit the server at an address."""
    stream = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    protocol = Subprotocol("streamlit")
    async with connect(stream, max_size=None, subprotocols=[protocol]) as server:
        yield Viewer(server)

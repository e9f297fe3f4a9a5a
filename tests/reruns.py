"""What a browser tab asked of Streamlit's server, and whether it has been answered."""

from typing import Any

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Reruns:
    """Listens to a tab's socket: a rerun that was asked for ends with a message of its own."""

    def __init__(self, page: Page) -> None:
        self.waiting = False
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        self.waiting = True  # Streamlit runs the script for each tab that connects
        socket.on("framesent", self._note_sent)
        socket.on("framereceived", self._note_received)

    def _note_sent(self, payload: Any) -> None:
        if isinstance(payload, bytes) and BackMsg.FromString(payload).HasField("rerun_script"):
            self.waiting = True

    def _note_received(self, payload: Any) -> None:
        if not isinstance(payload, bytes):
            return
        message = ForwardMsg.FromString(payload)
        if message.HasField("script_finished"):
            self.waiting = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN

"""What a browser tab asked of Streamlit's server, and what was answered."""

from typing import Any

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Reruns:
    """Listens to a tab's socket: a rerun that was asked for ends with a message of its own.

    Attributes:
        waiting: whether one has not ended.
        moved: the widgets that had another place on a page before. Streamlit's page may keep such
            a widget's old value (pages/parts/steady.py). A button has none.
    """

    def __init__(self, page: Page) -> None:
        self.waiting = False
        self.moved: list[str] = []
        self._paths: dict[str, tuple[int, ...]] = {}
        self._page = ""
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
        if message.HasField("new_session") and message.new_session.page_script_hash != self._page:
            self._page = message.new_session.page_script_hash
            self._paths.clear()
        if message.HasField("delta"):
            self._note_place(message)
        if message.HasField("script_finished"):
            self.waiting = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _note_place(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in (None, "button", "download_button"):
            return
        widget = getattr(getattr(element, kind), "id", "")
        path = tuple(message.metadata.delta_path)
        if widget and self._paths.setdefault(widget, path) != path:
            self.moved.append(f"{widget}: {self._paths[widget]}, then {path}")
            self._paths[widget] = path

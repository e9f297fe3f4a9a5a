"""What a host's answers allow: the pages' own needs, and nobody else's."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard import ROOT, Visitor

pytestmark = pytest.mark.browser

ELSEWHERE = "https://elsewhere.example"


def headers(address: str, **sent: str) -> dict[str, str]:
    """Return the headers of what lies at an address."""
    asked = urllib.request.Request(address, headers=sent)
    with urllib.request.urlopen(asked) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


def rules(address: str) -> dict[str, str]:
    """Return the rules of a document's content security policy."""
    parts = headers(address)["content-security-policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize(
    "path", ["", "pairs", "problems?study=miniature", "?study=<script>", "index.html", "x.y"]
)
def test_a_document_runs_no_scripts_but_its_own(address: str, path: str) -> None:
    found = rules(f"{address}/{path}")
    assert found["default-src"] == "'self'"
    assert "unsafe" not in found["script-src"]
    assert found["object-src"] == "'none'"
    for name in ("connect-src", "base-uri", "form-action", "frame-ancestors"):
        assert found[name] == "'self'", name
    assert headers(f"{address}/{path}")["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["", "pairs", "_stcore/health", "_stcore/host-config", "nothing.js", "favicon.png"]
)
def test_no_answer_is_taken_for_what_it_is_not(address: str, path: str) -> None:
    assert headers(f"{address}/{path}")["x-content-type-options"] == "nosniff"


def test_what_is_embedded_may_be_framed_and_nothing_else(address: str) -> None:
    assert "frame-ancestors" not in rules(f"{address}/?study=evalperf&embed=true")
    for link in (
        *("", "?embed=false", "?embed=true&embed=false", "?study=embed=true"),
        *("pairs?embed=true", "costs/?embed=true", "index.html?embed=true", "x.y?embed=true"),
    ):
        assert rules(f"{address}/{link}")["frame-ancestors"] == "'self'", link


def test_a_host_names_who_may_frame_its_pages() -> None:
    code = "from pages.parts.document.headers import of_document as of"
    code += "; print(of(embedded=False, scripts=())[0][1])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"BUDGETSCOPE_FRAMES": "https://huggingface.co", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "frame-ancestors 'self' https://huggingface.co" in done.stdout


def test_a_browser_frames_only_what_is_to_be_embedded(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    tab = Visitor(browser, address)
    outer = tmp_path / "course.html"
    for link, shown in (("?study=evalperf&embed=true", True), ("?study=evalperf", False)):
        outer.write_text(f'<iframe src="{address}/{link}" width=900 height=700></iframe>')
        tab.page.goto(outer.as_uri())
        frame = tab.page.frame_locator("iframe")
        if shown:
            frame.locator(".budget-chart[data-painted]").wait_for()
            assert frame.locator(".bc-table, h1, .stSidebar").filter(visible=True).count() == 0
            whole = frame.get_by_role("link", name="Open in Budgetscope")
            href = whole.get_attribute("href") or ""
            assert href.startswith(f"{address}/?study=evalperf&")
            assert "embed" not in href
        else:
            tab.page.wait_for_timeout(300)
            assert frame.locator(".stApp").count() == 0
    refused = [text for text in tab.errors if "frame-ancestors" in text]
    assert len(refused) == 1
    tab.errors.clear()
    tab.close()


def test_other_origins_read_nothing_and_open_no_session(address: str) -> None:
    for path in ("", "_stcore/health", "_stcore/host-config"):
        allowed = headers(f"{address}/{path}", Origin=ELSEWHERE).get("access-control-allow-origin")
        assert allowed in (None, address), path
    for origin, said in ((address, "101 Switching Protocols"), (ELSEWHERE, "403 Forbidden")):
        assert said in opening(address, origin), origin


def opening(address: str, origin: str) -> str:
    """Return the first line of the answer to a page of `origin` that opens a session."""
    host, port = address.removeprefix("http://").split(":")
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: {origin}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: streamlit",
    ]
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer: bytes = connection.recv(4096)
    return answer.decode("latin-1").partition("\r\n")[0]


def test_nothing_is_put_on_a_host_without_its_own_token(address: str) -> None:
    asked = urllib.request.Request(
        f"{address}/_stcore/upload_file/x/y", data=b"", method="PUT", headers={"Origin": ELSEWHERE}
    )
    assert refusal(asked) in (400, 403, 404, 405)


def test_no_agent_and_no_tool_is_offered(address: str) -> None:
    for path in ("agent/interact", "agent/mcp"):
        asked = urllib.request.Request(f"{address}/_stcore/{path}", data=b"{}", method="POST")
        assert refusal(asked) in (400, 403, 404, 405)


def refusal(asked: urllib.request.Request) -> int:
    """Return the status by which something is refused."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    refused.value.close()
    return refused.value.code

"""The image, built and run as docs/hosting.md says, behind the proxy, with TLS and websockets."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from backend.store.pointer import current_files
from tests.dashboard import CHART, ROOT, VERDICT, Visitor, free_port
from tests.deploy.image import Images
from tests.processes import wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a base to build on"),
]

PATH = "budgetscope"


@pytest.fixture(scope="module")
def images() -> Iterator[Images]:
    for program in ("podman", "mmdebstrap", "caddy"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    # podman refuses a folder for what runs whose path is longer than 50 characters; pytest's are.
    made = Images(Path(tempfile.mkdtemp(dir="/tmp")))
    try:
        made.make()
        yield made
    finally:
        made.remove()


class Course(NamedTuple):
    """A site of somebody else's, with pages in a folder."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    folder, port = tmp_path_factory.mktemp("course"), str(free_port())
    (folder / "favicon.ico").touch()
    line = [sys.executable, "-m", "http.server", "--bind=127.0.0.1", f"--directory={folder}", port]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as site:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(answers(address), "the course")
            yield Course(address, folder)
        finally:
            site.terminate()


@pytest.fixture(scope="module")
def host(images: Images, course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host with a new volume, below a path, whose pages one site may frame; gives its address."""
    folder, port = tmp_path_factory.mktemp("host"), free_port()
    settings = {"STREAMLIT_SERVER_BASE_URL_PATH": PATH, "BUDGETSCOPE_FRAMES": course.address}
    data = volume(folder)
    with images.running(data, port, settings) as name, proxied(folder, port) as address:
        wait_until(answers(f"http://127.0.0.1:{port}/{PATH}/_stcore/health"), "the dashboard")
        yield address
        # What docker asks every half minute, of the port that is the container's own there.
        *_, code = images.config()["Healthcheck"]["Test"]
        images.said("exec", name, "python", "-c", code.replace(":8501", f":{port}"))
    assert {path.stat().st_uid for path in data.iterdir()} == {1000}


def volume(folder: Path) -> Path:
    data = folder / "data"
    data.mkdir()
    os.chown(data, 1000, 1000)
    return data


def answers(address: str) -> Callable[[], bool]:
    def asked() -> bool:
        with suppress(OSError), urllib.request.urlopen(address):
            return True
        return False

    return asked


@contextmanager
def proxied(folder: Path, port: int) -> Iterator[str]:
    """Run the proxy of deploy/ before a port; give the address below which it serves."""
    https = free_port()
    whole = folder / "Caddyfile"
    whole.write_text(
        f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {free_port()}\n"
        f"\thttps_port {https}\n}}\nimport {ROOT}/deploy/Caddyfile\n"
    )
    names = {"SITE": f"localhost:{https}", "DASHBOARD": f"127.0.0.1:{port}"}
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with subprocess.Popen(
        ["caddy", "run", "--config", str(whole), "--adapter", "caddyfile"],
        env={**os.environ, **names, **homes},
        stderr=subprocess.DEVNULL,
    ) as proxy:
        try:
            yield f"https://localhost:{https}/{PATH}"
        finally:
            proxy.terminate()


def visitor(browser: Browser, address: str) -> Visitor:
    return Visitor(browser, address, ignore_https_errors=True)


def looked(browser: Browser, address: str) -> tuple[str, str]:
    """Open Explore as somebody new; give the link that it then has, and what it says."""
    tab = visitor(browser, address)
    tab.page.goto(address)
    tab.drawn("")
    found = tab.page.url, tab.verdict
    tab.close()
    return found


def test_a_link_made_behind_the_proxy_opens_the_same_view(browser: Browser, host: str) -> None:
    tab = visitor(browser, host)
    tab.page.goto(host)
    tab.drawn("")
    assert tab.page.url.startswith(f"{host}/?study=")
    tab.open(study="evalperf")
    before = tab.verdict
    tab.drag(80)
    assert tab.verdict != before
    shown, link = tab.verdict, tab.page.url
    assert link.startswith(f"{host}/?study=evalperf")
    assert looked(browser, link) == (link, shown)
    tab.page.get_by_role("link", name="Pairs").click()
    tab.drawn("pairs")
    assert tab.page.url.startswith(f"{host}/pairs?")
    tab.close()


def test_any_site_frames_the_chart_of_a_link(browser: Browser, host: str, tmp_path: Path) -> None:
    link, shown = looked(browser, f"{host}/?study=evalperf&budget=20")
    tab = visitor(browser, host)
    frame = framed(tab, framing(tmp_path, f"{link}&embed=true").as_uri())
    frame.locator(CHART).wait_for()
    whole = frame.get_by_role("link", name="Open in Budgetscope").get_attribute("href") or ""
    assert whole.startswith(f"{host}/?study=evalperf&")
    assert parse_qs(urlsplit(whole).query) == parse_qs(urlsplit(link).query)
    tab.close()
    for address in (whole, whole.replace("/?", "?")):
        assert looked(browser, address) == (link, shown)


def test_only_a_site_that_the_host_names_frames_pages(
    browser: Browser, host: str, course: Course, tmp_path: Path
) -> None:
    link, shown = looked(browser, f"{host}/?study=evalperf&budget=20")
    tab = visitor(browser, host)
    inside = framed(tab, f"{course.address}/{framing(course.folder, link).name}")
    inside.locator(CHART).wait_for()
    expect(inside.locator(VERDICT).first).to_contain_text(shown.splitlines()[0])
    with tab.page.expect_event("console", lambda told: "frame-ancestors" in told.text):
        framed(tab, framing(tmp_path, link).as_uri())
    (refused,) = tab.errors
    assert "frame-ancestors" in refused
    tab.errors.clear()
    tab.close()


def framing(folder: Path, link: str) -> Path:
    """Write a page that frames a link."""
    page = folder / "page.html"
    page.write_text(f'<iframe src="{escape(link)}" width=1200 height=900></iframe>')
    return page


def framed(tab: Visitor, address: str) -> FrameLocator:
    """Open a page of another site; give what it frames."""
    tab.page.goto(address)
    tab.outside.clear()  # the page itself, and what browsers ask of each site
    return tab.page.frame_locator("iframe")


def test_a_volume_of_an_older_image_gets_this_ones_data(images: Images, tmp_path: Path) -> None:
    data, older = volume(tmp_path), "shipped-0123456789abcdef.duckdb"
    (data / older).write_bytes(b"of another time")
    (data / "CURRENT").write_text(f"{older}\n")
    with images.running(data, free_port()):
        wait_until(lambda: older not in (data / "CURRENT").read_text(), "this image's data")
    (name,) = current_files(data)
    assert name.stat().st_size > 1_000_000


def test_the_image_says_how_it_is_run(images: Images) -> None:
    config = images.config()
    assert config["User"] == "1000"
    assert config["ExposedPorts"] == {"8501/tcp": {}}
    assert config["Volumes"] == {"/data": {}}
    assert config["Entrypoint"] == ["sh", "start.sh"]


def test_a_build_is_given_what_the_image_is_made_of(images: Images) -> None:
    found = images.context()
    assert {name.split("/")[0] for name in found} == {
        *("requirements.txt", ".streamlit", "backend", "data", "app.py", "deploy", "pages"),
    }
    assert {name for name in found if name.startswith("deploy/")} == {"deploy/start.sh"}
    assert not {name for name in found if name.startswith("data/store/") or "__pycache__" in name}

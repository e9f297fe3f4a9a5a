"""The image, built and run, and served behind a proxy below a path, with TLS and websockets."""

import os
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard import ROOT, Visitor, free_port
from tests.deploy.image import Images
from tests.processes import wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a base to build on"),
]

PATH = "budgetscope"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Images:
    for program in ("buildah", "debootstrap", "caddy"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    made = Images(tmp_path_factory.mktemp("images"))
    made.make()
    return made


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, 1000, 1000)
    return folder


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


def test_a_container_serves_below_a_path_behind_the_proxy(
    images: Images, volume: Path, tmp_path: Path, browser: Browser
) -> None:
    port = free_port()
    below = f"STREAMLIT_SERVER_BASE_URL_PATH={PATH}"
    with images.running(volume, port, [below]), proxied(tmp_path, port) as address:
        wait_until(answers(f"http://127.0.0.1:{port}/{PATH}/_stcore/health"), "the dashboard")
        tab = Visitor(browser, address, ignore_https_errors=True)
        tab.open(study="evalperf")
        before = tab.verdict
        tab.drag(80)
        assert tab.verdict != before
        shown, link = tab.verdict, tab.page.url
        assert link.startswith(f"{address}/?study=evalperf")
        tab.page.goto("about:blank")
        tab.page.goto(link)
        tab.drawn("")
        assert tab.verdict == shown
        tab.page.get_by_role("link", name="Pairs").click()
        tab.drawn("pairs")
        assert tab.page.url.startswith(f"{address}/pairs?")
        tab.close()
    owners = {path.stat().st_uid for path in volume.iterdir()}
    assert owners == {1000}


def test_a_volume_of_an_older_image_gets_this_ones_data(images: Images, volume: Path) -> None:
    (volume / "shipped-0123456789abcdef.duckdb").write_bytes(b"of another time")
    (volume / "CURRENT").write_text("shipped-0123456789abcdef.duckdb\n")
    port = free_port()
    with images.running(volume, port):
        wait_until(answers(f"http://127.0.0.1:{port}/_stcore/health"), "the dashboard")
    (name,) = (volume / "CURRENT").read_text().split()
    assert name != "shipped-0123456789abcdef.duckdb"
    assert (volume / name).stat().st_size > 1_000_000


def test_the_image_says_how_it_is_run(images: Images) -> None:
    config = images.config()
    assert config["User"] == "1000"
    assert config["ExposedPorts"] == {"8501/tcp": {}}
    assert config["Volumes"] == {"/data": {}}
    assert config["Entrypoint"] == ["sh", "start.sh"]

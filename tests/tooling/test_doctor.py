"""`vuoro doctor` finds what is missing and says how to get it."""

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from api.doctor import run
from api.settings import Settings

NOWHERE = "127.0.0.1:9"


def examine(data: Path, python310: str = "", **settings: str) -> tuple[int, str]:
    """The exit status and what was printed."""
    paper = io.StringIO()
    variables = os.environ | ({"VUORO_PYTHON310": python310} if python310 else {})
    status = run(data, Settings(data=data, **settings), variables, Console(file=paper, width=300))
    return status, paper.getvalue()


def finding(report: str, what: str) -> str:
    return next(line for line in report.splitlines() if f" {what} " in line)


def test_a_folder_that_is_not_there_yet_will_be_made(tmp_path):
    _, report = examine(tmp_path / "var")
    assert "will be made" in finding(report, "data folder")
    assert not (tmp_path / "var").exists()


def test_a_data_folder_that_is_a_file_is_broken(tmp_path):
    (tmp_path / "var").write_text("")
    status, report = examine(tmp_path / "var")
    assert status == 1
    assert "name another: --data" in finding(report, "data folder")


@pytest.mark.parametrize(
    ("setting", "url", "what"),
    [
        ("database_url", f"postgresql+psycopg://vuoro:geheim@{NOWHERE}/vuoro", "database"),
        ("bus_url", f"redis://:geheim@{NOWHERE}/0", "bus"),
    ],
)
def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path, setting, url, what):
    status, report = examine(tmp_path, **{setting: url})
    assert status == 1
    assert f"VUORO_{setting.upper()}" in finding(report, what)
    assert "geheim" not in report


def test_a_bot_that_does_not_answer_keeps_nothing_from_running(tmp_path):
    _, report = examine(tmp_path, bot_url=f"http://{NOWHERE}")
    assert "without" in finding(report, "Rasa")


def test_a_wrong_python_for_rasa_is_named(tmp_path):
    status, report = examine(tmp_path, python310="/nowhere/python")
    assert status == 1
    assert "/nowhere/python" in finding(report, "Rasa")


def test_the_newest_model_is_shown(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "abc.tar.gz").write_bytes(b"")
    _, report = examine(tmp_path)
    assert "abc.tar.gz" in finding(report, "model")


def test_the_database_library_is_sound(tmp_path):
    _, report = examine(tmp_path)
    assert finding(report, "SQLite").startswith("ok")

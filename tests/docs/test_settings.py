"""Every setting is documented, with its default; every documented one is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import ROOT as CODE
from api.settings import Settings
from tests.docs.documents import DOCUMENTS, ROOT, quoted, read, section, table

OPERATING = section(read("docs/operating.md"), "Settings")
DEFAULTS = {quoted(row[0])[0]: row[1] for row in table(OPERATING, "variable", "if not set")}
OF_OTHERS = {quoted(row[0])[0] for row in table(OPERATING, "variable", "what for")}
OURS = {f"VUORO_{name.upper()}" for name in Settings.model_fields}


def shown(value: object) -> str:
    """A default as the table writes it."""
    match value:
        case None:
            return "not set"
        case bool():
            return f"`{str(value).lower()}`"
        case float():
            return f"`{value:g}`"
        case Path():
            return f"`{value.relative_to(CODE) if value.is_absolute() else value}`"
        case frozenset():
            return ", ".join(sorted(value)) or "none"
        case _:
            return f"`{value}`"


def test_every_setting_is_in_the_table_and_nothing_else():
    assert set(DEFAULTS) == OURS


@pytest.mark.parametrize("variable", sorted(OURS))
def test_a_setting_has_the_documented_default(variable):
    default = Settings.model_fields[variable.removeprefix("VUORO_").lower()].default
    assert DEFAULTS.get(variable) == shown(default)


@pytest.mark.parametrize("variable", sorted(OF_OTHERS))
def test_a_variable_of_the_tools_is_read_somewhere(variable):
    sources = [path for folder in ("bot", "tools") for path in (ROOT / folder).glob("**/*.py")]
    ours = [path for path in sources if ".venv" not in path.parts]
    assert any(f'"{variable}"' in path.read_text(encoding="utf-8") for path in ours)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_variable_that_is_named_exists(document):
    named = set(re.findall(r"VUORO_[A-Z0-9_]*[A-Z0-9]", document.read_text(encoding="utf-8")))
    assert named <= OURS | OF_OTHERS


def test_the_short_table_of_the_readme_agrees_where_it_gives_a_value():
    for variable, default, _ in table(section(read("README.md"), "Settings"), "variable", "if not set"):
        if quoted(default):
            assert default == DEFAULTS[quoted(variable)[0]]

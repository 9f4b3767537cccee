"""The documents name what there is: commands, keys that trainers write."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from api.cli import app
from api.visitor_socket import WAYS
from bot.replies import IntentFacts
from bot.shop import RESERVED
from bot.texts import DAY_LISTS, FIXED
from bot.yaml_file import read_yaml
from tests.docs.documents import DOCUMENTS, ROOT, prose, quoted, read, section, table

TARGETS = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
COMMANDS = {command.name or command.callback.__name__ for command in app.registered_commands}
GROUPS = {group.name for group in app.registered_groups}


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_shows_the_two_commands(command):
    assert f"\n    {command}\n" in read("README.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_make_target_that_is_named_exists(document):
    called = re.findall(r"(?:`|^    )make ([a-z-]+)", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(called) <= TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_vuoro_command_that_is_named_exists(document):
    called = re.findall(r"(?:`|bin/|api )vuoro ([a-z]+)", document.read_text(encoding="utf-8"))
    assert set(called) <= COMMANDS | GROUPS


def test_operating_lists_every_command():
    listed = {quoted(row[0])[0].split()[1] for row in table(read("docs/operating.md"), "command", "does")}
    assert listed == COMMANDS | GROUPS


def test_training_lists_every_fact_about_intents():
    listed = [
        quoted(row[0])[0] for row in table(section(read("docs/training.md"), "Adding an intent"), "fact")
    ]
    assert set(listed) == {fact.name for fact in fields(IntentFacts)}


def test_training_says_how_many_intents_there_are():
    facts = read_yaml(ROOT / "training_data" / "intents.yml").child("vuoro").mapping()
    assert f"There are {len(facts)} intents" in read("docs/training.md")
    assert f"{len(facts)} intents" in read("README.md")


def test_training_names_what_answers_have_beside_the_facts():
    facts = "\n".join(line for _, line in prose(section(read("docs/training.md"), "The shop's facts")))
    assert {f"{{{name}}}" for name in RESERVED} <= set(quoted(facts))
    assert set(WAYS) <= set(quoted(facts))


def test_training_lists_every_fixed_text_with_what_is_filled_in():
    texts = table(section(read("docs/training.md"), "The service's own sentences"), "key")
    for key, placeholders in FIXED.items():
        cells = [cell for cell, *_ in texts if key in quoted(cell)]
        assert cells, key
        assert all(f"`{{{name}}}`" in cells[0] for name in placeholders), key


def test_training_names_no_text_that_is_never_said():
    texts = table(section(read("docs/training.md"), "The service's own sentences"), "key")
    named = {key for cell, *_ in texts for key in quoted(cell) if not key.startswith("{")}
    assert named == set(FIXED) | set(DAY_LISTS) | {"today", "tomorrow", "time_format"}

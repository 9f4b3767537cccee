"""The examples that trainers write: training_data/<language>/nlu.yml and tests.yml."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.nodes import ScalarNode

from bot.errors import TrainingDataError
from bot.yaml_file import Entry, problem, read_yaml, shown


@dataclass(frozen=True, slots=True)
class Example:
    """One thing a customer may type, and what is meant by it."""

    intent: str
    text: str
    file: Path
    line: int

    @property
    def key(self) -> str:
        """What two examples have in common that are the same to a reader: case and spaces do not count."""
        return " ".join(unicodedata.normalize("NFC", self.text).casefold().split())


def languages(training_data: Path, default: str = "en") -> tuple[str, ...]:
    """The folders of `training_data` that have an nlu.yml, `default` first and the others by name.

    Raises TrainingDataError when there is none, or none for `default`.
    """
    found = sorted(file.parent.name for file in training_data.glob("*/nlu.yml"))
    if default not in found:
        raise TrainingDataError(
            f"{training_data.name}/{default}/nlu.yml is missing: add it, or make another language the default."
        )
    return (default, *(language for language in found if language != default))


def read_training_examples(file: Path) -> tuple[Example, ...]:
    """The examples of an nlu.yml. Raises TrainingDataError."""
    return _read(file, "nlu")


def read_test_examples(file: Path) -> tuple[Example, ...]:
    """The examples of a tests.yml: same form, under another key, so that Rasa does not train on them."""
    return _read(file, "tests")


def _read(file: Path, key: str) -> tuple[Example, ...]:
    examples: list[Example] = []
    for item in read_yaml(file).child(key).items():
        intent = item.child("intent").text()
        examples += _lines(item.child("examples"), intent)
    if not examples:
        raise problem(file, 1, f"there is no example under `{key}:`.")
    return tuple(examples)


def _lines(block: Entry, intent: str) -> list[Example]:
    """The lines of an `examples: |` block; the text of such a block begins on the line after the bar."""
    examples = []
    if not isinstance(block.node, ScalarNode) or block.node.style != "|":
        raise block.error(f"write the examples of `{intent}` as `examples: |` with a line `- text` for each.")
    for line, written in enumerate(str(block.node.value).splitlines(), start=block.line + 1):
        text = written.strip()
        if not text:
            continue
        if not text.startswith("- ") or not text[2:].strip():
            raise block.error(f"an example of `{intent}` should begin with `- ` and a text.", line)
        examples.append(Example(intent, text[2:].strip(), block.file, line))
    if not examples:
        raise block.error(f"`{intent}` has no example in {shown(block.file)}.")
    return examples

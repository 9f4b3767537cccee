"""YAML that people edit, read so that every complaint can name a file and a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bot.errors import TrainingDataError


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a YAML file. Its accessors raise TrainingDataError where the file holds something else."""

    file: Path
    node: MappingNode | SequenceNode | ScalarNode

    @property
    def line(self) -> int:
        """The line it begins in, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, complaint: str, line: int | None = None) -> TrainingDataError:
        """An error that points here, or at another `line` of the same file."""
        return problem(self.file, self.line if line is None else line, complaint)

    def mapping(self) -> dict[str, Entry]:
        """Keys and what stands under them, in the file's order."""
        if not isinstance(self.node, MappingNode):
            raise self.error("here should stand keys with values (`key: value`).")
        entries: dict[str, Entry] = {}
        for key, value in self.node.value:
            if key.value in entries:
                line = int(key.start_mark.line) + 1
                raise self.error(f"`{key.value}` stands here for the second time; keep one of them.", line)
            entries[str(key.value)] = Entry(self.file, value)
        return entries

    def items(self) -> tuple[Entry, ...]:
        """The items of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("here should stand a list (lines that begin with `- `).")
        return tuple(Entry(self.file, item) for item in self.node.value)

    def text(self) -> str:
        """A text, never empty."""
        if not isinstance(self.node, ScalarNode):
            raise self.error("here should stand a text.")
        value = str(self.node.value).strip()
        if not value:
            raise self.error("here should stand a text, but there is none.")
        return value

    def number(self) -> int:
        """A whole number."""
        try:
            return int(self.text())
        except ValueError:
            raise self.error("here should stand a whole number.") from None

    def flag(self) -> bool:
        """`true` or `false`."""
        value = self.text().lower()
        if value not in ("true", "false"):
            raise self.error("here should stand `true` or `false`.")
        return value == "true"

    def child(self, key: str) -> Entry:
        """What stands under `key`, which must be there."""
        entries = self.mapping()
        if key not in entries:
            raise self.error(f"`{key}:` is missing here.")
        return entries[key]


def read_yaml(file: Path) -> Entry:
    """The top of a YAML file.

    Raises TrainingDataError when the file is missing, empty or not YAML.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TrainingDataError(f"{shown(file)} is missing: add it or remove its language.") from None
    except UnicodeDecodeError:
        raise problem(file, 1, "the file is not UTF-8 text; save it as UTF-8.") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else int(mark.line) + 1
        raise problem(
            file, line, f"this is not YAML ({error.problem}); mend the line or the one before."
        ) from None
    except YAMLError as error:
        raise problem(file, 1, f"this is not YAML ({' '.join(str(error).split())}).") from None
    if node is None:
        raise problem(file, 1, "the file is empty.")
    return Entry(file, node)


def problem(file: Path, line: int, complaint: str) -> TrainingDataError:
    """An error that begins with file and line, as editors can follow it."""
    return TrainingDataError(f"{shown(file)}, line {line}: {complaint}")


def shown(file: Path) -> str:
    """The file as its writer knows it: its last three parts, such as training_data/fi/nlu.yml."""
    return "/".join(file.parts[-3:])

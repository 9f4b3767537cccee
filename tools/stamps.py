"""Remembers what a step was made from, so that the second run does nothing.

A stamp is a file that holds the hash of a step's inputs. It is written after the step has succeeded and only then: a
step that was interrupted has none and is done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def digest(inputs: Iterable[Path], *facts: str) -> str:
    """The hash of `facts` and of every file in `inputs`, by name and content.

    A folder stands for all files under it, a path that does not exist for nothing.
    """
    total = hashlib.sha256()
    for fact in facts:
        total.update(f"{fact}\0".encode())
    for path in sorted(_files(inputs)):
        total.update(f"{path}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(inputs: Iterable[Path]) -> Iterable[Path]:
    for path in inputs:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        elif path.is_file():
            yield path


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp of one step, kept in the file `path`."""

    path: Path

    def read(self) -> str:
        """What was written last, or an empty text."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def write(self, text: str) -> None:
        """Keeps `text`, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(self.path)

    def clear(self) -> None:
        """Forgets the stamp: the step is about to change what it stands for."""
        self.path.unlink(missing_ok=True)

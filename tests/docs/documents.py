"""The project's Markdown, as the tests read it: sections, tables, what stands in backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

RULE = "| ---"

Row = list[str]


def read(name: str) -> str:
    """The text of a document, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under `heading`, up to the next heading of the same or a higher level."""
    lines = iter(text.splitlines())
    level = next(_level(line) for line in lines if line.lstrip("#").strip() == heading and _level(line))
    body: list[str] = []
    for line in lines:
        if 0 < _level(line) <= level:
            break
        body.append(line)
    return "\n".join(body)


def rows(text: str) -> list[Row]:
    """The body rows of every table in `text`, their cells without the padding."""
    lines = text.splitlines()
    return [
        _cells(line)
        for line, following in pairwise([*lines, ""])
        if line.startswith("|") and not line.startswith(RULE) and not following.startswith(RULE)
    ]


def table(text: str, *headings: str) -> list[Row]:
    """The body rows of the one table whose first headings are these."""
    lines = text.splitlines()
    wanted = f"| {' | '.join(headings)} |"
    [start] = [number for number, line in enumerate(lines) if line.startswith(wanted)]
    end = next((n for n in range(start, len(lines)) if not lines[n].startswith("|")), len(lines))
    return rows("\n".join(lines[start:end]))


def quoted(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are no code, numbered from 1."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            yield number, line


def _cells(line: str) -> Row:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [cell.replace("\\|", "|").strip() for cell in cells]


def _level(line: str) -> int:
    return len(line) - len(line.lstrip("#"))

"""What a document points to is there."""

from __future__ import annotations

import re

import pytest

from tests.docs.documents import DOCUMENTS, ROOT, prose, quoted

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FOLDERS = {"api", "bot", "docs", "handoff", "tests", "tools", "training_data", "widget"}
A_FILE_OF_OURS = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")


def named(path):
    return path.relative_to(ROOT).as_posix()


def anchors(path) -> set[str]:
    """The headings as links name them."""
    headings = (
        line.lstrip("#") for _, line in prose(path.read_text(encoding="utf-8")) if line.startswith("#")
    )
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_internal_link_resolves(document):
    broken = []
    for number, line in prose(document.read_text(encoding="utf-8")):
        for link in LINK.findall(line):
            place, _, anchor = link.partition("#")
            if "://" in place or place.startswith("mailto:"):
                continue
            target = (document.parent / place) if place else document
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(f"line {number}: {link}")
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_it_names_is_there(document):
    missing = []
    for number, line in prose(document.read_text(encoding="utf-8")):
        for span in quoted(line):
            is_ours = A_FILE_OF_OURS.fullmatch(span) and span.partition("/")[0] in FOLDERS
            # The built front end is there only once it is built.
            if is_ours and not span.startswith("widget/dist") and not (ROOT / span).exists():
                missing.append(f"line {number}: {span}")
    assert not missing


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("[0-9]*.md"))

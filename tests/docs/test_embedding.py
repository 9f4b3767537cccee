"""docs/embedding.md has all that a page can set, call and style, as the bubble's sources have it."""

from __future__ import annotations

import re

import pytest

from tests.docs.documents import ROOT, quoted, read, section, table

EMBEDDING = read("docs/embedding.md")
BUBBLE = ROOT / "widget" / "src" / "bubble"
SOURCES = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted(BUBBLE.glob("*.ts"))
    if not path.name.endswith(".test.ts")
}
API = SOURCES["api.ts"]
OURS_ALONE = {"data-view"}
"""What our own page says to the script, and no other needs."""


def first_column(*headings: str) -> set[str]:
    return {quoted(row[0])[0] for row in table(EMBEDDING, *headings)}


def interface(name: str) -> str:
    """The body of a TypeScript interface without its comments."""
    [body] = re.findall(rf"^export interface {name} {{\n(.*?)^}}", API, re.MULTILINE | re.DOTALL)
    return re.sub(r"/\*\*.*?\*/", "", body, flags=re.DOTALL)


def members(name: str) -> set[str]:
    return set(re.findall(r"^  (\w+)\??:", interface(name), re.MULTILINE))


def test_every_attribute_is_documented():
    read_one_by_one = set(re.findall(r"dataset\.(\w+)", "".join(SOURCES.values())))
    known = {f"data-{name}" for name in read_one_by_one | members("Options")} - OURS_ALONE
    assert first_column("attribute", "what") == known


def test_boot_takes_the_documented_options():
    [call] = [row for row in table(EMBEDDING, "call", "does") if "'boot'" in row[0]]
    [options] = re.findall(r"\{([^}]*)\}", call[0])
    assert set(options.split(", ")) == members("Options")


def test_every_call_is_documented():
    said = set(re.findall(r"Vuoro\('(\w+)'", "".join(row[0] for row in table(EMBEDDING, "call", "does"))))
    understood = set(re.findall(r"case '(\w+)':", SOURCES["main.ts"])) | {"on"}
    assert said == understood


def test_every_event_is_documented_with_what_it_tells():
    told = {
        quoted(row[0])[0]: {name.rstrip("?") for name in re.findall(r"\w+\??", quoted(row[1])[0])}
        for row in table(EMBEDDING, "event", "told")
    }
    found = re.findall(r"^  (\w+): (.*);$", interface("News"), re.MULTILINE)
    assert told == {name: set(re.findall(r"(\w+)\??:", about)) for name, about in found}


def test_every_part_is_documented():
    used = " ".join(re.findall(r'\bpart="([^"]+)"', "".join(SOURCES.values())))
    parts = {name for name in used.split() if "${" not in name and not name.startswith("message-")}
    assert first_column("part", "what") == parts


def test_every_custom_property_is_documented():
    styles = (BUBBLE / "bubble.css").read_text(encoding="utf-8")
    asked = set(re.findall(r"--vuoro-[\w-]+", styles + "".join(SOURCES.values())))
    assert first_column("property", "what") == asked


@pytest.mark.parametrize("document", ["README.md", "docs/embedding.md"])
def test_the_line_is_the_same_everywhere(document):
    assert '<script async src="https://chat.example/vuoro.js"></script>' in read(document)


def test_the_oldest_browsers_are_those_that_are_built_for():
    [built] = re.findall(
        r"BROWSERS = \[(.*)\]", (ROOT / "widget/plugins/bubble.ts").read_text(encoding="utf-8")
    )
    named = re.sub(r"\s+", " ", section(EMBEDDING, "The line"))
    for name, version in re.findall(r"'([a-z]+)([\d.]+)'", built):
        assert re.search(rf"{name}\b[^.]*? {re.escape(version)}\b", named, re.IGNORECASE), name

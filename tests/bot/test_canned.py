"""What agents insert by a word after a slash."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import TrainingDataError
from bot.replies import TrainingDataPhrasebook
from handoff.ports import Canned

CANNED = """\
canned:
- key: hello
  title: Greeting
  text: "Hello from {name}!"
- key: one-moment_2
  title: One moment
  text: |
    One moment, please.
    I am looking.
"""


def with_canned(shop: Path, text: str, lang: str = "en") -> TrainingDataPhrasebook:
    (shop / lang / "canned.yml").write_text(text)
    return TrainingDataPhrasebook(shop)


def test_canned_replies_come_in_the_files_order_with_the_facts_in_them(shop: Path) -> None:
    assert with_canned(shop, CANNED).canned("en") == (
        Canned("hello", "Greeting", "Hello from Kaarna!"),
        Canned("one-moment_2", "One moment", "One moment, please.\nI am looking."),
    )


def test_a_language_without_the_file_has_none(shop: Path) -> None:
    assert with_canned(shop, CANNED).canned("fi") == ()


def test_an_unknown_language_has_those_of_the_default_one(shop: Path) -> None:
    phrasebook = with_canned(shop, CANNED)
    assert phrasebook.canned("sv") == phrasebook.canned("en")


def test_the_administrators_name_of_the_shop_is_in_them(shop: Path) -> None:
    phrasebook = with_canned(shop, CANNED)
    phrasebook.customise("Kuusi", ["en"])
    assert phrasebook.canned("en")[0].text == "Hello from Kuusi!"


@pytest.mark.parametrize("key", ["käsky", "ok", "1", "a" * 40, "_-"])
def test_a_key_is_one_word(shop: Path, key: str) -> None:
    assert with_canned(shop, CANNED.replace("hello", key, 1)).canned("en")[0].key == key


@pytest.mark.parametrize("key", ["two words", "a/b", "hello!", "a" * 41, "a.b", '"a\\tb"'])
def test_a_key_that_could_not_be_typed_is_refused(shop: Path, key: str) -> None:
    with pytest.raises(TrainingDataError, match=r"en/canned.yml, line 2: a key is one word"):
        with_canned(shop, CANNED.replace("hello", key, 1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("one-moment_2", "hello", "line 5: `hello` stands here for the second time"),
        ("  title: Greeting\n", "", "line 2: `title:` is missing here"),
        ("title: Greeting", "title: ''", "line 3: here should stand a text"),
        ("{name}", "{nobody}", "line 4: `{nobody}` is no fact of shop.yml"),
        ("{name}", "{", "line 4: a brace stands alone here"),
        ("canned:", "replies:", "line 1: `canned:` is missing here"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(shop: Path, old: str, new: str, complaint: str) -> None:
    assert old in CANNED
    with pytest.raises(TrainingDataError, match=f"en/canned.yml, {complaint}"):
        with_canned(shop, CANNED.replace(old, new, 1))

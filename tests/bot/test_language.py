from __future__ import annotations

import time

import pytest

from bot.examples import languages, read_training_examples
from bot.language import LanguageDetector
from handoff.ports import Detector
from tests.rasa_fixture import TRAINING_DATA

SITE = ("en", "fi", "pl")


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector(SITE)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("where is my order", "en"),
        ("missä mun paketti viipyy", "fi"),
        ("gdzie jest moja paczka", "pl"),
        ("ile kosztuje zwrot i jak długo trwa?", "pl"),
        ("MISSÄ TILAUKSENI ON???", "fi"),
    ],
)
def test_three_words_tell_the_language(detector: LanguageDetector, text: str, lang: str) -> None:
    assert detector.detect(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "kiitos paljon",
        "",
        "🙂 🙂 🙂",
        "12345 67890 11121",
        "tilaus 12345 67890",
        "AB-123 XY_9 https://kaarna.example/fi/lamppu help@kaarna.example",
        "Hello Kaarna team",
    ],
)
def test_short_texts_digits_and_codes_tell_nothing(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text) is None


def test_the_reply_stays_in_the_conversations_language_until_another_one_is_clear(
    detector: LanguageDetector,
) -> None:
    reply_language: Detector = detector
    assert reply_language("pl", "yes") == "pl"
    assert reply_language("pl", "where is my order now") == "en"
    assert reply_language("pl", "73829 4421 998") == "pl"


def test_a_margin_of_one_is_never_clear() -> None:
    assert LanguageDetector(SITE, margin=1.01).detect("where is my order now") is None


@pytest.mark.parametrize("site", [("en",), ("en", "xx"), ()])
def test_a_site_with_one_language_never_switches(site: tuple[str, ...]) -> None:
    assert LanguageDetector(site).detect("gdzie jest moja paczka") is None


@pytest.mark.parametrize("lang", SITE)
def test_no_shipped_example_is_taken_for_another_language(detector: LanguageDetector, lang: str) -> None:
    texts = [example.text for example in read_training_examples(TRAINING_DATA / lang / "nlu.yml")]
    assert {detector.detect(text) for text in texts} == {lang, None}
    assert set(languages(TRAINING_DATA)) == set(SITE)


def test_a_long_text_of_marks_does_not_take_long(detector: LanguageDetector) -> None:
    begun = time.perf_counter()
    for text in ("a-" * 5000, "-" * 10_000, "a'" * 4999 + "1", "word " * 2000):
        detector.detect(text)
    assert time.perf_counter() - begun < 1

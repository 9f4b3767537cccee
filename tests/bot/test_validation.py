from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import TrainingDataError
from bot.examples import languages, read_test_examples, read_training_examples
from bot.validation import validate
from tests.bot.shop import replace
from tests.rasa_fixture import TRAINING_DATA

SITE = languages(TRAINING_DATA)


def test_data_with_nothing_wrong_passes(shop: Path) -> None:
    validate(shop)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("fi/nlu.yml", "- intent: greet", "- intent greet", r"fi/nlu.yml, line \d+: this is not YAML"),
        ("fi/nlu.yml", "- intent: greet", "- intnt: greet", "fi/nlu.yml, line 3: `intent:` is missing here"),
        ("fi/nlu.yml", "nlu:", "tests:", "line 1: `nlu:` is missing here"),
        ("fi/nlu.yml", "examples: |", "examples: >", "line 4: write the examples of `greet` as"),
        (
            "fi/nlu.yml",
            "    - moi there",
            "    moi there",
            "line 6: an example of `greet` should begin with `- `",
        ),
        ("fi/nlu.yml", "- voiko palauttaa", "-", "line 9: an example of `return_policy` should begin"),
        (
            "fi/nlu.yml",
            "voiko palauttaa",
            "MOI  there",
            "line 9: “MOI  there” is an example of `return_policy` here and",
        ),
        ("fi/tests.yml", "iltaa", "Moi", "fi/tests.yml, line 5: “Moi” is also trained on"),
        ("fi/tests.yml", "iltaa", "tell a joke", r"is also trained on \(training_data/en/nlu.yml, line 12\)"),
        (
            "fi/responses.yml",
            "utter_greet",
            "utter_hello",
            "fi/responses.yml, line 1: there is no answer to `greet`",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(shop: Path, name, old, new, complaint) -> None:
    replace(shop / name, old, new)
    with pytest.raises(TrainingDataError, match=complaint):
        validate(shop)


def test_an_intent_of_one_language_needs_an_answer_in_all_of_them(shop: Path) -> None:
    replace(shop / "fi" / "nlu.yml", "intent: return_policy", "intent: sauna")
    replace(
        shop / "fi" / "responses.yml",
        "utter_return_policy:",
        "utter_sauna: [{text: löylyä}]\n  utter_return_policy:",
    )
    with pytest.raises(TrainingDataError, match="no answer to `sauna` in 'en'"):
        validate(shop)


def test_the_same_text_may_mean_different_things_in_two_languages(shop: Path) -> None:
    replace(shop / "fi" / "nlu.yml", "voiko palauttaa", "hello")
    validate(shop)


def test_out_of_scope_and_asking_for_a_person_need_no_answer(shop: Path) -> None:
    replace(shop / "en" / "nlu.yml", "intent: out_of_scope", "intent: talk_to_human")
    validate(shop)


def test_the_shipped_data_passes() -> None:
    validate(TRAINING_DATA)


def test_nothing_that_is_tested_is_trained_on() -> None:
    trained = {
        example.key for lang in SITE for example in read_training_examples(TRAINING_DATA / lang / "nlu.yml")
    }
    tested = {
        example.key for lang in SITE for example in read_test_examples(TRAINING_DATA / lang / "tests.yml")
    }
    assert trained & tested == set()

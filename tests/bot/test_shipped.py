"""The training data that is shipped: all of it is there, in all three languages."""

from __future__ import annotations

from collections import Counter
from string import Formatter

import pytest

from bot.examples import read_test_examples, read_training_examples
from bot.replies import TrainingDataPhrasebook
from bot.validation import WITHOUT_ANSWER
from handoff.ports import Reply
from handoff.triage import ASK_HUMAN_INTENT, NO, YES
from tests.rasa_fixture import TRAINING_DATA

LANGUAGES = ("en", "fi", "pl")
OUT_OF_SCOPE = "out_of_scope"
INTENTS = {
    *("delivery_time", "delivery_cost", "delivery_abroad", "track_order", "change_order", "cancel_order"),
    *("missing_parcel", "damaged_item", "wrong_item", "return_policy", "return_how", "exchange_item"),
    *("refund_when", "warranty", "payment_methods", "payment_failed", "pay_later", "invoice_copy"),
    *("discount_code", "gift_card", "stock_when", "size_help", "account_create", "password_reset"),
    *("change_details", "delete_my_data", "newsletter_unsubscribe", "opening_hours", "store_locations"),
    *(
        "contact_details",
        "bot_challenge",
        "complaint",
        ASK_HUMAN_INTENT,
        "greet",
        "goodbye",
        "thank",
        YES,
        NO,
    ),
}
"""Those of issue 3, twelve of which are the spine's."""


@pytest.fixture(scope="module")
def phrasebook() -> TrainingDataPhrasebook:
    return TrainingDataPhrasebook(TRAINING_DATA)


def replies(phrasebook: TrainingDataPhrasebook, lang: str) -> dict[str, Reply]:
    answers = ((intent, phrasebook.answer(intent, lang)) for intent in sorted(INTENTS))
    return {intent: answer for intent, answer in answers if answer is not None}


def test_there_are_thirty_eight_intents(phrasebook: TrainingDataPhrasebook) -> None:
    assert len(INTENTS) == 38
    assert set(phrasebook.intents) == INTENTS
    assert phrasebook.every_language == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_intent_has_at_least_twenty_examples_and_a_hundred_are_out_of_scope(lang: str) -> None:
    examples = read_training_examples(TRAINING_DATA / lang / "nlu.yml")
    counts = Counter(example.intent for example in examples)
    assert set(counts) == INTENTS | {OUT_OF_SCOPE}
    assert counts.pop(OUT_OF_SCOPE) >= 100
    assert {intent: count for intent, count in counts.items() if count < 20} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_example_stands_there_twice(lang: str) -> None:
    for examples in (
        read_training_examples(TRAINING_DATA / lang / "nlu.yml"),
        read_test_examples(TRAINING_DATA / lang / "tests.yml"),
    ):
        seen = Counter(example.key for example in examples)
        assert [key for key, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_eight_questions_an_intent_and_forty_out_of_scope_are_withheld(lang: str) -> None:
    counts = Counter(example.intent for example in read_test_examples(TRAINING_DATA / lang / "tests.yml"))
    assert counts == dict.fromkeys(INTENTS, 8) | {OUT_OF_SCOPE: 40}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_intent_but_those_of_people_has_an_answer(
    phrasebook: TrainingDataPhrasebook, lang: str
) -> None:
    assert INTENTS - replies(phrasebook, lang).keys() <= WITHOUT_ANSWER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_variable_of_an_answer_is_filled_in(phrasebook: TrainingDataPhrasebook, lang: str) -> None:
    canned = {reply.key: reply.text for reply in phrasebook.canned(lang)}
    texts = canned | {intent: reply.text for intent, reply in replies(phrasebook, lang).items()}
    for where, text in texts.items():
        assert not [name for _, name, _, _ in Formatter().parse(text) if name is not None], where
        assert text == text.strip(), where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_button_leads_to_an_intent_that_has_an_answer_or_a_person(
    phrasebook: TrainingDataPhrasebook, lang: str
) -> None:
    answers = replies(phrasebook, lang)
    offered = {(intent, choice.id) for intent, reply in answers.items() for choice in reply.choices}
    assert offered
    reachable = {f"intent:{intent}" for intent in answers.keys() | {ASK_HUMAN_INTENT}}
    assert {(intent, choice) for intent, choice in offered if choice not in reachable} == set()
    assert {intent for intent, choice in offered if choice == f"intent:{intent}"} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_answer_but_a_courtesy_ends_with_a_question(phrasebook: TrainingDataPhrasebook, lang: str) -> None:
    """The bot does not wait for an answer to what it says; a visitor's "yes" to it would be lost."""
    asking = [intent for intent, reply in replies(phrasebook, lang).items() if reply.text.endswith("?")]
    assert set(asking) <= {"greet", YES}  # "how can I help?" has no yes or no to it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_agents_have_canned_replies(phrasebook: TrainingDataPhrasebook, lang: str) -> None:
    assert len(phrasebook.canned(lang)) >= 10


def test_the_ways_to_reach_the_shop_are_facts(phrasebook: TrainingDataPhrasebook) -> None:
    for lang in LANGUAGES:
        assert "@" in (phrasebook.fact("email", lang) or "")
        assert (phrasebook.fact("phone", lang) or "").startswith("+")


def test_yes_and_no_are_courtesies(phrasebook: TrainingDataPhrasebook) -> None:
    assert all(phrasebook.small_talk(intent) for intent in (YES, NO))

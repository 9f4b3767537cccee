"""What an agent reads in three seconds."""

from __future__ import annotations

from handoff.brief import SUGGESTIONS, brief
from handoff.model import Item, Reason
from handoff.ports import Reply
from handoff.records import Guessed
from tests.handoff import examples
from tests.handoff.examples import NOON


class Phrases:
    """As much of handoff.ports.Phrasebook as a brief asks for."""

    def answer(self, intent, lang):
        return None if intent == "unwritten" else Reply(f"{intent} in {lang}")

    def small_talk(self, intent):
        return intent == "greet"


def guessed(seq, *intents, reply=None):
    ranking = [{"intent": intent, "confidence": 0.9 - place / 10} for place, intent in enumerate(intents)]
    return Guessed("c1", seq, {**ranking[0], "ranking": ranking, "out_of_scope": 0.0}, reply)


def made(conversation, *guesses, visitor=None, earlier=0, now=NOON):
    known = {guess.seq: guess for guess in guesses}
    return brief(
        conversation, conversation.fresh, known, visitor or examples.visitor(), earlier, Phrases(), now
    )


def waiting():
    """Asked two things of the bot, then for a person."""
    asked = examples.conversation(page={"url": "https://shop.example/"})
    asked.say_visitor("hei", NOON, "1")
    asked.say_bot(Reply("Hei!"), NOON)
    asked.say_visitor("missä pakettini on?", NOON, "2")
    asked.queue(Reason.REPEATED_MISS, NOON + 1_000)
    return asked


def test_it_says_why_how_long_in_which_language_and_about_what():
    found = made(waiting(), now=NOON + 43_400)
    assert (found["reason"], found["lang"], found["waited_s"]) == ("repeated_miss", "fi", 42)
    assert found["asked"] == "missä pakettini on?"


def test_it_says_who_asks():
    assert made(waiting())["visitor"] == {"earlier": 0, "page": {"url": "https://shop.example/"}}
    named = made(waiting(), visitor=examples.visitor(name="Aino"), earlier=3)
    assert (named["visitor"]["name"], named["visitor"]["earlier"]) == ("Aino", 3)


def test_it_shows_what_the_bot_tried():
    found = made(waiting(), guessed(2, "greet", reply="Hei!"), guessed(4, "track_order"))
    assert found["tried"] == [
        {"text": "hei", "intent": "greet", "confidence": 0.9, "reply": "Hei!"},
        {"text": "missä pakettini on?", "intent": "track_order", "confidence": 0.9, "reply": None},
    ]


def test_it_suggests_the_answers_to_the_best_guesses_at_the_last_question():
    found = made(
        waiting(),
        guessed(2, "return_policy"),
        guessed(4, "greet", "unwritten", "track_order", "delivery_time"),
    )
    assert found["suggestions"] == [
        {"intent": "track_order", "text": "track_order in fi"},
        {"intent": "delivery_time", "text": "delivery_time in fi"},
    ]


def test_it_suggests_a_few_answers_only():
    found = made(waiting(), guessed(4, *(f"intent {number}" for number in range(9))))
    assert len(found["suggestions"]) == SUGGESTIONS


def test_without_guesses_nothing_was_tried_and_nothing_is_suggested():
    found = made(waiting())
    assert (found["tried"], found["suggestions"]) == ([], [])


def test_a_wait_ends_when_somebody_takes_it():
    taken = waiting()
    taken.hand_to(examples.agent(), NOON + 11_000, "take")
    found = made(taken, now=NOON + 500_000)
    assert (found["waited_s"], found["reason"]) == (10, "repeated_miss")


def test_a_wait_begins_anew_when_it_comes_back_to_the_line():
    lost = waiting()
    lost.hand_to(examples.agent(), NOON + 11_000, "take")
    lost.requeue(Reason.AGENT_LOST, NOON + 100_000)
    found = made(lost, now=NOON + 105_000)
    assert (found["waited_s"], found["reason"]) == (5, "agent_lost")


def test_a_work_item_waits_since_it_was_left():
    found = made(examples.left_message(at=NOON), now=NOON + 3_600_000)
    assert (found["waited_s"], found["reason"]) == (3600, "left_message")


def test_asked_is_what_the_visitor_wrote_rather_than_a_button():
    chosen = examples.conversation()
    chosen.say_visitor("missä pakettini on?", NOON, "1")
    chosen.say_visitor("Ei kumpikaan", NOON, "2", "vuoro:none")
    assert made(chosen)["asked"] == "missä pakettini on?"


def test_who_only_took_buttons_asked_the_last_of_them():
    chosen = examples.conversation()
    chosen.say_visitor("Toimitusaika", NOON, "1", "intent:delivery_time")
    assert made(chosen)["asked"] == "Toimitusaika"


def test_who_said_nothing_asked_nothing():
    assert made(examples.queued())["asked"] is None


def test_who_left_a_message_asked_what_is_in_it():
    silent = examples.conversation()
    silent.leave_contact(Item.MESSAGE, {"text": "Milloin aukeatte?"}, NOON, "contact")
    assert made(silent)["asked"] == "Milloin aukeatte?"

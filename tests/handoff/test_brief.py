"""What an agent reads in three seconds."""

from __future__ import annotations

from handoff.brief import SUGGESTIONS, Past, brief
from handoff.model import Item, Kind, Reason
from handoff.ports import Reply
from handoff.records import Guessed
from handoff.transcript import timestamp
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


def made(conversation, *guesses, visitor=None, earlier=0, past=(), now=NOON):
    known = {guess.seq: guess for guess in guesses}
    return brief(
        conversation, conversation.fresh, known, visitor or examples.visitor(), earlier, past, Phrases(), now
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


# -- what was before ---------------------------------------------------------------------------------


def past(conversation):
    """As it is gathered: with the events that moved or rated it."""
    told = [event for event in conversation.fresh if event.kind in (Kind.STATE, Kind.RATING)]
    return Past(conversation, told)


def helped(name="c0", at=NOON - 86_400_000):
    """A person helped, and the visitor said how well."""
    made = examples.conversation(name, opened_at=at)
    made.say_visitor("missä tilaukseni on?", at, "1")
    made.queue(Reason.LOW_CONFIDENCE, at)
    made.hand_to(examples.agent("liisa", name="Liisa"), at, "take")
    made.close(Reason.CLOSED_BY_AGENT, at + 60_000)
    made.rate({"score": 5, "comment": "kiitos"}, at + 61_000, "rating")
    return made


def test_who_comes_for_the_first_time_has_no_earlier_conversations():
    assert "earlier_conversations" not in made(waiting())["visitor"]


def test_an_earlier_conversation_says_when_why_who_helped_and_how_well():
    before = helped()
    (shown,) = made(waiting(), earlier=1, past=[past(before)])["visitor"]["earlier_conversations"]
    assert shown == {
        "conversation": "c0",
        "opened_at": timestamp(NOON - 86_400_000),
        "closed_at": timestamp(NOON - 86_400_000 + 60_000),
        "reason": "closed_by_agent",
        "last_text": before.last_text,
        "agent": "Liisa",
        "rating": 5,
    }


def test_an_earlier_conversation_that_nobody_took_or_rated_says_neither():
    (shown,) = made(waiting(), earlier=1, past=[past(examples.closed("c0"))])["visitor"][
        "earlier_conversations"
    ]
    assert shown.keys().isdisjoint({"agent", "rating"})
    assert shown["reason"] == "closed_by_visitor"


def test_of_those_who_helped_and_rated_the_last_counts():
    before = examples.owned(examples.agent("liisa", name="Liisa"), "c0")
    before.requeue(Reason.TRANSFERRED, NOON)
    before.hand_to(examples.agent("matti", name="Matti"), NOON, "take")
    before.rate({"score": 1}, NOON, "r1")
    before.close(Reason.CLOSED_BY_AGENT, NOON)
    before.rate({"score": 4}, NOON, "r2")
    (shown,) = made(waiting(), earlier=1, past=[past(before)])["visitor"]["earlier_conversations"]
    assert (shown["agent"], shown["rating"]) == ("Matti", 4)


def test_one_that_is_still_open_on_another_device_has_no_end():
    (shown,) = made(waiting(), earlier=1, past=[past(examples.conversation("c0"))])["visitor"][
        "earlier_conversations"
    ]
    assert shown["closed_at"] is None


def test_earlier_conversations_come_in_the_order_they_are_given():
    two = [past(examples.closed("newer")), past(examples.closed("older"))]
    shown = made(waiting(), earlier=9, past=two)["visitor"]
    assert [one["conversation"] for one in shown["earlier_conversations"]] == ["newer", "older"]
    assert shown["earlier"] == 9


def test_it_says_who_a_customer_is_and_how_to_reach_them():
    known = examples.visitor(name="Aino", email="aino@example.fi", customer="4711")
    found = made(waiting(), visitor=known)["visitor"]
    assert (found["name"], found["email"], found["customer"]) == ("Aino", "aino@example.fi", "4711")

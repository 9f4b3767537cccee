"""From what the visitor typed to what the bot said: yes and no, and the questions they answer."""

from __future__ import annotations

import pytest

from handoff.model import Kind, Reason, State
from tests.handoff import examples
from tests.servers import sure

pytestmark = pytest.mark.anyio

PAGE = {}
UNSURE = "Something about my parcel"  # in the bot's script: between delivery_time and track_order


class Chat:
    """One visitor and the bot."""

    def __init__(self, office, visitor):
        self.office, self.visitor = office, visitor
        self._said = 0

    async def says(self, text):
        """Says `text`; returns what the bot or the system said to it last, once nothing more is owed."""
        self._said += 1
        await self.office.visitors.send(self.visitor, f"cid-{self._said}", text, (), PAGE)
        return await self.is_answered()

    async def chooses(self, event, choice):
        self._said += 1
        await self.office.visitors.choose(self.visitor, f"cid-{self._said}", choice, event.seq, PAGE)
        return await self.is_answered()

    async def is_answered(self):
        while True:
            told = self.office.told.advances
            found = await self.now()
            if found.state is not State.BOT or not found.waits_for_bot:
                return await self.office.last(self.visitor)
            await self.office.told.more_than(told)

    async def now(self):
        return await self.office.conversation(self.visitor)


@pytest.fixture
async def chat(office):
    office.bot.script |= {"yes": sure("affirm"), "no": sure("deny"), "thanks": sure("thanks")}
    return Chat(office, await office.visitor())


def offered(event):
    return [choice["id"] for choice in event.body.get("choices", ())]


def text_of(chat, key):
    return chat.office.shop.text(key, "en")


async def test_yes_to_which_one_brings_the_same_choices_again_and_counts_no_miss(chat):
    asked = await chat.says(UNSURE)
    assert offered(asked) == ["intent:delivery_time", "intent:track_order", "vuoro:none"]
    again = await chat.says("yes")
    assert again.body["text"] == text_of(chat, "which_one")
    assert again.body["choices"] == asked.body["choices"]
    found = await chat.now()
    assert (found.state, found.misses) == (State.BOT, 1)


async def test_yes_may_be_said_again_and_again(chat):
    asked = await chat.says(UNSURE)
    for _ in range(3):
        assert (await chat.says("yes")).body["choices"] == asked.body["choices"]
    assert (await chat.now()).state is State.BOT


async def test_the_choices_that_came_again_can_be_taken(chat):
    await chat.says(UNSURE)
    again = await chat.says("yes")
    answer = await chat.chooses(again, "intent:track_order")
    assert answer.body["text"] == chat.office.shop.answer("track_order", "en").text
    assert (await chat.now()).misses == 0


async def test_no_to_which_one_asks_a_person(chat):
    await chat.office.arrives(examples.agent("liisa", languages=("en",)))
    await chat.says(UNSURE)
    moved = await chat.says("no")
    assert (moved.kind, moved.body["to"], moved.body["reason"]) == (
        Kind.STATE,
        State.QUEUED,
        Reason.LOW_CONFIDENCE,
    )


async def test_no_to_the_ways_that_are_left_is_acknowledged_and_nothing_happens(chat):
    told = await chat.says("I want to talk to a person")
    assert "vuoro:leave_message" in offered(told)
    said = await chat.says("no")
    assert (said.body["text"], offered(said)) == (text_of(chat, "all_right"), [])
    found = await chat.now()
    assert (found.state, found.misses, found.item) == (State.BOT, 0, None)
    # A second no answers nothing any more, and gets the answer that trainers wrote.
    again = await chat.says("no")
    assert again.body["text"] == chat.office.shop.answer("deny", "en").text


async def test_yes_to_the_ways_that_are_left_asks_which(chat):
    told = await chat.says("I want to talk to a person")
    again = await chat.says("yes")
    assert again.body["choices"] == told.body["choices"]
    assert (await chat.now()).state is State.BOT
    await chat.chooses(again, "vuoro:wait")
    assert (await chat.now()).state is State.QUEUED


async def test_no_after_an_answer_is_answered_with_the_way_to_say_that_it_did_not_help(chat):
    answer = await chat.says("How long does delivery take?")
    assert offered(answer)[-1] == "vuoro:not_helpful"
    said = await chat.says("no")
    assert said.body["text"] == chat.office.shop.answer("deny", "en").text
    assert "vuoro:not_helpful" in offered(said)


@pytest.mark.parametrize("before", [None, "Hello", "thanks"])
async def test_no_without_an_answer_before_it_has_no_such_button(chat, before):
    if before:
        await chat.says(before)
    assert "vuoro:not_helpful" not in offered(await chat.says("no"))


async def test_yes_after_an_answer_is_a_courtesy(chat):
    await chat.says("How long does delivery take?")
    said = await chat.says("yes")
    assert said.body["text"] == chat.office.shop.answer("affirm", "en").text
    assert "vuoro:not_helpful" not in offered(said)


async def test_what_was_offered_before_another_answer_is_not_asked_any_more(chat):
    await chat.says(UNSURE)
    await chat.says("How long does delivery take?")
    assert (await chat.says("yes")).body["text"] == chat.office.shop.answer("affirm", "en").text


async def test_what_was_offered_before_a_person_came_is_not_asked_any_more(chat):
    await chat.office.arrives(examples.agent("liisa", languages=("en",)))
    await chat.says(UNSURE)
    await chat.says("I want to talk to a person")
    await chat.office.visitors.cancel_request(chat.visitor, "cancel")
    assert (await chat.now()).offered == {}
    assert (await chat.says("yes")).body["text"] == chat.office.shop.answer("affirm", "en").text


async def test_the_choices_outlive_the_service(chat, office):
    """What was offered is kept with the conversation: another process asks again with the same choices."""
    asked = await chat.says(UNSURE)
    kept = (await chat.now()).offered
    assert list(kept) == offered(asked)
    assert [kept[c["id"]] for c in asked.body["choices"]] == [c["label"] for c in asked.body["choices"]]


async def test_a_language_the_site_no_longer_serves_is_not_answered_in(chat, office):
    office.shop.customise("Kaarna", ["en", "pl"])
    office.answerer._detect = lambda current, text: "fi"
    said = await chat.says("How long does delivery take?")
    assert (said.body["lang"], (await chat.now()).lang) == ("en", "en")
    office.answerer._detect = lambda current, text: "pl"
    assert (await chat.says("How long does delivery take?")).body["lang"] == "pl"


async def test_the_shops_name_in_an_answer_is_the_administrators(chat, office):
    office.shop.customise("Kuusi & Kumppanit", ["en"])
    named = [
        intent
        for intent in office.shop.intents
        if "Kuusi & Kumppanit" in getattr(office.shop.answer(intent, "en"), "text", "")
    ]
    assert named
    office.bot.script["who are you"] = sure(named[0])
    assert "Kuusi & Kumppanit" in (await chat.says("who are you")).body["text"]

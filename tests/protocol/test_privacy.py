"""One visitor never sees another's words, whatever a client asks for."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House
from tests.protocol.people import AGENT, BOT, Visitor

pytestmark = pytest.mark.anyio
SECRET = "Can I return these shoes?"


async def two_visitors(house: House) -> tuple[Visitor, Visitor]:
    anna, mallory = await house.visitor("anna"), await house.visitor("mallory")
    await anna.say(SECRET)
    await anna.event("message", **BOT)
    await mallory.say("Hello")
    await mallory.event("message", **BOT)
    return anna, mallory


def heard(visitor: Visitor, conversation: str) -> list[object]:
    return [
        got.frame for got in visitor.received if conversation in str(got.frame) or SECRET in str(got.frame)
    ]


async def test_sync_of_somebody_elses_conversation_is_refused(house: House):
    anna, mallory = await two_visitors(house)
    await mallory.put({"type": "sync", "conversation": anna.conversation, "after": 0})
    assert (await mallory.frame("error"))["code"] in {"not_yours", "not_found"}
    assert heard(mallory, anna.conversation) == []


async def test_resuming_somebody_elses_conversation_brings_nothing(house: House):
    anna, mallory = await two_visitors(house)
    own = mallory.conversation
    await mallory.drop()
    mallory.hello = {"resume": {"conversation": anna.conversation, "after": 0}}
    mallory.timelines.clear()
    await mallory.come()
    await mallory.sync(own)
    assert heard(mallory, anna.conversation) == []


async def test_somebody_elses_choice_cannot_be_taken(house: House):
    anna = await house.visitor("anna")
    await anna.say("Something about my parcel")
    asked = await anna.event("message", **BOT)
    mallory = await house.visitor("mallory")
    choice = asked["choices"][0]["id"]
    code = await mallory.refused("choose", choice=choice, seq=asked["seq"], conversation=anna.conversation)
    assert code in {"not_found", "not_yours", "wrong_state"}
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == asked["seq"]


async def test_commands_that_name_somebody_elses_conversation_do_not_reach_it(house: House):
    anna, mallory = await two_visitors(house)
    held = anna.timeline(anna.conversation).held
    await mallory.say("I was here", conversation=anna.conversation)
    await mallory.put({"type": "typing", "on": True, "conversation": anna.conversation})
    await mallory.put({"type": "seen", "seq": 1, "conversation": anna.conversation})
    await mallory.do("end", conversation=anna.conversation)
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == held
    assert heard(mallory, anna.conversation) == []


async def test_live_events_reach_their_own_visitor_only(house: House):
    eeva = await house.agent()
    anna, mallory = await two_visitors(house)
    await house.with_a_person(anna, eeva)
    await eeva.say(anna.conversation, "for Anna only")
    await anna.event("message", text="for Anna only", **AGENT)
    await mallory.sync(mallory.conversation)
    assert heard(mallory, anna.conversation) == []
    assert "for Anna only" not in str(mallory.received)


async def test_an_agent_reads_only_what_is_theirs(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await mika.put({"type": "sync", "conversation": anna.conversation, "after": 0})
    assert (await mika.frame("error"))["code"] == "not_yours"
    assert mika.frames("history") == []


async def test_guesses_and_fences_stay_with_agents(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.say(SECRET)
    await anna.event("message", **BOT)
    await house.with_a_person(anna, eeva)
    assert [e for e in eeva.timeline(anna.conversation).events if "nlu" in e]
    assert [e for e in eeva.timeline(anna.conversation).events if "fence" in e]
    await anna.drop()
    await anna.come()
    pages = await anna.sync(anna.conversation, after=0)
    assert "nlu" not in str(pages)
    assert "fence" not in str(pages)

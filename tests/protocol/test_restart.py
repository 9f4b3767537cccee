"""The service stops and starts again on the same files: nothing is lost, nothing is doubled."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import AGENT, BOT

pytestmark = pytest.mark.anyio


async def restart(house: House) -> None:
    await house.service.stop()
    await house.service.start()


async def test_clients_are_told_to_come_back_and_go_on(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await anna.say("before")
    await eeva.event(anna.conversation, "message", text="before")
    await restart(house)
    await anna.until(lambda: anna.connection == 2 and anna.welcome)
    assert anna.closed_with[0] == 1012
    assert eeva.closed_with[0] == 1012
    await eeva.until(lambda: eeva.connection == 2)
    await anna.say("after")
    await eeva.event(anna.conversation, "message", text="after")
    await eeva.owns(anna.conversation)
    await eeva.say(anna.conversation, "welcome back")
    await anna.event("message", text="welcome back", **AGENT)
    states = [event["to"] for event in anna.events if event["kind"] == "state"]
    assert states == ["bot", "queued", "human"]


async def test_what_was_written_while_the_service_was_down_is_sent_when_it_is_back(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await house.service.stop()
    await anna.until(lambda: anna.closed_with)
    answer = anna.command("send", text="anybody?")
    await house.service.start()
    assert (await answer)["seq"] == 4
    await eeva.event(anna.conversation, "message", text="anybody?")


async def test_a_question_that_was_pending_is_answered(house: House):
    anna = await house.visitor()
    house.bot.hesitates()
    ack = await anna.say("Where is my order?")
    await house.bot.was_asked("Where is my order?")
    await house.service.stop()
    house.bot.makes_up_its_mind()
    await house.service.start()
    answer = await anna.event("message", after=ack["seq"], **BOT)
    assert "track" in answer["text"].lower()


async def test_somebody_who_waits_is_offered_after_the_restart(house: House):
    anna = await house.visitor()
    await anna.ask_for_a_person()
    told = await anna.event("message", author={"kind": "system"})
    await anna.do("choose", choice="vuoro:wait", seq=told["seq"])
    await anna.state("queued")
    await restart(house)
    eeva = await house.agent()
    await eeva.accepts(anna.conversation)
    await anna.state("human")


async def test_an_offer_goes_on_after_the_restart(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.ask_for_a_person()
    await eeva.frame("offer", conversation=anna.conversation)
    await restart(house)
    await eeva.until(lambda: eeva.connection == 2 and eeva.welcome and eeva._ready)
    # In the welcome, or anew: the agent can accept it.
    await eeva.until(
        lambda: (
            eeva.welcome["offers"]
            or [g for g in eeva.received if g.connection == 2 and g.frame["type"] == "offer"]
        )
    )
    await eeva.do("accept", conversation=anna.conversation)
    await eeva.owns(anna.conversation)


async def test_an_agent_who_does_not_come_back_is_lost_after_the_restart(open_house: OpenHouse):
    house = await open_house(agent_lost_seconds=0.5)
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    eeva._online.clear()
    await restart(house)
    moved = await anna.state("queued", after=3)
    assert moved["reason"] == "agent_lost"


async def test_leases_that_ran_out_while_the_service_was_down_start_again(open_house: OpenHouse):
    house = await open_house(agent_lost_seconds=30)
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await house.service.stop()
    house.service.clock.advance(300)
    await house.service.start()
    await eeva.until(lambda: eeva.connection == 2)
    assert await eeva.owns(anna.conversation) == fence
    await eeva.say(anna.conversation, "still me")
    await anna.event("message", text="still me")
    assert [e["to"] for e in anna.events if e["kind"] == "state"] == ["bot", "queued", "human"]


async def test_a_command_sent_again_after_the_restart_is_not_done_twice(house: House):
    anna = await house.visitor()
    first = await anna.say("Where is my order?", cid="one")
    await anna.event("message", **BOT)
    await restart(house)
    await anna.until(lambda: anna.connection == 2)
    assert await anna.do("send", text="Where is my order?", cid="one") == first
    await anna.sync(anna.conversation)
    assert len([e for e in anna.events if e["kind"] == "message"]) == 2


async def test_the_events_are_stored_as_they_were_seen(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], **BOT)
    await house.with_a_person(anna, eeva)
    await eeva.say(anna.conversation, "Hello")
    await anna.event("message", **AGENT)
    before = await house.service.stored()
    await restart(house)
    assert await house.service.stored() == before
    assert [(e.seq, e.id) for e in before[anna.conversation]] == [(e["seq"], e["id"]) for e in anna.events]

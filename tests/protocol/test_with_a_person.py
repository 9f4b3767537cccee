"""While the conversation is a person's: fences, notes, passing on, closing, and agents who get lost."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import AGENT, BOT

pytestmark = pytest.mark.anyio


async def test_words_go_both_ways_in_order(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    for number in range(5):
        await anna.say(f"question {number}")
        await eeva.say(anna.conversation, f"answer {number}")
    last = await anna.event("message", text="answer 4")
    await eeva.event(anna.conversation, "message", text="answer 4")
    words = [event["text"] for event in anna.events if event["kind"] == "message"]
    assert words[-10:] == [f"{kind} {number}" for number in range(5) for kind in ("question", "answer")]
    assert last["author"] == {"kind": "agent", "id": eeva.id, "name": "eeva"}


@pytest.mark.parametrize("command", ["send", "note", "transfer", "release", "close"])
async def test_a_stale_fence_is_refused_and_changes_nothing(house: House, command: str):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    fields: dict[str, object] = {
        "send": {"text": "late"},
        "note": {"text": "late"},
        "transfer": {"to": {"skill": "orders"}},
        "release": {"to": "queue"},
        "close": {},
    }[command]  # type: ignore[assignment]
    held = anna.timeline(anna.conversation).held
    for stale in (fence - 1, 0):
        code = await eeva.refused(command, conversation=anna.conversation, fence=stale, **fields)  # type: ignore[arg-type]
        assert code == "stale_fence"
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == held


async def test_an_old_owner_who_writes_is_refused_and_the_visitor_reads_nothing(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await eeva.do("transfer", conversation=anna.conversation, fence=fence, to={"agent": mika.id})
    await eeva.frame("unassigned", conversation=anna.conversation)
    await mika.is_online()
    code = await eeva.refused("send", conversation=anna.conversation, fence=fence, text="too late")
    assert code in {"stale_fence", "not_yours"}
    await anna.sync(anna.conversation)
    assert "too late" not in [event.get("text") for event in anna.events]


async def test_nobody_writes_in_somebody_elses_conversation(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    code = await mika.refused("send", conversation=anna.conversation, fence=fence, text="hello")
    assert code == "not_yours"
    assert await mika.refused("close", conversation=anna.conversation, fence=fence) == "not_yours"
    assert await mika.refused("note", conversation=anna.conversation, fence=fence, text="x") == "not_yours"


async def test_a_conversation_that_does_not_exist_is_not_found(house: House):
    eeva = await house.agent()
    assert await eeva.refused("send", conversation="nothing", fence=1, text="hello") == "not_found"
    assert await eeva.refused("claim", conversation="nothing") == "not_found"
    assert await eeva.refused("accept", conversation="nothing") == "not_found"
    await eeva.put({"type": "sync", "conversation": "nothing", "after": 0})
    assert (await eeva.frame("error"))["code"] == "not_found" or eeva.frames("error")


async def test_what_is_the_bots_cannot_be_claimed(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.say("Where is my order?")
    assert await eeva.refused("claim", conversation=anna.conversation) == "wrong_state"


async def test_a_note_is_seen_by_agents_only_and_leaves_no_gap(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    before = anna.timeline(anna.conversation).held
    note = await eeva.do("note", conversation=anna.conversation, fence=fence, text="speaks Savo")
    ack = await eeva.say(anna.conversation, "Hello")
    written = await anna.event("message", **AGENT)
    assert (written["prev"], written["seq"]) == (before, ack["seq"])
    assert note["seq"] == before + 1
    seen = await eeva.event(anna.conversation, "note")
    assert (seen["text"], seen["author"]["id"]) == ("speaks Savo", eeva.id)
    assert anna.timeline(anna.conversation).gaps == 0


async def test_a_visitor_who_resumes_across_notes_has_no_gap(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await anna.drop()
    for number in range(3):
        await eeva.do("note", conversation=anna.conversation, fence=fence, text=f"note {number}")
        await eeva.say(anna.conversation, f"word {number}")
    await anna.come()
    await anna.event("message", text="word 2")
    assert anna.timeline(anna.conversation).gaps == 0


async def test_a_conversation_given_back_to_the_bot_is_answered_by_it(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await eeva.do("release", conversation=anna.conversation, fence=fence, to="bot")
    back = await anna.state("bot", after=1)
    assert (back["from"], back["reason"]) == ("human", "returned_to_bot")
    await eeva.frame("unassigned", conversation=anna.conversation)
    asked = await anna.say("Where is my order?")
    await anna.event("message", after=asked["seq"], **BOT)


async def test_a_conversation_given_back_to_the_line_stands_at_its_front(house: House):
    eeva = await house.agent("eeva", capacity=1)
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    fence = await house.with_a_person(anna, eeva)
    await bertil.ask_for_a_person()
    await bertil.frame("queue", position=1)
    await eeva.do("status", status="busy")
    await eeva.do("release", conversation=anna.conversation, fence=fence, to="queue")
    moved = await anna.state("queued", after=3)
    assert (moved["from"], moved["reason"]) == ("human", "transferred")
    await anna.frame("queue", position=1)
    await bertil.frame("queue", position=2)


async def test_a_transfer_is_offered_to_that_agent_first(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", capacity=1)
    await house.agent("olli", capacity=10)
    anna = await house.visitor()
    await anna.ask_for_a_person()
    await eeva.do("claim", conversation=anna.conversation)
    fence = await eeva.owns(anna.conversation)
    await eeva.do(
        "transfer", conversation=anna.conversation, fence=fence, to={"agent": mika.id}, note="knows about it"
    )
    moved = await anna.state("queued", after=3)
    assert moved["reason"] == "transferred"
    assert await mika.accepts(anna.conversation) == fence + 2
    assert (await mika.event(anna.conversation, "note"))["text"] == "knows about it"
    assert (await eeva.frame("unassigned", conversation=anna.conversation))["reason"]


async def test_a_declined_transfer_goes_to_the_line(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika")
    anna = await house.visitor()
    await anna.ask_for_a_person()
    await eeva.do("claim", conversation=anna.conversation)
    fence = await eeva.owns(anna.conversation)
    olli = await house.agent("olli")
    await eeva.do("transfer", conversation=anna.conversation, fence=fence, to={"agent": mika.id})
    await mika.frame("offer", conversation=anna.conversation)
    await mika.do("decline", conversation=anna.conversation)
    await olli.accepts(anna.conversation)


async def test_closing_ends_it_for_everybody_and_the_next_word_opens_a_new_one(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    first = anna.conversation
    await eeva.do("close", conversation=first, fence=fence, outcome="told where it is", verdict="bot_could")
    closed = await anna.state("closed")
    assert (closed["from"], closed["reason"]) == ("human", "closed_by_agent")
    await eeva.frame("unassigned", conversation=first)
    code = await eeva.refused("send", conversation=first, fence=fence, text="one more thing")
    assert code in {"stale_fence", "not_yours", "wrong_state"}
    ack = await anna.say("Where is my order?")
    assert ack["conversation"] != first
    assert (await anna.event("message", after=ack["seq"], **BOT))["seq"] == ack["seq"] + 1


@pytest.mark.parametrize("state", ["bot", "queued", "human"])
async def test_a_visitor_can_end_it_at_any_time(house: House, state: str):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.say("Hello")
    if state != "bot":
        await anna.ask_for_a_person()
    if state == "human":
        await eeva.accepts(anna.conversation)
    await anna.do("end")
    closed = await anna.state("closed")
    assert (closed["from"], closed["reason"]) == (state, "closed_by_visitor")
    if state == "human":
        await eeva.event(anna.conversation, "state", to="closed")
        await eeva.frame("unassigned", conversation=anna.conversation)
    assert await anna.refused("end") == "wrong_state"


async def test_silence_ends_it(open_house: OpenHouse):
    house = await open_house(abandon_seconds=0.3)
    anna = await house.visitor()
    await anna.say("Hello")
    closed = await anna.state("closed")
    assert closed["reason"] == "abandoned"


async def test_a_rating_reaches_the_last_conversation_for_a_day(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    await anna.state("closed")
    ack = await anna.do("rate", score=5, comment="Thank you!")
    assert ack["conversation"] == anna.conversation
    rating = await anna.event("rating")
    assert (rating["score"], rating["comment"], rating["seq"]) == (5, "Thank you!", ack["seq"])
    await anna.drop()
    welcome = await anna.come()
    assert (welcome["conversation"], welcome["last_conversation"]) == (None, anna.conversation)
    house.service.clock.advance(86_400)
    assert await anna.refused("rate", score=1) == "wrong_state"


async def test_there_is_nothing_to_rate_before_the_first_conversation(house: House):
    anna = await house.visitor()
    assert await anna.refused("rate", score=3) in {"wrong_state", "not_found"}


async def test_an_agent_who_is_lost_loses_the_conversation_to_the_front_and_the_visitor_is_told(
    open_house: OpenHouse,
):
    house = await open_house(agent_lost_seconds=0.3)
    eeva = await house.agent("eeva")
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    mika = await house.agent("mika")
    await eeva.drop()
    moved = await anna.state("queued", after=3)
    assert (moved["from"], moved["reason"]) == ("human", "agent_lost")
    await anna.frame("queue", position=1)
    assert await mika.accepts(anna.conversation) == fence + 2
    welcome = await eeva.come()
    assert welcome["status"] == "away"
    assert (await eeva.frame("unassigned", conversation=anna.conversation))["reason"]
    assert eeva.frames("history", conversation=anna.conversation) == []


async def test_an_agent_who_is_back_in_time_keeps_the_conversation(open_house: OpenHouse):
    house = await open_house(agent_lost_seconds=60)
    eeva = await house.agent("eeva")
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await eeva.drop()
    await anna.say("Are you there?")
    welcome = await eeva.come()
    assert welcome["status"] == "online"
    await eeva.event(anna.conversation, "message", text="Are you there?")
    assert await eeva.owns(anna.conversation) == fence
    await eeva.say(anna.conversation, "I am")
    await anna.event("message", text="I am")
    assert len([event for event in anna.events if event["kind"] == "state"]) == 3


async def test_an_agent_is_lost_only_when_all_tabs_are_gone(open_house: OpenHouse):
    house = await open_house(agent_lost_seconds=0.3)
    eeva = await house.agent("eeva")
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    tab = house.watched(eeva.tab())
    await tab.come()
    await tab.owns(anna.conversation)
    mika, bertil = await house.agent("mika"), await house.visitor("bertil")
    await bertil.ask_for_a_person()
    await mika.do("claim", conversation=bertil.conversation)
    await bertil.state("human")
    await eeva.drop()
    await mika.drop()
    await bertil.event("state", reason="agent_lost")
    await tab.say(anna.conversation, "still here")
    await anna.event("message", text="still here")
    assert len([event for event in anna.events if event["kind"] == "state"]) == 3


async def test_typing_and_presence_are_shown_to_the_other_side(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await anna.put({"type": "typing", "on": True})
    shown = await eeva.frame("typing", conversation=anna.conversation, on=True)
    assert shown["author"]["kind"] == "visitor"
    await eeva.put({"type": "typing", "conversation": anna.conversation, "on": True})
    shown = await anna.frame("typing", on=True)
    assert (shown["author"]["kind"], shown["author"]["name"]) == ("agent", "eeva")
    await anna.drop()
    await eeva.frame("presence", conversation=anna.conversation, visitor_online=False)
    since = len(eeva.received)
    await anna.come()
    await eeva.frame("presence", since=since, conversation=anna.conversation, visitor_online=True)


async def test_somebody_elses_typing_is_not_shown(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await mika.put({"type": "typing", "conversation": anna.conversation, "on": True})
    await mika.do("status", status="busy")
    await eeva.say(anna.conversation, "Hello")
    await anna.event("message", **AGENT)
    assert anna.frames("typing") == []


async def test_what_was_seen_is_not_answered(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await anna.put({"type": "seen", "seq": 1})
    await eeva.put({"type": "seen", "conversation": anna.conversation, "seq": 1})
    await anna.say("Hello")
    await eeva.say(anna.conversation, "Hello")
    assert anna.frames("error") == eeva.frames("error") == []

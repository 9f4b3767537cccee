"""Breaks, gaps and pages: every event in order exactly once."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.protocol.conftest import House
from tests.protocol.people import AGENT, BOT, VISITOR

pytestmark = pytest.mark.anyio
PAGE = 64 * 1024


async def test_what_was_missed_comes_once_and_in_order(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await anna.drop()
    for number in range(20):
        await eeva.say(anna.conversation, f"word {number}")
    held = anna.timeline(anna.conversation).held
    await anna.come()
    assert [event["text"] for event in anna.events[-20:]] == [f"word {number}" for number in range(20)]
    pages = anna.frames("history", conversation=anna.conversation)
    assert {page["after"] for page in pages} == {held}
    assert [page["complete"] for page in pages] == [False] * (len(pages) - 1) + [True]


async def test_who_missed_nothing_gets_an_empty_history(house: House):
    anna = await house.visitor()
    await anna.say("Where is my order?")
    await anna.event("message", **BOT)
    held = anna.timeline(anna.conversation).held
    await anna.drop()
    await anna.come()
    history = await anna.frame("history")
    assert (history["after"], history["events"], history["complete"]) == (held, [], True)


async def test_what_was_never_acked_is_sent_again_and_written_once(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    answers = []
    for number in range(10):
        answers.append(anna.command("send", text=f"anna {number}", cid=f"a{number}"))
        answers.append(
            eeva.command(
                "send",
                conversation=anna.conversation,
                fence=eeva.owned[anna.conversation],
                text=f"eeva {number}",
                cid=f"e{number}",
            )
        )
    # Some of it is on its way, some committed, some acked.
    await anna.drop()
    await eeva.drop()
    await anna.come()
    await eeva.come()
    await asyncio.gather(*answers)
    await anna.until(lambda: len([e for e in anna.events if e["kind"] == "message"]) == 20)
    for name in ("anna", "eeva"):
        words = [e["text"] for e in anna.events if e["kind"] == "message" and e["text"].startswith(name)]
        assert words == [f"{name} {number}" for number in range(10)]
    await eeva.until(lambda: eeva.timeline(anna.conversation).held == anna.timeline(anna.conversation).held)


async def test_what_was_committed_as_the_author_dropped_out_still_reaches_the_other_side(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    for turn in range(10):
        for number in range(5):
            fence, text = eeva.owned[anna.conversation], f"word {turn} {number}"
            eeva.command("send", conversation=anna.conversation, fence=fence, text=text)
        await eeva.frame("event", text=f"word {turn} 0")
        await eeva.drop()  # with some on their way
        stored = (await house.service.stored())[anna.conversation][-1].seq
        await anna.until(lambda stored=stored: anna.timeline(anna.conversation).held >= stored)
        await eeva.come()
        await anna.event("message", text=f"word {turn} 4")


async def test_a_long_history_comes_in_pages_of_at_most_64_kib(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    text = "ä" * 5_000
    for _ in range(30):
        await eeva.say(anna.conversation, text)
    await anna.until(lambda: len(anna.events) >= 33)
    pages = await anna.sync(anna.conversation, after=3)
    assert len(pages) > 4
    assert {page["after"] for page in pages} == {3}
    assert [page["complete"] for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [event["seq"] for page in pages for event in page["events"]] == list(range(4, 34))
    for page in pages:
        assert len(json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()) <= PAGE


async def test_a_long_transcript_is_assigned_in_pages(house: House):
    anna = await house.visitor()
    for _ in range(25):
        ack = await anna.say("łódź " * 1_000)
    await anna.event("message", after=ack["seq"], author={"kind": "system"})
    eeva = await house.agent()
    told = anna.events[-1]
    await anna.do("choose", choice="vuoro:wait", seq=told["seq"])
    await eeva.accepts(anna.conversation)
    (assigned,) = eeva.frames("assigned")
    assert assigned["complete"] is False
    assert eeva.frames("history")[-1]["complete"] is True
    assert [e["seq"] for e in eeva.timeline(anna.conversation).events] == [e["seq"] for e in anna.events]


async def test_an_event_bigger_than_a_page_still_comes(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await anna.drop()
    await eeva.say(anna.conversation, "\u0001" * 10_000)  # six bytes each in JSON
    await eeva.say(anna.conversation, "\U0001f600" * 10_000)
    await eeva.say(anna.conversation, "\u0001" * 10_000)
    await anna.come()
    await anna.until(lambda: len(anna.events) == 6)


async def test_live_events_wait_while_pages_of_history_are_under_way(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    for _ in range(30):
        await eeva.say(anna.conversation, "x" * 9_000)
    await anna.drop()
    anna.timeline(anna.conversation).events.clear()  # a reload that forgot everything
    answers = [
        eeva.command(
            "send", conversation=anna.conversation, fence=eeva.owned[anna.conversation], text=f"live {n}"
        )
        for n in range(30)
    ]
    await anna.come()
    await asyncio.gather(*answers)
    await anna.event("message", text="live 29")
    assert [e["seq"] for e in anna.events] == list(range(1, 64))


async def test_a_visitor_without_resume_gets_no_history_until_it_asks(house: House):
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], **BOT)
    tab = house.watched(anna.tab())
    welcome = await tab.come()
    assert welcome["conversation"] == anna.conversation
    first = [got.frame["type"] for got in tab.received if got.frame["type"] in {"welcome", "history"}]
    assert first == ["welcome", "history"]
    assert (await tab.frame("history"))["after"] == 0
    assert tab.events == anna.events


async def test_a_gap_is_told_by_prev_and_closed_by_sync(house: House):
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], **BOT)
    anna.events.pop()
    ack = await anna.say("Hello")
    await anna.event("message", after=ack["seq"], **BOT)
    await anna.frame("history", after=2)
    assert [event["seq"] for event in anna.events] == list(range(1, 6))


async def test_a_sync_without_a_conversation_is_about_the_open_one_or_the_last(house: House):
    anna = await house.visitor()
    ack = await anna.say("Hello")
    await anna.event("message", after=ack["seq"], **BOT)
    await anna.put({"type": "sync", "after": 2})
    page = await anna.frame("history", after=2)
    assert (page["conversation"], [event["seq"] for event in page["events"]]) == (anna.conversation, [3])
    await anna.do("end")
    await anna.put({"type": "sync", "after": 3})
    page = await anna.frame("history", after=3)
    assert (page["conversation"], [event["kind"] for event in page["events"]]) == (
        anna.conversation,
        ["state"],
    )


async def test_a_reader_who_is_too_slow_is_closed_and_holds_up_nobody(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    address = house.service.url.replace("http", "ws", 1) + anna.path
    async with connect(address, max_queue=1, ping_interval=None, proxy=None) as slow:
        await slow.send(json.dumps({"type": "hello", "token": anna.token}))
        fence, text = eeva.owned[anna.conversation], "\U0001f600" * 10_000
        words = [
            eeva.command("send", conversation=anna.conversation, fence=fence, text=text) for _ in range(250)
        ]
        await asyncio.gather(*words)
        while not slow.close_code:
            with suppress(ConnectionClosed):
                await slow.recv()
        assert slow.close_code in {4001, 1006}  # told so, or aborted where even that was not read
    await anna.until(lambda: len(anna.events) == 253)
    assert anna.closed_with == []


@pytest.mark.parametrize("who", ["visitor", "agent"])
async def test_a_client_that_is_ahead_of_the_server_starts_again_from_nothing(house: House, who: str):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    client = anna if who == "visitor" else eeva
    await client.sync(anna.conversation, after=1_000)
    history = await client.frame("history", after=1_000)
    assert history["reset"] is True
    assert [event["seq"] for event in history["events"]] == [1, 2, 3]


async def test_a_client_that_resumes_ahead_of_the_server_starts_again_from_nothing(house: House):
    anna = await house.visitor()
    await anna.say("Hello")
    last = await anna.event("message", **BOT)
    await anna.drop()
    anna.events.append({**last, "seq": 500, "prev": 3})
    await anna.come()
    assert (await anna.frame("history", after=500))["reset"] is True
    assert [event["seq"] for event in anna.events] == [1, 2, 3]


async def test_a_closed_conversation_can_be_resumed(house: House):
    anna = await house.visitor()
    await anna.say("Hello")
    await anna.event("message", **BOT)
    tab = house.watched(anna.tab())
    await tab.come()
    await tab.drop()
    await anna.do("end")
    await tab.come()
    assert tab.welcome["conversation"] is None
    assert (await tab.event("state", to="closed"))["reason"] == "closed_by_visitor"


async def test_an_agent_who_resumes_what_is_lost_gets_unassigned_instead_of_history(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    await eeva.drop()
    await anna.do("end")
    await eeva.come()
    assert (await eeva.frame("unassigned", conversation=anna.conversation))["reason"]
    assert eeva.frames("history", conversation=anna.conversation) == []
    assert eeva.welcome["conversations"] == []


async def test_two_conversations_of_an_agent_are_resumed_at_once(house: House):
    eeva = await house.agent()
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    for visitor in (anna, bertil):
        await house.with_a_person(visitor, eeva)
    await eeva.drop()
    for visitor in (anna, bertil):
        await visitor.say("are you there?")
    await eeva.come()
    for visitor in (anna, bertil):
        await eeva.event(visitor.conversation, "message", text="are you there?", **VISITOR)
        await eeva.owns(visitor.conversation)
        await eeva.say(visitor.conversation, "here")
        await visitor.event("message", text="here", **AGENT)

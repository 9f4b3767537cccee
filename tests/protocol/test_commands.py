"""Retries, conflicts and order of commands."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House
from tests.protocol.people import AGENT, BOT, VISITOR

pytestmark = pytest.mark.anyio


async def test_the_same_command_again_gets_the_same_ack_and_changes_nothing(house: House):
    anna = await house.visitor()
    first = await anna.say("Where is my order?", cid="one")
    await anna.event("message", **BOT)
    again = await anna.say("Where is my order?", cid="one", unknown="field")
    assert again == first
    await anna.sync(anna.conversation)
    assert len([event for event in anna.events if event["kind"] == "message"]) == 2
    assert house.bot.asked == ["Where is my order?"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("request_human", {}),
        ("cancel_request", {}),
        ("end", {}),
        ("set_lang", {"lang": "fi"}),
        ("rate", {"score": 4}),
        ("leave_contact", {"kind": "message", "email": "anna@example.org", "text": "Call me"}),
    ],
)
async def test_every_command_of_a_visitor_can_be_sent_again(
    house: House, kind: str, fields: dict[str, object]
):
    await house.agent(capacity=1)
    anna = await house.visitor()
    await anna.say("Hello")
    if kind == "cancel_request":
        await anna.ask_for_a_person()
    first = await anna.do(kind, cid="once", **fields)
    again = await anna.do(kind, cid="once", **fields)
    assert again == first
    await anna.sync(anna.conversation)
    assert len([event for event in anna.events if event.get("cid") == "once"]) <= 1


@pytest.mark.parametrize("kind", ["send", "note", "transfer", "release", "close"])
async def test_an_agents_command_sent_again_is_looked_up_before_its_fence_and_the_state(
    house: House, kind: str
):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    fields: dict[str, dict[str, object]] = {
        "send": {"text": "once"},
        "note": {"text": "once"},
        "transfer": {"to": {"agent": mika.id}, "note": "once"},
        "release": {"to": "queue"},
        "close": {"verdict": "needed"},
    }
    first = await eeva.do(kind, cid="once", conversation=anna.conversation, fence=fence, **fields[kind])
    if kind in {"send", "note"}:
        await eeva.do("close", conversation=anna.conversation, fence=fence)
    held = (await anna.sync(anna.conversation))[-1] and anna.timeline(anna.conversation).held
    for other_fence in (fence, fence + 1, 0):
        again = await eeva.do(
            kind, cid="once", conversation=anna.conversation, fence=other_fence, **fields[kind]
        )
        assert again == first
    await anna.sync(anna.conversation)
    if kind not in {
        "release",
        "transfer",
    }:  # these are offered meanwhile, which moves nothing, but people are quick
        assert anna.timeline(anna.conversation).held == held


async def test_accept_claim_and_status_can_be_sent_again(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    assert await eeva.do("status", cid="s", status="online") == await eeva.do(
        "status", cid="s", status="online"
    )
    await anna.ask_for_a_person()
    await eeva.frame("offer")
    first = await eeva.do("accept", cid="a", conversation=anna.conversation)
    assert await eeva.do("accept", cid="a", conversation=anna.conversation) == first
    fence = await eeva.owns(anna.conversation)
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    assert await eeva.do("accept", cid="a", conversation=anna.conversation) == first


async def test_the_ack_of_a_status_names_no_conversation(house: House):
    eeva = await house.agent(online=False)
    ack = await eeva.do("status", status="busy")
    assert (ack["conversation"], ack["seq"], ack["id"]) == (None, None, None)


async def test_the_same_cid_with_other_fields_is_a_conflict_and_changes_nothing(house: House):
    anna = await house.visitor()
    await anna.say("Hello", cid="one")
    held = (await anna.event("message", **BOT))["seq"]
    assert await anna.refused("send", cid="one", text="Something else") == "cid_conflict"
    assert await anna.refused("request_human", cid="one") == "cid_conflict"
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == held
    assert (await anna.say("Hello", cid="one"))["seq"] == 2


async def test_two_people_may_choose_the_same_cid(house: House):
    eeva = await house.agent()
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    first, second = await anna.say("Hello", cid="same"), await bertil.say("Hello", cid="same")
    assert first["conversation"] != second["conversation"]
    await house.with_a_person(anna, eeva)
    ack = await eeva.say(anna.conversation, "Hello", cid="same")
    assert ack["id"] != first["id"]
    assert "cid" not in await anna.event("message", **AGENT)


async def test_an_error_is_not_remembered(house: House):
    await house.agent()
    anna = await house.visitor()
    await anna.say("Hello")
    assert await anna.refused("cancel_request", cid="later") == "wrong_state"
    await anna.ask_for_a_person()
    await anna.state("queued")
    assert (await anna.do("cancel_request", cid="later"))["seq"]


async def test_a_refused_cid_can_be_used_for_another_command(house: House):
    anna = await house.visitor()
    assert await anna.refused("send", cid="one", text="x" * 10_001) == "too_long"
    assert (await anna.say("Hello", cid="one"))["seq"] == 2


async def test_commands_of_one_connection_are_committed_and_acked_in_the_order_sent(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    answers = [anna.command("send", text=f"word {number}") for number in range(50)]
    acks = [await answer for answer in answers]
    seqs = [ack["seq"] for ack in acks]
    assert seqs == list(range(seqs[0], seqs[0] + 50))
    sent = [ack["cid"] for ack in acks]
    assert [ack["cid"] for ack in anna.acked if ack["cid"] in sent] == sent
    await eeva.event(anna.conversation, "message", text="word 49")
    words = [e["text"] for e in eeva.timeline(anna.conversation).events if e["kind"] == "message"]
    assert words[-50:] == [f"word {number}" for number in range(50)]


async def test_the_ack_and_the_event_are_the_same_thing(house: House):
    anna = await house.visitor()
    ack = await anna.say("Hello")
    event = await anna.event("message", **VISITOR)
    assert (ack["conversation"], ack["seq"], ack["id"]) == (event["conversation"], event["seq"], event["id"])


@pytest.mark.parametrize(
    ("kind", "fields"), [("cancel_request", {}), ("end", {}), ("choose", {"choice": "vuoro:wait", "seq": 1})]
)
async def test_a_command_without_an_open_conversation_is_refused(
    house: House, kind: str, fields: dict[str, object]
):
    anna = await house.visitor()
    assert await anna.refused(kind, **fields) in {"wrong_state", "not_found"}


async def test_cancelling_what_was_not_asked_is_refused(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.say("Hello")
    assert await anna.refused("cancel_request") == "wrong_state"
    await house.with_a_person(anna, eeva)
    assert await anna.refused("cancel_request") == "wrong_state"


async def test_an_agent_cannot_accept_what_nobody_waits_for(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await anna.say("Hello")
    for kind in ("accept", "decline", "claim"):
        assert await eeva.refused(kind, conversation=anna.conversation) in {
            "wrong_state",
            "taken",
            "not_found",
        }

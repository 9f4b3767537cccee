"""What the same visitor said before: their agent may read it, nobody else."""

from __future__ import annotations

import pytest

from tests.identities import signed
from tests.protocol.client import Frame
from tests.protocol.conftest import House
from tests.protocol.people import AGENT, Agent, Visitor

pytestmark = pytest.mark.anyio


async def talked_before(house: House, visitor: Visitor, agent: Agent) -> str:
    """A conversation with an agent that is over; returns its id."""
    fence = await house.with_a_person(visitor, agent)
    await visitor.say("my old secret")
    await agent.event(visitor.conversation, "message", text="my old secret")
    await agent.do("close", conversation=visitor.conversation, fence=fence)
    await visitor.state("closed")
    await visitor.do("rate", score=4)
    return visitor.conversation


async def comes_back(house: House, visitor: Visitor, agent: Agent) -> Frame:
    """Asks for a person again; returns the brief."""
    await visitor.ask_for_a_person()
    await agent.accepts(visitor.conversation)
    assigned = await agent.frame("assigned", conversation=visitor.conversation)
    return assigned["brief"]


async def secret(house: House) -> str:
    root = await house.admin()
    found = await root.call("GET", "/api/site")
    return str(found.json()["identity_secret"])


async def is_refused(agent: Agent, conversation: str) -> None:
    since = len(agent.received)
    await agent.put({"type": "sync", "conversation": conversation, "after": 0})
    error = await agent.frame("error", since=since)
    assert error["code"] in {"not_yours", "not_found"}
    assert agent.frames("history", since=since, conversation=conversation) == []
    assert "my old secret" not in str([got.frame for got in agent.received[since:]])


async def test_the_brief_names_what_was_before(house: House):
    eeva, anna = await house.agent(), await house.visitor()
    before = await talked_before(house, anna, eeva)
    brief = await comes_back(house, anna, eeva)
    assert brief["visitor"]["earlier"] == 1
    (one,) = brief["visitor"]["earlier_conversations"]
    assert (one["conversation"], one["agent"], one["rating"], one["reason"]) == (
        before,
        "eeva",
        4,
        "closed_by_agent",
    )
    assert one["opened_at"] < one["closed_at"]


async def test_the_owner_reads_it_whole_and_nothing_live_follows(house: House):
    eeva, anna = await house.agent(), await house.visitor()
    before = await talked_before(house, anna, eeva)
    await comes_back(house, anna, eeva)
    pages = await eeva.sync(before, after=0)
    events = [event for page in pages for event in page["events"]]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert "my old secret" in [event.get("text") for event in events]
    assert before not in eeva.owned
    assert await eeva.refused("send", conversation=before, fence=3, text="hello again") in {
        "stale_fence",
        "not_yours",
        "wrong_state",
    }
    # The one at hand goes on as ever.
    await eeva.say(anna.conversation, "I have read it")
    await anna.event("message", text="I have read it", **AGENT)


async def test_another_agent_may_read_it_once_the_visitor_is_theirs(house: House):
    eeva, anna = await house.agent("eeva"), await house.visitor()
    before = await talked_before(house, anna, eeva)
    await eeva.do("status", status="away")
    mika = await house.agent("mika")
    await is_refused(mika, before)
    await comes_back(house, anna, mika)
    assert await mika.sync(before, after=0)


async def test_nobody_reads_what_a_visitor_of_somebody_else_said(house: House):
    eeva, anna = await house.agent("eeva"), await house.visitor("anna")
    before = await talked_before(house, anna, eeva)
    await comes_back(house, anna, eeva)
    mika, bertil = await house.agent("mika"), await house.visitor("bertil")
    await eeva.do("status", status="busy")
    await house.with_a_person(bertil, mika)
    await is_refused(mika, before)
    await is_refused(mika, anna.conversation)
    await is_refused(mika, "nothing")


async def test_who_no_longer_has_the_visitor_reads_nothing_more(house: House):
    eeva, anna = await house.agent(), await house.visitor()
    before = await talked_before(house, anna, eeva)
    await is_refused(eeva, before)
    await comes_back(house, anna, eeva)
    await eeva.sync(before, after=0)
    fence = eeva.owned[anna.conversation]
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    await eeva.frame("unassigned", conversation=anna.conversation)
    await is_refused(eeva, before)


async def test_a_visitor_reads_no_earlier_conversation_of_a_customer_on_another_device(house: House):
    key, now = await secret(house), house.service.clock()
    token = signed(key, now, sub="4711")
    phone = await house.visitor("phone", identity=token)
    await phone.say("my old secret")
    laptop = await house.visitor("laptop", identity=token)
    await laptop.put({"type": "sync", "conversation": phone.conversation, "after": 0})
    assert (await laptop.frame("error"))["code"] in {"not_yours", "not_found"}
    assert "my old secret" not in str([got.frame for got in laptop.received])


async def test_a_customers_conversations_on_all_devices_are_counted_and_may_be_read(house: House):
    key, now = await secret(house), house.service.clock()
    token = signed(key, now, sub="4711", name="Anna Ä", email="anna@example.fi")
    eeva = await house.agent()
    phone = await house.visitor("phone", identity=token)
    assert phone.welcome["identity"] == "accepted"
    before = await talked_before(house, phone, eeva)
    laptop = await house.visitor("laptop", identity=token)
    brief = await comes_back(house, laptop, eeva)
    who = brief["visitor"]
    assert (who["earlier"], who["name"], who["email"], who["customer"]) == (
        1,
        "Anna Ä",
        "anna@example.fi",
        "4711",
    )
    assert [one["conversation"] for one in who["earlier_conversations"]] == [before]
    pages = await eeva.sync(before, after=0)
    assert "my old secret" in str(pages)


async def test_another_customer_at_the_same_computer_gets_another_token_and_sees_nothing(house: House):
    key, now = await secret(house), house.service.clock()
    anna = await house.visitor("anna", identity=signed(key, now, sub="4711"))
    await anna.say("my old secret")
    bertil = house.stranger("bertil", identity=signed(key, now, sub="4712"))
    bertil.token = anna.token
    welcome = await bertil.come()
    assert (welcome["identity"], welcome["conversation"], welcome["state"]) == ("accepted", None, None)
    assert welcome["token"] != anna.token
    assert welcome["visitor"] != anna.welcome["visitor"]
    assert "last_conversation" not in welcome
    await bertil.say("Hello")
    assert "my old secret" not in str([got.frame for got in bertil.received])


@pytest.mark.parametrize("wrong", ["expired", "another secret", "nonsense"])
async def test_an_identity_that_does_not_hold_is_refused_and_the_visit_goes_on(house: House, wrong: str):
    key, now = await secret(house), house.service.clock()
    token = {
        "expired": signed(key, now, sub="4711", exp=now // 1000 - 3600),
        "another secret": signed("x" * 43, now, sub="4711"),
        "nonsense": "nonsense",
    }[wrong]
    anna = await house.visitor(identity=token)
    assert anna.welcome["identity"] == "refused"
    await anna.say("Hello")
    await house.agent()
    assert "identity" not in (await house.visitor("nobody in particular")).welcome


async def test_a_new_secret_makes_the_old_tokens_void(house: House):
    root = await house.admin()
    old = (await root.call("GET", "/api/site")).json()["identity_secret"]
    new = (await root.call("POST", "/api/site/identity-secret")).json()["identity_secret"]
    now = house.service.clock()
    assert (await house.visitor(identity=signed(old, now, sub="1"))).welcome["identity"] == "refused"
    assert (await house.visitor(identity=signed(new, now, sub="1"))).welcome["identity"] == "accepted"

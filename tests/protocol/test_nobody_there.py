"""When nobody suitable is present: a promise, choices, and words that are kept."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import SYSTEM, VISITOR, Visitor
from tests.protocol.timeline import Frame

pytestmark = pytest.mark.anyio
OFFERED = {"vuoro:leave_message", "vuoro:callback", "vuoro:wait"}


async def told_that_nobody_is_there(visitor: Visitor) -> Frame:
    await visitor.ask_for_a_person()
    told = await visitor.event("message", **SYSTEM)
    assert {choice["id"] for choice in told["choices"]} >= OFFERED
    return told


async def test_who_asks_when_nobody_is_there_stays_with_the_bot_and_has_choices(house: House):
    anna = await house.visitor()
    ack = await anna.ask_for_a_person()
    told = await anna.event("message", **SYSTEM)
    assert {choice["id"] for choice in told["choices"]} >= OFFERED
    assert all(choice["label"] for choice in told["choices"])
    assert told["text"]
    assert (ack["seq"], ack["id"]) == (told["seq"], told["id"])
    assert [event["to"] for event in anna.events if event["kind"] == "state"] == ["bot"]
    asked = await anna.say("Where is my order?")
    await anna.event("message", after=asked["seq"], author={"kind": "bot"})


@pytest.mark.parametrize(
    "text", ["I want to talk to a person", "What is the capital of France?", "I have a complaint"]
)
async def test_whatever_the_reason_nobody_there_is_told(house: House, text: str):
    anna = await house.visitor()
    await anna.say(text)
    told = await anna.event("message", **SYSTEM)
    assert {choice["id"] for choice in told["choices"]} >= OFFERED


async def test_a_bot_that_is_down_and_nobody_there_still_keeps_the_visitors_words(house: House):
    house.bot.goes_down()
    anna = await house.visitor()
    await anna.say("Where is my order?")
    told = await anna.event("message", **SYSTEM)
    assert {choice["id"] for choice in told["choices"]} >= OFFERED
    await anna.do("leave_contact", kind="message", email="anna@example.org")
    assert (await anna.state("closed"))["reason"] == "left_message"


async def test_somebody_of_another_language_is_not_suitable(house: House):
    await house.agent(languages=("fi",))
    anna = await house.visitor(lang="pl")
    await told_that_nobody_is_there(anna)


async def test_somebody_who_is_away_is_not_there(house: House):
    eeva = await house.agent()
    await eeva.do("status", status="away")
    await told_that_nobody_is_there(await house.visitor())


async def test_who_chooses_to_wait_waits_and_is_served_when_somebody_comes(house: House):
    anna = await house.visitor()
    told = await told_that_nobody_is_there(anna)
    await anna.do("choose", choice="vuoro:wait", seq=told["seq"])
    queued = await anna.state("queued")
    assert queued["reason"] == "visitor_asked"
    chosen = await anna.event("message", **VISITOR)
    assert chosen["choice"] == "vuoro:wait"
    await anna.frame("queue", position=1)
    eeva = await house.agent()
    await eeva.accepts(anna.conversation)
    await anna.state("human")


async def test_who_waits_is_told_when_the_last_suitable_person_leaves(open_house: OpenHouse):
    house = await open_house(agent_lost_seconds=0.3)
    eeva = await house.agent(capacity=1)
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    await house.with_a_person(anna, eeva)
    await bertil.ask_for_a_person()
    await bertil.state("queued")
    await eeva.drop()
    told = await bertil.event("message", **SYSTEM)
    assert {choice["id"] for choice in told["choices"]} >= {*OFFERED, "vuoro:cancel"} - {"vuoro:wait"}
    await bertil.do("choose", choice="vuoro:cancel", seq=told["seq"])
    back = await bertil.state("bot", after=1)
    assert back["reason"] == "cancelled"


async def test_who_waits_is_told_when_the_last_suitable_person_goes_away(house: House):
    eeva = await house.agent(capacity=1)
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    await house.with_a_person(anna, eeva)
    await bertil.ask_for_a_person()
    await bertil.state("queued")
    await eeva.do("status", status="away")
    told = await bertil.event("message", **SYSTEM)
    assert "vuoro:cancel" in {choice["id"] for choice in told["choices"]}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("message", {"name": "Anna", "email": "anna@example.org", "text": "Where is my parcel?"}),
        ("callback", {"name": "Anna", "phone": "+358 40 123", "when": "tomorrow morning"}),
    ],
)
async def test_what_is_left_becomes_a_work_item_and_claiming_it_reopens_the_conversation(
    house: House, kind: str, fields: dict[str, str]
):
    anna = await house.visitor()
    await told_that_nobody_is_there(anna)
    ack = await anna.do("leave_contact", kind=kind, **fields)
    closed = await anna.state("closed")
    assert (closed["from"], closed["reason"]) == ("bot", "left_message")
    contact = await anna.event("contact")
    assert {name: contact[name] for name in fields} == fields
    assert ack["seq"] in {contact["seq"], closed["seq"]}
    eeva = await house.agent()
    item = (
        await eeva.until(
            lambda: [i for f in eeva.frames("waiting") for i in f["items"]] or list(eeva.welcome["waiting"])
        )
    )[-1]
    assert (item["conversation"], item["kind"]) == (anna.conversation, kind)
    assert eeva.frames("offer") == []
    await eeva.do("claim", conversation=anna.conversation)
    fence = await eeva.owns(anna.conversation)
    reopened = await anna.state("human")
    assert (reopened["from"], reopened["reason"]) == ("closed", "reopened")
    await eeva.say(anna.conversation, "Here I am")
    await anna.event("message", text="Here I am")
    assert (await eeva.event(anna.conversation, "contact"))["seq"] == contact["seq"]
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    assert (await anna.state("closed", after=reopened["seq"]))["reason"] == "closed_by_agent"
    tab = house.watched(eeva.tab())
    assert [i for i in (await tab.come())["waiting"] if i["conversation"] == anna.conversation] == []


async def test_a_work_item_is_claimed_by_one_agent_only(house: House):
    anna = await house.visitor()
    await told_that_nobody_is_there(anna)
    await anna.do("leave_contact", kind="message", email="anna@example.org", text="Hello?")
    eeva, mika = await house.agent("eeva"), await house.agent("mika")
    await eeva.do("claim", conversation=anna.conversation)
    assert await mika.refused("claim", conversation=anna.conversation) == "taken"


async def test_a_visitor_who_waits_can_leave_a_message_instead(house: House):
    eeva = await house.agent(capacity=1)
    anna, bertil = await house.visitor("anna"), await house.visitor("bertil")
    await house.with_a_person(anna, eeva)
    await bertil.ask_for_a_person()
    await bertil.state("queued")
    await bertil.do("leave_contact", kind="message", email="b@example.org", text="Later, please")
    closed = await bertil.state("closed")
    assert (closed["from"], closed["reason"]) == ("queued", "left_message")


async def test_a_message_cannot_be_left_while_talking_to_a_person(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    await house.with_a_person(anna, eeva)
    assert await anna.refused("leave_contact", kind="message", text="Hello") == "wrong_state"


async def test_a_message_can_be_the_first_thing_said(house: House):
    anna = await house.visitor()
    ack = await anna.do("leave_contact", kind="message", email="anna@example.org", text="Hello")
    anna.conversation = ack["conversation"]
    assert (await anna.state("closed"))["reason"] == "left_message"
    eeva = await house.agent()
    item = (await eeva.until(lambda: eeva.welcome["waiting"]))[0]
    assert (item["conversation"], item["kind"]) == (anna.conversation, "message")


async def test_the_queue_says_whether_anybody_is_there(house: House):
    anna = await house.visitor()
    told = await told_that_nobody_is_there(anna)
    await anna.do("choose", choice="vuoro:wait", seq=told["seq"])
    assert not (await anna.frame("queue"))["available"]

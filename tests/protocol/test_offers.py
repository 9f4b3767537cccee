"""The line: offers, their answers, and who gets the next one."""

from __future__ import annotations

import asyncio

import pytest

from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import VISITOR, Agent, Visitor
from tests.protocol.wire import Refused

pytestmark = pytest.mark.anyio


async def offered(agents: list[Agent], conversation: str) -> tuple[Agent, Agent]:
    """Who of two has the offer, and the other one."""
    waits = [asyncio.create_task(agent.frame("offer", conversation=conversation)) for agent in agents]
    done, open_ones = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in open_ones:
        wait.cancel()
    one = agents[waits.index(done.pop())]
    return one, next(agent for agent in agents if agent is not one)


async def waiting(house: House, name: str = "anna", lang: str = "en") -> Visitor:
    visitor = await house.visitor(name, lang)
    await visitor.ask_for_a_person()
    await visitor.state("queued")
    return visitor


async def test_an_offer_says_in_its_brief_what_an_agent_must_know(house: House):
    eeva = await house.agent()
    anna = await house.visitor(page={"url": "https://shop.example/cart", "title": "Cart", "referrer": ""})
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], author={"kind": "bot"})
    await anna.say("What is the capital of France?")
    offer = await eeva.frame("offer")
    assert offer["conversation"] == anna.conversation
    assert offer["expires_at"] > anna.welcome["server_time"]
    brief = offer["brief"]
    assert {"reason", "lang", "waited_s", "visitor", "asked", "tried", "suggestions"} <= brief.keys()
    assert (brief["reason"], brief["lang"]) == ("out_of_scope", "en")
    assert brief["asked"] == "What is the capital of France?"
    assert brief["visitor"]["page"]
    assert brief["visitor"]["earlier"] == 0
    assert brief["waited_s"] >= 0
    tried = brief["tried"][0]
    assert (tried["text"], tried["intent"]) == ("Where is my order?", "track_order")
    assert tried["confidence"] > 0.9
    assert "track" in tried["reply"].lower()
    assert all({"intent", "text"} <= suggestion.keys() for suggestion in brief["suggestions"])


async def test_who_accepts_gets_the_whole_transcript_with_the_bots_guesses(house: House):
    eeva = await house.agent()
    anna = await house.visitor()
    ack = await anna.say("Where is my order?")
    await anna.event("message", after=ack["seq"], author={"kind": "bot"})
    fence = await house.with_a_person(anna, eeva)
    events = eeva.timeline(anna.conversation).events
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    question = await eeva.event(anna.conversation, "message", **VISITOR)
    assert {"intent", "confidence", "ranking", "out_of_scope"} <= question["nlu"].keys()
    assert question["nlu"]["intent"] == "track_order"
    moved = await eeva.event(anna.conversation, "state", to="human")
    assert (moved["fence"], moved["agent"]) == (fence, {"id": eeva.id, "name": "eeva"})
    assert (await anna.state("human"))["agent"] == {"id": eeva.id, "name": "eeva"}


async def test_a_declined_offer_goes_to_the_next_agent(house: House):
    agents = [await house.agent("eeva"), await house.agent("mika")]
    anna = await waiting(house)
    one, other = await offered(agents, anna.conversation)
    await one.do("decline", conversation=anna.conversation)
    await other.accepts(anna.conversation)
    assert (await anna.state("human"))["agent"]["id"] == other.id


async def test_an_offer_that_lapses_is_withdrawn_and_goes_to_the_next_agent(open_house: OpenHouse):
    house = await open_house(offer_seconds=0.4)
    agents = [await house.agent("eeva"), await house.agent("mika")]
    anna = await waiting(house)
    one, other = await offered(agents, anna.conversation)
    withdrawn = await one.frame("offer_withdrawn", conversation=anna.conversation)
    assert withdrawn["reason"]
    await other.accepts(anna.conversation)
    assert await one.refused("accept", conversation=anna.conversation) in {"taken", "wrong_state"}


async def test_accepting_an_offer_after_it_lapsed_is_refused(open_house: OpenHouse):
    house = await open_house(offer_seconds=0.3)
    agents = [await house.agent("eeva"), await house.agent("mika")]
    anna = await waiting(house)
    one, other = await offered(agents, anna.conversation)
    await one.frame("offer_withdrawn")
    await other.frame("offer", conversation=anna.conversation)
    assert await one.refused("accept", conversation=anna.conversation) in {"taken", "wrong_state"}


async def test_an_offer_is_withdrawn_when_somebody_else_claims(house: House):
    agents = [await house.agent("eeva"), await house.agent("mika")]
    anna = await waiting(house)
    one, other = await offered(agents, anna.conversation)
    await other.do("claim", conversation=anna.conversation)
    assert (await one.frame("offer_withdrawn", conversation=anna.conversation))["reason"]
    assert await one.refused("accept", conversation=anna.conversation) == "taken"
    assert await one.refused("claim", conversation=anna.conversation) == "taken"
    await other.owns(anna.conversation)


@pytest.mark.parametrize("command", ["end", "cancel_request"])
async def test_an_offer_is_withdrawn_when_the_visitor_goes(house: House, command: str):
    eeva = await house.agent()
    anna = await waiting(house)
    await eeva.frame("offer", conversation=anna.conversation)
    await anna.do(command)
    await eeva.frame("offer_withdrawn", conversation=anna.conversation)
    assert await eeva.refused("accept", conversation=anna.conversation) in {"taken", "wrong_state"}


async def test_nobody_can_accept_what_was_not_offered_to_them(house: House):
    agents = [await house.agent("eeva"), await house.agent("mika")]
    anna = await waiting(house)
    _, other = await offered(agents, anna.conversation)
    assert await other.refused("accept", conversation=anna.conversation) in {
        "wrong_state",
        "taken",
        "not_found",
    }
    assert await other.refused("decline", conversation=anna.conversation) in {
        "wrong_state",
        "taken",
        "not_found",
    }


async def test_two_agents_who_claim_at_once_do_not_both_get_it(house: House):
    agents = [await house.agent(name, online=False) for name in ("eeva", "mika", "olli")]
    await house.agent("pia", capacity=1)
    anna = await waiting(house)
    claims = [agent.command("claim", conversation=anna.conversation) for agent in agents]
    answers = await asyncio.gather(*claims, return_exceptions=True)
    won = [agent for agent, answer in zip(agents, answers, strict=True) if not isinstance(answer, Refused)]
    assert len(won) == 1
    assert {answer.code for answer in answers if isinstance(answer, Refused)} == {"taken"}
    await won[0].owns(anna.conversation)


async def test_only_who_speaks_the_language_is_asked(house: House):
    await house.agent("eeva", languages=("en",))
    pekka = await house.agent("pekka", languages=("fi",))
    anna = await waiting(house, lang="fi")
    await pekka.accepts(anna.conversation)


async def test_only_who_is_online_is_asked(house: House):
    eeva = await house.agent("eeva")
    mika = await house.agent("mika")
    await eeva.do("status", status="busy")
    anna = await waiting(house)
    await mika.accepts(anna.conversation)
    assert eeva.frames("offer") == []


async def test_the_line_is_served_first_come_first_served(house: House):
    eeva = await house.agent(capacity=1)
    anna = await waiting(house, "anna")
    await eeva.frame("offer", conversation=anna.conversation)
    bertil, celia = await waiting(house, "bertil"), await waiting(house, "celia")
    place = await celia.frame("queue", position=3)
    assert {"position", "eta_s", "available"} <= place.keys()
    assert (await bertil.frame("queue"))["position"] == 2
    fence = await eeva.accepts(anna.conversation)
    await celia.frame("queue", position=2)
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    fence = await eeva.accepts(bertil.conversation)
    await celia.frame("queue", position=1)
    assert eeva.frames("offer", conversation=celia.conversation) == []
    await eeva.do("close", conversation=bertil.conversation, fence=fence)
    await eeva.accepts(celia.conversation)


async def test_nobody_gets_more_than_they_have_room_for(house: House):
    eeva = await house.agent(capacity=1)
    anna, bertil = await waiting(house, "anna"), await waiting(house, "bertil")
    fence = await eeva.accepts(anna.conversation)
    await bertil.frame("queue", position=1)
    assert eeva.frames("offer", conversation=bertil.conversation) == []
    assert await eeva.refused("claim", conversation=bertil.conversation) == "over_capacity"
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    await eeva.accepts(bertil.conversation)


async def test_an_open_offer_counts_against_capacity(house: House):
    eeva = await house.agent(capacity=1)
    anna, bertil = await waiting(house, "anna"), await waiting(house, "bertil")
    await eeva.frame("offer", conversation=anna.conversation)
    assert await eeva.refused("claim", conversation=bertil.conversation) == "over_capacity"


async def test_a_second_accept_from_another_tab_gets_the_original_event_and_every_tab_the_transcript(
    house: House,
):
    eeva = await house.agent()
    tab = house.watched(eeva.tab())
    await tab.come()
    anna = await waiting(house)
    await tab.frame("offer", conversation=anna.conversation)
    await eeva.frame("offer", conversation=anna.conversation)
    first = await eeva.do("accept", conversation=anna.conversation)
    second = await tab.do("accept", conversation=anna.conversation)
    assert (first["seq"], first["id"], first["at"]) == (second["seq"], second["id"], second["at"])
    assert await eeva.owns(anna.conversation) == await tab.owns(anna.conversation)


async def test_the_welcome_of_an_agent_has_what_is_theirs_and_what_waits(house: House):
    eeva = await house.agent(capacity=2)
    anna = await house.visitor("anna")
    fence = await house.with_a_person(anna, eeva)
    bertil = await waiting(house, "bertil")
    await eeva.frame("offer", conversation=bertil.conversation)
    tab = house.watched(eeva.tab())
    welcome = await tab.come()
    assert {
        "agent",
        "status",
        "capacity",
        "conversations",
        "offers",
        "waiting",
        "server_time",
    } <= welcome.keys()
    assert (welcome["agent"]["id"], welcome["agent"]["name"]) == (eeva.id, "eeva")
    assert (welcome["status"], welcome["capacity"]) == ("online", 2)
    mine = welcome["conversations"]
    last = (await anna.until(lambda: anna.events))[-1]["seq"]
    assert [(m["conversation"], m["fence"], m["state"], m["last_seq"]) for m in mine] == [
        (anna.conversation, fence, "human", last)
    ]
    assert [offer["conversation"] for offer in welcome["offers"]] == [bertil.conversation]
    assert {"brief", "expires_at"} <= welcome["offers"][0].keys()
    assert await tab.owns(anna.conversation) == fence


async def test_the_waiting_line_is_shown_to_agents(house: House):
    eeva = await house.agent(capacity=1)
    anna = await house.visitor("anna")
    await anna.say("What is the capital of France?")
    await anna.state("queued")
    shown = await eeva.until(
        lambda: [
            i for f in eeva.frames("waiting") for i in f["items"] if i["conversation"] == anna.conversation
        ]
    )
    assert {"conversation", "kind", "since", "reason", "lang", "last_text"} <= shown[0].keys()
    assert (shown[0]["kind"], shown[0]["reason"], shown[0]["lang"]) == ("chat", "out_of_scope", "en")
    assert shown[0]["last_text"] == "What is the capital of France?"
    await eeva.accepts(anna.conversation)
    await eeva.until(lambda: eeva.frames("waiting")[-1]["items"] == [])


async def test_asking_again_while_waiting_or_talking_changes_nothing(house: House):
    eeva = await house.agent()
    anna = await waiting(house)
    held = anna.timeline(anna.conversation).held
    ack = await anna.do("request_human")
    assert (ack["seq"], ack["id"]) == (None, None)
    await eeva.accepts(anna.conversation)
    ack = await anna.do("request_human")
    assert ack["seq"] is None
    await anna.state("human")
    await anna.sync(anna.conversation)
    assert anna.timeline(anna.conversation).held == held + 1


async def test_who_cancels_is_the_bots_again(house: House):
    await house.agent()
    anna = await waiting(house)
    ack = await anna.do("cancel_request")
    back = await anna.state("bot", after=1)
    assert (back["from"], back["reason"], back["seq"]) == ("queued", "cancelled", ack["seq"])
    asked = await anna.say("Where is my order?")
    await anna.event("message", after=asked["seq"], author={"kind": "bot"})

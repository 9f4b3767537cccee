"""What the console shows of the team and the line: who is there, how busy, what was promised to whom."""

from __future__ import annotations

from datetime import datetime

import pytest

from handoff.model import Role
from tests.protocol.client import Frame
from tests.protocol.conftest import House, OpenHouse
from tests.protocol.people import Agent

pytestmark = pytest.mark.anyio
FIELDS = {"id", "name", "status", "connected", "skills", "languages", "open", "capacity"}


def seen(agent: Agent) -> dict[str, Frame]:
    """The team as the console shows it now, by name."""
    lists = agent.frames("colleagues")
    items = lists[-1]["items"] if lists else agent.welcome["colleagues"]
    return {item["name"]: item for item in items}


async def sees(agent: Agent, name: str, **fields: object) -> None:
    await agent.until(lambda: name in seen(agent) and fields.items() <= seen(agent)[name].items())


async def test_the_welcome_lists_the_team_with_oneself(house: House):
    await house.service.add_agent("not here", role=Role.SUPERVISOR)
    eeva = await house.agent("eeva", skills=("orders",), capacity=2)
    team = {item["name"]: item for item in eeva.welcome["colleagues"]}
    assert all(set(item) == FIELDS for item in team.values())
    assert team["eeva"] | {"status": ""} == {
        "id": eeva.id,
        "name": "eeva",
        "status": "",
        "connected": True,
        "skills": ["orders"],
        "languages": ["en", "fi", "pl"],
        "open": 0,
        "capacity": 2,
    }
    assert not team["not here"]["connected"]


async def test_coming_going_and_status_are_shown_to_the_others(house: House):
    eeva = await house.agent("eeva")
    mika = await house.agent("mika", online=False)
    await sees(eeva, "mika", connected=True, status="away")
    await mika.do("status", status="busy")
    await sees(eeva, "mika", status="busy")
    await mika.drop()
    await sees(eeva, "mika", connected=False)


async def test_how_many_conversations_somebody_has_is_shown(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    await sees(mika, "eeva", open=1)
    await eeva.do("close", conversation=anna.conversation, fence=fence)
    await sees(mika, "eeva", open=0)


async def test_who_is_added_changed_or_disabled_by_the_administrator_is_shown(house: House):
    root, eeva = await house.admin(), await house.agent("eeva")
    added = await root.call("POST", "/api/agents", {"name": "new", "languages": ["fi"]})
    id_ = added.json()["agent"]["id"]
    await sees(eeva, "new", capacity=3, connected=False)
    await root.call("PATCH", f"/api/agents/{id_}", {"capacity": 7, "skills": ["returns"]})
    await sees(eeva, "new", capacity=7, skills=["returns"])
    await root.call("PATCH", f"/api/agents/{id_}", {"disabled": True})
    await eeva.until(lambda: "new" not in seen(eeva))


async def test_a_status_set_in_one_tab_is_shown_in_the_other(house: House):
    eeva = await house.agent()
    tab = house.watched(eeva.tab())
    assert (await tab.come())["status"] == "online"
    await eeva.do("status", status="busy")
    await tab.frame("status", status="busy")
    await tab.do("status", status="online")
    await eeva.frame("status", status="online")


async def test_nobody_is_told_a_status_that_did_not_change(house: House):
    eeva, mika = await house.agent("eeva"), await house.agent("mika", online=False)
    await mika.do("status", status="busy")
    await sees(eeva, "mika", status="busy")
    assert eeva.frames("status", status="busy") == []


async def test_a_waiting_chat_has_its_promise_and_a_left_message_has_none(open_house: OpenHouse):
    house = await open_house(answer_seconds=45)
    eeva = await house.agent("eeva", capacity=1)
    busy = await house.visitor("busy")
    await house.with_a_person(busy, eeva)
    anna = await house.visitor("anna", page={"url": "https://shop.example/cart", "title": "", "referrer": ""})
    await anna.ask_for_a_person()
    bertil = await house.visitor("bertil")
    await bertil.do("leave_contact", kind="message", name="Bertil Ä", email="b@example.org", text="Hello?")

    def both() -> dict[str, Frame] | None:
        lists = eeva.frames("waiting")
        items = {item["kind"]: item for item in lists[-1]["items"]} if lists else {}
        return items if len(items) == 2 else None

    items = await eeva.until(both)
    chat, message = items["chat"], items["message"]
    promised = datetime.fromisoformat(chat["due_at"]) - datetime.fromisoformat(chat["since"])
    assert promised.total_seconds() == 45
    assert (chat["page"], "name" in chat) == ("https://shop.example/cart", False)
    assert (message["name"], "due_at" in message) == ("Bertil Ä", False)
    tab = house.watched(eeva.tab())
    await tab.come()
    assert {item["kind"]: item for item in tab.welcome["waiting"]} == items


async def test_the_welcome_shows_the_conversations_with_name_last_words_and_page(house: House):
    eeva = await house.agent()
    anna = await house.visitor(page={"url": "https://shop.example/x", "title": "", "referrer": ""})
    await house.with_a_person(anna, eeva)
    await anna.say("The last words")
    await eeva.event(anna.conversation, "message", text="The last words")
    tab = house.watched(eeva.tab())
    (shown,) = (await tab.come())["conversations"]
    assert (shown["last_text"], shown["page"]) == ("The last words", "https://shop.example/x")
    assert datetime.fromisoformat(shown["opened_at"])
    assert "name" not in shown

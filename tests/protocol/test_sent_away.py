"""Whoever is disabled, or gets another password, is out within two seconds, and nobody waits for them."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House
from tests.protocol.people import Agent, Session
from tests.protocol.wire import Closed
from tests.servers import PASSWORD

pytestmark = pytest.mark.anyio

SOON = 2.0  # seconds, as promised
NEW = "another long password"


async def is_sent_away(agent: Agent) -> None:
    """The server closes the socket for good, in time."""
    await agent.until(lambda: agent._gone, within=SOON)
    assert agent.closed_with[-1] == 4504


async def disable(root: Session, agent: Agent) -> None:
    answer = await root.call("PATCH", f"/api/agents/{agent.id}", {"disabled": True})
    assert answer.status_code == 200, answer.text


async def test_a_disabled_agent_is_out_and_the_visitor_is_offered_to_the_next(house: House):
    root, eeva = await house.admin(), await house.agent("eeva")
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    mika = await house.agent("mika")
    await disable(root, eeva)
    await is_sent_away(eeva)
    moved = await anna.state("queued", after=3)
    assert (moved["from"], moved["reason"]) == ("human", "agent_lost")
    assert await mika.accepts(anna.conversation) == fence + 2
    await mika.say(anna.conversation, "I am here instead")
    await anna.event("message", text="I am here instead")


async def test_what_was_offered_to_the_disabled_one_is_offered_to_the_next(house: House):
    root, eeva = await house.admin(), await house.agent("eeva")
    anna = await house.visitor()
    await anna.ask_for_a_person()
    await eeva.frame("offer", conversation=anna.conversation)
    mika = await house.agent("mika")
    await disable(root, eeva)
    await is_sent_away(eeva)
    await mika.accepts(anna.conversation)


async def test_all_tabs_are_closed_and_none_comes_back(house: House):
    root, eeva = await house.admin(), await house.agent()
    tab = house.watched(eeva.tab())
    await tab.come()
    await disable(root, eeva)
    await is_sent_away(eeva)
    await is_sent_away(tab)
    with pytest.raises(Closed) as closed:
        await eeva.come()
    assert closed.value.code == 4502


async def test_a_new_password_of_ones_own_closes_every_socket_and_the_work_goes_on_after_the_new_log_in(
    house: House,
):
    eeva = await house.agent()
    anna = await house.visitor()
    fence = await house.with_a_person(anna, eeva)
    body = {"current": PASSWORD, "password": NEW}
    assert (await eeva.session.call("POST", "/api/session/password", body)).status_code == 200
    await is_sent_away(eeva)
    eeva.session = await Session.open(house.service.url, "eeva", NEW)
    await eeva.come()
    assert await eeva.owns(anna.conversation) == fence
    await eeva.say(anna.conversation, "still me")
    await anna.event("message", text="still me")


async def test_a_password_set_by_link_closes_every_socket(house: House):
    root, eeva = await house.admin(), await house.agent()
    made = await root.call("POST", f"/api/agents/{eeva.id}/password-link")
    assert eeva._ready
    form = {"code": made.json()["code"], "password": NEW}
    assert (await root.call("POST", "/api/password", form)).status_code == 200
    await is_sent_away(eeva)


async def test_a_session_that_expires_closes_its_socket(house: House):
    eeva = await house.agent()
    house.service.clock.advance(house.service.settings.session_seconds + 1)
    await is_sent_away(eeva)


async def test_the_others_are_left_in_peace(house: House):
    root, eeva, mika = await house.admin(), await house.agent("eeva"), await house.agent("mika")
    await disable(root, eeva)
    await is_sent_away(eeva)
    await mika.do("status", status="busy")
    assert (mika.connection, mika.closed_with) == (1, [])

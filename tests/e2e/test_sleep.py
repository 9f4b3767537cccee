"""A laptop that sleeps, a network that is gone: nobody writes as the owner of what has gone to somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.e2e.conftest import ANNA, PIOTR, InviteAgent, InviteVisitor, OpenPage
from tests.e2e.staged import StagedConsole, assigned, held, moved, said, welcome
from tests.e2e.tongues import EN
from tests.servers import Service, serving

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

EVENTS = [
    moved("c1", 1, "queued", "visitor_asked", 2, -90),
    moved("c1", 2, "human", "accepted", 3, -80),
    said("c1", 3, "visitor", "Where is my parcel?", -70),
]
LOST = {"type": "unassigned", "conversation": "c1", "reason": "agent_lost"}


@pytest.fixture
async def desk(open_page: OpenPage) -> StagedConsole:
    page = await open_page("en")
    await page.clock.install()
    console = StagedConsole(page)
    console.greeting = [
        welcome(conversations=[held("c1", 3)]),
        assigned("c1", EVENTS),
        {"type": "presence", "conversation": "c1", "visitor_online": True},
    ]
    await console.opens()
    await page.locator("console-mine").get_by_role("button").click()
    await expect(page.get_by_role("textbox", name="Reply to the visitor")).to_be_visible()
    return console


def sent(desk: StagedConsole) -> list[object]:
    return [frame["text"] for frame in desk.heard if frame["type"] == "send"]


async def test_after_a_sleep_the_page_asks_before_it_believes(desk: StagedConsole):
    page = desk.page
    desk.greeting = [welcome(status="away"), LOST]
    hellos = len(desk.heard)
    # The lid is closed for an hour; no timer runs, and the socket looks as if it were open.
    await page.clock.fast_forward(3_600_000)
    await expect(page.get_by_role("textbox", name="Reply to the visitor")).to_have_count(0)
    await expect(page.locator("console-chat .lost")).to_contain_text("You were disconnected for too long")
    await expect(page.locator("console-chat")).to_contain_text("You can still read what you have here.")
    await expect(page.get_by_role("log")).to_contain_text("Where is my parcel?")
    await expect(page.get_by_text("your status is “Away” now")).to_be_visible()
    await expect(page.locator("console-mine")).to_contain_text("You have no conversations now.")
    resumed = next(frame for frame in desk.heard[hellos:] if frame["type"] == "hello")
    assert resumed["resume"] == [{"conversation": "c1", "after": 3}]


async def test_what_may_be_somebody_elses_is_not_written_to(desk: StagedConsole):
    page = desk.page
    box = page.get_by_role("textbox", name="Reply to the visitor")
    await expect(page.locator("console-chat header")).to_contain_text("Online now")
    await desk.goes_away()
    await page.clock.run_for(4_000)
    await expect(page.get_by_text("What you send now goes out")).to_be_visible()
    await expect(page.locator("console-chat header")).to_contain_text("Connection unknown")
    await page.clock.run_for(60_000)
    await expect(page.get_by_text("a colleague may have this conversation by now")).to_be_visible()
    await box.fill("Half a reply")
    await box.press("Enter")
    await expect(box).to_have_value("Half a reply")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    assert sent(desk) == []

    desk.greeting = [welcome(), LOST]
    desk.is_up = True
    await page.get_by_role("button", name="Try now").click()
    await expect(page.locator("console-chat .lost")).to_contain_text("went back to the queue")
    assert sent(desk) == []


async def test_what_is_still_ours_goes_on_where_it_was(desk: StagedConsole):
    page = desk.page
    box = page.get_by_role("textbox", name="Reply to the visitor")
    await desk.goes_away()
    await page.clock.run_for(4_000)
    await box.fill("It is on its way.")
    await box.press("Enter")
    await expect(page.get_by_text("Waiting for the connection…")).to_be_visible()
    desk.is_up = True
    await page.get_by_role("button", name="Try now").click()
    await expect(page.locator(".bar")).to_have_count(0)
    await expect(page.get_by_text("Sending…")).to_be_visible()
    assert sent(desk) == ["It is on its way."]
    assert "resume" in desk.heard[-2]


class Cable:
    """Between a page and the service; it can be pulled out."""

    def __init__(self) -> None:
        self.is_in = True
        self._ends: list[tuple[WebSocketRoute, WebSocketRoute]] = []

    async def leads(self, page_side: WebSocketRoute) -> None:
        if self.is_in:
            self._ends.append((page_side, page_side.connect_to_server()))
        else:
            await page_side.close(code=1012)

    async def is_pulled(self) -> None:
        self.is_in = False
        for page_side, server_side in self._ends:
            await server_side.close()
            await page_side.close(code=1012)
        self._ends.clear()


@pytest.fixture
async def impatient(anyio_backend: str, chromium: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service that waits for a lost agent for a second only."""
    async with serving(tmp_path, agent_lost_seconds=1) as running:
        yield running


async def test_a_colleague_takes_over_and_the_one_who_was_away_can_only_read(
    impatient: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    for name in (ANNA, PIOTR):
        await impatient.add_agent(name)
    anna, visitor = await agent_of(impatient), await visitor_of(impatient)
    await anna.meets(visitor, EN.question)
    cable = Cable()
    await anna.page.route_web_socket("**/ws/agent", cable.leads)
    await anna.page.reload()
    await anna.reads(EN.question)
    piotr = await agent_of(impatient, PIOTR)

    await cable.is_pulled()
    await piotr.accepts(EN.question)
    await piotr.writes(EN.reply)
    await visitor.reads(EN.reply)
    cable.is_in = True
    await expect(anna.chat.locator(".lost")).to_contain_text("A colleague has this conversation now.")
    await expect(anna.box).to_have_count(0)
    await expect(anna.page.get_by_role("radio", name="Away")).to_be_checked()
    await expect(anna.mine.get_by_role("button")).to_have_count(0)
    await expect(anna.log.get_by_text(EN.reply)).to_have_count(0)
    await piotr.closes()

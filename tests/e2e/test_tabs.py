"""The same agent in two tabs: one status, one list."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.people import Agent
from tests.e2e.tongues import EN
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_two_tabs_of_an_agent_show_the_same(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna = await agent_of(shop)
    other = Agent(await anna.page.context.new_page(), shop.url, ANNA)
    await other.page.goto(f"{shop.url}/console")
    await other.is_at_the_desk()
    await expect(other.page.get_by_role("radio", name="Online")).to_be_checked()
    await other.becomes("Busy")
    await expect(anna.page.get_by_role("radio", name="Busy")).to_be_checked()
    await anna.becomes("Online")
    await expect(other.page.get_by_role("radio", name="Online")).to_be_checked()

    visitor = await visitor_of(shop)
    await visitor.says(EN.question)
    await visitor.asks_for_a_person()
    await expect(other.offer(EN.question)).to_be_visible()
    await anna.accepts(EN.question)
    await expect(other.offer(EN.question)).to_have_count(0)
    await anna.writes(EN.reply)
    await other.opens(EN.reply)
    await other.reads(EN.reply)
    await other.closes()
    await expect(anna.page.get_by_text("This conversation is closed.")).to_be_visible()
    await expect(anna.box).to_have_count(0)

"""What a visitor came with before: in the brief, to be read and not to be written in."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

AGAIN = "Where is my order?"


async def test_an_earlier_conversation_is_read_beside_the_new_one(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    await expect(anna.brief).to_contain_text("First conversation")
    await anna.writes(EN.reply)
    await anna.notes("A patient one.")
    await anna.closes()
    await visitor.rates_well()

    await anna.meets(visitor, AGAIN)
    await expect(anna.log.get_by_text(EN.reply)).to_have_count(0)
    earlier = anna.brief.get_by_role("button").filter(has_text="rated 5/5")
    await expect(earlier).to_contain_text(ANNA)
    await earlier.click()
    past = anna.page.locator("console-past")
    await expect(past.get_by_role("log")).to_contain_text(EN.reply)
    await expect(past.get_by_role("log")).to_contain_text("A patient one.")
    await expect(past.get_by_role("textbox")).to_have_count(0)
    # The open one goes on meanwhile.
    await visitor.says(EN.more)
    chat = anna.page.locator("console-chat > console-transcript").get_by_role("log")
    await expect(chat.get_by_text(EN.more)).to_be_visible()
    await expect(past.get_by_text(EN.more)).to_have_count(0)
    await anna.page.get_by_role("button", name="Back to the brief").click()
    await expect(anna.brief).to_contain_text(AGAIN)

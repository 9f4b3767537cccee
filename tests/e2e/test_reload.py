"""What an agent was writing, and where, is there after a reload; for the next one at the machine it is not."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN, FI
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

HALF = "Let me see, your parcel"
NOTE = "Has called twice"


async def test_drafts_and_the_open_conversation_survive_a_reload(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna = await agent_of(shop)
    for tongue in (EN, FI):
        await anna.meets(await visitor_of(shop, tongue), tongue.question)
        await anna.writes(tongue.reply)
    note = anna.page.get_by_role("textbox", name="Note for agents")
    await anna.page.get_by_role("radio", name="Note").check(force=True)
    await note.fill(NOTE)
    await anna.opens(EN.reply)
    await anna.reads(EN.question)
    await expect(anna.box).to_have_value("")
    await anna.box.fill(HALF)

    await anna.page.reload()
    await anna.reads(EN.question)
    await expect(anna.box).to_have_value(HALF)
    other = anna.mine.get_by_role("button").filter(has_text=f"Draft: {NOTE}")
    await other.click()
    await expect(note).to_have_value(NOTE)
    await anna.reads(FI.question)

    await anna.page.keyboard.press("Alt+j")
    await expect(anna.box).to_have_value(HALF)
    await anna.box.press("Enter")
    await anna.reads(HALF)
    await anna.page.reload()
    await anna.reads(HALF)
    await expect(anna.box).to_have_value("")


async def test_nothing_is_left_after_a_log_out(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna = await agent_of(shop)
    await anna.meets(await visitor_of(shop), EN.question)
    await anna.box.fill(HALF)
    await anna.chooses("Log out")
    await expect(anna.page.get_by_role("heading", name="Log in")).to_be_visible()
    assert HALF not in await anna.page.evaluate("JSON.stringify(localStorage)")

"""The console's keys: a day without a mouse, and without those keys that get in the way."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, PIOTR, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN, FI
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_a_day_at_the_keyboard(shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent):
    await shop.add_agent(ANNA)
    anna = await agent_of(shop)
    keyboard = anna.page.keyboard
    visitors = [await visitor_of(shop, tongue) for tongue in (EN, FI)]
    for visitor in visitors:
        asked = visitor.tongue.question
        await visitor.says(asked)
        await visitor.asks_for_a_person()
        await expect(anna.offer(asked)).to_be_visible()
        await keyboard.press("Alt+a")
        await expect(anna.box).to_be_focused()
        await anna.reads(asked)
        await keyboard.type(f"I read: {asked}")
        await keyboard.press("Enter")
        await visitor.reads(f"I read: {asked}")

    await anna.reads(FI.question)
    await keyboard.press("Alt+j")
    await anna.reads(EN.question)
    await expect(anna.box).to_be_focused()
    await keyboard.press("Alt+j")
    await anna.reads(FI.question)
    await keyboard.press("Alt+k")
    await anna.reads(EN.question)

    await keyboard.press("Alt+t")
    await expect(anna.dialog).to_contain_text("Transfer the conversation")
    await keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)
    await expect(anna.box).to_be_focused()
    await keyboard.press("Alt+n")
    await keyboard.type("Seen by nobody else.")
    await keyboard.press("Enter")
    await expect(anna.log.locator(".note:not(.sending)")).to_be_visible()
    for visitor in (visitors[0], visitors[1]):
        await keyboard.press("Alt+e")
        await expect(anna.dialog.get_by_role("button", name="Yes, a person was needed")).to_be_focused()
        await keyboard.press("Enter")
        await visitor.is_told(visitor.tongue.ended.format(name="Anna"))
        await expect(anna.dialog).to_have_count(0)
        await keyboard.press("Alt+j")
    await expect(anna.mine).to_contain_text("You have no conversations now.")


async def test_the_most_urgent_is_taken_with_a_key(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    for name in (ANNA, PIOTR):
        await shop.add_agent(name)
    anna, piotr = await agent_of(shop), await agent_of(shop, PIOTR)
    await anna.becomes("Busy")
    visitor = await visitor_of(shop)
    await visitor.says(EN.question)
    await visitor.asks_for_a_person()
    await piotr.offer(EN.question).get_by_role("button", name="Decline").click()
    await expect(anna.waiting.get_by_text(EN.question)).to_be_visible()
    await anna.page.keyboard.press("Alt+w")
    await expect(anna.box).to_be_focused()
    await visitor.meets("Anna")


async def test_single_keys_work_where_nobody_writes_and_can_be_off(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna = await agent_of(shop)
    keyboard = anna.page.keyboard
    await anna.meets(await visitor_of(shop), EN.question)
    # Where one writes they are letters.
    await keyboard.type("?njkr")
    await expect(anna.box).to_have_value("?njkr")
    await anna.box.fill("")
    close = anna.chat.get_by_role("button", name="Close…")
    await close.focus()
    await keyboard.press("n")
    await expect(anna.page.get_by_role("textbox", name="Note for agents")).to_be_focused()
    await close.focus()
    await keyboard.press("r")
    await expect(anna.box).to_be_focused()
    await expect(anna.box).to_have_value("")

    await close.focus()
    await keyboard.press("?")
    await expect(anna.dialog).to_contain_text("Keyboard shortcuts")
    switch = anna.dialog.get_by_role("checkbox", name="Single-key shortcuts")
    await expect(switch).to_be_focused()
    await expect(switch).to_be_checked()
    await keyboard.press("Space")
    await keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)
    await expect(close).to_be_focused()

    await anna.page.reload()
    await anna.reads(EN.question)
    await close.focus()
    for key in ("?", "n", "r"):
        await keyboard.press(key)
        await expect(close).to_be_focused()
    await expect(anna.dialog).to_have_count(0)
    await keyboard.press("Alt+r")
    await expect(anna.box).to_be_focused()
    # And found again without a key.
    await anna.chooses("Keyboard shortcuts")
    await expect(switch).not_to_be_checked()
    await keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)

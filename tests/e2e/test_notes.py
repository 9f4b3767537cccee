"""Notes: for agents only, and looking unlike a reply, so that none is sent by mistake."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

COLOUR = "form => getComputedStyle(form).backgroundColor"


async def test_a_note_is_written_apart_and_the_visitor_never_sees_it(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    form = anna.page.locator("console-compose form")
    usual = await form.evaluate(COLOUR)

    await anna.page.keyboard.press("Alt+n")
    note = anna.page.get_by_role("textbox", name="Note for agents")
    await expect(note).to_be_focused()
    assert await form.evaluate(COLOUR) != usual
    await expect(form).to_contain_text("Only agents see this")
    await anna.page.keyboard.type("Angry, and rightly so.")
    await anna.page.keyboard.press("Enter")
    await expect(anna.log.locator(".note:not(.sending)")).to_contain_text("Angry, and rightly so.")

    # What follows a note is a note, until Anna says that it is for the visitor.
    await expect(note).to_be_focused()
    await expect(note).to_have_value("")
    await anna.page.keyboard.press("Alt+r")
    await expect(anna.box).to_be_focused()
    await anna.page.keyboard.type("I am sorry about that.")
    await anna.page.keyboard.press("Enter")
    await visitor.reads("I am sorry about that.")
    await expect(visitor.page.get_by_text("rightly so")).to_have_count(0)
    await visitor.reloads()
    await visitor.reads("I am sorry about that.")
    await expect(visitor.page.get_by_text("rightly so")).to_have_count(0)

"""The server dies in the middle of a chat: both pages come back by themselves, nothing is lost, nothing doubled."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteAgent, InviteVisitor, Shoot
from tests.e2e.service import Vuoro

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_what_was_written_while_the_server_was_away_arrives_once(
    without_a_bot: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent, shoot: Shoot
):
    anna = await agent_of(without_a_bot)
    visitor = await visitor_of(without_a_bot)
    await visitor.asks_for_a_person()
    await visitor.says("Is anybody there?")
    await anna.accepts("Asked for a person")
    await anna.writes("I am. How can I help?")
    await visitor.reads("I am. How can I help?")

    await without_a_bot.kill()
    await expect(visitor.notice).to_contain_text("No connection. Trying again")
    await expect(anna.page.get_by_role("alert").filter(has_text="No connection since")).to_be_visible()
    await visitor.area.fill("My lamp came without its shade.")
    await visitor.area.press("Enter")
    await anna.box.fill("Do you have the order number?")
    await anna.box.press("Enter")
    await expect(visitor.bubble.locator(".outgoing")).to_contain_text("Not sent yet")
    await expect(anna.log.locator(".sending")).to_contain_text("Do you have the order number?")
    await shoot(visitor.page, "bubble-reconnecting")
    await shoot(anna.page, "console-reconnecting")

    await without_a_bot.start()
    for text in ("My lamp came without its shade.", "Do you have the order number?"):
        await visitor.reads(text)
        await anna.reads(text)
    await expect(visitor.notice).to_have_count(0)
    await visitor.says("It is 20317.")
    await anna.reads("It is 20317.")
    assert await visitor.all_said() == await anna.all_said()
    await anna.closes()


async def test_a_message_sent_just_before_the_crash_survives_a_reload(
    without_a_bot: Vuoro, visitor_of: InviteVisitor
):
    visitor = await visitor_of(without_a_bot)
    await visitor.says("One")
    await without_a_bot.kill()
    await expect(visitor.notice).to_be_visible()
    await visitor.area.fill("Two")
    await visitor.area.press("Enter")
    await without_a_bot.start()
    await visitor.reloads()
    await visitor.reads("Two")
    await visitor.reads("One")

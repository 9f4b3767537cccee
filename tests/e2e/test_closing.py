"""Closing: one tap on the verdict; the outcome beside it, one tap or some words, if one likes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.people import Agent, Visitor
from tests.e2e.tongues import EN
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


@pytest.fixture
async def pair(shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent) -> tuple[Agent, Visitor]:
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    return anna, visitor


async def last(shop: Service) -> tuple[Any, Any]:
    """The verdict and the outcome of the conversation, as stored."""
    (events,) = (await shop.stored()).values()
    body = events[-1].body
    return body.get("verdict"), body.get("outcome")


async def test_one_tap_on_the_verdict_closes(shop: Service, pair: tuple[Agent, Visitor]):
    anna, visitor = pair
    await anna.chat.get_by_role("button", name="Close…").click()
    await anna.dialog.get_by_role("button", name="No, the assistant could have done it").click()
    await expect(anna.chat).to_have_count(0)
    await expect(anna.dialog).to_have_count(0)
    await visitor.is_told(EN.ended.format(name="Anna"))
    assert await last(shop) == ("bot_could", None)


async def test_an_outcome_is_another_tap_and_some_words(shop: Service, pair: tuple[Agent, Visitor]):
    anna, _ = pair
    await anna.chat.get_by_role("button", name="Close…").click()
    await anna.dialog.get_by_role("radio", name="To be followed up").check(force=True)
    await anna.dialog.get_by_label("Outcome in your own words").fill("refund promised")
    await anna.dialog.get_by_role("button", name="Yes, and it came too late").click()
    await expect(anna.chat).to_have_count(0)
    assert await last(shop) == ("too_late", "follow_up: refund promised")


async def test_nobody_is_forced_to_judge(shop: Service, pair: tuple[Agent, Visitor]):
    anna, visitor = pair
    await anna.chat.get_by_role("button", name="Close…").click()
    await anna.dialog.get_by_role("button", name="Close without a verdict").click()
    await expect(anna.chat).to_have_count(0)
    await visitor.is_told(EN.ended.format(name="Anna"))
    assert await last(shop) == (None, None)


async def test_escape_closes_nothing_but_the_dialog(pair: tuple[Agent, Visitor]):
    anna, visitor = pair
    close = anna.chat.get_by_role("button", name="Close…")
    await close.click()
    await expect(anna.dialog.get_by_role("button", name="Yes, a person was needed")).to_be_focused()
    await anna.page.keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)
    await expect(close).to_be_focused()
    await anna.writes(EN.reply)
    await visitor.reads(EN.reply)

"""What a visitor sees who has asked nothing yet: when people answer, other ways to reach them, common questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteColleague, InviteVisitor
from tests.e2e.tongues import EN, FI, PL, Tongue
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

MONDAY_NOON = datetime(2030, 1, 7, 10, tzinfo=UTC)


def turn_to(shop: Service, when: datetime) -> None:
    shop.clock.advance(when.timestamp() - shop.clock() / 1000)


@pytest.mark.parametrize(
    ("tongue", "open_text", "closed_text"),
    [
        (EN, "We're here now and close today at 17:00 Helsinki time.", "tomorrow at 9:00"),
        (FI, "17", "huomenna"),
        (PL, "17:00", "jutro"),
    ],
    ids=lambda value: value.lang if isinstance(value, Tongue) else "",
)
async def test_hours_and_ways_to_reach_people_stand_there(
    shop: Service, visitor_of: InviteVisitor, tongue: Tongue, open_text: str, closed_text: str
):
    turn_to(shop, MONDAY_NOON)
    visitor = await visitor_of(shop, tongue)
    service = visitor.bubble.locator(".service")
    await expect(service).to_contain_text(open_text)
    await expect(visitor.messages.get_by_role("link", name="help@kaarna.example")).to_have_attribute(
        "href", "mailto:help@kaarna.example"
    )
    await expect(visitor.messages.get_by_role("link", name="+358 9 4245 0100")).to_have_attribute(
        "href", "tel:+358942450100"
    )
    assert await visitor.bubble.locator(".starters button").count() >= 3
    turn_to(shop, MONDAY_NOON + timedelta(hours=8))
    await visitor.page.reload()
    await expect(service).to_contain_text(closed_text)


async def test_somebody_who_is_there_after_hours_is_not_kept_secret(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    turn_to(shop, MONDAY_NOON + timedelta(hours=8))
    await colleague_of(shop)
    visitor = await visitor_of(shop)
    await expect(visitor.bubble.locator(".service")).to_have_text("We are here to help right now.")


async def test_a_starter_is_asked_with_one_tap(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    starter = visitor.bubble.locator(".starters button").first
    question = await starter.inner_text()
    await starter.click()
    await expect(visitor.said(question)).to_be_visible()
    await expect(visitor.messages.locator(".message.bot")).to_have_count(1)
    await expect(visitor.bubble.locator(".starters")).to_have_count(0)

"""What comes while the chat is closed: a number on the launcher and before the page's title."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteColleague, InviteVisitor
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_unread_messages_are_counted_until_they_are_seen(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = await visitor_of(shop)
    title = await visitor.page.title()
    await visitor.asks_for_a_person()
    await anna.joins()
    await visitor.meets("Anna")
    await visitor.shuts()
    badge = visitor.launcher.locator(".count")
    await expect(badge).to_have_count(0)
    for number in (1, 2):
        await anna.writes(f"News {number}")
        await expect(badge).to_have_text(str(number))
        await expect(visitor.page).to_have_title(f"({number}) {title}")
    await expect(visitor.launcher).to_have_accessible_name("Open the chat, 2 new messages")
    await visitor.page.reload()
    await expect(badge).to_have_text("2")

    await visitor.launcher.click()
    await visitor.reads("News 2")
    await expect(visitor.page).to_have_title(title)
    await visitor.shuts()
    await expect(badge).to_have_count(0)
    await visitor.page.reload()
    await expect(visitor.launcher).to_have_accessible_name(re.compile("^Open the chat$"))
    await visitor.launcher.click()

"""The switch in the menu: texts, starters and the bot turn, and it is remembered."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteVisitor
from tests.e2e.tongues import EN, FI, PL
from tests.servers import Service, phrasebook

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

WITHOUT_A_LANGUAGE = ("12345", "54321")
"""Nothing in them says which one it is."""


async def test_the_chat_turns_to_the_language_that_is_chosen(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop, EN)
    fetched: list[str] = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    starter = visitor.bubble.locator(".starters button").first
    await expect(starter).to_have_attribute("part", "choice")
    english = await starter.inner_text()
    await visitor.turns_to(FI)
    await expect(starter).not_to_have_text(english)
    assert len([url for url in fetched if "/assets/" in url]) == 1
    await expect(visitor.bubble.get_by_role("heading", name="Hei! Miten voimme auttaa?")).to_be_visible()

    await visitor.says(WITHOUT_A_LANGUAGE[0])
    await visitor.reads(phrasebook().text("cannot_answer", "fi"))
    await visitor.turns_to(PL)
    await visitor.says(WITHOUT_A_LANGUAGE[1])
    await visitor.reads(phrasebook().text("cannot_answer", "pl"))
    await visitor.reloads()
    await expect(visitor.bubble.get_by_role("button", name=PL.talk_to_a_person)).to_be_visible()


async def test_a_choice_holds_until_the_page_turns(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop, EN)
    await visitor.turns_to(FI)
    await visitor.page.goto(f"{shop.url}/?lang=pl")
    visitor.speaks(PL)
    await expect(visitor.area).to_be_visible()
    await visitor.page.goto(f"{shop.url}/?lang=en")
    visitor.speaks(FI)
    await expect(visitor.area).to_be_visible()

"""The conversation as the visitor reads it: links, days, and as a file to keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteColleague, InviteVisitor, OpenPage
from tests.e2e.people import Visitor
from tests.e2e.tongues import FI
from tests.servers import Service, phrasebook

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

A_DAY = 24 * 3600
HOSTILE = (
    "javascript:alert(1) data:text/html,x <img src=x onerror=alert(1)> "
    "https://shop.example/a_(b)?c=1&d=2. Or mail help@shop.example!"
)


async def test_addresses_are_links_and_nothing_else_is(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = await visitor_of(shop)
    await visitor.asks_for_a_person()
    await anna.joins()
    await anna.writes(HOSTILE)
    await visitor.says(HOSTILE)
    await expect(visitor.text(HOSTILE)).to_have_count(2)
    links = visitor.messages.get_by_role("link")
    found = await links.evaluate_all("all => all.map((a) => [a.getAttribute('href'), a.target, a.rel])")
    web = ["https://shop.example/a_(b)?c=1&d=2", "_blank", "noopener noreferrer nofollow ugc"]
    assert found == [web, ["mailto:help@shop.example", "", ""]] * 2
    await expect(visitor.messages.locator("img")).to_have_count(0)


async def test_days_are_told_apart(shop: Service, visitor_of: InviteVisitor):
    shop.clock.advance(-A_DAY)
    visitor = await visitor_of(shop)
    await visitor.says("Hello")
    await expect(visitor.messages.locator(".message.bot")).to_have_count(1)
    shop.clock.advance(A_DAY)
    await visitor.says("Where is my order?")
    await expect(visitor.messages.locator(".message.bot")).to_have_count(2)
    await expect(visitor.messages.locator(".day")).to_have_text(["Yesterday", "Today"])


async def test_the_conversation_can_be_kept_as_a_file(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = await visitor_of(shop, FI)
    await visitor.bubble.get_by_role("button", name=FI.menu, exact=True).click()
    await expect(visitor.bubble.locator(".menu").get_by_role("button", name=FI.download)).to_have_count(0)
    await visitor.page.keyboard.press("Escape")

    answer = phrasebook().answer("delivery_time", "fi")
    assert answer is not None
    await visitor.says(FI.question)
    await visitor.reads(answer.text)
    await visitor.asks_for_a_person()
    await anna.joins()
    await anna.writes(FI.reply)
    await visitor.reads(FI.reply)

    async with visitor.page.expect_download() as coming:
        await visitor.picks(FI.download)
    download = await coming.value
    assert re.fullmatch(r"Kaarna \d{4}-\d\d-\d\d\.txt", download.suggested_filename)
    text = Path(await download.path()).read_text()
    assert text.startswith("Keskustelu: Kaarna\n") or "Kaarna" in text.splitlines()[0]
    lines = [
        rf"\d+\.\d\d Sinä: {re.escape(FI.question)}",
        rf"\d+\.\d\d Avustaja: {re.escape(answer.text)}",
        r"\d+\.\d\d — Odotat asiakaspalvelijaa",
        r"\d+\.\d\d — Anna liittyi keskusteluun",
        rf"\d+\.\d\d Anna: {re.escape(FI.reply)}",
    ]
    assert re.search("\n".join(lines), text), text
    assert "Virtanen" not in text


async def test_the_visitor_ends_the_chat_and_begins_another(shop: Service, open_page: OpenPage):
    visitor = Visitor(await open_page("en"), shop.url)
    await visitor.comes()
    await visitor.says("Hello")
    await visitor.bubble.get_by_role("button", name="End the chat").click()
    await visitor.bubble.get_by_role("button", name="Keep chatting").click()
    await expect(visitor.area).to_be_focused()
    await visitor.bubble.get_by_role("button", name="End the chat").click()
    await visitor.bubble.get_by_role("button", name="End chat", exact=True).click()
    await visitor.is_told("You ended the chat")
    await visitor.is_told("Write a message to start a new chat.")
    await visitor.says("Where is my order?")
    await expect(visitor.said("Hello")).to_have_count(1)
    assert len(await shop.stored()) == 2

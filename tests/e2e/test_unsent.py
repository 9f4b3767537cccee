"""Words that are not sent: kept over a reload, shown as not sent, sent once when the way is free."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.e2e.conftest import InviteColleague, InviteVisitor, OpenPage
from tests.e2e.people import Visitor
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_what_is_typed_and_not_sent_survives_a_reload(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    await visitor.area.fill("My lamp came without its\nshade")
    await visitor.reloads()
    await expect(visitor.area).to_have_value("My lamp came without its\nshade")
    await visitor.area.press("Enter")
    await expect(visitor.area).to_have_value("")
    await visitor.reloads()
    await expect(visitor.area).to_have_value("")


async def test_a_form_begun_survives_a_reload(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    await visitor.asks_for_a_person()
    await visitor.choice("Leave a message").click()
    await visitor.bubble.get_by_label("Your message").fill("A new shade, please.")
    await visitor.page.reload()
    await expect(visitor.bubble.get_by_label("Your message")).to_have_value("A new shade, please.")
    await visitor.bubble.locator(".contact .back").click()


async def test_without_a_network_words_wait_and_say_so(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = await visitor_of(shop)
    await visitor.asks_for_a_person()
    await anna.joins()
    await visitor.meets("Anna")

    await visitor.page.context.set_offline(True)
    await visitor.area.fill("Is it the oak one?")
    await visitor.area.press("Enter")
    outgoing = visitor.bubble.locator(".outgoing")
    await expect(outgoing).to_contain_text("Not sent yet.")
    await outgoing.get_by_role("button", name="Try again").click()
    await expect(outgoing).to_contain_text("Not sent yet.")
    await expect(visitor.notice).to_contain_text("No connection")

    await visitor.page.context.set_offline(False)
    await expect(visitor.said("Is it the oak one?")).to_be_visible()
    await expect(outgoing).to_have_count(0)
    await expect(visitor.notice).to_have_count(0)
    await anna.hears("Is it the oak one?")
    await visitor.reads("Is it the oak one?")


async def test_a_refused_message_says_why_and_is_sent_again_or_removed(shop: Service, open_page: OpenPage):
    page = await open_page("en")
    refusing = True

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def heard(message: str | bytes) -> None:
            frame = json.loads(message)
            if refusing and frame["type"] == "send":
                error = {"type": "error", "cid": frame["cid"], "code": "unavailable", "retryable": True}
                socket.send(json.dumps(error))
            else:
                server.send(message)

        socket.on_message(heard)

    await page.route_web_socket("**/ws/visitor", between)
    visitor = Visitor(page, shop.url)
    await visitor.comes()
    refused = visitor.bubble.locator(".outgoing.failed")
    for text in ("Hello", "Goodbye"):
        await visitor.area.fill(text)
        await visitor.area.press("Enter")
        await expect(refused.filter(has_text=text)).to_contain_text("Not sent. The service is busy.")
    refusing = False
    await refused.filter(has_text="Goodbye").get_by_role("button", name="Remove").click()
    await refused.filter(has_text="Hello").get_by_role("button", name="Try again").click()
    await expect(visitor.said("Hello")).to_have_count(1)
    await expect(visitor.messages.locator(".message.bot")).to_have_count(1)
    await expect(visitor.bubble.locator(".outgoing")).to_have_count(0)
    await expect(visitor.text("Goodbye")).to_have_count(0)

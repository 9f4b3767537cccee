"""Small screens, zoom, a phone, and visitors who want nothing to move."""

from __future__ import annotations

import pytest
from playwright.async_api import ViewportSize, expect

from tests.e2e.conftest import PHONE, SMALL_PHONE, InviteColleague, InviteVisitor
from tests.e2e.looks import big_enough
from tests.e2e.people import Visitor
from tests.e2e.tongues import FI
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
"""A laptop at 200 %."""
ZOOMED_FAR = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
"""At 400 %: what WCAG calls reflow."""
LANDSCAPE = {"viewport": {"width": 844, "height": 390}, "has_touch": True, "is_mobile": True}
MOVING = "element => element.shadowRoot.getAnimations().map((each) => each.animationName ?? 'transition')"


async def fits(visitor: Visitor) -> None:
    """Nothing sticks out, and one can write and close."""
    page = visitor.page
    wider = "element => Math.max(0, element.scrollWidth - element.clientWidth)"
    assert await page.locator("html").evaluate(wider) == 0
    for part in (".panel", ".log", ".foot", ".head"):
        found = visitor.bubble.locator(part)
        assert await found.evaluate(wider) == 0, part
    for part in (".head .close", ".log", ".send", "textarea"):
        found = visitor.bubble.locator(part)
        # Only where a window is too low for all of it may it have to be scrolled to.
        if page.viewport_size == ZOOMED_FAR["viewport"]:
            await found.scroll_into_view_if_needed()
        await expect(found).to_be_in_viewport(ratio=0.99)
    await big_enough(visitor.bubble, "a small screen")


@pytest.mark.parametrize(
    "screen",
    [SMALL_PHONE, LANDSCAPE, ZOOMED, ZOOMED_FAR],
    ids=["320px", "landscape", "200%", "400%"],
)
async def test_all_is_to_be_reached_on_a_small_screen(
    shop: Service,
    visitor_of: InviteVisitor,
    colleague_of: InviteColleague,
    screen: dict[str, object],
):
    visitor = await visitor_of(shop, FI, **screen)
    await fits(visitor)
    await visitor.says(FI.question)
    await expect(visitor.messages.locator(".message.bot")).to_be_visible()
    await fits(visitor)
    anna = await colleague_of(shop)
    await visitor.asks_for_a_person()
    await anna.joins()
    await visitor.meets("Anna")
    word = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas" * 2
    await anna.writes(word)
    await visitor.reads(word)
    await fits(visitor)


async def test_on_a_phone_the_chat_is_the_screen(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop, **PHONE, reduced_motion="reduce")
    page = visitor.page
    await expect(visitor.panel).to_have_attribute("aria-modal", "true")
    assert await visitor.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    await expect(visitor.panel).to_be_focused()
    for _ in range(20):
        await page.keyboard.press("Tab")
        assert await visitor.panel.evaluate("element => element.matches(':focus-within')")
    await page.keyboard.press("Escape")
    await expect(visitor.panel).to_have_count(0)
    await expect(visitor.launcher).to_be_focused()


async def test_the_keyboard_of_a_phone_takes_the_place_of_messages(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop, **PHONE)
    await visitor.says("Hello")
    answer = visitor.messages.locator(".message.bot")
    await expect(answer).to_be_visible()
    # As a page that says interactive-widget=resizes-content sees it.
    await visitor.page.set_viewport_size(ViewportSize(width=390, height=460))
    await fits(visitor)
    await expect(answer.locator(".text")).to_be_in_viewport()


async def test_on_a_desktop_the_page_can_be_used_beside_the_chat(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    assert await visitor.panel.get_attribute("aria-modal") is None
    await visitor.page.get_by_role("button", name="Add to basket").first.click()
    await expect(visitor.page.get_by_text("Added to the basket")).to_be_visible()
    await expect(visitor.panel).to_be_visible()


async def test_nothing_moves_for_who_wants_that(
    shop: Service, visitor_of: InviteVisitor, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = await visitor_of(shop, reduced_motion="reduce")
    assert await visitor.bubble.evaluate(MOVING) == []
    await visitor.asks_for_a_person()
    await anna.joins()
    await visitor.meets("Anna")
    await anna.types()
    await expect(visitor.bubble.locator(".typing")).to_be_visible()
    assert await visitor.bubble.evaluate(MOVING) == []
    await visitor.page.emulate_media(reduced_motion="no-preference")
    assert "dot" in await visitor.bubble.evaluate(MOVING)

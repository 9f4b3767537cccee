"""Where the visitor writes: as high as twenty lines, and nothing is ever cut off."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import InviteVisitor
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

HIGH = {"viewport": {"width": 1280, "height": 1000}}
LIMIT = 10_000


async def lines(area: Locator) -> float:
    """How many are to be seen at once."""
    seen: float = await area.evaluate("""element => {
        const style = getComputedStyle(element);
        return (element.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom))
            / parseFloat(style.lineHeight);
    }""")
    return round(seen, 1)


async def test_it_grows_to_twenty_lines_and_then_scrolls(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop, **HIGH)
    assert await lines(visitor.area) == 1
    await visitor.area.fill("\n".join("x" * 5))
    assert await lines(visitor.area) == 5
    await visitor.area.fill("\n".join("x" * 20))
    assert await lines(visitor.area) == 20
    await visitor.area.fill("\n".join("x" * 60))
    assert await lines(visitor.area) == 20
    assert await visitor.area.evaluate("element => element.scrollHeight > element.clientHeight")
    for part in (visitor.bubble.locator(".head"), visitor.bubble.get_by_role("button", name="Send")):
        await expect(part).to_be_in_viewport(ratio=1)
    await visitor.area.fill("")
    assert await lines(visitor.area) == 1


async def test_near_the_limit_it_counts_and_over_it_nothing_is_sent(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    counter = visitor.bubble.locator(".counter")
    send = visitor.bubble.get_by_role("button", name="Send")
    # An emoji is one character to people and to the server, two to the browser.
    text = "🐿" * (LIMIT - 1)
    await visitor.area.fill("x" * (LIMIT // 2))
    await expect(counter).to_be_empty()
    await visitor.area.fill(text)
    await expect(counter).to_have_text("1 character left")
    await expect(send).to_be_enabled()
    await visitor.area.fill(f"{text}xyz")
    await expect(counter).to_have_text("2 characters too many. Shorten the message or send it in parts.")
    await expect(visitor.area).to_have_attribute("aria-invalid", "true")
    await expect(send).to_be_disabled()
    await visitor.area.press("Enter")
    await expect(visitor.area).to_have_value(f"{text}xyz")
    await visitor.area.fill(f"{text}x")
    await expect(counter).to_have_text("0 characters left")
    await visitor.area.press("Enter")
    await visitor.reads(f"{text}x")


async def test_enter_sends_and_shift_enter_makes_a_line(shop: Service, visitor_of: InviteVisitor):
    visitor = await visitor_of(shop)
    await visitor.area.press_sequentially("Hello")
    await visitor.area.press("Shift+Enter")
    await visitor.area.press_sequentially("there")
    await visitor.area.press("Enter")
    await visitor.reads("Hello\nthere")

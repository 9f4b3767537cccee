"""The chat in an iframe: `/embed`."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.elsewhere import site
from tests.e2e.service import free_port
from tests.e2e.tongues import PL
from tests.servers import Service, phrasebook

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


def frame(home: str) -> str:
    return f'<iframe src="{home}/embed?lang=pl" title="Chat" width="400" height="640"></iframe>'


async def test_the_chat_fills_a_frame_on_a_site_that_is_allowed(
    shop: Service, elsewhere: int, open_page: OpenPage
):
    answer = phrasebook().answer("delivery_time", "pl")
    assert answer is not None
    policy = f"default-src 'none'; frame-src {shop.url}"
    with site(elsewhere, frame(shop.url), policy=policy) as home:
        page = await open_page("en")
        await page.goto(home)
        inside = page.frame_locator("iframe")
        panel = inside.get_by_role("main")
        box = await panel.bounding_box()
        assert box is not None
        assert (round(box["width"]), round(box["height"])) == (400, 640)
        await expect(inside.locator(".launcher")).to_have_count(0)
        await expect(inside.get_by_role("button", name="Zamknij czat")).to_have_count(0)
        area = inside.get_by_role("textbox", name=PL.write)
        await area.fill(PL.question)
        await area.press("Enter")
        await expect(inside.get_by_text(answer.text)).to_be_visible()


async def test_a_site_that_is_not_allowed_gets_no_frame(shop: Service, browser: Browser):
    # A page of its own: that the browser complains is what is wanted.
    page = await browser.new_page()
    with site(free_port(), frame(shop.url)) as home:
        async with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            await page.goto(home)
        await expect(page.frame_locator("iframe").locator("vuoro-bubble")).to_have_count(0)
    await page.close()

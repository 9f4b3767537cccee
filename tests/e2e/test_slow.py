"""A slow line and a slow telephone: the bubble comes, answers, and moves nothing of the page."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import PHONE, OpenPage
from tests.e2e.elsewhere import line, site
from tests.e2e.people import Visitor
from tests.e2e.tongues import EN
from tests.servers import Service, phrasebook

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""As the developer tools have it: 400 kbit/s."""
SHIFTS = """window.shifted = 0;
const ofThePage = ({ node }) => node !== null && node.getRootNode() === document;  // not within the bubble
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.sources.some(ofThePage)) window.shifted += entry.value;
}).observe({ type: 'layout-shift', buffered: true });"""
A_PAGE = "<p>" + "Wool, wood and stoneware. " * 200 + "</p>"


async def slow_down(page: Page) -> None:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})


async def test_it_comes_answers_and_moves_nothing(shop: Service, elsewhere: int, open_page: OpenPage):
    answer = phrasebook().answer("delivery_time", "en")
    assert answer is not None
    page = await open_page("en", **PHONE)
    await slow_down(page)
    await page.add_init_script(SHIFTS)
    with site(elsewhere, line(shop.url) + A_PAGE) as home:
        visitor = Visitor(page, home)
        await visitor.comes()
        await visitor.says(EN.question)
        await visitor.reads(answer.text)
        await visitor.shuts()
        assert await page.evaluate("window.shifted") == 0


async def test_nothing_is_fetched_between_the_click_and_the_chat(shop: Service, open_page: OpenPage):
    page = await open_page("en")
    await page.goto(shop.url)
    visitor = Visitor(page, shop.url)
    await expect(visitor.launcher).to_be_visible()
    await page.wait_for_load_state("networkidle")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    # Without a server the chat opens all the same.
    await page.context.set_offline(True)
    await visitor.launcher.click()
    await expect(visitor.area).to_be_focused()
    assert [url for url in fetched if url.startswith("http")] == []
    await page.context.set_offline(False)
    await expect(visitor.bubble.locator(".starters")).to_be_visible()


async def test_a_page_without_the_server_stays_as_it_is(elsewhere: int, open_page: OpenPage):
    page = await open_page("en")
    with site(elsewhere, line("http://127.0.0.1:9") + A_PAGE) as home:
        await page.goto(home)
        await expect(page.get_by_role("heading", name="Sklep")).to_be_visible()
        await expect(page.locator("vuoro-bubble")).to_have_count(0)

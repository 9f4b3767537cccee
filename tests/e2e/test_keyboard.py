"""Without a mouse: a visitor from opening the bubble to a person, an agent from log-in to close."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import ANNA, InviteAgent, OpenPage
from tests.e2e.people import Agent, Visitor
from tests.e2e.service import PASSWORD, Vuoro
from tests.e2e.tongues import EN

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

A_PAGE_FULL = 60
FOCUSED = "element => element.getRootNode().activeElement === element"


async def press_until_at(page: Page, key: str, target: Locator) -> None:
    """Tabs on until the focus is on the target, and sees that it shows."""
    await expect(target).to_be_visible()
    for _ in range(A_PAGE_FULL):
        if await target.evaluate(FOCUSED):
            assert await target.evaluate("element => element.matches(':focus-visible')")
            return
        await page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {target}")


async def test_a_visitor_needs_no_mouse(service: Vuoro, open_page: OpenPage, agent_of: InviteAgent):
    anna = await agent_of(service)
    page = await open_page("en")
    await page.goto(f"{service.url}/?lang=en")
    visitor = Visitor(page, service.url)

    await press_until_at(page, "Tab", visitor.launcher)
    await page.keyboard.press("Enter")
    await expect(visitor.area).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(visitor.launcher).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(visitor.area).to_be_focused()

    await page.keyboard.type(EN.question)
    await page.keyboard.press("Enter")
    await expect(visitor.choice("This didn't help")).to_be_enabled()
    await press_until_at(page, "Shift+Tab", visitor.choice("Where is my order?"))
    await page.keyboard.press("Enter")
    await expect(visitor.said("Where is my order?")).to_be_visible()
    await expect(visitor.area).to_be_focused()

    talk = visitor.bubble.locator(".actions").get_by_role("button", name=EN.talk_to_a_person)
    await press_until_at(page, "Shift+Tab", talk)
    await page.keyboard.press("Enter")
    await visitor.waits_in_line()
    await expect(visitor.area).to_be_focused()
    await anna.accepts(EN.question)
    await visitor.meets("Anna")
    await anna.closes()

    # Backwards one comes to the last of a group in which none is chosen.
    best = visitor.bubble.get_by_role("radio", name=EN.rate_well)
    await press_until_at(page, "Shift+Tab", best)
    await page.keyboard.press("Space")
    await expect(best).to_be_checked()
    await press_until_at(page, "Tab", visitor.bubble.get_by_role("button", name=EN.rate))
    await page.keyboard.press("Enter")
    await visitor.is_told(EN.thanks)


async def test_an_agent_needs_no_mouse(service: Vuoro, open_page: OpenPage):
    page = await open_page("en")
    anna = Agent(page, service.url, ANNA)
    await page.goto(f"{service.url}/console")
    await expect(page.get_by_label("Name", exact=True)).to_be_focused()
    await page.keyboard.type(ANNA)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")

    await anna.is_at_the_desk()
    await press_until_at(page, "Tab", page.get_by_role("radio", name="Away"))
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="Online")).to_be_checked()

    visitor = Visitor(await open_page("en"), service.url)
    await visitor.comes()
    await visitor.says(EN.question)
    await visitor.asks_for_a_person()
    await press_until_at(page, "Tab", anna.offer(EN.question).get_by_role("button", name="Accept"))
    await page.keyboard.press("Enter")
    await expect(anna.box).to_be_focused()
    await page.keyboard.type("Of course.")
    await page.keyboard.press("Enter")
    await visitor.reads("Of course.")

    await press_until_at(page, "Shift+Tab", anna.chat.get_by_role("button", name="Close…"))
    await page.keyboard.press("Enter")
    needed = anna.dialog.get_by_role("button", name="Yes, a person was needed")
    await expect(needed).to_be_focused()
    await press_until_at(page, "Shift+Tab", anna.dialog.get_by_label("Outcome in your own words"))
    await page.keyboard.type("answered")
    await press_until_at(page, "Tab", needed)
    await page.keyboard.press("Enter")
    await expect(anna.chat).to_have_count(0)
    await visitor.is_told(EN.ended.format(name="Anna"))
    await anna.goes_home()

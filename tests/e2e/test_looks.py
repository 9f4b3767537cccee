"""Every state of both pages: axe-core finds nothing in it, nothing sticks out sideways, and a picture is taken."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor, OpenPage, Shoot
from tests.e2e.looks import LOOKS, Look, big_enough
from tests.e2e.people import Agent
from tests.e2e.service import PASSWORD, Vuoro
from tests.e2e.tongues import EN, FI, PL

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

CONSOLE_LOOKS = [LOOKS[0], LOOKS[1], LOOKS[3]]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_the_bubble_is_fine_in_every_state(
    service: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent, shoot: Shoot, look: Look
):
    tongue = look.tongue
    visitor = await visitor_of(service, tongue, **look.context)
    page = visitor.page

    async def check(state: str) -> None:
        await look.check(page, f"bubble-{state}", shoot)
        await big_enough(visitor.bubble, state)

    await expect(visitor.bubble.locator(".starters")).to_be_visible()
    await check("1-starters")
    await visitor.bubble.get_by_role("button", name=tongue.menu, exact=True).click()
    await check("1-menu")
    await page.keyboard.press("Escape")
    await visitor.shuts()
    await check("2-closed")
    await visitor.launcher.click()
    await visitor.says(tongue.question)
    await expect(visitor.messages.locator(".message.bot")).to_be_visible()
    await check("3-answer")
    await visitor.asks_for_a_person()
    await visitor.choice(tongue.leave_message).click()
    await expect(visitor.bubble.locator(".contact")).to_be_visible()
    await visitor.bubble.locator(".contact .primary").click()
    await expect(visitor.bubble.locator(".fault:not(:empty)")).to_be_visible()
    await check("4-form")
    await visitor.bubble.locator(".contact .back").click()
    await expect(visitor.area).to_be_visible()
    await check("5-nobody")
    anna = await agent_of(service)
    await visitor.asks_for_a_person()
    await visitor.waits_in_line()
    await check("6-waiting")
    await anna.accepts(tongue.question)
    await visitor.meets("Anna")
    await anna.writes(tongue.reply)
    await visitor.says(tongue.more)
    await anna.box.press_sequentially("…")
    await expect(visitor.bubble.locator(".typing")).to_be_visible()
    await check("7-person")
    await anna.closes()
    await expect(visitor.bubble.locator(".rating")).to_be_visible()
    await check("8-closed-chat")
    await visitor.bubble.get_by_role("radio", name=tongue.rate_well).check(force=True)
    await check("9-rating")
    await visitor.rates_well()


@pytest.mark.parametrize("look", CONSOLE_LOOKS, ids=lambda look: look.name)
async def test_the_console_is_fine_in_every_state(
    service: Vuoro,
    open_page: OpenPage,
    visitor_of: InviteVisitor,
    agent_of: InviteAgent,
    shoot: Shoot,
    look: Look,
):
    anna = Agent(await open_page("en", **look.context), service.url, ANNA)
    page = anna.page

    async def check(state: str) -> None:
        await look.check(page, f"console-{state}", shoot)

    await anna.logs_in("not her password")
    await expect(page.get_by_role("alert").filter(has_text="wrong")).to_be_visible()
    await check("1-log-in")
    await anna.types_in(PASSWORD)
    await anna.becomes("Online")
    await check("2-empty")
    visitors = [await visitor_of(service, tongue) for tongue in (FI, PL, EN)]
    for visitor in visitors:
        await visitor.says(visitor.tongue.question)
        await expect(visitor.messages.locator(".message.bot")).to_be_visible()
        await visitor.asks_for_a_person()
        await visitor.waits_in_line()
    await anna.accepts(FI.question)
    await anna.writes(FI.reply)
    await visitors[0].says(FI.more)
    await anna.reads(FI.more)
    await anna.notes("Asked for the order number, looks like a late parcel.")
    await check("3-chat")
    await anna.chat.get_by_role("button", name="More").click()
    await check("4-menu")
    await page.keyboard.press("Escape")
    await anna.chat.get_by_role("button", name="Close…").click()
    await check("5-closing")
    await anna.dialog.get_by_role("button", name="Cancel").click()
    if await anna.chat.get_by_role("button", name="Back to the lists").is_visible():
        await anna.chat.get_by_role("button", name="Back to the lists").click()
    await check("6-lists")
    for visitor in visitors[1:]:
        await anna.accepts(visitor.tongue.question)
        await anna.closes()
    await anna.opens(FI.more)
    await anna.closes()
    await anna.becomes("Away")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_the_demo_page_is_fine(service: Vuoro, open_page: OpenPage, shoot: Shoot, look: Look):
    page = await open_page(look.tongue.lang, **look.context)
    await page.goto(f"{service.url}/?lang={look.tongue.lang}")
    await expect(page.locator("vuoro-bubble .launcher")).to_be_visible()
    await look.check(page, "demo", shoot)

"""The pictures of the README: `VUORO_PICTURES=docs/pictures pytest tests/e2e/test_pictures.py` makes them anew."""

from __future__ import annotations

import os

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import InviteAgent, InviteVisitor
from tests.e2e.service import REPOSITORY, Vuoro
from tests.e2e.tongues import EN, FI, PL, Tongue

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

SMALL_SCREEN = {"viewport": {"width": 1140, "height": 700}}
SMALL_ENOUGH = 200_000
"""Bytes."""
IN_LINE: list[tuple[Tongue, str]] = [
    (PL, "Gdzie jest moje zamówienie?"),
    (FI, "Voinko palauttaa villahuovan?"),
    (PL, "Kiedy dostanę zwrot pieniędzy?"),
    (EN, "Can I pay with my phone?"),
]


async def take(page: Page, name: str) -> None:
    asked_for = os.environ.get("VUORO_PICTURES")
    folder = REPOSITORY / (asked_for or "tests/e2e/.screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{name}.png"
    await page.screenshot(path=picture, animations="disabled")
    assert not asked_for or picture.stat().st_size < SMALL_ENOUGH


async def test_a_bubble_and_a_console_at_work(
    service: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    anna = await agent_of(service, **SMALL_SCREEN)
    visitor = await visitor_of(service, EN)
    await visitor.says("Where is my order?")
    await expect(visitor.choice("This didn't help")).to_be_enabled()
    await visitor.asks_for_a_person()
    await anna.accepts("Where is my order?")
    await anna.writes("Hello! I can look that up. What is your order number?")
    await visitor.says("It is 20317, a wool blanket.")
    await anna.reads("It is 20317, a wool blanket.")
    for tongue, question in IN_LINE:
        another = await visitor_of(service, tongue)
        await another.says(question)
        await expect(another.messages.locator(".message.bot")).to_be_visible()
        await another.asks_for_a_person()
        await another.waits_in_line()
    await expect(anna.waiting.get_by_role("listitem")).to_have_count(2)
    await anna.notes("Parcel left Oulu this morning.")
    await take(anna.page, "console")
    await anna.writes("It left Oulu this morning and will be with you tomorrow.")
    await visitor.reads("It left Oulu this morning and will be with you tomorrow.")
    await take(visitor.page, "bubble")

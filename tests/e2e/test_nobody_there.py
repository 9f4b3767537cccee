"""Nobody is at the console: the visitor is told, leaves a message, and a person answers in the same chat later."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import InviteAgent, InviteVisitor
from tests.e2e.service import Vuoro
from tests.e2e.tongues import FI

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

WORDS = "Lampunvarjostin oli haljennut. Saanko uuden?"


async def test_a_message_that_was_left_is_answered_in_the_bubble(
    service: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    visitor = await visitor_of(service, FI)
    await visitor.says(FI.question)
    await visitor.asks_for_a_person()
    await expect(visitor.messages).to_contain_text("Kukaan meistä ei ole juuri nyt paikalla.")
    for label in (FI.leave_message, "Jätä soittopyyntö", "Jään odottamaan"):
        await expect(visitor.choice(label)).to_be_enabled()

    await visitor.choice(FI.leave_message).click()
    await visitor.bubble.get_by_label("Viestisi").fill(WORDS)
    await visitor.bubble.get_by_label("Sähköposti").fill("liisa@example.com")
    await visitor.bubble.get_by_label("Nimi").fill("Liisa Lahti")
    await visitor.bubble.get_by_role("button", name="Lähetä viesti").click()
    await visitor.is_told("Viestisi on tallessa. Vastaamme sinulle.")

    anna = await agent_of(service)
    await anna.takes(WORDS)
    await expect(anna.chat.get_by_role("heading", name="Liisa Lahti")).to_be_visible()
    await expect(anna.log).to_contain_text("liisa@example.com")
    await anna.reads(FI.question)
    await visitor.is_told("Anna palasi keskusteluun")
    await anna.writes(FI.reply)
    await visitor.reads(FI.reply)
    await visitor.says(FI.more)
    await anna.reads(FI.more)
    await anna.closes()


async def test_one_who_waits_is_offered_to_the_first_person_who_comes(
    service: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    visitor = await visitor_of(service, FI)
    await visitor.asks_for_a_person()
    await visitor.choice("Jään odottamaan").click()
    await visitor.waits_in_line()
    anna = await agent_of(service)
    await anna.accepts("Jään odottamaan")
    await visitor.meets("Anna")
    await anna.closes()

"""Passing a conversation on: to a colleague, to a skill, to the line, to the assistant."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, PIOTR, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

NOTE = "Has paid twice; please look at the bank's file."
MAIJA = "Maija Salo"


async def test_the_chosen_colleague_is_asked_first_and_reads_the_note(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    for name in (ANNA, MAIJA, PIOTR):
        await shop.add_agent(name)
    anna = await agent_of(shop)
    visitor = await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    maija, piotr = await agent_of(shop, MAIJA), await agent_of(shop, PIOTR)

    await anna.transfers(PIOTR, NOTE)
    await expect(piotr.offers.get_by_text("Passed on by a colleague", exact=True)).to_be_visible()
    await expect(maija.offers.get_by_role("listitem")).to_have_count(0)
    await expect(anna.offers.get_by_role("listitem")).to_have_count(0)
    await piotr.accepts(EN.question)
    await expect(piotr.log.locator(".note")).to_contain_text(NOTE)
    await visitor.meets("Piotr")
    await piotr.writes(EN.reply)
    await visitor.reads(EN.reply)
    await expect(visitor.page.get_by_text(NOTE)).to_have_count(0)


async def test_those_who_are_away_cannot_be_chosen_and_nobody_is_not_enough(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    await shop.add_agent(PIOTR, languages=("pl",))
    await shop.add_agent(MAIJA)
    anna, piotr = await agent_of(shop), await agent_of(shop, PIOTR)
    await piotr.becomes("Busy")
    await anna.meets(await visitor_of(shop), EN.question)
    await anna.chooses_for_the_chat("Transfer…")
    await expect(anna.dialog.get_by_role("radio", name=MAIJA)).to_be_disabled()
    await expect(anna.dialog.locator(".person").filter(has_text=PIOTR)).to_contain_text("Busy")
    await expect(anna.dialog.locator(".person").filter(has_text=PIOTR)).to_contain_text("does not speak")
    await anna.dialog.get_by_role("button", name="Transfer", exact=True).click()
    await expect(anna.dialog.get_by_role("alert")).to_have_text("Choose a colleague or a skill.")
    await anna.page.keyboard.press("Escape")
    await expect(anna.dialog).to_have_count(0)
    await expect(anna.chat).to_be_visible()


async def test_whoever_knows_about_it_gets_it(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    await shop.add_agent(PIOTR, skills=("returns",))
    anna = await agent_of(shop)
    await anna.meets(await visitor_of(shop), EN.question)
    piotr = await agent_of(shop, PIOTR)
    await anna.chooses_for_the_chat("Transfer…")
    await anna.dialog.get_by_role("radio", name="returns").check()
    await anna.dialog.get_by_role("button", name="Transfer", exact=True).click()
    await piotr.accepts(EN.question)


async def test_the_assistant_greets_whom_it_gets_back(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    before = await visitor.messages.locator(".message.bot").count()
    await anna.chooses_for_the_chat("Give to the assistant")
    await expect(anna.chat).to_have_count(0)
    await expect(anna.mine.get_by_text("You have no conversations now.")).to_be_visible()
    await expect(visitor.messages.locator(".message.bot")).to_have_count(before + 1)
    await visitor.says("Where is my order?")
    await expect(visitor.messages.locator(".message.bot")).to_have_count(before + 2)


async def test_one_who_goes_back_to_the_line_is_the_first_in_it(
    shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop)
    await anna.meets(visitor, EN.question)
    await anna.becomes("Busy")
    await anna.chooses_for_the_chat("Back to the queue")
    await expect(anna.chat).to_have_count(0)
    await visitor.waits_in_line()
    await anna.takes(EN.question)

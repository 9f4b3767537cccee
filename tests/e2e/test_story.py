"""The main story, with every part real: the model, the service, two browsers, two people."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.replies import TrainingDataPhrasebook
from tests.e2e.conftest import InviteAgent, InviteVisitor
from tests.e2e.service import TRAINING_DATA, Vuoro
from tests.e2e.tongues import EN, FI, PL, Tongue

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

NOTE = "Asked for the order number."


@pytest.mark.parametrize("tongue", [FI, PL, EN], ids=lambda tongue: tongue.lang)
async def test_the_bot_answers_and_a_person_takes_over_the_live_conversation(
    service: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent, tongue: Tongue
):
    answer = TrainingDataPhrasebook(TRAINING_DATA).answer("delivery_time", tongue.lang)
    assert answer is not None
    anna = await agent_of(service)
    visitor = await visitor_of(service, tongue)

    await visitor.says(tongue.question)
    await visitor.reads(answer.text)

    await visitor.asks_for_a_person()
    await visitor.waits_in_line()
    await anna.accepts(tongue.question)
    await visitor.meets("Anna")
    await expect(anna.brief).to_contain_text("Asked for a person")
    await expect(anna.brief.get_by_role("blockquote")).to_have_text(tongue.question)
    await anna.reads(tongue.question)
    await anna.reads(answer.text)

    await anna.writes(tongue.reply)
    await visitor.reads(tongue.reply)
    await anna.notes(NOTE)
    await visitor.says(tongue.more)
    await anna.reads(tongue.more)

    before = await visitor.all_said()
    await visitor.reloads()
    await anna.page.reload()
    await anna.opens(tongue.more)
    await visitor.reads(tongue.more)
    await anna.reads(tongue.more)
    assert await visitor.all_said() == before
    assert [said for said in before if said in await anna.all_said()] == before
    await expect(anna.log.locator(".note")).to_contain_text(NOTE)

    await anna.writes(tongue.goodbye)
    await visitor.reads(tongue.goodbye)
    await expect(visitor.page.get_by_text(NOTE)).to_have_count(0)

    await anna.closes(verdict="No, the assistant could have done it", outcome="tracked")
    await visitor.is_told(tongue.ended.format(name="Anna"))
    await visitor.rates_well()

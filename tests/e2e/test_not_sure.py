"""The bot is not sure and asks back. So that it never is, its threshold is put out of reach."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from bot.replies import TrainingDataPhrasebook
from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor, Shoot
from tests.e2e.looks import LOOKS, Look
from tests.e2e.service import TRAINING_DATA, Vuoro, vuoro
from tests.e2e.tongues import EN
from tests.rasa_fixture import RunningRasa, rasa

__all__ = ["rasa"]

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]

QUESTION = "May I return these shoes?"


@pytest.fixture(scope="module")
async def doubtful(
    anyio_backend: str,
    chromium: str,
    rasa: RunningRasa,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Vuoro]:
    data = tmp_path_factory.mktemp("doubtful")
    settings = {"bot_url": rasa.url, "bot_jwt_secret": rasa.secret, "answer_confidence": "1"}
    async with vuoro(data, **settings) as running:
        await running.add_agent(ANNA)
        await running.bot_is_ready()
        yield running


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_the_visitor_chooses_what_was_meant(
    doubtful: Vuoro, visitor_of: InviteVisitor, shoot: Shoot, look: Look
):
    phrases = TrainingDataPhrasebook(TRAINING_DATA)
    lang = look.tongue.lang
    answer = phrases.answer("delivery_time", lang)
    assert answer is not None
    visitor = await visitor_of(doubtful, look.tongue, **look.context)
    await visitor.says(look.tongue.question)
    await visitor.reads(phrases.text("clarify", lang))
    meant = visitor.choice(phrases.label("delivery_time", lang))
    await expect(visitor.choice(phrases.text("none_of_these", lang))).to_be_enabled()
    await look.check(visitor.page, "bubble-clarify", shoot)
    await meant.click()
    await visitor.reads(answer.text)
    await expect(meant).to_have_count(0)


async def test_none_of_these_brings_a_person(
    doubtful: Vuoro, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    anna = await agent_of(doubtful)
    visitor = await visitor_of(doubtful, EN)
    await visitor.says(QUESTION)
    await visitor.choice("None of these").click()
    await visitor.waits_in_line()
    await anna.accepts(QUESTION)
    await expect(anna.brief).to_contain_text("The assistant was not sure")
    await visitor.meets("Anna")

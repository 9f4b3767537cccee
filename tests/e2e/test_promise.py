"""Waiting: the time ticks, and is red once it is longer than was promised."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.tongues import EN
from tests.servers import Service, serving

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

LATER = "Where is my order?"
DANGER = """element => {
    const probe = element.appendChild(document.createElement('i'));
    probe.style.color = 'var(--danger)';
    return getComputedStyle(probe).color;
}"""


@pytest.fixture
async def hasty(anyio_backend: str, chromium: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service that promises an answer in four seconds."""
    async with serving(tmp_path, answer_seconds=4) as running:
        yield running


async def test_who_waits_longer_than_promised_is_red(
    hasty: Service, visitor_of: InviteVisitor, agent_of: InviteAgent
):
    await hasty.add_agent(ANNA)
    anna, visitor = await agent_of(hasty), await visitor_of(hasty)
    await visitor.says(EN.question)
    await visitor.asks_for_a_person()
    # What is offered is late as well, if nobody takes it.
    await expect(anna.offer(EN.question).locator(".overdue")).to_contain_text("waiting")
    await anna.becomes("Busy")
    await visitor.leaves()
    await visitor.says(LATER)
    await visitor.asks_for_a_person()
    await visitor.waits_in_line()
    card = anna.waiting.get_by_role("listitem").filter(has_text=LATER)
    waited = card.locator(".waited")
    await expect(waited).to_contain_text("answer by")
    await expect(anna.waiting.get_by_text("1 late")).to_have_count(0)

    await expect(anna.waiting.get_by_text("1 late")).to_be_visible()
    await expect(waited).to_contain_text("was due")
    # Not by colour alone.
    await expect(waited).to_contain_text("!")
    assert await waited.evaluate("element => getComputedStyle(element).color") == await waited.evaluate(
        DANGER
    )
    before = await waited.locator("[aria-hidden]").inner_text()
    await expect(waited.locator("[aria-hidden]")).not_to_have_text(before)

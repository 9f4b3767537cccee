"""Canned replies after a slash: those of the visitor's language, with the shop's facts in them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import ANNA, InviteAgent, InviteVisitor
from tests.e2e.people import Agent, Visitor
from tests.e2e.tongues import FI
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


@pytest.fixture
async def pair(shop: Service, visitor_of: InviteVisitor, agent_of: InviteAgent) -> tuple[Agent, Visitor]:
    """Anna, whose console is English, and a visitor who writes Finnish."""
    await shop.add_agent(ANNA)
    anna, visitor = await agent_of(shop), await visitor_of(shop, FI)
    await anna.meets(visitor, FI.question)
    return anna, visitor


async def finnish(anna: Agent) -> list[dict[str, Any]]:
    known = await (await anna.page.request.get(f"{anna.home}/api/desk")).json()
    canned: list[dict[str, Any]] = known["canned"]["fi"]
    assert canned
    return canned


def options(anna: Agent) -> Locator:
    return anna.page.get_by_role("listbox", name="Canned replies").get_by_role("option")


async def test_a_canned_reply_is_found_put_in_and_sent(pair: tuple[Agent, Visitor]):
    anna, visitor = pair
    canned = await finnish(anna)
    await anna.box.press("/")
    await expect(options(anna)).to_have_count(len(canned))
    await expect(options(anna).first).to_contain_text(canned[0]["title"])
    await expect(options(anna).first).to_have_attribute("aria-selected", "true")
    await anna.box.press("ArrowDown")
    await expect(options(anna).nth(1)).to_have_attribute("aria-selected", "true")
    marked = await anna.box.get_attribute("aria-activedescendant")
    assert marked == await options(anna).nth(1).get_attribute("id")
    await anna.box.press("Enter")
    await expect(options(anna)).to_have_count(0)
    await expect(anna.box).to_have_value(canned[1]["text"])
    assert "{" not in canned[1]["text"]
    await anna.box.press("Enter")
    await visitor.reads(canned[1]["text"])


async def test_a_word_narrows_the_list_and_tab_takes(pair: tuple[Agent, Visitor]):
    anna, _ = pair
    wanted = (await finnish(anna))[4]
    await anna.box.fill(f"/{wanted['key']}")
    await expect(options(anna).first).to_contain_text(wanted["title"])
    await anna.box.press("Tab")
    await expect(anna.box).to_have_value(wanted["text"])
    await expect(anna.box).to_be_focused()


async def test_a_slip_is_not_sent_and_escape_means_the_slash(pair: tuple[Agent, Visitor]):
    anna, visitor = pair
    await anna.box.fill("/xyzzy")
    await expect(anna.page.get_by_text("No canned reply fits.")).to_be_visible()
    await anna.box.press("Enter")
    await expect(anna.box).to_have_value("/xyzzy")
    await anna.box.press("Escape")
    await anna.box.press("Enter")
    await visitor.reads("/xyzzy")


async def test_the_mouse_finds_them_too(pair: tuple[Agent, Visitor]):
    anna, _ = pair
    canned = await finnish(anna)
    await anna.page.get_by_role("button", name="Canned replies").click()
    await options(anna).nth(2).click()
    await expect(anna.box).to_have_value(canned[2]["text"])


async def test_a_note_begins_with_a_slash_if_it_likes(pair: tuple[Agent, Visitor]):
    anna, _ = pair
    await anna.notes("/ not a canned reply")
    await expect(options(anna)).to_have_count(0)

"""How the console calls an agent: in the title, by a sound, by a notification, until somebody answers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.staged import StagedConsole, assigned, at, brief, held, moved, said, welcome

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

RECORDER = """
window.record = { asked: 0, shown: [], closed: 0, tones: 0, looking: true };
window.Notification = class {
    static permission = sessionStorage.getItem('permission') ?? 'default';
    static async requestPermission() {
        window.record.asked += 1;
        sessionStorage.setItem('permission', 'granted');
        return this.permission = 'granted';
    }
    constructor(title, { body, tag }) { Object.assign(this, { title, body, tag }); window.record.shown.push(this); }
    close() { window.record.closed += 1; }
};
document.hasFocus = () => window.record.looking;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) { window.record.tones += 1; start.call(this, when); };
"""
TUNE = 3
"""The tones of one call."""
OFFER = {"type": "offer", "conversation": "o1", "brief": brief(), "expires_at": at(600)}
GONE = {"type": "offer_withdrawn", "conversation": "o1", "reason": "taken"}
ICON = "link => link.href"


@pytest.fixture
async def desk(open_page: OpenPage) -> StagedConsole:
    page = await open_page("en")
    await page.clock.install()
    await page.add_init_script(RECORDER)
    console = StagedConsole(page)
    console.greeting = [
        welcome(conversations=[held("c1", 2)]),
        assigned("c1", [moved("c1", 1, "human", "accepted", 3, -90), said("c1", 2, "agent", "Hi!", -90)]),
    ]
    await console.opens()
    await expect(page.locator("console-mine").get_by_role("button")).to_be_visible()
    # What plays is made when the page has nothing else to do; browsers want a key first.
    await page.keyboard.press("Shift")
    await page.clock.run_for(1_000)
    return console


async def record(page: Page, what: str) -> Any:
    return await page.evaluate(f"window.record.{what}")


async def says_yes(page: Page) -> None:
    await page.get_by_role("button", name="Yes, turn on").click()
    await expect(page.locator("console-ask-notify")).to_have_count(0)


async def looks_away(page: Page) -> None:
    await page.evaluate("window.record.looking = false")


async def test_one_is_asked_once(desk: StagedConsole):
    page = desk.page
    assert await record(page, "asked") == 0
    await says_yes(page)
    assert await record(page, "asked") == 1
    await page.reload()
    await expect(page.get_by_role("heading", name="My conversations")).to_be_visible()
    await expect(page.locator("console-ask-notify")).to_have_count(0)
    assert await record(page, "asked") == 0


async def test_an_answer_of_no_is_kept_as_well(desk: StagedConsole):
    page = desk.page
    await page.get_by_role("button", name="No", exact=True).click()
    await page.reload()
    await expect(page.get_by_role("heading", name="My conversations")).to_be_visible()
    await expect(page.locator("console-ask-notify")).to_have_count(0)
    await looks_away(page)
    desk.says(OFFER)
    await expect(page.locator("console-offers .card")).to_be_visible()
    assert await record(page, "shown.length") == 0


async def test_an_offer_calls_until_it_is_answered(desk: StagedConsole):
    page = desk.page
    await says_yes(page)
    await looks_away(page)
    plain = await page.locator("link[rel=icon]").evaluate(ICON)
    before = await record(page, "tones")
    desk.says(OFFER)
    await expect(page).to_have_title("(1) Vuoro console")
    assert await page.locator("link[rel=icon]").evaluate(ICON) != plain
    assert await record(page, "tones") == before + TUNE
    assert await record(page, "shown[0].title") == "Somebody needs you"
    assert "Where is my parcel?" in await record(page, "shown[0].body")
    for rings in (2, 3, 4):
        await page.clock.run_for(4_000)
        assert await record(page, "tones") == before + rings * TUNE
    assert await record(page, "shown.length") == 2

    desk.says(GONE)
    await expect(page).to_have_title("Vuoro console")
    assert await page.locator("link[rel=icon]").evaluate(ICON) == plain
    assert await record(page, "closed") > 0
    rung = await record(page, "tones")
    await page.clock.run_for(30_000)
    assert await record(page, "tones") == rung


async def test_who_looks_at_the_page_gets_no_notification(desk: StagedConsole):
    page = desk.page
    await says_yes(page)
    desk.says(OFFER)
    await expect(page).to_have_title("(1) Vuoro console")
    assert await record(page, "shown.length") == 0


async def test_a_message_calls_who_looks_elsewhere(desk: StagedConsole):
    page = desk.page
    await says_yes(page)
    await looks_away(page)
    desk.says(said("c1", 3, "visitor", "Are you there?"))
    await expect(page).to_have_title("(1) Vuoro console")
    assert await record(page, "shown[0].body") == "Are you there?"
    await page.locator("console-mine").get_by_role("button").click()
    await expect(page).to_have_title("Vuoro console")


async def test_both_can_be_switched_off_and_stay_off(desk: StagedConsole):
    page = desk.page
    await says_yes(page)
    await page.get_by_role("button", name="Sound").click()
    await page.get_by_role("button", name="Menu of").click()
    await page.get_by_role("menuitemcheckbox", name="Desktop notifications").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "false")
    await looks_away(page)
    desk.says(OFFER)
    await expect(page).to_have_title("(1) Vuoro console")
    await page.clock.run_for(13_000)
    assert await record(page, "tones") == 0
    assert await record(page, "shown.length") == 0

"""The entrance of the console."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import ANNA, OpenPage
from tests.e2e.people import Agent
from tests.e2e.service import PASSWORD, Vuoro

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


async def test_the_link_on_the_terminal_makes_the_first_administrator_once(
    without_a_bot: Vuoro, open_page: OpenPage
):
    assert without_a_bot.setup_link is not None
    page = await open_page("en")
    await page.goto(without_a_bot.setup_link)
    await page.get_by_label("Name", exact=True).fill("Ylva Admin")
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Create and log in").click()
    await expect(page.get_by_role("alert")).to_contain_text("at least 10 characters")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create and log in").click()
    await expect(page.get_by_role("button", name="Menu of Ylva Admin")).to_be_visible()
    assert "setup" not in page.url

    another = await open_page("en")
    await another.goto(without_a_bot.setup_link)
    await another.get_by_label("Name", exact=True).fill("Eve")
    await another.get_by_label("Password", exact=True).fill(PASSWORD)
    await another.get_by_role("button", name="Create and log in").click()
    await expect(another.get_by_role("alert")).to_contain_text("This link has been used")


async def test_a_wrong_password_is_refused_and_the_right_one_still_works(
    without_a_bot: Vuoro, open_page: OpenPage
):
    anna = Agent(await open_page("en"), without_a_bot.url, ANNA)
    await anna.logs_in("not her password")
    await expect(anna.page.get_by_role("alert")).to_contain_text("The name or the password is wrong.")
    await anna.types_in(PASSWORD)
    await anna.is_at_the_desk()


async def test_logging_out_in_one_tab_ends_the_other(without_a_bot: Vuoro, open_page: OpenPage):
    anna = Agent(await open_page("en"), without_a_bot.url, ANNA)
    await anna.logs_in()
    await anna.is_at_the_desk()
    other = Agent(await anna.page.context.new_page(), without_a_bot.url, ANNA)
    await other.page.goto(f"{without_a_bot.url}/console")
    await other.is_at_the_desk()
    await other.chooses("Log out")
    await expect(other.page.get_by_role("heading", name="Log in")).to_be_visible()
    await expect(anna.page.get_by_text("Your session has ended. Log in again to go on.")).to_be_visible()
    await anna.page.reload()
    await expect(anna.page.get_by_role("heading", name="Log in")).to_be_visible()

"""The bubble on somebody else's site, under the strictest policy that such a site can have."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Home, InviteColleague, OpenPage
from tests.e2e.elsewhere import line, site
from tests.e2e.people import Visitor
from tests.e2e.service import free_port
from tests.e2e.tongues import EN, PL
from tests.servers import Service, phrasebook

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


def policy_for(service: Home) -> str:
    """What docs/embedding.md says the bubble needs, and nothing else."""
    socket = service.url.replace("http", "ws", 1)
    return f"default-src 'none'; script-src {service.url}; connect-src {service.url} {socket}"


async def styled(page: Page) -> bool:
    """Whether the bubble's own style has reached it."""
    launcher = page.locator("vuoro-bubble .launcher")
    return await launcher.evaluate("element => getComputedStyle(element).position") == "fixed"


async def test_the_bubble_works_on_a_site_that_allows_nothing_else(
    shop: Service, elsewhere: int, open_page: OpenPage, colleague_of: InviteColleague
):
    """What a visitor can do, from opening to rating. A violation of the policy fails the test by itself."""
    twice = line(shop.url) * 2
    with site(elsewhere, twice, policy=policy_for(shop), lang="pl") as home:
        visitor = Visitor(await open_page("en"), home, PL)
        await visitor.comes()
        await expect(visitor.bubble).to_have_count(1)
        assert await styled(visitor.page)

        await visitor.says(PL.question)
        answer = phrasebook().answer("delivery_time", "pl")
        assert answer is not None
        await visitor.reads(answer.text)
        await visitor.reloads()
        await visitor.reads(answer.text)

        await visitor.asks_for_a_person()
        await visitor.choice(PL.leave_message).click()
        await visitor.bubble.locator(".contact .primary").click()
        await expect(visitor.bubble.locator(".fault:not(:empty)")).to_be_visible()
        await visitor.bubble.locator(".contact .back").click()

        await visitor.turns_to(EN)
        async with visitor.page.expect_download() as download:
            await visitor.picks(EN.download)
        assert (await (await download.value).path()).stat().st_size > 0

        anna = await colleague_of(shop)
        await visitor.asks_for_a_person()
        await anna.joins()
        await visitor.meets("Anna")
        await anna.writes("See https://shop.example/returns")
        await expect(visitor.messages.get_by_role("link")).to_be_visible()
        await anna.closes()
        await visitor.rates_well()


async def test_a_site_that_is_not_allowed_is_refused_and_the_visitor_is_told(
    shop: Service, open_page: OpenPage
):
    with site(free_port(), line(shop.url), policy=policy_for(shop), lang="pl") as home:
        visitor = Visitor(await open_page("en"), home, PL)
        await visitor.comes()
        await expect(visitor.notice).to_contain_text("Czat nie jest dozwolony na tej stronie.")

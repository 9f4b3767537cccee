"""What a page says to the bubble and hears from it: `Vuoro('open')`, `Vuoro('on', 'unread', …)`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Page, WebSocket, expect

from handoff.model import Role
from tests.e2e.conftest import InviteColleague, OpenPage
from tests.e2e.elsewhere import line, site
from tests.e2e.people import Visitor
from tests.e2e.tongues import EN
from tests.identities import signed
from tests.protocol.people import Session
from tests.servers import Service

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

STUB = "window.Vuoro = window.Vuoro || function () { (Vuoro.q = Vuoro.q || []).push(arguments); };"
"""As docs/embedding.md has it."""
NEWS = ("ready", "open", "close", "unread", "message", "state", "identity")
LISTENERS = f"""{STUB}
window.news = [];
for (const name of {list(NEWS)}) Vuoro('on', name, (told) => news.push([name, told]));
"""


@pytest.fixture
def home(shop: Service, elsewhere: int) -> Iterator[str]:
    with site(elsewhere, f"<script>{LISTENERS}</script>{line(shop.url)}") as address:
        yield address


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    return await open_page("en")


async def calls(page: Page, *call: object) -> None:
    assert await page.evaluate("call => Vuoro(...call)", list(call)) is None


async def hears(page: Page, name: str, told: object) -> None:
    await page.wait_for_function(
        "([name, told]) => news.some((each) => each[0] === name && JSON.stringify(each[1]) === told)",
        arg=[name, json.dumps(told, separators=(",", ":"))],
    )


async def heard(page: Page, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await page.evaluate(
        "name => news.filter((each) => each[0] === name).map((each) => each[1])", name
    )
    return found


async def test_what_is_said_before_the_script_is_there_is_done_when_it_is(
    shop: Service, elsewhere: int, page: Page
):
    early = f"{LISTENERS} Vuoro('boot', {{ name: 'Early' }}); Vuoro('open');"
    with site(elsewhere, f"<script>{early}</script>{line(shop.url)}") as home:
        await page.goto(home)
        await expect(page.get_by_role("dialog", name="Early")).to_be_visible()
        assert await page.evaluate("news.map(([name]) => name)") == ["ready", "open"]


async def test_a_page_opens_and_closes_the_chat_and_takes_it_away(home: str, page: Page):
    visitor = Visitor(page, home)
    await page.goto(home)
    await hears(page, "ready", {})
    await calls(page, "open")
    await expect(visitor.area).to_be_focused()
    await hears(page, "open", {})
    await calls(page, "close")
    await expect(visitor.panel).to_have_count(0)
    await hears(page, "close", {})
    await calls(page, "shutdown")
    await expect(visitor.bubble).to_have_count(0)
    await calls(page, "boot", {"position": "left", "lang": "fi", "accent": "#5b2a86", "theme": "light"})
    launcher = page.get_by_role("button", name="Avaa keskustelu")
    await expect(launcher).to_have_css("background-color", "rgb(91, 42, 134)")
    box = await launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100


async def test_a_page_hears_what_happens_but_nobodys_words(
    shop: Service, home: str, page: Page, colleague_of: InviteColleague
):
    anna = await colleague_of(shop)
    visitor = Visitor(page, home)
    await visitor.comes()
    await visitor.says("Hello")
    await expect(visitor.messages.locator(".message.bot")).to_be_visible()
    await visitor.asks_for_a_person()
    await anna.joins()
    await visitor.meets("Anna")
    await visitor.says("My secret")
    await visitor.shuts()
    await anna.writes("My answer")
    await hears(page, "unread", {"count": 1})
    await hears(page, "message", {"conversation": anna.conversation, "from": "visitor"})
    await hears(page, "message", {"conversation": anna.conversation, "from": "agent", "name": "Anna"})
    await calls(page, "open")
    await hears(page, "unread", {"count": 0})
    await anna.closes()
    await hears(page, "state", {"conversation": None, "state": None})
    assert [told["state"] for told in await heard(page, "state")] == ["bot", "queued", "human", None]
    everything = await page.evaluate("JSON.stringify(news)")
    assert "My secret" not in everything
    assert "My answer" not in everything
    assert "Virtanen" not in everything


async def test_a_listener_that_fails_stops_nothing(shop: Service, elsewhere: int, page: Page):
    failing = f"{STUB} onerror = (message) => {{ window.reported = message; return true; }};"
    failing += "Vuoro('on', 'ready', () => { throw new Error('mine'); });"
    with site(elsewhere, f"<script>{failing}</script>{line(shop.url)}") as home:
        await page.goto(home)
        await calls(page, "open")
        await expect(Visitor(page, home).area).to_be_visible()
        assert "mine" in await page.evaluate("window.reported")


async def test_with_manual_boot_nothing_is_fetched_before_the_page_says_so(
    shop: Service, elsewhere: int, page: Page
):
    with site(elsewhere, line(shop.url, 'data-boot="manual"')) as home:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(shop.url)))
        await page.goto(home)
        await page.wait_for_load_state("networkidle")
        assert [url for url in asked if not url.startswith(home)] == ["/vuoro.js"]
        assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
        await expect(page.locator("vuoro-bubble")).to_have_count(0)
        await calls(page, "boot")
        await expect(page.get_by_role("button", name=EN.opens)).to_be_visible()


async def test_nothing_is_stored_and_no_connection_opened_before_the_chat_is(home: str, page: Page):
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108 a built-in takes no mark of Playwright's
    await page.goto(home)
    await hears(page, "ready", {})
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert sockets == []
    await calls(page, "open")
    await expect(Visitor(page, home).area).to_be_visible()
    assert len(sockets) == 1


async def test_a_customer_is_known_and_forgotten(shop: Service, home: str, page: Page):
    login = await shop.add_agent("root", role=Role.ADMIN)
    root = await Session.open(shop.url, login.name, login.password)
    secret = (await root.call("GET", "/api/site")).json()["identity_secret"]
    visitor = Visitor(page, home)
    await visitor.comes()
    await calls(page, "identify", "no token of the shop's")
    await hears(page, "identity", {"accepted": False})
    await calls(page, "identify", signed(secret, shop.clock(), sub="c1", name="Liisa"))
    await hears(page, "identity", {"accepted": True})
    await visitor.says("Where is my order?")
    await calls(page, "identify", None)
    await expect(visitor.said("Where is my order?")).to_have_count(0)
    await expect(visitor.bubble.locator(".starters")).to_be_visible()
    await visitor.reloads()
    await expect(visitor.said("Where is my order?")).to_have_count(0)

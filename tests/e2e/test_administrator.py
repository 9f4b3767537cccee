"""The administrator's pages: people, the site, and whether all is well."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import ANNA, DESKTOP, PIOTR, SMALL_PHONE, OpenPage, Shoot
from tests.e2e.people import Agent
from tests.e2e.service import NOBODY, PASSWORD, Vuoro, free_port, vuoro

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

YLVA = "Ylva Admin"
NEW_PASSWORD = "staple battery horse"
AT_ONCE_SECONDS = 2.0
A_PAGE_FULL = 60
HAS_FOCUS = "element => element.matches(':focus')"
BUSY = "[aria-busy=true]"


class Administrator(Agent):
    """Somebody at the administrator's pages, which speak English here."""

    async def opens_page(self, name: str) -> None:
        """`Agents`, `Site` or `Status`."""
        await self.page.get_by_role("navigation").get_by_role("link", name=name).click()

    async def comes_in(self) -> None:
        """Logs in, and sees the agents."""
        await self.logs_in()
        await self.page.get_by_role("link", name="Administration").click()
        await expect(self.row(YLVA)).to_be_visible()

    def row(self, name: str) -> Locator:
        return self.page.locator("admin-agents").get_by_role("listitem").filter(has_text=name)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    async def is_told(self, text: str) -> None:
        await expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()

    async def adds(self, name: str) -> str:
        """Gives the single-use link."""
        await self.page.get_by_role("button", name="Add an agent").click()
        await self.dialog.get_by_label("Name").fill(name)
        await self.dialog.get_by_role("button", name="Add and make a link").click()
        return await self.takes_link()

    async def makes_link(self, name: str) -> str:
        await self.page.get_by_role("button", name=f"Password link: {name}").click()
        await self.dialog.get_by_role("button", name="Make a link").click()
        return await self.takes_link()

    async def takes_link(self) -> str:
        """Copies it, sees until when it works, and closes the dialog."""
        await expect(self.dialog.get_by_text("Works once, until")).to_be_visible()
        await self.dialog.get_by_role("button", name=re.compile("^Copy")).click()
        await expect(self.dialog.get_by_role("button", name="Copied")).to_be_visible()
        link: str = await self.page.evaluate("navigator.clipboard.readText()")
        assert link == await self.dialog.get_by_label("Single-use link").input_value()
        await self.dialog.get_by_role("button", name="Done").click()
        return link

    async def disables(self, name: str) -> None:
        await self.page.get_by_role("button", name=f"Disable: {name}").click()
        await self.dialog.get_by_role("button", name="Disable").click()


@dataclass(frozen=True, slots=True)
class Shop:
    """A service of the module's own, without a bot, whose first administrator is Ylva."""

    service: Vuoro

    async def administrator(self, open_page: OpenPage, **look: object) -> Administrator:
        page = await open_page("en", permissions=["clipboard-read", "clipboard-write"], **look)
        ylva = Administrator(page, self.service.url, YLVA)
        await ylva.comes_in()
        return ylva

    async def agent(self, open_page: OpenPage, name: str) -> Agent:
        agent = Agent(await open_page("en"), self.service.url, name)
        await agent.logs_in()
        await agent.is_at_the_desk()
        return agent


@pytest.fixture(scope="module")
async def shop(
    anyio_backend: str, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Shop]:
    async with vuoro(tmp_path_factory.mktemp("vuoro"), bot_url=NOBODY, log_level="error") as running:
        await running.add_agent(ANNA)
        await running.add_agent(PIOTR)
        assert running.setup_link is not None
        form = {"code": running.setup_link.split("=")[-1], "name": YLVA, "password": PASSWORD}
        async with httpx.AsyncClient(base_url=running.url) as http:
            (await http.post("/api/setup", json=form)).raise_for_status()
        yield Shop(running)


async def sets_password(page: Page, link: str, password: str = NEW_PASSWORD) -> None:
    await page.goto(link)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Save and log in").click()


async def is_sent_out(page: Page) -> float:
    """Waits for the log-in form with its reason; the seconds that took."""
    began = time.monotonic()
    await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    took = time.monotonic() - began
    await expect(page.get_by_text("an administrator disables your account")).to_be_visible()
    return took


async def test_from_the_first_link_to_a_new_colleague_at_the_desk(
    open_page: OpenPage, chromium: str, tmp_path_factory: pytest.TempPathFactory
):
    async with vuoro(tmp_path_factory.mktemp("vuoro"), bot_url=NOBODY, log_level="error") as service:
        assert service.setup_link is not None
        page = await open_page("en", permissions=["clipboard-read", "clipboard-write"])
        ylva = Administrator(page, service.url, YLVA)
        await page.goto(service.setup_link)
        await page.get_by_label("Name", exact=True).fill(YLVA)
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Create and log in").click()
        await page.get_by_role("link", name="Administration").click()
        await expect(page.get_by_text("You are alone here")).to_be_visible()
        link = await ylva.adds("Maija Meri")
        await expect(ylva.row("Maija Meri")).to_contain_text("Not connected")

        maija = Agent(await open_page("en"), service.url, "Maija Meri")
        await sets_password(maija.page, link, "short")
        await expect(maija.page.get_by_role("alert")).to_contain_text("at least 10 characters")
        assert "password" not in maija.page.url
        await maija.page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
        await maija.page.get_by_role("button", name="Save and log in").click()
        await maija.is_at_the_desk()
        await expect(ylva.row("Maija Meri")).not_to_contain_text("Not connected")

        another = await open_page("en")
        await sets_password(another, link)
        await expect(another.get_by_role("alert")).to_contain_text("This link has been used")


async def test_disabling_closes_the_console_at_once(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    piotr = await shop.agent(open_page, PIOTR)
    await ylva.disables(PIOTR)
    assert await is_sent_out(piotr.page) < AT_ONCE_SECONDS
    await piotr.types_in(PASSWORD)
    await expect(piotr.page.get_by_role("alert")).to_contain_text("The name or the password is wrong.")
    await expect(ylva.row(PIOTR)).to_contain_text("Disabled")
    await ylva.page.get_by_role("button", name=f"Enable: {PIOTR}").click()
    await ylva.is_told(f"{PIOTR} was enabled.")
    await piotr.types_in(PASSWORD)
    await piotr.is_at_the_desk()


async def test_a_new_password_by_link_ends_the_sessions_under_the_old_one(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    await ylva.adds("Liisa Laine")
    first, second = await ylva.makes_link("Liisa Laine"), await ylva.makes_link("Liisa Laine")
    liisa = Agent(await open_page("en"), shop.service.url, "Liisa Laine")
    await sets_password(liisa.page, first)
    await expect(liisa.page.get_by_role("alert")).to_contain_text("This link has been used or has expired")
    await sets_password(liisa.page, second)
    await liisa.is_at_the_desk()

    third = await ylva.makes_link("Liisa Laine")
    phone = await open_page("en")
    await sets_password(phone, third, "another good one")
    assert await is_sent_out(liisa.page) < AT_ONCE_SECONDS
    await liisa.types_in(NEW_PASSWORD)
    await expect(liisa.page.get_by_role("alert")).to_contain_text("The name or the password is wrong.")


async def test_changing_the_own_password_ends_the_other_sessions(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    maija = Agent(await open_page("en"), shop.service.url, "Maija Salo")
    await sets_password(maija.page, await ylva.adds("Maija Salo"))
    await maija.is_at_the_desk()
    elsewhere = Agent(await open_page("en"), shop.service.url, "Maija Salo")
    await elsewhere.logs_in(NEW_PASSWORD)
    await elsewhere.is_at_the_desk()

    await maija.page.get_by_role("button", name="Menu of").click()
    await maija.page.get_by_role("menuitem", name="Change password…").click()
    dialog = maija.page.get_by_role("dialog")
    await dialog.get_by_label("Current password").fill("not hers")
    await dialog.get_by_label("New password").fill("another good one")
    await dialog.get_by_role("button", name="Change password").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This is not your current password.")
    await dialog.get_by_label("Current password").fill(NEW_PASSWORD)
    await dialog.get_by_role("button", name="Change password").click()
    await expect(dialog).to_have_count(0)
    assert await is_sent_out(elsewhere.page) < AT_ONCE_SECONDS
    await maija.is_at_the_desk()
    await maija.becomes("Online")


async def test_nobody_else_gets_to_these_pages(shop: Shop, open_page: OpenPage):
    anna = await shop.agent(open_page, ANNA)
    await expect(anna.page.get_by_role("link", name="Administration")).to_have_count(0)
    await anna.page.goto(f"{shop.service.url}/console#/admin/agents")
    await anna.is_at_the_desk()
    await expect(anna.page.locator("vuoro-admin")).to_have_count(0)


async def test_the_only_administrator_cannot_lock_everybody_out(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    await expect(ylva.page.get_by_role("button", name=f"Disable: {YLVA}")).to_have_count(0)
    await ylva.page.get_by_role("button", name=f"Edit: {YLVA}").click()
    await expect(ylva.dialog.get_by_label("Role")).to_be_disabled()
    await expect(ylva.dialog.get_by_text("You are the only administrator")).to_be_visible()


@contextmanager
def other_site(port: int, service: Vuoro) -> Iterator[str]:
    """A page elsewhere with the bubble on it."""
    page = f'<!doctype html><html lang="en"><title>Shop</title><script async src="{service.url}/vuoro.js"></script>'

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def test_what_is_chosen_for_the_site_reaches_the_bubble(shop: Shop, open_page: OpenPage):
    port = free_port()
    with other_site(port, shop.service) as home:
        stranger = await open_page("en")
        await stranger.goto(home)
        await stranger.locator("vuoro-bubble .launcher").click()
        await expect(stranger.locator("vuoro-bubble").get_by_text("not allowed")).to_be_visible()

        ylva = await shop.administrator(open_page)
        await ylva.opens_page("Site")
        await ylva.page.get_by_label("Name", exact=True).fill("Kuusikauppa")
        await ylva.page.get_by_label("Accent colour", exact=True).fill("#7a1f5f")
        await ylva.page.get_by_label("Add an address").fill(f"{home}/somewhere")
        await ylva.page.get_by_role("button", name="Save").click()
        await ylva.is_told("The site’s settings are saved.")
        await expect(ylva.page.get_by_role("list", name="Allowed addresses")).to_contain_text(home)

        visitor = await open_page("en")
        await visitor.goto(home)
        launcher = visitor.locator("vuoro-bubble .launcher")
        await expect(launcher).to_have_css("background-color", "rgb(122, 31, 95)")
        await launcher.click()
        await expect(visitor.locator("vuoro-bubble").get_by_text("Kuusikauppa").first).to_be_visible()
        await expect(visitor.locator("vuoro-bubble").get_by_role("textbox")).to_be_editable()
        await expect(visitor.locator("vuoro-bubble").get_by_text("not allowed")).to_have_count(0)


async def test_changes_that_were_not_saved_are_still_there_after_a_reload(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    page = ylva.page
    page.on("dialog", lambda question: question.accept())
    await ylva.opens_page("Site")
    await page.get_by_label("Name", exact=True).fill("Half a na")
    await ylva.opens_page("Status")
    await expect(page.get_by_role("heading", name=re.compile("well|attention|work"))).to_be_visible()
    await expect(page.get_by_role("link", name="Site (not saved)")).to_be_visible()
    await ylva.opens_page("Site")
    await page.reload()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Half a na")
    await page.get_by_role("button", name="Discard changes").click()
    await expect(page.get_by_label("Name", exact=True)).not_to_have_value("Half a na")
    await expect(page.get_by_role("button", name="Save")).to_have_count(0)


async def test_a_new_secret_replaces_the_old_one(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    await ylva.opens_page("Site")
    secret = ylva.page.get_by_label("Secret", exact=True)
    await expect(secret).to_have_attribute("type", "password")
    await ylva.page.get_by_role("button", name="Show", exact=True).click()
    await expect(secret).to_have_attribute("type", "text")
    old = await secret.input_value()
    await ylva.page.get_by_role("button", name="Make a new secret").click()
    await ylva.dialog.get_by_role("button", name="Make a new secret").click()
    await ylva.is_told("There is a new secret.")
    assert await secret.input_value() not in ("", old)


async def test_a_bot_that_is_away_is_said_in_words(shop: Shop, open_page: OpenPage):
    ylva = await shop.administrator(open_page)
    await ylva.opens_page("Status")
    parts = ylva.page.locator("admin-status").get_by_role("listitem")
    await expect(parts.filter(has_text="Assistant")).to_contain_text(
        "Visitors are passed on to people meanwhile."
    )
    await expect(parts.filter(has_text="Database")).to_contain_text("OK")
    await expect(ylva.page.locator("admin-status")).to_contain_text("Vuoro")


async def press_until_at(page: Page, key: str, target: Locator) -> None:
    await expect(target).to_be_visible()
    for _ in range(A_PAGE_FULL):
        if await target.evaluate(HAS_FOCUS):
            return
        await page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {target}")


async def test_an_administrator_needs_no_mouse(shop: Shop, open_page: OpenPage):
    page = await open_page("en")
    ylva = Administrator(page, shop.service.url, YLVA)
    await ylva.logs_in()
    await press_until_at(page, "Tab", page.get_by_role("link", name="Administration"))
    await page.keyboard.press("Enter")
    add = page.get_by_role("button", name="Add an agent")
    await press_until_at(page, "Tab", add)
    await page.keyboard.press("Enter")
    await expect(ylva.dialog.get_by_label("Name")).to_be_focused()
    await page.keyboard.type("Otso Oja")
    await page.keyboard.press("Escape")
    await expect(ylva.dialog.get_by_role("button", name="Keep editing")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(ylva.dialog.get_by_label("Name")).to_be_focused()
    await press_until_at(page, "Tab", ylva.dialog.get_by_label("Another skill"))
    await page.keyboard.type("gifts")
    await page.keyboard.press("Enter")
    await expect(ylva.dialog.get_by_role("checkbox", name="gifts")).to_be_checked()
    await press_until_at(page, "Tab", ylva.dialog.get_by_role("button", name="Add and make a link"))
    await page.keyboard.press("Enter")
    await expect(ylva.dialog.get_by_label("Single-use link")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(ylva.dialog).to_have_count(0)
    await expect(add).to_be_focused()

    await press_until_at(page, "Tab", page.get_by_role("button", name="Disable: Otso Oja"))
    await page.keyboard.press("Enter")
    await press_until_at(page, "Tab", ylva.dialog.get_by_role("button", name="Disable"))
    await page.keyboard.press("Enter")
    await expect(ylva.row("Otso Oja")).to_contain_text("Disabled")
    await expect(page.get_by_role("button", name="Enable: Otso Oja")).to_be_focused()
    await press_until_at(page, "Shift+Tab", page.get_by_role("link", name="Site"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Name", exact=True)).to_be_visible()
    await press_until_at(page, "Shift+Tab", page.get_by_role("button", name="Back to conversations"))
    await page.keyboard.press("Enter")
    await ylva.is_at_the_desk()


@pytest.mark.parametrize(
    ("name", "screen", "scheme"),
    [
        ("desktop-light", DESKTOP, "light"),
        ("desktop-dark", DESKTOP, "dark"),
        ("small-dark", SMALL_PHONE, "dark"),
    ],
)
async def test_the_pages_are_fine_in_every_state(
    shop: Shop, open_page: OpenPage, shoot: Shoot, name: str, screen: dict[str, object], scheme: str
):
    # A colour that is still fading in has no contrast to speak of.
    ylva = await shop.administrator(open_page, **screen, color_scheme=scheme, reduced_motion="reduce")
    page = ylva.page
    page.on("dialog", lambda question: question.accept())

    async def check(state: str) -> None:
        await expect(page.locator(BUSY)).to_have_count(0)
        await shoot(page, f"{name}-admin-{state}")
        found = (await Axe().run(page)).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], state
        wider = await page.locator("vuoro-admin").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wider <= 0, f"{state} is {wider} px too wide"

    await check("1-agents")
    await page.get_by_role("button", name="Add an agent").click()
    await ylva.dialog.get_by_role("button", name="Add and make a link").click()
    await expect(ylva.dialog.get_by_text("Write a name.")).to_be_visible()
    await check("2-fault")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=f"Password link: {ANNA}").click()
    await ylva.dialog.get_by_role("button", name="Make a link").click()
    await expect(ylva.dialog.get_by_label("Single-use link")).to_be_visible()
    await check("3-link")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=f"Disable: {ANNA}").click()
    await check("4-disable")
    await page.keyboard.press("Escape")
    await ylva.opens_page("Site")
    await expect(page.get_by_label("Accent colour", exact=True)).to_be_visible()
    await check("5-site")
    await page.get_by_label("Accent colour", exact=True).fill("#ffe08a")
    await expect(page.get_by_text("hardly stands out")).to_be_visible()
    await check("6-unsaved")
    await page.get_by_role("button", name="Discard changes").click()
    await ylva.opens_page("Status")
    await check("7-status")

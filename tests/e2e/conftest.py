from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.e2e.colleague import Colleague
from tests.e2e.people import Agent, Visitor
from tests.e2e.service import NOBODY, REPOSITORY, Vuoro, free_port, lend_model, vuoro
from tests.e2e.tongues import EN, Tongue
from tests.servers import Service, serving

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ANNA = "Anna Virtanen"
PIOTR = "Piotr Nowak"

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}

expect.set_options(timeout=20_000)


class Home(Protocol):
    """Whatever serves the pages."""

    @property
    def url(self) -> str: ...


OpenPage = Callable[..., Awaitable[Page]]
InviteVisitor = Callable[..., Awaitable[Visitor]]
InviteAgent = Callable[..., Awaitable[Agent]]
InviteColleague = Callable[..., Awaitable[Colleague]]
Shoot = Callable[[Page, str], Awaitable[None]]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium is on the path: `apt-get install chromium`")
    return found


@pytest.fixture(scope="session")
async def browser(anyio_backend: str, chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def elsewhere() -> int:
    """The port of another site, which the service allows."""
    return free_port()


@pytest.fixture(scope="session")
async def service(
    anyio_backend: str, chromium: str, elsewhere: int, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Vuoro]:
    """The whole service with its real bot, and two agents who speak all its languages."""
    data = tmp_path_factory.mktemp("vuoro")
    lend_model(data)
    async with vuoro(data, allowed_origins=f"http://localhost:{elsewhere}", log_level="error") as running:
        await running.add_agent(ANNA)
        await running.add_agent(PIOTR)
        await running.bot_is_ready()
        yield running


@pytest.fixture(scope="module")
async def without_a_bot(
    anyio_backend: str, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Vuoro]:
    """A service of the module's own, to be killed and set up; its bot is never there, and Anna works there."""
    async with vuoro(tmp_path_factory.mktemp("vuoro"), bot_url=NOBODY, log_level="error") as running:
        await running.add_agent(ANNA)
        yield running


@pytest.fixture
async def shop(anyio_backend: str, chromium: str, elsewhere: int, tmp_path: Path) -> AsyncIterator[Service]:
    """A service of the test's own, inside this process: its bot knows what it is told, its clock can be moved."""
    async with serving(tmp_path, allowed_origins=f"http://localhost:{elsewhere}") as running:
        yield running


@pytest.fixture
async def colleague_of() -> AsyncIterator[InviteColleague]:
    """Brings an agent without a console, online, for what is to be seen in the bubble only."""
    async with AsyncExitStack() as stack:

        async def invited(service: Service, name: str = ANNA, capacity: int = 3) -> Colleague:
            colleague = await Colleague.of(service, name, capacity)
            stack.push_async_callback(colleague.leave)
            await colleague.come()
            await colleague.is_online()
            return colleague

        yield invited


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a page in a browser of its own; what goes wrong on it fails the test."""
    async with AsyncExitStack() as stack:
        wrongs: list[str] = []

        async def opened(locale: str = "en", **look: object) -> Page:
            context = await browser.new_context(**{**DESKTOP, "locale": locale, **look})
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: wrongs.append(str(error)))
            page.on(
                "console",
                lambda said: wrongs.append(said.text) if "Content Security Policy" in said.text else None,
            )
            return page

        yield opened
        assert wrongs == []


@pytest.fixture
async def visitor_of(open_page: OpenPage) -> AsyncIterator[InviteVisitor]:
    """Invites a visitor to a service's demo page; they end their chat when the test is over."""
    async with AsyncExitStack() as stack:

        async def invited(service: Home, tongue: Tongue = EN, **look: object) -> Visitor:
            visitor = Visitor(await open_page(tongue.lang, **look), service.url, tongue)
            await visitor.comes()
            stack.push_async_callback(visitor.leaves)
            return visitor

        yield invited


@pytest.fixture
async def agent_of(open_page: OpenPage) -> AsyncIterator[InviteAgent]:
    """Brings an agent to a service's console, online; they go away when the test is over."""
    async with AsyncExitStack() as stack:

        async def invited(service: Vuoro, name: str = ANNA, **look: object) -> Agent:
            agent = Agent(await open_page("en", **look), service.url, name)
            await agent.comes_online()
            stack.push_async_callback(agent.goes_home)
            return agent

        yield invited


@pytest.fixture(scope="session")
def shoot() -> Shoot:
    """Takes a picture, into the folder VUORO_SCREENSHOTS names."""
    folder = Path(os.environ.get("VUORO_SCREENSHOTS", REPOSITORY / "tests" / "e2e" / ".screenshots"))
    folder.mkdir(parents=True, exist_ok=True)

    async def taken(page: Page, name: str) -> None:
        await page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return taken

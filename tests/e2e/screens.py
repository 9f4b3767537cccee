"""Every state of bubble and console as a picture: `make screenshots`. By its name no test: run only when asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.e2e.camera import Camera
from tests.e2e.colleague import Colleague
from tests.e2e.conftest import InviteColleague, OpenPage
from tests.e2e.people import Visitor
from tests.e2e.screens_console import console_states
from tests.e2e.tongues import EN, FI, PL, Tongue
from tests.protocol.people import Visitor as OnTheWire
from tests.servers import ScriptedBot, Service, sure, unsure

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


@dataclass(frozen=True, slots=True)
class Lines:
    """What is said here besides."""

    vague: str
    yes: str
    long: str
    form: str


LINES = {
    "en": Lines(
        "Something about my parcel",
        "Yes",
        "I have looked into it: the parcel left our warehouse in Oulu on Friday at 14:20 and was scanned in Helsinki "
        "this morning. You can follow it here: https://kaarna.example/orders/20317/tracking?carrier=posti&lang=en",
        "My lamp came without its shade. Could you send me a new one?",
    ),
    "fi": Lines(
        "Jotain paketistani",
        "Kyllä",
        "Kuljetusvahinkoilmoituksesi on nyt käsittelyssä. Palautuslähetysohjeet ja korvaushakemuslomake löytyvät "
        "täältä: https://kaarna.example/palautukset/kuljetusvahinkoilmoituslomake?tilaus=20317 – "
        "epäjärjestelmällistyttämättömyydelläänsäkäänköhän lomake ei enää kiusaa.",
        "Lampunvarjostin oli haljennut. Saanko uuden?",
    ),
    "pl": Lines(
        "Coś w sprawie mojej paczki",
        "Tak",
        "Sprawdziłam: paczka wyjechała z magazynu w Oulu w piątek o 14:20, a dziś rano dotarła do sortowni w "
        "Warszawie. Śledzenie przesyłki: https://kaarna.example/zamowienia/20317/sledzenie?przewoznik=inpost&jezyk=pl",
        "Lampa przyszła bez klosza. Czy mogę dostać nowy?",
    ),
}


@pytest.fixture(params=[FI, PL, EN], ids=lambda tongue: tongue.lang)
def tongue(request: pytest.FixtureRequest) -> Tongue:
    return request.param


@pytest.fixture
async def visitor(shop: Service, open_page: OpenPage, tongue: Tongue) -> Visitor:
    page = await open_page(tongue.lang, reduced_motion="reduce")
    await page.goto(f"{shop.url}/?lang={tongue.lang}")
    return Visitor(page, shop.url, tongue)


@pytest.fixture
def camera(visitor: Visitor, tongue: Tongue) -> Camera:
    return Camera(visitor.page, "bubble", tongue.lang)


async def test_with_the_assistant(shop: Service, visitor: Visitor, tongue: Tongue, camera: Camera):
    lines = LINES[tongue.lang]
    assert isinstance(shop.bot, ScriptedBot)
    shop.bot.script |= {lines.vague: unsure("delivery_time", "track_order"), lines.yes: sure("affirm")}
    bot = visitor.messages.locator(".message.bot")

    await visitor.launcher.click()
    await expect(visitor.bubble.locator(".starters")).to_be_visible()
    await camera.takes("starters")
    await visitor.bubble.get_by_role("button", name=tongue.menu, exact=True).click()
    await camera.takes("menu")
    await visitor.page.keyboard.press("Escape")
    await visitor.says(tongue.question)
    await expect(bot).to_have_count(1)
    await camera.takes("answer")
    await visitor.says(lines.vague)
    await expect(bot).to_have_count(2)
    await camera.takes("clarify")
    await visitor.says(lines.yes)
    await expect(bot).to_have_count(3)
    await camera.takes("yes")
    await visitor.asks_for_a_person()
    await expect(visitor.choice(tongue.leave_message)).to_be_enabled()
    await camera.takes("nobody")
    await visitor.choice(tongue.leave_message).click()
    await visitor.bubble.locator("#contact-text").fill(lines.form)
    await visitor.bubble.locator(".contact .primary").click()
    await expect(visitor.bubble.locator(".fault:not(:empty)")).to_be_visible()
    await camera.takes("form")
    await visitor.bubble.locator("#contact-email").fill("liisa@example.com")
    await visitor.bubble.locator(".contact .primary").click()
    await expect(visitor.bubble.locator(".message.left")).to_be_visible()
    await camera.takes("left")


@pytest.fixture
async def anna(shop: Service, tongue: Tongue, colleague_of: InviteColleague) -> AsyncIterator[Colleague]:
    """Who is busy with one visitor while another waits."""
    anna = await colleague_of(shop, capacity=1)
    async with AsyncExitStack() as stack:
        for name in ("first", "second"):
            before = OnTheWire(shop.url, name, lang=tongue.lang)
            stack.push_async_callback(before.leave)
            await before.come()
            await before.ask_for_a_person()
        await anna.joins()
        yield anna


async def test_with_a_person(visitor: Visitor, tongue: Tongue, camera: Camera, anna: Colleague):
    lines = LINES[tongue.lang]
    await visitor.launcher.click()
    await visitor.says(tongue.question)
    await expect(visitor.messages.locator(".message.bot")).to_be_visible()
    await visitor.asks_for_a_person()
    await visitor.waits_in_line()
    await expect(visitor.bubble.locator(".queue")).to_contain_text("2")
    await camera.takes("waiting")
    await anna.closes()
    await anna.joins()
    await anna.closes()
    await anna.joins()
    await visitor.meets("Anna")
    await anna.writes(tongue.reply)
    await visitor.says(tongue.more)
    await anna.types()
    await expect(visitor.bubble.locator(".typing")).to_be_visible()
    await camera.takes("person")
    await anna.writes(lines.long)
    await visitor.reads(lines.long)
    await camera.takes("long")
    await visitor.area.fill("\n".join([tongue.more] * 8))
    await camera.takes("writing")
    await visitor.area.fill("")

    await visitor.shuts()
    await anna.writes(tongue.goodbye)
    await expect(visitor.launcher.locator(".count")).to_be_visible()
    await camera.takes("closed")
    await visitor.launcher.click()

    await visitor.page.context.set_offline(True)
    await visitor.area.fill(tongue.more)
    await visitor.area.press("Enter")
    await expect(visitor.bubble.locator(".outgoing .fate")).to_be_visible()
    await camera.takes("offline")
    await visitor.page.context.set_offline(False)
    await expect(visitor.bubble.locator(".outgoing")).to_have_count(0)

    await visitor.bubble.locator(".actions .end").click()
    await camera.takes("ending")
    await visitor.bubble.locator(".actions .quiet").last.click()
    await anna.closes()
    await expect(visitor.bubble.locator(".rating")).to_be_visible()
    await visitor.bubble.get_by_role("radio", name=tongue.rate_well).check(force=True)
    await camera.takes("rating")
    await visitor.rates_well()
    await camera.takes("ended")


async def test_the_console(open_page: OpenPage, tongue: Tongue):
    page = await open_page(tongue.lang, reduced_motion="reduce")
    camera = Camera(page, "console", tongue.lang)
    async for state in console_states(page, tongue.lang):
        await camera.takes(state)

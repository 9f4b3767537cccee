"""How a page is looked at: on a screen, in a colour scheme, in a language."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, SMALL_PHONE, Shoot
from tests.e2e.tongues import EN, FI, PL, Tongue


@dataclass(frozen=True, slots=True)
class Look:
    """A screen, a colour scheme and a language."""

    name: str
    screen: dict[str, object]
    scheme: str
    tongue: Tongue

    @property
    def context(self) -> dict[str, object]:
        # A colour that is still fading in has no contrast to speak of.
        return {**self.screen, "color_scheme": self.scheme, "reduced_motion": "reduce"}

    async def check(self, page: Page, state: str, shoot: Shoot) -> None:
        await shoot(page, f"{self.name}-{state}")
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        wider = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{state} is {wider} px too wide"


LOOKS = [
    Look("desktop-light-fi", DESKTOP, "light", FI),
    Look("desktop-dark-pl", DESKTOP, "dark", PL),
    Look("phone-dark-en", PHONE, "dark", EN),
    Look("small-light-fi", SMALL_PHONE, "light", FI),
]

"""Takes one state of a page on all screens, light and dark."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.async_api import Page, ViewportSize

from tests.e2e.service import REPOSITORY

SCREENS = {
    "laptop": ViewportSize(width=1280, height=800),
    "wide": ViewportSize(width=1920, height=1080),
    "phone": ViewportSize(width=390, height=844),
}
SCHEMES = ("dark", "light")
FOLDER = Path(os.environ.get("VUORO_SCREENSHOTS", REPOSITORY / "tests" / "e2e" / ".screenshots"))


@dataclass(frozen=True, slots=True)
class Camera:
    """Its pictures lie in VUORO_SCREENSHOTS, as `bubble-waiting-fi-phone-dark.png`."""

    page: Page
    subject: str
    lang: str

    async def takes(self, state: str) -> None:
        """Leaves the page as it began: on a laptop, light."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        await self.page.mouse.move(0, 0)
        for screen, scheme in product(reversed(SCREENS), SCHEMES):
            await self.page.set_viewport_size(SCREENS[screen])
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # Two frames: one in which the page hears of it, one in which it has moved.
            await self.page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            name = f"{self.subject}-{state}-{self.lang}-{screen}-{scheme}.png"
            await self.page.screenshot(path=FOLDER / name, animations="disabled", caret="initial")

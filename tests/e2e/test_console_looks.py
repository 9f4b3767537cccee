"""Every state of the console, on every screen, light and dark: axe-core finds nothing, nothing sticks out."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import DESKTOP, OpenPage, Shoot
from tests.e2e.looks import Look
from tests.e2e.screens_console import console_states
from tests.e2e.tongues import EN, FI, PL

pytestmark = [pytest.mark.anyio, pytest.mark.browser]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
"""A laptop at 200 %."""

LOOKS = [
    Look("desktop-light-fi", DESKTOP, "light", FI),
    Look("desktop-dark-pl", DESKTOP, "dark", PL),
    Look("phone-light-pl", PHONE, "light", PL),
    Look("phone-dark-fi", PHONE, "dark", FI),
    Look("zoomed-light-en", ZOOMED, "light", EN),
]
MOVING = """() => document.getAnimations().filter((each) => each.playState === 'running').map((each) =>
    each.animationName ?? each.transitionProperty)"""


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_the_console_is_fine_in_every_state(open_page: OpenPage, shoot: Shoot, look: Look):
    page = await open_page(look.tongue.lang, **look.context)
    wrong = []
    async for state in console_states(page, look.tongue.lang):
        try:
            await look.check(page, f"console-{state}", shoot)
            assert await page.evaluate(MOVING) == [], f"{state} moves"
        except AssertionError as error:
            wrong.append(str(error))
    assert wrong == []

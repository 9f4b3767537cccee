"""How a page is looked at: on a screen, in a colour scheme, in a language."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page

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
        await nothing_wrong(page, state)
        wider = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{state} is {wider} px too wide"


async def nothing_wrong(page: Page, state: str) -> None:
    """Axe finds nothing, in shadow roots neither."""
    found = await Axe().run(page)
    wrongs = [
        f"{violation['id']}: {violation['help']}: {flat(node['target'])}: {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert wrongs == [], f"{state}:\n" + "\n".join(wrongs)


def flat(target: object) -> str:
    """Axe's way to an element: a selector, or a list of lists where it leads into shadow roots."""
    if isinstance(target, str):
        return target
    assert isinstance(target, list)
    return " >> ".join(map(flat, target))


async def big_enough(scope: Locator, state: str) -> None:
    """Whatever can be pressed inside has 24 px, but links within a sentence."""
    small = await scope.evaluate(TOO_SMALL, 24)
    assert small == [], f"{state}: {small}"


TOO_SMALL = """(scope, least) => {
    const reach = (root) => [...root.querySelectorAll('*')]
        .flatMap((e) => [e, ...(e.shadowRoot ? reach(e.shadowRoot) : [])]);
    const controls = reach(scope.shadowRoot ?? scope).filter((e) => e.matches('a, button, input, textarea, select'));
    return controls
        .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== 'inline')
        .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
        .filter(([, box]) => box.width < least || box.height < least)
        .map(([e, box]) => `${e.tagName} ${e.className} ${e.textContent.trim()} ${box.width} x ${box.height}`);
}"""

LOOKS = [
    Look("desktop-light-fi", DESKTOP, "light", FI),
    Look("desktop-dark-pl", DESKTOP, "dark", PL),
    Look("phone-dark-en", PHONE, "dark", EN),
    Look("small-light-fi", SMALL_PHONE, "light", FI),
]

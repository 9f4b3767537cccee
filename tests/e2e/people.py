"""A visitor at the bubble and an agent at the console, each in a browser of their own."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.service import PASSWORD
from tests.e2e.tongues import EN, Tongue


class Visitor:
    """Somebody on a shop's page with the bubble on it."""

    def __init__(self, page: Page, home: str, tongue: Tongue = EN) -> None:
        self.page = page
        self.home = home
        self.bubble = page.locator("vuoro-bubble")
        self.launcher = self.bubble.locator(".launcher")
        self.panel = self.bubble.get_by_role("dialog")
        self.speaks(tongue)
        self.notice = self.bubble.locator(".notice")

    async def comes(self) -> None:
        """Loads the page and opens the bubble."""
        await self.page.goto(f"{self.home}/?lang={self.tongue.lang}")
        await self.bubble.get_by_role("button", name=self.tongue.opens).click()
        await expect(self.area).to_be_visible()

    async def says(self, text: str) -> None:
        await self.area.fill(text)
        await self.area.press("Enter")
        await expect(self.said(text)).to_be_visible()

    def said(self, text: str) -> Locator:
        """The visitor's own message, once the server has it."""
        own = self.messages.locator(".message.visitor:not(.outgoing) .text")
        return own.filter(has_text=exactly(text))

    async def reads(self, text: str) -> None:
        """One message to the visitor, exactly once."""
        await expect(self.text(text)).to_have_count(1)
        await expect(self.text(text)).to_be_visible()

    def text(self, text: str) -> Locator:
        return self.messages.locator(".message .text").filter(has_text=exactly(text))

    async def is_told(self, line: str) -> None:
        """One of the short lines between the messages."""
        await expect(self.messages.locator(".line").filter(has_text=exactly(line))).to_be_visible()

    def choice(self, label: str) -> Locator:
        """The newest button of this name among the messages."""
        return self.messages.get_by_role("button", name=label, exact=True).last

    async def asks_for_a_person(self) -> None:
        await self.bubble.locator(".actions").get_by_role("button", name=self.tongue.talk_to_a_person).click()

    async def waits_in_line(self) -> None:
        await expect(self.bubble.get_by_role("region", name=self.tongue.waiting)).to_be_visible()

    async def meets(self, first_name: str) -> None:
        await self.is_told(self.tongue.joined.format(name=first_name))

    async def rates_well(self) -> None:
        await self.bubble.get_by_role("radio", name=self.tongue.rate_well).check(force=True)
        await self.bubble.get_by_role("button", name=self.tongue.rate).click()
        await self.is_told(self.tongue.thanks)

    async def picks(self, label: str) -> None:
        """What stands behind the three dots."""
        await self.bubble.get_by_role("button", name=self.tongue.menu, exact=True).click()
        await self.bubble.locator(".menu").get_by_role("button", name=label).click()

    async def turns_to(self, tongue: Tongue) -> None:
        """Chooses another language in the menu, and looks for its labels from here on."""
        await self.picks(tongue.language)
        self.speaks(tongue)
        await expect(self.messages).to_be_visible()

    def speaks(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self.messages = self.bubble.get_by_role("log", name=tongue.messages)
        self.area = self.bubble.get_by_role("textbox", name=tongue.write)

    async def shuts(self) -> None:
        """Closes the panel; the conversation goes on."""
        await self.bubble.locator(".head .close").click()
        await expect(self.panel).to_have_count(0)

    async def reloads(self) -> None:
        await self.page.reload()
        await expect(self.area).to_be_visible()

    async def all_said(self) -> list[str]:
        """Every message in the chat, in order."""
        return await self.messages.locator(".message .text").all_inner_texts()

    async def leaves(self) -> None:
        """Ends the chat, so that nobody waits in the line when the next test begins."""
        end = self.bubble.locator(".actions .end")
        if await end.is_visible():
            await end.click()
            await self.bubble.locator(".actions .danger").click()
            await expect(end).to_have_count(0)


class Agent:
    """Somebody at the console, which speaks English here."""

    def __init__(self, page: Page, home: str, name: str) -> None:
        self.page = page
        self.home = home
        self.name = name
        self.offers = page.locator("console-offers")
        self.waiting = page.locator("console-waiting")
        self.mine = page.locator("console-mine")
        self.chat = page.locator("console-chat")
        self.brief = page.locator("console-brief")
        self.log = page.locator("console-transcript").get_by_role("log")
        self.box = page.get_by_role("textbox", name="Reply to the visitor")

    @property
    def dialog(self) -> Locator:
        """The one that is open. What stands in it is not below the `dialog` in its own shadow, but beside."""
        return self.page.locator("wa-dialog[open]")

    async def logs_in(self, password: str = PASSWORD) -> None:
        await self.page.goto(f"{self.home}/console")
        await self.types_in(password)

    async def types_in(self, password: str) -> None:
        await self.page.get_by_label("Name", exact=True).fill(self.name)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_role("button", name="Log in", exact=True).click()

    async def is_at_the_desk(self) -> None:
        await expect(self.page.get_by_role("heading", name="My conversations")).to_be_visible()

    async def becomes(self, status: str) -> None:
        """`Online`, `Busy` or `Away`."""
        await self.is_at_the_desk()
        radio = self.page.get_by_role("radio", name=status)
        await radio.check(force=True)
        await expect(radio).to_be_checked()

    async def comes_online(self) -> None:
        await self.logs_in()
        await self.becomes("Online")

    def offer(self, asked: str) -> Locator:
        return self.offers.get_by_role("listitem").filter(has_text=asked)

    async def accepts(self, asked: str) -> None:
        """Takes the offer of the visitor who asked this."""
        await self.offer(asked).get_by_role("button", name="Accept").click()
        await expect(self.chat).to_be_visible()

    async def meets(self, visitor: Visitor, asked: str) -> None:
        """The visitor asks this, wants a person, and is accepted."""
        await visitor.says(asked)
        await visitor.asks_for_a_person()
        await self.accepts(asked)

    async def takes(self, text: str) -> None:
        """Takes one from the waiting line by hand."""
        await self.waiting.get_by_role("button", name=f"Take: {text}").click()
        await expect(self.chat).to_be_visible()

    async def opens(self, last: str) -> None:
        """One of the agent's own conversations, by what was said last."""
        await self.mine.get_by_role("button").filter(has_text=last).click()
        await expect(self.chat).to_be_visible()

    async def writes(self, text: str) -> None:
        await self.page.get_by_role("radio", name="Reply").check(force=True)
        await self.box.fill(text)
        await self.box.press("Enter")
        await self.reads(text)

    async def notes(self, text: str) -> None:
        await self.page.get_by_role("radio", name="Note").check(force=True)
        await self.page.get_by_role("textbox", name="Note for agents").fill(text)
        await self.page.get_by_role("button", name="Save note").click()
        await expect(self.log.locator(".note:not(.sending)").filter(has_text=text)).to_be_visible()

    async def chooses(self, item: str) -> None:
        """From the menu of the agent: log out, language, password, keys."""
        await self.page.get_by_role("button", name=f"Menu of {self.name}").click()
        await self.page.get_by_role("menuitem", name=item, exact=True).click()

    async def chooses_for_the_chat(self, item: str) -> None:
        """From the menu of the open conversation: pass it on, in one way or another."""
        await self.chat.get_by_role("button", name="More").click()
        await self.page.get_by_role("menuitem", name=item, exact=True).click()

    async def transfers(self, to: str, note: str = "") -> None:
        """To the colleague of this name."""
        await self.chooses_for_the_chat("Transfer…")
        await self.dialog.get_by_role("radio", name=to).check()
        await self.dialog.get_by_label("Note for the next person").fill(note)
        await self.dialog.get_by_role("button", name="Transfer", exact=True).click()
        await expect(self.chat).to_have_count(0)

    async def reads(self, text: str) -> None:
        """One message in the transcript, exactly once, on the server."""
        found = self.log.locator(".message:not(.sending) > .text").filter(has_text=exactly(text))
        await expect(found).to_have_count(1)
        await expect(found).to_be_visible()

    async def all_said(self) -> list[str]:
        """Every message in the transcript, in order."""
        return await self.log.locator(".message > .text").all_inner_texts()

    async def closes(self, verdict: str = "Yes, a person was needed", outcome: str = "") -> None:
        """The tap on the verdict closes."""
        await self.chat.get_by_role("button", name="Close…").click()
        if outcome:
            await self.dialog.get_by_label("Outcome in your own words").fill(outcome)
        await self.dialog.get_by_role("button", name=verdict).click()
        await expect(self.chat).to_have_count(0)

    async def goes_home(self) -> None:
        """Gets no more conversations, and closes the window."""
        if await self.page.locator("console-topbar").count():
            await self.becomes("Away")
        await self.page.context.close()


def exactly(text: str) -> re.Pattern[str]:
    """The whole of an element's text, whatever white space the markup puts around it."""
    return re.compile(rf"^\s*{re.escape(text)}\s*$")

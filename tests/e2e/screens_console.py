"""The states of the console, one after the other, before a played server: to be looked at, shot and checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, expect

from tests.e2e.staged import (
    ANNA,
    Frame,
    StagedConsole,
    assigned,
    at,
    brief,
    held,
    moved,
    said,
    waiting,
    welcome,
)
from tests.servers import phrasebook

MANY = 200
OFFER_SECONDS = 60
"""Longer than a look at it takes."""
PIOTR = "a2"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Story:
    """What is said and written in a language. `line` are the questions of those who wait."""

    name: str
    page: str
    question: str
    answer: str
    again: str
    hello: str
    number: str
    reply: str
    note: str
    offered: str
    other: str
    earlier: str
    left: str
    when: str
    line: tuple[str, ...]


STORIES = {
    "en": Story(
        name="Laura Bennett",
        page="Track your order",
        question="Where is my order? It should have been here on Friday.",
        answer="We send orders within one working day, and delivery takes two to five working days.",
        again="Yes, but it is a week late already. Could a person have a look?",
        hello="Hello Laura! I will find out where it is. What is your order number?",
        number="It is 20317, a wool blanket.",
        reply="It left Oulu this morning and will be with you tomorrow.",
        note="The carrier lost the label; a new one was printed this morning.",
        offered="The lampshade was cracked when I opened the box. What now?",
        other="Thanks, that is all I wanted to know!",
        earlier="Can I still return the blanket after three weeks?",
        left="I would like to send the cups back, but I cannot find the return slip.",
        when="weekdays after four",
        line=(
            "Can I pay with my phone?",
            "I was charged twice for the same order.",
            "Do you deliver to Norway as well?",
            "My discount code does not work.",
        ),
    ),
    "fi": Story(
        name="Liisa Lahti",
        page="Seuraa tilaustasi",
        question="Missä mun tilaus viipyy? Sen piti tulla jo perjantaina.",
        answer="Lähetämme tilaukset yhdessä arkipäivässä, ja toimitus kestää 2–5 arkipäivää.",
        again="Joo, mutta se on jo viikon myöhässä. Voisiko joku ihminen katsoa?",
        hello="Hei Liisa! Selvitän heti, missä paketti on. Mikä tilausnumerosi on?",
        number="20317, siinä oli villahuopa.",
        reply="Paketti lähti Oulusta tänä aamuna ja on perillä huomenna.",
        note="Kuljetusliike oli hukannut osoitelapun, uusi tulostettiin aamulla.",
        offered="Lampunvarjostin oli haljennut, kun avasin paketin. Mitä nyt?",
        other="Kiitos, en muuta kysynytkään!",
        earlier="Voinko vielä palauttaa huovan kolmen viikon jälkeen?",
        left="Haluaisin palauttaa kupit, mutta en löydä palautuslomaketta.",
        when="arkisin neljän jälkeen",
        line=(
            "Voiko teillä maksaa MobilePaylla?",
            "Multa veloitettiin sama tilaus kahteen kertaan.",
            "Toimitatteko myös Norjaan?",
            "Alennuskoodi ei toimi.",
        ),
    ),
    "pl": Story(
        name="Katarzyna Wiśniewska",
        page="Śledzenie zamówienia",
        question="Gdzie jest moje zamówienie? Miało być w piątek.",
        answer="Wysyłamy w ciągu jednego dnia roboczego, a dostawa trwa od 2 do 5 dni roboczych.",
        again="Tak, ale to już tydzień spóźnienia. Czy ktoś może to sprawdzić?",
        hello="Dzień dobry! Już sprawdzam, gdzie jest paczka. Jaki jest numer zamówienia?",
        number="20317, koc wełniany.",
        reply="Paczka wyjechała dziś rano z Oulu i dotrze jutro.",
        note="Przewoźnik zgubił etykietę, rano wydrukowano nową.",
        offered="Klosz lampy był pęknięty, kiedy otworzyłam paczkę. Co teraz?",
        other="Dziękuję, to wszystko!",
        earlier="Czy mogę jeszcze zwrócić koc po trzech tygodniach?",
        left="Chcę odesłać kubki, ale nie mogę znaleźć formularza zwrotu.",
        when="w dni robocze po szesnastej",
        line=(
            "Czy mogę zapłacić BLIKIEM?",
            "Pobrano mi pieniądze dwa razy za to samo zamówienie.",
            "Czy wysyłacie też do Norwegii?",
            "Kod rabatowy nie działa.",
        ),
    ),
}
SKILLS = ("orders", "returns", "payments", None)
SITE: Frame = {
    "name": "Kaarna",
    "accent": "#1f5f4a",
    "allowed_origins": ["https://kaarna.example", "https://www.kaarna.example"],
    "languages": ["en", "fi", "pl"],
    "all_languages": ["en", "fi", "pl"],
    "fixed_origins": ["https://preview.kaarna.example"],
    "identity_secret": "c2VjcmV0IG9mIGEgc2hvcCB0aGF0IGlzIG5vdCBvbmU",
}


async def console_states(page: Page, lang: str) -> AsyncIterator[str]:
    """Brings the page into one state after the other, and yields the name of each while it stands still.

    The page may be resized and its colours turned while it is looked at. Its context should speak `lang`.
    """
    await page.add_init_script(f"localStorage.setItem('vuoro.console.lang', '{lang}')")
    stage = Stage(page, lang)
    for part in (stage.the_entrance, stage.the_lists, stage.a_chat, stage.trouble, stage.the_administration):
        async for state in part():
            yield state


class Stage:
    """One console, and what is played on it."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page = page
        self.lang = lang
        self.story = STORIES[lang]
        self.server = StagedConsole(page, knowledge())
        self.server.rest |= administration()
        self.chat = page.locator("console-chat")

    async def the_entrance(self) -> AsyncIterator[str]:
        """For those who are not logged in."""
        page, server = self.page, self.server
        session, server.rest["/api/session"] = server.rest["/api/session"], None
        await server.opens()
        form = page.locator("console-login")
        await expect(form.locator("button.primary")).to_be_visible()
        yield "log-in"
        await form.locator("input").first.fill("Anna Virtanen")
        await form.locator("input").nth(1).fill("not her password")
        await form.locator("button.primary").click()
        await expect(form.get_by_role("alert")).not_to_be_empty()
        yield "log-in-wrong"
        await server.opens("/console/#setup=c0de")
        await expect(page.locator("console-setup button.primary")).to_be_visible()
        yield "set-up"
        await server.opens("/console/#password=c0de")
        await expect(page.locator("console-new-password button.primary")).to_be_visible()
        yield "new-password"
        server.rest["/api/session"] = session

    async def the_lists(self) -> AsyncIterator[str]:
        """Nobody, some, and too many."""
        page, server = self.page, self.server
        server.greeting = []
        await server.opens()
        await expect(page.locator("console-desk .loading")).to_be_visible()
        # A connection that takes a moment is not mentioned.
        await expect(page.locator(".bar")).to_be_visible()
        yield "connecting"
        server.says(welcome(colleagues=self.colleagues()))
        await expect(page.locator("console-mine .empty")).to_be_visible()
        yield "quiet"
        # One is asked about notifications, where the browser has them, until one has answered.
        ask = page.locator("console-ask-notify button").last
        if await ask.is_visible():
            await ask.click()
        server.says({"type": "status", "status": "away"})
        await expect(page.get_by_role("radio").nth(2)).to_be_checked()
        yield "away"
        server.says({"type": "status", "status": "online"})
        for frame in self.conversations():
            server.says(frame)
        server.says(self.offer(), {"type": "waiting", "items": self.line()})
        await expect(page.locator("console-offers .card")).to_be_visible()
        yield "offer-and-line"
        server.says(self.offer(), {"type": "waiting", "items": self.line(MANY)})
        await expect(page.locator("console-waiting h2 .count")).to_contain_text(str(MANY))
        yield "two-hundred-waiting"

    async def a_chat(self) -> AsyncIterator[str]:
        """A conversation from the first look to the last."""
        page, server = self.page, self.server
        server.says({"type": "offer_withdrawn", "conversation": "offered", "reason": "taken"})
        server.says({"type": "waiting", "items": self.line()})
        await self.opens(self.story.name)
        await expect(page.locator("console-transcript").get_by_text(self.story.number)).to_be_visible()
        yield "chat"
        compose = self.chat.locator("console-compose")
        await compose.locator("textarea").fill("/")
        await expect(compose.get_by_role("option").first).to_be_visible()
        yield "canned-replies"
        await compose.locator("textarea").fill("")
        await compose.get_by_role("radio").nth(1).check(force=True)
        await compose.locator("textarea").fill(self.story.note)
        yield "note"
        await compose.locator("textarea").fill("")
        await compose.get_by_role("radio").first.check(force=True)
        await self.chat.locator("button.more").click()
        await expect(page.locator("wa-dropdown-item[value=transfer]")).to_be_visible()
        yield "menu"
        await page.locator("wa-dropdown-item[value=transfer]").click()
        async with self.dialog():
            await page.locator("console-transfer-dialog .person input").first.check()
            await page.locator("console-transfer-dialog textarea").fill(self.story.note)
            yield "transfer"
        await page.keyboard.press("Alt+e")
        async with self.dialog():
            yield "close"
        await self.chat.locator("header h2").click()
        await page.keyboard.press("?")
        async with self.dialog():
            yield "keys"
        async for state in self.an_earlier_one():
            yield state

    async def an_earlier_one(self) -> AsyncIterator[str]:
        """Beside the open one, where there is room for it."""
        page, server = self.page, self.server
        if (page.viewport_size or {"width": 0})["width"] < 1200:
            return
        await self.chat.locator("console-brief button.choice").last.click()
        server.says({
            "type": "history", "conversation": "before", "after": 0, "complete": True,
            "events": [
                moved("before", 1, "human", "accepted", 2, -9 * DAY),
                said("before", 2, "visitor", self.story.earlier, -9 * DAY),
                said("before", 3, "agent", self.story.other, -9 * DAY),
            ],
        })  # fmt: skip
        await expect(page.locator("console-past").get_by_text(self.story.earlier)).to_be_visible()
        yield "earlier-conversation"

    async def trouble(self) -> AsyncIterator[str]:
        """No connection, a conversation that went to somebody else, and one whose visitor is gone."""
        page, server = self.page, self.server
        await server.goes_away()
        await expect(page.locator(".bar[role=alert]")).to_be_visible()
        await self.chat.locator("textarea").fill(self.story.reply)
        await self.chat.locator("textarea").press("Enter")
        # What is said after the first seconds.
        await expect(self.chat.locator(".offline")).to_be_visible()
        yield "disconnected"
        server.is_up, server.refuses = True, "not_yours"
        others = [
            assigned_left for assigned_left in self.conversations() if assigned_left["conversation"] != "open"
        ]
        server.greeting = [
            welcome(
                conversations=[held(each["conversation"], 4) for each in others], colleagues=self.colleagues()
            ),
            *others,
            {"type": "unassigned", "conversation": "open", "reason": "agent_lost"},
        ]
        await page.locator(".bar button").click()
        await expect(self.chat.locator(".lost")).to_be_visible()
        await expect(self.chat.locator(".problem").first).to_be_visible()
        yield "not-ours-any-more"
        server.refuses = None
        await self.chat.locator(".lost button").click()
        await self.opens("Otso Oja")
        await expect(page.locator("console-left-message")).to_be_visible()
        yield "left-message"

    async def the_administration(self) -> AsyncIterator[str]:
        """The administrator's pages."""
        page = self.page
        await page.evaluate("location.hash = '#/admin/agents'")
        await expect(page.locator("admin-agents li").first).to_be_visible()
        yield "admin-agents"
        for name in ("site", "status"):
            await page.evaluate(f"location.hash = '#/admin/{name}'")
            await expect(page.locator(f"admin-{name} h2").first).to_be_visible()
            yield f"admin-{name}"

    async def opens(self, name: str) -> None:
        # On a narrow screen the open conversation covers the lists.
        back = self.chat.locator("button.back")
        if await back.is_visible():
            await back.click()
        await self.page.locator("console-mine").get_by_role("button").filter(has_text=name).click()
        await expect(self.chat).to_be_visible()

    @asynccontextmanager
    async def dialog(self) -> AsyncIterator[None]:
        """Until it is open, and after that until it has gone."""
        opened = self.page.locator("wa-dialog[open]")
        await expect(opened.locator("button").first).to_be_visible()
        # It comes in with a movement.
        await self.page.wait_for_timeout(300)
        yield
        await self.page.keyboard.press("Escape")
        await expect(opened).to_have_count(0)

    def colleagues(self) -> list[Frame]:
        def one(
            number: str, name: str, status: str, count: int, *languages: str, there: bool = True
        ) -> Frame:
            return {
                "id": number, "name": name, "status": status, "connected": there, "open": count, "capacity": 4,
                "skills": ["orders", "returns"], "languages": list(languages),
            }  # fmt: skip

        return [
            one(ANNA["id"], ANNA["name"], "online", 3, "en", "fi", "pl"),
            one(PIOTR, "Piotr Nowak", "online", 1, "pl", "en"),
            one("a3", "Maija Salo", "busy", 4, "fi", "en", "pl"),
            one("a4", "Emily Clarke", "away", 0, "en", there=False),
        ]

    def conversations(self) -> list[Frame]:
        """One that waits for an answer, one that does not, and one who left a message and is gone."""
        story = self.story
        visitor = {
            "name": story.name, "email": "visitor@example.com", "customer": "30117", "earlier": 1,
            "page": {"url": "https://kaarna.example/orders", "title": story.page},
            "earlier_conversations": [{
                "conversation": "before", "opened_at": at(-9 * DAY), "closed_at": at(-9 * DAY + 900),
                "reason": "visitor_asked", "last_text": story.earlier, "agent": "Piotr Nowak", "rating": 5,
            }],
        }  # fmt: skip
        tried = [{"text": story.question, "intent": "track_order", "confidence": 0.93, "reply": story.answer}]
        answer = phrasebook().answer("missing_parcel", self.lang)
        suggestions = [{"intent": "missing_parcel", "text": answer.text}] if answer else []
        guess = {"intent": "track_order", "confidence": 0.93, "ranking": [], "out_of_scope": False}
        opened = assigned("open", [
            said("open", 1, "visitor", story.question, -190, lang=self.lang, nlu=guess),
            said("open", 2, "bot", story.answer, -189),
            said("open", 3, "visitor", story.again, -160, lang=self.lang),
            moved("open", 4, "queued", "visitor_asked", 2, -150),
            moved("open", 5, "human", "accepted", 3, -120),
            said("open", 6, "agent", story.hello, -95),
            {**said("open", 7, "agent", story.note, -80), "kind": "note"},
            said("open", 8, "visitor", story.number, -40, lang=self.lang),
        ], asked=story.again, visitor=visitor, tried=tried, suggestions=suggestions, lang=self.lang)  # fmt: skip
        answered = assigned("answered", [
            moved("answered", 1, "human", "accepted", 3, -900),
            said("answered", 2, "visitor", story.line[0], -800, lang=self.lang),
            said("answered", 3, "agent", story.reply, -700),
        ], visitor={"earlier": 0, "name": "Maria"}, lang=self.lang)  # fmt: skip
        left = assigned("left", [
            said("left", 1, "visitor", story.left, -9_000, lang=self.lang),
            moved("left", 2, "queued", "left_message", 2, -8_900),
            {
                **said("left", 3, "visitor", story.left, -8_900), "kind": "contact", "contact_kind": "message",
                "name": "Otso Oja", "email": "otso.oja@example.com", "phone": "+358 40 123 4567", "when": story.when,
            },
            moved("left", 4, "human", "accepted", 3, -600),
        ], visitor={"earlier": 0, "name": "Otso Oja"}, reason="left_message", lang=self.lang)  # fmt: skip
        present = {"type": "presence", "visitor_online": True}
        gone = {"type": "presence", "conversation": "left", "visitor_online": False}
        frames = [opened, answered, left, gone]
        return [*frames, *({**present, "conversation": each} for each in ("open", "answered"))]

    def offer(self) -> Frame:
        asked = brief(asked=self.story.offered, lang=self.lang, reason="always_human", waited_s=12)
        return {"type": "offer", "conversation": "offered", "brief": asked, "expires_at": at(OFFER_SECONDS)}

    def line(self, count: int = 4) -> list[Frame]:
        """The first of them waits for longer than was promised."""
        questions = self.story.line
        return [
            waiting(
                number, lang=self.lang, last_text=questions[number % len(questions)],
                skill=SKILLS[number % len(SKILLS)], since=at(-95 + 20 * min(number, 4)),
                due_at=at(-35 + 20 * number), kind="callback" if number % 4 == 3 else "chat",
            )
            for number in range(count)
        ]  # fmt: skip


def knowledge() -> Frame:
    """As `/api/desk` gives it, of the shop's own training data."""
    book = phrasebook()
    languages = list(book.every_language)
    return {
        "intents": {
            intent: {
                "label": {lang: book.label(intent, lang) for lang in languages},
                "skill": book.skill(intent),
            }
            for intent in book.intents
        },
        "skills": sorted({skill for intent in book.intents if (skill := book.skill(intent))}),
        "languages": languages,
        "canned": {
            lang: [{"key": each.key, "title": each.title, "text": each.text} for each in book.canned(lang)]
            for lang in languages
        },
        "site": {"name": "Kaarna"},
        "answer_seconds": 60,
    }


def administration() -> dict[str, Frame | None]:
    """What the administrator's pages ask for."""

    def agent(number: str, name: str, role: str, **fields: Any) -> Frame:
        return {
            "id": number, "name": name, "role": role, "skills": ["orders", "returns"], "languages": ["en", "fi"],
            "capacity": 4, "disabled": False, "status": "online", "connected": True, "open": 2,
        } | fields  # fmt: skip

    def part(name: str, is_: str = "ok", **facts: Any) -> Frame:
        return {"name": name, "state": is_, "facts": facts}

    return {
        "/api/agents": {"agents": [
            agent(ANNA["id"], ANNA["name"], "admin", languages=["en", "fi", "pl"]),
            agent(PIOTR, "Piotr Nowak", "agent", languages=["pl", "en"], open=1),
            agent("a3", "Maija Salo", "supervisor", status="busy", open=4),
            agent("a4", "Emily Clarke", "agent", status="away", connected=False, open=0, skills=[]),
            agent("a5", "Jan Kowalski", "trainer", status="away", connected=False, open=0, disabled=True),
        ]},
        "/api/site": SITE,
        "/api/status": {
            "ok": True,
            "parts": [
                part("bot", state="ready", model="1816403a34813bda", trained_at=at(-2 * DAY)),
                part("database", kind="sqlite", commit_ms=2.4, bytes=48_300_000),
                part("bus", kind="memory"),
                part("queue", waiting=4, longest_s=95, messages=2, callbacks=1),
                part("people", online=2, busy=1, away=1, open=7),
                part("disk", "warning", free_bytes=900_000_000),
            ],
            "versions": {"vuoro": "0.1.0", "python": "3.11.7", "rasa": "3.6.21", "schema": "0007"},
        },
    }  # fmt: skip

"""The console before a server that the test plays: any number of visitors, any length of transcript, no waiting."""

from __future__ import annotations

import json
import mimetypes
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Route, WebSocketRoute

from api.pages import HEADERS
from tests.e2e.service import REPOSITORY

HOME = "http://localhost:9"
"""Nobody serves it: every request is answered from here. A browser trusts `localhost` as it trusts https."""
PAGES = Path(os.environ.get("VUORO_PAGES", REPOSITORY / "widget" / "dist"))
ANNA = {
    "id": "a1",
    "name": "Anna Virtanen",
    "role": "admin",
    "skills": ["orders", "returns"],
    "languages": ["en", "fi", "pl"],
    "capacity": 5,
}
Frame = dict[str, Any]


class StagedConsole:
    """Answers the page's requests, and speaks to its socket as the test says."""

    def __init__(self, page: Page, knowledge: Frame | None = None) -> None:
        self.page = page
        self.knowledge = knowledge or {
            "intents": {},
            "skills": [],
            "languages": [],
            "canned": {},
            "site": {"name": ""},
        }
        self.heard: list[Frame] = []
        self.greeting: list[Frame] = []
        """What is said after `hello`: a welcome, and whatever follows it."""
        self.answers_commands = True
        self.refuses: str | None = None
        """With which code it answers commands."""
        self.is_up = True
        """Whether the socket can be opened."""
        self.rest: dict[str, Frame | None] = {"/api/session": {"csrf": "c", "agent": ANNA}}
        """What each path answers; None: it does not know who asks."""
        self._socket: WebSocketRoute | None = None
        self._visits = 0

    async def opens(self, path: str = "/console/") -> None:
        """Comes anew, at any address of the console."""
        if self._visits == 0:
            await self.page.route(f"{HOME}/**", self._answer)
            await self.page.route_web_socket("**/ws/agent", self._connected)
        # Another fragment alone would not load the page anew.
        self._visits += 1
        address, *fragment = path.split("#")
        await self.page.goto("#".join([f"{HOME}{address}?{self._visits}", *fragment]))

    def says(self, *frames: Frame) -> None:
        assert self._socket is not None, "the console has not connected"
        for frame in frames:
            self._socket.send(json.dumps(frame))

    async def drops(self, code: int = 1012) -> None:
        assert self._socket is not None
        await self._socket.close(code=code)

    async def goes_away(self) -> None:
        """And does not come back before `is_up` is True again."""
        self.is_up = False
        await self.drops()

    async def _connected(self, socket: WebSocketRoute) -> None:
        if not self.is_up:
            await socket.close(code=1012)
            return
        self._socket = socket
        socket.on_message(lambda message: self._hear(json.loads(message)))

    def _hear(self, frame: Frame) -> None:
        self.heard.append(frame)
        if frame["type"] == "hello":
            self.says(*self.greeting)
        elif "cid" in frame and self.refuses:
            self.says({"type": "error", "code": self.refuses, "cid": frame["cid"], "retryable": False})
        elif "cid" in frame and self.answers_commands:
            self.says({
                "type": "ack", "cid": frame["cid"], "conversation": frame.get("conversation"),
                "seq": None, "id": None, "at": at(),
            })  # fmt: skip

    async def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOME).split("?")[0].split("#")[0]
        if path == "/api/desk":
            await route.fulfill(json=self.knowledge)
        elif path in self.rest:
            answer = self.rest[path]
            refusal = {"status": 401, "json": {"code": "unauthorized"}}
            await route.fulfill(**(refusal if answer is None else {"json": answer}))
        else:
            file = PAGES / path.lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            headers = HEADERS | {"content-type": kind}
            if file.exists():
                await route.fulfill(body=file.read_bytes(), headers=headers)
            else:
                await route.fulfill(status=404)


def at(seconds: float = 0) -> str:
    """The time so many seconds from now, as the wire has it."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def welcome(**fields: Any) -> Frame:
    return {
        "type": "welcome", "agent": ANNA, "status": "online", "capacity": 5, "conversations": [], "offers": [],
        "waiting": [], "colleagues": [], "server_time": at(),
    } | fields  # fmt: skip


def brief(**fields: Any) -> Frame:
    return {
        "reason": "visitor_asked", "lang": "en", "waited_s": 40, "visitor": {"earlier": 0},
        "asked": "Where is my parcel?", "tried": [], "suggestions": [],
    } | fields  # fmt: skip


def waiting(number: int, **fields: Any) -> Frame:
    return {
        "conversation": f"w{number}", "kind": "chat", "since": at(-3 * number), "due_at": at(60 - number),
        "reason": "low_confidence", "lang": "en", "skill": "orders",
        "last_text": f"This is the question of visitor number {number}, and it goes on for a while.",
    } | fields  # fmt: skip


def said(conversation: str, seq: int, who: str, text: str, seconds: float = 0, **fields: Any) -> Frame:
    author = {"kind": who} | ({"id": ANNA["id"], "name": ANNA["name"]} if who == "agent" else {})
    return {
        "type": "event", "conversation": conversation, "seq": seq, "prev": seq - 1, "id": f"{conversation}-{seq}",
        "at": at(seconds), "kind": "message", "author": author, "text": text,
    } | fields  # fmt: skip


def moved(conversation: str, seq: int, to: str, reason: str, fence: int, seconds: float = 0) -> Frame:
    return {
        "type": "event", "conversation": conversation, "seq": seq, "prev": seq - 1, "id": f"{conversation}-{seq}",
        "at": at(seconds), "kind": "state", "from": "bot", "to": to, "reason": reason, "fence": fence,
        "agent": {"id": ANNA["id"], "name": ANNA["name"]} if to == "human" else None,
    }  # fmt: skip


def assigned(conversation: str, events: list[Frame], fence: int = 3, **fields: Any) -> Frame:
    return {
        "type": "assigned", "conversation": conversation, "fence": fence, "brief": brief(**fields),
        "events": events, "complete": True,
    }  # fmt: skip


def held(conversation: str, last_seq: int, fence: int = 3, **fields: Any) -> Frame:
    return {"conversation": conversation, "fence": fence, "state": "human", "last_seq": last_seq} | fields

"""Visitors and agents, as clients of the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import httpx

from tests.protocol.client import Client
from tests.protocol.timeline import Frame, Timeline
from tests.protocol.wire import Backoff, Tallies, matches

VISITOR: Frame = {"author": {"kind": "visitor"}}
BOT: Frame = {"author": {"kind": "bot"}}
AGENT: Frame = {"author": {"kind": "agent"}}
SYSTEM: Frame = {"author": {"kind": "system"}}
"""Fields of a message by its author, for `Client.event`."""
QUICK = Backoff(0.02, 0.5)


class Visitor(Client):
    """The bubble. `conversation` is the one that its last command or event was about."""

    path = "/ws/visitor"

    def __init__(
        self,
        home: str,
        name: str = "anna",
        backoff: Backoff = QUICK,
        tallies: Tallies | None = None,
        **hello: object,
    ) -> None:
        super().__init__(home, name, backoff, tallies)
        self.hello = hello
        self.token: str | None = None
        self.conversation = ""

    def tab(self) -> Visitor:
        """Another tab of the same visitor."""
        tab = Visitor(self.home, f"{self.name}'s other tab", self.backoff, self.tallies, **self.hello)
        tab.token = self.token
        return tab

    @property
    def events(self) -> list[Frame]:
        """What is known of the conversation."""
        return self.timeline(self.conversation).events

    async def say(self, text: str, **more: Any) -> Frame:
        """Sends a message; returns its ack."""
        ack = await self.do("send", text=text, **more)
        self.conversation = ack["conversation"]
        return ack

    async def ask_for_a_person(self, **more: Any) -> Frame:
        ack = await self.do("request_human", **more)
        self.conversation = ack["conversation"]
        return ack

    async def event(self, kind: str, *, after: int = 0, **fields: object) -> Frame:
        """The first event after `after` that has these fields; waits for it."""
        return await self.until(lambda: first_event(self.timeline(self.conversation), kind, after, fields))

    async def state(self, to: str, *, after: int = 0) -> Frame:
        """The move to a state; waits for it."""
        return await self.event("state", after=after, to=to)

    def _hello(self) -> Frame:
        frame: Frame = {"type": "hello", **self.hello}
        if self.token:
            frame["token"] = self.token
        held = self.timeline(self.conversation).held if self.conversation else 0
        if self.token and held:
            frame["resume"] = {"conversation": self.conversation, "after": held}
            self._awaited.add(self.conversation)
        return frame

    async def _welcomed(self, welcome: Frame) -> None:
        self.token = welcome["token"]
        open_one = welcome["conversation"]
        if open_one and open_one not in self._awaited:
            self._awaited.add(open_one)
            await self._catch_up(open_one)
        self.conversation = open_one or self.conversation

    def _take_other(self, frame: Frame) -> None:
        assert frame["type"] in {"queue", "typing", "beat", "ack", "error"} or "type" in frame


class Agent(Client):
    """The console. `owned` has the fence of every conversation that is this agent's."""

    path = "/ws/agent"

    def __init__(
        self,
        home: str,
        agent: str,
        name: str,
        session: Session,
        backoff: Backoff = QUICK,
        tallies: Tallies | None = None,
    ) -> None:
        super().__init__(home, name, backoff, tallies)
        self.id, self.session = agent, session
        self.owned: dict[str, int] = {}
        self.transcripts: dict[str, list[Frame]] = {}

    def tab(self) -> Agent:
        """Another tab of the same agent."""
        return Agent(self.home, self.id, f"{self.name}'s other tab", self.session, self.backoff, self.tallies)

    async def event(self, conversation: str, kind: str, *, after: int = 0, **fields: object) -> Frame:
        """The first event of a conversation after `after` that has these fields; waits for it."""
        return await self.until(lambda: first_event(self.timeline(conversation), kind, after, fields))

    async def is_online(self) -> None:
        await self.do("status", status="online")

    async def accepts(self, conversation: str) -> int:
        """Waits for the offer, accepts it, waits for the whole transcript; returns the fence."""
        await self.frame("offer", conversation=conversation)
        await self.do("accept", conversation=conversation)
        return await self.owns(conversation)

    async def owns(self, conversation: str) -> int:
        """Waits until the conversation is this agent's, transcript and all; returns the fence."""
        await self.until(lambda: conversation in self.owned and conversation not in self.transcripts)
        return self.owned[conversation]

    async def say(self, conversation: str, text: str, **more: Any) -> Frame:
        """Writes to the visitor under the fence that was given."""
        return await self.do(
            "send", conversation=conversation, text=text, **{"fence": self.owned[conversation], **more}
        )

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.session.cookie}

    def _hello(self) -> Frame:
        resume = [
            {"conversation": conversation, "after": self.timeline(conversation).held}
            for conversation in self.owned
        ]
        self._awaited.update(self.owned)
        return {"type": "hello", "csrf": self.session.csrf, **({"resume": resume} if resume else {})}

    async def _welcomed(self, welcome: Frame) -> None:
        self.transcripts.clear()

    def _take_other(self, frame: Frame) -> None:
        conversation = frame.get("conversation", "")
        match frame["type"]:
            case "assigned":
                self._assigned_here.add(conversation)
                self.owned[conversation] = frame["fence"]
                self.transcripts[conversation] = []
                self._take_transcript(frame)
            case "unassigned":
                self.owned.pop(conversation, None)
                self._awaited.discard(conversation)

    def _take_history(self, page: Frame) -> None:
        if page["conversation"] in self.transcripts:
            self._take_transcript(page)
        else:
            super()._take_history(page)

    def _take_transcript(self, page: Frame) -> None:
        conversation = page["conversation"]
        self.transcripts[conversation] += page["events"]
        if page["complete"]:
            self.timeline(conversation).replace(self.transcripts.pop(conversation))


class Session:
    """A logged-in agent's cookie and the token that goes with it."""

    def __init__(self, home: str, cookie: str, body: Frame) -> None:
        self.home, self.cookie, self.body = home, cookie, body
        self.csrf: str = body["csrf"]

    @classmethod
    async def open(cls, home: str, name: str, password: str) -> Self:
        """`POST /api/session`."""
        async with httpx.AsyncClient(base_url=home, trust_env=False) as http:
            response = await http.post("/api/session", json={"name": name, "password": password})
            response.raise_for_status()
            return cls(home, f"vuoro_session={response.cookies['vuoro_session']}", response.json())

    async def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        """A call of the console's, with cookie and token."""
        async with httpx.AsyncClient(base_url=self.home, trust_env=False) as http:
            headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
            return await http.request(method, path, json=body, headers=headers)

    async def close(self) -> int:
        """`DELETE /api/session`; returns the status."""
        async with httpx.AsyncClient(base_url=self.home, trust_env=False) as http:
            headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
            return (await http.delete("/api/session", headers=headers)).status_code


def first_event(timeline: Timeline, kind: str, after: int, fields: Mapping[str, Any]) -> Frame | None:
    """The first event of `timeline` after `after` that has these fields."""
    wanted = {"kind": kind, **fields}
    return next((event for event in timeline.events if event["seq"] > after and matches(event, wanted)), None)

"""`/ws/visitor`: from hello to the last command of a bubble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket

from api import frames as f
from api import identity as identities
from api.board import Board
from api.connection import Connection
from api.delivery import Delivery
from api.hub import Hub
from api.outbox import Outbox
from api.settings import Settings
from api.site import SiteNow
from api.sockets import BAD_CREDENTIALS, TROUBLE, Refused, accept, converse, error_frame, first_frame, refuse
from handoff.desk.common import Ack
from handoff.desk.visitor import VisitorDesk, Whereabouts
from handoff.errors import Code, HandoffError
from handoff.model import Visitor, visitor_key
from handoff.ports import Bot
from handoff.transcript import timestamp

WAYS = ("email", "phone")  # facts of the shop that are ways to reach it


@dataclass(frozen=True, slots=True)
class VisitorSockets:
    """What every visitor's connection needs; wired in `api.main`."""

    desk: VisitorDesk
    hub: Hub
    delivery: Delivery
    board: Board
    bot: Bot
    settings: Settings
    site: SiteNow

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from its handshake to its close."""
        if not await accept(websocket, self.settings, self.site):
            return
        try:
            hello = await first_frame(
                websocket, f.VISITOR_FRAMES, f.VisitorHello, self.settings.hello_seconds
            )
            token, visitor, identity = await self._enter(hello)
        except Refused as refused:
            await refuse(websocket, refused)
            return
        connection = Connection(
            visitor_key(visitor.id), visitor.id, False, Outbox(self.settings.ping_seconds)
        )
        session = _Session(self, connection, visitor, hello, token, identity)
        self.hub.add(connection)
        try:
            await converse(websocket, connection, f.VISITOR_FRAMES, session.welcome, session.act)
        finally:
            if self.hub.remove(connection):
                self.hub.visitor_presence(connection, False)

    async def _enter(self, hello: f.VisitorHello) -> tuple[str, Visitor, str | None]:
        """The token, whose it is, and what became of the identity that was claimed, if any."""
        claim = outcome = None
        if hello.identity is not None:
            claim = identities.read(hello.identity, self.site.current.identity_secret, self.desk.clock())
            outcome = "accepted" if claim.holds else "refused"
        try:
            return *await self.desk.enter(hello.token, hello.lang, claim), outcome
        except HandoffError as error:
            raise Refused(BAD_CREDENTIALS if error.code is Code.UNAUTHORIZED else TROUBLE) from error


@dataclass(slots=True)
class _Session:
    sockets: VisitorSockets
    connection: Connection
    visitor: Visitor
    hello: f.VisitorHello
    token: str
    identity: str | None

    async def welcome(self) -> None:
        """The first frame, then the history that was asked for."""
        s = self.sockets
        known = self.hello.token is not None
        place = await s.desk.whereabouts(self.visitor) if known else Whereabouts(None, None)
        self.connection.send(await self._welcome(place))
        if place.open is not None:
            s.delivery.follow(self.connection, place.open)
        s.delivery.ready(self.connection)
        s.hub.visitor_presence(self.connection, True)
        if self.hello.resume is not None:
            resume = self.hello.resume
            await self._history(resume.conversation, resume.after)
        if place.open is not None:
            await s.board.place(self.connection)

    async def _welcome(self, place: Whereabouts) -> dict[str, Any]:
        s, visitor, current = self.sockets, self.visitor, place.open
        lang = current.lang if current is not None else visitor.lang
        available = await s.board.available(lang)
        frame: dict[str, Any] = {
            "type": "welcome",
            "token": self.token,
            "visitor": visitor.id,
            "conversation": None if current is None else current.id,
            "state": None if current is None else current.state,
            "lang": lang,
            "langs": list(s.desk.phrasebook.languages),
            "service": service(s.desk, lang, available=available),
            "agents_available": available,
            "bot": s.bot.state,
            "starters": [{"id": c.id, "label": c.label} for c in s.desk.phrasebook.starters(lang)],
            "limits": {"text": f.TEXT_LIMIT, "frame": f.FRAME_LIMIT},
            "server_time": timestamp(s.desk.clock()),
        }
        if place.last is not None:
            frame["last_conversation"] = place.last.id
        if self.identity is not None:
            frame["identity"] = self.identity
        ways = {way: fact for way in WAYS if (fact := s.desk.phrasebook.fact(way, lang)) is not None}
        if ways:
            frame["contact"] = ways
        return frame

    async def act(self, frame: Any) -> Ack | None:  # noqa: C901 one case a frame
        """Does one frame. Returns the ack of a command."""
        desk, visitor, page = self.sockets.desk, self.visitor, self._page
        match frame:
            case f.VisitorSend():
                return await desk.send(visitor, frame.cid, frame.text, frame.attachments or (), page)
            case f.Choose():
                return await desk.choose(visitor, frame.cid, frame.choice, frame.seq, page)
            case f.RequestHuman():
                return await desk.request_human(visitor, frame.cid, frame.skill, page)
            case f.CancelRequest():
                return await desk.cancel_request(visitor, frame.cid)
            case f.LeaveContact():
                contact = frame.model_dump(
                    include={"name", "email", "phone", "text", "when"}, exclude_none=True
                )
                return await desk.leave_contact(visitor, frame.cid, frame.kind, contact, page)
            case f.Rate():
                return await desk.rate(visitor, frame.cid, frame.score, frame.comment)
            case f.End():
                return await desk.end(visitor, frame.cid)
            case f.SetLang():
                return await desk.set_lang(visitor, frame.cid, frame.lang)
            case f.VisitorSync():
                await self._sync(frame)
            case f.VisitorTyping() if self.connection.current is not None:
                typing = {"type": "typing", "author": {"kind": "visitor"}, "on": frame.on}
                self.sockets.hub.tell_owner(self.connection.current, typing)
            case f.VisitorHello():
                raise f.Rejected(Code.BAD_FRAME, None, "hello comes once, at the beginning")
        return None

    @property
    def _page(self) -> dict[str, str]:
        page = self.hello.page
        return {} if page is None else page.model_dump(exclude_none=True)

    async def _sync(self, frame: f.VisitorSync) -> None:
        conversation = frame.conversation
        if conversation is None:
            place = await self.sockets.desk.whereabouts(self.visitor)
            latest = place.open or place.last
            if latest is None:
                raise HandoffError(Code.NOT_FOUND, "there is no conversation yet")
            conversation = latest.id
        await self.sockets.delivery.history(self.connection, conversation, frame.after)

    async def _history(self, conversation: str, after: int) -> None:
        try:
            await self.sockets.delivery.history(self.connection, conversation, after)
        except HandoffError as error:
            self.connection.send(error_frame(error.code, None, error.detail))


def service(desk: VisitorDesk, lang: str, *, available: bool) -> dict[str, Any]:
    """The `service` of the protocol: whether people answer now, and until or from when.

    Somebody who is there outside the hours is there: then the text promises no later moment.
    """
    now = desk.clock()
    hours = desk.policy.hours
    if hours is None:
        return {"open": True, "text": ""}
    status = hours.status(now)
    frame: dict[str, Any] = {"open": status.open, "text": ""}
    for name, key, moment in (
        ("opens_at", "service_closed", status.opens_at),
        ("closes_at", "service_open", status.closes_at),
    ):
        if moment is not None:
            frame[name] = timestamp(moment)
            if status.open or not available:
                frame["text"] = desk.phrasebook.text(key, lang, when=desk.phrasebook.when(moment, now, lang))
    return frame

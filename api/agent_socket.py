"""`/ws/agent`: from hello to the last command of a console."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket

from api import frames as f
from api.auth import SESSION_COOKIE, Auth, LoggedIn
from api.board import Board
from api.connection import Connection
from api.delivery import Delivery
from api.hub import Hub
from api.outbox import Outbox
from api.settings import Settings
from api.site import SiteNow
from api.sockets import BAD_CREDENTIALS, TROUBLE, Refused, accept, converse, first_frame, refuse
from handoff.desk.agent import AgentDesk, Target
from handoff.desk.common import Ack
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Conversation, State, Visitor, agent_key
from handoff.transcript import timestamp

RELEASES = {"bot": State.BOT, "queue": State.QUEUED}


@dataclass(frozen=True, slots=True)
class AgentSockets:
    """What every agent's connection needs; wired in `api.main`. `process` is this process's id."""

    desk: AgentDesk
    auth: Auth
    hub: Hub
    delivery: Delivery
    board: Board
    settings: Settings
    site: SiteNow
    process: str
    settling: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from its handshake to its close."""
        if not await accept(websocket, self.settings, self.site):
            return
        try:
            hello = await first_frame(websocket, f.AGENT_FRAMES, f.AgentHello, self.settings.hello_seconds)
            session = await self._enter(websocket, hello)
        except Refused as refused:
            await refuse(websocket, refused)
            return
        agent, outbox = session.agent, Outbox(self.settings.ping_seconds)
        connection = Connection(agent_key(agent.id), agent.id, True, outbox, session=session.token_hash)
        self.hub.add(connection)
        talk = _Session(self, connection, agent, hello)
        try:
            await converse(websocket, connection, f.AGENT_FRAMES, talk.welcome, talk.act)
        finally:
            self.hub.remove(connection)
            await asyncio.shield(self.settle(agent.id))

    async def settle(self, agent: str) -> Agent | None:
        """Writes down whether the agent is connected here, as it is now; the agent if so.

        One at a time an agent: whoever drops and is back at once must not be taken for gone.
        """
        async with self.settling.setdefault(agent, asyncio.Lock()):
            if self.hub.of(agent_key(agent)):
                return await self.desk.arrive(agent, self.process)
            await self.desk.leave(agent, self.process)
            return None

    async def _enter(self, websocket: WebSocket, hello: f.AgentHello) -> LoggedIn:
        try:
            return await self.auth.session(websocket.cookies.get(SESSION_COOKIE), hello.csrf)
        except HandoffError as error:
            raise Refused(BAD_CREDENTIALS if error.code is Code.UNAUTHORIZED else TROUBLE) from error


@dataclass(slots=True)
class _Session:
    sockets: AgentSockets
    connection: Connection
    agent: Agent
    hello: f.AgentHello

    async def welcome(self) -> None:
        """The first frame, then what was asked to be resumed and the transcripts of the rest."""
        s, connection = self.sockets, self.connection
        self.agent = await s.settle(self.agent.id) or self.agent
        mine = await s.desk.owned(self.agent.id)
        snapshot = await s.board.snapshot()
        connection.status = self.agent.status
        connection.send(
            {
                "type": "welcome",
                "agent": describe(self.agent),
                "status": self.agent.status,
                "capacity": self.agent.capacity,
                "conversations": [self._shown(c, v) for c, v in mine],
                "colleagues": snapshot.colleagues,
                "offers": await s.board.offer_frames(snapshot, connection),
                "waiting": snapshot.waiting,
                "server_time": timestamp(s.desk.clock()),
            }
        )
        resumed = {r.conversation: r.after for r in self.hello.resume or ()}
        for conversation, _ in mine:
            if conversation.id not in resumed:
                s.delivery.assign(connection, conversation.id)
                connection.held.pop(conversation.id, None)
        for conversation_id in resumed:
            connection.held.pop(conversation_id, None)
        s.delivery.ready(connection)
        for conversation_id, after in resumed.items():
            await s.delivery.resume(connection, conversation_id, after)
        s.board.changed()

    def _shown(self, conversation: Conversation, visitor: Visitor | None) -> dict[str, Any]:
        c = conversation
        shown: dict[str, Any] = {
            "conversation": c.id,
            "fence": c.fence,
            "state": c.state,
            "last_seq": c.last_seq,
            "lang": c.lang,
            "opened_at": timestamp(c.opened_at),
            "last_text": c.last_text,
            "visitor_online": self.sockets.hub.online(c.visitor),
        }
        if visitor is not None and visitor.name:
            shown["name"] = visitor.name
        if url := c.page.get("url"):
            shown["page"] = url
        return shown

    async def _sync(self, frame: f.AgentSync) -> None:
        """One's own conversation, or what the same visitor said before it."""
        mine = frame.conversation in self.connection.subscriptions
        send = self.sockets.delivery.history if mine else self.sockets.delivery.earlier
        await send(self.connection, frame.conversation, frame.after)

    async def act(self, frame: Any) -> Ack | None:  # noqa: C901 one case a frame
        """Does one frame. Returns the ack of a command."""
        desk, agent = self.sockets.desk, self.agent
        match frame:
            case f.AgentSend(cid=cid, conversation=chat, fence=fence, text=text, attachments=attached):
                return await desk.send(agent, cid, chat, fence, text, attached or ())
            case f.Note(cid=cid, conversation=chat, fence=fence, text=text, attachments=attached):
                return await desk.note(agent, cid, chat, fence, text, attached or ())
            case f.SetStatus():
                return await desk.status(agent, frame.cid, frame.status)
            case f.Claim():
                return await desk.claim(agent, frame.cid, frame.conversation)
            case f.Accept():
                return await desk.accept(agent, frame.cid, frame.conversation)
            case f.Decline():
                return await desk.decline(agent, frame.cid, frame.conversation)
            case f.Transfer():
                target = Target(frame.to.agent, frame.to.skill)
                return await desk.transfer(
                    agent, frame.cid, frame.conversation, frame.fence, target, frame.note
                )
            case f.Release():
                to = RELEASES[frame.to]
                return await desk.release(agent, frame.cid, frame.conversation, frame.fence, to)
            case f.Close():
                return await desk.close(
                    agent, frame.cid, frame.conversation, frame.fence, frame.outcome, frame.verdict
                )
            case f.AgentSync():
                await self._sync(frame)
            case f.AgentTyping():
                self._require_mine(frame.conversation)
                author = {"kind": "agent", "name": agent.name}
                typing = {"type": "typing", "author": author, "on": frame.on}
                self.sockets.hub.tell_visitor(frame.conversation, typing)
            case f.AgentHello():
                raise f.Rejected(Code.BAD_FRAME, None, "hello comes once, at the beginning")
        return None

    def _require_mine(self, conversation: str) -> None:
        if conversation not in self.connection.subscriptions:
            raise HandoffError(Code.NOT_YOURS, "the conversation is not yours")


def describe(agent: Agent) -> dict[str, Any]:
    """An agent as clients see one."""
    return {
        "id": agent.id,
        "name": agent.name,
        "role": agent.role,
        "skills": list(agent.skills),
        "languages": list(agent.languages),
        "capacity": agent.capacity,
    }

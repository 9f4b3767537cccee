"""Who an agent is: passwords, sessions, single-use links. Secrets are kept as hashes only."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from dataclasses import dataclass

from pwdlib import PasswordHash

from handoff.desk.admin import Profile, add_agent, checked_name, make_agent
from handoff.desk.visitor import token_hash
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Role
from handoff.ports import Clock, Store, Transaction
from handoff.records import Link, Session

SESSION_COOKIE = "vuoro_session"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1024
FIRST_ADMIN, PASSWORD = "first_admin", "password"  # what a link is for
USED = {
    FIRST_ADMIN: "this link has been used or has expired; start the service again",
    PASSWORD: "this link has been used or has expired; ask your administrator for a new one",
}
LINK_MS = 7 * 86_400_000
FIRST_CAPACITY = 3
_hasher = PasswordHash.recommended()


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session: the cookie's hash, who it is, the token that changing calls carry."""

    token_hash: str
    agent: Agent
    csrf: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session with the cookie's value, known to the browser only."""

    token: str
    session: LoggedIn


class Auth:
    """Logs agents in and out. `session_ms`: how long a session lives, in milliseconds."""

    def __init__(self, store: Store, clock: Clock, session_ms: int) -> None:
        self._store, self._clock, self._session_ms = store, clock, session_ms
        self._nobody = _hasher.hash(
            secrets.token_urlsafe()
        )  # what an unknown name is checked against, in equal time

    async def log_in(self, name: str, password: str) -> Opened:
        """A new session. Raises unauthorized, for an unknown name as for a wrong password."""
        agent = await self._store.read(lambda tx: tx.agent_by_name(name))
        known = agent is not None and not agent.disabled
        expected = (agent.password_hash if agent is not None else "") or self._nobody
        fits = await asyncio.to_thread(_hasher.verify, password[:LONGEST_PASSWORD], expected)
        if agent is None or not known or not fits:
            raise HandoffError(Code.UNAUTHORIZED, "name or password is wrong")
        return await self._open(agent)

    async def session(self, token: str | None, csrf: str | None = None) -> LoggedIn:
        """The session of a cookie; where `csrf` is given it must be the session's. Raises unauthorized."""

        def work(tx: Transaction) -> LoggedIn | None:
            session = tx.get(Session, hashed)
            agent = tx.get(Agent, session.agent) if session is not None else None
            if session is None or agent is None or agent.disabled or session.expires_at <= self._clock():
                return None
            return LoggedIn(hashed, agent, session.csrf)

        hashed = token_hash(token or "")
        found = await self._store.read(work) if token else None
        if found is None or (
            csrf is not None and not hmac.compare_digest(found.csrf.encode(), csrf.encode())
        ):
            raise HandoffError(Code.UNAUTHORIZED, "log in first")
        return found

    async def log_out(self, session: LoggedIn) -> None:
        """Ends the session."""
        await self._store.write(lambda tx: tx.remove(Session, session.token_hash))

    async def first_admin_code(self) -> str | None:
        """A single-use code for the first administrator; None once there is one. Only the last code made is valid."""
        code = secrets.token_urlsafe(24)
        link = Link(token_hash(code), FIRST_ADMIN, None, self._clock() + LINK_MS)

        def work(tx: Transaction) -> str | None:
            tx.forget_links(FIRST_ADMIN)
            if any(agent.role is Role.ADMIN for agent in tx.agents()):
                return None
            tx.add(link)
            return code

        return await self._store.write(work)

    async def set_up(self, code: str, name: str, password: str, languages: tuple[str, ...]) -> Opened:
        """Makes the first administrator and logs them in. Raises not_found for a code that is none any more."""
        profile = Profile(checked_name(name), Role.ADMIN, (), languages, FIRST_CAPACITY)
        await self._store.read(
            lambda tx: self._link(tx, code, FIRST_ADMIN)
        )  # before a hash is spent on a guess
        agent = make_agent(profile, await hash_password(password), self._clock())

        def work(tx: Transaction) -> None:
            link = self._link(tx, code, FIRST_ADMIN)
            add_agent(tx, agent)
            tx.remove(Link, link.code_hash)

        await self._store.write(work)
        return await self._open(agent)

    async def password_link(self, agent: str) -> tuple[str, int]:
        """A single-use code with which the agent sets a password, and until when; earlier ones are void.

        The old password holds until then. Raises not_found.
        """
        code = secrets.token_urlsafe(24)
        link = Link(token_hash(code), PASSWORD, agent, self._clock() + LINK_MS)

        def work(tx: Transaction) -> None:
            if tx.get(Agent, agent) is None:
                raise HandoffError(Code.NOT_FOUND, "there is no such agent")
            tx.forget_links(PASSWORD, agent)
            tx.add(link)

        await self._store.write(work)
        return code, link.expires_at

    async def use_password_link(self, code: str, password: str) -> Opened:
        """Sets the password of the link's agent and logs them in; every other session of theirs ends.

        Raises not_found for a code that is none any more, unauthorized for somebody disabled.
        """
        await self._store.read(lambda tx: self._link(tx, code, PASSWORD))
        hashed = await hash_password(password)

        def work(tx: Transaction) -> Agent:
            link = self._link(tx, code, PASSWORD)
            tx.remove(Link, link.code_hash)
            return _new_password(tx, link.agent or "", hashed)

        return await self._open(await self._store.write(work))

    async def change_password(self, session: LoggedIn, current: str, password: str) -> Opened:
        """The agent's own new password; every session ends and a new one begins. Raises unauthorized, bad_frame."""
        expected = session.agent.password_hash or self._nobody
        if not await asyncio.to_thread(_hasher.verify, current[:LONGEST_PASSWORD], expected):
            raise HandoffError(Code.UNAUTHORIZED, "the password is wrong")
        hashed = await hash_password(password)
        return await self._open(
            await self._store.write(lambda tx: _new_password(tx, session.agent.id, hashed))
        )

    def _link(self, tx: Transaction, code: str, purpose: str) -> Link:
        link = tx.get(Link, token_hash(code))
        if link is None or link.purpose != purpose or link.expires_at <= self._clock():
            raise HandoffError(Code.NOT_FOUND, USED[purpose])
        return link

    async def add_agent(self, profile: Profile, password: str) -> Agent:
        """Makes an agent, for an operator who answers for the password's length. Raises taken where the name is."""
        agent = make_agent(profile, await hash_password(password, shortest=1), self._clock())
        await self._store.write(lambda tx: add_agent(tx, agent))
        return agent

    async def _open(self, agent: Agent) -> Opened:
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        session = Session(token_hash(token), agent.id, csrf, self._clock() + self._session_ms)
        await self._store.write(lambda tx: tx.add(session))
        return Opened(token, LoggedIn(session.token_hash, agent, csrf))


async def hash_password(password: str, shortest: int = SHORTEST_PASSWORD) -> str:
    """Argon2, off the event loop. Raises bad_frame for a password too short or too long."""
    if not shortest <= len(password) <= LONGEST_PASSWORD:
        limits = f"a password has {shortest} to {LONGEST_PASSWORD} characters"
        raise HandoffError(Code.BAD_FRAME, limits, field="password")
    return await asyncio.to_thread(_hasher.hash, password)


def _new_password(tx: Transaction, agent: str, hashed: str) -> Agent:
    known = tx.get(Agent, agent)
    if known is None or known.disabled:
        raise HandoffError(Code.UNAUTHORIZED, "this agent may not work here")
    known.password_hash = hashed
    tx.save(known)
    for session in tx.sessions_of(agent):
        tx.remove(Session, session.token_hash)
    return known

"""Who an agent is: passwords, sessions, single-use links. Secrets are kept as hashes only."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from dataclasses import dataclass

from pwdlib import PasswordHash

from handoff.desk.visitor import token_hash
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Role, new_id
from handoff.ports import Clock, Conflict, Store, Transaction
from handoff.records import Link, Session

SESSION_COOKIE = "vuoro_session"
SHORTEST_PASSWORD, LONGEST_PASSWORD, LONGEST_NAME = 10, 1024, 100
FIRST_ADMIN = "first_admin"
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


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agent is made from."""

    name: str
    role: Role
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int


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
        expected = agent.password_hash if agent is not None else self._nobody
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
        profile = Profile(_named(name), Role.ADMIN, (), languages, FIRST_CAPACITY)
        await self._store.read(lambda tx: self._link(tx, code))  # before a hash is spent on a guess
        agent = _agent(profile, await hash_password(password), self._clock())

        def work(tx: Transaction) -> None:
            link = self._link(tx, code)
            _add(tx, agent)
            tx.remove(Link, link.code_hash)

        await self._store.write(work)
        return await self._open(agent)

    def _link(self, tx: Transaction, code: str) -> Link:
        link = tx.get(Link, token_hash(code))
        if link is None or link.purpose != FIRST_ADMIN or link.expires_at <= self._clock():
            detail = "this link has been used or has expired; start the service again"
            raise HandoffError(Code.NOT_FOUND, detail)
        return link

    async def add_agent(self, profile: Profile, password: str) -> Agent:
        """Makes an agent, for an operator who answers for the password's length. Raises taken where the name is."""
        agent = _agent(profile, await hash_password(password, shortest=1), self._clock())
        await self._store.write(lambda tx: _add(tx, agent))
        return agent

    async def _open(self, agent: Agent) -> Opened:
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        session = Session(token_hash(token), agent.id, csrf, self._clock() + self._session_ms)
        await self._store.write(lambda tx: tx.add(session))
        return Opened(token, LoggedIn(session.token_hash, agent, csrf))


async def hash_password(password: str, shortest: int = SHORTEST_PASSWORD) -> str:
    """Argon2, off the event loop. Raises bad_frame for a password too short or too long."""
    if not shortest <= len(password) <= LONGEST_PASSWORD:
        raise HandoffError(Code.BAD_FRAME, f"a password has {shortest} to {LONGEST_PASSWORD} characters")
    return await asyncio.to_thread(_hasher.hash, password)


def _agent(profile: Profile, password_hash: str, now: int) -> Agent:
    return Agent(
        new_id(),
        _named(profile.name),
        profile.role,
        profile.skills,
        profile.languages,
        profile.capacity,
        password_hash,
        now,
    )


def _named(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or "\0" in name:
        raise HandoffError(Code.BAD_FRAME, f"a name has 1 to {LONGEST_NAME} characters")
    return name


def _add(tx: Transaction, agent: Agent) -> None:
    if tx.agent_by_name(agent.name) is not None:
        raise HandoffError(Code.TAKEN, "somebody has this name already")
    try:
        tx.add(agent)
    except Conflict:
        raise HandoffError(Code.TAKEN, "somebody has this name already") from None

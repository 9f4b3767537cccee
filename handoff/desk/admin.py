"""What an administrator can do: who works here, and what the site looks like. Each method is one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handoff.desk.agent import withdraw_offers
from handoff.desk.common import Desk
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Role, Status, new_id
from handoff.ports import Conflict, Transaction
from handoff.records import Session, Site

SITE = "site"  # the one row
LONGEST_NAME, MOST_CAPACITY = 100, 50


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agent is made from."""

    name: str
    role: Role
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent as others see one: whether connected to any process, and how many conversations they have open."""

    agent: Agent
    connected: bool
    open: int


class AdminDesk(Desk):
    """Whoever calls has the role `admin`; the edge sees to that."""

    # -- people ------------------------------------------------------------------------------------

    async def staff(self) -> list[Colleague]:
        """Everybody who has or had a place at the console, by name."""
        return await self.store.read(staff)

    async def add(self, profile: Profile) -> Agent:
        """Somebody new, who cannot log in before a link has set their password. Raises taken where the name is."""
        agent = make_agent(profile, "", self.clock())
        await self.store.write(lambda tx: add_agent(tx, agent), lambda _: self.signals.board_changed())
        return agent

    async def change(self, by: Agent, agent: str, changes: Mapping[str, Any]) -> Agent:
        """Changes fields of a profile, or `disabled`. Whoever is disabled loses sessions and conversations at once.

        Raises not_found; taken where another has the name; wrong_state for oneself or the last administrator.
        """

        def work(tx: Transaction) -> Agent:
            known = tx.get(Agent, agent)
            if known is None:
                raise HandoffError(Code.NOT_FOUND, "there is no such agent")
            changed = replace(known, **changes)
            changed.name = checked_name(changed.name)
            _keep_an_administrator(tx, by, known, changed)
            other = tx.agent_by_name(changed.name)
            if other is not None and other.id != agent:
                raise HandoffError(Code.TAKEN, "somebody has this name already")
            if changed.disabled and not known.disabled:
                self._send_away(tx, changed)
            tx.save(changed)
            return changed

        return await self.store.write(work, lambda _: self.signals.board_changed())

    def _send_away(self, tx: Transaction, agent: Agent) -> None:
        """The sweep finds the agent lost at once and gives their conversations to others."""
        agent.status, agent.lost_due_at = Status.AWAY, self.clock()
        for session in tx.sessions_of(agent.id):
            tx.remove(Session, session.token_hash)
        withdraw_offers(tx, agent.id)

    # -- the site ----------------------------------------------------------------------------------

    async def site(self) -> Site:
        """What was chosen; the first to ask makes the row, with its secret."""
        first = new_site()

        def work(tx: Transaction) -> Site:
            known = tx.get(Site, SITE)
            if known is None:
                tx.add(first)
            return known or first

        known = await self.store.read(lambda tx: tx.get(Site, SITE))
        return await self.store.write(work) if known is None else known

    async def change_site(self, changes: Mapping[str, Any]) -> Site:
        """Changes fields of the site, which must be there (see `site`)."""

        def work(tx: Transaction) -> Site:
            known = tx.get(Site, SITE)
            if known is None:
                raise HandoffError(Code.UNAVAILABLE, "the site is not set up yet")
            changed = replace(known, **changes)
            tx.save(changed)
            return changed

        return await self.store.write(work)


def new_site() -> Site:
    """The site before anybody has chosen anything."""
    return Site(SITE, "", "", (), (), new_secret())


def new_secret() -> str:
    """A secret of 256 random bits, as text."""
    return secrets.token_urlsafe(32)


def staff(tx: Transaction) -> list[Colleague]:
    """Everybody, by name."""
    connected = {agent.id for agent in tx.connected_agents()}
    loads = tx.loads()
    return [Colleague(agent, agent.id in connected, loads.get(agent.id, 0)) for agent in tx.agents()]


def make_agent(profile: Profile, password_hash: str, now: int) -> Agent:
    """An agent of that profile. Raises bad_frame for a name that is none."""
    return Agent(
        new_id(),
        checked_name(profile.name),
        profile.role,
        profile.skills,
        profile.languages,
        profile.capacity,
        password_hash,
        now,
    )


def add_agent(tx: Transaction, agent: Agent) -> None:
    """Adds a new agent. Raises taken where somebody has the name."""
    if tx.agent_by_name(agent.name) is not None:
        raise HandoffError(Code.TAKEN, "somebody has this name already")
    try:
        tx.add(agent)
    except Conflict:
        raise HandoffError(Code.TAKEN, "somebody has this name already") from None


def checked_name(name: str) -> str:
    """The name without blanks around it. Raises bad_frame for one that is none."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or "\0" in name:
        raise HandoffError(Code.BAD_FRAME, f"a name has 1 to {LONGEST_NAME} characters", field="name")
    return name


def _keep_an_administrator(tx: Transaction, by: Agent, known: Agent, changed: Agent) -> None:
    """Nobody locks themselves out, and somebody is always left to let others in."""
    stays = changed.role is Role.ADMIN and not changed.disabled
    if known.role is not Role.ADMIN or known.disabled or stays:
        if changed.disabled and by.id == known.id:
            raise HandoffError(Code.WRONG_STATE, "you cannot disable yourself")
        return
    if by.id == known.id:
        raise HandoffError(Code.WRONG_STATE, "you cannot take your own rights away")
    if not any(a.role is Role.ADMIN and not a.disabled and a.id != known.id for a in tx.agents()):
        raise HandoffError(Code.WRONG_STATE, "somebody must stay administrator")

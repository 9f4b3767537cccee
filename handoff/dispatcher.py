"""What happens by itself: offers to free agents, and everything with a deadline.

Every deadline is a row; the sweep reads what is due and moves it in a transaction that checks again, so any process may
sweep and two at once do no harm. Offers are made whenever the line or somebody's room has changed; the sweep is the
safety net.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from handoff.desk.agent import AgentDesk, refuse
from handoff.desk.common import Done, is_suitable, leave_line, save
from handoff.errors import HandoffError
from handoff.model import Agent, Conversation, Reason, State, Status
from handoff.ports import Conflict, Transaction
from handoff.records import Offer, Process
from handoff.routing import Assignment, Candidate, Waiting, assign

GATHER_SECONDS = 0.01  # changes that come together are one look at the line
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """What one sweep found: conversations, and agents in `lost`, by id."""

    offers: list[str]
    lost: list[str]
    bot: list[str]
    idle: list[str]
    unattended: list[str]


class Dispatcher:
    """One a process.

    `wake_bot` is called for conversations whose answer is overdue; `online` says whether a visitor is connected here.
    """

    def __init__(
        self,
        desk: AgentDesk,
        process: str,
        wake_bot: Callable[[str], None],
        online: Callable[[str], bool],
        sweep_seconds: float = 0.25,
    ) -> None:
        self._desk = desk
        self._store, self._policy, self._clock = desk.store, desk.policy, desk.clock
        self._process = process
        self._wake_bot = wake_bot
        self._online = online
        self._sweep_seconds = sweep_seconds
        self._kicked = asyncio.Event()
        self._beaten_at = 0

    def kick(self) -> None:
        """The line or somebody's room has changed: offers may be due."""
        self._kicked.set()

    async def start(self, *, alone: bool) -> None:
        """Enters this process. `alone`: no other can be alive (embedded storage), so what others left is cleared.

        Leases that ran out while nobody served start again now (docs/protocol.md, "Recovery").
        """

        def work(tx: Transaction) -> None:
            now = self._clock()
            self._bury(tx, now, everybody=alone)
            tx.add(Process(self._process, now))
            for agent in tx.lost_agents(now):
                agent.lost_due_at = now + self._policy.agent_lost_ms
                tx.save(agent)
            for offer in tx.offers():
                if offer.expires_at <= now:
                    offer.expires_at = now + self._policy.offer_ms
                    tx.save(offer)
            for conversation in tx.bot_due(now):
                if (found := tx.get(Conversation, conversation)) is not None:
                    found.bot_due_at = now + self._policy.bot_start_ms
                    save(tx, found)
            for conversation in tx.idle_due(now):
                if (found := tx.get(Conversation, conversation)) is not None:
                    found.idle_due_at = now + self._policy.abandon_ms
                    save(tx, found)

        await self._store.write(work)

    async def stop(self) -> None:
        """Leaves; the agents of this process begin to be lost unless they come back to another one."""

        def work(tx: Transaction) -> None:
            for agent in tx.remove_process(self._process):
                self._desk.start_losing(tx, agent)

        await self._store.write(work)

    async def run(self) -> None:
        """Offers and sweeps until cancelled. A storage that is out is tried again by the next round."""
        while True:
            try:
                async with asyncio.timeout(self._sweep_seconds):
                    await self._kicked.wait()
                kicked = True
            except TimeoutError:
                kicked = False
            self._kicked.clear()
            await asyncio.sleep(GATHER_SECONDS)
            try:
                if not kicked:
                    await self.sweep()
                await self.offer_waiting()
            except (HandoffError, Conflict) as error:
                log.warning("sweep failed, next one will try again", error=type(error).__name__)
                await asyncio.sleep(self._sweep_seconds)

    # -- offers ------------------------------------------------------------------------------------

    async def offer_waiting(self) -> None:
        """Offers every waiting conversation that somebody is free for."""
        assignments = await self._store.read(self._assignments)
        if not assignments:
            return
        made = await asyncio.gather(*(self._store.write(self._offering(a)) for a in assignments))
        if any(made):
            self._desk.signals.board_changed()

    def _assignments(self, tx: Transaction) -> list[Assignment]:
        queued = tx.queued()
        if not queued:
            return []
        offered = {offer.conversation for offer in tx.offers()}
        refusals: dict[str, dict[str, int]] = {}
        for refusal in tx.refusals():
            refusals.setdefault(refusal.conversation, {})[refusal.agent] = refusal.times
        waiting = [
            Waiting(c.id, c.lang, c.queued_at or 0, c.front, c.wanted_agent, refusals.get(c.id, {}))
            for c in queued
            if c.id not in offered
        ]
        loads = tx.loads()
        candidates = [
            Candidate(a.id, a.languages, a.capacity - loads.get(a.id, 0), a.idle_since)
            for a in tx.connected_agents()
            if a.status is Status.ONLINE and not a.disabled
        ]
        return assign(waiting, candidates)

    def _offering(self, assignment: Assignment) -> Callable[[Transaction], bool]:
        def work(tx: Transaction) -> bool:
            conversation = tx.get(Conversation, assignment.conversation)
            agent = tx.get(Agent, assignment.agent)
            if conversation is None or conversation.state is not State.QUEUED:
                return False
            if tx.get(Offer, conversation.id) is not None:
                return False
            if (
                agent is None
                or agent.disabled
                or agent.status is not Status.ONLINE
                or not tx.presences(agent.id)
            ):
                return False
            if tx.loads().get(agent.id, 0) >= agent.capacity:
                return False
            tx.add(Offer(conversation.id, agent.id, self._clock() + self._policy.offer_ms))
            return True

        return work

    # -- deadlines ---------------------------------------------------------------------------------

    async def sweep(self) -> None:
        """Everything whose time has come, each in a transaction of its own."""
        now = self._clock()
        due = await self._store.read(lambda tx: self._due(tx, now))
        for conversation in due.bot:
            self._wake_bot(conversation)
        for conversation in due.offers:
            await self._move(conversation, self._lapse)
        for agent in due.lost:
            await self._lose(agent)
        for conversation in due.idle:
            await self._move(conversation, self._abandon)
        for conversation in due.unattended:
            await self._move(conversation, self._tell_nobody_left)
        if self._beaten_at <= now - self._policy.process_lost_ms // 3:
            await self._beat(now)

    def _due(self, tx: Transaction, now: int) -> Due:
        return Due(
            offers=[offer.conversation for offer in tx.offers() if offer.expires_at <= now],
            lost=[agent.id for agent in tx.lost_agents(now)],
            bot=tx.bot_due(now),
            idle=tx.idle_due(now),
            unattended=self._unattended(tx),
        )

    async def _move(self, conversation: str, act: Callable[[Transaction, Conversation, int], Done]) -> None:
        def work(tx: Transaction) -> Done:
            found = tx.get(Conversation, conversation)
            return Done() if found is None else act(tx, found, self._clock())

        await self._store.write(work, self._desk.announce)

    def _lapse(self, tx: Transaction, found: Conversation, now: int) -> Done:
        offer = tx.get(Offer, found.id)
        if offer is None or offer.expires_at > now:
            return Done()
        refuse(tx, found, offer.agent)
        return Done(found, None, (save(tx, found),), moved=True)

    def _abandon(self, tx: Transaction, found: Conversation, now: int) -> Done:
        if not found.is_open or found.idle_due_at is None or found.idle_due_at > now:
            return Done()
        if found.state is State.QUEUED and self._online(found.visitor):
            found.idle_due_at = now + self._policy.abandon_ms  # who waits in front of us is silent, not gone
            return Done(found, None, (save(tx, found),))
        leave_line(tx, found)
        found.close(Reason.ABANDONED, now)
        found.idle_due_at = None
        return Done(found, None, (save(tx, found),), moved=True)

    def _unattended(self, tx: Transaction) -> list[str]:
        """Those who wait, have not been told that nobody is left, and have nobody."""
        untold = [conversation for conversation in tx.queued() if not conversation.told_nobody]
        if not untold:
            return []
        present = tx.connected_agents()
        return [c.id for c in untold if not any(is_suitable(agent, c.lang) for agent in present)]

    def _tell_nobody_left(self, tx: Transaction, found: Conversation, now: int) -> Done:
        if found.state is not State.QUEUED or found.id not in self._unattended(tx):
            return Done()
        found.told_nobody = True
        found.say_system(self._desk.nobody_left(found.lang, now), now)
        return Done(found, None, (save(tx, found),), moved=True)

    async def _lose(self, agent: str) -> None:
        """An agent without connections for too long: their conversations go back to the front of the line."""

        def work(tx: Transaction) -> Done:
            now = self._clock()
            known = tx.get(Agent, agent)
            if known is None or known.lost_due_at is None or known.lost_due_at > now:
                return Done()
            known.lost_due_at, known.status = None, Status.AWAY
            tx.save(known)
            advances = []
            for owned in tx.owned(agent):
                found = tx.get(Conversation, owned.id)
                if found is not None and found.agent == agent:
                    found.requeue(Reason.AGENT_LOST, now)
                    advances.append(save(tx, found))
            return Done(advances=tuple(advances), moved=True)

        await self._store.write(work, self._desk.announce)

    # -- processes ---------------------------------------------------------------------------------

    async def _beat(self, now: int) -> None:
        """Says that this process lives, three times as often as others wait for it; buries those that do not."""

        def work(tx: Transaction) -> None:
            mine = tx.get(Process, self._process)
            if mine is None:
                tx.add(Process(self._process, now))
            else:
                mine.beat_at = now
                tx.save(mine)
            self._bury(tx, now, everybody=False)

        await self._store.write(work)
        self._beaten_at = now

    def _bury(self, tx: Transaction, now: int, *, everybody: bool) -> None:
        for process in tx.processes():
            dead = everybody or process.beat_at < now - self._policy.process_lost_ms
            if dead and process.id != self._process:
                for agent in tx.remove_process(process.id):
                    self._desk.start_losing(tx, agent)

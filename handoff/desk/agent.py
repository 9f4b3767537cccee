"""What an agent can do. Each method is one command of the protocol: it returns its ack or raises HandoffError.

What an agent writes carries the fence it was given; it is checked inside the transaction that writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handoff.desk.common import Ack, Desk, Done, fingerprint, leave_line, save
from handoff.errors import Code, HandoffError
from handoff.model import Agent, Conversation, Event, Kind, Reason, State, Status, Visitor, agent_key
from handoff.ports import Reply, Transaction
from handoff.records import Offer, Presence, Process, Refusal

ALL_EVENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a transfer goes: an agent, a skill, or both."""

    agent: str | None
    skill: str | None


class AgentDesk(Desk):
    """What the console does, in the name of one agent."""

    async def arrive(self, agent: str, process: str) -> Agent:
        """The agent has a live connection to `process`: nothing of theirs is lost any more."""

        def work(tx: Transaction) -> Agent:
            known = _known(tx, agent)
            if tx.get(Presence, process, agent) is None:
                tx.add(Presence(process, agent))
            if tx.get(Process, process) is None:
                tx.add(Process(process, self.clock()))
            known.lost_due_at = None
            tx.save(known)
            return known

        return await self.store.write(work, lambda _: self.signals.board_changed())

    async def leave(self, agent: str, process: str) -> None:
        """The agent's last connection to `process` is gone. Without any other the time-out of the lost begins."""

        def work(tx: Transaction) -> None:
            tx.remove(Presence, process, agent)
            self.start_losing(tx, agent)

        await self.store.write(work, lambda _: self.signals.board_changed())

    def start_losing(self, tx: Transaction, agent: str) -> None:
        """Starts the time-out of an agent without connections; what is offered to them goes to others at once."""
        known = tx.get(Agent, agent)
        if known is None or tx.presences(agent):
            return
        patience = 0 if known.disabled else self.policy.agent_lost_ms  # who is disabled does not come back
        known.lost_due_at = self.clock() + patience
        tx.save(known)
        withdraw_offers(tx, agent)

    async def owned(self, agent: str) -> list[tuple[Conversation, Visitor | None]]:
        """The conversations the agent owns, and with whom."""
        return await self.store.read(lambda tx: [(c, tx.get(Visitor, c.visitor)) for c in tx.owned(agent)])

    async def status(self, agent: Agent, cid: str, status: Status) -> Ack:
        """Says whether the agent takes offers. Away or busy, what is offered goes to somebody else at once."""

        def work(tx: Transaction, now: int) -> Done:
            known = _known(tx, agent.id)
            known.status, known.idle_since = status, now
            tx.save(known)
            if status is not Status.ONLINE:
                withdraw_offers(tx, agent.id)
            return Done(moved=True)

        return await self.once(agent_key(agent.id), cid, fingerprint("status", status), work)

    async def claim(self, agent: Agent, cid: str, conversation: str) -> Ack:
        """Takes a waiting conversation, or the open work item of a closed one, by hand. Raises over_capacity, taken."""
        return await self._take(agent, cid, fingerprint("claim", conversation), conversation, offered=False)

    async def accept(self, agent: Agent, cid: str, conversation: str) -> Ack:
        """Takes what was offered. Raises taken or wrong_state where the offer has lapsed."""
        return await self._take(agent, cid, fingerprint("accept", conversation), conversation, offered=True)

    async def decline(self, agent: Agent, cid: str, conversation: str) -> Ack:
        """Lets an offer go by: it goes to the next. Raises wrong_state where there is none."""

        def work(tx: Transaction, _: int) -> Done:
            found = _conversation(tx, conversation)
            offer = tx.get(Offer, conversation)
            if offer is None or offer.agent != agent.id:
                raise HandoffError(Code.WRONG_STATE, "this was not offered to you")
            refuse(tx, found, agent.id)
            save(tx, found)
            return Done(found, moved=True)

        return await self.once(agent_key(agent.id), cid, fingerprint("decline", conversation), work)

    async def send(
        self, agent: Agent, cid: str, conversation: str, fence: int, text: str, attachments: Sequence[str]
    ) -> Ack:
        """Says `text` to the visitor."""
        _no_attachments(attachments)
        what = fingerprint("send", conversation, text)
        return await self._owned(
            agent,
            cid,
            what,
            conversation,
            fence,
            lambda tx, now, found: found.say_agent(agent, text, now, cid),
        )

    async def note(
        self, agent: Agent, cid: str, conversation: str, fence: int, text: str, attachments: Sequence[str]
    ) -> Ack:
        """Writes a note that the visitor never sees."""
        _no_attachments(attachments)
        what = fingerprint("note", conversation, text)
        return await self._owned(
            agent, cid, what, conversation, fence, lambda tx, now, found: found.note(agent, text, now, cid)
        )

    async def transfer(
        self, agent: Agent, cid: str, conversation: str, fence: int, target: Target, note: str | None
    ) -> Ack:
        """To another agent first, or to whoever has the skill; otherwise the front of the line."""
        if target.agent is None and target.skill is None:
            raise HandoffError(Code.BAD_FRAME, "a transfer goes to an agent or to a skill")

        def work(tx: Transaction, now: int, found: Conversation) -> Event:
            if target.agent is not None and (target.agent == agent.id or tx.get(Agent, target.agent) is None):
                raise HandoffError(Code.NOT_FOUND, "there is no such colleague")
            if note:
                found.note(agent, note, now, None)
            event = found.requeue(Reason.TRANSFERRED, now, cid, agent_key(agent.id))
            found.skill = target.skill or found.skill
            found.wanted_agent = target.agent
            count_refusal(tx, found.id, agent.id)
            return event

        what = fingerprint("transfer", conversation, target.agent, target.skill, note)
        return await self._owned(agent, cid, what, conversation, fence, work)

    async def release(self, agent: Agent, cid: str, conversation: str, fence: int, to: State) -> Ack:
        """Gives it to the bot, which says so, or back to the front of the line."""

        def work(tx: Transaction, now: int, found: Conversation) -> Event:
            if to is State.QUEUED:
                event = found.requeue(Reason.TRANSFERRED, now, cid, agent_key(agent.id))
                count_refusal(tx, found.id, agent.id)
                return event
            event = found.return_to_bot(agent, now, cid)
            found.say_bot(Reply(self.phrasebook.text("came_back", found.lang)), now)
            found.answered_seq = found.last_seq
            return event

        return await self._owned(
            agent, cid, fingerprint("release", conversation, to), conversation, fence, work
        )

    async def close(
        self, agent: Agent, cid: str, conversation: str, fence: int, outcome: str | None, verdict: str | None
    ) -> Ack:
        """Ends it, with what the agent thinks of the handover."""
        what = fingerprint("close", conversation, outcome, verdict)
        return await self._owned(
            agent,
            cid,
            what,
            conversation,
            fence,
            lambda tx, now, found: found.close(
                Reason.CLOSED_BY_AGENT, now, cid, agent_key(agent.id), outcome=outcome, verdict=verdict
            ),
        )

    # -- how ---------------------------------------------------------------------------------------

    async def _take(self, agent: Agent, cid: str, what: str, conversation: str, *, offered: bool) -> Ack:
        def work(tx: Transaction, now: int) -> Done:
            found = _conversation(tx, conversation)
            if found.state is State.HUMAN and found.agent == agent.id:
                return Done(found, _last_move(tx, found))  # taken already, from another tab
            offer = tx.get(Offer, conversation)
            mine = offer is not None and offer.agent == agent.id and offer.expires_at > now
            if offered and not mine:
                if found.state is State.HUMAN:
                    raise HandoffError(Code.TAKEN, "somebody else has the conversation")
                raise HandoffError(Code.WRONG_STATE, "the offer has lapsed")
            if found.state is State.CLOSED and tx.open_conversation(found.visitor) is not None:
                raise HandoffError(Code.WRONG_STATE, "the visitor has a newer conversation open")
            known = _known(tx, agent.id)
            used = tx.loads().get(agent.id, 0) - (1 if mine else 0)
            event = found.hand_to(known, now, cid)
            if used >= known.capacity:
                raise HandoffError(Code.OVER_CAPACITY, "you have as many conversations as you can take")
            leave_line(tx, found)
            found.idle_due_at = now + self.policy.abandon_ms
            known.idle_since = now
            tx.save(known)
            return Done(found, event, (save(tx, found),), moved=True)

        return await self.once(agent_key(agent.id), cid, what, work)

    async def _owned(
        self,
        agent: Agent,
        cid: str,
        what: str,
        conversation: str,
        fence: int,
        act: Callable[[Transaction, int, Conversation], Event],
    ) -> Ack:
        """Acts on a conversation under the fence it was given. Raises stale_fence, not_yours, not_found."""

        def work(tx: Transaction, now: int) -> Done:
            found = _conversation(tx, conversation)
            _check_fence(tx, found, agent.id, fence)
            event = act(tx, now, found)
            found.idle_due_at = now + self.policy.abandon_ms if found.is_open else None
            moved = found.fence != fence
            return Done(found, event, (save(tx, found),), moved=moved)

        return await self.once(agent_key(agent.id), cid, what, work)


def refuse(tx: Transaction, conversation: Conversation, agent: str) -> None:
    """The offer goes by: the next one is asked, and a transfer's wish is spent."""
    tx.remove(Offer, conversation.id)
    count_refusal(tx, conversation.id, agent)
    if conversation.wanted_agent == agent:
        conversation.wanted_agent = None


def count_refusal(tx: Transaction, conversation: str, agent: str) -> None:
    """Remembers that the agent let the conversation go by once more."""
    known = tx.get(Refusal, conversation, agent)
    if known is None:
        tx.add(Refusal(conversation, agent, 1))
    else:
        known.times += 1
        tx.save(known)


def was_owner(tx: Transaction, conversation: str, agent: str, fence: int | None = None) -> bool:
    """Whether the agent has ever owned it, or owned it under that fence."""
    return any(
        event.kind is Kind.STATE
        and event.body.get("agent", {}).get("id") == agent
        and fence in (None, event.body["fence"])
        for event in tx.events(conversation, 0, ALL_EVENTS)
    )


def _check_fence(tx: Transaction, conversation: Conversation, agent: str, fence: int) -> None:
    if conversation.agent == agent and conversation.fence == fence:
        return
    if conversation.agent == agent or was_owner(tx, conversation.id, agent, fence):
        raise HandoffError(Code.STALE_FENCE, "the conversation has moved on since")
    raise HandoffError(Code.NOT_YOURS, "the conversation is not yours")


def withdraw_offers(tx: Transaction, agent: str) -> None:
    """What is offered to the agent goes to others."""
    for offer in tx.offers():
        if offer.agent == agent:
            tx.remove(Offer, offer.conversation)


def _last_move(tx: Transaction, conversation: Conversation) -> Event:
    return tx.events(conversation.id, conversation.moved_seq - 1, 1)[0]


def _conversation(tx: Transaction, conversation: str) -> Conversation:
    found = tx.get(Conversation, conversation)
    if found is None:
        raise HandoffError(Code.NOT_FOUND, "there is no such conversation")
    return found


def _known(tx: Transaction, agent: str) -> Agent:
    found = tx.get(Agent, agent)
    if found is None or found.disabled:
        raise HandoffError(Code.UNAUTHORIZED, "this agent may not work here")
    return found


def _no_attachments(attachments: Sequence[str]) -> None:
    if attachments:
        raise HandoffError(Code.NOT_FOUND, "there is no such attachment")

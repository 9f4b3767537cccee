"""What a visitor can do. Each method is one command of the protocol: it returns its ack or raises HandoffError."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handoff.desk.common import Ack, Desk, Done, fingerprint, leave_line, save
from handoff.errors import Code, HandoffError
from handoff.model import Conversation, Event, Item, Kind, Reason, State, Visitor, new_id, visitor_key
from handoff.ports import Choice, Transaction

MARGIN_MS = 1_000  # what the sweep leaves the process that asked the bot, beyond the bot's own deadline


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a visitor stands: the open conversation and the last one, where there is any."""

    open: Conversation | None
    last: Conversation | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who a visitor is at the shop, as the shop has signed it."""

    id: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """That a visitor is a customer. Where it does not `hold` it says nothing new: it is too old, or nobody's (None)."""

    customer: Customer | None
    holds: bool


def token_hash(token: str) -> str:
    """What is kept of a secret of 256 random bits: its hash, which cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


class VisitorDesk(Desk):
    """A visitor has at most one open conversation; the first command that needs one opens it."""

    async def enter(
        self, token: str | None, lang: str | None, claim: Claim | None = None
    ) -> tuple[str, Visitor]:
        """Knows the visitor again by `token`, or makes a new one with a fresh token; durable when it returns.

        A token that belongs to another customer is not taken: whoever logs in on a shared computer starts anew, and
        sees nothing of what somebody else wrote. Raises HandoffError("unauthorized") for a token that is none.
        """
        spoken = self.language(lang)
        if token is not None and (known := await self._meet(token, spoken, claim)) is not None:
            return token, known
        fresh = secrets.token_urlsafe(32)
        made = Visitor(new_id(), token_hash(fresh), spoken or self.phrasebook.languages[0], self.clock())
        _introduce(made, claim)
        await self.store.write(lambda tx: tx.add(made))
        return fresh, made

    async def _meet(self, token: str, spoken: str | None, claim: Claim | None) -> Visitor | None:
        """The visitor of the token, as the hello says they are now; None where it belongs to somebody else."""

        def meet(visitor: Visitor) -> None:
            visitor.lang = spoken or visitor.lang
            _introduce(visitor, claim)

        def work(tx: Transaction) -> Visitor | None:
            stored = tx.get(Visitor, known.id) or known
            if _is_another(stored, claim):
                return None  # another tab was quicker
            meet(stored)
            tx.save(stored)
            return stored

        hashed = token_hash(token)
        found = await self.store.read(lambda tx: tx.visitor_by_token(hashed))
        if found is None:
            raise HandoffError(Code.UNAUTHORIZED, "the token is not known")
        if _is_another(found, claim):
            return None
        known = replace(found)
        meet(found)
        return found if found == known else await self.store.write(work)

    async def whereabouts(self, visitor: Visitor) -> Whereabouts:
        """Where the visitor stands now."""
        return await self.store.read(
            lambda tx: Whereabouts(tx.open_conversation(visitor.id), tx.last_conversation(visitor.id))
        )

    def language(self, wanted: str | None) -> str | None:
        """The site's language for a BCP 47 tag ("fi-FI" -> "fi"), None where the site does not speak it."""
        short = (wanted or "").replace("_", "-").split("-")[0].lower()
        return short if short in self.phrasebook.languages else None

    async def send(
        self, visitor: Visitor, cid: str, text: str, attachments: Sequence[str], page: Mapping[str, Any]
    ) -> Ack:
        """Says `text`. Raises not_found for an attachment that nobody uploaded."""
        if attachments:
            raise HandoffError(Code.NOT_FOUND, "there is no such attachment")

        def work(_: Transaction, now: int, conversation: Conversation) -> Event:
            return self._heard(conversation, conversation.say_visitor(text, now, cid), now)

        return await self._on_open(visitor, cid, fingerprint("send", text, list(attachments)), page, work)

    async def choose(
        self, visitor: Visitor, cid: str, choice: str, seq: int | None, page: Mapping[str, Any]
    ) -> Ack:
        """Takes a choice that message `seq` offered, or a starter. Raises not_found for one that was not offered."""

        def work(tx: Transaction, now: int, conversation: Conversation) -> Event:
            chosen = self._offered(tx, conversation, choice, seq)
            event = conversation.say_visitor(chosen.label, now, cid, chosen.id)
            self._take(tx, conversation, chosen.id, event, now)
            return event

        return await self._on_open(visitor, cid, fingerprint("choose", choice, seq), page, work)

    async def request_human(
        self, visitor: Visitor, cid: str, skill: str | None, page: Mapping[str, Any]
    ) -> Ack:
        """Asks for a person; harmless where one is asked or there already."""

        def work(tx: Transaction, now: int, conversation: Conversation) -> Event | None:
            if conversation.state is not State.BOT:
                return None
            conversation.skill = skill or conversation.skill
            return self.ask_person(tx, conversation, Reason.VISITOR_ASKED, now, cid)

        return await self._on_open(visitor, cid, fingerprint("request_human", skill), page, work)

    async def leave_contact(
        self, visitor: Visitor, cid: str, kind: Item, contact: Mapping[str, str], page: Mapping[str, Any]
    ) -> Ack:
        """Leaves a message or a number: the conversation closes, a work item stays."""
        if kind is Item.CALLBACK and not contact.get("phone"):
            raise HandoffError(Code.BAD_FRAME, "a call-back needs a phone number")

        def work(tx: Transaction, now: int, conversation: Conversation) -> Event:
            def tell(known: Visitor) -> None:
                known.name = contact.get("name", "").replace("\0", "") or known.name
                known.email = contact.get("email", "").replace("\0", "") or known.email

            _change(tx, visitor, tell)
            return conversation.leave_contact(kind, contact, now, cid)

        return await self._on_open(visitor, cid, fingerprint("leave_contact", kind, contact), page, work)

    async def cancel_request(self, visitor: Visitor, cid: str) -> Ack:
        """Back to the bot from the line."""
        return await self._on_existing(
            visitor,
            cid,
            fingerprint("cancel_request"),
            lambda tx, now, conversation: conversation.cancel(now, cid),
        )

    async def end(self, visitor: Visitor, cid: str) -> Ack:
        """Ends the open conversation."""
        return await self._on_existing(
            visitor,
            cid,
            fingerprint("end"),
            lambda tx, now, conversation: conversation.close(Reason.CLOSED_BY_VISITOR, now, cid),
        )

    async def rate(self, visitor: Visitor, cid: str, score: int, comment: str | None) -> Ack:
        """Rates the open conversation, else the last one for a day after its end."""

        def work(tx: Transaction, now: int) -> Done:
            last = tx.open_conversation(visitor.id) or tx.last_conversation(visitor.id)
            if last is None or (last.closed_at is not None and last.closed_at < now - self.policy.rate_ms):
                raise HandoffError(Code.WRONG_STATE, "there is no conversation to rate")
            rated = tx.get(Conversation, last.id) or last
            event = rated.rate({"score": score, **({"comment": comment} if comment else {})}, now, cid)
            return Done(rated, event, (save(tx, rated),))

        return await self.once(visitor_key(visitor.id), cid, fingerprint("rate", score, comment), work)

    async def set_lang(self, visitor: Visitor, cid: str, lang: str) -> Ack:
        """Chooses the language of what is said from now on. Raises not_found for one the site does not speak."""
        spoken = self.language(lang)
        if spoken is None:
            raise HandoffError(Code.NOT_FOUND, "the site does not speak this language")

        def work(tx: Transaction, _: int) -> Done:
            def speak(known: Visitor) -> None:
                known.lang = spoken

            _change(tx, visitor, speak)
            conversation = tx.open_conversation(visitor.id)
            if conversation is None:
                return Done()
            conversation.lang = spoken
            return Done(
                conversation, None, (save(tx, conversation),), moved=conversation.state is State.QUEUED
            )

        return await self.once(visitor_key(visitor.id), cid, fingerprint("set_lang", lang), work)

    # -- how ---------------------------------------------------------------------------------------

    async def _on_open(
        self,
        visitor: Visitor,
        cid: str,
        what: str,
        page: Mapping[str, Any],
        act: Callable[[Transaction, int, Conversation], Event | None],
    ) -> Ack:
        """Acts on the open conversation, opening one where none is open."""

        def work(tx: Transaction, now: int) -> Done:
            conversation = tx.open_conversation(visitor.id)
            if conversation is None:
                conversation = Conversation(new_id(), visitor.id, visitor.lang, now, page=page)
                conversation.open(now)
            return self._act(tx, now, conversation, act)

        return await self.once(visitor_key(visitor.id), cid, what, work)

    async def _on_existing(
        self, visitor: Visitor, cid: str, what: str, act: Callable[[Transaction, int, Conversation], Event]
    ) -> Ack:
        def work(tx: Transaction, now: int) -> Done:
            conversation = tx.open_conversation(visitor.id)
            if conversation is None:
                raise HandoffError(Code.WRONG_STATE, "no conversation is open")
            return self._act(tx, now, conversation, act)

        return await self.once(visitor_key(visitor.id), cid, what, work)

    def _act(
        self,
        tx: Transaction,
        now: int,
        conversation: Conversation,
        act: Callable[[Transaction, int, Conversation], Event | None],
    ) -> Done:
        waited, owed = conversation.state is State.QUEUED, conversation.waits_for_bot
        event = act(tx, now, conversation)
        conversation.idle_due_at = now + self.policy.abandon_ms if conversation.is_open else None
        if waited and conversation.state is not State.QUEUED:
            leave_line(tx, conversation)
        moved = waited or any(e.kind is Kind.STATE and e.seq > 1 for e in conversation.fresh)
        advance = save(tx, conversation)
        return Done(
            conversation, event, (advance,), moved=moved, asks_bot=conversation.waits_for_bot, owed=owed
        )

    def _heard(self, conversation: Conversation, event: Event, now: int) -> Event:
        """The bot owes an answer to what was just said to it."""
        if conversation.state is State.BOT and conversation.bot_due_at is None:
            conversation.bot_due_at = now + self.policy.bot_deadline_ms + MARGIN_MS
        return event

    def _offered(self, tx: Transaction, conversation: Conversation, choice: str, seq: int | None) -> Choice:
        if seq is None:
            offered = self.phrasebook.starters(conversation.lang)
        else:
            said = tx.events(conversation.id, seq - 1, 1) if 0 < seq <= conversation.last_seq else []
            offered = tuple(
                Choice(c["id"], c["label"]) for event in said for c in event.body.get("choices", ())
            )
        found = next((c for c in offered if c.id == choice), None)
        if found is None:
            raise HandoffError(Code.NOT_FOUND, "this choice was not offered")
        return found

    def _take(self, tx: Transaction, conversation: Conversation, choice: str, event: Event, now: int) -> None:
        if conversation.state is State.QUEUED and choice == "vuoro:cancel":
            conversation.cancel(now)
        if conversation.state is not State.BOT:
            return
        if choice == "vuoro:wait":
            conversation.queue(Reason.VISITOR_ASKED, now)
            conversation.told_nobody = True  # just now, by the message that offered to wait
        elif choice in ASKS_PERSON:
            self.ask_person(tx, conversation, ASKS_PERSON[choice], now)
        elif choice.startswith("intent:"):
            self._heard(conversation, event, now)


def _is_another(known: Visitor, claim: Claim | None) -> bool:
    """Whether the token is a customer's and the page says that somebody else, or nobody it can name, is here."""
    if claim is None or known.customer is None:
        return False
    return claim.customer is None or claim.customer.id != known.customer


def _introduce(visitor: Visitor, claim: Claim | None) -> None:
    if claim is not None and claim.holds and (customer := claim.customer) is not None:
        visitor.customer = customer.id
        visitor.name = customer.name or visitor.name
        visitor.email = customer.email or visitor.email


def _change(tx: Transaction, visitor: Visitor, change: Callable[[Visitor], None]) -> None:
    """Changes the visitor as stored, which another connection may have changed, and the one at hand alike."""
    stored = tx.get(Visitor, visitor.id)
    for each in (visitor, stored):
        if each is not None:
            change(each)
    if stored is not None:
        tx.save(stored)


ASKS_PERSON: Mapping[str, Reason] = {
    "vuoro:none": Reason.LOW_CONFIDENCE,
    "vuoro:not_helpful": Reason.VISITOR_UNHAPPY,
    "vuoro:human": Reason.VISITOR_ASKED,
}

"""What an agent reads in three seconds: why, how long, who, what was asked and what the bot tried. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.model import Conversation, Event, Kind, State, Visitor
from handoff.ports import Phrasebook
from handoff.records import Guessed
from handoff.transcript import timestamp

SUGGESTIONS = 3
LEAST_BELIEVED = 0.1  # confidence below which a guess suggests nothing
MOST_TRIED = 5
LONGEST_TEXT = 500  # what is read in three seconds; the transcript has the rest


MOST_PAST = 5  # earlier conversations that are named


@dataclass(frozen=True, slots=True)
class Past:
    """A conversation before this one, with the events that moved or rated it."""

    conversation: Conversation
    milestones: Sequence[Event]


def brief(
    conversation: Conversation,
    events: Sequence[Event],
    guesses: Mapping[int, Guessed],
    visitor: Visitor,
    earlier: int,
    past: Sequence[Past],
    phrasebook: Phrasebook,
    now: int,
) -> dict[str, Any]:
    """The `brief` of the protocol. `earlier`: how many conversations the visitor had before, `past` the last of them;
    `now` in milliseconds.
    """
    words = [e for e in events if e.kind is Kind.MESSAGE and e.body["author"]["kind"] == "visitor"]
    left = [e for e in events if e.kind is Kind.CONTACT and e.body.get("text")]
    typed = left or [e for e in words if "choice" not in e.body]
    asked = typed[-1] if typed else words[-1] if words else None
    reason, waited_ms = _wait(events, now)
    who: dict[str, Any] = {"earlier": earlier}
    for key in ("name", "email", "customer"):
        if value := getattr(visitor, key):
            who[key] = value
    if past:
        who["earlier_conversations"] = [_past(one) for one in past]
    if conversation.page:
        who["page"] = conversation.page
    return {
        "reason": reason or conversation.reason,
        "lang": conversation.lang,
        "skill": conversation.skill,
        "waited_s": round(waited_ms / 1000),
        "visitor": who,
        "asked": None if asked is None else _clipped(asked.body["text"]),
        "tried": [_tried(e, guesses[e.seq]) for e in words if e.seq in guesses][-MOST_TRIED:],
        "suggestions": _suggestions(guesses, conversation.lang, phrasebook),
    }


def _wait(events: Sequence[Event], now: int) -> tuple[str | None, int]:
    """Why the conversation last began to wait, and for how long it did (or has until `now`)."""
    reason, since, until = None, None, now
    for event in events:
        if event.kind is not Kind.STATE:
            continue
        waits = event.body["to"] in (State.QUEUED, State.CLOSED)
        if waits:
            reason, since, until = event.body["reason"], event.at, now
        elif since is not None and event.body["to"] == State.HUMAN:
            until = event.at
    return reason, 0 if since is None else until - since


def _past(one: Past) -> dict[str, Any]:
    """What is worth knowing of an earlier conversation before opening it."""
    c = one.conversation
    shown: dict[str, Any] = {
        "conversation": c.id,
        "opened_at": timestamp(c.opened_at),
        "closed_at": None if c.closed_at is None else timestamp(c.closed_at),
        "reason": c.reason,
        "last_text": c.last_text,
    }
    for event in one.milestones:
        if event.kind is Kind.RATING:
            shown["rating"] = event.body["score"]
        elif event.body.get("agent"):
            shown["agent"] = event.body["agent"]["name"]
    return shown


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _tried(event: Event, guess: Guessed) -> dict[str, Any]:
    return {
        "text": _clipped(event.body["text"]),
        "intent": guess.body["intent"],
        "confidence": guess.body["confidence"],
        "reply": guess.reply,
    }


def _suggestions(guesses: Mapping[int, Guessed], lang: str, phrasebook: Phrasebook) -> list[dict[str, str]]:
    """The answers to the best guesses at what was said last, to edit and send."""
    if not guesses:
        return []
    ranking = [g for g in guesses[max(guesses)].body["ranking"] if g["confidence"] >= LEAST_BELIEVED]
    found = [(guess["intent"], phrasebook.answer(guess["intent"], lang)) for guess in ranking]
    useful = [(i, a) for i, a in found if a is not None and not phrasebook.small_talk(i)]
    return [{"intent": intent, "text": answer.text} for intent, answer in useful[:SUGGESTIONS]]

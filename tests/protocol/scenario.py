"""Many conversations at once: questions to the bot, then a person, with breaks in the middle.

It needs nothing but a base URL and agents who can log in, so it runs against any server of `vuoro.v1`:

    python -m tests.protocol.scenario http://localhost:8080 --agents agents.txt --conversations 200

where every line of `agents.txt` is a name and a password, with a tab between them.
"""

from __future__ import annotations

import argparse
import asyncio
import operator
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.protocol.checks import check
from tests.protocol.people import AGENT, BOT, SYSTEM, VISITOR, Agent, Session, Visitor
from tests.protocol.timeline import Frame, shared
from tests.protocol.wire import Backoff, Refused, matches

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "en": ("Where is my order?", "Can I return these shoes?"),
    "fi": ("Missä minun tilaukseni on?", "Voinko palauttaa nämä kengät?"),
    "pl": ("Gdzie jest moje zamówienie?", "Czy mogę zwrócić te buty?"),
}
BACKOFF = Backoff(0.02, 2.0)
WORDS = 4
"""How many messages each side writes once a person is there."""


@dataclass
class Outcome:
    """What everybody saw, when all is over."""

    visitors: list[Visitor]
    agents: list[Agent]
    seconds: float = 0.0
    breaks: int = 0
    answers: list[float] = field(default_factory=list)

    @property
    def events(self) -> int:
        """How many events the visitors saw."""
        return sum(len(visitor.events) for visitor in self.visitors)


async def run(
    home: str, logins: Sequence[tuple[str, str]], conversations: int = 200, patience: float = 120.0
) -> Outcome:
    """The whole scenario. `logins`: name and password of each agent. Raises AssertionError for any broken promise."""
    started = time.monotonic()
    agents = [await _at_work(home, name, password, patience) for name, password in logins]
    languages = list(QUESTIONS)
    visitors = [
        Visitor(home, f"visitor {number}", BACKOFF, lang=languages[number % len(languages)])
        for number in range(conversations)
    ]
    outcome = Outcome(visitors, agents)
    desks = [
        asyncio.create_task(_serve(agent, outcome, random.Random(place)))
        for place, agent in enumerate(agents)
    ]
    chats = [
        asyncio.create_task(_chat(visitor, outcome, random.Random(1_000 + place)))
        for place, visitor in enumerate(visitors)
    ]
    everybody: asyncio.Future[Any] = asyncio.gather(*chats)
    waited_for: tuple[asyncio.Future[Any], ...] = (everybody, *desks)
    try:
        done, _ = await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED, timeout=patience)
        late = [v for v, chat in zip(visitors, chats, strict=True) if not chat.done()]
        assert done, f"{len(late)} conversations were not over in {patience} s: {_where(late)}"
        for task in done:
            task.result()
        await _settled(outcome)
    finally:
        for task in (*desks, *chats):
            task.cancel()
        await asyncio.gather(everybody, *desks, *chats, return_exceptions=True)
        for client in (*visitors, *agents):
            await client.leave()
    outcome.seconds = time.monotonic() - started
    check([*visitors, *agents])
    _check_transcripts(outcome)
    return outcome


def _where(visitors: list[Visitor]) -> list[str]:
    """What visitors wait for, for whoever reads a failure."""
    return [f"{v.name} in {v.conversation} after {v.events[-1] if v.events else None}" for v in visitors[:5]]


async def _at_work(home: str, name: str, password: str, patience: float) -> Agent:
    session = await Session.open(home, name, password)
    agent = Agent(home, session.body["agent"]["id"], name, session, BACKOFF)
    agent.patience = patience
    await agent.come()
    await agent.is_online()
    return agent


async def _chat(visitor: Visitor, outcome: Outcome, dice: random.Random) -> None:
    """Two questions, a person, words both ways with a break in the middle, the end."""
    visitor.patience = 120.0
    await visitor.come()
    for question in QUESTIONS[str(visitor.hello["lang"])]:
        asked = time.monotonic()
        ack = await visitor.say(question)
        await visitor.until(partial(_answered, visitor, ack["seq"]))
        outcome.answers.append(time.monotonic() - asked)
    await visitor.ask_for_a_person()
    await visitor.state("human")
    answers: list[asyncio.Future[Frame]] = []
    drop_after = dice.randrange(WORDS)
    for number in range(WORDS):
        answers.append(visitor.command("send", text=f"{visitor.name} says {number}"))
        if number == drop_after:
            # What is on its way now may or may not have been committed; it is sent again under its cid.
            await visitor.drop()
            outcome.breaks += 1
            await visitor.come()
        await visitor.event("message", text=f"to {visitor.conversation} {number}", **AGENT)
    await asyncio.gather(*answers)
    await visitor.state("closed")
    await visitor.do("rate", score=dice.randint(1, 5))
    await visitor.event("rating")


def _answered(visitor: Visitor, after: int) -> bool:
    """The bot said something, or people were asked: a real bot may do either."""
    later = [event for event in visitor.events if event["seq"] > after]
    return any(matches(event, BOT) or matches(event, SYSTEM) or event["kind"] == "state" for event in later)


async def _serve(agent: Agent, outcome: Outcome, dice: random.Random) -> None:
    """Accepts whatever is offered, talks in every conversation at once, drops out now and then."""
    talks: dict[str, asyncio.Task[None]] = {}
    taken_up: set[tuple[str, str]] = set()

    def new_offers() -> list[tuple[str, str]]:
        """By conversation and end: a conversation may be offered again, and is then in the next welcome too."""
        offers = [
            (o["conversation"], o["expires_at"]) for o in (*agent.frames("offer"), *agent.welcome["offers"])
        ]
        return [offer for offer in dict.fromkeys(offers) if offer not in taken_up and offer[0] not in talks]

    while True:
        await agent.until(lambda: new_offers() or any(talk.done() for talk in talks.values()), within=600)
        for conversation in [conversation for conversation, talk in talks.items() if talk.done()]:
            talks.pop(conversation).result()
        while offers := new_offers():
            offer = offers[0]
            taken_up.add(offer)
            talks[offer[0]] = talk = asyncio.create_task(_talk(agent, offer[0]))
            talk.add_done_callback(lambda _: agent.wake())
            if dice.random() < 0.2:
                await agent.drop()
                outcome.breaks += 1
                await agent.come()


async def _talk(agent: Agent, conversation: str) -> None:
    """Accepts, reads, answers every word, closes."""
    try:
        await agent.command("accept", conversation=conversation)
    except Refused:
        return  # it lapsed while we were gone, and comes again
    fence = await agent.owns(conversation)
    for number in range(WORDS):
        await agent.until(partial(_has_said, agent, conversation, number + 1))
        await agent.command(
            "send", conversation=conversation, fence=fence, text=f"to {conversation} {number}"
        )
    await agent.command("note", conversation=conversation, fence=fence, text="went well")
    await agent.command("close", conversation=conversation, fence=fence, verdict="needed")


def _has_said(agent: Agent, conversation: str, words: int) -> bool:
    """Whether the visitor has written so many messages since a person is there."""
    events = agent.timeline(conversation).events
    human = next(
        (event["seq"] for event in events if event["kind"] == "state" and event["to"] == "human"), None
    )
    return human is not None and words <= len(
        [event for event in events if event["seq"] > human and matches(event, VISITOR)]
    )


async def _settled(outcome: Outcome) -> None:
    """Waits until every owner has read the last word too."""
    for agent in outcome.agents:
        await agent.until(partial(operator.not_, agent.owned))


def _check_transcripts(outcome: Outcome) -> None:
    """Agents had all that was said before them, and what both sides saw is the same."""
    readers = {c: agent for agent in outcome.agents for c in agent.timelines}
    for visitor in outcome.visitors:
        agent = readers[visitor.conversation]
        seen = agent.timelines[visitor.conversation].events
        own = [event for event in visitor.events if event["kind"] != "rating"]
        theirs = [event for event in seen if event["kind"] != "note"]
        story = f"{visitor.name} in {visitor.conversation} with {agent.name}"
        for mine, other in zip_longest(own, theirs):
            # An agent who dropped out while closing is told `unassigned` afterwards, not the last event.
            unread = other is None and mine["kind"] == "state" and mine["to"] == "closed"
            assert unread or (mine and other and _plain(mine) == _plain(other)), f"{story}: {mine}, {other}"
        assert [event["seq"] for event in seen] == list(range(1, len(seen) + 1)), story
        words = [event["text"] for event in own if matches(event, VISITOR)]
        lang = str(visitor.hello["lang"])
        expected = [*QUESTIONS[lang], *(f"{visitor.name} says {number}" for number in range(WORDS))]
        assert [word for word in words if word in expected] == expected
        told = [event["text"] for event in own if matches(event, AGENT)]
        assert told == [f"to {visitor.conversation} {number}" for number in range(WORDS)]


def _plain(event: dict[str, object]) -> dict[str, object]:
    for_agents_only = {"outcome", "verdict"}
    return {name: value for name, value in shared(event).items() if name not in for_agents_only}


def main() -> None:
    """Runs the scenario against a running server and says how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument(
        "--agents", type=Path, required=True, help="a name and a password a line, with a tab between"
    )
    parser.add_argument("--conversations", type=int, default=200)
    given = parser.parse_args()
    lines = [line.partition("\t") for line in given.agents.read_text().splitlines() if line]
    logins = [(name, password) for name, _, password in lines]
    outcome = asyncio.run(run(given.url.rstrip("/"), logins, given.conversations))
    times = sorted(outcome.answers)
    print(
        f"{len(outcome.visitors)} conversations, {outcome.events} events, {outcome.breaks} breaks "
        f"in {outcome.seconds:.1f} s; the bot answered in {times[len(times) // 2] * 1000:.0f} ms at the median"
    )


if __name__ == "__main__":
    main()

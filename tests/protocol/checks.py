"""What must hold for every client after every test, whatever it was about."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.protocol.client import Client
from tests.protocol.people import Agent, Visitor
from tests.protocol.timeline import Frame, shared

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
PAGE_BYTES = 64 * 1024
MOVES = {
    (None, "bot", "opened"),
    *(
        ("bot", "queued", reason)
        for reason in (
            "visitor_asked",
            "out_of_scope",
            "low_confidence",
            "repeated_miss",
            "visitor_unhappy",
            "always_human",
            "bot_unavailable",
        )
    ),
    ("queued", "bot", "cancelled"),
    ("queued", "human", "accepted"),
    ("queued", "closed", "left_message"),
    ("bot", "closed", "left_message"),
    ("human", "bot", "returned_to_bot"),
    ("human", "queued", "transferred"),
    ("human", "queued", "agent_lost"),
    ("human", "closed", "closed_by_agent"),
    ("closed", "human", "reopened"),
    *(
        (state, "closed", reason)
        for state in ("bot", "queued", "human")
        for reason in ("closed_by_visitor", "abandoned")
    ),
}
"""The rows of the state table."""
WRITERS = {
    "bot": {"visitor", "bot", "system"},
    "queued": {"visitor", "system"},
    "human": {"visitor", "agent", "system"},
}
"""Who writes in which state; nobody has forbidden `system` to say what happens."""


def check(clients: Sequence[Client]) -> None:
    """Every promise that can be checked without knowing what the test did."""
    for client in clients:
        for timeline in client.timelines.values():
            assert not timeline.faults, f"{client.name}: {timeline.faults}"
            check_order(timeline.events)
            if isinstance(client, Agent):
                check_fences(timeline.events)
        check_acks(client)
        check_frames(client)
        if isinstance(client, Visitor):
            check_visitor(client)
        if isinstance(client, Agent):
            check_agent(client)
    check_readers_agree(clients)


def check_order(events: Sequence[Frame]) -> None:
    """Every event once, in order, in a legal move of the state table, written by somebody who may."""
    previous, state = 0, None
    for event in events:
        assert event["prev"] == previous < event["seq"], event
        assert TIME.fullmatch(event["at"]), event
        previous = event["seq"]
        if event["kind"] == "state":
            assert event["from"] == state, event
            assert (event["from"], event["to"], event["reason"]) in MOVES, event
            state = event["to"]
        elif event["kind"] == "message":
            assert state is not None, event
            assert event["author"]["kind"] in WRITERS.get(state, {"visitor", "system"}), (state, event)
            assert isinstance(event["text"], str), event


def check_fences(events: Sequence[Frame]) -> None:
    """Every move raises the fence by one, from 1 on."""
    fences = [event["fence"] for event in events if event["kind"] == "state"]
    assert fences == list(range(1, len(fences) + 1)), fences


def check_acks(client: Client) -> None:
    """An ack names the event that the command made; the event carries the command's cid."""
    for ack in client.acked:
        assert {"cid", "conversation", "seq", "id", "at"} <= ack.keys(), ack
        assert TIME.fullmatch(ack["at"]), ack
        assert (ack["seq"] is None) == (ack["id"] is None), ack
        for event in (
            client.timelines[ack["conversation"]].events if ack["conversation"] in client.timelines else ()
        ):
            if event["seq"] == ack["seq"]:
                assert event["id"] == ack["id"], (client.name, event, ack)
                # The ack may also name what another command has made: a second `accept`, a word of the system.
                assert event.get("cid") in {None, *client.tallies.cids}, (client.name, event, ack)
    twice = Counter(
        (ack["cid"], ack["conversation"], ack["seq"], ack["id"], ack["at"]) for ack in client.acked
    )
    assert len({ack["cid"] for ack in client.acked}) == len(twice), "one cid has two different acks"


def check_frames(client: Client) -> None:
    """Cids go to their authors only; pages are small; what is asked for is answered in kind."""
    for got in client.received:
        for event in _events(got.frame):
            assert event.get("cid") in {None, *client.tallies.cids}, (client.name, event)
            assert event["kind"] in {"message", "state", "note", "rating", "contact"}, event
        if got.frame["type"] in {"history", "assigned"}:
            # One event may be bigger than a page; a page of several may not.
            assert len(got.frame["events"]) <= 1 or _bytes(got.frame) <= PAGE_BYTES, _bytes(got.frame)


def check_visitor(visitor: Visitor) -> None:
    """What only agents may know never reaches a visitor."""
    for got in visitor.received:
        for inner in _objects(got.frame):
            assert not {"nlu", "fence", "brief", "verdict"} & inner.keys(), inner
            assert inner.get("kind") != "note", inner


def check_agent(agent: Agent) -> None:
    """One `assigned` per fence and connection; no word of a conversation before it or after `unassigned`."""
    given: Counter[tuple[int, str, int]] = Counter()
    mine: set[tuple[int, str]] = set()
    for got in agent.received:
        frame, conversation = got.frame, got.frame.get("conversation", "")
        if frame["type"] == "assigned":
            given[got.connection, conversation, frame["fence"]] += 1
            mine.add((got.connection, conversation))
        elif frame["type"] == "unassigned":
            mine.discard((got.connection, conversation))
        elif frame["type"] == "event":
            assert (got.connection, conversation) in mine, (agent.name, frame)
    assert all(times == 1 for times in given.values()), given


def check_readers_agree(clients: Sequence[Client]) -> None:
    """Fields common to two readers of an event are equal."""
    first: dict[tuple[str, int], Frame] = {}
    for client in clients:
        for conversation, timeline in client.timelines.items():
            for event in timeline.events:
                known = first.setdefault((conversation, event["seq"]), shared(event))
                common = known.keys() & shared(event).keys()
                assert {k: known[k] for k in common} == {k: event[k] for k in common}, (known, event)


def _events(frame: Frame) -> list[Frame]:
    return [frame] if frame["type"] == "event" else list(frame.get("events", ()))


def _objects(value: Any) -> Iterator[Frame]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _bytes(frame: Frame) -> int:
    return len(json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode())

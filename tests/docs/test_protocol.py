"""docs/protocol.md says what the code does: every frame, field, code, state and limit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from api import frames, gathering, hub, outbox, sockets
from api.errors import STATUS
from api.settings import Settings
from handoff.desk.visitor import ASKS_PERSON
from handoff.errors import RETRYABLE, Code
from handoff.model import Item, Kind, Reason, State
from tests.docs.documents import quoted, read, rows, section, table

PROTOCOL = read("docs/protocol.md")
VISITOR = section(PROTOCOL, "Visitor -> server")
AGENT = section(PROTOCOL, "Agent -> server")
STATES = section(PROTOCOL, "States")
DECIDED = section(PROTOCOL, "Decided here")


@dataclass(frozen=True)
class Field:
    """One field of a frame. `values`: what it may be, where that is a list; `parts`: the names inside it."""

    optional: bool
    values: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


Frames = dict[str, dict[str, Field]]


# -- as the document says --------------------------------------------------------------------------


def documented(span: str) -> tuple[str, Field]:
    """A field in the document's words: `cid`, `token?`, `kind: message | callback`, `page?: {url, title}`."""
    name, _, what = span.partition(":")
    optional = name.endswith("?")
    what = what.strip()
    parts = re.findall(r"\w+", what) if what.startswith(("{", "[{")) else []
    values = re.split(r" *\| *", what) if "|" in what else []
    return name.rstrip("?"), Field(optional, frozenset(values), frozenset(parts))


def fields(cell: str) -> dict[str, Field]:
    return dict(documented(span) for span in quoted(cell))


def documented_visitor_frames() -> Frames:
    found = {name: fields(row[1]) for row in rows(VISITOR) for name in quoted(row[0])}
    [sentence] = re.findall(r"((?:`\w+`,? )+)may name a `conversation`", PROTOCOL)
    for name in quoted(sentence):
        found[name]["conversation"] = Field(optional=True)
    return found


def documented_agent_frames() -> Frames:
    found: Frames = {}
    [hello] = re.findall(r"`hello \{(.+)\}`, then:", AGENT)
    found["hello"] = dict(documented(span) for span in re.split(r", (?!after)", hello))
    visitors = {name: fields(row[1]) for row in rows(VISITOR) for name in quoted(row[0])}
    for types, described, *_ in rows(AGENT):
        for name in quoted(types):
            if described.startswith("as a visitor's"):
                found[name] = visitors[name] | {"conversation": Field(optional=False)}
            else:
                found[name] = fields(described)
    return found


# -- as the models say -----------------------------------------------------------------------------


def modelled(union: Any) -> Frames:
    models: tuple[type[BaseModel], ...] = get_args(get_args(union)[0])
    return {get_args(model.model_fields["type"].annotation)[0]: fields_of(model) for model in models}


def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    return {
        name: Field(not about.is_required(), values(about.annotation), parts(about.annotation))
        for name, about in model.model_fields.items()
        if name != "type"
    }


def values(annotation: Any) -> frozenset[str]:
    if get_origin(annotation) is Literal:
        return frozenset(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return frozenset(annotation)
    return frozenset().union(*map(values, alternatives(annotation)))


def parts(annotation: Any) -> frozenset[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return frozenset(annotation.model_fields)
    return frozenset().union(*map(parts, alternatives(annotation)))


def alternatives(annotation: Any) -> Iterable[Any]:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[:1]
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType, list) else ()


# -- frames ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    name: str
    documented: Frames
    modelled: Frames


SIDES = [
    Side("visitor", documented_visitor_frames(), modelled(frames.VisitorFrame)),
    Side("agent", documented_agent_frames(), modelled(frames.AgentFrame)),
]


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.name)
def test_the_same_types_of_frames_are_documented_and_understood(side):
    assert set(side.documented) == set(side.modelled)


@pytest.mark.parametrize(
    ("side", "frame"), [(s, f) for s in SIDES for f in s.documented], ids=lambda v: getattr(v, "name", v)
)
def test_a_frame_has_the_fields_that_are_documented(side, frame):
    assert side.modelled.get(frame) == side.documented[frame]


def test_a_transfer_goes_to_an_agent_or_to_a_skill():
    assert all(about.optional for about in fields_of(frames.TransferTo).values())


def test_a_resume_says_both_what_and_from_where():
    assert not any(about.optional for about in fields_of(frames.Resume).values())


# -- words -----------------------------------------------------------------------------------------


def test_the_error_codes_are_those_of_the_domain():
    assert set(quoted(section(PROTOCOL, "Error codes"))) == set(Code)


def test_what_is_documented_as_retryable_is_retryable():
    assert "`unavailable` (retryable)" in section(PROTOCOL, "Error codes").replace("\n", " ")
    assert Code.UNAVAILABLE in RETRYABLE


def test_the_states_are_those_of_the_domain():
    first_sentence = STATES.strip().partition(".")[0]
    assert quoted(first_sentence) == list(State)


def test_the_reasons_are_those_of_the_domain():
    moves = table(STATES, "from", "what", "to", "reason")
    assert {reason for *_, cell in moves for reason in quoted(cell)} == set(Reason)


def test_every_move_is_between_states_of_the_domain():
    named = {state for row in rows(STATES) for cell in (row[0], row[2]) for state in quoted(cell)}
    assert named == set(State)


def test_the_kinds_of_events_are_those_of_the_domain():
    kinds = table(section(PROTOCOL, "Event kinds"), "kind", "fields")
    assert {kind for row in kinds for kind in quoted(row[0])} == set(Kind)


def test_the_kinds_of_contacts_are_those_of_the_domain():
    [contact] = [row for row in rows(VISITOR) if row[0] == "`leave_contact`"]
    assert fields(contact[1])["kind"].values == set(Item)


def test_every_choice_that_asks_for_a_person_is_documented_with_its_reason():
    choices = {quoted(row[0])[0]: row[2] for row in table(DECIDED, "id", "offered")}
    for choice, reason in ASKS_PERSON.items():
        assert f"`{reason}`" in choices[choice]


# -- numbers ---------------------------------------------------------------------------------------


def test_the_close_codes_are_those_of_the_edge():
    ours = {sockets.NO_HELLO, sockets.BAD_CREDENTIALS, sockets.ORIGIN, hub.TOO_MANY, hub.REVOKED, outbox.SLOW}
    closing = section(PROTOCOL, "Heartbeat, pressure, closing")
    named = {int(code) for code in re.findall(r"`(4\d{3})` \w", closing)}
    not_sent_yet = {int(code) for code in re.findall(r"(4\d{3}) is not sent yet", DECIDED)}
    assert named - not_sent_yet == ours


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (sockets.NO_HELLO, "no hello"),
        (sockets.BAD_CREDENTIALS, "bad credentials"),
        (sockets.ORIGIN, "origin"),
        (hub.REVOKED, "revoked"),
        (hub.TOO_MANY, "too many connections"),
        (outbox.SLOW, "slow"),
    ],
)
def test_a_close_code_means_what_is_documented(code, meaning):
    assert f"`{code}` {meaning}" in PROTOCOL.replace("\n", " ")


@pytest.mark.parametrize("code", [sockets.TOO_BIG, sockets.BAD_FRAMES, sockets.TROUBLE])
def test_a_standard_close_code_is_documented(code):
    assert str(code) in section(PROTOCOL, "Heartbeat, pressure, closing")


def default(setting: str) -> object:
    return Settings.model_fields[setting].default


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("`text` is 1 to 10,000 code points", frames.TEXT_LIMIT == 10_000),
        ("at most 256 KiB", frames.FRAME_LIMIT == 256 * 1024),
        ("pages of at most 64 KiB", gathering.PAGE_BYTES < 64 * 1024),
        ("an outbox of at most 1 MiB", outbox.LIMIT == 1024 * 1024),
        ("aborted after 5 s", sockets.ABORT_SECONDS == 5),
        ("Above 5 the oldest is closed", hub.MOST_CONNECTIONS == 5),
        ("the tenth of a connection closes it", sockets.MOST_REJECTED == 10),
        ("within 10 s, else 4501", default("hello_seconds") == 10),
        ("Ping frames every 20 s", default("ping_seconds") == 20),
        ("no answer in 2.5 s", default("bot_deadline_seconds") == 2.5),
        ("`vuoro.v1`", sockets.SUBPROTOCOL == "vuoro.v1"),
        ("50 conversations", frames.HELLOS == 50),
    ],
)
def test_a_documented_limit_is_held(said, held):
    assert said in re.sub(r"\s+", " ", PROTOCOL)
    assert held


def test_an_error_over_http_has_the_documented_status():
    documented_statuses = {
        code: int(status) for codes, status in table(DECIDED, "code", "status") for code in quoted(codes)
    }
    assert documented_statuses == STATUS

"""The frames that clients send, as discriminated unions (docs/protocol.md; a test holds the two together).

What does not fit becomes `Rejected`: the code of the protocol and the frame's own `cid` where it has a usable one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from handoff.errors import Code
from handoff.model import Item, Status

TEXT_LIMIT = 10_000  # code points
FRAME_LIMIT = 256 * 1024  # bytes
HELLOS = 50  # conversations a console may resume at once

Cid = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Id = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00]+$")
]  # no database holds a NUL
Text = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)]
Line = Annotated[str, StringConstraints(max_length=500)]
Lang = Annotated[str, StringConstraints(max_length=35)]
Address = Annotated[str, StringConstraints(max_length=2048)]
Seq = Annotated[int, Field(ge=0, le=2**53)]


class Frame(BaseModel):
    """Unknown fields are ignored; types are not coerced."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Page(Frame):
    url: Address | None = None
    title: Line | None = None
    referrer: Address | None = None


class Resume(Frame):
    conversation: Id
    after: Seq


class VisitorHello(Frame):
    type: Literal["hello"]
    token: Annotated[str, StringConstraints(max_length=256)] | None = None
    lang: Lang | None = None
    resume: Resume | None = None
    page: Page | None = None
    identity: Annotated[str, StringConstraints(max_length=8192)] | None = None


class VisitorSend(Frame):
    type: Literal["send"]
    cid: Cid
    text: Text
    attachments: list[Id] | None = None


class Choose(Frame):
    type: Literal["choose"]
    cid: Cid
    choice: Id
    seq: Seq | None = None


class RequestHuman(Frame):
    type: Literal["request_human"]
    cid: Cid
    skill: Id | None = None


class CancelRequest(Frame):
    type: Literal["cancel_request"]
    cid: Cid


class LeaveContact(Frame):
    type: Literal["leave_contact"]
    cid: Cid
    kind: Annotated[Item, Field(strict=False)]
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    text: Text | None = None
    when: Line | None = None


class Rate(Frame):
    type: Literal["rate"]
    cid: Cid
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Text | None = None


class End(Frame):
    type: Literal["end"]
    cid: Cid


class SetLang(Frame):
    type: Literal["set_lang"]
    cid: Cid
    lang: Lang


class VisitorTyping(Frame):
    type: Literal["typing"]
    on: bool
    conversation: Id | None = None


class VisitorSeen(Frame):
    type: Literal["seen"]
    seq: Seq
    conversation: Id | None = None


class VisitorSync(Frame):
    type: Literal["sync"]
    after: Seq
    conversation: Id | None = None


class AgentHello(Frame):
    type: Literal["hello"]
    csrf: Annotated[str, StringConstraints(max_length=256)]
    resume: Annotated[list[Resume], Field(max_length=HELLOS)] | None = None


class SetStatus(Frame):
    type: Literal["status"]
    cid: Cid
    status: Annotated[Status, Field(strict=False)]


class Claim(Frame):
    type: Literal["claim"]
    cid: Cid
    conversation: Id


class Accept(Frame):
    type: Literal["accept"]
    cid: Cid
    conversation: Id


class Decline(Frame):
    type: Literal["decline"]
    cid: Cid
    conversation: Id


class AgentSend(Frame):
    type: Literal["send"]
    cid: Cid
    conversation: Id
    fence: Seq
    text: Text
    attachments: list[Id] | None = None


class Note(Frame):
    type: Literal["note"]
    cid: Cid
    conversation: Id
    fence: Seq
    text: Text
    attachments: list[Id] | None = None


class TransferTo(Frame):
    agent: Id | None = None
    skill: Id | None = None


class Transfer(Frame):
    type: Literal["transfer"]
    cid: Cid
    conversation: Id
    fence: Seq
    to: TransferTo
    note: Text | None = None


class Release(Frame):
    type: Literal["release"]
    cid: Cid
    conversation: Id
    fence: Seq
    to: Literal["bot", "queue"]


class Close(Frame):
    type: Literal["close"]
    cid: Cid
    conversation: Id
    fence: Seq
    outcome: Text | None = None
    verdict: Literal["needed", "bot_could", "too_late"] | None = None


class AgentTyping(Frame):
    type: Literal["typing"]
    conversation: Id
    on: bool


class AgentSeen(Frame):
    type: Literal["seen"]
    conversation: Id
    seq: Seq


class AgentSync(Frame):
    type: Literal["sync"]
    conversation: Id
    after: Seq


VisitorFrame = Annotated[
    VisitorHello
    | VisitorSend
    | Choose
    | RequestHuman
    | CancelRequest
    | LeaveContact
    | Rate
    | End
    | SetLang
    | VisitorTyping
    | VisitorSeen
    | VisitorSync,
    Field(discriminator="type"),
]
AgentFrame = Annotated[
    AgentHello
    | SetStatus
    | Claim
    | Accept
    | Decline
    | AgentSend
    | Note
    | Transfer
    | Release
    | Close
    | AgentTyping
    | AgentSeen
    | AgentSync,
    Field(discriminator="type"),
]
VISITOR_FRAMES: TypeAdapter[VisitorFrame] = TypeAdapter(VisitorFrame)
AGENT_FRAMES: TypeAdapter[AgentFrame] = TypeAdapter(AgentFrame)

_CID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(eq=False)
class Rejected(Exception):
    """A frame that is none of ours, or not as the protocol says."""

    code: Code
    cid: str | None
    detail: str


def parse(frames: TypeAdapter[Any], text: str) -> Any:
    """The frame in `text`. Raises Rejected with bad_frame, unknown_type or too_long."""
    try:
        return frames.validate_json(text)
    except ValidationError as error:
        raise _rejected(text, error) from None


def _rejected(text: str, error: ValidationError) -> Rejected:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    cid = _cid(text)
    if first["type"] == "union_tag_invalid":
        return Rejected(Code.UNKNOWN_TYPE, cid, "this type of frame is not known here")
    if first["type"] == "string_too_long" and where in ("text", "comment", "note", "outcome"):
        return Rejected(Code.TOO_LONG, cid, f"a text has at most {TEXT_LIMIT} characters")
    if where:
        return Rejected(Code.BAD_FRAME, cid, f"the field {where[:40]} is missing or not as the protocol says")
    return Rejected(Code.BAD_FRAME, cid, "a frame is a JSON object with a type")


def _cid(text: str) -> str | None:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    cid = frame.get("cid") if isinstance(frame, dict) else None
    return cid if isinstance(cid, str) and _CID.fullmatch(cid) else None

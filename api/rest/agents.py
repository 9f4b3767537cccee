"""The people at the console, for administrators (docs/protocol.md, "Administration")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.agent_socket import describe
from api.auth import Auth, LoggedIn
from api.hub import Hub
from api.rest.guard import Guard
from handoff.desk.admin import LONGEST_NAME, MOST_CAPACITY, AdminDesk, Colleague, Profile
from handoff.errors import Code, HandoffError
from handoff.model import Role
from handoff.transcript import timestamp

NO_NUL = r"^[^\x00]+$"  # no database holds one
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME, pattern=NO_NUL)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_NUL)]
Words = Annotated[list[Word], Field(max_length=50)]
Capacity = Annotated[int, Field(ge=1, le=MOST_CAPACITY)]


class NewAgent(BaseModel):
    """What an agent is made from; the password comes later, by link."""

    name: Name
    role: Role = Role.AGENT
    skills: Words = []
    languages: Annotated[Words, Field(min_length=1)]
    capacity: Capacity = 3


class Changes(BaseModel):
    """What may change; what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    role: Role | None = None
    skills: Words | None = None
    languages: Annotated[Words, Field(min_length=1)] | None = None
    capacity: Capacity | None = None
    disabled: bool | None = None


def routes(desk: AdminDesk, auth: Auth, guard: Guard, hub: Hub, languages: Sequence[str]) -> APIRouter:
    """`/api/agents`. `languages`: those there is training data for."""
    router = APIRouter(prefix="/api/agents")
    reads, changes = Depends(guard.admin), Depends(guard.admin_changing)

    @router.get("", dependencies=[reads])
    async def everybody() -> dict[str, Any]:
        return {"agents": [_shown(member) for member in await desk.staff()]}

    @router.post("", status_code=201, dependencies=[changes])
    async def add(new: NewAgent) -> dict[str, Any]:
        _require_spoken(new.languages)
        profile = Profile(new.name, new.role, _unique(new.skills), _unique(new.languages), new.capacity)
        agent = await desk.add(profile)
        return {"agent": _shown(Colleague(agent, connected=False, open=0)), **await link(agent.id)}

    @router.patch("/{agent}")
    async def change(agent: str, wanted: Changes, caller: LoggedIn = changes) -> dict[str, Any]:
        fields = wanted.model_dump(exclude_none=True)
        _require_spoken(fields.get("languages", ()))
        for name in fields.keys() & {"skills", "languages"}:
            fields[name] = _unique(fields[name])
        changed = await desk.change(caller.agent, agent, fields)
        if changed.disabled:
            hub.revoke(agent)  # here at once; elsewhere the upkeep sees it
        found = {member.agent.id: member for member in await desk.staff()}
        return {"agent": _shown(found[agent])}

    @router.post("/{agent}/password-link", dependencies=[changes])
    async def password_link(agent: str) -> dict[str, Any]:
        return await link(agent)

    async def link(agent: str) -> dict[str, Any]:
        code, expires_at = await auth.password_link(agent)
        return {"code": code, "expires_at": timestamp(expires_at)}

    def _require_spoken(wanted: Sequence[str]) -> None:
        if any(language not in languages for language in wanted):
            raise HandoffError(Code.BAD_FRAME, f"the site speaks {', '.join(languages)}", field="languages")

    return router


def _unique(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _shown(member: Colleague) -> dict[str, Any]:
    agent = member.agent
    return describe(agent) | {
        "disabled": agent.disabled,
        "status": agent.status,
        "connected": member.connected,
        "open": member.open,
    }

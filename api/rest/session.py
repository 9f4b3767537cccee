"""Logging in and out, and the first administrator's single-use link (docs/protocol.md, "Logging in")."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, Field

from api.agent_socket import describe
from api.auth import LONGEST_PASSWORD, SESSION_COOKIE, Auth, LoggedIn, Opened
from api.hub import Hub
from api.rest.guard import Guard
from api.throttle import Throttle
from handoff.errors import Code, HandoffError


class Credentials(BaseModel):
    """What an agent types in."""

    name: str = Field(max_length=200, pattern=r"^[^\x00]*$")
    password: str = Field(max_length=LONGEST_PASSWORD)


class SetUp(Credentials):
    """The first administrator's name and password, with the code of the link."""

    code: str = Field(max_length=200)


class NewPassword(BaseModel):
    """A password by the code of a single-use link."""

    code: str = Field(max_length=200)
    password: str = Field(max_length=LONGEST_PASSWORD)


class ChangedPassword(BaseModel):
    """One's own password, old and new."""

    current: str = Field(max_length=LONGEST_PASSWORD)
    password: str = Field(max_length=LONGEST_PASSWORD)


def routes(
    auth: Auth, hub: Hub, guard: Guard, languages: tuple[str, ...], session_seconds: float
) -> APIRouter:
    """`/api/session`, `/api/setup`, `/api/password`.

    `languages`: what the first administrator speaks until told otherwise.
    """
    router = APIRouter(prefix="/api")
    changing = Depends(guard.changing)
    throttle = Throttle()

    def opened(request: Request, response: Response, made: Opened) -> dict[str, Any]:
        response.set_cookie(
            SESSION_COOKIE,
            made.token,
            max_age=int(session_seconds),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return _shown(made.session)

    @router.post("/session")
    async def log_in(credentials: Credentials, request: Request, response: Response) -> dict[str, Any]:
        name = credentials.name
        made = await throttle.slow(name, request.client, auth.log_in(name, credentials.password))
        return opened(request, response, made)

    @router.get("/session")
    async def who(request: Request) -> dict[str, Any]:
        return _shown(await auth.session(request.cookies.get(SESSION_COOKIE)))

    @router.delete("/session", status_code=204)
    async def log_out(
        request: Request, response: Response, x_csrf_token: Annotated[str | None, Header()] = None
    ) -> None:
        session = await auth.session(request.cookies.get(SESSION_COOKIE))
        # The cookie is SameSite=Strict, so nobody else's page gets here; a wrong token is refused all the same.
        if x_csrf_token is not None and not hmac.compare_digest(x_csrf_token.encode(), session.csrf.encode()):
            raise HandoffError(Code.UNAUTHORIZED, "log in first")
        await auth.log_out(session)
        hub.revoke(session.agent.id, session.token_hash)
        response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")

    @router.post("/setup")
    async def set_up(form: SetUp, request: Request, response: Response) -> dict[str, Any]:
        made = await auth.set_up(form.code, form.name, form.password, languages)
        return opened(request, response, made)

    @router.post("/password")
    async def password_by_link(form: NewPassword, request: Request, response: Response) -> dict[str, Any]:
        made = await auth.use_password_link(form.code, form.password)
        hub.revoke(made.session.agent.id)  # here at once; elsewhere the upkeep sees it
        return opened(request, response, made)

    @router.post("/session/password")
    async def own_password(
        form: ChangedPassword,
        request: Request,
        response: Response,
        caller: LoggedIn = changing,
    ) -> dict[str, Any]:
        work = auth.change_password(caller, form.current, form.password)
        made = await throttle.slow(caller.agent.name, request.client, work)
        hub.revoke(made.session.agent.id)
        return opened(request, response, made)

    return router


def _shown(session: LoggedIn) -> dict[str, Any]:
    return {"csrf": session.csrf, "agent": describe(session.agent)}

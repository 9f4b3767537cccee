"""Who may call: a session by its cookie, the token of changing calls, the role."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Request

from api.auth import SESSION_COOKIE, Auth, LoggedIn
from handoff.errors import Code, HandoffError
from handoff.model import Role

NO_TOKEN = ""  # fits no session


class Guard:
    """FastAPI dependencies. Each returns the caller's session and raises unauthorized or not_yours."""

    def __init__(self, auth: Auth) -> None:
        self._auth = auth

    async def anyone(self, request: Request) -> LoggedIn:
        """Somebody who is logged in reads."""
        return await self._auth.session(request.cookies.get(SESSION_COOKIE))

    async def changing(self, request: Request, x_csrf_token: Annotated[str, Header()] = NO_TOKEN) -> LoggedIn:
        """Somebody who is logged in changes something: with the session's own token."""
        return await self._auth.session(request.cookies.get(SESSION_COOKIE), x_csrf_token)

    async def admin(self, request: Request) -> LoggedIn:
        """An administrator reads."""
        return _only_admin(await self.anyone(request))

    async def admin_changing(
        self, request: Request, x_csrf_token: Annotated[str, Header()] = NO_TOKEN
    ) -> LoggedIn:
        """An administrator changes something."""
        return _only_admin(await self.changing(request, x_csrf_token))


def _only_admin(session: LoggedIn) -> LoggedIn:
    if session.agent.role is not Role.ADMIN:
        raise HandoffError(Code.NOT_YOURS, "only administrators may do this")
    return session

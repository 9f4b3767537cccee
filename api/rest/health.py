"""Whether the service lives and is ready, for whoever watches it."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Response

from handoff.errors import HandoffError
from handoff.ports import Bot, Store

READ_SECONDS = 2.0


def routes(store: Store, bot: Bot) -> APIRouter:
    """`/health/live` and `/health/ready`. Ready means that people can be reached, with the bot or without it."""
    router = APIRouter(prefix="/health")

    @router.get("/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/ready")
    async def ready(response: Response) -> dict[str, Any]:
        try:
            async with asyncio.timeout(READ_SECONDS):
                await store.read(lambda tx: tx.processes())
            database = "ready"
        except (HandoffError, TimeoutError):
            database = "down"
            response.status_code = 503
        status = "ready" if database == "ready" else "down"
        return {"status": status, "database": database, "bot": bot.state}

    return router

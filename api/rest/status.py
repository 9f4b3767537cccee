"""Is everything well? For administrators: each part's state and the numbers that matter (docs/protocol.md)."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Depends

from api.rest.guard import Guard
from api.settings import Settings
from handoff.desk.admin import Colleague, staff
from handoff.errors import HandoffError
from handoff.hours import Hours
from handoff.model import Item, Status, new_id
from handoff.ports import Bot, BotState, Bus, Clock, Store, Transaction
from handoff.records import Link
from handoff.transcript import timestamp

PATIENCE_SECONDS = 2.0
SLOW_COMMIT_MS = 250  # a visitor notices
LITTLE_DISK = 1 << 30  # bytes
PROBE = "probe"
Health = Literal["ok", "warning", "down"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can break, how it is, and what is worth knowing of it."""

    name: str
    state: Health
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Checkup:
    """Looks at every part; wired in `api.main`. `model` is the file of the bot's model, where the bot is ours."""

    store: Store
    bot: Bot
    model: Callable[[], Path | None]
    bus: Bus
    clock: Clock
    settings: Settings
    hours: Hours
    versions: Mapping[str, str | None]

    async def parts(self) -> list[Part]:
        """All of them; one that does not answer in two seconds is down."""
        return [
            self._bot(),
            await self._patiently("database", self._database),
            self._bus(),
            await self._patiently("queue", self._queue),
            await self._patiently("people", self._people),
            self._disk(),
        ]

    async def _patiently(self, name: str, look: Callable[[], Awaitable[Part]]) -> Part:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await look()
        except (HandoffError, TimeoutError):
            return Part(name, "down", {})

    def _bot(self) -> Part:
        states: dict[BotState, Health] = {BotState.READY: "ok", BotState.STARTING: "warning"}
        facts: dict[str, object] = {"state": self.bot.state}
        model = self.model()
        if model is not None and model.exists():
            facts["model"] = model.name.removesuffix(".tar.gz")
            facts["trained_at"] = timestamp(int(model.stat().st_mtime * 1000))
        return Part("bot", states.get(self.bot.state, "down"), facts)

    async def _database(self) -> Part:
        """With a real commit: the link is added and removed in one transaction."""
        link = Link(new_id(), PROBE, None, 0)

        def work(tx: Transaction) -> None:
            tx.add(link)
            tx.remove(Link, link.code_hash)

        began = time.perf_counter()
        await self.store.write(work)
        commit_ms = round((time.perf_counter() - began) * 1000, 1)
        facts: dict[str, object] = {"commit_ms": commit_ms}
        if self.settings.database_url:
            facts["kind"] = "PostgreSQL"
        else:
            facts["kind"] = "SQLite"
            facts["bytes"] = _size(self.settings)
        return Part("database", "ok" if commit_ms <= SLOW_COMMIT_MS else "warning", facts)

    def _bus(self) -> Part:
        kind = "Valkey" if self.settings.bus_url else "memory"
        # Without it others catch up by themselves, only later.
        return Part("bus", "ok" if self.bus.connected else "warning", {"kind": kind})

    async def _queue(self) -> Part:
        queued, items = await self.store.read(lambda tx: (tx.queued(), tx.items()))
        longest_ms = max((self.clock() - (c.queued_at or 0) for c in queued), default=0)
        late = longest_ms > self.settings.answer_seconds * 1000
        kinds = [c.item for c in items]
        facts = {
            "waiting": len(queued),
            "longest_s": round(longest_ms / 1000),
            "messages": kinds.count(Item.MESSAGE),
            "callbacks": kinds.count(Item.CALLBACK),
        }
        return Part("queue", "warning" if late else "ok", facts)

    async def _people(self) -> Part:
        here = [member for member in await self.store.read(staff) if _present(member)]
        facts: dict[str, object] = {
            status.value: sum(member.agent.status is status for member in here) for status in Status
        }
        facts["open"] = sum(member.open for member in here)
        missed = not facts["online"] and self.hours.status(self.clock()).open
        return Part("people", "warning" if missed else "ok", facts)

    def _disk(self) -> Part:
        if self.settings.database_url or not self.settings.data.is_dir():
            return Part("disk", "ok", {})
        free = shutil.disk_usage(self.settings.data).free
        return Part("disk", "ok" if free > LITTLE_DISK else "warning", {"free_bytes": free})


def routes(guard: Guard, checkup: Checkup) -> APIRouter:
    """`/api/status`."""
    router = APIRouter(prefix="/api")

    @router.get("/status", dependencies=[Depends(guard.admin)])
    async def status() -> dict[str, Any]:
        parts = await checkup.parts()
        return {
            "ok": all(part.state == "ok" for part in parts),
            "parts": [{"name": p.name, "state": p.state, "facts": dict(p.facts)} for p in parts],
            "versions": dict(checkup.versions),
        }

    return router


def _present(member: Colleague) -> bool:
    return member.connected and not member.agent.disabled


def _size(settings: Settings) -> int:
    """The database with what is not merged into it yet, in bytes."""
    files = [settings.database, settings.database.with_name(settings.database.name + "-wal")]
    return sum(file.stat().st_size for file in files if file.exists())

"""What another process, a command or time itself may have changed: looked at every second."""

from __future__ import annotations

import asyncio

import structlog

from api.hub import Hub
from api.site import SiteNow
from handoff.errors import HandoffError
from handoff.ports import Clock, Store

LOOK_SECONDS = 1.0  # so whoever is disabled, or got another password, is out within two
log = structlog.get_logger(__name__)


class Upkeep:
    """Closes the sockets of sessions that hold no more, and takes over the administrator's choices."""

    def __init__(self, hub: Hub, store: Store, site: SiteNow, clock: Clock) -> None:
        self._hub, self._store, self._site, self._clock = hub, store, site, clock

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._site.refresh()
                await self.end_sessions()
            except HandoffError as error:
                log.warning("upkeep failed, the next one will try again", error=error.code)

    async def end_sessions(self) -> None:
        """Closes what is open under a session that has ended."""
        open_here = self._hub.sessions()
        if not open_here:
            return
        now = self._clock()
        live = await self._store.read(lambda tx: tx.live_sessions(open_here, now))
        for session, agent in open_here.items():
            if session not in live:
                self._hub.revoke(agent, session)

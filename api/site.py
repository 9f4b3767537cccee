"""The administrator's choices for the site, as this process knows them."""

from __future__ import annotations

import json

from api.settings import Settings
from handoff.desk.admin import AdminDesk
from handoff.ports import Phrasebook
from handoff.records import Site


class SiteNow:
    """What was read last; `refresh` takes over what any process has changed.

    The phrasebook is told, since it says the shop's name and knows which languages are served.
    """

    def __init__(self, desk: AdminDesk, phrasebook: Phrasebook, settings: Settings, first: Site) -> None:
        self._desk, self._phrasebook, self._settings = desk, phrasebook, settings
        self.current = self._first = first

    async def refresh(self) -> None:
        """Reads the choices. Raises unavailable when the storage is out."""
        self.take(await self._desk.site(self._first))

    def take(self, site: Site) -> None:
        """These choices hold from now on."""
        self.current = site
        self._phrasebook.customise(site.name, site.languages)

    def allows(self, origin: str) -> bool:
        """Whether pages of that origin may embed the bubble."""
        return origin in self._settings.allowed_origins or origin in self.current.allowed_origins

    @property
    def origins(self) -> list[str]:
        """Every origin that may embed the bubble, beside our own."""
        return sorted(self._settings.allowed_origins.union(self.current.allowed_origins))

    @property
    def script(self) -> str:
        """The line before the bubble's script: it looks right before it has asked anything."""
        shown = json.dumps({"name": self.current.name, "accent": self.current.accent})
        return f"window.vuoroSite={shown};\n"

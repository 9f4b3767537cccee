"""The administrator's choices for the site, as this process knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from api.settings import Settings
from handoff.desk.admin import AdminDesk, new_site
from handoff.ports import Phrasebook
from handoff.records import Site

ACCENT = "#1d5c4a"  # widget/src/shared/tokens.css


class SiteNow:
    """What was read last; `refresh` takes over what any process has changed.

    What was not chosen is what the training data says. The phrasebook is told, since it says the shop's name and knows
    which languages are served.
    """

    def __init__(self, desk: AdminDesk, phrasebook: Phrasebook, settings: Settings, shop: str) -> None:
        self._desk, self._phrasebook, self._settings, self._shop = desk, phrasebook, settings, shop
        self.current = new_site()

    async def refresh(self) -> None:
        """Reads the choices. Raises unavailable when the storage is out."""
        self.take(await self._desk.site())

    def take(self, site: Site) -> None:
        """These choices hold from now on."""
        self.current = site
        self._phrasebook.customise(self.name, site.languages or self._phrasebook.every_language)

    def chosen(
        self, name: str, accent: str, origins: Iterable[str], languages: Iterable[str]
    ) -> dict[str, Any]:
        """The fields of a choice; what is as it would be anyway is no choice."""
        spoken = tuple(dict.fromkeys(languages))
        every = set(spoken) == set(self._phrasebook.every_language)
        return {
            "name": "" if name == self._shop else name,
            "accent": "" if accent == ACCENT else accent,
            "allowed_origins": tuple(dict.fromkeys(origins)),
            "languages": () if every else spoken,
        }

    @property
    def name(self) -> str:
        """Whose chat it is."""
        return self.current.name or self._shop

    @property
    def accent(self) -> str:
        """Its colour."""
        return self.current.accent or ACCENT

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
        shown = json.dumps({"name": self.name, "accent": self.accent})
        return f"window.vuoroSite={shown};\n"

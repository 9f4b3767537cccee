"""The site's own settings, for administrators (docs/protocol.md, "Administration")."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.rest.guard import Guard
from api.settings import Settings
from api.site import SiteNow
from handoff.desk.admin import AdminDesk, new_secret
from handoff.errors import Code, HandoffError
from handoff.ports import Phrasebook

_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?")


def _origin(text: str) -> str:
    """`https://shop.example`, as browsers write it. Raises ValueError for anything else."""
    parts = urlsplit(text.strip().lower().rstrip("/"))
    if parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment:
        raise ValueError("an origin is https:// and a host")
    if not _HOST.fullmatch(parts.netloc) or parts.netloc.startswith("*"):
        raise ValueError("an origin is https:// and a host")
    usual = {"https": ":443", "http": ":80"}[parts.scheme]  # browsers leave it out
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


class Choices(BaseModel):
    """What an administrator chooses."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=r"^[^\x00]+$")]
    accent: Annotated[str, StringConstraints(to_lower=True, pattern=r"^#[0-9a-fA-F]{6}$")]
    allowed_origins: Annotated[list[Annotated[str, AfterValidator(_origin)]], Field(max_length=100)]
    languages: Annotated[list[str], Field(min_length=1)]


def routes(
    desk: AdminDesk, guard: Guard, site: SiteNow, phrasebook: Phrasebook, settings: Settings
) -> APIRouter:
    """`/api/site`."""
    router = APIRouter(prefix="/api/site")
    reads, changes = Depends(guard.admin), Depends(guard.admin_changing)

    def shown() -> dict[str, Any]:
        now = site.current
        return {
            "name": site.name,
            "accent": site.accent,
            "allowed_origins": list(now.allowed_origins),
            "fixed_origins": sorted(settings.allowed_origins),
            "languages": list(phrasebook.languages),
            "all_languages": list(phrasebook.every_language),
            "identity_secret": now.identity_secret,
        }

    @router.get("", dependencies=[reads])
    async def read() -> dict[str, Any]:
        await site.refresh()
        return shown()

    @router.put("", dependencies=[changes])
    async def write(chosen: Choices) -> dict[str, Any]:
        if any(language not in phrasebook.every_language for language in chosen.languages):
            unknown = "there is no training data for one of these languages"
            raise HandoffError(Code.BAD_FRAME, unknown, field="languages")
        await site.refresh()
        site.take(
            await desk.change_site(
                site.chosen(chosen.name, chosen.accent, chosen.allowed_origins, chosen.languages)
            )
        )
        return shown()

    @router.post("/identity-secret", dependencies=[changes])
    async def renew() -> dict[str, Any]:
        await site.refresh()
        site.take(await desk.change_site({"identity_secret": new_secret()}))
        return {"identity_secret": site.current.identity_secret}

    return router

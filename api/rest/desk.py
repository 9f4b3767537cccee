"""What a console needs beside the conversations: labels of intents, canned replies, the promise."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends

from api.rest.guard import Guard
from api.settings import Settings
from api.site import SiteNow
from handoff.ports import Phrasebook


def routes(guard: Guard, phrasebook: Phrasebook, site: SiteNow, settings: Settings) -> APIRouter:
    """`/api/desk`."""
    router = APIRouter(prefix="/api")

    @router.get("/desk", dependencies=[Depends(guard.anyone)])
    async def desk() -> dict[str, Any]:
        languages = phrasebook.every_language
        skills = {skill for intent in phrasebook.intents if (skill := phrasebook.skill(intent))}
        return {
            "intents": {
                intent: {
                    "label": {lang: phrasebook.label(intent, lang) for lang in languages},
                    "skill": phrasebook.skill(intent),
                }
                for intent in phrasebook.intents
            },
            "skills": sorted(skills),
            "languages": list(languages),
            "canned": {lang: [asdict(reply) for reply in phrasebook.canned(lang)] for lang in languages},
            "site": {"name": site.name},
            "answer_seconds": settings.answer_seconds,
        }

    return router

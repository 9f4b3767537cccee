"""The built front end: demo page, console and the bubble's script, under a policy that allows nothing inline."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",  # the bubble is made to be embedded
}
ALWAYS_ASK = "no-cache"
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = "The pages are not built yet: run `make widget`."


class Pages:
    """Serves a folder: files whose name holds their content's hash for ever, the rest only after asking."""

    def __init__(self, folder: Path) -> None:
        self._files = StaticFiles(directory=folder, html=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hashed = "/assets/" in scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = HEADERS | {"cache-control": FOREVER if hashed else ALWAYS_ASK}
                message["headers"] = [
                    *message["headers"],
                    *((k.encode(), v.encode()) for k, v in extra.items()),
                ]
            await send(message)

        await self._files(scope, receive, with_headers)


def mount(app: FastAPI, folder: Path) -> None:
    """The pages at `/`, `/console` and beside them; a sentence where they are not built."""

    @app.get("/console", include_in_schema=False)
    async def console() -> Response:
        page = folder / "console" / "index.html"
        if not page.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(page, headers=HEADERS | {"cache-control": ALWAYS_ASK})

    if folder.is_dir():
        app.mount("/", Pages(folder))
    else:

        @app.get("/", include_in_schema=False)
        async def nothing() -> Response:
            return PlainTextResponse(NOT_BUILT, 503)

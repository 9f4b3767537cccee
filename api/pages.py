"""The built front end: demo page, console and the bubble's script, under a policy that allows nothing inline."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from api.site import SiteNow

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
HEADERS = {
    "content-security-policy": f"{POLICY}'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    # The bubble is made to be embedded, and its modules are fetched by the pages of other origins.
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
}
READING = ["GET", "HEAD"]
ALWAYS_ASK = "no-cache"
FOREVER = "public, max-age=31536000, immutable"
SMALLEST_PACKED = 1024  # bytes; less does not get smaller. Nothing secret is among the files
NOT_BUILT = "The pages are not built yet: run `make widget`."


class Pages:
    """Serves a folder: files whose name holds their content's hash for ever, the rest only after asking."""

    def __init__(self, folder: Path) -> None:
        self._files = GZipMiddleware(StaticFiles(directory=folder, html=True), minimum_size=SMALLEST_PACKED)

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


def mount(app: FastAPI, folder: Path, site: SiteNow) -> None:
    """The pages at `/`, `/console`, `/embed` and beside them; a sentence where they are not built."""

    @app.api_route("/console", methods=READING, include_in_schema=False)
    async def console() -> Response:
        return _page(folder / "console" / "index.html", HEADERS)

    @app.api_route("/embed", methods=READING, include_in_schema=False)
    async def embed() -> Response:
        ancestors = " ".join(("'self'", *site.origins))
        return _page(
            folder / "embed" / "index.html",
            HEADERS | {"content-security-policy": f"{POLICY}{ancestors}"},
        )

    @app.api_route("/vuoro.js", methods=READING, include_in_schema=False)
    async def script(request: Request) -> Response:
        loader = folder / "vuoro.js"
        if not loader.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        body = (site.script + loader.read_text(encoding="utf-8")).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = HEADERS | {"cache-control": ALWAYS_ASK, "etag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="text/javascript")

    if folder.is_dir():
        app.mount("/", Pages(folder))
    else:

        @app.get("/", include_in_schema=False)
        async def nothing() -> Response:
            return PlainTextResponse(NOT_BUILT, 503)


def _page(file: Path, headers: Mapping[str, str]) -> Response:
    if not file.is_file():
        return PlainTextResponse(NOT_BUILT, 503)
    return FileResponse(file, headers={**headers, "cache-control": ALWAYS_ASK})

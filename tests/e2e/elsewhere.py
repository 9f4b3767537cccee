"""Another site than the service's own: one page on a port of its own, with whatever a test writes into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def site(port: int, body: str, *, policy: str | None = None, lang: str = "en") -> Iterator[str]:
    """Serves the page under the policy, or under none; gives its address."""
    page = f'<!doctype html><html lang="{lang}"><title>Sklep</title><h1>Sklep</h1>{body}</html>'.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.startswith("/?") or self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy is not None:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def line(home: str, attributes: str = "") -> str:
    """The one line that puts the bubble on a page."""
    return f'<script async src="{home}/vuoro.js" {attributes}></script>'

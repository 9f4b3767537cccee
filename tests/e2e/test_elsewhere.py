"""The bubble on somebody else's site, under the strictest policy that such a site can have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.async_api import Page, expect

from bot.replies import TrainingDataPhrasebook
from tests.e2e.conftest import OpenPage
from tests.e2e.people import Visitor
from tests.e2e.service import TRAINING_DATA, Vuoro, free_port
from tests.e2e.tongues import PL

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.rasa]


@contextmanager
def site(port: int, service: Vuoro) -> Iterator[str]:
    """A site of one page: Polish, with the one line that puts the bubble on it, twice."""
    line = f'<script async src="{service.url}/vuoro.js"></script>'
    page = f'<!doctype html><html lang="pl"><title>Sklep</title><h1>Sklep</h1>{line}{line}</html>'.encode()
    socket = service.url.replace("http", "ws", 1)
    policy = f"default-src 'none'; script-src {service.url}; connect-src {socket}"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.startswith("/?") or self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
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


async def styled(page: Page) -> bool:
    """Whether the bubble's own style has reached it."""
    launcher = page.locator("vuoro-bubble .launcher")
    return await launcher.evaluate("element => getComputedStyle(element).position") == "fixed"


async def test_the_bubble_works_on_a_site_that_allows_nothing_else(
    service: Vuoro, elsewhere: int, open_page: OpenPage
):
    answer = TrainingDataPhrasebook(TRAINING_DATA).answer("delivery_time", "pl")
    assert answer is not None
    with site(elsewhere, service) as home:
        visitor = Visitor(await open_page("en"), home, PL)
        await visitor.comes()
        await expect(visitor.bubble).to_have_count(1)
        assert await styled(visitor.page)
        await visitor.says(PL.question)
        await visitor.reads(answer.text)
        await visitor.reloads()
        await visitor.reads(answer.text)


async def test_a_site_that_is_not_allowed_is_refused_and_the_visitor_is_told(
    service: Vuoro, open_page: OpenPage
):
    with site(free_port(), service) as home:
        visitor = Visitor(await open_page("en"), home, PL)
        await visitor.comes()
        await expect(visitor.notice).to_contain_text("Czat nie jest dozwolony na tej stronie.")

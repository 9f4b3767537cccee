"""What HTTP answers beside the sockets: health, pages, and errors that tell nothing they should not."""

from __future__ import annotations

import asyncio

import pytest

from handoff.errors import Code, HandoffError
from handoff.storage.memory import MemoryStore
from tests.api.conftest import Site

pytestmark = pytest.mark.anyio


class Out(MemoryStore):
    """A database that does not answer as one should."""

    async def read(self, work):
        return await self.fails()

    write = read


class Refusing(Out):
    async def fails(self):
        raise HandoffError(Code.UNAVAILABLE, "the storage cannot be used just now")


class Hanging(Out):
    async def fails(self):
        await asyncio.Event().wait()


class Broken(Out):
    async def fails(self):
        raise RuntimeError("a secret of the database")


# -- health ----------------------------------------------------------------------------------------


async def test_a_service_that_answers_lives(browser):
    answer = await browser.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.parametrize(
    ("event", "bot"), [("starting", "starting"), ("becomes_ready", "ready"), ("goes_down", "down")]
)
async def test_it_is_ready_whatever_the_bot_is_and_says_what_it_is(site, browser, event, bot):
    getattr(site.bot, event)()
    answer = await browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "database": "ready", "bot": bot})


@pytest.mark.parametrize("database", [Refusing, Hanging])
async def test_without_its_database_it_lives_and_is_not_ready(tmp_path, database):
    async with Site(tmp_path, database()).browser() as browser:
        answer = await browser.get("/health/ready")
        assert (answer.status_code, answer.json()["status"], answer.json()["database"]) == (
            503,
            "down",
            "down",
        )
        assert (await browser.get("/health/live")).status_code == 200


async def test_a_database_that_fails_in_a_way_nobody_thought_of_is_down_too(tmp_path):
    async with Site(tmp_path, Broken()).browser() as browser:
        answer = await browser.get("/health/ready")
        assert answer.status_code == 503
        assert "secret" not in answer.text


# -- errors ----------------------------------------------------------------------------------------


def problem(answer):
    body = answer.json()
    assert set(body) - {"field", "retry_after"} == {"code", "detail", "retryable"}
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, body["code"], body["retryable"]


async def test_an_unknown_path_is_not_found(browser):
    for path in ("/api", "/api/nothing", "/health", "/nothing", "/ws/nothing", "/console/nothing.js"):
        assert problem(await browser.get(path)) == (404, "not_found", False)


async def test_a_wrong_method_is_refused_and_told_the_right_ones(browser):
    answer = await browser.put("/api/session")
    assert problem(answer) == (405, "bad_frame", False)
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"name"',
        b"{}",
        b'{"name":"Liisa"}',
        b'{"name":5,"password":"x"}',
        b"\xff\xfe",
    ],
    ids=ascii,
)
async def test_a_body_that_is_not_as_it_should_be_is_a_bad_frame(browser, body):
    headers = {"Content-Type": "application/json"}
    assert problem(await browser.post("/api/session", content=body, headers=headers)) == (
        422,
        "bad_frame",
        False,
    )


async def test_what_was_wrong_is_named_and_not_repeated(browser):
    answer = await browser.post("/api/session", json={"name": "Liisa", "password": ["<script>secret"]})
    assert "password" in answer.json()["detail"]
    assert "secret" not in answer.text


async def test_a_storage_that_is_out_means_come_back_later(tmp_path):
    async with Site(tmp_path, Refusing()).browser() as browser:
        answer = await browser.post("/api/session", json={"name": "Liisa", "password": "a long password"})
        assert problem(answer) == (503, "unavailable", True)
        assert int(answer.headers["retry-after"]) >= 1


async def test_a_fault_of_ours_shows_no_traceback_and_no_words_of_its_own(tmp_path):
    async with Site(tmp_path, Broken()).browser() as browser:
        answer = await browser.post("/api/session", json={"name": "Liisa", "password": "a long password"})
        assert problem(answer)[:2] == (503, "unavailable")
        for word in ("secret", "RuntimeError", "Traceback", ".py"):
            assert word not in answer.text


# -- pages -----------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path):
    pages = tmp_path / "pages"
    for path in ("index.html", "console/index.html", "vuoro.js", "assets/demo-1a2b3c.js"):
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        (pages / path).write_text(f"this is {path}")
    (tmp_path / "secret.txt").write_text("a secret beside the pages")
    return Site(tmp_path)


@pytest.fixture
async def reader(built):
    async with built.browser() as client:
        yield client


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "index.html"),
        ("/console", "console/index.html"),
        ("/console/", "console/index.html"),
        ("/assets/demo-1a2b3c.js", "assets/demo-1a2b3c.js"),
    ],
)
async def test_a_page_is_served_under_a_policy_that_allows_nothing_inline(reader, path, page):
    answer = await reader.get(path)
    assert (answer.status_code, answer.text) == (200, f"this is {page}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_other_sites_may_load_the_bubble(reader):
    assert (await reader.get("/vuoro.js")).headers["cross-origin-resource-policy"] == "cross-origin"


async def test_what_holds_its_contents_hash_is_kept_and_the_rest_is_asked_for_again(reader):
    assert "immutable" in (await reader.get("/assets/demo-1a2b3c.js")).headers["cache-control"]
    for path in ("/", "/console", "/vuoro.js"):
        assert (await reader.get(path)).headers["cache-control"] == "no-cache"


async def test_a_file_that_is_not_there_is_not_kept_for_ever(reader):
    answer = await reader.get("/assets/demo-of-another-version.js")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt"]
)
async def test_nothing_beside_the_pages_is_served(reader, path):
    answer = await reader.get(path)
    assert answer.status_code == 404
    assert "a secret" not in answer.text


async def test_an_unknown_page_is_not_found_as_json(reader):
    assert problem(await reader.get("/nothing")) == (404, "not_found", False)


async def test_pages_do_not_hide_the_api(reader):
    assert (await reader.get("/health/live")).json() == {"status": "live"}
    assert problem(await reader.get("/api/session")) == (401, "unauthorized", False)


async def test_pages_that_were_not_built_say_what_to_do(browser):
    for path in ("/", "/console"):
        answer = await browser.get(path)
        assert answer.status_code == 503
        assert "make" in answer.text

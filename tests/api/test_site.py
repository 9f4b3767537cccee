"""What an administrator chooses for the site, and what browsers get of it."""

from __future__ import annotations

import json

import pytest

from api.site import ACCENT
from handoff.desk.admin import SITE
from handoff.records import Site as Chosen
from tests.api.conftest import refusal

pytestmark = pytest.mark.anyio

CHOICES = {
    "name": "Kuusi",
    "accent": "#aabbcc",
    "allowed_origins": ["https://kuusi.example"],
    "languages": ["fi", "en"],
}


async def choose(root, **differs):
    return await root.put("/api/site", CHOICES | differs)


# -- reading and choosing ----------------------------------------------------------------------------


async def test_before_anybody_has_chosen_it_is_the_shop_of_the_training_data(root):
    found = (await root.get("/api/site")).json()
    assert len(found.pop("identity_secret")) >= 43  # 256 bits
    assert found == {
        "name": "Kaarna",
        "accent": ACCENT,
        "allowed_origins": [],
        "fixed_origins": [],
        "languages": ["en", "fi", "pl"],
        "all_languages": ["en", "fi", "pl"],
    }


async def test_what_is_chosen_is_kept_and_said(root, site):
    before = (await root.get("/api/site")).json()
    answer = await choose(root)
    assert (answer.status_code, answer.json()) == (200, before | CHOICES | {"languages": ["en", "fi"]})
    assert (await root.get("/api/site")).json() == answer.json()
    kept = await site.store.read(lambda tx: tx.get(Chosen, SITE))
    assert (kept.name, kept.accent, kept.allowed_origins) == ("Kuusi", "#aabbcc", ("https://kuusi.example",))


async def test_what_is_as_it_would_be_anyway_is_no_choice(root, site):
    """So that a shop which renames itself in shop.yml, or learns a language, is not held by an old page."""
    as_written = {"name": "Kaarna", "accent": ACCENT, "languages": ["pl", "fi", "en"]}
    answer = (await choose(root, **as_written)).json()
    assert (answer["name"], answer["accent"], answer["languages"]) == ("Kaarna", ACCENT, ["en", "fi", "pl"])
    kept = await site.store.read(lambda tx: tx.get(Chosen, SITE))
    assert (kept.name, kept.accent, kept.languages) == ("", "", ())


async def test_what_somebody_chose_elsewhere_is_read(root, site):
    await root.get("/api/site")

    def elsewhere(tx):
        found = tx.get(Chosen, SITE)
        found.name = "Chosen elsewhere"
        tx.save(found)

    await site.store.write(elsewhere)
    assert (await root.get("/api/site")).json()["name"] == "Chosen elsewhere"


async def test_choosing_leaves_the_secret_as_it_is(root):
    before = (await root.get("/api/site")).json()["identity_secret"]
    assert (await choose(root)).json()["identity_secret"] == before


async def test_a_new_secret_replaces_the_old_one_and_nothing_else(root):
    await choose(root)
    before = (await root.get("/api/site")).json()
    answer = await root.post("/api/site/identity-secret")
    assert answer.status_code == 200
    assert set(answer.json()) == {"identity_secret"}
    assert answer.json()["identity_secret"] != before["identity_secret"]
    assert (await root.get("/api/site")).json() == before | answer.json()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://shop.example/", "https://shop.example"),
        (" HTTPS://Shop.Example ", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://xn--kksi-0qa.example", "https://xn--kksi-0qa.example"),
    ],
)
async def test_an_origin_is_kept_as_browsers_write_it(root, written, kept):
    assert (await choose(root, allowed_origins=[written, written])).json()["allowed_origins"] == [kept]


@pytest.mark.parametrize(("written", "kept"), [("https://shop.example:443", "https://shop.example")])
async def test_the_usual_port_is_left_out_as_browsers_leave_it_out(root, written, kept):
    assert (await choose(root, allowed_origins=[written])).json()["allowed_origins"] == [kept]


@pytest.mark.parametrize("accent", ["#1F5F4A", "#000000"])
async def test_a_colour_is_kept_in_small_letters(root, accent):
    assert (await choose(root, accent=accent)).json()["accent"] == accent.lower()


BAD_ORIGINS = [
    "shop.example",
    "ftp://shop.example",
    "https://",
    "https://shop.example/path",
    "https://shop.example?x",
    "https://shop.example#x",
    "https://user@shop.example",
    "https://*.example",
    "https://shop.example; script-src *",
    "https://shop.example 'unsafe-inline'",
    "https://shop.example\n",
    "javascript:alert(1)",
    "null",
    "*",
    "",
    "https://shop.example:port",
    "https://shop_.example ",
]


@pytest.mark.parametrize("origin", [o for o in BAD_ORIGINS if o.strip() == o])
async def test_an_origin_that_is_none_is_refused_with_its_place(root, origin):
    answer = await choose(root, allowed_origins=["https://a.example", origin])
    assert refusal(answer) == (422, "bad_frame", "allowed_origins.1")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": None}, "name"),
        ({"accent": "green"}, "accent"),
        ({"accent": "#fff"}, "accent"),
        ({"accent": "#1f5f4a; x"}, "accent"),
        ({"accent": "#1f5f4a\n"}, "accent"),
        ({"allowed_origins": "https://a.example"}, "allowed_origins"),
        ({"allowed_origins": ["https://a.example"] * 101}, "allowed_origins"),
        ({"languages": []}, "languages"),
        ({"languages": "fi"}, "languages"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_cannot_be_is_refused_with_its_field_and_changes_nothing(root, wrong, field):
    before = (await root.get("/api/site")).json()
    answer = await choose(root, **wrong)
    assert refusal(answer) == (422, "bad_frame", field)
    assert (await root.get("/api/site")).json() == before


async def test_a_language_without_training_data_is_refused(root):
    assert refusal(await choose(root, languages=["fi", "sv"])) == (422, "bad_frame", "languages")
    assert (await root.get("/api/site")).json()["languages"] == ["en", "fi", "pl"]


async def test_a_name_that_postgresql_cannot_keep_is_refused(root):
    assert refusal(await choose(root, name="a\0b"))[:2] == (422, "bad_frame")


# -- what browsers get -------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path):
    pages = tmp_path / "pages"
    for path in ("embed/index.html", "vuoro.js", "assets/bubble-1a2b3c.js"):
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        (pages / path).write_text(f"this is {path} ä")


def site_line(script):
    first, _, rest = script.partition("\n")
    assert rest == "this is vuoro.js ä"
    assert first.startswith("window.vuoroSite=")
    assert first.endswith(";")
    return json.loads(first.removeprefix("window.vuoroSite=").removesuffix(";"))


async def test_the_script_begins_with_the_sites_name_and_colour(built, root, browser):
    answer = await browser.get("/vuoro.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert site_line(answer.text) == {"name": "Kaarna", "accent": ACCENT}
    await choose(root)
    assert site_line((await browser.get("/vuoro.js")).text) == {"name": "Kuusi", "accent": "#aabbcc"}


@pytest.mark.parametrize("name", ['"};alert(1);//', "</script>", "a\u2028b\u2029c", "Ääkkös 🙂", "\\"])
async def test_a_strange_name_stays_a_text(built, root, browser, name):
    await choose(root, name=name)
    answer = await browser.get("/vuoro.js")
    assert site_line(answer.text)["name"] == name.strip()
    assert len(answer.text.splitlines()) == 2


async def test_the_secret_is_not_in_the_script(built, root, browser):
    secret = (await root.get("/api/site")).json()["identity_secret"]
    for path in ("/vuoro.js", "/embed"):
        assert secret not in (await browser.get(path)).text


async def test_an_unchanged_script_is_not_sent_again_and_a_changed_one_is(built, root, browser):
    first = await browser.get("/vuoro.js")
    asked = {"If-None-Match": first.headers["etag"]}
    again = await browser.get("/vuoro.js", headers=asked)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert again.headers["cache-control"] == "no-cache"
    await choose(root)
    changed = await browser.get("/vuoro.js", headers=asked)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_the_frame_may_be_put_into_pages_of_allowed_origins_and_no_others(built, root, browser):
    def ancestors(answer):
        (rule,) = [
            r.split() for r in answer.headers["content-security-policy"].split(";") if "frame-ancestors" in r
        ]
        return rule[1:]

    answer = await browser.get("/embed?lang=fi")
    assert (answer.status_code, answer.text) == (200, "this is embed/index.html ä")
    assert ancestors(answer) == ["'self'"]
    await choose(root, allowed_origins=["https://b.example", "https://a.example"])
    answer = await browser.get("/embed")
    assert ancestors(answer) == ["'self'", "https://a.example", "https://b.example"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cache-control"] == "no-cache"


async def test_modules_may_be_fetched_from_pages_of_other_origins(built, browser):
    for path in ("/assets/bubble-1a2b3c.js", "/vuoro.js"):
        answer = await browser.get(path, headers={"Origin": "https://shop.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers


async def test_what_is_asked_with_a_cookie_may_not_be_fetched_from_elsewhere(built, root):
    for path in ("/api/session", "/api/site", "/api/agents", "/api/desk", "/api/status"):
        answer = await root.http.get(path, headers={"Origin": "https://shop.example"})
        assert "access-control-allow-origin" not in answer.headers


async def test_pages_that_were_not_built_say_what_to_do(browser):
    for path in ("/embed", "/vuoro.js"):
        answer = await browser.get(path)
        assert answer.status_code == 503
        assert "make" in answer.text

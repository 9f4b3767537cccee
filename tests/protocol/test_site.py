"""What an administrator chooses for the site, as visitors meet it."""

from __future__ import annotations

import pytest

from tests.protocol.conftest import House
from tests.protocol.people import BOT, Session
from tests.protocol.wire import Closed

pytestmark = pytest.mark.anyio

SHOP = "https://kuusi.example"


@pytest.fixture
def storage() -> None:
    """The embedded one: where things are kept makes no difference here."""


async def choose(root: Session, **differs: object) -> None:
    chosen = {
        "name": "Kuusi",
        "accent": "#aabbcc",
        "allowed_origins": [SHOP],
        "languages": ["en", "fi", "pl"],
    }
    answer = await root.call("PUT", "/api/site", chosen | differs)
    assert answer.status_code == 200, answer.text


async def test_an_origin_that_the_administrator_allows_is_let_in_at_once_until_it_is_not(house: House):
    root = await house.admin()
    anna = house.stranger()
    anna.origin = SHOP
    with pytest.raises(Closed) as closed:
        await anna.come()
    assert closed.value.code == 4503
    await choose(root)
    await anna.come()
    await choose(root, allowed_origins=["https://another.example"])
    await anna.drop()
    with pytest.raises(Closed) as closed:
        await anna.come()
    assert closed.value.code == 4503


async def test_the_operators_origins_stay_whatever_the_administrator_chooses(open_house):
    house = await open_house(allowed_origins="https://fixed.example")
    root = await house.admin()
    await choose(root, allowed_origins=[])
    assert (await root.call("GET", "/api/site")).json()["fixed_origins"] == ["https://fixed.example"]
    anna = house.stranger()
    anna.origin = "https://fixed.example"
    await anna.come()


async def test_only_the_chosen_languages_are_offered_and_spoken(house: House):
    root = await house.admin()
    before = await house.visitor("before", lang="en")
    await choose(root, languages=["pl", "fi"])
    anna = await house.visitor("anna", lang="en")
    assert (anna.welcome["langs"], anna.welcome["lang"]) == (["fi", "pl"], "fi")
    assert await anna.refused("set_lang", lang="en") == "not_found"
    ack = await before.say("How long does delivery take?")
    await before.event("message", after=ack["seq"], **BOT)


async def test_the_chosen_name_is_in_the_bots_answers(house: House):
    root = await house.admin()
    await choose(root, name="Kuusi & Kumppanit")
    anna = await house.visitor()
    ack = await anna.say("Hello")
    answer = await anna.event("message", after=ack["seq"], **BOT)
    assert "Kaarna" not in answer["text"]


async def test_the_welcome_says_how_to_reach_the_shop(house: House):
    contact = (await house.visitor()).welcome["contact"]
    assert "@" in contact["email"]
    assert contact["phone"].startswith("+")


async def test_what_was_chosen_outlives_the_service(house: House):
    root = await house.admin()
    await choose(root)
    before = (await root.call("GET", "/api/site")).json()
    await house.service.stop()
    await house.service.start()
    assert (await root.call("GET", "/api/site")).json() == before
    anna = house.stranger()
    anna.origin = SHOP
    await anna.come()

"""Who a visitor is at the shop, as a token says that the shop has signed."""

from __future__ import annotations

import pytest

from api.identity import LEEWAY_SECONDS, LONGEST, read
from handoff.desk.admin import new_secret
from handoff.desk.visitor import Claim, Customer
from tests.identities import signed

SECRET = new_secret()
NOW = 1_785_000_000_000
SECONDS = NOW // 1000


def customer(token, secret, now):
    """Whom the service believes to be there."""
    claim = read(token, secret, now)
    return claim.customer if claim.holds else None


def known(**claims):
    return customer(signed(SECRET, NOW, **claims), SECRET, NOW)


def test_a_customer_is_who_the_shop_says():
    assert known(sub="4711", name="Äinö", email="aino@example.fi") == Customer(
        "4711", "Äinö", "aino@example.fi"
    )


def test_an_id_is_enough():
    assert known(sub="4711") == Customer("4711", None, None)


def test_what_else_a_shop_puts_in_does_not_matter():
    assert known(sub="4711", aud="chat", iss="shop", roles=["x"], iat=SECONDS - 5) == Customer("4711")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": ""},
        {"sub": 4711},
        {"sub": ["4711"]},
        {"sub": True},
        {"sub": "x" * (LONGEST + 1)},
        {"sub": "47\x0011"},
        {"sub": "4711", "exp": None},
        {"sub": "4711", "exp": SECONDS - LEEWAY_SECONDS - 1},
        {"sub": "4711", "exp": "tomorrow"},
        {"sub": "4711", "exp": str(SECONDS + 60)},
        {"sub": "4711", "exp": float("inf")},
        {"sub": "4711", "exp": float("nan")},
        {"sub": "4711", "nbf": SECONDS + 3600},
        {"sub": "4711", "alg": "none"},
        {"sub": "4711", "alg": "HS512"},
    ],
    ids=lambda claims: str(claims)[:40],
)
def test_a_token_that_does_not_hold_is_nobodys(claims):
    assert known(**claims) is None


def test_a_token_that_somebody_else_signed_is_nobodys():
    assert customer(signed(new_secret(), NOW, sub="4711"), SECRET, NOW) is None


def test_a_token_holds_until_it_expires():
    token = signed(SECRET, NOW, sub="4711", exp=SECONDS + 60)
    late = 1000 * (60 + LEEWAY_SECONDS)
    assert customer(token, SECRET, NOW + late - 1000) == Customer("4711")
    assert customer(token, SECRET, NOW + late + 2000) is None


def test_one_that_has_expired_still_says_who_it_was_made_for():
    token = signed(SECRET, NOW, sub="4711", exp=SECONDS - 3600)
    assert read(token, SECRET, NOW) == Claim(Customer("4711"), holds=False)


@pytest.mark.parametrize("claims", [{"alg": "none"}, {"alg": "HS512"}, {"sub": None}, {"sub": "x" * 201}])
def test_one_that_is_none_claims_nobody(claims):
    assert read(signed(SECRET, NOW, **({"sub": "4711"} | claims)), SECRET, NOW) == Claim(None, holds=False)
    assert read(signed(new_secret(), NOW, sub="4711"), SECRET, NOW) == Claim(None, holds=False)


def test_a_token_that_was_changed_is_nobodys():
    header, _, signature = signed(SECRET, NOW, sub="4711").split(".")
    other = signed(new_secret(), NOW, sub="4712").split(".")[1]
    assert customer(f"{header}.{other}.{signature}", SECRET, NOW) is None
    assert customer(f"{header}.{other}.", SECRET, NOW) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        ".",
        "..",
        "....",
        "a.b.c",
        "ä.ö.å",
        "\ud800.a.b",
        "null",
        "W10.W10.W10",
        "bnVsbA.bnVsbA.",
        "x" * 8192,
    ],
    ids=ascii,
)
def test_what_is_no_token_is_nobodys(token):
    assert customer(token[:8192], SECRET, NOW) is None


def test_a_token_in_a_token_in_a_token_is_nobodys():
    """Eight thousand brackets fit into a hello; they must not end the connection with a fault of ours."""
    token = signed(SECRET, NOW, sub="4711").split(".")
    deep = "W1tb" * 600  # base64 of brackets
    for place in range(3):
        parts = list(token)
        parts[place] = deep
        assert customer(".".join(parts), SECRET, NOW) is None


@pytest.mark.parametrize("claim", ["name", "email"])
@pytest.mark.parametrize(
    "value", ["", 5, ["x"], {"a": 1}, "x" * (LONGEST + 1), "a\0b"], ids=lambda v: str(v)[:9]
)
def test_a_name_or_an_address_that_cannot_be_is_left_out(claim, value):
    found = known(sub="4711", **{claim: value})
    assert found == Customer("4711")


def test_a_name_that_was_cut_in_the_middle_of_an_emoji_can_be_kept():
    """JavaScript cuts texts by half characters; what cannot be written as UTF-8 cannot be stored or sent."""
    found = known(sub="4711", name="Aino \ud83d")
    assert found is not None
    (found.name or "").encode()


def test_an_id_that_is_half_a_character_is_nobodys():
    assert known(sub="\ud83d") is None


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_shop_whose_clock_is_a_few_seconds_ahead_is_believed(claim):
    """Libraries put `iat` in by themselves, and no two clocks agree to the second."""
    assert known(sub="4711", **{claim: SECONDS + 5}) == Customer("4711")

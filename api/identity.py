"""Who a visitor is at the shop: a short JWT that the shop's own server signs (docs/protocol.md, "Identity")."""

from __future__ import annotations

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from handoff.desk.visitor import Claim, Customer

LONGEST = 200  # characters of an id, a name, an address
LEEWAY_SECONDS = 60  # two servers' clocks differ
NOBODY = Claim(None, holds=False)


def read(token: str, secret: str, now: int) -> Claim:
    """What an HS256 token with `sub` and `exp` claims, and `name` and `email` if the shop says them.

    `now` in milliseconds since 1970. One that is none, or was signed by somebody else, claims nobody; one that is too
    old still says who it was made for, and no longer holds.
    """
    try:
        claims = jwt.decode(token, OctKey.import_key(secret), algorithms=["HS256"]).claims
        customer = _customer(claims)
    except (JoseError, ValueError, TypeError):
        return NOBODY
    checks = jwt.JWTClaimsRegistry(now=now // 1000, leeway=LEEWAY_SECONDS, exp={"essential": True})
    try:
        checks.validate(claims)
    except ExpiredTokenError:
        return Claim(customer, holds=False)
    except (JoseError, ValueError, TypeError):
        return NOBODY
    return Claim(customer, holds=True)


def _customer(claims: dict[str, object]) -> Customer:
    """Raises ValueError where nobody is named."""
    subject = _text(claims.get("sub"))
    if subject is None:
        raise ValueError("nobody is named")
    return Customer(subject, _text(claims.get("name")), _text(claims.get("email")))


def _text(value: object) -> str | None:
    """The value if it is a text that a database holds: short, and neither a NUL nor half an emoji in it."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST or "\0" in value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value

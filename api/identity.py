"""Who a visitor is at the shop: a short JWT that the shop's own server signs (docs/protocol.md, "Identity")."""

from __future__ import annotations

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from handoff.desk.visitor import Customer

LONGEST = 200  # characters of an id, a name, an address


def customer(token: str, secret: str, now: int) -> Customer | None:
    """The customer in an HS256 token with `sub` and `exp`, and `name` and `email` if the shop says them.

    `now` in milliseconds since 1970. None for a token that is none, was signed by somebody else, or is too old.
    """
    try:
        claims = jwt.decode(token, OctKey.import_key(secret), algorithms=["HS256"]).claims
        checks = jwt.JWTClaimsRegistry(now=now // 1000, sub={"essential": True}, exp={"essential": True})
        checks.validate(claims)
    except (JoseError, ValueError, TypeError):
        return None
    subject = claims["sub"]
    if not _fits(subject):
        return None
    name, email = (value if _fits(value := claims.get(key)) else None for key in ("name", "email"))
    return Customer(subject, name, email)


def _fits(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and "\0" not in value

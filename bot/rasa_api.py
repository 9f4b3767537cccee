"""One call to Rasa's HTTP API, and nothing about when to make it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import httpx
import structlog
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from handoff.ports import BotFailure, Guess, Parse

OUT_OF_SCOPE = "out_of_scope"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Rasa answers, and the secret its tokens are signed with (None: it asks for none)."""

    url: str
    secret: str | None = None


class _Ranked(BaseModel):
    name: str
    # A sum of floats may come out a hair above 1. NaN is within no bounds.
    confidence: Annotated[float, Field(ge=0, le=1.000001)]


class _Answer(BaseModel):
    intent_ranking: list[_Ranked]


_ANSWER = TypeAdapter(_Answer)


def rasa_client() -> httpx.AsyncClient:
    """A connection pool for Rasa. It has no time-outs, its callers have; and it never goes through a proxy."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(None), trust_env=False, limits=httpx.Limits(keepalive_expiry=60)
    )


async def ask(http: httpx.AsyncClient, address: Address, text: str, deadline: float) -> Parse | BotFailure:
    """What Rasa makes of `text`, or why there is no answer. `deadline` (seconds) is over the whole call."""
    # httpx alone is no guard: its limit is per read, so a peer that drips bytes holds it for ever.
    try:
        url, headers = _target(address)
        request = httpx.Request("POST", url, content=_body(text), headers=headers)
        async with asyncio.timeout(deadline):
            response = await http.send(request)
    except TimeoutError:
        return BotFailure.TIMEOUT
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
        return BotFailure.DOWN
    if response.status_code != httpx.codes.OK:
        log.warning("rasa refused a text", status=response.status_code)
        return BotFailure.DOWN if response.is_server_error else BotFailure.NONSENSE
    return _understood(response.content)


def _body(text: str) -> bytes:
    """The request's body. A visitor's slash is just a character.

    To Rasa a leading one means "the name of an intent follows", whoever wrote it; and it logs what it cannot read so.
    """
    plain = (
        text.lstrip(" \t\r\n/").encode(errors="replace").decode()
    )  # half a character pair cannot be sent back
    return json.dumps({"text": plain or " "}).encode()


def _understood(content: bytes) -> Parse | BotFailure:
    try:
        answer = _ANSWER.validate_json(content)
    except ValidationError:
        return BotFailure.NONSENSE
    guesses = sorted(
        (Guess(each.name, min(each.confidence, 1.0)) for each in answer.intent_ranking), key=_by_confidence
    )
    ranking = tuple(guess for guess in guesses if guess.intent != OUT_OF_SCOPE)
    if not ranking:
        return BotFailure.NONSENSE
    return Parse(
        ranking, max((guess.confidence for guess in guesses if guess.intent == OUT_OF_SCOPE), default=0.0)
    )


def _by_confidence(guess: Guess) -> float:
    return -guess.confidence


@lru_cache(maxsize=4)
def _target(address: Address) -> tuple[httpx.URL, dict[str, str]]:
    """What every request to one Rasa has in common; half of what a request costs here would go into making it anew.

    The token has no expiry: the secret itself is as short-lived as its Rasa.
    """
    headers = {"Content-Type": "application/json"}
    if address.secret is not None:
        claims = {"user": {"username": "vuoro", "role": "admin"}}
        token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(address.secret))
        headers["Authorization"] = f"Bearer {token}"
    return httpx.URL(f"{address.url}/model/parse"), headers

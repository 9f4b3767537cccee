"""docs/protocol.md has every call over HTTP with its fields, and its examples do what they say."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import time
from typing import Any, cast

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api import identity, main
from api.auth import LINK_MS, LONGEST_PASSWORD, SHORTEST_PASSWORD
from api.rest import agents, desk, health, session, site, status
from api.rest.guard import Guard
from api.throttle import WRONG_PASSWORDS
from handoff.desk.admin import LONGEST_NAME, MOST_CAPACITY
from handoff.desk.visitor import Customer
from tests.docs.documents import quoted, read, section, table

PROTOCOL = read("docs/protocol.md")
IDENTITY = section(PROTOCOL, "Identity")
HTTP = section(PROTOCOL, "Over HTTP")
ADMINISTRATION = re.sub(r"\s+", " ", section(PROTOCOL, "Administration"))
SECRET = "a-secret-of-the-site"
CUSTOMER = {"sub": "4711", "name": "Äiti Żółw", "email": "aino@example.org"}

NOBODY = cast("Any", None)  # routes ask for their parts only when they are called
GUARD = Guard(NOBODY)
ROUTERS = [
    session.routes(NOBODY, NOBODY, GUARD, (), 0.0),
    desk.routes(GUARD, NOBODY, NOBODY, NOBODY),
    agents.routes(NOBODY, NOBODY, GUARD, NOBODY, ()),
    site.routes(NOBODY, GUARD, NOBODY, NOBODY, NOBODY),
    status.routes(GUARD, NOBODY),
    health.routes(NOBODY, NOBODY),
]


def calls(router: APIRouter) -> dict[str, set[str]]:
    """`PATCH /api/agents/{agent}` -> the fields of its body, those that may be left out with a question mark."""
    found = {}
    for route in router.routes:
        assert isinstance(route, APIRoute)
        body = route.body_field and route.body_field.field_info.annotation
        model = body if isinstance(body, type) and issubclass(body, BaseModel) else None
        about = model.model_fields if model is not None else {}
        names = {name if field.is_required() else f"{name}?" for name, field in about.items()}
        for method in route.methods:
            found[f"{method} {route.path}"] = names
    return found


BUILT = {call: names for router in ROUTERS for call, names in calls(router).items()}
SAID = {
    spans[0]: set(spans[1].strip("{}").split(", ")) if len(spans) > 1 else set()
    for row in table(HTTP, "call", "answer")
    if (spans := quoted(row[0]))
}


def test_every_call_is_documented_and_nothing_else():
    assert set(SAID) == set(BUILT)


@pytest.mark.parametrize("call", sorted(BUILT))
def test_a_call_takes_the_documented_fields(call):
    assert SAID.get(call) == BUILT[call]


def test_every_part_of_the_status_is_documented():
    named = {quoted(row[0])[0] for row in table(HTTP, "part", "facts")}
    assert named == set(re.findall(r'Part\("(\w+)"', inspect.getsource(status)))


def test_every_version_of_the_status_is_documented():
    [sentence] = re.findall(r"`versions` has (.*?)\.", ADMINISTRATION)
    assert set(quoted(sentence)) == set(main.versions())


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("A name has 1 to 100 characters", LONGEST_NAME == 100),
        ("a password 10 to 1,024", (SHORTEST_PASSWORD, LONGEST_PASSWORD) == (10, 1024)),
        ("works for seven days", LINK_MS == 7 * 86_400_000),
        ("`capacity` is 1 to 50", MOST_CAPACITY == 50),
        ("ten wrong passwords", WRONG_PASSWORDS.amount == 10),
        ("in five minutes", WRONG_PASSWORDS.get_expiry() == 300),
        ("above 250 ms", status.SLOW_COMMIT_MS == 250),
        ("below 1 GiB", status.LITTLE_DISK == 2**30),
        ("does not answer in two seconds", status.PATIENCE_SECONDS == 2),
        ("1 to 200 characters", identity.LONGEST == 200),
    ],
)
def test_a_documented_number_is_held(said, held):
    assert said in re.sub(r"\s+", " ", HTTP + IDENTITY)
    assert held


# -- the examples for shops ------------------------------------------------------------------------


def example(language: str) -> str:
    [code] = re.findall(rf"```{language}\n(.*?)```", IDENTITY, re.DOTALL)
    return code


def accepted(token: str) -> Customer | None:
    return identity.read(token, SECRET, time.time_ns() // 1_000_000).customer


def test_the_python_example_makes_an_identity_that_is_accepted():
    names: dict[str, Any] = {}
    exec(example("python"), names)
    assert accepted(names["identity"](CUSTOMER, SECRET)) == Customer("4711", "Äiti Żółw", "aino@example.org")


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on the path")
def test_the_node_example_makes_an_identity_that_is_accepted():
    code = f"{example('js')}\nconsole.log(identity({json.dumps(CUSTOMER)}, {json.dumps(SECRET)}));"
    done = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True, timeout=30)
    assert accepted(done.stdout.strip()) == Customer("4711", "Äiti Żółw", "aino@example.org")

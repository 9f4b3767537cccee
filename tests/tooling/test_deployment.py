"""What the container files promise, read from the files."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from api.settings import Settings
from tools.secrets import REQUIRED, write

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE = YAML(typ="safe").load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]


def stages() -> dict[str, list[str]]:
    """The Dockerfile's stages by name, each with its instructions."""
    found: dict[str, list[str]] = {}
    for line in DOCKERFILE.splitlines():
        if match := re.match(r"FROM \S+ AS (\S+)", line):
            found[match[1]] = []
        elif line and not line.startswith("#"):
            found[list(found)[-1]].append(line)
    return found


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def networks(service: str) -> set[str]:
    return set(SERVICES[service]["networks"])


def test_the_images_are_made_by_make_targets_that_exist():
    called = [
        word
        for command in re.findall(r"\bmake ([^&|;\n]+)", re.sub(r"#.*|apt-get install [^&]+", "", DOCKERFILE))
        for word in command.split()
        if "=" not in word
    ]
    assert {"env", "widget", "rasa-env", "model"} <= set(called)
    assert set(called) <= make_targets()


@pytest.mark.parametrize("image", ["api", "rasa"])
def test_an_image_runs_as_nobody_special(image):
    users = [line.split()[1] for line in stages()[image] if line.startswith("USER ")]
    assert users == ["vuoro"]


@pytest.mark.parametrize("image", ["api", "rasa"])
def test_an_image_knows_whether_it_is_healthy(image):
    assert any(line.startswith("HEALTHCHECK ") for line in stages()[image])


def test_the_service_is_asked_whether_it_lives():
    assert any("/health/live" in line for line in stages()["api"] if line.startswith("HEALTHCHECK "))


def test_every_image_that_compose_builds_is_a_stage():
    targets = {service["build"]["target"] for service in SERVICES.values() if "build" in service}
    assert targets == {"api", "rasa"}
    assert targets <= stages().keys()


def test_the_services_are_all_there():
    assert set(SERVICES) == {"postgres", "rasa", "migrate", "api"}


def test_the_bot_is_reached_by_the_service_alone():
    assert "ports" not in SERVICES["rasa"]
    assert "network_mode" not in SERVICES["rasa"]
    assert networks("rasa") == {"bot"}
    assert {name for name in SERVICES if "bot" in networks(name)} == {"rasa", "api"}
    assert COMPOSE["networks"]["bot"]["internal"] is True
    assert not any(line.startswith("EXPOSE") for line in stages()["rasa"])


def test_only_the_service_is_published():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api"]


def test_the_bots_secret_is_the_same_on_both_sides():
    rasa, api = SERVICES["rasa"]["environment"], SERVICES["api"]["environment"]
    assert rasa["VUORO_BOT_SECRET"] == api["VUORO_BOT_JWT_SECRET"]


def test_every_setting_that_the_service_is_given_exists():
    given = {name.removeprefix("VUORO_").lower() for name in SERVICES["api"]["environment"]}
    assert given <= Settings.model_fields.keys()


def test_no_secret_has_a_default():
    used = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT)) - {"PORT"}
    assert used == set(REQUIRED)
    for name in REQUIRED:
        for use in re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE_TEXT):
            assert use.startswith(":?")


def test_the_database_is_migrated_before_the_service_starts():
    assert SERVICES["migrate"]["command"] == ["vuoro", "migrate"]
    assert SERVICES["api"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_secrets_are_made_once_and_for_the_owners_eyes(tmp_path):
    path = tmp_path / ".env"
    assert write(path)
    first = path.read_text(encoding="utf-8")
    assert [line.partition("=")[0] for line in first.splitlines()] == list(REQUIRED)
    assert path.stat().st_mode & 0o077 == 0
    assert not write(path)
    assert path.read_text(encoding="utf-8") == first

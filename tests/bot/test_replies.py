from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.errors import TrainingDataError
from bot.replies import TrainingDataPhrasebook
from handoff.ports import Choice, Phrasebook, Reply
from tests.bot.shop import replace
from tests.rasa_fixture import TRAINING_DATA

HELSINKI = ZoneInfo("Europe/Helsinki")


def ms(text: str, zone: ZoneInfo = HELSINKI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def test_an_answer_has_its_text_and_its_buttons_as_choices(shop: Path) -> None:
    phrasebook: Phrasebook = TrainingDataPhrasebook(shop)
    assert phrasebook.answer("greet", "fi") == Reply("moi!")
    assert phrasebook.answer("return_policy", "en") == Reply("30.", (Choice("intent:greet", "hello?"),))
    assert phrasebook.answer("track_order", "en") is None


def test_the_default_language_comes_first_and_stands_in_for_an_unknown_one(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop, default_language="fi")
    assert phrasebook.languages == ("fi", "en")
    assert phrasebook.text("clarify", "sv") == "clarify fi"
    assert phrasebook.answer("greet", "sv") == Reply("moi!")


def test_placeholders_are_filled_and_a_visitors_braces_are_not(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    assert phrasebook.text("back_at", "en", when="{tomorrow}") == "Back {tomorrow}."


def test_an_unknown_text_is_a_key_error(shop: Path) -> None:
    with pytest.raises(KeyError):
        TrainingDataPhrasebook(shop).text("nothing", "en")


def test_facts_about_intents_have_sensible_defaults(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    assert phrasebook.intents == ("return_policy", "greet", "complaint")
    assert [phrasebook.skill(intent) for intent in ("return_policy", "greet", "unknown")] == [
        "returns",
        None,
        None,
    ]
    assert [phrasebook.always_human(intent) for intent in ("complaint", "greet", "unknown")] == [
        True,
        False,
        False,
    ]
    assert [phrasebook.small_talk(intent) for intent in ("greet", "return_policy", "unknown")] == [
        True,
        False,
        False,
    ]
    assert [phrasebook.label("return_policy", lang) for lang in ("en", "fi")] == ["Returns", "Palautukset"]
    assert phrasebook.label("greet", "fi") == "greet"


def test_starters_come_in_the_trainers_order(shop: Path) -> None:
    starters = TrainingDataPhrasebook(shop).starters("en")
    assert starters == (Choice("intent:greet", "Hello"), Choice("intent:return_policy", "Returns"))


def test_the_shop_says_when_people_answer(shop: Path) -> None:
    hours = TrainingDataPhrasebook(shop).shop.hours
    assert hours.status(ms("2026-11-23 12:30")).opens_at == ms("2026-11-23 13:00")
    assert hours.status(ms("2026-11-23 13:30")).closes_at == ms("2026-11-23 17:00")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-21 23:59", "today at 23:59"),
        ("2026-11-22 00:00", "tomorrow at 0:00"),
        ("2026-11-23 09:00", "on Mon at 9:00"),
        ("2026-11-27 09:05", "on Fri at 9:05"),
        ("2026-11-28 09:00", "on Sat 2026-11-28 at 9:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(shop: Path, moment: str, said: str) -> None:
    assert TrainingDataPhrasebook(shop).when(ms(moment), ms("2026-11-21 12:00"), "en") == said


def test_a_moment_is_said_in_the_shops_time_zone(shop: Path) -> None:
    midnight_in_warsaw = ms("2026-11-21 23:30", ZoneInfo("Europe/Warsaw"))
    assert (
        TrainingDataPhrasebook(shop).when(midnight_in_warsaw, ms("2026-11-21 12:00"), "en")
        == "tomorrow at 0:30"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("en/texts.yml", '"wait"', "[wait", r"training_data/en/texts.yml, line \d+: this is not YAML"),
        ("en/texts.yml", '  wait: "wait"\n', "", "line 2: `wait:` is missing here"),
        ("en/texts.yml", '"wait"', '""', "line 9: here should stand a text, but there is none"),
        ("en/texts.yml", "Back {when}.", "Back {time}.", r"line 12: `back_at` should hold {when}"),
        ("en/texts.yml", "Back {when}.", "Back {when.", r"line 12: `back_at` should hold {when}"),
        ("en/texts.yml", '"wait"', '"wait {x}"', r"line 9: `wait` should hold no {…}"),
        ("en/texts.yml", "on Mon, ", "", "line 20: there should be seven days"),
        (
            "en/texts.yml",
            '"wait"',
            '"wait"\n  wait: "again"',
            "line 10: `wait` stands here for the second time",
        ),
        (
            "fi/responses.yml",
            "utter_greet",
            "greet",
            "fi/responses.yml, line 4: `greet` should begin with `utter_`",
        ),
        ("fi/responses.yml", "text:", "txt:", "line 4: `text:` is missing here"),
        ("fi/responses.yml", '"/greet"', '"greet"', "line 9: a payload is a slash and an intent"),
        ("fi/responses.yml", '- text: "moi!"', "- moi!", "line 4: here should stand keys with values"),
        (
            "intents.yml",
            "small_talk: true",
            "small_talk: maybe",
            "line 7: here should stand `true` or `false`",
        ),
        ("intents.yml", "starter: 2", "starter: two", "line 4: here should stand a whole number"),
        ("intents.yml", "skill:", "skil:", "line 3: `skil` is no fact about an intent"),
        ("intents.yml", "vuoro:", "intents:", "line 1: `vuoro:` is missing here"),
        (
            "shop.yml",
            "Europe/Helsinki",
            "Europe/Kaarna",
            "shop.yml, line 5: unknown time zone 'Europe/Kaarna'",
        ),
        ("shop.yml", "13:00-17:00", "17:00-13:00", "line 5: mon: '17:00-13:00' ends before it starts"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line(shop: Path, name, old, new, complaint) -> None:
    replace(shop / name, old, new)
    with pytest.raises(TrainingDataError, match=complaint):
        TrainingDataPhrasebook(shop)


def test_a_file_that_is_missing_empty_or_no_text_is_named(shop: Path) -> None:
    file = shop / "fi" / "texts.yml"
    file.write_bytes("texts: \xe4".encode("latin-1"))
    with pytest.raises(TrainingDataError, match="save it as UTF-8"):
        TrainingDataPhrasebook(shop)
    file.write_text("")
    with pytest.raises(TrainingDataError, match="the file is empty"):
        TrainingDataPhrasebook(shop)
    file.unlink()
    with pytest.raises(TrainingDataError, match=re.escape("training_data/fi/texts.yml is missing")):
        TrainingDataPhrasebook(shop)


def test_a_default_language_without_data_is_named(shop: Path) -> None:
    with pytest.raises(TrainingDataError, match="training_data/sv/nlu.yml is missing"):
        TrainingDataPhrasebook(shop, default_language="sv")


def test_the_shipped_phrasebook_labels_every_intent_in_every_language() -> None:
    phrasebook = TrainingDataPhrasebook(TRAINING_DATA)
    assert set(phrasebook.languages) == {"en", "fi", "pl"}
    for intent in phrasebook.intents:
        for lang in phrasebook.languages:
            assert phrasebook.label(intent, lang) != intent


# -- what the administrator chose ----------------------------------------------------------------------


def named(shop: Path) -> TrainingDataPhrasebook:
    replace(shop / "en" / "responses.yml", '"hello!"', '"Hello from {name}!"')
    return TrainingDataPhrasebook(shop)


def test_the_shops_name_in_answers_is_the_one_of_the_file_until_another_is_chosen(shop: Path) -> None:
    phrasebook = named(shop)
    assert phrasebook.answer("greet", "en") == Reply("Hello from Kaarna!")
    phrasebook.customise("Kuusi", ["en", "fi"])
    assert phrasebook.answer("greet", "en") == Reply("Hello from Kuusi!")
    assert phrasebook.fact("name", "fi") == "Kuusi"


def test_braces_in_a_name_are_only_braces(shop: Path) -> None:
    phrasebook = named(shop)
    phrasebook.customise("{hours} {0} {", ["en"])
    assert phrasebook.answer("greet", "en") == Reply("Hello from {hours} {0} {!")


def test_the_languages_chosen_are_served_in_their_order_and_the_rest_stays_known(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    phrasebook.customise("Kaarna", ["fi"])
    assert (phrasebook.languages, phrasebook.every_language) == (("fi",), ("en", "fi"))
    phrasebook.customise("Kaarna", ["fi", "en"])
    assert phrasebook.languages == ("en", "fi")


def test_an_unknown_language_is_answered_in_one_that_is_served(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    phrasebook.customise("Kaarna", ["fi"])
    assert phrasebook.text("clarify", "sv") == "clarify fi"


def test_what_was_begun_in_a_language_that_is_no_longer_served_goes_on_in_it(shop: Path) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    phrasebook.customise("Kaarna", ["fi"])
    assert phrasebook.text("clarify", "en") == "clarify en"


@pytest.mark.parametrize("chosen", [[], ["sv"]])
def test_with_no_language_that_is_known_all_of_them_are_served(shop: Path, chosen: list[str]) -> None:
    phrasebook = TrainingDataPhrasebook(shop)
    phrasebook.customise("Kaarna", chosen)
    assert phrasebook.languages == ("en", "fi")

"""The shop's facts: one place to change them, and no answer that names one which is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.errors import TrainingDataError
from bot.replies import TrainingDataPhrasebook
from bot.texts import read_texts
from handoff.hours import Hours
from tests.bot.shop import replace
from tests.rasa_fixture import TRAINING_DATA

FACTS = """\
  facts:
    email: help@kaarna.example
    price: {en: "€4.90", fi: "4,90 €"}
"""


@pytest.fixture
def kaarna(shop: Path) -> Path:
    """The small shop, with two facts."""
    with (shop / "shop.yml").open("a") as file:
        file.write(FACTS)
    return shop


def saying(folder: Path, text: str, lang: str = "en") -> TrainingDataPhrasebook:
    """The phrasebook once the greeting says `text`."""
    hello = {"en": "hello", "fi": "moi"}[lang]
    replace(folder / lang / "responses.yml", f'"{hello}!"', f'"{text}"')
    return TrainingDataPhrasebook(folder)


def greeting(phrasebook: TrainingDataPhrasebook, lang: str = "en") -> str:
    answer = phrasebook.answer("greet", lang)
    assert answer is not None
    return answer.text


# -- facts ---------------------------------------------------------------------------------------------


def test_one_text_for_all_languages_or_one_a_language(kaarna: Path) -> None:
    phrasebook = TrainingDataPhrasebook(kaarna)
    assert [phrasebook.fact("email", lang) for lang in ("en", "fi", "sv")] == ["help@kaarna.example"] * 3
    assert [phrasebook.fact("price", lang) for lang in ("en", "fi", "sv")] == ["€4.90", "4,90 €", "€4.90"]


def test_a_fact_that_is_not_there_is_none(shop: Path) -> None:
    assert TrainingDataPhrasebook(shop).fact("email", "en") is None


def test_an_answer_says_the_facts_of_its_language(kaarna: Path) -> None:
    saying(kaarna, "{price}, {email}, {name}, {hours}")
    phrasebook = saying(kaarna, "{price} ({name})", "fi")
    assert greeting(phrasebook) == "€4.90, help@kaarna.example, Kaarna, Mon 9:00–12:00, 13:00–17:00"
    assert greeting(phrasebook, "fi") == "4,90 € (Kaarna)"


def test_doubled_braces_are_braces(kaarna: Path) -> None:
    assert greeting(saying(kaarna, "write {{email}} as it is: {email}")) == (
        "write {email} as it is: help@kaarna.example"
    )


def test_braces_inside_a_fact_are_only_braces(kaarna: Path) -> None:
    replace(kaarna / "shop.yml", "help@kaarna.example", '"{price} {0} {"')
    assert greeting(saying(kaarna, "{email}")) == "{price} {0} {"


def test_a_fact_that_is_missing_in_a_language_is_named(kaarna: Path) -> None:
    replace(kaarna / "shop.yml", ', fi: "4,90 €"', "")
    with pytest.raises(TrainingDataError, match=r"shop.yml, line 8: `fi:` is missing here"):
        TrainingDataPhrasebook(kaarna)


@pytest.mark.parametrize("wrong", ["[a, b]", '""', "{en: [x], fi: y}"])
def test_a_fact_that_is_no_text_is_named(kaarna: Path, wrong: str) -> None:
    replace(kaarna / "shop.yml", "help@kaarna.example", wrong)
    with pytest.raises(TrainingDataError, match="shop.yml, line 7"):
        TrainingDataPhrasebook(kaarna)


@pytest.mark.parametrize("name", ["name", "hours"])
def test_a_name_that_has_its_own_place_is_no_fact(kaarna: Path, name: str) -> None:
    replace(kaarna / "shop.yml", "email:", f"{name}:")
    with pytest.raises(TrainingDataError, match=f"shop.yml, line 7: `{name}` has its own place"):
        TrainingDataPhrasebook(kaarna)


# -- answers that name what is not there -----------------------------------------------------------------


@pytest.mark.parametrize("text", ["{phone}", "{}", "{0}", "{email.x}", "{email[0]}", "{Email}"])
def test_an_answer_that_names_what_is_no_fact_is_refused_with_those_there_are(
    kaarna: Path, text: str
) -> None:
    with pytest.raises(TrainingDataError, match="en/responses.yml, line 4: .* email, hours, name, price"):
        saying(kaarna, text)


@pytest.mark.parametrize("text", ["a { b", "a } b", "{email", "{email}}"])
def test_a_brace_that_stands_alone_is_refused(kaarna: Path, text: str) -> None:
    with pytest.raises(TrainingDataError, match="en/responses.yml, line 4: a brace stands alone"):
        saying(kaarna, text)


@pytest.mark.parametrize("text", ["{email!x}", "{email:d}", "{email:{nothing}}"])
def test_an_answer_that_cannot_be_filled_in_is_refused_before_a_visitor_gets_it(
    kaarna: Path, text: str
) -> None:
    with pytest.raises(TrainingDataError, match="en/responses.yml, line 4"):
        saying(kaarna, text)


# -- hours in words --------------------------------------------------------------------------------------


def week(hours: Mapping[str, Sequence[str]], lang: str = "en") -> str:
    return read_texts(TRAINING_DATA / lang / "texts.yml").week(Hours.from_text("Europe/Helsinki", hours))


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = {day: ["09:00-17:00"] for day in DAYS[:5]}


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (WORKDAYS, "Mon–Fri 9:00–17:00"),
        (WORKDAYS | {"sat": ["10:00-14:30"]}, "Mon–Fri 9:00–17:00, Sat 10:00–14:30"),
        ({"mon": ["09:00-12:00", "13:00-17:00"]}, "Mon 9:00–12:00, 13:00–17:00"),
        ({"mon": ["09:00-17:00"], "wed": ["09:00-17:00"]}, "Mon 9:00–17:00, Wed 9:00–17:00"),
        ({day: ["00:00-23:59"] for day in DAYS}, "Mon–Sun 0:00–23:59"),
        ({"sun": ["12:00-16:00"]}, "Sun 12:00–16:00"),
    ],
)
def test_hours_are_written_as_people_write_them(hours: dict[str, list[str]], said: str) -> None:
    assert week(hours) == said


@pytest.mark.parametrize("lang", ["en", "fi", "pl"])
def test_every_language_says_the_hours_in_its_own_words(lang: str) -> None:
    said = week(WORKDAYS, lang)
    days = read_texts(TRAINING_DATA / lang / "texts.yml").weekdays_short
    assert said.startswith(f"{days[0]}–{days[4]} ")
    assert len(said) < 40


def test_a_shop_that_is_always_there_says_so() -> None:
    """No hours at all mean always open (handoff.hours); the words must not say the opposite of what is done."""
    always = Hours.from_text("Europe/Helsinki", {})
    assert always.status(0).open
    texts = read_texts(TRAINING_DATA / "en" / "texts.yml")
    assert texts.week(always) == texts.fixed["always_open"]


def test_days_are_seven_in_short_too(shop: Path) -> None:
    replace(shop / "en" / "texts.yml", "[Mon, Tue", "[Tue")
    with pytest.raises(TrainingDataError, match=r"line \d+: there should be seven days here"):
        TrainingDataPhrasebook(shop)

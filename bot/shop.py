"""The shop's facts: training_data/shop.yml, where one change reaches every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from ruamel.yaml.nodes import ScalarNode

from bot.texts import Texts
from bot.yaml_file import Entry, read_yaml
from handoff.hours import Hours

RESERVED = frozenset({"name", "hours"})


@dataclass(frozen=True, slots=True)
class Shop:
    """Its name, when people answer, and what answers may name: `facts[language][fact]`."""

    name: str
    hours: Hours
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_shop(file: Path, languages: Sequence[str]) -> Shop:
    """The facts for those languages. Raises TrainingDataError where one is missing in a language."""
    shop = read_yaml(file).child("shop")
    hours = shop.child("hours")
    week = {day: [span.text() for span in spans.items()] for day, spans in hours.mapping().items()}
    try:
        read = Hours.from_text(shop.child("time_zone").text(), week)
    except ValueError as error:
        raise hours.error(f"{error}.") from None
    facts = shop.child("facts").mapping() if "facts" in shop.mapping() else {}
    for name in RESERVED & facts.keys():
        raise facts[name].error(f"`{name}` has its own place in this file; call the fact something else.")
    return Shop(
        shop.child("name").text(),
        read,
        {lang: {name: _in(fact, lang) for name, fact in facts.items()} for lang in languages},
    )


def _in(fact: Entry, lang: str) -> str:
    """One text for all languages, or the one of `lang`."""
    return fact.text() if isinstance(fact.node, ScalarNode) else fact.child(lang).text()


def values(shop: Shop, lang: str, texts: Texts, name: str | None = None) -> dict[str, str]:
    """What an answer in `lang` may name in braces. `name` stands in for the shop's own."""
    return {
        **shop.facts.get(lang, {}),
        "name": name or shop.name,
        "hours": texts.week(shop.hours),
    }


def refuse_unknown(entry: Entry, known: Mapping[str, str]) -> str:
    """The text of `entry`, which names only facts that are known. Raises TrainingDataError."""
    text = entry.text()
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        raise entry.error("a brace stands alone here; write a fact of shop.yml as `{email}`.") from None
    for _, name, spec, conversion in fields:
        if spec or conversion:
            raise entry.error("a fact stands in its braces alone, such as `{email}`.")
        if name not in known:
            raise entry.error(
                f"`{{{name}}}` is no fact of shop.yml; those there are: {', '.join(sorted(known))}."
            )
    return text

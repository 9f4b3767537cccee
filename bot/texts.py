"""The fixed texts of one language: training_data/<language>/texts.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from bot.errors import TrainingDataError
from bot.yaml_file import Entry, read_yaml

# Every text that the service says, and the placeholders it fills in.
FIXED: dict[str, frozenset[str]] = {
    key: frozenset(placeholders)
    for key, placeholders in {
        "clarify": (),
        "cannot_answer": (),
        "none_of_these": (),
        "not_helpful": (),
        "nobody_here": ("back",),
        "leave_message": (),
        "callback": (),
        "wait": (),
        "cancel": (),
        "waiting_nobody": ("back",),
        "back_at": ("when",),
        "back_soon": (),
        "service_open": ("when",),
        "service_closed": ("when",),
        "bot_starting": (),
        "came_back": (),
    }.items()
}


DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Texts:
    """`fixed` by key; the rest says days and times: seven `weekdays`, Monday first, and strftime formats."""

    fixed: dict[str, str]
    weekdays: tuple[str, ...]
    today: str
    tomorrow: str
    at_time: str
    time_format: str
    date_format: str


def read_texts(file: Path) -> Texts:
    """The texts of `file`; keys beyond those known here are read too. Raises TrainingDataError."""
    top = read_yaml(file).child("texts")
    entries = top.mapping()
    weekdays = top.child("weekdays").items()
    if len(weekdays) != DAYS_A_WEEK:
        raise top.child("weekdays").error(
            f"there should be seven days here, Monday first, not {len(weekdays)}."
        )
    for key in FIXED:
        top.child(key)
    words = {key: _checked(key, entry) for key, entry in entries.items() if key != "weekdays"}
    top.child("at_time")
    return Texts(
        fixed=words,
        weekdays=tuple(day.text() for day in weekdays),
        today=top.child("today").text(),
        tomorrow=top.child("tomorrow").text(),
        at_time=top.child("at_time").text(),
        time_format=top.child("time_format").text(),
        # Only for days more than a week away, so a language may leave it to this one, which every reader understands.
        date_format=words.get("date_format", "%Y-%m-%d"),
    )


def _checked(key: str, entry: Entry) -> str:
    """The text, with exactly the placeholders that will be filled."""
    text = entry.text()
    if key in ("time_format", "date_format"):
        return text
    expected = frozenset({"day", "time"}) if key == "at_time" else FIXED.get(key)
    try:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise _placeholder_error(key, entry) from None
    if expected is not None and found != expected:
        raise _placeholder_error(key, entry)
    return text


def _placeholder_error(key: str, entry: Entry) -> TrainingDataError:
    expected = {"day", "time"} if key == "at_time" else FIXED.get(key, frozenset())
    names = " and ".join(f"{{{name}}}" for name in sorted(expected)) or "no {…}"
    return entry.error(f"`{key}` should hold {names}, neither more nor less.")

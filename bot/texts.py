"""The fixed texts of one language: training_data/<language>/texts.yml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import groupby
from pathlib import Path
from string import Formatter

from bot.errors import TrainingDataError
from bot.yaml_file import Entry, read_yaml
from handoff.hours import Hours

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
        "which_one": (),
        "all_right": (),
        "always_open": (),
        "at_time": ("day", "time"),
        "hours_line": ("days", "time"),
    }.items()
}
DAYS_A_WEEK = 7
DAY_LISTS = ("weekdays", "weekdays_short")
FORMATS = ("time_format", "date_format")  # strftime's, not ours


@dataclass(frozen=True, slots=True)
class Texts:
    """`fixed` by key; the rest says days and times: seven `weekdays`, Monday first, and strftime formats."""

    fixed: dict[str, str]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    today: str
    tomorrow: str
    at_time: str
    time_format: str
    date_format: str

    def week(self, hours: Hours) -> str:
        """Service hours as people write them: "Mon–Fri 9:00–17:00, Sat 10:00–14:00"; without any, always."""
        runs = groupby(range(DAYS_A_WEEK), key=lambda day: hours.spans[day])
        lines = [self._run(list(days), spans) for spans, days in runs if spans]
        return ", ".join(lines) or self.fixed["always_open"]

    def _run(self, days: list[int], spans: tuple[tuple[time, time], ...]) -> str:
        first, last = self.weekdays_short[days[0]], self.weekdays_short[days[-1]]
        times = (f"{self.clock(a)}–{self.clock(b)}" for a, b in spans)
        shown = first if len(days) == 1 else f"{first}–{last}"
        return self.fixed["hours_line"].format(days=shown, time=", ".join(times))

    def clock(self, moment: time) -> str:
        """A time of day, without a zero in front."""
        return moment.strftime(self.time_format).removeprefix("0")


def read_texts(file: Path) -> Texts:
    """The texts of `file`; keys beyond those known here are read too. Raises TrainingDataError."""
    top = read_yaml(file).child("texts")
    for key in FIXED:
        top.child(key)
    words = {key: _checked(key, entry) for key, entry in top.mapping().items() if key not in DAY_LISTS}
    weekdays, weekdays_short = (_week(top.child(key)) for key in DAY_LISTS)
    return Texts(
        fixed=words,
        weekdays=weekdays,
        weekdays_short=weekdays_short,
        today=top.child("today").text(),
        tomorrow=top.child("tomorrow").text(),
        at_time=words["at_time"],
        time_format=top.child("time_format").text(),
        # Only for days more than a week away, so a language may leave it to this one, which every reader understands.
        date_format=words.get("date_format", "%Y-%m-%d"),
    )


def _week(days: Entry) -> tuple[str, ...]:
    if len(days.items()) != DAYS_A_WEEK:
        raise days.error(f"there should be seven days here, Monday first, not {len(days.items())}.")
    return tuple(day.text() for day in days.items())


def _checked(key: str, entry: Entry) -> str:
    """The text, with exactly the placeholders that will be filled."""
    text = entry.text()
    if key in FORMATS:
        return text
    expected = FIXED.get(key)
    try:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise _placeholder_error(key, entry) from None
    if expected is not None and found != expected:
        raise _placeholder_error(key, entry)
    return text


def _placeholder_error(key: str, entry: Entry) -> TrainingDataError:
    names = " and ".join(f"{{{name}}}" for name in sorted(FIXED.get(key, ()))) or "no {…}"
    return entry.error(f"`{key}` should hold {names}, neither more nor less.")

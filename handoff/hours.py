"""When people answer: weekly service hours in a time zone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_AHEAD = 15  # a week, and one more for a span that the night in spring swallows
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """Whether people answer at a moment. Times in milliseconds since 1970, UTC; None where there is no such moment."""

    open: bool
    opens_at: int | None = None
    closes_at: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours. `spans[weekday]` (Monday 0) lists (from, to) as local times; no spans at all means always open."""

    zone: ZoneInfo
    spans: tuple[tuple[tuple[time, time], ...], ...]

    @classmethod
    def from_text(cls, zone: str, week: Mapping[str, Sequence[str]]) -> Hours:
        """From `{"mon": ["09:00-17:00"], …}`. Raises ValueError with one sentence for anything else."""
        unknown = set(week) - set(DAYS)
        if unknown:
            raise ValueError(f"unknown day {min(unknown)!r}: use {', '.join(DAYS)}")
        try:
            zone_info = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"unknown time zone {zone!r}") from None
        return cls(
            zone_info, tuple(tuple(sorted(_span(day, text) for text in week.get(day, ()))) for day in DAYS)
        )

    def status(self, now: int) -> ServiceStatus:
        """Whether people answer at `now`, and when that changes next."""
        if not any(self.spans):
            return ServiceStatus(open=True)
        local = datetime.fromtimestamp(now / 1000, self.zone)
        for ahead in range(DAYS_AHEAD):
            date = local.date() + timedelta(days=ahead)
            for start, end in self.spans[date.weekday()]:
                opens, closes = (_moment(datetime.combine(date, t, self.zone)) for t in (start, end))
                if closes <= opens:
                    continue  # the night that springs forward has swallowed it
                if opens <= now < closes:
                    return ServiceStatus(open=True, closes_at=closes)
                if now < opens:
                    return ServiceStatus(open=False, opens_at=opens)
        return ServiceStatus(open=False)


def _span(day: str, text: str) -> tuple[time, time]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{day}: {text!r} is no span of hours such as 09:00-17:00")
    start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if end <= start:
        raise ValueError(f"{day}: {text!r} ends before it starts")
    return start, end


def _moment(local: datetime) -> int:
    return int(local.astimezone(UTC).timestamp() * 1000)

"""Service hours in a time zone, over the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.hours import DAYS, Hours, ServiceStatus

HELSINKI = Hours.from_text("Europe/Helsinki", {day: ["09:00-17:00"] for day in DAYS})
WEEKDAYS = {day: ["09:00-17:00"] for day in DAYS[:5]}


def at(text):
    """Milliseconds of an RFC 3339 moment."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def open_until(text):
    return ServiceStatus(open=True, closes_at=at(text))


def closed_until(text):
    return ServiceStatus(open=False, opens_at=at(text))


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-11-20T08:59:59.999+02:00", closed_until("2026-11-20T09:00+02:00")),
        ("2026-11-20T09:00+02:00", open_until("2026-11-20T17:00+02:00")),
        ("2026-11-20T16:59:59.999+02:00", open_until("2026-11-20T17:00+02:00")),
        ("2026-11-20T17:00+02:00", closed_until("2026-11-21T09:00+02:00")),
    ],
)
def test_people_answer_from_the_first_moment_to_before_the_last(moment, status):
    assert HELSINKI.status(at(moment)) == status


@pytest.mark.parametrize(
    ("zone", "before", "opens"),
    [
        # The last Sundays of March and October 2026: the night is an hour shorter, then an hour longer.
        ("Europe/Helsinki", "2026-03-28T20:00+02:00", "2026-03-29T09:00+03:00"),
        ("Europe/Helsinki", "2026-10-24T20:00+03:00", "2026-10-25T09:00+02:00"),
        ("Europe/Warsaw", "2026-03-28T20:00+01:00", "2026-03-29T09:00+02:00"),
        ("Europe/Warsaw", "2026-10-24T20:00+02:00", "2026-10-25T09:00+01:00"),
    ],
)
def test_the_morning_after_the_clocks_changed_opens_at_nine_by_the_new_time(zone, before, opens):
    hours = Hours.from_text(zone, {day: ["09:00-17:00"] for day in DAYS})
    assert hours.status(at(before)) == closed_until(opens)
    assert hours.status(at(opens)).open
    assert not hours.status(at(opens) - 1).open


@pytest.mark.parametrize(
    ("zone", "date", "hours_open"),
    [
        ("Europe/Helsinki", "2026-03-29T02:00+02:00", 3),  # 03:00 to 04:00 does not exist
        ("Europe/Helsinki", "2026-10-25T02:00+03:00", 5),  # 03:00 to 04:00 comes twice
        ("Europe/Warsaw", "2026-03-29T01:00+01:00", 4),
        ("Europe/Warsaw", "2026-10-25T01:00+02:00", 6),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(zone, date, hours_open):
    hours = Hours.from_text(zone, {"sun": ["02:00-06:00" if "Helsinki" in zone else "01:00-06:00"]})
    opens = at(date)
    assert hours.status(opens) == ServiceStatus(open=True, closes_at=opens + hours_open * 3_600_000)


def test_hours_that_fall_into_the_missing_hour_do_not_keep_anybody_waiting_for_them():
    hours = Hours.from_text("Europe/Helsinki", {"sun": ["03:30-04:00"]})
    promised = hours.status(at("2026-03-28T12:00+02:00")).opens_at
    assert promised is not None
    assert hours.status(promised).open


def test_a_weekend_is_waited_out():
    hours = Hours.from_text("Europe/Warsaw", WEEKDAYS)
    assert hours.status(at("2026-11-20T17:00+01:00")) == closed_until("2026-11-23T09:00+01:00")


def test_once_a_week_means_the_same_day_next_week():
    hours = Hours.from_text("Europe/Helsinki", {"wed": ["10:00-11:00"]})
    assert hours.status(at("2026-11-18T11:00+02:00")) == closed_until("2026-11-25T10:00+02:00")


def test_a_lunch_break_is_closed():
    hours = Hours.from_text("Europe/Helsinki", {"fri": ["13:00-17:00", "09:00-12:00"]})
    assert hours.status(at("2026-11-20T12:30+02:00")) == closed_until("2026-11-20T13:00+02:00")
    assert hours.status(at("2026-11-20T10:00+02:00")) == open_until("2026-11-20T12:00+02:00")


def test_no_hours_at_all_means_always_open():
    for week in ({}, {"mon": []}):
        assert Hours.from_text("Europe/Helsinki", week).status(0) == ServiceStatus(open=True)


@pytest.mark.parametrize(
    ("zone", "week", "about"),
    [
        ("Europe/Helsinki", {"monday": ["09:00-17:00"]}, "monday"),
        ("Europe/Helsinki", {"mon": ["9-17"]}, "9-17"),
        ("Europe/Helsinki", {"mon": ["09:00-25:00"]}, "09:00-25:00"),
        ("Europe/Helsinki", {"mon": ["17:00-09:00"]}, "ends before it starts"),
        ("Europe/Helsinki", {"mon": ["09:00-09:00"]}, "ends before it starts"),
        ("Europe/Nowhere", {}, "Europe/Nowhere"),
        ("", {}, "time zone"),
        ("../../etc/passwd", {}, "time zone"),
    ],
)
def test_what_is_no_hours_is_refused_in_one_sentence(zone, week, about):
    with pytest.raises(ValueError, match=about) as refused:
        Hours.from_text(zone, week)
    assert "\n" not in str(refused.value)


times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]).map("-".join)
weeks = st.dictionaries(st.sampled_from(DAYS), st.lists(spans, min_size=1, max_size=2), min_size=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: int(moment.timestamp() * 1000)
)


@given(st.sampled_from(["Europe/Helsinki", "Europe/Warsaw", "UTC"]), weeks, moments)
def test_what_is_promised_is_kept(zone, week, now):
    """Who is told when people are back finds them there then, and nobody a moment before."""
    hours = Hours.from_text(zone, week)
    status = hours.status(now)
    if status.open:
        assert status.closes_at is not None
        assert now < status.closes_at
        assert hours.status(status.closes_at - 1).open
    else:
        assert status.opens_at is not None
        assert now < status.opens_at
        assert hours.status(status.opens_at).open
        assert not hours.status(status.opens_at - 1).open

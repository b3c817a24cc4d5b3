#!/usr/bin/env python3
"""Writes london-days.txt and calendar.txt beside itself, from Python's zoneinfo and datetime.

london-days.txt, for the local days of Europe/London in 1996 to 2037:
  day DATE COUNT START      a day that has not 48 half-hours, and the UTC instant of its midnight
  month DATE START          the first day of a month, and the UTC instant of its midnight
calendar.txt, for each year from 1600 to 2400:
  YEAR NUMBER WEEKDAY FIRST LAST    of 1 January the days since 1970-01-01 and the weekday
                                    (0 Monday); the ISO weeks of 1 January and 31 December
"""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HERE = Path(__file__).parent


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(timezone.utc)


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M")


def london_lines():
    day = date(1996, 1, 1)
    while day.year <= 2037:
        following = day + timedelta(days=1)
        count = (midnight(following) - midnight(day)) // timedelta(minutes=30)
        if day.day == 1:
            yield f"month {day} {stamp(midnight(day))}"
        if count != 48:
            yield f"day {day} {count} {stamp(midnight(day))}"
        day = following


def iso_week(day):
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def calendar_lines():
    for year in range(1600, 2401):
        first, last = date(year, 1, 1), date(year, 12, 31)
        number = (first - date(1970, 1, 1)).days
        yield f"{year} {number} {first.weekday()} {iso_week(first)} {iso_week(last)}"


for name, lines in [("london-days.txt", london_lines()), ("calendar.txt", calendar_lines())]:
    (HERE / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")

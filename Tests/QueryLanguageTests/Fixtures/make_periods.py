#!/usr/bin/env python3
"""Writes what periods mean, by Python's datetime and zoneinfo. Run it in this folder.

periods.txt: relative and calendar periods on many days; a line is TODAY|TYPED|START|END, the end
excluded. times.txt: local times of Britain; a line is DAY|TIME|UTC, where UTC is empty for a time
that the clock skips, and a time that comes twice has two lines with its offsets.
"""
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAY = timedelta(days=1)


def month_start(index):
    """The first day of the month `index` months after January of the year 0."""
    return date(index // 12, index % 12 + 1, 1)


def index(day):
    return day.year * 12 + day.month - 1


def unit_start(day, unit, shift=0):
    if unit == "day":
        return day + shift * DAY
    if unit == "week":
        return day - day.weekday() * DAY + shift * 7 * DAY
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    return month_start((index(day) // size + shift) * size)


TODAYS = [date(2023, 8, 15), date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29),
          date(2023, 3, 1), date(2024, 3, 31), date(2020, 12, 31), date(2021, 1, 3),
          date(2021, 1, 4), date(2023, 7, 31), date(2023, 10, 29), date(2023, 3, 26)]

lines = []


def add(today, typed, start, end):
    lines.append(f"{today}|{typed}|{start}|{end}")


for today in TODAYS:
    add(today, "today", today, today + DAY)
    add(today, "yesterday", today - DAY, today)
    add(today, "tomorrow", today + DAY, today + 2 * DAY)
    for unit in ["week", "month", "quarter", "year"]:
        add(today, f"this {unit}", unit_start(today, unit), unit_start(today, unit, 1))
        add(today, f"last {unit}", unit_start(today, unit, -1), unit_start(today, unit))
    for unit in ["day", "week", "month", "quarter", "year"]:
        for count in [1, 2, 7, 13]:
            word = unit if count == 1 else unit + "s"
            add(today, f"last {count} {word}", unit_start(today, unit, -count),
                unit_start(today, unit))
    for number, name in enumerate(MONTHS, 1):
        year = today.year if date(today.year, number, 1) <= today else today.year - 1
        start = index(date(year, number, 1))
        add(today, name, month_start(start), month_start(start + 1))
        # The latest whose last day is before today.
        over = max(index(date(y, number, 1)) for y in (today.year - 1, today.year)
                   if month_start(index(date(y, number, 1)) + 1) <= today)
        add(today, f"last {name}", month_start(over), month_start(over + 1))
        for typed, year in [(f"this {name}", today.year), (f"{name} last year", today.year - 1)]:
            start = index(date(year, number, 1))
            add(today, typed, month_start(start), month_start(start + 1))
    # The Saturday of this ISO week, and of the one before.
    year, week, _ = today.isocalendar()
    saturday = date.fromisocalendar(year, week, 6)
    add(today, "this weekend", saturday, saturday + 2 * DAY)
    add(today, "last weekend", saturday - 7 * DAY, saturday - 5 * DAY)
    for unit, typed in [("week", "week to date"), ("month", "month to date"), ("month", "mtd"),
                        ("quarter", "quarter to date"), ("year", "year to date"), ("year", "ytd")]:
        # Without readings, those of today are the newest.
        add(today, typed, unit_start(today, unit), today + DAY)

TODAY = date(2023, 8, 15)
for year in [1970, 1999, 2000, 2023, 2024, 2098]:
    add(TODAY, str(year), date(year, 1, 1), date(year + 1, 1, 1))
    for month in range(1, 13):
        start = index(date(year, month, 1))
        add(TODAY, f"{year}-{month:02}", month_start(start), month_start(start + 1))
    for quarter in range(1, 5):
        start = index(date(year, quarter * 3 - 2, 1))
        add(TODAY, f"{year}-Q{quarter}", month_start(start), month_start(start + 3))
    add(TODAY, f"winter {year}/{(year + 1) % 100:02}", date(year, 10, 1), date(year + 1, 4, 1))
    add(TODAY, f"summer {year}", date(year, 4, 1), date(year, 10, 1))

# 1976, 1981, 2004, 2009, 2015, 2020 and 2026 have 53 ISO weeks.
for year in list(range(1975, 1983)) + list(range(2003, 2028)):
    weeks = date(year, 12, 28).isocalendar().week
    for week in [1, 2, 26, 52] + ([53] if weeks == 53 else []):
        start = date.fromisocalendar(year, week, 1)
        add(TODAY, f"{year}-W{week:02}", start, start + 7 * DAY)

with open("periods.txt", "w") as out:
    out.write("\n".join(lines) + "\n")

LONDON = ZoneInfo("Europe/London")
times = []
for day in [date(2023, 7, 4), date(2023, 12, 31), date(2024, 2, 29), date(2023, 3, 26),
            date(2023, 10, 29), date(2024, 3, 31), date(2025, 10, 26), date(1971, 10, 31)]:
    for slot in range(48):
        wall = datetime(day.year, day.month, day.day, slot // 2, slot % 2 * 30)
        found = []
        for fold in (0, 1):
            utc = wall.replace(tzinfo=LONDON, fold=fold).astimezone(timezone.utc)
            # A time that is skipped does not come back from UTC as it was.
            if utc.astimezone(LONDON).replace(tzinfo=None) == wall and utc not in found:
                found.append(utc)
        text = f"{wall:%H:%M}"
        if not found:
            times.append(f"{day}|{text}|")
        for utc in found:
            offset = utc.astimezone(LONDON).utcoffset() if len(found) > 1 else None
            hours = "" if offset is None else f"+{int(offset.total_seconds()) // 3600:02}:00"
            times.append(f"{day}|{text}{hours}|{utc:%Y-%m-%dT%H:%M}")

with open("times.txt", "w") as out:
    out.write("\n".join(times) + "\n")

#!/usr/bin/env python3
"""Writes projected.json: what ProjectedTests expects of a made-up home of three years.

The home is that of ProjectedHome.swift: two meters of import, of which one was exchanged, one of
export, and one of gas in m³; seasons, weekends, gaps, six changes of the clock; half-hourly rates that are known for a day, and a
tariff that ends. The whole model and its backtest are computed here with fractions, half-hour by
half-hour, with Python's own clock, as QueryLanguage.md describes them.
"""

import datetime as dt
import functools
import json
import pathlib
import zoneinfo
from fractions import Fraction

LONDON = zoneinfo.ZoneInfo("Europe/London")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
HALF_HOUR = dt.timedelta(minutes=30)


def number(text):
    """The number of the half-hour that begins at a time in UTC."""
    return (dt.datetime.fromisoformat(text + "+00:00") - EPOCH) // HALF_HOUR


NOW = number("2024-11-21T08:00")


def half_even(value):
    """The whole number nearest to a fraction."""
    return round(Fraction(value))


def season(n):
    return abs((n // 48 + 10) % 365 - 182)


def is_gap(n, first, end):
    return number(first) <= n < number(end)


def house(n):
    if n % 2003 == 11 or is_gap(n, "2023-01-05T07:00", "2023-02-12T15:30"):
        return None
    if is_gap(n, "2023-08-03T09:00", "2023-08-03T11:00"):
        return None
    weekend = 100_000 if (n // 48 + 3) % 7 > 4 else 0
    return (50 + 4 * season(n)) * ((n * n * 37 + n * 1009) % 1201) + weekend + n % 7


def garage(n):
    return None if n % 3001 == 7 else (n * n * 13 + 5 * n) % 701 * 100


def roof(n):
    if n % 4001 == 3:
        return None
    return (183 - season(n)) * ((n * n * 11) % 503) * 10 if 14 <= n % 48 < 38 else 0


def boiler(n):
    """Gas in m³, turned into kWh by the calorific value of its day."""
    if n % 2501 == 5:
        return None
    volume = (20 + season(n)) * ((n * n * 7 + n) % 101)
    value = 39_500_000 if n < number("2024-10-31T00:00") else 38_900_000
    return half_even(Fraction(volume * 102_264 * value, 360_000_000_000))


# What is read, and from when to when.
METERS = {
    "house": ("import", house, number("2021-11-15T10:00"), number("2024-11-20T23:00")),
    "garage": ("import", garage, number("2023-05-05T14:00"), number("2024-11-20T23:00")),
    "boiler": ("gas", boiler, number("2023-01-09T00:00"), number("2024-11-20T23:00")),
    "roof": ("export", roof, number("2022-06-01T00:00"), number("2024-11-19T12:00")),
}

# In micropence.
EARLY = [(0, 14, 12_345_678), (14, 32, 30_720_000), (32, 38, 43_008_000), (38, 48, 30_720_000)]
AGILE_UNTIL = number("2024-11-21T23:00")


def agile(n):
    return 15_000_000 + (n * n * 13 + n * 7) % 20_000_001


def rate(meter, n):
    """What a half-hour costs; None where that is not known."""
    if meter == "roof":
        return 15_000_000
    if meter == "boiler":
        return 6_210_000
    if meter == "garage":
        return 25_000_000
    if local(n).date() >= dt.date(2024, 9, 1):
        return agile(n) if n < AGILE_UNTIL else None
    return next(value for first, end, value in EARLY if first <= slot(n) < end)


STANDING = {"house": 60_100_000, "garage": 20_000_000}


# The clock


@functools.lru_cache(None)
def local(n):
    return (EPOCH + n * HALF_HOUR).astimezone(LONDON)


def slot(n):
    return local(n).hour * 2 + local(n).minute // 30


def place(n):
    return (local(n).weekday() > 4, slot(n))


def start(day):
    return (dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.timezone.utc) - EPOCH) // HALF_HOUR


def days(first, end):
    return [first + dt.timedelta(days=k) for k in range((end - first).days)]


def half_hours(first, end):
    return range(start(first), start(end))


def earlier(day, months):
    """The same day of the month, or the last of that month."""
    month = day.year * 12 + day.month - 1 - months
    while True:
        try:
            return dt.date(month // 12, month % 12 + 1, day.day)
        except ValueError:
            day -= dt.timedelta(days=1)


# Readings


READ = {
    meter: {n: value for n in range(first, end) if (value := read(n)) is not None}
    for meter, (_, read, first, end) in METERS.items()
}
NEWEST = {meter: max(read) for meter, read in READ.items()}


@functools.lru_cache(None)
def day_sum(meter, day):
    """What a day came to; None unless each of its half-hours was read."""
    read = [READ[meter].get(n) for n in half_hours(day, day + dt.timedelta(days=1))]
    return None if None in read else sum(read)


def last_complete_days(meter, before):
    found, day = [], before - dt.timedelta(days=1)
    while day > dt.date(2021, 11, 1) and len(found) < 28:
        if day_sum(meter, day) is not None:
            found.append(day)
        day -= dt.timedelta(days=1)
    return sorted(found)


def mean_of(meter, chosen, before=None):
    sums = [day_sum(meter, day) for day in chosen if before is None or day < before]
    known = [value for value in sums if value is not None]
    return (Fraction(sum(known), len(known)) if known else None), len(known)


def factor(meter, first, end, unread):
    """Of the days to come, in relation to the 28 before the first unread one, a year earlier."""
    target = days(earlier(first, 12), earlier(end, 12))
    base_end = earlier(unread, 12)
    base = days(base_end - dt.timedelta(days=28), base_end)
    used, count = mean_of(meter, target, before=unread)
    before, base_count = mean_of(meter, base)
    if not count or 2 * count < len(target) or base_count < 14 or not before:
        return None
    return min(max(used / before, Fraction(1, 2)), Fraction(2))


def projection(meter, times, first, end, unread):
    """Quantities by half-hour, the days that they are means of, and the factor."""
    chosen = last_complete_days(meter, unread)
    if len(chosen) < 14:
        return None
    cells = {}
    for day in chosen:
        for n in half_hours(day, day + dt.timedelta(days=1)):
            cells.setdefault(place(n), []).append(READ[meter][n])
    season_factor = factor(meter, first, end, unread)
    return (
        {
            n: half_even(Fraction(sum(cells[place(n)]), len(cells[place(n)])) * (season_factor or 1))
            for n in times
        },
        chosen,
        season_factor,
    )


# The backtest


def past_periods(first, end, unread):
    found, months = [], 0
    while len(found) < 24:
        months += 1
        own_first, own_end = earlier(first, months), earlier(end, months)
        if own_end > unread:
            continue
        length = (own_end - own_first).days
        elapsed = Fraction(max((unread - first).days, 0) * length, (end - first).days)
        cut = own_first + dt.timedelta(days=min(half_even(elapsed), length - 1))
        lead = dt.timedelta(days=max((first - unread).days, 0))
        found.append((cut, own_end, cut - lead))
    return found


def trials(flow, first, end, chooses):
    meters = [meter for meter, facts in METERS.items() if facts[0] == flow]
    unread = local(max(NEWEST[meter] for meter in meters) + 1).date()
    found = []
    for cut, own_end, own_unread in past_periods(first, end, unread):
        actual = projected = 0
        for meter in meters:
            times = [n for n in half_hours(cut, own_end) if chooses(n)]
            read = [n for n in times if n in READ[meter]]
            made = projection(meter, times, cut, own_end, own_unread)
            if made is None or 2 * len(read) < len(times) or not times:
                continue
            actual += sum(READ[meter][n] for n in read)
            projected += sum(made[0][n] for n in read)
        if projected:
            found.append((cut, own_end, actual, projected))
    return found


def percentile(found, percent):
    """By nearest rank."""
    ordered = sorted(found, key=lambda trial: Fraction(trial[2], trial[3]))
    return ordered[-(-percent * len(ordered) // 100) - 1]


# Answers


class Answer:
    """Quantities by meter: measured, projected, at the low end and at the high end."""

    def __init__(self, flow, first, end, chooses=lambda n: True):
        self.first, self.end = dt.date.fromisoformat(first), dt.date.fromisoformat(end)
        self.trials = trials(flow, self.first, self.end, chooses)
        self.meters = [meter for meter, facts in METERS.items() if facts[0] == flow]
        ratios = [None, Fraction(1)] + [
            Fraction(trial[2], trial[3])
            for trial in (percentile(self.trials, 10), percentile(self.trials, 90))
        ]
        self.made, self.cases = {}, [{} for _ in ratios]
        for meter in self.meters:
            newest = NEWEST[meter]
            times = range(max(newest + 1, start(self.first)), start(self.end))
            unread = local(newest + 1).date()
            self.made[meter] = projection(meter, times, local(times[0]).date(), self.end, unread)
            known = {n: READ[meter].get(n) for n in half_hours(self.first, self.end) if n <= newest}
            for case, ratio in zip(self.cases, ratios):
                case[meter] = {n: value for n, value in known.items() if value is not None and chooses(n)}
                if ratio is not None:
                    case[meter] |= {
                        n: half_even(value * ratio)
                        for n, value in self.made[meter][0].items()
                        if chooses(n)
                    }

    def usage(self, key=lambda n: ""):
        """Lines of kWh."""
        sums = [{} for _ in self.cases]
        for total, case in zip(sums, self.cases):
            for read in case.values():
                for n, value in read.items():
                    total[key(n)] = total.get(key(n), 0) + value
        return [
            line(label, *(Fraction(total[label], 10**6) if label in total else None for total in sums))
            for label in sorted({key(n) for n in half_hours(self.first, self.end)})
        ]

    def money(self, standing=False, key=lambda n: ""):
        """Sums in pounds, by label, case by case."""
        rates = {meter: self.rates(meter) for meter in self.meters}
        found = []
        for index, case in enumerate(self.cases):
            total = {}
            for meter, read in case.items():
                for n, value in read.items():
                    total[key(n)] = total.get(key(n), 0) + Fraction(value * rates[meter](n), 10**14)
                if standing:
                    until = self.end if index else local(NOW).date() + dt.timedelta(days=1)
                    for day in days(self.first, min(until, self.end)):
                        label = key(start(day))
                        total[label] = total.get(label, 0) + Fraction(STANDING[meter], 10**8)
            found.append(total)
        return found

    def cost(self, standing=False, key=lambda n: ""):
        sums = self.money(standing, key)
        return [
            line(label, *(total.get(label) for total in sums))
            for label in sorted({key(n) for n in half_hours(self.first, self.end)})
        ]

    def rates(self, meter):
        cells = {}
        for day in self.made[meter][1]:
            for n in half_hours(day, day + dt.timedelta(days=1)):
                if rate(meter, n) is not None:
                    cells.setdefault(place(n), []).append(rate(meter, n))

        def known_or_mean(n):
            own = rate(meter, n)
            return half_even(Fraction(sum(cells[place(n)]), len(cells[place(n)]))) if own is None else own

        return known_or_mean

    def explained(self, flow):
        """The lines of 'explain' about the projection."""
        lines = ["projection"]
        for meter in self.meters:
            made, chosen, season_factor = self.made[meter]
            lines += [
                f"  {meter}: {len(made):,} half-hours from {local(min(made)):%Y-%m-%d %H:%M}, "
                + exact(Fraction(sum(made.values()), 10**6)) + " kWh",
                f"    means of {len(chosen)} complete days from {chosen[0]} to {chosen[-1]}",
                "    seasonal factor "
                + ("1, as the same days a year ago are not known" if season_factor is None
                   else fourth(season_factor) + (", its limit" if season_factor in (Fraction(1, 2), 2) else "")),
            ]
        lines.append(f"backtest of {flow}: the rest of past periods, actual ÷ projected")
        for cut, end, actual, projected in self.trials:
            lines.append(
                f"  {cut} to {end}  {exact(Fraction(actual, 10**6))} kWh ÷ "
                f"{exact(Fraction(projected, 10**6))} kWh = {fourth(Fraction(actual, projected))}"
            )
        low, high = (percentile(self.trials, percent) for percent in (10, 90))
        lines.append(
            f"  10th to 90th percentile of {len(self.trials)}: "
            f"{fourth(Fraction(low[2], low[3]))} to {fourth(Fraction(high[2], high[3]))}"
        )
        return lines


def fourth(value):
    scaled = half_even(value * 10**4)
    return f"{scaled // 10**4}.{scaled % 10**4:04}"


def exact(value):
    """A finite decimal, whole."""
    if value is None:
        return ""
    for places in range(40):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            text = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
            return ("-" if value < 0 else "") + text
    raise ValueError(value)


def line(label, *cells):
    return ",".join(([label] if label else []) + [exact(cell) for cell in cells])


def week(n):
    return "%d-W%02d" % local(n).isocalendar()[:2]


def month(n):
    return f"{local(n):%Y-%m}"


def net(first, end):
    into, out = Answer("import", first, end).money(), Answer("export", first, end).money()
    # The least that is paid is with the most that is earned.
    pairs = zip(into, [out[0], out[1], out[3], out[2]])
    return [line("", *(paid[""] - earned[""] for paid, earned in pairs))]


def evening(n):
    return 32 <= slot(n) < 38


ANSWERS = {
    "usage import 2024-11 projected": lambda: Answer("import", "2024-11-01", "2024-12-01").usage(),
    "usage import 2024-11 by week projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01"
    ).usage(week),
    "usage import 2024-11 by day projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01"
    ).usage(lambda n: str(local(n).date())),
    "usage export 2024-11 projected": lambda: Answer("export", "2024-11-01", "2024-12-01").usage(),
    "usage import 2024-11 where time 16:00-19:00 projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01", evening
    ).usage(),
    "usage import 2024 by month projected": lambda: Answer("import", "2024-01-01", "2025-01-01").usage(
        month
    ),
    # All of it is to come, a leap day was a year before, and June is beyond the limit of the factor.
    "usage import 2025-02 projected": lambda: Answer("import", "2025-02-01", "2025-03-01").usage(),
    "usage export 2025-06 by week projected": lambda: Answer("export", "2025-06-01", "2025-07-01").usage(
        week
    ),
    # The day of 46 half-hours.
    "usage import from 2025-03-26 to 2025-04-03 by day projected": lambda: Answer(
        "import", "2025-03-26", "2025-04-03"
    ).usage(lambda n: str(local(n).date())),
    "cost import 2024-11 projected": lambda: Answer("import", "2024-11-01", "2024-12-01").cost(),
    "cost import 2024-11 with standing projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01"
    ).cost(standing=True),
    "cost import 2024-11 by week with standing projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01"
    ).cost(standing=True, key=week),
    "cost import 2024 by month projected": lambda: Answer("import", "2024-01-01", "2025-01-01").cost(
        key=month
    ),
    "usage gas 2024-11 projected": lambda: Answer("gas", "2024-11-01", "2024-12-01").usage(),
    "usage gas 2025-02 by week projected": lambda: Answer("gas", "2025-02-01", "2025-03-01").usage(week),
    "cost gas 2024 by month projected": lambda: Answer("gas", "2024-01-01", "2025-01-01").cost(key=month),
    "explain usage gas 2024-11 projected": lambda: Answer(
        "gas", "2024-11-01", "2024-12-01"
    ).explained("gas"),
    "net 2024-11 projected": lambda: net("2024-11-01", "2024-12-01"),
    "explain usage import 2024-11 projected": lambda: Answer(
        "import", "2024-11-01", "2024-12-01"
    ).explained("import"),
    "explain usage export 2025-06 projected": lambda: Answer(
        "export", "2025-06-01", "2025-07-01"
    ).explained("export"),
    "explain usage import 2024 projected": lambda: Answer(
        "import", "2024-01-01", "2025-01-01"
    ).explained("import"),
}


if __name__ == "__main__":
    answers = {statement: compute() for statement, compute in ANSWERS.items()}
    path = pathlib.Path(__file__).parent / "projected.json"
    path.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(answers)} statements, {sum(map(len, answers.values()))} rows")

#!/usr/bin/env python3
"""Writes asking.json: the answers that AskingTests expects of a made-up home of three years.

The home is that of AskingHome.swift: two meters of import, one of export, gaps, three changes of the
clock a meter, a tariff that ends and one that begins. Everything is computed here with fractions, half-hour
by half-hour, with Python's own clock.
"""

import datetime as dt
import json
import pathlib
import zoneinfo
from fractions import Fraction

LONDON = zoneinfo.ZoneInfo("Europe/London")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
HALF_HOUR = dt.timedelta(minutes=30)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def number(text):
    """The number of the half-hour that begins at a time in UTC."""
    return (dt.datetime.fromisoformat(text + "+00:00") - EPOCH) // HALF_HOUR


END, NOW = number("2024-11-20T23:00"), number("2024-11-21T08:00")


def house(n):
    if n % 2003 == 11 or number("2023-02-10T07:00") <= n < number("2023-02-12T15:30"):
        return None
    if number("2024-07-05T09:00") <= n < number("2024-07-05T10:00"):
        return None
    watt_hours = (n * n * 37 + n * 1009) % 1201 + (1500 * (n % 3) if n % 5 == 0 else 0)
    return watt_hours * 1000 + n % 7


def garage(n):
    return None if n % 3001 == 7 else (n * n * 13 + 5 * n) % 701 * 1000


def roof(n):
    if n % 4001 == 3:
        return None
    return (n * n * 11) % 503 * 1000 if 14 <= n % 48 < 38 else 0


# What is read, and from when to when.
METERS = {
    "house": ("import", house, number("2021-11-15T10:00")),
    "garage": ("import", garage, number("2023-05-05T14:00")),
    "roof": ("export", roof, number("2022-06-01T00:00")),
}

# Rates in pounds, by the clock's half-hours; standing charges.
EARLY = [(0, 14, "0.12345678"), (14, 32, "0.3072"), (32, 38, "0.43008"), (38, 48, "0.3072")]
LATE = [(0, 1, "0.28123456"), (1, 9, "0.095"), (9, 48, "0.28123456")]
OUT = [(0, 48, "0.15")]
STANDING = {"early": Fraction("0.4793"), "late": Fraction("0.601"), "out": None}
AGREEMENTS = {
    "house": [("early", "2022-01-01", "2023-07-01"), ("late", "2023-07-01", "9999")],
    "garage": [("late", "2023-05-01", "9999")],
    "roof": [("out", "2022-06-01", "9999")],
}
RATES = {"early": EARLY, "late": LATE, "out": OUT}


def tariff(meter, day):
    for name, first, end in AGREEMENTS[meter]:
        if first <= day < end:
            return name
    return None


class HalfHour:
    """One meter's half-hour; `energy` is in millionths of a kWh, None where it is missing."""

    def __init__(self, meter, n):
        self.meter, self.n = meter, n
        self.flow, read, _ = METERS[meter]
        self.energy = read(n) if n < END else None
        self.local = (EPOCH + n * HALF_HOUR).astimezone(LONDON)
        self.day = str(self.local.date())
        self.month, self.year = self.day[:7], self.day[:4]
        self.slot = self.local.hour * 2 + self.local.minute // 30
        self.halfhour = self.local.strftime("%H:%M")
        self.weekday = DAYS[self.local.weekday()]
        self.daytype = "weekday" if self.local.weekday() < 5 else "weekend"
        self.week = "%d-W%02d" % self.local.isocalendar()[:2]
        self.tariff = tariff(meter, self.day)
        self.rate = None
        for first, end, rate in RATES.get(self.tariff, []):
            if first <= self.slot < end:
                self.rate = Fraction(rate)


ALL = {
    flow: [
        HalfHour(meter, n)
        for meter, (of, _, first) in METERS.items()
        if of == flow
        for n in range(first, NOW)
    ]
    for flow in ("import", "export")
}


def within(first, end, flow="import", test=lambda h: True):
    return [h for h in ALL[flow] if first <= h.day < end and test(h)]


# Text


def exact(value):
    """A finite decimal, whole."""
    if value is None:
        return ""
    value = Fraction(value)
    for places in range(40):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            text = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
            return ("-" if value < 0 else "") + text
    raise ValueError(value)


def eighth(value):
    """To eight places, halves to the even one."""
    if value is None:
        return None
    scaled = Fraction(value) * 10**8
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest > scaled.denominator or (2 * rest == scaled.denominator and whole % 2):
        whole += 1
    return Fraction(whole, 10**8)


def line(*cells):
    return ",".join(cell if isinstance(cell, str) else exact(cell) for cell in cells)


# Sums


def energy(chosen, part=lambda energy: energy):
    read = [part(h.energy) for h in chosen if h.energy is not None]
    return Fraction(sum(read), 10**6) if read else None


def money(chosen, part=lambda energy: energy):
    priced = [h for h in chosen if h.energy is not None and h.rate is not None]
    return sum(Fraction(part(h.energy), 10**6) * h.rate for h in priced) if priced else None


def priced_energy(chosen):
    return energy([h for h in chosen if h.rate is not None])


def standing(days, meters):
    """What is due on some days."""
    due = [STANDING[tariff(meter, day)] for meter in meters for day in days if tariff(meter, day)]
    return sum(due) if due else None


def days_of(first, end):
    one, last = dt.date.fromisoformat(first), dt.date.fromisoformat(end)
    return [str(one + dt.timedelta(days=n)) for n in range((last - one).days)]


def grouped(chosen, key, labels=None):
    groups = {}
    for h in chosen:
        groups.setdefault(key(h), []).append(h)
    return [(label, groups.get(label, [])) for label in labels or sorted(groups)]


HALF_HOURS = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)]


# Single half-hours


def singles(chosen):
    """All meters added up, half-hour by half-hour, where none is missing; in millionths, ascending."""
    sums = {}
    for h in chosen:
        sums.setdefault(h.n, []).append(h.energy)
    return sorted(sum(read) for read in sums.values() if None not in read)


def spread(chosen):
    values = singles(chosen)
    if not values:
        return None, None, None
    middle = Fraction(values[(len(values) - 1) // 2] + values[len(values) // 2], 2)
    return tuple(Fraction(value) / 10**6 for value in (values[0], middle, values[-1]))


def power(chosen):
    values = singles(chosen)
    return eighth(Fraction(sum(values), 10**6) / Fraction(len(values), 2)) if values else None


def singles_by(first, end, key, labels=None, with_money=True):
    """Rows with what each half-hour of theirs came to; a missing one is in the row of its rate."""
    found = [(label, chosen) for label, chosen in grouped(within(first, end), key, labels)]
    return [
        line(*([label] if isinstance(label, (str, Fraction)) else label), energy(chosen),
             *([money(chosen)] if with_money else []), *spread(chosen), power(chosen))
        for label, chosen in found
        if any(h.energy is not None for h in chosen)
    ]


# Extras


def by_day_extras(first, end, window):
    """`usage import … by day with cumulative, rolling N, spread, power`."""
    lines, running, latest = [], Fraction(0), []
    for day, chosen in grouped(within(first, end), lambda h: h.day, days_of(first, end)):
        used = energy(chosen)
        latest = (latest + [used])[-window:]
        total = None
        if used is not None:
            running += used
            total = running
        mean = None
        if len(latest) == window and None not in latest:
            mean = eighth(sum(latest) / window)
        lines.append(line(day, used, total, mean, *spread(chosen), power(chosen)))
    return lines


def cost_with_standing(first, end):
    lines, running, latest = [], Fraction(0), []
    for month, chosen in grouped(within(first, end), lambda h: h.month):
        days = sorted({h.day for h in chosen})
        used, paid, charge = energy(chosen), money(chosen), standing(days, ["house", "garage"])
        total = paid + charge
        running += total
        latest = (latest + [total])[-2:]
        mean = eighth(sum(latest) / 2) if len(latest) == 2 else None
        lines.append(
            line(month, used, paid, charge, total, eighth(total / priced_energy(chosen)), running, mean)
        )
    return lines


def evening(h):
    return 32 <= h.slot < 38


def share_of_evenings(first, end):
    whole = money(within(first, end))
    return [
        line(label, energy(chosen), money(chosen), eighth(money(chosen) / whole))
        for label, chosen in grouped(within(first, end, test=evening), lambda h: h.weekday, DAYS)
    ]


def above(limit):
    return lambda energy: max(0, energy - limit)


def below(limit):
    return lambda energy: min(limit, energy)


def parts(first, end, key, part, labels=None):
    whole = money(within(first, end))
    return [
        line(label, energy(chosen, part), money(chosen, part), eighth(money(chosen, part) / whole))
        for label, chosen in grouped(within(first, end), key, labels)
    ]


# Means over complete units


def half_hours_of(day):
    """The numbers of a local day's half-hours: 46, 48 or 50."""
    start = dt.datetime.fromisoformat(day).replace(tzinfo=LONDON).astimezone(dt.timezone.utc)
    n = (start - EPOCH) // HALF_HOUR
    while (EPOCH + n * HALF_HOUR).astimezone(LONDON).strftime("%Y-%m-%d") == day:
        yield n
        n += 1


BY_NUMBER = {flow: {} for flow in ALL}
for flow_name, all_of_flow in ALL.items():
    for half_hour in all_of_flow:
        BY_NUMBER[flow_name].setdefault(half_hour.n, []).append(half_hour)


def is_complete(day, flows, priced):
    for n in half_hours_of(day):
        found = [h for flow in flows for h in BY_NUMBER[flow].get(n, [])]
        if not found or any(h.energy is None or (priced and h.rate is None) for h in found):
            return False
    return True


UNITS = {
    "day": lambda day: day,
    "week": lambda day: "%d-W%02d" % dt.date.fromisoformat(day).isocalendar()[:2],
    "month": lambda day: day[:7],
    "quarter": lambda day: f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}",
    "year": lambda day: day[:4],
}


def has_a_beginning(days, flows):
    """Whether a meter's first reading lies behind the start of these days: it did not read all of them."""
    own = [n for day in days for n in half_hours_of(day)]
    return any(own[0] < begin <= own[-1] for of, _, begin in METERS.values() if of in flows)


def complete_units(first, end, unit, flows=("import",), priced=True, within_one=lambda day: ""):
    """Lists of the days of each whole unit of the period of which nothing is missing."""
    groups = {}
    for day in days_of(first, end):
        groups.setdefault(UNITS[unit](day), []).append(day)
    outside = {UNITS[unit](str(dt.date.fromisoformat(first) - dt.timedelta(days=1))), UNITS[unit](end)}
    return [
        days
        for label, days in groups.items()
        if label not in outside
        and len({within_one(day) for day in days}) == 1
        and all(is_complete(day, flows, priced) for day in days)
        and not has_a_beginning(days, flows)
    ]


def over(total, count):
    return eighth(Fraction(total) / count) if total is not None and count else None


def of_days(days, flow="import", test=lambda h: True):
    chosen = {day for group in days for day in group}
    return within(min(chosen), max(chosen) + "x", flow, lambda h: h.day in chosen and test(h)) if chosen else []


def mean_rows(first, end, unit, key, labels, own=lambda label, days: True, money_too=True, test=lambda h: True):
    """A row a label: what its half-hours of complete units come to, over its own units."""
    units = complete_units(first, end, unit, priced=money_too)
    lines = []
    for label, chosen in grouped(of_days(units, test=test), key, labels):
        count = len([days for days in units if own(label, days)])
        cells = [over(energy(chosen), count)] + ([over(money(chosen), count)] if money_too else [])
        lines.append(line(label, *cells))
    return lines


def mean_weekday(first, end):
    return mean_rows(
        first, end, "day", lambda h: h.weekday, DAYS,
        lambda label, days: DAYS[dt.date.fromisoformat(days[0]).weekday()] == label, money_too=False,
    )


def weekend(day):
    return dt.date.fromisoformat(day).weekday() > 4


def months_and_daytypes(first, end):
    lines = []
    units = complete_units(first, end, "day")
    for month in sorted({day[:7] for day in days_of(first, end)}):
        for label, is_end in (("weekday", False), ("weekend", True)):
            own = [days for days in units if days[0][:7] == month and weekend(days[0]) == is_end]
            chosen = of_days(own)
            lines.append(line(month, label, over(energy(chosen), len(own)), over(money(chosen), len(own))))
    return lines


def months_of_weeks(first, end):
    weeks = complete_units(first, end, "week", priced=False, within_one=lambda day: day[:7])
    lines = []
    for month in sorted({day[:7] for day in days_of(first, end)}):
        own = [days for days in weeks if days[0][:7] == month]
        lines.append(line(month, over(energy(of_days(own)), len(own))))
    return lines


def years_of_months(first, end):
    months = complete_units(first, end, "month")
    lines = []
    for year in sorted({day[:4] for day in days_of(first, end)}):
        own = [days for days in months if days[0][:4] == year]
        chosen = of_days(own)
        charge = standing([day for days in own for day in days], ["house", "garage"]) if own else None
        total = money(chosen) + charge if own else None
        cells = (energy(chosen), money(chosen), charge, total)
        lines.append(line(year, *(over(cell, len(own)) for cell in cells)))
    return lines


def net_by_quarter(first, end):
    units = complete_units(first, end, "day", ("import", "export"))
    lines = []
    for quarter in sorted({UNITS["quarter"](day) for day in days_of(first, end)}):
        own = [days for days in units if UNITS["quarter"](days[0]) == quarter]
        into, out = of_days(own), of_days(own, "export")
        cells = (energy(into), money(into), energy(out), money(out), money(into) - money(out))
        lines.append(line(quarter, *(over(cell, len(own)) for cell in cells)))
    return lines


def mean_day(first, end, chooses=lambda day: True, test=lambda h: True):
    own = [days for days in complete_units(first, end, "day", priced=False) if chooses(days[0])]
    return [line(over(energy(of_days(own, test=test)), len(own)))]


def by_meter(first, end):
    own = complete_units(first, end, "day", priced=False)
    return [
        line(meter, over(energy(chosen), len(own)), eighth(energy(chosen) / energy(of_days(own))),
             *spread(chosen), power(chosen))
        for meter in ("house", "garage")
        for chosen in [of_days(own, test=lambda h: h.meter == meter)]
    ]


def early_band(h):
    [(first, end, _)] = [row for row in RATES[h.tariff] if row[0] <= h.slot < row[1]]
    return f"{HALF_HOURS[first]}-{(HALF_HOURS + ['24:00'])[end]}"


# Two periods


def cells_of(first, end, flow="import", key=None, label=None, with_standing=False):
    chosen = within(first, end, flow, lambda h: key is None or key(h) == label)
    cells = [energy(chosen), money(chosen)]
    if with_standing:
        charge = standing(days_of(first, end), ["house", "garage"])
        cells += [charge, cells[1] + charge]
    return cells


def mean_rates_versus(first, end, other, other_end):
    """`cost … by day with price versus …`, as the mean rates of a report are drawn from."""
    def cells(day):
        chosen = within(day, day + "x")
        used, paid = energy(chosen), money(chosen)
        return [used, paid, eighth(paid / priced_energy(chosen)) if paid is not None else None]

    one, two = days_of(first, end), days_of(other, other_end)
    lines = []
    for place in range(max(len(one), len(two))):
        sides = [days[place] if place < len(days) else None for days in (one, two)]
        now, then = (cells(day) if day else None for day in sides)
        lines.append(joined([day or "" for day in sides], now, then, compared=1))
    return lines


def joined(labels, now, then, compared=-1):
    """The figures of both periods, and the change of one of them."""
    change, ratio = None, None
    if now and then and now[compared] is not None and then[compared] is not None:
        change = now[compared] - then[compared]
        ratio = eighth(change / abs(then[compared])) if then[compared] else None
    width = len(now or then)
    return line(*labels, *(now or [None] * width), *(then or [None] * width), change, ratio)


def by_day_versus(first, end, other, other_end):
    """Days are matched by their place."""
    one, two = days_of(first, end), days_of(other, other_end)
    lines = []
    for place in range(max(len(one), len(two))):
        sides = [days[place] if place < len(days) else None for days in (one, two)]
        cells = [cells_of(day, day + "x") if day else None for day in sides]
        lines.append(joined([day or "" for day in sides], *cells))
    return lines


def by_label_versus(first, end, other, other_end, key, labels=None):
    sides = []
    for bounds in ((first, end), (other, other_end)):
        sides.append({label for label in map(key, within(*bounds)) if label is not None})
    lines = []
    for label in labels or sorted(sides[0] | sides[1]):
        cells = [
            cells_of(*bounds, key=key, label=label) if labels or label in side else None
            for bounds, side in zip(((first, end), (other, other_end)), sides)
        ]
        lines.append(joined([exact(label) if isinstance(label, Fraction) else label], *cells))
    return lines


def month_so_far():
    """The last half-hours of the 20th are still to come, so the 19th is the last complete day."""
    assert is_complete("2024-11-19", ["import"], False)
    assert not is_complete("2024-11-20", ["import"], False)
    now = cells_of("2024-11-01", "2024-11-20", with_standing=True)
    return [joined([], now, cells_of("2024-10-01", "2024-10-20", with_standing=True))]


def net_cells(first, end):
    into, out = cells_of(first, end), cells_of(first, end, "export")
    return into + out + [into[1] - out[1]]


def mean_weekdays_versus():
    sides = []
    for bounds in (("2024-06-01", "2024-07-01"), ("2024-05-01", "2024-06-01")):
        units = complete_units(*bounds, "day", priced=False)
        side = {}
        for day in DAYS:
            own = [days for days in units if DAYS[dt.date.fromisoformat(days[0]).weekday()] == day]
            side[day] = [over(energy(of_days(own)), len(own))]
        sides.append(side)
    return [joined([day], sides[0][day], sides[1][day]) for day in DAYS]


def why(first, end, other, other_end):
    """The parts of a change, rounded to pence that add up."""
    def facts(*bounds):
        priced = [h for h in within(*bounds) if h.energy is not None]
        assert all(h.rate is not None for h in priced)
        used = Fraction(sum(h.energy for h in priced), 10**6)
        mean = sum(h.rate for h in priced) / len(priced)
        return used, money(priced), mean, standing(days_of(*bounds), ["house", "garage"])

    (used, paid, mean, charge), (used_then, paid_then, mean_then, charge_then) = (
        facts(first, end), facts(other, other_end),
    )
    usage = eighth((used - used_then) * paid_then / used_then)
    level = eighth(used * mean) - eighth(used * mean_then)
    parts = [usage, paid - paid_then - usage - level, level, charge - charge_then]
    change = sum(parts)
    assert change == paid + charge - paid_then - charge_then
    pence = [half_up(part * 100) for part in parts]
    while sum(pence) != half_up(change * 100):
        step = 1 if sum(pence) < half_up(change * 100) else -1
        rests = [step * (part * 100 - shown) for part, shown in zip(parts, pence)]
        pence[max(range(4), key=lambda place: rests[place])] += step
    names = ["usage", "time of use", "price level", "standing charge", "change"]
    return [f"    {name:16}{pounds(shown):>10}" for name, shown in zip(names, pence + [half_up(change * 100)])]


def half_up(value):
    """A whole number, halves away from zero."""
    whole, rest = divmod(abs(value).numerator, abs(value).denominator)
    whole += 2 * rest >= abs(value).denominator
    return -whole if value < 0 else whole


def pounds(pence):
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100}.{abs(pence) % 100:02}"


ANSWERS = {
    # Both meters, a gap, and a day of 50 half-hours.
    "usage import from 2023-10-20 to 2023-11-05 by day with cumulative, rolling 3, spread, power": lambda: (
        by_day_extras("2023-10-20", "2023-11-05", 3)
    ),
    "usage import from 2023-02-08 to 2023-02-16 by day with cumulative, rolling 2, spread, power": lambda: (
        by_day_extras("2023-02-08", "2023-02-16", 2)
    ),
    "usage import 2023 with spread, power": lambda: [
        line(energy(chosen), *spread(chosen), power(chosen))
        for chosen in [within("2023-01-01", "2024-01-01")]
    ],
    "usage import 2023-06 by meter, weekday with spread, power": lambda: [
        line(meter, day, energy(chosen), *spread(chosen), power(chosen))
        for meter in ("house", "garage")
        for day, chosen in grouped(
            within("2023-06-01", "2023-07-01", test=lambda h: h.meter == meter),
            lambda h: h.weekday,
            DAYS,
        )
    ],
    # Both meters on one tariff and then on another, and half-hours that lack one of them.
    "usage import from 2023-05 to 2023-09 by tariff with spread, power": lambda: singles_by(
        "2023-05-01", "2023-09-01", lambda h: h.tariff, ["early", "late"], with_money=False
    ),
    "cost import from 2023-06-15 to 2023-07-15 by rate with spread, power": lambda: singles_by(
        "2023-06-15", "2023-07-15", lambda h: h.rate
    ),
    "cost import 2023-08 by band, daytype with spread, power": lambda: singles_by(
        "2023-08-01", "2023-09-01", lambda h: (early_band(h), h.daytype)
    ),
    "cost import 2023-03 by band with spread, power": lambda: singles_by(
        "2023-03-01", "2023-04-01", early_band
    ),
    "usage import from 2024-07-01 to 2024-07-08 by rate, weekday with spread, power": lambda: [
        row
        for rate in sorted({Fraction(rate) for _, _, rate in LATE})
        for day in DAYS
        for row in singles_by(
            "2024-07-01", "2024-07-08",
            lambda h, rate=rate, day=day: (exact(rate), day) if (h.rate, h.weekday) == (rate, day) else ("", ""),
            [(exact(rate), day)], with_money=False,
        )
    ],
    "cost import from 2023-03 to 2024-03 by month with standing, price, cumulative, rolling 2": lambda: (
        cost_with_standing("2023-03-01", "2024-03-01")
    ),
    "cost import 2023-08 by weekday where time 16:00-19:00 with share": lambda: share_of_evenings(
        "2023-08-01", "2023-09-01"
    ),
    "cost import from 2023-03-24 to 2023-03-28 by day above 300W with share": lambda: parts(
        "2023-03-24", "2023-03-28", lambda h: h.day, above(150_000)
    ),
    "cost import from 2023-03-24 to 2023-03-28 by day below 0.3kW with share": lambda: parts(
        "2023-03-24", "2023-03-28", lambda h: h.day, below(150_000)
    ),
    "cost import 2023-10-29 by halfhour above 1.001998kW with share": lambda: parts(
        "2023-10-29", "2023-10-30", lambda h: h.halfhour, above(500_999), HALF_HOURS
    ),
    # The garage began in May; each change of the clock is among the days.
    "cost import 2023 by halfhour per day": lambda: mean_rows(
        "2023-01-01", "2024-01-01", "day", lambda h: h.halfhour, HALF_HOURS
    ),
    "cost import from 2021-12-20 to 2022-01-10 per day": lambda: [
        row.lstrip(",")
        for row in mean_rows("2021-12-20", "2022-01-10", "day", lambda h: "", [""])
    ],
    "usage import 2023-10 by weekday per day": lambda: mean_weekday("2023-10-01", "2023-11-01"),
    "cost import from 2023-01-20 to 2023-03-10 by month, daytype per day": lambda: (
        months_and_daytypes("2023-01-20", "2023-03-10")
    ),
    "usage import 2023 by month per week": lambda: months_of_weeks("2023-01-01", "2024-01-01"),
    "cost import from 2022-01 to 2024-11 by year per month with standing": lambda: years_of_months(
        "2022-01-01", "2024-11-01"
    ),
    "net 2023 by quarter per day": lambda: net_by_quarter("2023-01-01", "2024-01-01"),
    "cost import 2023-03 by band per day": lambda: mean_rows(
        "2023-03-01", "2023-04-01", "day", early_band, None
    ),
    "usage import 2023-02 per day where time 16:00-19:00": lambda: mean_day(
        "2023-02-01", "2023-03-01", test=evening
    ),
    "usage import 2023-02 per day where weekend": lambda: mean_day(
        "2023-02-01", "2023-03-01", weekend
    ),
    "usage import 2023-05 by meter per day with share, spread, power": lambda: by_meter(
        "2023-05-01", "2023-06-01"
    ),
    "cost import 2024-02 versus year earlier by day": lambda: by_day_versus(
        "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01"
    ),
    "cost import 2024-07 versus year earlier by day with price": lambda: mean_rates_versus(
        "2024-07-01", "2024-08-01", "2023-07-01", "2023-08-01"
    ),
    "cost import from 2023-02-09 to 2023-02-15 versus 2024-01-09..2024-01-13 by day with price": lambda: (
        mean_rates_versus("2023-02-09", "2023-02-15", "2024-01-09", "2024-01-13")
    ),
    "cost import year to date versus year earlier": lambda: [
        joined([], cells_of("2024-01-01", "2024-11-20"), cells_of("2023-01-01", "2023-11-20"))
    ],
    "cost import 2023-03 versus previous by halfhour": lambda: by_label_versus(
        "2023-03-01", "2023-04-01", "2023-02-01", "2023-03-01", lambda h: h.halfhour, HALF_HOURS
    ),
    "cost import 2023-10-29 versus 2023-03-26 by halfhour": lambda: by_label_versus(
        "2023-10-29", "2023-10-30", "2023-03-26", "2023-03-27", lambda h: h.halfhour, HALF_HOURS
    ),
    # The rates of one tariff and then of two.
    "cost import 2023-07 versus 2023-06 by rate": lambda: by_label_versus(
        "2023-07-01", "2023-08-01", "2023-06-01", "2023-07-01", lambda h: h.rate
    ),
    "cost import this month versus previous with standing": month_so_far,
    "cost import month to date versus previous with standing": month_so_far,
    "net 2024-W20 versus year earlier": lambda: [
        joined([], net_cells("2024-05-13", "2024-05-20"), net_cells("2023-05-15", "2023-05-22"))
    ],
    "usage import 2024-06 versus previous by weekday per day": mean_weekdays_versus,
    "cost import, export from 2023-10 through 2023-11 versus year earlier by quarter": lambda: [
        joined([flow, "2023-Q4", "2022-Q4"], cells_of("2023-10-01", "2023-12-01", flow),
               cells_of("2022-10-01", "2022-12-01", flow))
        for flow in ("import", "export")
    ],
    "explain cost import 2023-08 versus 2023-05 with standing": lambda: why(
        "2023-08-01", "2023-09-01", "2023-05-01", "2023-06-01"
    ),
    "explain cost import 2024-02 versus year earlier with standing": lambda: why(
        "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01"
    ),
    "explain cost import 2024-09 versus previous with standing": lambda: why(
        "2024-09-01", "2024-10-01", "2024-08-01", "2024-09-01"
    ),
    "usage import from 2022-02 through 2024-10 by year per year": lambda: ["2022,", "2023,", "2024,"],
}


if __name__ == "__main__":
    answers = {statement: compute() for statement, compute in ANSWERS.items()}
    path = pathlib.Path(__file__).parent / "asking.json"
    path.write_text(json.dumps(answers, indent=1) + "\n")
    print(f"{len(answers)} statements, {sum(map(len, answers.values()))} rows")

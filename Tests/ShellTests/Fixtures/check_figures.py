#!/usr/bin/env python3
"""Checks every csv of Golden/measures.txt, choosing.txt and asking.txt against the bundled home's files.

Figures are computed here with decimal from the readings as written; nothing is written.
"""

import json
import sys
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[2] / "examples" / "home"
TARIFFS = json.loads((HOME / "config.json").read_text(), parse_float=Decimal)["tariffs"]
METERS = {"import": ("1000000000017", "house"), "export": ("1000000000025", "solar")}
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HALF_HOUR = timedelta(minutes=30)


class Slot:
    def __init__(self, flow, reading):
        self.flow, self.meter = flow, METERS[flow][1]
        self.start, self.end = reading["interval_start"], reading["interval_end"]
        self.instant = datetime.fromisoformat(self.start)
        self.day, self.clock, self.month = self.start[:10], self.start[11:16], self.start[:7]
        self.hour = self.clock[:3] + "00"
        self.date = date.fromisoformat(self.day)
        self.weekday = DAYS[self.date.weekday()]
        self.week = "%d-W%02d" % self.date.isocalendar()[:2]
        self.usage = Decimal(reading["consumption"])
        self.tariff = f"flux_{flow}_2023-07"
        [row] = [
            row
            for row in TARIFFS[self.tariff]["rates"]
            if row["interval_start"] <= self.clock < row["interval_end"]
        ]
        self.band = row["interval_start"] + "-" + row["interval_end"]
        self.rate = row["rate"]
        self.cost = self.usage * self.rate


def load(flow):
    return [
        Slot(flow, json.loads(line, parse_float=Decimal))
        for path in sorted(HOME.glob(f"{METERS[flow][0]}_*.json"))
        for line in path.read_text().splitlines()
    ]


ALL = {flow: load(flow) for flow in METERS}


def slots(flow="import", first="2023-07-01", end="2023-08-01", test=lambda slot: True):
    return [slot for slot in ALL[flow] if first <= slot.day < end and test(slot)]


def exact(number):
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def eighth(number):
    return exact(number.quantize(Decimal("1e-8"), ROUND_HALF_EVEN))


def usage(chosen):
    return exact(sum(slot.usage for slot in chosen)) if chosen else ""


def cost(chosen):
    return exact(sum(slot.cost for slot in chosen)) if chosen else ""


def both(chosen):
    return f"{usage(chosen)},{cost(chosen)}"


def charged(*days):
    """Rows of days with what was used and, where it is due, the standing charge."""
    charge = TARIFFS["flux_import_2023-07"]["standing_charge"]
    lines = []
    for day, is_due in days:
        chosen = slots(first=day, end=day + "T")
        total = sum((s.cost for s in chosen), charge) if is_due else None
        tail = f"{exact(charge)},{exact(total)}" if is_due else ","
        lines.append(f"{day},{both(chosen)},{tail}")
    return lines


def mean(chosen):
    return sum(s.cost for s in chosen) / sum(s.usage for s in chosen)


def days(first, end):
    count = (date.fromisoformat(end) - date.fromisoformat(first)).days
    return [str(date.fromisoformat(first) + timedelta(days=n)) for n in range(count)]


def grouped(chosen, key, labels=None, figures=both):
    labels = labels or sorted({key(slot) for slot in chosen})
    return [f"{label},{figures([s for s in chosen if key(s) == label])}" for label in labels]


def covered(chosen):
    return f"{both(chosen)},{len(chosen)},{len(chosen)},0"


def net(incoming, outgoing):
    paid, earned = sum(s.cost for s in incoming), sum(s.cost for s in outgoing)
    return f"{both(incoming)},{both(outgoing)},{exact(paid - earned)}"


def rates(first, end):
    """Changes of the rate over the half-hours of a stretch without gaps."""
    lines = []
    for rate, run in groupby(slots(first=first, end=end), key=lambda slot: slot.rate):
        run = list(run)
        lines.append(f"{run[0].start},{run[-1].end},{run[0].tariff},{exact(rate)}")
    return lines


def stretch(count, day, best):
    chosen = slots(first=day, end=str(date.fromisoformat(day) + timedelta(days=1)))
    means = [
        (sum(s.rate for s in chosen[n : n + count]) / count, n)
        for n in range(len(chosen) - count + 1)
    ]
    mean = best(mean for mean, _ in means)
    first = min(n for m, n in means if m == mean)
    return [f"{chosen[first].start},{chosen[first + count - 1].end},{eighth(mean)}"]


def gaps():
    lines = []
    for flow, (_, meter) in METERS.items():
        for one, next_one in zip(ALL[flow], ALL[flow][1:]):
            missing = (next_one.instant - one.instant) // HALF_HOUR - 1
            if missing:
                lines.append(f"{meter},{flow},{one.end},{next_one.start},{missing}")
    return lines


def readings(first, end):
    chosen = slots("import", first, end) + slots("export", first, end)
    return [
        f"{s.start},{s.end},{s.meter},{s.flow},{exact(s.usage)},{s.tariff},{exact(s.rate)},"
        + exact(s.cost)
        for s in chosen
    ]


def shares(chosen, key):
    total = sum(slot.cost for slot in chosen)
    lines, running = [], Decimal(0)
    for label in sorted({key(slot) for slot in chosen}):
        group = [s for s in chosen if key(s) == label]
        money, energy = sum(s.cost for s in group), sum(s.usage for s in group)
        running += money
        lines.append((label, group, eighth(money / energy), eighth(money / total), exact(running)))
    return lines


def with_standing(first, end):
    charge = TARIFFS["flux_import_2023-07"]["standing_charge"]
    lines, running = [], Decimal(0)
    for day, group, _, share, _ in shares(slots(first=first, end=end), lambda s: s.day):
        total = sum(s.cost for s in group) + charge
        running += total
        price = eighth(total / sum(s.usage for s in group))
        lines.append(
            f"{day},{both(group)},{exact(charge)},{exact(total)},{price},{share},{exact(running)}"
        )
    return lines


def day_and_band(first, end):
    lines = []
    bands = [f"{a}-{b}" for a, b in zip(["00:00", "02:00", "05:00", "16:00", "19:00"],
                                        ["02:00", "05:00", "16:00", "19:00", "24:00"])]
    for day in days(first, end):
        for band in bands:
            group = [s for s in slots(first=day, end=day + "x") if s.band == band]
            # Three half-hours of the afternoon of the 25th were lost.
            lost = 3 if (day, band) == ("2023-10-25", "05:00-16:00") else 0
            lines.append(f"{day},{band},{both(group)},{len(group)},{len(group) + lost},0")
    return lines


def by_day_rows(keep, order, count=None):
    chosen = slots()
    rows = [(day, [s for s in chosen if s.day == day]) for day in days("2023-07-01", "2023-08-01")]
    rows = [
        (day, sum(s.usage for s in group), sum(s.cost for s in group)) for day, group in rows
    ]
    rows = sorted((row for row in rows if keep(row)), key=order)[:count]
    return [f"{day},{exact(kwh)},{exact(money)}" for day, kwh, money in rows]


def across_days(first, end):
    chosen, hours = slots(first=first, end=end), [f"{hour:02}:00" for hour in range(24)]
    return [
        ",".join(
            [hour]
            + [cost([s for s in chosen if (s.hour, s.day) == (hour, day)]) for day in days(first, end)]
        )
        for hour in hours
    ]


HOURS = [f"{hour:02}:00" for hour in range(24)]
HALF_HOURS = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(48)]
JULY = days("2023-07-01", "2023-08-01")
FLUX = "flux_import_2023-07"


def july(test):
    return slots(test=test)


def net_by_week():
    weeks = sorted({slot.week for slot in slots()})
    return [
        f"{week}," + net(july(lambda s: s.week == week), slots("export", test=lambda s: s.week == week))
        for week in weeks
    ]


def single(chosen):
    """The smallest half-hour, the median, the largest, and the mean power."""
    used = sorted(s.usage for s in chosen)
    middle = (used[(len(used) - 1) // 2] + used[len(used) // 2]) / 2
    power = sum(used) / (Decimal(len(used)) / 2)
    return f"{usage(chosen)},{exact(used[0])},{exact(middle)},{exact(used[-1])},{eighth(power)}"


def part(chosen, energy):
    """Energy and cost of a part of each half-hour, and the share of the cost in all of July's."""
    kwh = sum(energy(s.usage) for s in chosen)
    money = sum(energy(s.usage) * s.rate for s in chosen)
    return f"{exact(kwh)},{exact(money)},{eighth(money / sum(s.cost for s in slots()))}"


def eighths(*figures):
    return ",".join(eighth(figure) for figure in figures)


def hours_of_a_day():
    groups = [(hour, july(lambda s: s.hour == hour)) for hour in HOURS]
    return [
        f"{hour},{eighths(sum(s.usage for s in g) / 31, sum(s.cost for s in g) / 31)}"
        for hour, g in groups
    ]


# The readings begin on the 22nd; of the 25th three half-hours were lost.
WHOLE_DAYS = [d for d in days("2023-10-22", "2023-11-01") if d != "2023-10-25"]


def weekdays_with_standing():
    lines = []
    charge = TARIFFS[FLUX]["standing_charge"]
    for day in DAYS:
        own = [d for d in WHOLE_DAYS if DAYS[date.fromisoformat(d).weekday()] == day]
        chosen = [s for s in ALL["import"] if s.day in own]
        money = sum(s.cost for s in chosen)
        figures = [sum(s.usage for s in chosen), money, charge * len(own), money + charge * len(own)]
        lines.append(f"{day}," + (eighths(*(f / len(own) for f in figures)) if own else ",,,"))
    return lines


def weeks_of_months():
    # Four weeks of July are whole; of October only that of the 23rd is, but for the lost half-hours.
    whole = july(lambda s: "2023-07-03" <= s.day < "2023-07-31")
    return [f"2023-07,{eighth(sum(s.usage for s in whole) / 4)}", "2023-08,", "2023-09,", "2023-10,"]


def beside(now, then, compared=1):
    """The figures of two lots of half-hours, and the change of the last of them."""
    figures = [figure for side in (now, then) for figure in side]
    if None in (now[compared], then[compared]):
        return ",".join("" if figure is None else exact(figure) for figure in figures) + ",,"
    change = now[compared] - then[compared]
    return ",".join(map(exact, figures)) + f",{exact(change)},{eighth(change / then[compared])}"


def sums(chosen, charge_days=0):
    money = sum(s.cost for s in chosen)
    charge = TARIFFS[FLUX]["standing_charge"] * charge_days
    return [sum(s.usage for s in chosen), money] + ([charge, money + charge] if charge_days else [])


def on_day(day, test=lambda s: True):
    return slots(first=day, end=day + "T", test=test)


def days_beside():
    one, two = days("2023-10-25", "2023-10-30"), days("2023-07-03", "2023-07-09")
    lines = [f"{a},{b},{beside(sums(on_day(a)), sums(on_day(b)))}" for a, b in zip(one, two)]
    return lines + [f",{two[5]},{beside([None, None], sums(on_day(two[5])))}"]


def bands_beside():
    return [
        f"{band},"
        + beside(*(sums(on_day(d, lambda s: s.band == band)) for d in ("2023-10-31", "2023-07-04")))
        for band in sorted({s.band for s in slots()})
    ]


def evening_of(day):
    return sums(on_day(day, lambda s: "16:00" <= s.clock < "19:00"))


# 300 W in half an hour.
POWER = Decimal("0.15")

EXPECTED = {
    "usage import 2023-07 by week with spread, power": lambda: grouped(
        slots(), lambda s: s.week, figures=single
    ),
    "cost import 2023-07 by weekday above 300W with share": lambda: grouped(
        slots(), lambda s: s.weekday, DAYS, lambda c: part(c, lambda kwh: max(kwh - POWER, 0))
    ),
    "cost import 2023-07 by weekday below 0.3 kW with share": lambda: grouped(
        slots(), lambda s: s.weekday, DAYS, lambda c: part(c, lambda kwh: min(kwh, POWER))
    ),
    "cost import from 2023-10-25 to 2023-10-30 versus from 2023-07-03 to 2023-07-09 by day": (
        days_beside
    ),
    "cost import 2023-10-31 versus 2023-07-04 by band": bands_beside,
    # One day of November was read, so July has one too.
    "cost import month to date versus 2023-07 with standing": lambda: [
        beside(sums(on_day("2023-11-01"), 1), sums(on_day("2023-07-01"), 1), 3)
    ],
    "cost import from 2023-07-04 16:00 to 2023-07-04 19:00 versus "
    "from 2023-07-05 16:00 to 2023-07-05 19:00": lambda: [
        beside(evening_of("2023-07-04"), evening_of("2023-07-05"))
    ],
    "cost import 2023-07 by hour per day": hours_of_a_day,
    "cost import from 2023-10-20 through 2023-10-31 by weekday per day with standing": (
        weekdays_with_standing
    ),
    "usage import from 2023-07 through 2023-10 by month per week": weeks_of_months,
    "usage import 2023-07 where time 16:00-19:00 with share": lambda: [
        f"{usage(evening)},{eighth(sum(s.usage for s in evening) / sum(s.usage for s in slots()))}"
        for evening in [july(lambda s: "16:00" <= s.clock < "19:00")]
    ],
    "net 2023-07 by week": net_by_week,
    "net import, export 2023-10-29": lambda: [
        net(*(slots(flow, "2023-10-29", "2023-10-30") for flow in METERS))
    ],
    "readings import, export from 2023-10-25 to 2023-10-26": lambda: readings(
        "2023-10-25", "2023-10-26"
    ),
    "rates 2023-10-29": lambda: rates("2023-10-29", "2023-10-30"),
    "gaps": gaps,
    "cheapest 3h 2023-10-29": lambda: stretch(6, "2023-10-29", min),
    "dearest 4h 2023-10-29": lambda: stretch(8, "2023-10-29", max),
    "cost import 2023-07 by rate with coverage": lambda: grouped(
        slots(), lambda s: exact(s.rate), figures=covered
    ),
    "cost import 2023-07 by band with share": lambda: [
        f"{band},{both(group)},{share}"
        for band, group, _, share, _ in shares(slots(), lambda s: s.band)
    ],
    "cost import 2023-07 by tariff, rate": lambda: [
        f"{FLUX},{line}" for line in grouped(slots(), lambda s: exact(s.rate))
    ],
    "cost import from 2023-10-25 to 2023-10-30 by day with standing, price, share, cumulative": (
        lambda: with_standing("2023-10-25", "2023-10-30")
    ),
    "cost import from 2023-10-25 to 2023-10-30 by day, band with coverage": lambda: day_and_band(
        "2023-10-25", "2023-10-30"
    ),
    "cost import 2023-07 where weekend and time 16:00-19:00 with coverage": lambda: [
        covered(july(lambda s: s.weekday in ("sat", "sun") and "16:00" <= s.clock < "19:00"))
    ],
    "cost import 2023-07 where weekday by weekday with coverage": lambda: [
        line if line[:3] not in ("sat", "sun") else line[:3] + ",,,0,0,0"
        for line in grouped(slots(), lambda s: s.weekday, DAYS, covered)
    ],
    "cost import 2023-07 where time 23:30-05:30 by hour": lambda: grouped(
        july(lambda s: s.clock >= "23:30" or s.clock < "05:30"), lambda s: s.hour, HOURS
    ),
    "usage import 2023-07 where day in (mon, wed) by day": lambda: grouped(
        july(lambda s: s.weekday in ("mon", "wed")), lambda s: s.day, JULY, usage
    ),
    "cost import 2023-07 where usage >= 3.5 by halfhour": lambda: grouped(
        july(lambda s: s.usage >= Decimal("3.5")), lambda s: s.clock, HALF_HOURS
    ),
    # A value that does not pass was there all the same, so all of July is expected.
    "cost import 2023-07 where rate = 18.432p with coverage": lambda: [
        f"{both(cheap)},{len(cheap)},{len(slots())},0"
        for cheap in [july(lambda s: s.rate == Decimal("0.18432"))]
    ],
    "cost import, export 2023-07 where cost > £0.2": lambda: [
        f"{flow},{both(slots(flow, test=lambda s: s.cost > Decimal('0.2')))}" for flow in METERS
    ],
    "cost import 2023-07 where tariff = flux_import_2023-07": lambda: [both(slots())],
    "cost import 2023-07 by day having usage_kwh > 26 and cost_gbp < 6.5": lambda: by_day_rows(
        lambda row: row[1] > 26 and row[2] < Decimal("6.5"), lambda row: row[0]
    ),
    "cost import 2023-07 by day having usage_kwh > 28500 Wh and cost < 654p": lambda: by_day_rows(
        lambda row: row[1] > Decimal("28.5") and row[2] < Decimal("6.54"), lambda row: row[0]
    ),
    "cost import 2023-07 by day with price having average_rate < 20.5 p per kWh": lambda: [
        f"{line},{eighth(Decimal(line.split(',')[2]) / Decimal(line.split(',')[1]))}"
        for line in by_day_rows(
            lambda row: row[2] / row[1] < Decimal("0.205"), lambda row: row[0]
        )
    ],
    "cost import 2023-07 by day top 3": lambda: by_day_rows(
        lambda row: True, lambda row: -row[2], 3
    ),
    "cost import 2023-07 by day bottom 3": lambda: by_day_rows(
        lambda row: True, lambda row: row[2], 3
    ),
    "cost import 2023-07 by day order by usage_kwh desc limit 3": lambda: by_day_rows(
        lambda row: True, lambda row: -row[1], 3
    ),
    "cost import from 2023-10-28 to 2023-10-30 by hour across day": lambda: across_days(
        "2023-10-28", "2023-10-30"
    ),
    "cost import 2023-07 on current, flux_import_2023-07": lambda: [
        f"{name},{both(slots())}" for name in ("current", FLUX)
    ],
    "cost import, export 2023-07 on flux_import_2023-07+flux_export_2023-07, current by flow": lambda: [
        f"{name},{flow},{both(slots(flow))}"
        for name in (f"{FLUX}+flux_export_2023-07", "current")
        for flow in METERS
    ],
    "net 2023-07 on flux_import_2023-07+flux_export_2023-07": lambda: [
        net(slots(), slots("export"))
    ],
    "usage meter solar, HOUSE 2023-07": lambda: [f"{f},{usage(slots(f))}" for f in METERS],
    "cost import, export 2023-07 on flux_import_2023-07 by flow": lambda: [
        f"{f},{both(slots(f))}" for f in METERS
    ],
    "net 2023-07 by weekday across flow": lambda: [
        ",".join([day] + [
            exact(sign * sum(s.cost for s in slots(f, test=lambda s: s.weekday == day)))
            for f, sign in (("import", 1), ("export", -1))
        ])
        for day in DAYS
    ],
    "cost import 2023-07 by day with price top 2": lambda: [
        line for _, line in sorted(
            (-mean(s), f"{s[0].day},{both(s)},{eighth(mean(s))}")
            for s in ([s for s in slots() if s.day == d] for d in days("2023-07-01", "2023-08-01"))
        )[:2]
    ],
    "cost import from 2023-06-30 to 2023-07-02 by day with standing": lambda: charged(
        ("2023-06-30", False), ("2023-07-01", True)
    ),
    "cost import from 2023-07-31 to 2023-08-02 by day with standing": lambda: charged(
        ("2023-07-31", True), ("2023-08-01", True)
    ),
    "cost import from 2023-11-01 to 2023-11-04 by day with standing": lambda: charged(
        ("2023-11-01", True), ("2023-11-02", True), ("2023-11-03", False)
    ),
}


def blocks(path):
    """Each csv statement of a golden script with the rows it shows."""
    statement, rows = None, []
    for line in path.read_text(encoding="utf-8").splitlines() + ["octowatt> end"]:
        if line.startswith("octowatt> "):
            if statement:
                yield statement, rows[1:]
            text = line.removeprefix("octowatt> ")
            statement, rows = text.removesuffix(" as csv") if text.endswith(" as csv") else None, []
        elif not line.startswith("note: "):
            rows.append(line)


def check(names, expected):
    """Compares the csv of golden scripts with what is computed for each statement."""
    checked = wrong = 0
    for name in names:
        for statement, rows in blocks(HERE.parent / "Golden" / f"{name}.txt"):
            checked += 1
            computed = expected[statement]()
            if rows != computed:
                wrong += 1
                print(f"{statement}\n  shown:    {rows}\n  expected: {computed}")
    print(f"{checked} checked, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    check(("measures", "choosing", "asking"), EXPECTED)

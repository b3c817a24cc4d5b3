#!/usr/bin/env python3
"""Writes the synthetic home in examples/home, and what its readings cost.

Run it anywhere: the same files come out every time. The home has solar panels and a car that charges on
some nights. The expected answers in example-home.json are computed here from the files as written, with
decimal and zoneinfo, so that they do not depend on the program under test.
"""

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
HOME = ROOT / "examples" / "home"
LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
SERIAL = "00A0000001"
IMPORT = ("1000000000017", "electricity_importing_kwh", "house")
EXPORT = ("1000000000025", "electricity_exporting_kwh", "solar")
TARIFFS = {IMPORT: "flux_import_2023-07", EXPORT: "flux_export_2023-07"}
JULY = (date(2023, 7, 1), date(2023, 8, 1))
AUTUMN = (date(2023, 10, 22), date(2023, 11, 2))  # the clocks go back on 29 October
LOST = [datetime(2023, 10, 25, 14, 30) + HALF_HOUR * n for n in range(3)]  # import only, local


def halfhours(first, end):
    """The UTC starts of the half-hours of the local days from first up to, not with, end."""
    instant, stop = (
        datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(timezone.utc)
        for day in (first, end)
    )
    while instant < stop:
        yield instant
        instant += HALF_HOUR


class Home:
    """Draws the watt-hours of one half-hour after another."""

    def __init__(self, seed, dawn, dusk, strongest):
        self.random = Random(seed)
        self.dawn, self.dusk, self.strongest = dawn, dusk, strongest
        self.day = None

    def between(self, low, high):
        return low + int(self.random.random() * (high - low + 1))

    def begin(self, day):
        self.day = day
        self.sky = self.between(25, 100)
        self.charges = self.between(1, 10) <= 4

    def demand(self, slot):
        base = self.between(61, 187)
        if 14 <= slot < 18 or 34 <= slot < 44:
            base += self.between(90, 790)
        if slot in (25, 26, 35, 36) and self.between(1, 3) == 1:
            base += self.between(400, 1150)
        if self.charges and 4 <= slot < 10:
            base += self.between(3270, 3590)
        return base

    def sun(self, slot):
        if not self.dawn <= slot < self.dusk:
            return 0
        height = (slot + 1 - self.dawn) * (self.dusk - slot)
        top = ((self.dusk - self.dawn + 1) ** 2) // 4
        return self.strongest * height * self.sky * self.between(55, 100) // (top * 10_000)

    def next(self, local):
        """The watt-hours imported and exported in the half-hour that begins at local."""
        if local.date() != self.day:
            self.begin(local.date())
        slot = local.hour * 2 + local.minute // 30
        surplus = self.sun(slot) - self.demand(slot)
        # An inverter is never perfectly in balance: a few watt-hours leak either way.
        leak_in, leak_out = self.between(1, 9), self.between(1, 4)
        return awkward(max(-surplus, 0) + leak_in), awkward(max(surplus, 0) + leak_out)


def awkward(watthours):
    return watthours + 1 if watthours % 1000 == 0 else watthours


def figure(watthours):
    return f"{watthours // 1000}.{watthours % 1000:03}".rstrip("0")


def line(meter, watthours, start):
    begin, end = (moment.astimezone(LONDON).isoformat() for moment in (start, start + HALF_HOUR))
    return (
        f'{{"consumption": {figure(watthours)}, "unit": "{meter[1]}", '
        f'"interval_start": "{begin}", "interval_end": "{end}"}}\n'
    )


def cache_file(meter, period):
    return HOME / f"{meter[0]}_{SERIAL}_{period[0]}_{period[1]}.json"


def write_readings(period, home):
    texts = {IMPORT: "", EXPORT: ""}
    for start in halfhours(*period):
        local = start.astimezone(LONDON)
        for meter, watthours in zip((IMPORT, EXPORT), home.next(local)):
            if meter is EXPORT or local.replace(tzinfo=None) not in LOST:
                texts[meter] += line(meter, watthours, start)
    for meter, text in texts.items():
        cache_file(meter, period).write_text(text, encoding="utf-8")


def write_configuration(tariffs):
    meters = [{"mpan": mpan, "unit": unit, "alias": alias} for mpan, unit, alias in (EXPORT, IMPORT)]
    document = {"meters": {"serial": SERIAL, "meters": meters}, "tariffs": tariffs}
    write_json(HOME / "config.json", document)


def write_json(path, document):
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def rate(tariff, clock):
    """The one rate whose span holds a clock time such as 02:30."""
    [found] = [
        row["rate"]
        for row in tariff["rates"]
        if row["interval_start"] <= clock < row["interval_end"]
    ]
    return Decimal(found)


def exact(number):
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def answer(flow, meter, period, key, tariffs):
    """What `cost FLOW … by KEY with coverage` must say, each figure an exact decimal."""
    groups = {}
    for text in cache_file(meter, period).read_text(encoding="utf-8").splitlines():
        reading = json.loads(text, parse_float=Decimal)
        stamp = reading["interval_start"]
        clock, day = stamp[11:16], stamp[:10]
        usage = reading["consumption"]
        group = groups.setdefault(clock if key == "halfhour" else day, [Decimal(0), Decimal(0), 0])
        group[0] += usage
        group[1] += usage * rate(tariffs[TARIFFS[meter]], clock)
        group[2] += 1
    rows = [{key: label, **figures(group)} for label, group in sorted(groups.items())]
    total = [sum(column) for column in zip(*groups.values())]
    statement = f"cost {flow} from {period[0]} to {period[1]} by {key}"
    return {"statement": statement, "rows": rows, "total": figures(total)}


def figures(group):
    usage, cost, count = group
    return {"usage_kwh": exact(usage), "cost_gbp": exact(cost), "halfhours": count}


def main():
    source = (ROOT / "configs" / "flux-2023-07.json").read_text(encoding="utf-8")
    HOME.mkdir(parents=True, exist_ok=True)
    write_configuration(json.loads(source)["tariffs"])
    write_readings(JULY, Home(seed=7, dawn=10, dusk=42, strongest=1870))
    write_readings(AUTUMN, Home(seed=10, dawn=15, dusk=34, strongest=1130))
    tariffs = json.loads(source, parse_float=str)["tariffs"]
    write_json(
        HERE / "example-home.json",
        [
            answer(flow, meter, period, key, tariffs)
            for period, key in ((JULY, "halfhour"), (AUTUMN, "day"))
            for flow, meter in (("import", IMPORT), ("export", EXPORT))
        ],
    )


main()

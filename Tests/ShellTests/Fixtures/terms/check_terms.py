#!/usr/bin/env python3
"""Checks every csv of Golden/terms.txt against config.json and consumption.csv; 'make' writes the latter.

The days are around ends of quarters, a change of bands in mid-month and the end of summer time.
"""

import csv
import json
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
LONDON = ZoneInfo("Europe/London")
DAYS = [("2023-06-29", 4), ("2023-09-29", 4), ("2023-10-14", 4), ("2023-10-28", 3)]
VAT = Fraction(21, 20)


def make():
    lines = ["Consumption (kWh), Start, End"]
    for first, count in DAYS:
        start = datetime.fromisoformat(first).replace(tzinfo=LONDON).astimezone(timezone.utc)
        end = (datetime.fromisoformat(first) + timedelta(days=count)).replace(tzinfo=LONDON)
        while start < end:
            number = int(start.timestamp()) // 1800
            after = start + timedelta(minutes=30)
            usage = Decimal(number * 7919 % 1201) / 1000
            stamps = [t.astimezone(LONDON).isoformat() for t in (start, after)]
            lines.append(f"{usage}, {stamps[0]}, {stamps[1]}")
            start = after
    (HERE / "consumption.csv").write_text("\n".join(lines) + "\n")


TARIFFS = json.loads((HERE / "config.json").read_text(), parse_float=Decimal)["tariffs"]


def terms(tariff, day):
    """The terms of a local day, and the standing charge with VAT."""
    held = [t for t in tariff["terms"] if t.get("valid_from", "") <= day]
    own = max(held, key=lambda t: t.get("valid_from", ""))
    vat = VAT if tariff.get("vat") == "excluded" else 1
    return own, Fraction(own.get("standing_charge", tariff.get("standing_charge"))) * vat, vat


def rate(tariff, local):
    """The band and the rate with VAT of a local time."""
    own, _, vat = terms(tariff, local.date().isoformat())
    clock = local.strftime("%H:%M")
    for band in own.get("rates", []):
        start, end = band["interval_start"], band["interval_end"]
        if start <= clock < end if start < end else clock >= start or clock < end:
            return f"{start}-{end}", Fraction(band["rate"]) * vat
    return None, Fraction(own["default_rate"]) * vat


def readings():
    with open(HERE / "consumption.csv") as file:
        for usage, start, _ in list(csv.reader(file, skipinitialspace=True))[1:]:
            yield Fraction(usage), datetime.fromisoformat(start).astimezone(LONDON)


def near(text, value):
    """Whether a figure is the value, exactly or rounded half-even to 8 places."""
    got = Fraction(text)
    digits = Decimal(value.numerator) / Decimal(value.denominator)
    return got == value or Decimal(text) == digits.quantize(Decimal(1).scaleb(-8), ROUND_HALF_EVEN)


def check(statement, header, lines):
    words = statement.split()
    name = words[words.index("on") + 1]
    first, last = words[words.index("from") + 1], words[words.index("to") + 1]
    tariff = TARIFFS[name]
    key = words[words.index("by") + 1] if "by" in words else None
    groups = {}
    for usage, local in readings():
        day = local.date().isoformat()
        if not first <= day < last:
            continue
        band, price = rate(tariff, local)
        label = {"day": day, "month": day[:7], "rate": price, None: ""}.get(key)
        if key == "band":
            label = band if band else "other"
        group = groups.setdefault(label, [Fraction(0), Fraction(0), set()])
        group[0] += usage
        group[1] += usage * price
        group[2].add(day)
    wrong = 0
    if key == "band":
        # The hours of the default rate are several bands: their sum is compared.
        sums = {}
        for line in lines:
            label = line[0] if line[0] in groups else "other"
            sums.setdefault(label, [Fraction(0), Fraction(0)])
            for index in (0, 1):
                sums[label][index] += Fraction(line[index + 1])
        return sum(sums.get(l, [0, 0]) != g[:2] for l, g in groups.items())
    for line in lines:
        label = Fraction(line[0]) if key == "rate" else line[0] if key else ""
        usage, cost, _ = groups.get(label, (None, None, None))
        figures = line[1 if key else 0:]
        expected = [usage, cost]
        if "standing" in statement:
            charge = sum(terms(tariff, d)[1] for d in period(first, last, key, label))
            expected += [charge, (cost or 0) + charge]
        if usage is None:
            figures, expected = figures[2:], [expected[-2], expected[-2]]
        wrong += not all(near(text, value) for text, value in zip(figures, expected))
    return wrong


def period(first, last, key, label):
    """The days of a row that owe a standing charge: none before the first reading."""
    day = max(date.fromisoformat(first), date.fromisoformat(DAYS[0][0]))
    while day.isoformat() < last:
        text = day.isoformat()
        if key is None or text.startswith(label):
            yield text
        day += timedelta(days=1)


def main():
    if sys.argv[1:] == ["make"]:
        return make()
    blocks = (HERE.parents[1] / "Golden" / "terms.txt").read_text().split("octowatt> ")[1:]
    checked = wrong = 0
    for block in blocks:
        statement, *output = block.rstrip("\n").split("\n")
        if statement.startswith("change tariff"):
            break
        if not statement.startswith("cost") or not statement.endswith("as csv"):
            continue
        lines = [line.split(",") for line in output if not line.startswith(("note:", "warning:", "#"))]
        checked += 1
        failed = check(statement, lines[0], lines[1:])
        wrong += failed
        if failed:
            print(f"wrong: {statement}")
    print(f"{checked} results checked, {wrong} figures wrong")


main()

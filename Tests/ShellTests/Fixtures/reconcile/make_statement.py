#!/usr/bin/env python3
"""Writes statements of the bundled home's import in July 2023 beside it, in the layout of Octopus's.

july.txt is of the first 30 days. halves.txt has two statements in one file, of 1 to 15 and of 16 to 30
July, the second with a day rate of 31p in place of 29.257p. pages.txt is of 3 and 4 July and lists the
half-hours of both days; in three of them the kWh, or the rate, are others than those that were read.
The figures are computed with fractions from the readings as written: pennies a line, half away from
zero; kWh with one decimal, of half-hours with two.
"""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[3] / "examples" / "home"
TARIFF = json.loads((HOME / "config.json").read_text(), parse_float=str)["tariffs"]["flux_import_2023-07"]
NAME = "1000000000017_00A0000001_2023-07-01_2023-08-01.json"


def rounded(amount, places):
    scaled = (abs(amount) * 10**places * 2 + 1) // 2
    whole, rest = divmod(int(scaled), 10**places)
    return f"{whole}.{rest:0{places}d}"


def ordinal(day):
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def halves(first, last):
    """The half-hours of days of July: the day, the clock, the tariff's rate, kWh."""
    for text in (HOME / NAME).read_text().splitlines():
        reading = json.loads(text, parse_float=str)
        day, clock = reading["interval_start"][:10], reading["interval_start"][11:16]
        if not f"2023-07-{first:02}" <= day <= f"2023-07-{last:02}":
            continue
        [rate] = [
            row["rate"] for row in TARIFF["rates"]
            if row["interval_start"] <= clock < row["interval_end"]
        ]
        yield day, clock, rate, Fraction(str(reading["consumption"]))


def statement(first, last, replaced={}):
    """Its lines; `replaced`: rates without VAT in place of the tariff's with VAT."""
    lines, usage = {}, Fraction(0)
    for _, _, rate, kwh in halves(first, last):
        lines[rate] = lines.get(rate, Fraction(0)) + kwh
        usage += kwh
    out = [
        "Your Charges In Detail", "", "Electricity", "Supply number 1000000000017",
        f"Octopus Flux Import ({ordinal(first)} Jul 2023 - {ordinal(last)} Jul 2023)",
        "Energy Charges for Meter 00A0000001",
    ]
    energy = 0
    for rate, kwh in sorted(lines.items()):
        net = replaced.get(rate, Fraction(rate) / Fraction(21, 20))
        pounds = Fraction(rounded(net * kwh, 2))
        energy += pounds
        out.append(
            f"{rounded(net * 100, 2)}p/kWh {rounded(kwh, 1)} kWh £{rounded(pounds, 2)}")
    days = last - first + 1
    daily = Fraction(TARIFF["standing_charge"]) / Fraction(21, 20)
    standing = Fraction(rounded(daily * days, 2))
    vat = Fraction(rounded((energy + standing) / 20, 2))
    return out + [
        f"Total consumption {rounded(usage, 1)} kWh @ {rounded(energy * 100 / usage, 2)}p/kWh "
        f"£{rounded(energy, 2)}",
        f"Standing Charge {days} days @ {rounded(daily * 100, 2)}p/day £{rounded(standing, 2)}",
        f"Subtotal of charges before VAT £{rounded(energy + standing, 2)}",
        f"VAT @ 5.00% £{rounded(vat, 2)}",
        f"Total Electricity Charges £{rounded(energy + standing + vat, 2)}",
    ]


def page(number, kwhs={}, rates={}):
    """A day's half-hours; kWh and rates in p without VAT in place of the readings' by clock."""
    rows, cost, usage = [], Fraction(0), Fraction(0)
    for day, clock, rate, kwh in halves(number, number):
        kwh = kwhs.get(clock, kwh)
        net = rates.get(clock, Fraction(rate) / Fraction(21, 20) * 100)
        end = (int(clock[:2]) * 60 + int(clock[3:]) + 30) % 1440
        rows.append(
            f"{clock} - {end // 60:02}:{end % 60:02}  {rounded(net, 2)}  {rounded(kwh, 2)}  "
            f"{rounded(net * kwh, 3)}")
        cost, usage = cost + net * kwh, usage + kwh
    return [
        "", f"{ordinal(number)} July 2023", "For electricity meter 00A0000001",
        f"Total cost £{rounded(cost / 100, 2)}", f"Total consumption {rounded(usage, 1)} kWh",
        "Period  Rate p / kWh  Consumption kWh  Cost p",
    ] + rows


def write(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n")


write("july.txt", statement(1, 30))
write("halves.txt", statement(1, 15) + [""] + statement(16, 30, {"0.3072": Fraction(31, 100)}))
write(
    "pages.txt",
    statement(3, 4) + page(3)
    + page(4, {"10:00": Fraction(9, 10)}, {"14:00": Fraction(15), "14:30": Fraction(15)}))

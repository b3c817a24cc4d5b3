#!/usr/bin/env python3
"""Writes july.txt beside it: a statement of the bundled home's import, of 30 days of July 2023.

It is in the layout of Octopus's statements. The figures are computed with fractions from the readings
as written: pennies a line, half away from zero; kWh with one decimal.
"""

import json
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


lines, usage = {}, Fraction(0)
for text in (HOME / NAME).read_text().splitlines():
    reading = json.loads(text, parse_float=str)
    day, clock = reading["interval_start"][:10], reading["interval_start"][11:16]
    if not "2023-07-01" <= day <= "2023-07-30":
        continue
    [rate] = [
        row["rate"] for row in TARIFF["rates"]
        if row["interval_start"] <= clock < row["interval_end"]
    ]
    kwh = Fraction(str(reading["consumption"]))
    lines[rate] = lines.get(rate, Fraction(0)) + kwh
    usage += kwh

out = [
    "Your Charges In Detail", "", "Electricity", "Supply number 1000000000017",
    "Octopus Flux Import (1st Jul 2023 - 30th Jul 2023)", "Energy Charges for Meter 00A0000001",
]
energy = 0
for rate, kwh in sorted(lines.items()):
    net = Fraction(rate) / Fraction(21, 20)
    pounds = Fraction(rounded(net * kwh, 2))
    energy += pounds
    out.append(
        f"{rounded(net * 100, 2)}p/kWh {rounded(kwh, 1)} kWh £{rounded(pounds, 2)}")
daily = Fraction(TARIFF["standing_charge"]) / Fraction(21, 20)
standing = Fraction(rounded(daily * 30, 2))
vat = Fraction(rounded((energy + standing) / 20, 2))
out += [
    f"Total consumption {rounded(usage, 1)} kWh @ {rounded(energy * 100 / usage, 2)}p/kWh "
    f"£{rounded(energy, 2)}",
    f"Standing Charge 30 days @ {rounded(daily * 100, 2)}p/day £{rounded(standing, 2)}",
    f"Subtotal of charges before VAT £{rounded(energy + standing, 2)}",
    f"VAT @ 5.00% £{rounded(vat, 2)}",
    f"Total Electricity Charges £{rounded(energy + standing + vat, 2)}",
]
(HERE / "july.txt").write_text("\n".join(out) + "\n")

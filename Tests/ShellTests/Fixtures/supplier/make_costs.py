#!/usr/bin/env python3
"""Writes costs.csv and later.csv, and prints what Golden/supplier.txt should show of them.

The k-th of the 50 half-hours of 2023-10-29, on which 01:00 comes twice, used k × 0.01 kWh. The
supplier's price is 7.00035p from 00:30 to 04:30 and 30.00035p otherwise, and 31p from 12:00 on. The
ninth half-hour has no cost, the tenth costs nothing. In later.csv the last two cost a penny more.
"""

from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = datetime(2023, 10, 28, 23, tzinfo=timezone.utc)
HALF_HOUR = timedelta(minutes=30)
CHANGE = datetime(2023, 10, 29, 1, tzinfo=timezone.utc)


def local(instant):
    return instant.astimezone(timezone(timedelta(hours=1 if instant < CHANGE else 0)))


def decimal(number):
    """As many decimals as it has."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(number * 10**places)):0{places + 1}d}"
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    return ("-" if number < 0 else "") + whole + ("." + rest if rest else "")


def row(k):
    start = local(START + (k - 1) * HALF_HOUR)
    end = local(START + k * HALF_HOUR)
    clock = start.strftime("%H:%M")
    night = "00:30" <= clock < "04:30"
    kwh = Fraction(k, 100)
    rate = Fraction("7.00035") if night else Fraction("31" if clock >= "12:00" else "30.00035")
    cost = {9: None, 10: Fraction(0)}.get(k, kwh * rate)
    ours = kwh * (7 if night else 30)
    return {"k": k, "start": start, "end": end, "clock": clock, "night": night, "kwh": kwh,
            "cost": cost, "ours": ours, "standing": Fraction(1, 2)}


ROWS = [row(k) for k in range(1, 51)]


def write(name, rows):
    lines = ["Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End"]
    for r in rows:
        cost = "" if r["cost"] is None else decimal(r["cost"]) if r["cost"] else "0E-20"
        lines.append(
            f"{decimal(r['kwh'])}, {cost}, {decimal(r['standing'])}0000000000000000000, "
            f"{r['start'].isoformat()}, {r['end'].isoformat()}")
    (HERE / name).write_text("\n".join(lines) + "\n")


def figures(rows):
    both = [r for r in rows if r["cost"] is not None]
    theirs = sum((r["cost"] for r in both), Fraction(0)) / 100
    difference = sum((r["ours"] for r in both), Fraction(0)) / 100 - theirs
    return ",".join(
        [decimal(sum(r["kwh"] for r in rows)), decimal(sum(r["ours"] for r in rows) / 100),
         decimal(theirs) if both else "", decimal(difference) if both else ""])


if __name__ == "__main__":
    write("costs.csv", ROWS)
    later = [dict(r, cost=r["cost"] + 1) for r in ROWS[48:]]
    write("later.csv", later)
    print("cost with supplier:", figures(ROWS))
    for name, night in (("night", True), ("day", False)):
        print("by rate,", name, figures([r for r in ROWS if r["night"] == night]))
    for hour in ("01:00", "04:00", "11:00", "12:00", "23:00"):
        print("by hour", hour, figures([r for r in ROWS if r["clock"][:3] == hour[:3]]))
    for k in (8, 9, 10, 50):
        print("readings", k, figures([ROWS[k - 1]]))
    print("time 12:00-24:00", figures([r for r in ROWS if r["clock"] >= "12:00"]))
    print("after later.csv", figures(ROWS[:48] + later))

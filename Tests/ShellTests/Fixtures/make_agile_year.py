"""Writes agile-year.json: the exact cost of a made-up year of Agile, by decimal and zoneinfo alone.

The readings and rates come from a small generator of numbers that AgileYearTests.swift has too:
prices below and at zero, both clock changes, half-hours without a reading and without a rate.
Run it beside the fixture: python3 make_agile_year.py
"""

import datetime
import json
import pathlib
from decimal import Decimal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
state = 20230101


def number():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return state >> 33


answers = {}
time = datetime.datetime(2023, 1, 1, tzinfo=UTC)
while time < datetime.datetime(2024, 1, 1, tzinfo=UTC):
    kwh = Decimal(number() % 3000) / 1000 + Decimal(number() % 7) / 1000000
    pence = Decimal(number() % 60000 - 8000) / 1000
    if number() % 50 == 0:
        pence = Decimal(0)
    is_missing = number() % 997 == 0
    has_no_rate = number() % 1501 == 0
    local = time.astimezone(LONDON)
    keys = {
        "": "",
        "by month": f"{local:%Y-%m}",
        "by halfhour": f"{local:%H:%M}",
        "by weekday": f"{local:%a}".lower(),
        "by day": f"{local:%Y-%m-%d}",
    }
    for grouping, key in keys.items():
        sums = answers.setdefault(grouping, {}).setdefault(key, [Decimal(0), Decimal(0), 0, 0])
        if not is_missing:
            sums[0] += kwh
            sums[1] += 0 if has_no_rate else kwh * pence / 100
            sums[2] += 1
            sums[3] += has_no_rate
    time += datetime.timedelta(minutes=30)

text = {
    grouping: {key: [f"{s[0].normalize():f}", f"{s[1].normalize():f}", str(s[2]), str(s[3])] for key, s in sums.items()}
    for grouping, sums in answers.items()
}
path = pathlib.Path(__file__).with_name("agile-year.json")
path.write_text(json.dumps(text, separators=(",", ":")) + "\n")

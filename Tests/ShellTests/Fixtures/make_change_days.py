#!/usr/bin/env python3
"""Writes the readings that clock.txt and tariffs.txt ask about.

clock/: the four days of 2023 and 2024 on which the clocks change. The k-th half-hour of a day used k Wh.
tariffs/: six meters on two days of July 2023. Electricity in: 0.5 kWh each half-hour, out: 0.25 kWh, gas: 2 kWh.
"""

import datetime as dt
import pathlib
import zoneinfo

HERE = pathlib.Path(__file__).parent
LONDON = zoneinfo.ZoneInfo("Europe/London")
HALF_HOUR = dt.timedelta(minutes=30)
CHANGE_DAYS = [(2023, 3, 26), (2023, 10, 29), (2024, 3, 31), (2024, 10, 27)]


def half_hours(year, month, day):
    start = dt.datetime(year, month, day, tzinfo=LONDON).astimezone(dt.timezone.utc)
    while start.astimezone(LONDON).date() == dt.date(year, month, day):
        yield start
        start += HALF_HOUR


def line(kwh, unit, start, meter=""):
    begin, end = (moment.astimezone(LONDON).isoformat() for moment in (start, start + HALF_HOUR))
    return (
        f'{{"consumption": {kwh}, "unit": "{unit}", {meter}'
        f'"interval_start": "{begin}", "interval_end": "{end}"}}\n'
    )


def write_clock():
    text = "".join(
        line(f"{k / 1000:.3f}", "electricity_importing_kwh", start)
        for day in CHANGE_DAYS
        for k, start in enumerate(half_hours(*day), 1)
    )
    (HERE / "clock" / "1000000000017_C1_2023-03-26_2024-10-28.json").write_text(text)


def write_tariffs():
    meters = [(f"10000000000{number}", "electricity_importing_kwh", 0.5) for number in (17, 25, 33, 41)]
    meters += [("1000000000058", "electricity_exporting_kwh", 0.25), ("7000000001", "gas_importing_kwh", 2)]
    text = "".join(
        line(kwh, unit, start, f'"mpan": "{number}", "serial": "T1", ')
        for number, unit, kwh in meters
        for day in (1, 2)
        for start in half_hours(2023, 7, day)
    )
    (HERE / "tariffs" / "readings.json").write_text(text)


write_clock()
write_tariffs()

"""Bills with known faults for the home of ReconcilingHome.swift: make_bills.py [SEED [COUNT]] > bills.json

Without arguments it makes the 40 bills of bills.json, two for each fault or pair of faults, and those
without a fault or with one that nothing explains. With a seed it makes COUNT others. All sums are exact
fractions; nothing here is taken from the program.
"""

import json
import random
import sys
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")
EPOCH = date(1970, 1, 1)
DAY = timedelta(days=1)

# Pence without VAT: bands by the slot of the local day, and the standing charge.
TARIFFS = {
    "gaps": ([(10, 48, "25.113")], "41.07"),
    "spring": ([(1, 9, "8.517"), (0, 1, "27.891"), (9, 48, "27.891")], "47.931"),
    "summer": ([(0, 48, "24.317")], "51.223"),
    "other": ([(0, 48, "22.118")], "44.107"),
    "debit": ([(0, 48, "23.513")], "50.011"),
    "receipt": ([(0, 48, "25.871")], "54.327"),
}
AGREEMENTS = [
    (date(2024, 4, 1), "gaps"), (date(2024, 5, 1), "spring"), (date(2024, 7, 11), "summer"),
    (date(2024, 8, 1), "debit"),
]


def half_hour(day, slot_utc):
    return (day - EPOCH).days * 48 + slot_utc


# In UTC; each is five half-hours.
MISSING = set(range(half_hour(date(2024, 6, 12), 16), half_hour(date(2024, 6, 12), 21)))
REVISED = set(range(half_hour(date(2024, 5, 20), 30), half_hour(date(2024, 5, 20), 50)))
CREDITS = set(range(half_hour(date(2024, 8, 14), 26), half_hour(date(2024, 8, 14), 30)))


def read(n):
    """Watt-hours."""
    return (n * n * 37 + n * 1009) % 1201


def halves_of(day):
    """The half-hours of a local day with their slots on the clock."""
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
    end = datetime(*(day + DAY).timetuple()[:3], tzinfo=LONDON).astimezone(UTC)
    while start < end:
        local = start.astimezone(LONDON)
        n = half_hour(start.date(), start.hour * 2 + start.minute // 30)
        yield n, local.hour * 2 + local.minute // 30
        start += timedelta(minutes=30)


def agreed(day):
    return [name for first, name in AGREEMENTS if first <= day][-1]


def pence(amount):
    """Whole pence, halves away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * ((abs(amount) * 2 + 1) // 2)


class Bill:
    """A bill of local days, with the faults of those who made it."""

    def __init__(self, first, end):
        self.first, self.end = first, end
        self.asked = (first, end)
        self.tariff = agreed
        self.quantity = lambda n: None if n in MISSING else read(n)
        self.rounding = "line"
        self.vat = "added"
        self.unknown_rate = None
        self.credit = Fraction(0)
        self.usage_places = 1
        self.skips = set()
        self.expected = []
        self.odd = None

    def figures(self):
        usage, lines, standing, days = Fraction(0), {}, {}, (self.end - self.first).days
        daily = {}
        for index in range(days):
            day = self.first + index * DAY
            name = self.tariff(day)
            bands, charge = TARIFFS[name]
            standing[name] = standing.get(name, Fraction(0)) + Fraction(charge)
            for n, slot in halves_of(day):
                watt_hours = self.quantity(n)
                if watt_hours is None:
                    continue
                kwh = Fraction(watt_hours, 1000)
                if self.rounding == "guide":
                    kwh = Fraction(
                        Decimal(watt_hours).scaleb(-3).quantize(Decimal("0.01"), ROUND_HALF_EVEN))
                usage += kwh
                rate = [r for lo, hi, r in bands if lo <= slot < hi]
                rate = Fraction(rate[0]) if rate else self.unknown_rate
                if rate is None:
                    continue
                key = (name, rate)
                lines[key] = lines.get(key, Fraction(0)) + kwh * rate
                daily[key, day] = daily.get((key, day), Fraction(0)) + kwh * rate
        lines = {key: amount for key, amount in lines.items()}
        if self.rounding == "line":
            energy = Fraction(sum(pence(amount) for amount in lines.values()))
        elif self.rounding == "day":
            energy = Fraction(sum(pence(amount) for amount in daily.values()))
        else:
            energy = sum(lines.values())
        energy -= self.credit
        rounds = self.rounding in ("line", "day")
        charges = sum(standing.values())
        if rounds:
            energy, charges = Fraction(pence(energy)), Fraction(pence(charges))
        rate = Fraction(20 if self.vat == "20" else 5, 100)
        vat = (energy + charges) * rate
        if rounds:
            vat = Fraction(pence(vat))
        total = energy + charges + vat
        if self.vat == "missing":
            total = energy + charges
        if self.vat == "inside":
            energy, charges = energy * (1 + rate), charges * (1 + rate)
        if self.odd:
            energy, total = energy + self.odd, total + self.odd
        return {"usage": usage, "energy": energy, "standing": charges, "vat": vat, "total": total}

    def statement(self):
        figures = self.figures()
        places = 4 if self.rounding == "exact" else 2

        def money(amount):
            scaled = amount / 100 * 10**places
            return "£" + str(Decimal(int(pence(scaled))).scaleb(-places))

        parts = []
        for line, amount in figures.items():
            if line in self.skips:
                continue
            if line == "usage":
                number = Decimal(int(pence(amount * 10**self.usage_places)))
                parts.append(f"usage {number.scaleb(-self.usage_places)} kWh")
            else:
                parts.append(f"{line} {money(amount)}")
        first, end = self.asked
        return f"reconcile import from {first} to {end} billed " + ", ".join(parts)


# Each fault: the months it can be of, and what it does to a bill.


def later_end(bill):
    bill.end += DAY
    bill.expected.append(f"your bill has 1 day more, to {bill.end}")


def earlier_end(bill):
    bill.end -= DAY
    bill.expected.append(f"your bill has 1 day less, to {bill.end}")


def earlier_start(bill):
    bill.first -= DAY
    bill.expected.append(f"your bill has 1 day more, from {bill.first}")


def later_start(bill):
    bill.first += DAY
    bill.expected.append(f"your bill has 1 day less, from {bill.first}")


def on_receipt(bill):
    bill.tariff = lambda day: "receipt"
    bill.expected.append("the bill uses the rate for paying on receipt")


def without_vat(bill):
    bill.vat = "missing"
    bill.skips.add("vat")
    bill.expected.append("VAT is not in the bill's total")


def twenty(bill):
    bill.vat = "20"
    bill.expected.append("the bill has VAT at 20%")


def vat_inside(bill):
    bill.vat = "inside"
    bill.expected.append("VAT is in the bill's figures")


def change_later(bill):
    bill.tariff = lambda day: "spring" if day < date(2024, 7, 12) else agreed(day)
    bill.expected.append("the bill's prices change 1 day later, on 2024-07-12")


def change_earlier(bill):
    bill.tariff = lambda day: "summer" if day == date(2024, 7, 10) else agreed(day)
    bill.expected.append("the bill's prices change 1 day earlier, on 2024-07-10")


def on_other(bill):
    bill.tariff = lambda day: "other"
    bill.expected.append("the bill is on other: ")


def on_other_from(bill):
    change = bill.asked[0] + DAY * 9
    bill.tariff = lambda day: "other" if day >= change else agreed(day)
    bill.expected.append(f"the bill is on other from {change} on")


def estimated(bill):
    """Estimates the missing half-hours."""
    bill.quantity = lambda n: 731 if n in MISSING else read(n)
    bill.expected.append("5 missing half-hours would have to be")


def with_rate(bill):
    bill.unknown_rate = Fraction("9.751")
    bill.expected.append("kWh without a rate would have to be at 9.7")


def before_revision(bill):
    bill.quantity = lambda n: 97 if n in REVISED else read(n)
    bill.expected.append("the bill has the readings from before they were revised on 2024-06-03")


def with_credits(bill):
    bill.credit = sum(Fraction(read(n), 1000) for n in CREDITS) * (
        Fraction("23.513") - Fraction("7.013"))
    bill.expected.append("the bill has the credits of 4 half-hours")


def rounds_days(bill):
    bill.rounding = "day"
    bill.usage_places = 3
    bill.expected.append("the bill rounds each day to a penny")


def rounds_nothing(bill):
    bill.rounding = "exact"
    bill.usage_places = 3
    bill.expected.append("not rounded to pennies")


def rounds_readings(bill):
    bill.rounding = "guide"
    bill.usage_places = 2
    bill.expected.append("the bill rounds each half-hour to 0.01 kWh")


ENDS = [later_end, earlier_end, earlier_start, later_start]
VATS = [without_vat, twenty, vat_inside]
MONTHS = {
    "april": (date(2024, 4, 22), date(2024, 5, 1)),
    "may": (date(2024, 5, 2), date(2024, 5, 31)),
    "june": (date(2024, 6, 3), date(2024, 6, 30)),
    "july": (date(2024, 7, 2), date(2024, 7, 30)),
    "august": (date(2024, 8, 2), date(2024, 8, 31)),
}
SINGLES = [("may", f) for f in ENDS + VATS + [on_other, on_other_from, before_revision]] + [
    ("july", change_later), ("july", change_earlier), ("june", estimated), ("april", with_rate),
    ("august", on_receipt), ("august", with_credits), ("august", rounds_days),
    ("august", rounds_nothing), ("august", rounds_readings),
]
PAIRS = [
    ("august", later_end, on_receipt), ("august", earlier_start, on_receipt),
    ("may", earlier_end, twenty), ("may", later_start, without_vat), ("may", later_end, vat_inside),
    ("may", earlier_start, later_end), ("may", twenty, on_other), ("may", later_end, on_other),
    ("july", later_start, change_later), ("july", without_vat, change_earlier),
    ("may", earlier_end, before_revision), ("may", twenty, before_revision),
    ("june", later_end, estimated), ("june", twenty, estimated), ("april", twenty, with_rate),
    ("august", later_end, with_credits), ("august", without_vat, with_credits),
    ("may", later_end, on_other_from), ("may", twenty, on_other_from),
    ("august", rounds_days, later_end), ("august", rounds_nothing, on_receipt),
]


def bill(month, faults, chance=None):
    first, end = MONTHS[month]
    if chance and month not in ("april", "july"):
        first += DAY * chance.randrange(4)
        end -= DAY * chance.randrange(4)
    made = Bill(first, end)
    for fault in faults:
        fault(made)
    return made


def entry(made, kind):
    return {"statement": made.statement(), "kind": kind, "expected": made.expected}


def fixed():
    bills = [entry(bill(month, [fault]), "fault") for month, fault in SINGLES]
    bills += [entry(bill(month, faults), "fault") for month, *faults in PAIRS]
    for month in ("may", "july", "august"):
        bills.append(entry(bill(month, []), "none"))
    for month, odd in (("may", 1371), ("july", -2903), ("august", 777), ("june", 40_000)):
        made = bill(month, [])
        made.odd = Fraction(odd)
        bills.append(entry(made, "unexplained"))
    return bills


def chosen(seed, count):
    chance = random.Random(seed)
    bills = []
    for _ in range(count):
        month, *faults = chance.choice(SINGLES + PAIRS)
        bills.append(entry(bill(month, faults, chance), "fault"))
    return bills


if __name__ == "__main__":
    arguments = [int(text) for text in sys.argv[1:]]
    made = chosen(arguments[0], (arguments + [200])[1]) if arguments else fixed()
    json.dump(made, sys.stdout, indent=1, ensure_ascii=False)
    print()

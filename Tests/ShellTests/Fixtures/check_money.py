#!/usr/bin/env python3
"""Checks every csv of Golden/money.txt and registers.txt against the bundled home and configs/.

Money is computed here with fractions, from the readings as written; nothing is written.
"""

import json
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from check_figures import DAYS, HERE, METERS, TARIFFS, check, exact, slots, usage

OTHERS = json.loads((HERE.parents[2] / "configs" / "others-2023.json").read_text(), parse_float=Decimal)["tariffs"]
TERMS = {**TARIFFS, **OTHERS}
CURRENT = {flow: f"flux_{flow}_2023-07" for flow in METERS}
VAT = Fraction(21, 20)


def rate(name, clock):
    for row in TERMS[name]["rates"]:
        start, end = row["interval_start"], row["interval_end"]
        inside = start <= clock < end if start < end else clock >= start or clock < end
        if inside:
            return Fraction(row["rate"])
    raise ValueError(f"{name} has no rate at {clock}")


def with_vat(name, amount):
    return amount * VAT if TERMS[name].get("vat") == "excluded" else amount


def without_vat(name, amount):
    if TERMS[name]["unit"] == "electricity_exporting_kwh":
        return amount
    return amount if TERMS[name].get("vat") == "excluded" else amount / VAT


def standing(name):
    return Fraction(TERMS[name].get("standing_charge", 0))


def energy(chosen, guide=False):
    return [
        s.usage.quantize(Decimal("0.01"), ROUND_HALF_EVEN) if guide else s.usage for s in chosen
    ]


def cost(name, chosen, guide=False, vat=with_vat):
    return sum(
        Fraction(kwh) * vat(name, rate(name, s.clock))
        for s, kwh in zip(chosen, energy(chosen, guide))
    )


def pence(amount):
    """Pounds in whole pence, half away from zero, exactly."""
    scaled = abs(amount) * 100
    rounded = scaled.numerator // scaled.denominator
    rounded += 2 * (scaled - rounded) >= 1
    return Fraction(-rounded if amount < 0 else rounded, 100)


def lines_of(name):
    """The hours of the lines that a statement has for a tariff, by rate, in order of the clock."""
    hours = {}
    for row in sorted(TERMS[name]["rates"], key=lambda row: row["interval_start"]):
        hours.setdefault(row["rate"], []).append(f"{row['interval_start']}-{row['interval_end']}")
    if not 2 <= len(hours) <= 4:
        return {None: ""}
    several = [of for of in hours.values() if len(of) > 1]
    assert len(several) <= 1
    return {
        rate: " " + (of[0] if len(of) == 1 else "other hours") for rate, of in hours.items()
    }


def in_line(name, chosen):
    """The half-hours of each line, with what stands behind the tariff's name."""
    for price, hours in lines_of(name).items():
        yield hours, [s for s in chosen if price is None or rate(name, s.clock) == price]


def billed(name, chosen):
    """Each line's cost without VAT in whole pence."""
    return sum(pence(cost(name, part, vat=without_vat)) for _, part in in_line(name, chosen))


def text(number):
    """As it is where 14 decimals are enough, else to 8 places."""
    if number is None:
        return ""
    if (number * 10**14).denominator == 1:
        return exact(Decimal(int(number * 10**14)).scaleb(-14))
    return eighth(number)


def eighth(number):
    scaled = number * 10**8
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    whole += twice > scaled.denominator or (twice == scaled.denominator and whole % 2)
    return exact(Decimal(whole).scaleb(-8))


def groups(key, flow="import", labels=None):
    chosen = slots(flow)
    return [
        (label, [s for s in chosen if key(s) == label])
        for label in labels or sorted({key(s) for s in chosen})
    ]


def by(key, figures, flow="import", labels=None):
    return [f"{label},{figures(chosen)}" for label, chosen in groups(key, flow, labels)]


def priced(chosen, guide=False, flow="import"):
    return f"{exact(sum(energy(chosen, guide)))},{text(cost(CURRENT[flow], chosen, guide))}"


def vat_columns(name, chosen):
    net = Fraction(text(cost(name, chosen, vat=without_vat)))
    return f"{text(net)},{text(cost(name, chosen) - net)}"


def bill_with_standing(chosen):
    name = CURRENT["import"]
    days = len({s.day for s in chosen})
    money, charge = billed(name, chosen), pence(without_vat(name, standing(name)) * days)
    return f"{usage(chosen)},{text(money)},{text(charge)},{text(money + charge)}"


def bill(names, policy="bill", flows=("import", "export")):
    lines, totals = [], []
    for flow in flows:
        name, chosen = names[flow], slots(flow)
        sign, guide = (-1 if flow == "export" else 1), policy == "guide"
        subtotal = Fraction(0)
        for hours, part in in_line(name, chosen):
            kwh = sum(energy(part, guide))
            net = cost(name, part, guide, without_vat)
            amount = sign * (pence(net) if policy == "bill" else Fraction(text(net)))
            lines.append(
                f"{flow},energy: {name}{hours},{exact(kwh)},kWh,"
                f"{eighth(net / Fraction(kwh)) if kwh else str()},"
                f"{text(amount)}"
            )
            subtotal += amount
        total = sign * cost(name, chosen, guide)
        if flow == "import":
            daily = without_vat(name, standing(name))
            charge = daily * 31
            charge = pence(charge) if policy == "bill" else Fraction(text(charge))
            lines.append(f"{flow},standing charge,31,days,{eighth(daily)},{text(charge)}")
            subtotal += charge
            total += with_vat(name, standing(name)) * 31
        lines.append(f"{flow},subtotal,,,,{text(subtotal)}")
        if flow == "import":
            if policy == "bill":
                total = subtotal + pence(subtotal / 20)
            lines.append(f"{flow},VAT 5%,,,,{text(total - subtotal)}")
        elif policy == "bill":
            total = subtotal
        lines.append(f"{flow},total,,,,{text(total)}")
        totals.append(total)
    if len(totals) > 1:
        lines.append(f",net total,,,,{text(sum(totals))}")
    return lines


def outcome(names, policy):
    """Usage, energy, standing charge and total of one alternative."""
    kwh, money, charges, total = Decimal(0), Fraction(0), None, Fraction(0)
    for flow, name in names.items():
        sign, chosen = (-1 if flow == "export" else 1), slots(flow)
        kwh += sign * sum(energy(chosen))
        part = billed(name, chosen) if policy == "bill" else cost(name, chosen)
        money += sign * part
        if flow == "import":
            if policy == "bill":
                charge = pence(without_vat(name, standing(name)) * 31)
                part += charge
                part += pence(part / 20)
            else:
                charge = with_vat(name, standing(name)) * 31
                part += charge
            charges = (charges or 0) + charge
        total += sign * part
    return kwh, money, charges, total


def compare(alternatives, flows=("import", "export"), policy="exact", count=None):
    rows = []
    for label, names in alternatives.items():
        names = {flow: names.get(flow, CURRENT[flow]) for flow in flows}
        rows.append((label, *outcome(names, policy)))
    current = next(row[-1] for row in rows if row[0] == "current")
    rows.sort(key=lambda row: row[-1])
    return [
        f"{label},{exact(kwh)},{text(money)},{text(charges)},{text(total)},{text(total - current)},0"
        for label, kwh, money, charges, total in rows[:count]
    ]


IMPORTS = ["fixed_2023", "flux_import_2023-07", "night_2023"]
EXPORTS = ["flux_export_2023-07", "outgoing_2023"]
ALONE = {"current": {}, **{name: {"import": name} for name in IMPORTS if name not in CURRENT.values()}}
PAIRS = {"current": {}} | {
    f"{one}+{other}": {"import": one, "export": other}
    for one in IMPORTS
    for other in EXPORTS
    if (one, other) != (CURRENT["import"], CURRENT["export"])
    # Tariffs of a bundle go with each other alone.
    and TERMS[one].get("bundle") == TERMS[other].get("bundle")
}
ASKED = {
    "current": {},
    "night_2023+outgoing_2023": {"import": "night_2023", "export": "outgoing_2023"},
    "fixed_2023": {"import": "fixed_2023"},
}


def fixed():
    chosen, name = slots(), "fixed_2023"
    money, charge = cost(name, chosen), with_vat(name, standing(name)) * 31
    return (
        f"{usage(chosen)},{text(money)},{text(charge)},{text(money + charge)},"
        + vat_columns(name, chosen)
    )


# Agreements that change in the middle of July.
CHANGED = {
    "flux_import_2023-07": slots(end="2023-07-16"),
    "night_2023": slots(first="2023-07-16"),
}


def in_days(name, of):
    return of(name, standing(name)) * len({s.day for s in CHANGED[name]})


def changed_bill():
    charge = sum(in_days(name, without_vat) for name in CHANGED)
    lines = [
        f"import,energy: {name}{hours},{usage(c)},kWh,"
        f"{eighth(cost(name, c, vat=without_vat) / Fraction(sum(energy(c))))},"
        f"{text(pence(cost(name, c, vat=without_vat)))}"
        for name, chosen in CHANGED.items()
        for hours, c in in_line(name, chosen)
    ]
    subtotal = sum(billed(*item) for item in CHANGED.items()) + pence(charge)
    vat = pence(subtotal / 20)
    return lines + [
        f"import,standing charge,31,days,{eighth(charge / 31)},{text(pence(charge))}",
        f"import,subtotal,,,,{text(subtotal)}",
        f"import,VAT 5%,,,,{text(vat)}",
        f"import,total,,,,{text(subtotal + vat)}",
    ]


def changed_month():
    money = sum(cost(*item) for item in CHANGED.items())
    charge = sum(in_days(name, with_vat) for name in CHANGED)
    net = Fraction(text(sum(cost(*item, vat=without_vat) for item in CHANGED.items())))
    return (
        f"2023-07,{usage(slots())},{text(money)},{text(charge)},{text(money + charge)},"
        f"{text(net)},{text(money - net)}"
    )


def changed_bands():
    lines = []
    for name, chosen in CHANGED.items():
        for row in TERMS[name]["rates"]:
            start, end = row["interval_start"], row["interval_end"]
            inside = [
                s for s in chosen
                if (start <= s.clock < end if start < end else s.clock >= start or s.clock < end)
            ]
            lines.append(f"current,{start}-{end},{usage(inside)},{text(cost(name, inside))}")
    return sorted(lines) + [
        f"fixed_2023,all day,{usage(slots())},{text(cost('fixed_2023', slots()))}"
    ]


def week(slot):
    return slot.week


DAY, NIGHT = Fraction("0.315084"), Fraction("0.1499988")


def is_night(slot, utc):
    hours = slot.instant.utctimetuple() if utc else slot.instant.timetuple()
    return 30 <= hours.tm_hour * 60 + hours.tm_min < 450


def economy7(chosen, utc):
    """Night and day: kWh and cost."""
    lines = []
    for night, price in ((True, NIGHT), (False, DAY)):
        kwh = sum(s.usage for s in chosen if is_night(s, utc) == night)
        lines.append(f"{exact(kwh)},{text(Fraction(kwh) * price)}")
    return lines


def labelled(labels, lines):
    return [f"{label},{line}" for label, line in zip(labels, lines)]


def economy7_bill():
    def part(slot):
        return Fraction(slot.usage) * (NIGHT if is_night(slot, True) else DAY) / VAT

    lines, amount = [], Fraction(0)
    for night, hours in ((True, "01:30-08:30"), (False, "08:30-01:30")):
        chosen = [s for s in slots() if is_night(s, True) == night]
        net = sum(map(part, chosen))
        mean = net / Fraction(sum(s.usage for s in chosen))
        lines.append(
            f"import,energy: economy7 {hours},{usage(chosen)},kWh,{eighth(mean)},{text(pence(net))}"
        )
        amount += pence(net)
    tax = pence(amount / 20)
    return lines + [
        f"import,subtotal,,,,{text(amount)}",
        f"import,VAT 5%,,,,{text(tax)}",
        f"import,total,,,,{text(amount + tax)}",
    ]


def change_day():
    return slots("import", "2023-10-29", "2023-10-30")


EXPECTED = {
    "cost import 2023-07 on economy7 by rate": lambda: labelled(
        ["0.1499988", "0.315084"], economy7(slots(), False)
    ),
    "cost import 2023-10-29 on economy7 by band": lambda: labelled(
        ["00:30-07:30", "07:30-00:30"], economy7(change_day(), False)
    ),
    "rates 2023-10-29 on economy7": lambda: [
        "2023-10-29T00:00:00+01:00,2023-10-29T00:30:00+01:00,economy7,0.315084",
        "2023-10-29T00:30:00+01:00,2023-10-29T07:30:00+00:00,economy7,0.1499988",
        "2023-10-29T07:30:00+00:00,2023-10-30T00:00:00+00:00,economy7,0.315084",
    ],
    "cost import 2023-07 on economy7 by band": lambda: labelled(
        ["01:30-08:30", "08:30-01:30"], economy7(slots(), True)
    ),
    "cost import 2023-10-29 on economy7 by rate": lambda: labelled(
        ["0.1499988", "0.315084"], economy7(change_day(), True)
    ),
    "bill import 2023-07 on economy7": economy7_bill,
    "cost import 2023-07 by week using exact": lambda: by(week, priced),
    "cost import 2023-07 by week using guide": lambda: by(week, lambda c: priced(c, True)),
    "cost import 2023-07 by week using bill": lambda: by(
        week, lambda c: f"{usage(c)},{text(billed(CURRENT['import'], c))}"
    ),
    "cost import 2023-07 by weekday using bill with coverage": lambda: by(
        lambda s: s.weekday,
        lambda c: f"{usage(c)},{text(billed(CURRENT['import'], c))},{len(c)},{len(c)},0",
        labels=DAYS,
    ),
    "cost import, export 2023-07 by month with vat": lambda: [
        f"{flow},2023-07,{priced(slots(flow), flow=flow)},{vat_columns(CURRENT[flow], slots(flow))}"
        for flow in METERS
    ],
    "cost import 2023-07 by week with standing using bill": lambda: by(week, bill_with_standing),
    "cost import 2023-07 on fixed_2023 with standing, vat": lambda: [fixed()],
    "net 2023-07 using bill": lambda: [
        ",".join(
            [f"{usage(slots(f))},{text(billed(CURRENT[f], slots(f)))}" for f in METERS]
            + [text(billed(CURRENT["import"], slots()) - billed(CURRENT["export"], slots("export")))]
        )
    ],
    "net 2023-07 by week using guide": lambda: [
        f"{label},{priced(one, True)},{priced(other, True, 'export')},"
        + text(cost(CURRENT["import"], one, True) - cost(CURRENT["export"], other, True))
        for (label, one), (_, other) in zip(groups(week), groups(week, "export"))
    ],
    "readings import from 2023-07-01 to 2023-07-02 using guide limit 3": lambda: [
        f"{s.start},{s.end},house,import,{exact(kwh)},{s.tariff},{exact(s.rate)},"
        + exact(kwh * s.rate)
        for s, kwh in zip(slots()[:3], energy(slots()[:3], True))
    ],
    "bill 2023-07": lambda: bill(CURRENT),
    "bill 2023-07 using exact": lambda: bill(CURRENT, "exact"),
    "bill 2023-07 using guide": lambda: bill(CURRENT, "guide"),
    "bill import 2023-07 on fixed_2023": lambda: bill({"import": "fixed_2023"}, flows=["import"]),
    "bill import 2023-07 meter house": changed_bill,
    "cost import 2023-07 by month with standing, vat": lambda: [changed_month()],
    "cost import 2023-07 on current, fixed_2023 by tariff, band": changed_bands,
    "compare 2023-07": lambda: compare(PAIRS),
    "compare 2023-07 limit 2": lambda: compare(PAIRS, count=2),
    "compare import 2023-07": lambda: compare(ALONE, ["import"]),
    "compare import 2023-07 on night_2023, current": lambda: compare(
        {name: ALONE[name] for name in ("night_2023", "current")}, ["import"]
    ),
    "compare 2023-07 on night_2023+outgoing_2023, fixed_2023 using bill": lambda: compare(
        ASKED, policy="bill"
    ),
    "compare export 2023-07": lambda: compare(
        {"current": {}, "outgoing_2023": {"export": "outgoing_2023"}}, ["export"]
    ),
    # Under .policy bill.
    "cost import 2023-07": lambda: [f"{usage(slots())},{text(billed(CURRENT['import'], slots()))}"],
    "usage import 2023-07 by weekday": lambda: by(lambda s: s.weekday, usage, labels=DAYS),
}


if __name__ == "__main__":
    check(("money", "registers"), EXPECTED)

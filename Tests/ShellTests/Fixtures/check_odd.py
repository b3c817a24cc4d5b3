#!/usr/bin/env python3
"""Checks every csv of Golden/odd.txt; money is computed here with fractions, and nothing is written."""

from fractions import Fraction

from check_figures import check
from check_money import pence, text

VAT = Fraction(21, 20)
# The half-hour, its clock, its Wh, and its pence with VAT; none where it has no rate.
CLOCK = ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30"] + [
    f"{slot // 2:02d}:{slot % 2 * 3}0" for slot in range(4, 48)
]
PENCE = [None if k == 5 else Fraction([-3, -3, "10.5", 0, 20][k % 5]) for k in range(1, 51)]
DAY = [
    {"k": k, "clock": CLOCK[k - 1], "kwh": Fraction(k, 1000), "rate": p / 100 if p else p}
    for k, p in enumerate(PENCE, 1)
]
RATES = sorted({s["rate"] for s in DAY} - {None})


def kwh(chosen):
    return sum(s["kwh"] for s in chosen)


def cost(chosen):
    priced = [s for s in chosen if s["rate"] is not None]
    return sum(s["kwh"] * s["rate"] for s in priced) if priced else None


def figures(chosen):
    return f"{text(kwh(chosen))},{text(cost(chosen))}" if chosen else ","


def having(test):
    return [s for s in DAY if s["rate"] is not None and test(s)]


def by_rate():
    lines, running, total = [], Fraction(0), cost(DAY)
    for rate in RATES:
        chosen = having(lambda s: s["rate"] == rate)
        running += cost(chosen)
        mean, share = cost(chosen) / kwh(chosen), cost(chosen) / total
        lines.append(
            f"{text(rate)},{figures(chosen)},{len(chosen)},{len(chosen)},0,"
            f"{text(mean)},{text8(share)},{text(running)}"
        )
    return lines + [f"none,{figures([DAY[4]])},1,1,1,,,"]


def text8(number):
    return text(round(number * 10**8) / Fraction(10**8))


def stamp(k):
    """The start of the k-th half-hour, the 51st being midnight."""
    if k == 51:
        return "2023-10-30T00:00:00+00:00"
    return f"2023-10-29T{CLOCK[k - 1]}:00+0{int(k < 5)}:00"


def stretch(count, best, last=50):
    """The first of the stretches without a hole that have the best mean."""
    runs = [
        (sum(s["rate"] for s in run) / count, run[0]["k"])
        for run in (DAY[n : n + count] for n in range(last - count + 1))
        if all(s["rate"] is not None for s in run)
    ]
    mean = best(mean for mean, _ in runs)
    first = min(k for m, k in runs if m == mean)
    return [f"{stamp(first)},{stamp(first + count)},{text8(mean)}"]


def bands():
    """Rows of half an hour each, named by the local clock of their ends."""
    ends = [s["clock"] for s in DAY[1:]] + ["24:00"]
    names = {}
    for half, end in zip(DAY, ends):
        if half["rate"] is not None:
            names.setdefault(f"{half['clock']}-{end}", []).append(half)
    return [f"{name},{figures(names[name])}" for name in sorted(names)]


def hours():
    return {h: [s for s in DAY if s["clock"][:2] == h] for h in sorted({c[:2] for c in CLOCK})}


def across():
    return [
        f"{hour}:00,"
        + ",".join(
            text(cost([s for s in chosen if s["rate"] == rate])) for rate in RATES + [None]
        )
        for hour, chosen in list(hours().items())[:3]
    ]


def bill(exactly):
    priced = [s for s in DAY if s["rate"] is not None]
    energy = cost(priced) / VAT
    rate = text8(energy / kwh(priced))
    if not exactly:
        energy = pence(energy)
    vat = energy / 20 if exactly else pence(energy / 20)
    shown = text if not exactly else text8
    return [
        f"import,energy: agile,{text(kwh(priced))},kWh,{rate},{shown(energy)}",
        f"import,energy: none,{text(DAY[4]['kwh'])},kWh,,",
        f"import,subtotal,,,,{shown(energy)}",
        f"import,VAT 5%,,,,{shown(vat)}",
        f"import,total,,,,{shown(energy + vat)}",
    ]


EXPECTED = {
    "cost 2023-10-29 by rate with coverage, price, share, cumulative": by_rate,
    "cost 2023-10-29 by band limit 6": lambda: bands()[:6],
    "cost 2023-10-29 by hour across rate limit 3": across,
    "cost 2023-10-29 where rate <= -£0.03": lambda: [
        figures(having(lambda s: s["rate"] <= Fraction("-0.03")))
    ],
    "cost 2023-10-29 where rate < £-0.029 and time 12:00-24:00": lambda: [
        figures(having(lambda s: s["rate"] < Fraction("-0.029") and s["clock"] >= "12:00"))
    ],
    "cost 2023-10-29 where cost = 0": lambda: [figures(having(lambda s: s["rate"] == 0))],
    "cost 2023-10-29 by rate having cost < 0": lambda: [
        f"-0.03,{figures(having(lambda s: s['rate'] < 0))}"
    ],
    "cost 2023-10-29 by hour bottom 2": lambda: [
        f"{hour}:00,{figures(chosen)}"
        for hour, chosen in sorted(hours().items(), key=lambda item: cost(item[1]))[:2]
    ],
    "cheapest 1h 2023-10-29": lambda: stretch(2, min),
    "cheapest 1h30m 2023-10-29 where time 00:00-02:00": lambda: stretch(3, min, 6),
    "dearest 2h30m 2023-10-29": lambda: stretch(5, max),
    "bill 2023-10-29 using exact": lambda: bill(True),
    "bill 2023-10-29": lambda: bill(False),
    "cost 2023-10-29 on euros with standing, price, vat": lambda: [
        "1.275,0.255,0.5,0.755,0.59215686,0.24285714,0.01214286"
    ],
    "rates 2023-10-29 on euros": lambda: [f"{stamp(1)},{stamp(51)},euros,0.2"],
}


if __name__ == "__main__":
    check(("odd",), EXPECTED)

#!/usr/bin/env python3
"""Makes what the fuzzer begins with: Tests/Fuzzing/make_seeds.py FOLDER

For each surface a folder of small texts, which the tests and examples have anyway, and a dictionary of the words in them.
"""
import collections
import glob
import os
import re
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
FIXTURES = "Tests/ShellTests/Fixtures"
# Longer ones make the fuzzer slow, and say no more.
MOST = 3000


def files(*patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(pattern, recursive=True)):
            with open(path, "rb") as file:
                yield file.read()


def heads(lines, *patterns):
    """The first lines of files."""
    for data in files(*patterns):
        yield b"".join(data.splitlines(keepends=True)[:lines])


def literals(*patterns):
    """The texts in Swift sources: of several lines, raw and plain."""
    forms = r'"""\n(.*?)"""|#"(.*?)"#|"((?:[^"\\\n]|\\.)*)"'
    for data in files(*patterns):
        for match in re.finditer(forms, data.decode(), re.DOTALL):
            several, raw, plain = match.groups()
            if several is not None:
                indent = len(several) - len(several.lstrip(" "))
                yield "\n".join(line[indent:] for line in several.split("\n")).encode()
            else:
                yield (raw or plain or "").replace("\\n", "\n").replace('\\"', '"').encode()


def statements():
    for data in files("Tests/ShellTests/Golden/*.txt"):
        for line in data.splitlines():
            if line.startswith(b"octowatt> "):
                yield line[len(b"octowatt> "):]


def days():
    for items in ["null", "0", "1500", "0.001", "12.25", "-2500000", "99999999.999", "23.92812345678901234567"]:
        yield f"[{','.join([items] * 48)}]".encode()
        yield f"[{', '.join([items, '1'] * 24)}]".encode()


def typed():
    """A cursor at the end or inside, and screens of some sizes."""
    for number, statement in enumerate(statements()):
        yield bytes([len(statement) % 256, 80, 24, 0]) + statement
        yield bytes([number % 40, 20, 5, 1]) + b"cost import,\n  " + statement[: number % 20]


SEEDS = {
    "statements": [statements(), files("examples/**/*.octowatt", f"{FIXTURES}/programs/*.octowatt")],
    "periods": [
        (line.split(b"|")[1] for line in b"".join(files("Tests/QueryLanguageTests/Fixtures/periods.txt")).splitlines()),
        literals("Tests/QueryLanguageTests/Period*.swift"),
    ],
    "numbers": [literals("Tests/EnergyModelTests/*Text*.swift", "Tests/QueryLanguageTests/*.swift")],
    "configuration": [
        files("configs/*.json", "examples/home/config.json", f"{FIXTURES}/**/*config*.json"),
        literals("Tests/InterchangeTests/Configuration*.swift", "Tests/InterchangeTests/Prototype*.swift"),
    ],
    "readings": [
        heads(4, "examples/home/1*.json", f"{FIXTURES}/**/*_*_*_*.json"),
        literals("Tests/InterchangeTests/ReadingsFile*.swift"),
    ],
    "csv": [
        heads(4, f"{FIXTURES}/**/consumption.csv", f"{FIXTURES}/supplier/*.csv"),
        literals("Tests/InterchangeTests/Consumption*.swift", "Tests/InterchangeTests/SupplierCost*.swift",
                 "Tests/InterchangeTests/PricedRows*.swift"),
    ],
    "rates": [
        files(f"{FIXTURES}/*/*.csv", f"{FIXTURES}/dated/*.json", f"{FIXTURES}/money/*.json"),
        files(f"{FIXTURES}/payment/*.json", f"{FIXTURES}/files/*.json"),
        literals("Tests/InterchangeTests/Rates*.swift"),
    ],
    "bills": [literals("Tests/InterchangeTests/Statements/*.swift")],
    "zones": [files("/usr/share/zoneinfo/Europe/*", "/usr/share/zoneinfo/UTC", "/usr/share/zoneinfo/EST5EDT")],
    "answers": [
        files(f"{FIXTURES}/files/*.json", f"{FIXTURES}/payment/*.json"),
        literals("Tests/TestSupport/FakeOctopus/*.swift", "Tests/ShellTests/Fetching/*.swift"),
        literals("Tests/InterchangeTests/ConsumptionAnswerTests.swift"),
    ],
    "days": [days()],
    "input": [[b"usage\r\ncost\n", b"usage", b"\n\n\r\n\r", "bill\n# €\n".encode()]],
    "lines": [typed()],
    "history": [[b"usage\ncost\n", b"#1700000000\nusage\n#1700000001!\ncost import\n  2023-07\n#1700000002\nusage\n"]],
}


def write(folder, surface, sources):
    os.makedirs(os.path.join(folder, surface), exist_ok=True)
    texts = {text[:MOST] for source in sources for text in source if text}
    for number, text in enumerate(sorted(texts)):
        with open(os.path.join(folder, surface, f"seed-{number}"), "wb") as file:
            file.write(text)
    words = collections.Counter(word for text in texts for word in re.findall(rb"[\w.:/+-]{2,24}", text))
    with open(os.path.join(folder, f"{surface}.dict"), "wb") as file:
        for word, _ in words.most_common(400):
            file.write(b'"' + b"".join(b"\\x%02x" % byte for byte in word) + b'"\n')


for surface, sources in SEEDS.items():
    write(sys.argv[1], surface, sources)

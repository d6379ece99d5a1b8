"""Write a large, made-up chronology that is the same bytes wherever it is made.

    python benchmarks/generate.py 100000 > big.jsonl
    python benchmarks/generate.py 100000 --format json -o big.json

The same seed and size give the same bytes on every machine and every Python from 3.11 on, and the
events of a smaller size are the first ones of a larger. What ensures it: chance is that of `dice`,
and the output is UTF-8 bytes with `\\n` at the ends of lines, whatever the locale. Events are
written one at a time: memory does not grow with the size.

The events are nonsense in good order: invented bodies in real cities, about 600 bytes each, with
valid dates of every EDTF kind in the proportions that a real chronology shows (`KINDS`).
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from dice import Dice, spread

SEED = 20220707
TITLE = "A generated chronology, for benchmarks"

Event = dict[str, object]

# ---- dates ------------------------------------------------------------------------------------

YEARS = spread([(66, (1990, 2025)), (22, (1900, 1989)), (10, (1600, 1899)), (2, (1000, 1599))])


def year(dice: Dice) -> int:
    """A year of four digits, most of them recent."""
    return dice.between(*dice.one(YEARS))


def just_year(dice: Dice) -> str:
    """`2019`"""
    return str(year(dice))


def month(dice: Dice) -> str:
    """`2019-02`"""
    return f"{year(dice)}-{dice.between(1, 12):02}"


def day(dice: Dice) -> str:
    """`2022-07-07`; never after the 28th, which every month has."""
    return f"{month(dice)}-{dice.between(1, 28):02}"


def plain(dice: Dice) -> str:
    """A day, a month or a year, as the ends of intervals and qualified dates are."""
    return dice.one((day, month, just_year))(dice)


def interval(dice: Dice) -> str:
    """Both ends at one precision, the second later by some years."""
    first = year(dice)
    last = first + dice.between(1, 12)
    tail = dice.one(("", "-06", "-03-31"))
    return f"{first}{tail}/{last}{tail}"


def qualified(marks: str) -> Callable[[Dice], str]:
    """A plain date with one of the marks behind it."""
    return lambda dice: plain(dice) + dice.one(marks)


def within(dice: Dice) -> str:
    """A mark inside the date: on what is left of it, or on one component alone."""
    return f"{year(dice)}{dice.one(('~-05', '-04?-10', '-?09', '-06-~11'))}"


def one_of(dice: Dice) -> str:
    """A set: one of several years, or all of them."""
    first = year(dice)
    last = first + dice.between(3, 9)
    return dice.one(("[{},{}]", "{{{},{}}}", "[{}..{}]", "{{{}..{}}}")).format(first, last)


# How often in a thousand, and how such a date is written.
KINDS: list[Callable[[Dice], str]] = spread(
    [
        (540, day),
        (130, month),
        (120, just_year),
        (32, qualified("~")),
        (22, qualified("?")),
        (6, qualified("%")),
        (4, within),
        (48, interval),
        (20, lambda d: plain(d) + "/.."),
        (5, lambda d: plain(d) + "/"),
        (5, lambda d: "../" + plain(d)),
        (2, lambda d: "/" + plain(d)),
        (18, lambda d: f"{year(d) // 10}X"),
        (8, lambda d: f"{year(d) // 100}XX"),
        (5, lambda d: month(d) + "-XX"),
        (12, lambda d: f"-{d.between(1, 1500):04}"),
        (2, lambda d: f"-{d.between(1, 1500):04}~"),
        (6, lambda d: f"{year(d)}-{d.between(21, 24)}"),
        (4, lambda d: f"{year(d)}-{d.between(33, 36)}"),
        (4, one_of),
        (2, lambda d: f"{year(d)}S{d.between(2, 3)}"),
        (4, lambda d: f"{day(d)}T{d.between(0, 23):02}:{d.between(0, 59):02}:00Z"),
        (1, lambda d: f"Y-{d.between(10_000, 200_000_000)}"),
    ]
)


# ---- words ------------------------------------------------------------------------------------

CATEGORIES = spread(
    [
        (22, "technology"),
        (17, "policy"),
        (13, "research"),
        (11, "funding"),
        (9, "industry"),
        (8, "education"),
        (6, "infrastructure"),
        (5, "health"),
        (4, "space"),
        (3, "environment"),
        (1, "culture"),
        (1, "sport"),
    ]
)
PLACES = (
    "Hong Kong",
    "Shenzhen",
    "Guangzhou",
    "Macao",
    "Zürich",
    "São Paulo",
    "Nairobi",
    "Łódź",
    "Kyoto",
    "Reykjavík",
    "Toronto",
    "Bengaluru",
    "Cambridge",
    "Montréal",
    "Tallinn",
    "香港",
)
BODIES = ("Institute", "Laboratory", "Council", "Foundation", "Observatory", "Works", "College")
FIELDS = (
    ("Robotics", "robotics"),
    ("Materials", "materials"),
    ("Ocean", "ocean science"),
    ("Semiconductor", "semiconductors"),
    ("Medical Imaging", "medical imaging"),
    ("Rail", "railways"),
    ("Astronomy", "astronomy"),
    ("Battery", "energy storage"),
    ("Language", "language technology"),
    ("Seed", "plant breeding"),
)
DEEDS = (
    ("opens", "a laboratory for {} with room for {} people"),
    ("signs", "an agreement on {} that names {} tasks"),
    ("funds", "work on {} at {} institutes"),
    ("publishes", "a plan for {} in {} chapters"),
    ("shows", "a prototype in {}, the result of {} trials"),
    ("joins", "a network for {} of {} members"),
    ("closes", "its programme in {} after {} reports"),
)
REMARKS = (
    "The decision had been put off twice for want of a site.",
    "Its partners share the cost in equal parts; the first review is due after three years.",
    "Contemporary reports differ on the sum, and none of them gives its source.",
    "A second phase was announced on the same occasion and begun much later.",
    "“We count what works”, the director said, “not what is promised.”",
    "The files were opened to the public forty years afterwards.",
    "Half of the posts went to people who had trained abroad; the rest was filled from the region.",
    "No other body in the country had tried the same on such a scale.",
)
TAGS = (
    "agreement",
    "artificial-intelligence",
    "biotech",
    "cooperation",
    "data",
    "energy",
    "first",
    "laboratory",
    "open-data",
    "patents",
    "robotics",
    "start-ups",
    "talent",
    "universities",
)
PUBLISHERS = ("Morning Register", "Science Gazette", "The Ledger", "Annals of Industry", "日报")
STATUS = ("confirmed", "reported", "disputed")


def source(dice: Dice, number: int, title: str) -> Event:
    """A source with an address, now and then with the page and the words relied on."""
    address = f"https://archive.example/{dice.below(9000) + 1000}/{number}"
    made: Event = {"title": title, "publisher": dice.one(PUBLISHERS), "url": address}
    if dice.chance(15):
        made["locator"] = f"p. {dice.between(1, 400)}"
        made["quote"] = dice.one(REMARKS)
    return made


def event(dice: Dice, number: int) -> Event:
    """The event of that number (from 0), with the fields of the store format in their order."""
    place = dice.one(PLACES)
    name, field = dice.one(FIELDS)
    body = f"{place} {name} {dice.one(BODIES)}"
    verb, deed = dice.one(DEEDS)
    amount = dice.between(2, 900)
    title = f"{body} {verb} {deed.format(field, amount)}"
    made: Event = {
        "id": f"{name.lower().replace(' ', '-')}-{verb}-{number + 1}",
        "date": dice.one(KINDS)(dice),
        "title": title,
        "summary": " ".join(dice.some(REMARKS, 1, 2)),
        "category": dice.one(CATEGORIES),
        "tags": dice.some(TAGS, 1, 4),
        "places": [place],
    }
    if dice.chance(70):
        made["actors"] = [body, f"{dice.one(PLACES)} {dice.one(BODIES)}"]
    if dice.chance(20):
        figure: Event = {"name": field, "value": dice.between(1, 10**6) / 4, "unit": "HKD million"}
        made["figures"] = [figure | ({"approximate": True} if dice.chance(30) else {})]
    if dice.chance(8):
        made["date_note"] = "Counted back from the anniversary that the source mentions."
    made["sources"] = [
        source(dice, number, f"On {field} in {place}") for _ in range(dice.one((1, 1, 1, 2)))
    ]
    if dice.chance(6):
        made["translations"] = {
            "zh-Hant": {"title": f"第{number + 1}號事件：{place}", "summary": "為基準測試而生成。"}
        }
    if dice.chance(25):  # what other tools leave behind, and hkinno keeps
        made["importance"] = dice.between(1, 10)
        made["status"] = dice.one(STATUS)
    if dice.chance(5):
        made["x-import"] = {"row": number, "checked": dice.chance(50), "hash": None}
    return made


# ---- files ------------------------------------------------------------------------------------


def events(count: int, seed: int = SEED) -> Iterator[Event]:
    """So many events, one at a time; a smaller count gives the beginning of a larger."""
    dice = Dice(seed)
    return (event(dice, number) for number in range(count))


def write(out: BinaryIO, count: int, seed: int = SEED, form: str = "jsonl") -> None:
    """Write a store: `jsonl` is an event a line, `json` the same lines inside one document."""
    whole = form == "json"
    if whole:
        out.write(f'{{"title": {json.dumps(TITLE)}, "events": ['.encode())
    before = "\n" if whole else ""
    for made in events(count, seed):
        line = json.dumps(made, ensure_ascii=False, separators=(", ", ": "))
        out.write((before + line + ("" if whole else "\n")).encode())
        before = ",\n" if whole else ""
    if whole:
        out.write(b"\n]}\n")


def main() -> None:
    """The command line: see the module's own text."""
    parser = argparse.ArgumentParser(description="Write a large, made-up, repeatable chronology.")
    parser.add_argument("count", type=int, help="how many events")
    parser.add_argument("--seed", type=int, default=SEED, help="another chronology (%(default)s)")
    parser.add_argument("--format", choices=("jsonl", "json"), default="jsonl", dest="form")
    parser.add_argument("-o", "--output", type=Path, help="a file instead of standard output")
    asked = parser.parse_args()
    try:
        with asked.output.open("wb") if asked.output else nullcontext(sys.stdout.buffer) as out:
            write(out, asked.count, asked.seed, asked.form)
            out.flush()
    except BrokenPipeError:  # the reader has had enough: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

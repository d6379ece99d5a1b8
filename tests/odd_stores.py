"""Stores as oddly laid out as JSON allows, and where each byte of them belongs.

They are put together here, character by character, so that the tests know from elsewhere than
hkinno where an event begins, what its members are, and in which style it was written.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from hypothesis import strategies as st

BOM = b"\xef\xbb\xbf"
# date as written, first day and last day
DATES = [
    ("1997-07-01", "1997-07-01", "1997-07-01"),
    ("2002", "2002-01-01", "2002-12-31"),
    ("2002-03", "2002-03-01", "2002-03-31"),
    ("2002-03-15", "2002-03-15", "2002-03-15"),
    ("2018~", "2018-01-01", "2018-12-31"),
    ("2018?/2019-06", "2018-01-01", "2019-06-30"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("2021-02", "2021-02-01", "2021-02-28"),
]
TEXTS = [
    "plain",
    "",
    'a "quoted" one',
    "back\\slash \\\\ \\u0041",
    '{"id": "e1", "date": "2019"}, [',
    '"events": [{"id": "e0"}]',
    "}]},:",
    "香港科學園 – naïve",
    "tab\tline\nbreak\rreturn",
    "\u2028\u202e\x1b[31m\x7f\x00",
    "😀 astral",
    "</script>&amp;",
]
NUMBERS = ["1.50", "-0", "1e5", "1E+2", "123456789012345678901234567890", "0.1e-7", "1e999", "7"]
UNKNOWN = ["note", "x-id", "größe", 'a"b', "events", "Title", "nested"]


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def parsed(data: bytes | str) -> Any:
    """What the standard library reads; numbers stay as they are written."""
    return json.loads(data, parse_int=Number, parse_float=Number)


def events_of(data: bytes, shape: str) -> list[dict[str, Any]]:
    """The events of a store, in the order of the file, read by the standard library."""
    data = data.removeprefix(BOM)
    if shape == "lines":
        return [parsed(line) for line in data.split(b"\n") if line.strip()]
    whole = parsed(data)
    found: list[dict[str, Any]] = whole if shape == "array" else whole["events"]
    return found


class Literal(str):
    """JSON text that stands as it is: numbers whose spelling must not change."""

    __slots__ = ()


class Pair(NamedTuple):
    """A member of an event: the key, and its offsets in the file."""

    key: str
    start: int
    value: int
    end: int


class Placed(NamedTuple):
    """An event in a file."""

    id: str
    start: int
    end: int
    pairs: list[Pair]


Blank = Callable[[int], str]


@dataclass
class Style:
    """How JSON is laid out. Each gap is asked for anew, with the depth at which it stands."""

    begin: Blank  # behind an opening bracket
    after_item: Blank  # before a comma
    between: Blank  # behind a comma
    finish: Blank  # before a closing bracket
    before_colon: Blank
    after_colon: Blank
    flat: bool = False  # lists and objects inside an event stand on one line


def constant(text: str) -> Blank:
    return lambda _: text


EMPTY, ONE = constant(""), constant(" ")
ONE_LINE = Style(EMPTY, EMPTY, ONE, EMPTY, EMPTY, ONE)


@dataclass
class Odd:
    """A store: its bytes, and what they mean."""

    name: str
    data: bytes
    events: list[dict[str, Any]]  # in the order of the file
    order: str  # "rising", "falling" or "mixed"
    style: str
    shape: str
    placed: list[Placed] = field(default_factory=list)


class Pen:
    """Writes values as text and remembers where it put them."""

    def __init__(self, style: Style, roll: random.Random) -> None:
        self.style, self.roll = style, roll
        self.data = bytearray()

    def put(self, text: str) -> None:
        self.data += text.encode()

    def value(self, value: Any, depth: int, flat: bool = False) -> None:
        if isinstance(value, Literal):
            self.put(value)
        elif isinstance(value, str):
            self.put(spelled(value, self.roll))
        elif value is None or isinstance(value, bool):
            self.put({None: "null", True: "true", False: "false"}[value])
        elif isinstance(value, dict):
            self.object(value, depth, flat)
        else:
            parts = [lambda v=v: self.value(v, depth + 1, flat) for v in value]
            self.items("[]", parts, depth, flat)

    def object(self, value: dict[str, Any], depth: int, flat: bool = False) -> list[Pair]:
        pairs: list[Pair] = []

        def member(key: str) -> None:
            start = len(self.data)
            self.put(spelled(key, self.roll))
            style = ONE_LINE if flat else self.style
            self.put(style.before_colon(depth) + ":" + style.after_colon(depth))
            begin = len(self.data)
            self.value(value[key], depth + 1, flat or self.style.flat)
            pairs.append(Pair(key, start, begin, len(self.data)))

        self.items("{}", [lambda key=key: member(key) for key in value], depth, flat)
        return pairs

    def member(self, key: str, value: Any) -> None:
        """A member of the document; the value may be what writes it."""
        self.put(spelled(key, self.roll))
        self.put(self.style.before_colon(1) + ":" + self.style.after_colon(1))
        if callable(value):
            value()
        else:
            self.value(value, 2)

    def items(self, brackets: str, parts: Sequence[Any], depth: int, flat: bool = False) -> None:
        style = ONE_LINE if flat else self.style
        self.put(brackets[0])
        if parts or self.roll.random() < 0.3:
            self.put(style.begin(depth + 1) if parts else "")
        for number, part in enumerate(parts):
            if number:
                self.put(style.after_item(depth + 1) + "," + style.between(depth + 1))
            part()
        self.put((style.finish(depth) if parts else "") + brackets[1])


def spelled(text: str, roll: random.Random) -> str:
    """A JSON string; some characters are escaped though they need not be."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b"}
    out = []
    for char in text:
        if char in short:
            out.append(short[char])
        elif char < " " or char == "\x7f" or (not char.isascii() and roll.random() < 0.2):
            units = char.encode("utf-16-be")
            pairs = (units[i : i + 2].hex() for i in range(0, len(units), 2))
            out += [f"\\u{unit}" for unit in pairs]
        else:
            out.append("\\/" if char == "/" and roll.random() < 0.5 else char)
    return '"' + "".join(out) + '"'


def style_of(kind: str, newline: str, unit: str, roll: random.Random) -> Style:
    """tight, spaced, indented, compact (a line for each field of an event), or chaos."""
    if kind == "tight":
        return Style(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY)
    if kind == "spaced":
        return ONE_LINE
    line: Blank = lambda depth: newline + unit * depth  # noqa: E731
    if kind in ("indented", "compact"):
        flat = kind == "compact"
        return Style(line, EMPTY, line, line, EMPTY, ONE, flat)
    gaps = ["", "", " ", "  ", "\t"] + ([newline, newline * 2 + " "] if newline else [])
    chaos: Blank = lambda _: roll.choice(gaps)  # noqa: E731
    return Style(chaos, chaos, chaos, chaos, chaos, chaos)


def event(number: int, date: str, roll: random.Random) -> dict[str, Any]:
    """An event whose fields stand in any order, known and unknown ones."""
    found: dict[str, Any] = {"id": f"e{number}", "date": date, "title": roll.choice(TEXTS) or "t"}
    if found["title"].strip("\x00") == "":
        found["title"] = "t"
    more: dict[str, Any] = {
        "summary": roll.choice([*TEXTS, None]),
        "category": roll.choice(TEXTS),
        "tags": [roll.choice(TEXTS) for _ in range(roll.randrange(3))],
        "figures": [{"name": "n", "value": Literal(roll.choice(["1.50", "7"])), "odd": None}],
        "sources": [{"title": roll.choice(TEXTS), "pages": Literal("12")}],
        "translations": {"zh-Hant": {"title": "標題"}},
        roll.choice(UNKNOWN): Literal(roll.choice(NUMBERS)),
        roll.choice(UNKNOWN): {"id": "e0", "deep": [[], {}, [True, None, roll.choice(TEXTS)]]},
    }
    for key in roll.sample(list(more), roll.randrange(len(more))):
        found[key] = more[key]
    keys = list(found)
    if roll.random() < 0.5:
        roll.shuffle(keys)
    return {key: found[key] for key in keys}


def chosen_dates(count: int, order: str, roll: random.Random) -> list[str]:
    rows = [roll.choice(DATES) for _ in range(count)]
    if order != "mixed":  # a year heads its months
        rows.sort(key=lambda row: (row[1], [-ord(c) for c in row[2]]))
    if order == "falling":
        rows.reverse()
    dates = [row[0] for row in rows]
    if order == "mixed" and count and roll.random() < 0.3:
        dates[roll.randrange(count)] = roll.choice(["Feb 2019", "2019-13", ""])
    return dates


def lay_out(
    shape: str, kind: str, events: list[dict[str, Any]], roll: random.Random, **how: Any
) -> Odd:
    """Write a store. `how`: newline, unit, bom, final (what follows the last bracket)."""
    newline, unit = how.get("newline", "\n"), how.get("unit", "  ")
    final, bom = how.get("final", newline), how.get("bom", False)
    style = style_of(kind, "" if shape == "lines" else newline, unit, roll)
    pen = Pen(style, roll)
    pen.data += BOM if bom else b""
    placed: list[Placed] = []

    def put_event(one: dict[str, Any], depth: int) -> None:
        start = len(pen.data)
        pairs = pen.object(one, depth)
        placed.append(Placed(one["id"], start, len(pen.data), pairs))

    if shape == "lines":
        blank = how.get("blank", "")
        for number, one in enumerate(events):
            if number or blank:
                pen.put((newline if number else "") + blank)
            put_event(one, 0)
        pen.put(final if events else "")
    else:
        depth = 0 if shape == "array" else 1
        rows = [lambda one=one: put_event(one, depth + 1) for one in events]
        if shape == "array":
            pen.items("[]", rows, 0)
        else:
            around = how.get("around", ({}, {}))
            parts = [partial(pen.member, key, value) for key, value in around[0].items()]
            parts.append(partial(pen.member, "events", lambda: pen.items("[]", rows, 1)))
            parts += [partial(pen.member, key, value) for key, value in around[1].items()]
            pen.items("{}", parts, 0)
        pen.put(final)
    name = how.get("name") or ("odd.jsonl" if shape == "lines" else "odd.json")
    return Odd(name, bytes(pen.data), events, how.get("order", "mixed"), kind, shape, placed)


@st.composite
def odd_stores(draw: st.DrawFn, least: int = 0) -> Odd:
    """Any store with at least so many events."""
    roll = random.Random(draw(st.integers(0, 2**32)))
    shape = draw(st.sampled_from(["document", "array", "lines"]))
    kind = draw(st.sampled_from(["tight", "spaced", "indented", "compact", "chaos"]))
    order = draw(st.sampled_from(["rising", "falling", "mixed"]))
    if shape == "lines" and kind in ("indented", "compact"):
        kind = "spaced"
    count = draw(st.integers(least, 6))
    dates = chosen_dates(count, order, roll)
    newlines = ["\n", "\r\n"] if shape == "lines" else ["\n", "\r\n", "\r"]
    newline = draw(st.sampled_from(newlines))
    before = {"title": roll.choice(TEXTS), 'meta "events"': {"events": [Literal("1")]}}
    after = {"note": '"events": [{"id": "e0"}]', "version": Literal("1.50"), "events ": []}
    return lay_out(
        shape,
        kind,
        [event(number, date, roll) for number, date in enumerate(dates)],
        roll,
        newline=newline,
        unit=draw(st.sampled_from(["  ", "\t", " ", "    ", "   ", ""])),
        final=draw(st.sampled_from(["", newline, newline * 2, newline + " "])),
        bom=draw(st.booleans()),
        blank=roll.choice(["", "", newline, " \t"]) if shape == "lines" else "",
        around=(before if roll.random() < 0.7 else {}, after if roll.random() < 0.7 else {}),
        order=order,
    )

"""With which dates a line of markwhen begins that is the line of an event.

The patterns are those of its parser, in its order, on lines whose blanks are single; but nothing is
no date. The last two are ours: dates of EDTF with a time, or with a hyphen and blanks between them,
and EDTF that is more than digits (`1980~`, `199X`, `2020/..`).
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from hkinno.dates import edtf

_NAMES = "january february march april may june july august september october november december"
MONTHS = {name[:3]: number for number, name in enumerate(_NAMES.split(), 1)}
MONTH = "|".join((*_NAMES.split(), *MONTHS))
TIME = r"(?:(?:1[0-2]|[1-9])(?::\d\d)?[ap]m|[012]?\d(?::\d\d)?)"
_WEEK = r"\d{4}-?w\d\d(?:-?[1-7])?"
UNITS = (
    "milliseconds|ms|seconds?|secs?|s|minutes?|mins?|hours?|h"
    "|(?:week ?|work ?|business ?)?(?:days?|d)|weeks?|w|months?|years?|y"
)
AMOUNT = rf"-?\d+\W{{0,3}}(?:{UNITS})(?: ?, ?| ?)"
_ID = r"!\w+(?:\.(?:start|end))?|\.(?:start|end)"
_RELATIVE = rf"(?:by|before|after)?(?: ?(?:{_ID}) ?)?(?:plus|\+)? ?(?:{AMOUNT})*"
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d+(?:\.\d*)?Z"
_EDTF = rf"(?:{_WEEK}|\d{{4}}(?:-\d\d(?:-\d\d(?: {TIME})?)?)?)"
_SLASHES = rf"(?:{_WEEK}|\d{{1,5}}(?:/\d{{1,5}}(?:/\d{{1,5}}(?:[, ]+{TIME})?)?)?)"
_NAMED = (
    rf"(?:(?:[0-3]?\d (?:{MONTH})|(?:{MONTH}) [0-3]?\d(?!\d)),?(?: \d{{4}},?)?(?: {TIME})?"
    rf"|(?:{MONTH})(?: \d{{1,4}})?)"
)
ERA = r"\d{1,5}(?: ?(?:bce|bc|ad|ce))?"


def _line(point: str, between: str, no: str = "") -> Callable[[str], re.Match[str] | None]:
    end = rf"(?:(?:{between})(?P<end>{point}))?(?P<every> ?every[^:]+)?"
    return re.compile(rf"(?P<start>{point}){end} ?:{no}(?P<title>.*)", re.I).match


_CASUAL = rf"{_ISO}|now|{TIME}|{_SLASHES}|{_NAMED}|{_RELATIVE}"
_LINES = (  # in the order of the parser's own; the last is ours
    _line(rf"{_EDTF}|{_RELATIVE}|now", " ?/ ?"),
    _line(_CASUAL, " ?- ?| to "),
    _line(ERA, " ?[-–] ?"),
    _line(rf"{_INSTANT}|{_EDTF}|{_CASUAL}", " ?– ?| / | - | to ", r"(?!\d)"),
)
_EXACT = re.compile(
    r"(?P<start>[-\d.\[{Y][-\dXYES~?%./,\[\]{}]*)(?P<end>)(?P<every>):(?P<title>.*)"
).match
NO_END = "?"  # of a range, where there should be one
MORE = re.compile(r"[~?%X\[{]|\.\.|^Y|/$").search
_MAY_BE = re.compile(rf"[-\d!.+\[{{Y]|now|by|before|after|{MONTH}", re.I).match


class Head(NamedTuple):
    """The start of an event: its date, taken apart as written, and the rest of its line."""

    written: str
    start: str
    end: str
    every: str
    title: str


def find_head(line: str) -> Head | None:
    """The date that a line, its blanks single, begins with, if it is the line of an event."""
    if ":" not in line or not _MAY_BE(line):
        return None
    endless = None
    for match in _LINES:
        # What says nothing is now to the parser, as before the hyphen of `- 2019: …`.
        if (found := match(line)) and found["start"].strip():
            if found["end"] != "":
                return _head(found)
            endless = endless or _head(found)._replace(end=NO_END)
    found = _EXACT(line)
    if found and MORE(found["start"]) and edtf.readable(found["start"]):
        return _head(found)
    return endless


def _head(found: re.Match[str]) -> Head:
    start, end, every, title = (text.strip() for text in found.groups(""))
    written = found[0][: found.start("title")].rstrip(" :")
    return Head(written, start, end, every, title)

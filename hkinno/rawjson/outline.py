"""Where values begin and end in JSON that is not well formed, by its brackets and quotes alone.

What is wrong inside a value (a comma too few, a line break in a text) leaves its brackets and
quotes as they are, so that its end is certain. Where these do not match either, the value is taken
to end before the next object that looks like an event: it has an `id`, and a `date` or a `title`.
That takes time in proportion to the text, since no value is gone through more than a few times.
"""

import json
import re
from typing import NamedTuple

BLANKS = " \t\r\n"
_OBJECT = re.compile(r"[\[,}\]\n][ \t\r\n]*(?=\{)")
# A text in quotes, and not what is between the last text of an object and the first one of the
# next, as in `},{`. To come upon that as a text is how it shows that a quote is missing.
_TEXT = r'"(?![^"\[\]{}\\]*+[\]}][\]}\s]*+,?\s*+\{\s*+")(?:[^"\\]++|\\.)*+"'
_TOKEN = re.compile(rf'((?:[^"\[\]{{}}]++|{_TEXT})*+)([\[{{\]}}])?', re.S | re.A)
_NAME = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*+(:)?', re.S | re.A)
_LONE = re.compile(rf'{_TEXT}|[^\s,:\[\]{{}}"]++', re.S | re.A)
_OPENER = {"]": "[", "}": "{"}
_MOST_BRACKETS = 50  # brackets in brackets; with more of them nothing is certain
_scan = json.JSONDecoder(parse_int=str).raw_decode
_scan_leniently = json.JSONDecoder(parse_int=str, strict=False).raw_decode


class _Outline(NamedTuple):
    """What is seen of a value: the text at its top, its end if that is certain, how far it was
    looked at."""

    top: list[str]
    end: int | None
    reached: int


def ending(text: str, start: int) -> tuple[int | None, int | None]:
    """Where the value at `start` ends, right or wrong; if that is not certain, None, and where the
    next event begins."""
    seen = _outline(text, start)
    if seen.end is not None:
        return seen.end, None
    after = next_event(text, _broken(text, start, seen.reached))
    try:
        return start + _scan_leniently(text[start:after])[1], None  # a riddle, but well formed
    except (json.JSONDecodeError, RecursionError):
        return None, after


def next_event(text: str, at: int) -> int | None:
    """Where the next object begins that looks like an event, or may do so behind what is wrong."""
    for found in _OBJECT.finditer(text, at):
        seen = _outline(text, found.end())
        names = {name for top in seen.top for name, colon in _NAME.findall(top) if colon}
        if "id" in names and (seen.end is None or names & {"date", "title"}):
            return found.end()
    return None


def _outline(text: str, start: int) -> _Outline:
    top: list[str] = []
    if not text.startswith(("{", "["), start):
        lone = _LONE.match(text, start)
        return _Outline(top, lone.end() if lone else None, start)
    opened: list[str] = []
    sure, at = True, start
    while len(opened) <= _MOST_BRACKETS and (found := _TOKEN.match(text, at)):
        before, bracket = found.groups()
        at = found.end()
        if len(opened) == 1:
            top.append(before)
        if bracket is None:
            break
        if bracket in _OPENER:
            sure &= _close(opened, _OPENER[bracket])
            if not opened:
                return _Outline(top, at if sure else None, at)
        elif bracket == "{" and opened[-1:] == ["{"] and before.rstrip(BLANKS)[-1:] in ("", ","):
            break  # where only a name can stand: the object around it, or one in that, is open
        else:
            opened.append(bracket)
    return _Outline(top, None, at)


def _close(opened: list[str], opener: str) -> bool:
    """Close a bracket, and those inside of it that are open still; whether there are none."""
    found = opened.pop()
    alone = found == opener
    while opened and found != opener:
        found = opened.pop()
    return alone


def _broken(text: str, start: int, reached: int) -> int:
    """Where a value is wrong for the first time, or shortly before."""
    try:
        _scan(text[start:reached])
    except json.JSONDecodeError as fault:
        reached = start + fault.pos
    except RecursionError:
        return start
    return max(start, start + len(text[start:reached].rstrip(BLANKS)) - 1)

"""Faults for a person: those of one rule together, under what the rule is about, said once."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hkinno.check.rules import LEVELS, RULES, Fault, Rule
from hkinno.errors import quoted
from hkinno.render import Line
from hkinno.text import escape_controls, plural, wrap

_FEW = 5  # faults of a rule that are listed, unless all are asked for
_INDENT = "  "
_DEEPER = "    "  # where a fault goes on in another line


class PlacedFault(NamedTuple):
    """A fault, the file and line where it is, and the event, if it is in one."""

    place: str
    event: str
    fault: Fault


def event_name(number: int | None, name: str | None) -> str:
    """An event in the sentence about its fault: `event 3 'a'`; nothing for a fault in no event."""
    return f"event {number}{f' {quoted(name)}' if name else ''}" if number else ""


def grouped(
    faults: Sequence[PlacedFault], levels: Mapping[str, str], room: int | None, every: bool
) -> Iterator[Line]:
    """A heading for each rule with its faults, few of them unless `every`; errors come first."""
    for level in dict.fromkeys(LEVELS.values()):
        for rule in RULES:
            found = [each for each in faults if each.fault.code == rule.code]
            if found and levels[rule.code] == level:
                yield from _group(rule, level, found, room, every)


def _group(
    rule: Rule, level: str, faults: Sequence[PlacedFault], room: int | None, every: bool
) -> Iterator[Line]:
    shown = faults if every else faults[:_FEW]
    yield from _wrap(
        f"{plural(len(faults), level)} [{rule.code}]: {rule.looks_for}", "", room, "title"
    )
    if rule.hint:
        yield from _wrap(rule.hint, _INDENT, room, "note")
    for place, event, fault in shown:
        own = f"; {fault.hint}" if fault.hint and fault.hint != rule.hint else ""
        said = " ".join(filter(None, (f"{place}:", f"{event}:" if event else "")))
        yield from _wrap(f"{said} {fault.message}{own}", _INDENT, room, "", _DEEPER)
    if len(shown) < len(faults):
        more = f"{len(faults) - len(shown):,} more like these; --all lists them"
        yield from _wrap(more, _INDENT, room, "note")
    yield Line([])


def _wrap(
    text: str, indent: str, room: int | None, role: str, deeper: str | None = None
) -> Iterator[Line]:
    """Lines that fit, those after the first one indented as `deeper`."""
    deeper = indent if deeper is None else deeper
    lines = wrap(escape_controls(text), (room or sys.maxsize) - len(deeper))
    for number, line in enumerate(lines):
        yield Line([(deeper if number else indent, ""), (line.rstrip(), role)])

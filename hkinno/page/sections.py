"""The list under headings: those of `--group`, else of years, decades or centuries as it gets long.

A heading of its own accord is a place to jump to, and says where in the order an event stands: by
the first day on which it may be. What it is called in each language stands beside it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from math import inf
from typing import NamedTuple

from hkinno.dates.date import Date
from hkinno.display import TIMES, heading_words, unit_words
from hkinno.page.article import anchor, visible
from hkinno.query.groups import GROUPS, Unit
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls
from hkinno.words.language import Language

_MOST, _FULL = 80, 4  # headings; events under one, on average
_OWN = [TIMES[name] for name in ("year", "decade", "century")]


class PageSection(NamedTuple):
    """A heading in each language, empty where there is none, its anchor, the numbers of events."""

    heads: tuple[str, ...]
    anchor: str
    numbers: list[int]


def sections(
    entries: Sequence[Entry], options: RenderOptions, spoken: Sequence[Language]
) -> list[PageSection]:
    """The list of a page in sections, no anchor of which is one of an event."""
    taken = {anchor(entry.event.id) for entry in entries}
    return [
        section._replace(anchor=_free(section.anchor, taken))
        for section in _sections(entries, options, spoken)
    ]


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "-"
    return name


def _sections(
    entries: Sequence[Entry], options: RenderOptions, spoken: Sequence[Language]
) -> list[PageSection]:
    if options.group:
        return list(_grouped(entries, options.group, options, spoken))
    unit = _find_unit(entries)
    if not unit:
        return [PageSection(("",) * len(spoken), "", list(range(len(entries))))]
    found = groupby(range(len(entries)), key=lambda n: _key(entries[n].date, unit))
    return [_timed(key, unit, list(numbers), spoken) for key, numbers in found]


def _find_unit(entries: Sequence[Entry]) -> Unit | None:
    """The finest unit whose headings are neither many nor empty, if the events stand in order."""
    days = [entry.date.lo for entry in entries if entry.date]
    steps = list(pairwise(days))
    if not (all(a <= b for a, b in steps) or all(a >= b for a, b in steps)):
        return None
    for unit in _OWN:
        count = len({_key(entry.date, unit) for entry in entries})
        if 1 < count <= min(_MOST, len(entries) / _FULL):
            return unit
    return None


def _key(date: Date | None, unit: Unit) -> int | str:
    """Where an event stands; what has no first day is told apart."""
    if date is None:
        return "undated heading"
    return "no start" if date.lo == -inf else unit.number(int(date.lo))


def _timed(
    key: int | str, unit: Unit, numbers: list[int], spoken: Iterable[Language]
) -> PageSection:
    if isinstance(key, str):
        return PageSection(tuple(said.say(key) for said in spoken), f"at-{key[:2]}", numbers)
    heads = tuple(unit_words(unit, key, said) for said in spoken)
    return PageSection(heads, f"at-{unit.label(key, key).replace(' ', '')}", numbers)


def _grouped(
    entries: Sequence[Entry], group: str, options: RenderOptions, spoken: Sequence[Language]
) -> Iterator[PageSection]:
    found: dict[tuple[str, ...], list[int]] = {}
    for number, entry in enumerate(entries):
        event = visible(entry, options)
        under = (
            tuple(escape_controls(heading_words(head, group, entry.date, said)) for said in spoken)
            for head in GROUPS[group](event, entry.date)
        )
        for heads in dict.fromkeys(under):
            found.setdefault(heads, []).append(number)
    for place, (heads, numbers) in enumerate(found.items(), 1):
        yield PageSection(heads, f"at-{place}", numbers)

"""Figures over time and silences, as `stats` answers them."""

import sys
from collections.abc import Iterable, Sequence
from math import inf

from hkinno.chart.describe import when
from hkinno.dates.calendar import bound
from hkinno.dates.format import day_words, words
from hkinno.dates.wordings import wording
from hkinno.display import amount, translated
from hkinno.stats.bars import Answer, BarRow, Rows, barred
from hkinno.stats.measures import (
    UNKNOWN,
    UPPER,
    Dated,
    Reading,
    Silence,
    change,
    lasting,
    readings,
    silences,
)
from hkinno.text import escape_controls

_FIGURE = (
    "date",
    "lo",
    "hi",
    "id",
    "figure",
    "value",
    "unit",
    "approximate",
    "bound",
    "change",
    "change_bound",
)
_SILENCE = ("lo", "hi", "days", "after", "before")
_MOST = 20  # silences that are drawn
_LONGEST = 1e300  # what is beyond has a bar as long as this


def figure(
    events: Iterable[Dated], name: str, room: int | None, lang: str | None, most: Rows
) -> Answer:
    """A figure over time, and how it has changed from its first to its last value."""
    found, more = most.cut(readings(events, name), sys.maxsize)
    records = [dict(zip(_FIGURE, _record_of(r), strict=True)) for r in found]
    alike = len({r.unit for r in found}) == 1  # else their bars could not be compared
    rows = [
        BarRow(
            (
                words(r.date, wording(lang)) if r.date else escape_controls(r.event.date),
                escape_controls(amount(r, lang)),
                _change_words(r.change, r.change_bound),
            ),
            *_long(r, alike),
        )
        for r in found
    ]
    heads = ("date", escape_controls(found[0].name) if found else "", "change")
    lines = list(barred(heads, rows, room, dated=True))
    return Answer(_FIGURE, records, lines, [*more, *_changes(found)])


def _record_of(r: Reading) -> tuple[object, ...]:
    days = (bound(r.date.lo), bound(r.date.hi)) if r.date else (None, None)
    change = None if r.change is None else round(r.change, 9)
    told = (r.event.date, *days, r.event.id, r.name, r.value, r.unit, r.approximate)
    return *told, r.bound, change, r.change_bound


def _long(r: Reading, alike: bool) -> tuple[float, float]:
    """How long its bar is, and how long it may be: what is at most so much may be none."""
    value = min(max(r.value, 0), _LONGEST) if alike else 0
    return (0, value) if r.bound in UPPER else (value, 0)


def _change_words(change: float | None, limit: str | None) -> str:
    """A change with its bound, ? if nothing is known of it, and nothing if there is none."""
    if change is None:
        return "?" if limit == UNKNOWN else ""
    return f"{limit or ''} {percent(change)}".strip()


def percent(change: float) -> str:
    """A change as people write it: +167 %."""
    return f"{change * 100:+,.{0 if abs(change) >= 0.1 else 1}f} %"


def _changes(found: Sequence[Reading]) -> list[str]:
    """From the first to the last value in each unit, in a sentence."""
    notes = []
    for unit in dict.fromkeys(r.unit for r in found):
        same = [r for r in found if r.unit == unit and r.date]
        if len(same) < 2:
            continue
        words = _change_words(*change(same[0], same[-1])).replace("?", "by how much is not known")
        if words:
            ends = [f"{amount(r)} {when(r.date)}" for r in (same[0], same[-1]) if r.date]
            notes.append(f"{same[0].name}: {' → '.join(ends)}, {words}")
    return notes


def _silent(silence: Silence, lang: str | None) -> BarRow:
    """From when to when, how long, and between what it is."""
    ends = (silence.after, silence.before)
    first, last = (escape_controls(translated(event, "title", lang)).strip() for event in ends)
    row = wording(lang)
    days = f"{day_words(silence.lo, row)} – {day_words(silence.hi, row)}"
    texts = (days, lasting(silence.lo, silence.hi, row))
    return BarRow(texts, silence.days, note=f"between {first} and {last}")


def gaps(events: Sequence[Dated], room: int | None, lang: str | None, most: Rows) -> Answer:
    """The longest stretches of time on which no event can lie."""
    found, more = most.cut(silences(events), _MOST)
    told = ((bound(s.lo), bound(s.hi), s.days, s.after.id, s.before.id) for s in found)
    records: list[dict[str, object]] = [dict(zip(_SILENCE, row, strict=True)) for row in told]
    rows = [_silent(s, lang) for s in found]
    lines = list(barred(("silence", "lasting"), rows, room, dated=True)) if rows else []
    notes = more if found or more else ["there is no stretch of time without an event"]
    if any(date and date.hi == inf for _, date in events):
        notes.append("what has no end leaves no silence after it")
    return Answer(_SILENCE, records, lines, notes)

"""Figures over time and silences, as `stats` answers them."""

import sys
from collections.abc import Iterable, Sequence
from math import inf

from hkinno.chart.describe import when
from hkinno.dates.calendar import bound
from hkinno.dates.date import Date
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
from hkinno.words.language import Language, language, spoken

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
    said = spoken(lang)
    found, more = most.cut(readings(events, name), sys.maxsize, said)
    records = [dict(zip(_FIGURE, _record_of(r), strict=True)) for r in found]
    alike = len({r.unit for r in found}) == 1  # else their bars could not be compared
    rows = [
        BarRow(
            (
                said.words(r.date) if r.date else escape_controls(r.event.date),
                escape_controls(amount(r, lang)),
                _change_words(r.change, r.change_bound, said),
            ),
            *_long(r, alike),
        )
        for r in found
    ]
    figure = escape_controls(found[0].name) if found else ""
    heads = (said.field("date"), figure, said.field("change"))
    lines = list(barred(heads, rows, room, dated=True))
    return Answer(_FIGURE, records, lines, [*more, *_changes(found, lang)])


def _record_of(r: Reading) -> tuple[object, ...]:
    days = (bound(r.date.lo), bound(r.date.hi)) if r.date else (None, None)
    change = None if r.change is None else round(r.change, 9)
    told = (r.event.date, *days, r.event.id, r.name, r.value, r.unit, r.approximate)
    return *told, r.bound, change, r.change_bound


def _long(r: Reading, alike: bool) -> tuple[float, float]:
    """How long its bar is, and how long it may be: what is at most so much may be none."""
    value = min(max(r.value, 0), _LONGEST) if alike else 0
    return (0, value) if r.bound in UPPER else (value, 0)


def _change_words(change: float | None, limit: str | None, said: Language) -> str:
    """A change with its bound, ? if nothing is known of it, and nothing if there is none."""
    if change is None:
        return "?" if limit == UNKNOWN else ""
    number = percent(change, said)
    return said.say("hedged", hedge=said.say(limit), number=number) if limit else number


def percent(change: float, said: Language) -> str:
    """A change as people write it: +167 %."""
    part = said.decimal(abs(change) * 100, 0 if abs(change) >= 0.1 else 1)
    return f"{'-' if change < 0 else '+'}{part} %"


def _changes(found: Sequence[Reading], lang: str | None) -> list[str]:
    """From the first to the last value in each unit, in a sentence."""
    said, notes = spoken(lang), []
    for unit in dict.fromkeys(r.unit for r in found):
        same = [r for r in found if r.unit == unit and r.date]
        if len(same) < 2:
            continue
        words = _change_words(*change(same[0], same[-1]), said)
        if words:
            told = said.say("unknown change") if words == "?" else words
            steps = " → ".join(_value_then(r, r.date, lang) for r in (same[0], same[-1]) if r.date)
            notes.append(said.say("changed", name=same[0].name, steps=steps, change=told))
    return notes


def _value_then(r: Reading, date: Date, lang: str | None) -> str:
    """A value and its date, which only English has in a sentence."""
    said = spoken(lang)
    if said is language(None):
        return f"{amount(r)} {when(date)}"
    return said.say("in brackets", text=amount(r, lang), more=said.words(date))


def _silent(silence: Silence, lang: str | None) -> BarRow:
    """From when to when, how long, and between what it is."""
    ends = (silence.after, silence.before)
    first, last = (escape_controls(translated(event, "title", lang)).strip() for event in ends)
    said = spoken(lang)
    days = f"{said.day(silence.lo)} – {said.day(silence.hi)}"
    texts = (days, lasting(silence.lo, silence.hi, said.wording))
    return BarRow(texts, silence.days, note=said.say("between two", first=first, last=last))


def gaps(events: Sequence[Dated], room: int | None, lang: str | None, most: Rows) -> Answer:
    """The longest stretches of time on which no event can lie."""
    said = spoken(lang)
    found, more = most.cut(silences(events), _MOST, said)
    told = ((bound(s.lo), bound(s.hi), s.days, s.after.id, s.before.id) for s in found)
    records: list[dict[str, object]] = [dict(zip(_SILENCE, row, strict=True)) for row in told]
    rows = [_silent(s, lang) for s in found]
    heads = said.field("silence"), said.field("lasting")
    lines = list(barred(heads, rows, room, dated=True)) if rows else []
    notes = more if found or more else [said.say("no silence")]
    if any(date and date.hi == inf for _, date in events):
        notes.append(said.say("no silence after"))
    return Answer(_SILENCE, records, lines, notes)

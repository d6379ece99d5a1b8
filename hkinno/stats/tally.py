"""What `stats` answers: how many events there are of each kind, and when."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import inf

from hkinno.dates.calendar import bound
from hkinno.dates.date import Lasting
from hkinno.dates.format import fold_ends, span_words
from hkinno.display import translated, unit_words
from hkinno.events import VALUES, Event, Source, values_of
from hkinno.query.groups import NONE, UNITS, Unit
from hkinno.render import Line
from hkinno.stats.bars import FAINT, Answer, BarRow, Rows, barred
from hkinno.stats.histogram import (
    COUNTS,
    PRECISIONS,
    UNREADABLE,
    Bin,
    by_values,
    by_weekday,
    known_unit,
    over_time,
)
from hkinno.stats.measures import Dated, figure_names
from hkinno.stats.shares import has_share
from hkinno.text import escape_controls
from hkinno.words.language import Language, language, spoken

DRAWN, RECORDS = 100, 10_000  # rows of time; where there would be more, the bins are coarser
_SUMMARY = 30  # rows of time in the summary
_WIDE = 50  # columns; a narrower drawing does not say between which counts it lies
_MOST = 40  # rows of values that are drawn
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#]+)", re.I).match
_UNITS = {unit.name: unit for unit in UNITS}
_VALUES: dict[str, Callable[[Event], Iterable[str]]] = {
    **{row.option: partial(values_of, row=row) for row in VALUES},
    "source": lambda e: map(_publisher, e.sources or ()),
}
_KINDS = ("weekday", "precision")  # whose values are none of the store
BY_DATE = (*_UNITS, *_KINDS)
"""What events are counted by of which only the dates need be known."""
BY = (*BY_DATE, *_VALUES)
_SPREAD = {
    "expected": "spread by days",
    "possible": "counts in each",
    "certain": "counts nowhere",
}


def distribution(
    events: Sequence[Dated],
    by: str,
    count: str,
    room: int | None,
    drawn: bool,
    rows: Rows,
    lang: str | None = None,
    values: Iterable[Iterable[str]] | None = None,
) -> Answer:
    """How many events are in each bin; `count` is which of its counts is told as `events`.

    Where `by` is none of `BY`, `values` are what each event has instead.
    """
    said = spoken(lang)
    if values is None:
        unit, bins, notes = _bins(events, by, count, drawn, rows.brief, said)
    else:
        unit, bins, notes = None, _by_frequency(values), []
    most = _MOST if by in _VALUES or values is not None else RECORDS
    shown, more = rows.cut(bins, most, said)
    bins = list(shown)
    days = ("lo", "hi") if by in _UNITS else ()
    columns = ("bin", *days, "events", *COUNTS)
    records = [
        dict(zip(columns, (b.label, *_days(b, days), *_counts(b, count)), strict=True))
        for b in bins
    ]
    notes += more
    if not drawn:
        return Answer(columns, records, [], notes)
    head = _unit_name(unit, said) if unit else said.field(by)
    named = _named(bins, unit, by in _KINDS, said)
    lines = list(_draw_table(head, named, count, room, said))
    return Answer(columns, records, lines, notes)


def _explain_count(
    events: Sequence[Dated], bins: Iterable[Bin], count: str, said: Language
) -> list[str]:
    """How the counts of a stretch of time are to be read, as far as these need it."""
    dates = [date for _, date in events if date]
    lasting = [date for date in dates if isinstance(date.denotes, Lasting)]
    notes = []
    if any(b.certain != b.possible for b in bins):
        notes += [said.say(_SPREAD[count], faint=FAINT)]
    if lasting:
        notes += [said.say("last and count", len(lasting))]
    lost = sum(not all(map(has_share, date.members)) for date in dates)
    if count == "expected" and lost:
        notes += [said.say("no share", lost)]
    return notes


def _days(found: Bin, names: Sequence[str]) -> list[str | None]:
    days = (getattr(found, name) for name in names)
    return [None if day is None else bound(day) for day in days]


def _counts(found: Bin, count: str) -> list[int | float]:
    return [_round_count(getattr(found, name)) for name in (count, *COUNTS)]


def _round_count(amount: float) -> int | float:
    """A count for a machine: whole if it is but for what adding floats leaves behind."""
    amount = round(amount, 9)
    return int(amount) if amount == int(amount) else amount


def _publisher(source: Source) -> str:
    """Who published it; else the title, or the host of the address."""
    url = source.url or ""
    host = _HOST(url)
    return source.publisher or source.title or (host[1] if host else url)


def _bins(
    events: Sequence[Dated], by: str, count: str, drawn: bool, brief: bool, said: Language
) -> tuple[Unit | None, list[Bin], list[str]]:
    """The unit of time of the bins, if they are of time, the bins, what has to be said of them."""
    dates = [date for _, date in events]
    if by == "weekday":
        bins = by_weekday(dates)
        other = len(dates) - sum(b.possible for b in bins)
        return None, bins, [said.say("not to the day", other)] if other else []
    if by == "precision":
        places = {name: place for place, name in enumerate((*PRECISIONS, UNREADABLE))}
        kinds = [(date.precision if date else UNREADABLE,) for date in dates]
        return None, by_values(kinds, lambda b: places[b.label]), []
    if by in _VALUES:
        return None, _by_frequency(_VALUES[by](event) for event, _ in events), []
    most = DRAWN if brief else RECORDS
    unit, bins = over_time(dates, _UNITS[by], most, drawn)
    notes = []
    if unit.name != by:
        names = {"unit": _unit_name(unit, said), "asked": said.field(by)}
        notes = [said.say("coarser unit", most, **names)]
    return unit, bins, notes + (_explain_count(events, bins, count, said) if drawn else [])


def _by_frequency(values: Iterable[Iterable[str]]) -> list[Bin]:
    return by_values((map(escape_controls, found) for found in values), lambda b: -b.possible)


def _unit_name(unit: Unit, said: Language) -> str:
    """What a unit of time is called."""
    return said.field(unit.name) if unit.years <= 1000 else said.say("many years", unit.years)


def _named(bins: Sequence[Bin], unit: Unit | None, ours: bool, said: Language) -> Sequence[Bin]:
    """The bins by their names in a language; values of the store are called as they are there."""
    if said is language(None):
        return bins
    return [b._replace(label=_name(b, unit, ours, said)) for b in bins]


def _name(found: Bin, unit: Unit | None, ours: bool, said: Language) -> str:
    if unit is None or found.lo is None or found.hi is None:
        if found.label == NONE:
            return said.say("no value")
        return said.field(found.label) if unit or ours else found.label
    if found.empty < 2 and unit in UNITS:
        return unit_words(unit, unit.number(found.lo), said)
    ends = fold_ends(*span_words(found.lo, found.hi, said.wording), said.wording)
    return said.wording.span.format(**ends)


def _draw_table(
    head: str, bins: Sequence[Bin], count: str, room: int | None, said: Language
) -> Iterable[Line]:
    """The table: the count that was asked for, and the two between which it lies, if not all."""
    whole = all(float(getattr(b, count)).is_integer() for b in bins)
    wide = room is None or room >= _WIDE
    doubt = wide and any(b.certain != b.possible for b in bins)
    rows = []
    for b in bins:
        amount = getattr(b, count)
        texts: tuple[str, ...] = (b.label, "0" if b.empty else _amount(amount, whole, said))
        if doubt:
            ends = said.number(b.certain), said.number(b.possible)
            texts += (" – ".join(ends) if b.certain != b.possible else "",)
        rows.append(BarRow(texts, amount, b.possible, b.label))
    between = (said.say("certain to possible"),) if doubt else ()
    return barred((head, said.field("events"), *between), rows, room)


def _amount(amount: float, whole: bool, said: Language) -> str:
    if whole:
        return said.number(int(amount))
    return said.decimal(amount) if amount >= 0.05 or not amount else f"<{said.decimal(0.1)}"


def summary(events: Sequence[Dated], room: int | None, lang: str | None) -> Answer:
    """How many, from when to when, how precisely, which figures; and where they lie in time."""
    dates = [date for _, date in events if date]
    said = spoken(lang)
    kinds = distribution(events, "precision", "possible", room, True, Rows(), lang)
    figures = figure_names(event for event, _ in events)
    doubts = {
        "approximate": sum(date.approximate for date in dates),
        "uncertain": sum(date.uncertain for date in dates),
        "unbounded": sum(date.lo == -inf or date.hi == inf for date in dates),
        "unreadable": len(events) - len(dates),
    }
    record: dict[str, object] = {
        "events": len(events),
        "lo": bound(min((date.lo for date in dates), default=inf)),
        "hi": bound(max((date.hi for date in dates), default=-inf)),
        **doubts,
        "precision": {str(kind["bin"]): kind["events"] for kind in kinds.records},
        "figures": figures,
    }
    if not events:
        return Answer((), [record], [], [])
    lines, notes = _over_time(events, room, said)
    notes += [*_extent(events, lang), *_listed(doubts, figures, said)]
    return Answer((), [record], [*kinds.lines, Line([]), *lines], notes)


def _over_time(
    events: Sequence[Dated], room: int | None, said: Language
) -> tuple[list[Line], list[str]]:
    dates = [date for _, date in events]
    unit, bins = over_time(dates, known_unit(dates), _SUMMARY, True)
    notes = _explain_count(events, bins, "expected", said)
    named = _named(bins, unit, True, said)
    return list(_draw_table(_unit_name(unit, said), named, "expected", room, said)), notes


def _listed(doubts: Mapping[str, int], figures: Mapping[str, int], said: Language) -> Iterator[str]:
    comma = said.say("and")
    if any(doubts.values()):
        counts = ((count, said.field(name)) for name, count in doubts.items() if count)
        yield comma.join(said.say("so many", count, name=name) for count, name in counts)
    if figures:
        told = (
            name if count == 1 else said.say("in brackets", text=name, more=said.number(count))
            for name, count in figures.items()
        )
        yield said.say("labelled", label=said.field("figures"), text=comma.join(told))


def _extent(events: Sequence[Dated], lang: str | None) -> list[str]:
    """The earliest and the latest day on which something may lie, and what that is."""
    dated = [(date.lo, date.hi, event) for event, date in events if date]
    if not dated:
        return []
    lo, _, first = min(dated, key=lambda row: row[0])
    _, hi, last = max(dated, key=lambda row: row[1])
    said = spoken(lang)
    start = said.say("open start") if lo == -inf else said.day(lo)
    end = said.say("open end") if hi == inf else said.day(hi)
    first_, last_ = (
        said.say("in brackets", text=day, more=translated(event, "title", lang))
        for day, event in ((start, first), (end, last))
    )
    return [said.say("start to end", start=first_, end=last_)]

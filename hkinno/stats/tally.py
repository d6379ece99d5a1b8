"""What `stats` answers: how many events there are of each kind, and when."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import inf

from hkinno.dates.calendar import bound
from hkinno.dates.date import Lasting
from hkinno.dates.format import day_words, fold_ends, span_words
from hkinno.dates.wordings import wording
from hkinno.display import translated, unit_words
from hkinno.events import VALUES, Event, Source, values_of
from hkinno.query.groups import UNITS
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
from hkinno.text import escape_controls, plural
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
BY = (*_UNITS, "weekday", "precision", *_VALUES)


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
    if values is None:
        head, bins, notes = _bins(events, by, count, drawn, rows.brief)
    else:
        head, bins, notes = by, _by_frequency(values), []
    shown, more = rows.cut(bins, _MOST if by in _VALUES or values is not None else RECORDS)
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
    lines = list(_draw_table(head, _named(head, bins, lang), count, room))
    return Answer(columns, records, lines, notes)


def _explain_count(events: Sequence[Dated], bins: Iterable[Bin], count: str) -> list[str]:
    """How the counts of a stretch of time are to be read, as far as these need it."""
    dates = [date for _, date in events if date]
    lasting = [date for date in dates if isinstance(date.denotes, Lasting)]
    notes = []
    if any(b.certain != b.possible for b in bins):
        said = {
            "expected": "is spread over them by its days",
            "possible": "counts in each of them",
            "certain": "counts nowhere",
        }
        faint = "" if count == "possible" else f"; {FAINT} is what is possible"
        notes += [f"an event that may be in several rows {said[count]}{faint}; see --count"]
    if lasting:
        one = len(lasting) == 1
        verb = "lasts and counts wherever it goes" if one else "last and count wherever they go"
        notes += [f"{plural(len(lasting), 'event')} {verb} on"]
    lost = sum(not all(map(has_share, date.members)) for date in dates)
    if count == "expected" and lost:
        verb = "has" if lost == 1 else "have"
        notes += [f"{plural(lost, 'event')} {verb} no share, since an end is not known"]
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
    events: Sequence[Dated], by: str, count: str, drawn: bool, brief: bool
) -> tuple[str, list[Bin], list[str]]:
    """What the bins are, the bins, and what has to be said about them."""
    dates = [date for _, date in events]
    if by == "weekday":
        bins = by_weekday(dates)
        other = len(dates) - sum(b.possible for b in bins)
        verb = "is" if other == 1 else "are"
        said = f"{plural(other, 'event')} {verb} not dated to the day and not counted"
        return by, bins, [said] if other else []
    if by == "precision":
        places = {name: place for place, name in enumerate((*PRECISIONS, UNREADABLE))}
        kinds = [(date.precision if date else UNREADABLE,) for date in dates]
        return by, by_values(kinds, lambda b: places[b.label]), []
    if by in _VALUES:
        return by, _by_frequency(_VALUES[by](event) for event, _ in events), []
    most = DRAWN if brief else RECORDS
    unit, bins = over_time(dates, _UNITS[by], most, drawn)
    why = f"by {unit.name}, since by {by} there would be more than {most:,} rows"
    notes = [why] if unit.name != by else []
    return unit.name, bins, notes + (_explain_count(events, bins, count) if drawn else [])


def _by_frequency(values: Iterable[Iterable[str]]) -> list[Bin]:
    return by_values((map(escape_controls, found) for found in values), lambda b: -b.possible)


def _named(head: str, bins: Sequence[Bin], lang: str | None) -> Sequence[Bin]:
    """The bins, those of time by their names in a language."""
    said = spoken(lang)
    return (
        bins if said is language(None) else [b._replace(label=_name(b, head, said)) for b in bins]
    )


def _name(found: Bin, head: str, said: Language) -> str:
    if found.lo is None or found.hi is None:
        return found.label
    if found.empty < 2 and head in _UNITS:
        return unit_words(_UNITS[head], _UNITS[head].number(found.lo), said)
    ends = fold_ends(*span_words(found.lo, found.hi, said.wording), said.wording)
    return said.wording.span.format(**ends)


def _draw_table(head: str, bins: Sequence[Bin], count: str, room: int | None) -> Iterable[Line]:
    """The table: the count that was asked for, and the two between which it lies, if not all."""
    whole = all(float(getattr(b, count)).is_integer() for b in bins)
    wide = room is None or room >= _WIDE
    doubt = wide and any(b.certain != b.possible for b in bins)
    rows = []
    for b in bins:
        amount = getattr(b, count)
        texts: tuple[str, ...] = (b.label, "0" if b.empty else _amount(amount, whole))
        if doubt:
            texts += (f"{b.certain:,} – {b.possible:,}" if b.certain != b.possible else "",)
        rows.append(BarRow(texts, amount, b.possible, b.label))
    heads = (head, "events", "certain – possible") if doubt else (head, "events")
    return barred(heads, rows, room)


def _amount(amount: float, whole: bool) -> str:
    if whole:
        return f"{int(amount):,}"
    return f"{amount:,.1f}" if amount >= 0.05 or not amount else "<0.1"


def summary(events: Sequence[Dated], room: int | None, lang: str | None) -> Answer:
    """How many, from when to when, how precisely, which figures; and where they lie in time."""
    dates = [date for _, date in events if date]
    kinds = distribution(events, "precision", "possible", room, True, Rows())
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
    lines, notes = _over_time(events, room, lang)
    notes += [*_extent(events, lang), *_listed(doubts, figures)]
    return Answer((), [record], [*kinds.lines, Line([]), *lines], notes)


def _over_time(
    events: Sequence[Dated], room: int | None, lang: str | None
) -> tuple[list[Line], list[str]]:
    dates = [date for _, date in events]
    unit, bins = over_time(dates, known_unit(dates), _SUMMARY, True)
    notes = _explain_count(events, bins, "expected")
    return list(_draw_table(unit.name, _named(unit.name, bins, lang), "expected", room)), notes


def _listed(doubts: Mapping[str, int], figures: Mapping[str, int]) -> Iterator[str]:
    if any(doubts.values()):
        yield ", ".join(f"{count:,} {name}" for name, count in doubts.items() if count)
    if figures:
        told = (name if count == 1 else f"{name} ({count})" for name, count in figures.items())
        yield f"figures: {', '.join(told)}"


def _extent(events: Sequence[Dated], lang: str | None) -> list[str]:
    """The earliest and the latest day on which something may lie, and what that is."""
    dated = [(date.lo, date.hi, event) for event, date in events if date]
    if not dated:
        return []
    lo, _, first = min(dated, key=lambda row: row[0])
    _, hi, last = max(dated, key=lambda row: row[1])
    row = wording(lang)
    start = "an open start" if lo == -inf else day_words(lo, row)
    end = "an open end" if hi == inf else day_words(hi, row)
    titles = [translated(event, "title", lang) for event in (first, last)]
    return [f"from {start} ({titles[0]}) to {end} ({titles[1]})"]

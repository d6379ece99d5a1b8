"""The chart in sentences: the same facts, for who cannot see it, and for a message."""

from collections.abc import Iterator, Sequence
from math import inf

from hkinno.chart.beyond import beside
from hkinno.chart.crowd import Crowd
from hkinno.chart.draw import ChartItem, ChartView, span
from hkinno.chart.marks import shape
from hkinno.dates.date import Date, Several
from hkinno.dates.edtf import parse
from hkinno.dates.format import day_words, span_words, words
from hkinno.text import plural


def sentences(items: Sequence[ChartItem], view: ChartView) -> Iterator[str]:
    """Under each heading its events, a sentence each, as they come; then what is not told."""
    found: dict[str | None, list[ChartItem]] = {}
    for item in items:
        for heading in item.headings or (None,):
            found.setdefault(heading, []).append(item)
    for heading, under in found.items():
        if heading is not None:
            yield f"{heading}: {plural(len(under), 'event')}."
        for item in under:
            yield f"{_closed(item.label)} {_describe_date(item.date, view)}"
    yield f"Today is {day_words(view.today)}."
    crowd = Crowd.of([item.date for item in items])
    if said := "; ".join(filter(None, beside(crowd, span(crowd, view)))):
        yield f"Outside of the drawing: {said}."


def _closed(title: str) -> str:
    return title if title.endswith((".", "!", "?", "…", "。", "！", "？")) else f"{title}:"


def _describe_date(date: Date | None, view: ChartView) -> str:
    if date is None:
        return "no date can be read there."
    first, last = view.window
    outside = ["begins before"] if -inf < date.lo < first else []
    outside += ["ends after"] if last < date.hi < inf else []
    more = f"; it {' and '.join(outside)} what is shown" if outside else ""
    return f"{when(date)}{more}."


def when(date: Date) -> str:
    """A date as part of a sentence, what is not known of it in words."""
    if "/" in date.text:
        start, end = date.text.split("/")
        return f"from {_describe_end(start, 'start')} to {_describe_end(end, 'end')}"
    kind = shape(date).kind
    if date.precision == "set":
        said = _describe_set(date)
    elif kind == "within":
        said = _within(date)
    else:
        said = ("on " if kind == "point" else "in ") + _about(date) + _bare(date)
    return f"{said}, which is uncertain" if date.uncertain else said


def _describe_set(date: Date) -> str:
    """One of some dates, some time within; or all of them."""
    said = _bare(date)
    if isinstance(date.denotes, Several):
        days = all(isinstance(m, Date) and m.precision == "day" for m in date.denotes.members)
        return f"{'on' if days else 'in'} {_about(date)}{said}"
    return f"some time {'' if said.startswith('between ') else 'in '}{_about(date)}{said}"


def _within(date: Date) -> str:
    about, said = _about(date), _bare(date)
    first, last = span_words(date.lo, date.hi)
    if first == last:
        return f"some time in {about}{first}"
    more = "" if "S" in date.text or said.startswith("between ") else f" ({said})"
    return f"some time between {about}{first} and {about}{last}{more}"


def _about(date: Date) -> str:
    return "about " if date.approximate else ""


def _bare(date: Date) -> str:
    """The date in words, without the signs of doubt."""
    text = words(date)
    text = text.removeprefix("c. ") if date.approximate else text
    return text.removesuffix("?") if date.uncertain else text


def _describe_end(text: str, side: str) -> str:
    if text == "":
        return f"an unknown {side}"
    if text == "..":
        return f"an open {side}"
    date = parse(text)
    said = _about(date) + _bare(date)
    return f"{said} (uncertain)" if date.uncertain else said

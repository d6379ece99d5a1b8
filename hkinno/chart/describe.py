"""The chart in sentences: the same facts, for who cannot see it, and for a message."""

from collections.abc import Iterator, Sequence
from math import inf

from hkinno.chart.beyond import beside
from hkinno.chart.crowd import Crowd
from hkinno.chart.draw import ChartItem, ChartView, span
from hkinno.chart.marks import shape
from hkinno.dates.date import Date, Several
from hkinno.dates.edtf import parse
from hkinno.dates.format import span_words, words
from hkinno.words.language import Language, language


def sentences(items: Sequence[ChartItem], view: ChartView) -> Iterator[str]:
    """Under each heading its events, a sentence each, as they come; then what is not told."""
    said, found = view.language, dict[str | None, list[ChartItem]]()
    for item in items:
        for heading in item.headings or (None,):
            found.setdefault(heading, []).append(item)
    for heading, under in found.items():
        if heading is not None:
            events = said.say("events", len(under))
            yield said.say("under heading", heading=heading, events=events)
        for item in under:
            yield said.say(
                "sentence", title=_closed(item.label, said), date=_describe(item.date, view)
            )
    yield said.say("today is", day=said.day(view.today))
    crowd = Crowd.of([item.date for item in items])
    outside = filter(None, beside(crowd, span(crowd, view), said))
    if told := said.wording.semicolon.join(outside):
        yield said.say("outside of it", told=told)


def _closed(title: str, said: Language) -> str:
    """A title that ends in a sign."""
    ended = title.endswith((".", "!", "?", "…", "。", "！", "？"))
    return title if ended else said.say("with colon", title=title)


def _describe(date: Date | None, view: ChartView) -> str:
    """The date in words for a sentence, and whether it lies within what is shown.

    Only English has a sentence for it; elsewhere it stands as in a table, and what is known of it.
    """
    said = view.language
    if date is None:
        return said.say("not readable there")
    if said is language(None):
        text = when(date)
    else:
        text = said.say("aside", text=said.words(date), more=said.explain(date))
    before, after = -inf < date.lo < view.window[0], view.window[1] < date.hi < inf
    if before and after:
        return text + said.say("begins and ends outside")
    if before or after:
        return text + said.say("begins before" if before else "ends after")
    return text


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

"""What is asked in the explorer: the options of `timeline`, and the days that the axis shows.

A question is a value; each key makes another one of it. All that is shown follows from it, and so
does the command line that gives the same events in the same order.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from hkinno.dates.calendar import civil, month_span, ordinal
from hkinno.dates.days import Span
from hkinno.dates.phrases.absolute import year_text
from hkinno.query.filters import alternatives
from hkinno.query.options import QueryOptions

MODES = ((False, False), (True, False), (False, True), (True, True))
"""What is asked of a date: whether `certain`, whether `inside`, in the order of the key."""
_LEAST_DAYS = 7  # of an axis; fewer say nothing
_BY_MONTHS, _BY_YEARS = 3 * 365, 40 * 365  # days of an axis, from which its ends are rounded
_PARTS = {  # what is dropped together
    "mode": ("certain", "inside"),
    "around": ("around", "within"),
}
_ISO_YEARS = 9999  # EDTF has no days in years beyond these


class Facet(NamedTuple):
    """A field by whose values events are chosen: a filter of its own, or a path for `--where`."""

    name: str
    option: str  # of QueryOptions.words
    path: str = ""

    @property
    def head(self) -> str:
        """What stands before the values that are typed."""
        return f"{self.path}=" if self.option == "where" else ""


class Question(Struct, frozen=True):
    """A question: what was typed, the days of the axis if it was moved, how answers are shown."""

    asked: QueryOptions = QueryOptions()
    zoom: Span | None = None
    group: str | None = None
    lang: str | None = None
    fields: str | None = None
    raw_dates: bool = False
    by: str | None = None  # what has a lane in the drawing, which no table shows

    def options(self, dated: bool = True) -> QueryOptions:
        """The question as it is typed, the days of the axis among the rest.

        If not `dated`, days are left out, as for counting what lies beyond.
        """
        asked = self.asked
        if not dated:
            return replace(
                asked, dates={}, around=None, within=None, certain=False, inside=False, limit=None
            )
        if self.zoom:
            lo, hi = map(int, self.zoom)
            since, until = first_text(lo), last_text(hi)
            dates = {n: text for n, text in asked.dates.items() if n not in ("since", "until")}
            if since == until and "on" not in dates:
                return replace(asked, dates={"on": since})
            return replace(asked, dates={**dates, "since": since, "until": until})
        return asked

    def arguments(self) -> Iterator[str]:
        """The words of `hkinno timeline …` that answers the same, but for the store."""
        yield from self.options().arguments()
        for name in ("group", "lang", "fields"):
            if value := getattr(self, name):
                yield from (f"--{name}", value)
        if self.raw_dates:
            yield "--raw-dates"

    @property
    def mode(self) -> str:
        """What is asked of a date, in words."""
        asked = self.options()
        names = [name for name in ("certain", "inside") if getattr(asked, name)]
        return " and ".join(names) or "possible"


def settled(question: Question) -> Question:
    """The same, but that nothing is asked of dates where no days are asked for."""
    asked = question.asked
    if question.zoom or asked.dates or asked.around:
        return question
    return replace(question, asked=replace(asked, certain=False, inside=False))


def dropped(question: Question, name: str, number: int = 0) -> Question:
    """The same without one of its parts: a field of it, a date, one of several texts."""
    asked = question.asked
    if name in ("zoom", "group", "lang", "by"):
        return replace(question, **{name: None})
    if name in asked.dates:
        asked = replace(asked, dates={n: text for n, text in asked.dates.items() if n != name})
    elif name in asked.words:
        left = _but(asked.words[name], number)
        words = {n: left if n == name else texts for n, texts in asked.words.items()}
        asked = replace(asked, words={n: texts for n, texts in words.items() if texts})
    elif name == "search":
        left = _but(asked.search, number)
        asked = replace(asked, search=left, regex=asked.regex and bool(left))
    else:
        plain = QueryOptions()
        asked = replace(asked, **{part: getattr(plain, part) for part in _PARTS.get(name, (name,))})
    return replace(question, asked=asked)


def _but(texts: tuple[str, ...], number: int) -> tuple[str, ...]:
    return (*texts[:number], *texts[number + 1 :])


def first_text(day: int) -> str:
    """The shortest EDTF text whose first day is this one."""
    year, month, number = civil(day)
    if (month, number) == (1, 1) or abs(year) > _ISO_YEARS:
        return year_text(year)
    text = f"{year_text(year)}-{month:02}"
    return text if number == 1 else f"{text}-{number:02}"


def last_text(day: int) -> str:
    """The shortest EDTF text whose last day is this one."""
    year, month, number = civil(day)
    if (month, number) == (12, 31) or abs(year) > _ISO_YEARS:
        return year_text(year)
    text = f"{year_text(year)}-{month:02}"
    return text if day == month_span(year, month)[1] else f"{text}-{number:02}"


def rounded(lo: float, hi: float, within: Span = (-inf, inf)) -> Span:
    """Days that are easily said, around these and within others, at least a week if that can be."""
    days = hi + 1 - lo
    if days < _LEAST_DAYS:
        lo = int(lo + hi + 1 - _LEAST_DAYS) // 2
        hi = lo + _LEAST_DAYS - 1
    (year, month, _), (last_year, last_month, _) = civil(int(lo)), civil(int(hi))
    if days >= _BY_YEARS or max(abs(year), abs(last_year)) > _ISO_YEARS:
        lo, hi = ordinal(year, 1, 1), ordinal(last_year, 12, 31)
    elif days >= _BY_MONTHS:
        lo, hi = ordinal(year, month, 1), month_span(last_year, last_month)[1]
    return max(lo, within[0]), min(hi, within[1])


def zoomed(days: Span, at: float, factor: float) -> Span:
    """The days of an axis that is so many times as long, on which a day keeps its place.

    A day that was not on it comes to its middle.
    """
    first, last, day = int(days[0]), int(days[1]), int(at)
    long = last + 1 - first
    wanted = max(_LEAST_DAYS, int(long * factor))
    before = (day - first) * wanted // long if first <= day <= last else wanted // 2
    return day - before, day - before + wanted - 1


def toggled(asked: QueryOptions, facet: Facet, value: str, refuse: bool) -> QueryOptions:
    """The same question, in which a value is kept (or refused) that was not, or the reverse.

    A value that is kept is one more of any that are; it is not both kept and refused.
    """
    words = dict(asked.words)
    key, twin = facet.option, f"no_{facet.option}"
    if refuse:
        key, twin = twin, key
    found = _without(words.get(key, ()), facet, value)
    if found == list(words.get(key, ())):
        words[twin] = tuple(_without(words.get(twin, ()), facet, value))
        found = _with(found, facet, value)
    words[key] = tuple(found)
    return replace(asked, words={name: texts for name, texts in words.items() if texts})


def chosen_values(asked: QueryOptions, facet: Facet, refused: bool) -> set[str]:
    """The values of a field that are kept, or refused, folded."""
    texts = asked.words.get(f"{'no_' * refused}{facet.option}", ())
    return {value.casefold() for text in texts for value in _values(text, facet) or ()}


def without_filter(asked: QueryOptions, facet: Facet) -> QueryOptions:
    """The same question, whatever the values of a field are."""
    words = dict(asked.words)
    for name in (facet.option, f"no_{facet.option}"):
        others = tuple(text for text in words.get(name, ()) if _values(text, facet) is None)
        words = {n: texts for n, texts in {**words, name: others}.items() if texts}
    return replace(asked, words=words)


def _values(text: str, facet: Facet) -> list[str] | None:
    """The values in a text that was typed for a field; None if it is of another one."""
    head = facet.head
    if not text.startswith(head):
        return None
    return alternatives(text[len(head) :]) or ([""] if head else [])


def _without(texts: Sequence[str], facet: Facet, value: str) -> list[str]:
    found = []
    for text in texts:
        values = _values(text, facet)
        if values is None or value.casefold() not in map(str.casefold, values):
            found.append(text)
        elif left := [each for each in values if each.casefold() != value.casefold()]:
            found.append(_joined(facet, left))
    return found


def _with(texts: list[str], facet: Facet, value: str) -> list[str]:
    """The texts, in the last of which for this field the value stands, too."""
    for place in reversed(range(len(texts))):
        values = _values(texts[place], facet)
        if values and values != [""] and value:
            return [*texts[:place], _joined(facet, [*values, value]), *texts[place + 1 :]]
    return [*texts, _joined(facet, [value])]


def _joined(facet: Facet, values: Sequence[str]) -> str:
    return facet.head + ",".join(v.replace("\\", "\\\\").replace(",", "\\,") for v in values)

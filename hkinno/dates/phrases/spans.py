"""A phrase to EDTF text: two dates, or one that is open on a side, or several; or one alone."""

import re
from collections.abc import Callable, Sequence
from datetime import date as Day  # noqa: N812 - as in hkinno.dates.phrases.parse
from math import inf

from hkinno.dates import calendar, edtf
from hkinno.dates.date import Date
from hkinno.dates.phrases.absolute import absolute, year_text
from hkinno.dates.phrases.doubts import (
    refuse_doubtful,
    refuse_short_bc,
    refuse_short_year,
    why_backwards,
)
from hkinno.dates.phrases.sharing import shared
from hkinno.dates.phrases.single import qualified, single
from hkinno.dates.phrases.vague import is_vague
from hkinno.dates.phrases.vocabulary import MARKS, NOW
from hkinno.errors import DateError, quoted

_TO = "(to|until|till|through|–|/)"
UP_TO_NOW = rf"(^|(?:^| )(?:{_TO}|and|or|before|after|since) )(?:{NOW})$"
_VAGUE_PART = "it is vague, and what is joined to another date is a day, a month or a year"
_MARKED = f"((?:(?:{'|'.join(MARKS)}) )*)"
_UNITS = {"day": 3, "month": 2, "season": 2, "quarter": 2, "quadrimester": 2, "semester": 2}


def phrase(said: str, today: Day) -> str:
    """The EDTF text of a phrase."""
    if re.search(_LINK, said):  # spares most phrases the patterns of spans
        for pattern, build in SPANS:
            if found := re.fullmatch(pattern, said):
                return build(today, *found.groups())
    return single(said, today)


def ending_today(said: str, today: Day) -> str:
    """The phrase with today in the place of a `now` at its end, as in `2019 to now`."""
    return re.sub(UP_TO_NOW, rf"\g<1>{today.isoformat()}", said)


def _each(parts: Sequence[str], read: Callable[[str], str]) -> list[str]:
    """The EDTF texts of parts. A DateError names the part at fault, if others are dates."""
    texts, faults = [], []
    for part in parts:
        try:
            texts.append(read(part))
        except DateError as fault:
            faults.append((part, fault))
    if faults:
        part, first = min(faults, key=lambda pair: bool(pair[1].why))  # a slip before all else
        # what is vague could be a set, but not here
        why = _VAGUE_PART if is_vague(part) else first.why
        raise DateError(part if texts else None, why, first.advice)
    return texts


# --- from one date to another


def _interval(today: Day, opening: str | None, left: str, link: str, right: str) -> str:
    """From the first day of one date to the last day of another.

    With a stroke between two that share their year, as in `Nov/Dec 1895`, it is one of the two.
    """
    first, last = shared(left.removesuffix(" up"), right)
    refuse_short_year(first, last)
    if first != left:  # BC is said once for both
        refuse_short_bc(first, link, last)
    ends = _ends(today, first, last)
    refuse_doubtful((first, last), ends, link, sure=bool(opening), shared=first != left)
    text = _forwards("/".join(ends), first, last)
    return f"[{text.replace('/', ',')}]" if link == "/" and first != left else text


def _since(today: Day, start: str) -> str:
    return "/".join(_ends(today, start, ".."))


def _until(today: Day, end: str) -> str:
    return "/".join(_ends(today, "..", today.isoformat() if re.fullmatch(NOW, end) else end))


def _start_left_out(today: Day, end: str) -> str:
    """Raise DateError for `–1945`, where what began long ago and what nobody knows look alike."""
    text = single(end, today)
    raise DateError(
        None,
        f"it has two readings, write ../{text} if it had no start or /{text} if that is not known",
    )


def _ends(today: Day, left: str, right: str) -> tuple[str, str]:
    """The EDTF texts of the ends of a span; where an end is a span, its first or its last day."""
    known = {"..": "..", "?": ""} | ({right: ".."} if re.fullmatch(NOW, right) else {})
    dates = [end for end in (left, right) if end not in known]
    texts = dict(zip(dates, _each(dates, lambda end: single(end, today)), strict=True)) | known
    for text in texts.values():
        if text[:1] in ("[", "{"):
            why = f"no span begins or ends in {text}, what is joined is a day, a month or a year"
            raise DateError(None, why)
    return texts[left].split("/")[0], texts[right].split("/")[-1]


def _forwards(text: str, left: str, right: str) -> str:
    """The EDTF text of two ends. Raises DateError, which says why it may run backwards."""
    try:
        edtf.parse(text)
    except DateError as fault:
        hint = why_backwards(left, right) if "before it starts" in (fault.why or "") else ""
        raise DateError(None, f"{fault.why}{hint}", fault.advice) from fault
    return text


# --- at one time between two


def _between(today: Day, marks: str, left: str, right: str) -> str:
    """One of the days, months or years from one date to another, in the finer of their units."""
    first, last = shared(left, today.isoformat() if re.fullmatch(NOW, right) else right)
    if {first, last} & {"..", "?"}:
        raise DateError(None, "between stands before two dates, neither of them open")
    texts = _each([marks + first, marks + last], lambda end: single(end, today))
    start, end = map(edtf.parse, texts)
    if start.precision != end.precision or start.precision in ("interval", "set"):
        texts = _in_one_unit(start, end)
    return _forwards(f"[{'..'.join(texts)}]", first, last)


def _in_one_unit(start: Date, end: Date) -> list[str]:
    """The first day, month or year of a date and the last one of another, as EDTF wants it."""
    if inf in (-start.lo, end.hi):
        raise DateError(None, "between stands before two dates, neither of them open")
    for unit in range(max(_UNITS.get(date.precision, 1) for date in (start, end)), 4):
        first, last = (edtf.readable(_in_unit(day, unit)) for day in (start.lo, end.hi))
        if first and last and (first.lo, last.hi) == (start.lo, end.hi):
            return [_qualified_as(start, first.text), _qualified_as(end, last.text)]
    raise DateError(None, "a year of more than four digits has neither months nor days in EDTF")


def _in_unit(day: float, unit: int) -> str:
    """The year (1), the month (2) or the day (3) that a day number is in, in EDTF."""
    year, month, number = calendar.civil(int(day))
    return "".join((year_text(year), f"-{month:02}", f"-{number:02}")[:unit])


def _qualified_as(date: Date, text: str) -> str:
    return qualified(text, "~" * date.approximate + "?" * date.uncertain)


# --- open on a side, and several


def _beyond(today: Day, side: str, said: str) -> str:
    """Some time before or after the date; in the date's unit if it can."""
    side = "before" if side in ("before", "bef", "prior to", "pre", "ante") else "after"
    date = edtf.parse(single(said, today))
    edge = date.lo - 1 if side == "before" else date.hi + 1
    if edge in (-inf, inf):
        raise DateError(f"{side} {said}", f"{quoted(said)} is open on that side")
    coarsest = {"day": 3, "month": 2}.get(date.precision, 1)
    texts = (_qualified_as(date, _in_unit(edge, unit)) for unit in range(coarsest, 4))
    if side == "before":
        return f"[..{next(text for text in texts if edtf.parse(text).hi == edge)}]"
    return f"[{next(text for text in texts if edtf.parse(text).lo == edge)}..]"


def _within(today: Day, start: str, end: str) -> str:
    """`after 1850 and before 1860`: some time in the years between them."""
    texts = [_beyond(today, "after", start)[1:-3], _beyond(today, "before", end)[3:-1]]
    first, last = map(edtf.parse, texts)
    if first.precision != last.precision:
        texts = _in_one_unit(first, last)
    return _forwards(f"[{'..'.join(texts)}]", start, end)


def _at_most(today: Day, said: str) -> str:
    """Some time up to the end of a date: `by 1500`, `no later than May 2019`."""
    return f"[..{_edges(single(said, today))[-1]}]"


def _at_least(today: Day, said: str) -> str:
    """Some time from the start of a date on: `2019 at the earliest`."""
    return f"[{_edges(single(said, today))[0]}..]"


def _edges(text: str) -> list[str]:
    """The ends of a span or of a set in EDTF; one date is both."""
    inner = text[1:-1] if re.fullmatch(r"\[[^,]+\.\.[^,]+\]", text) else text
    return re.split(r"\.\.|/", inner) if inner != text or "/" in text else [text]


def _set(today: Day, first: str, link: str, last: str) -> str:
    """`a, b or c` is one of them, `a and b` all of them; `or before`, `or later` leave it open."""
    start, end = last in ("before", "earlier"), last in ("after", "later")
    parts = first.replace(f" {link} ", ", ").split(", ") + [last] * (not start and not end)
    parts[-1] = shared(parts[0], parts[-1])[1]
    # 1200 is a year of its own, also before 1100 BC: a set is in any order
    parts[:-1] = [part if _is_whole(part) else shared(part, parts[-1])[0] for part in parts[:-1]]
    members = _each(parts, lambda part: _member(today, part))
    _refuse_bare_years(parts, members, link)
    if any("/" in member for member in members):
        why = f"what is joined by {quoted(link)} is a day, a month or a year each"
        raise DateError(f"{first} {link} {last}", why)
    text = ".." * start + ",".join(members) + ".." * end
    return f"[{text}]" if link == "or" else f"{{{text}}}"


def _refuse_bare_years(parts: Sequence[str], members: Sequence[str], link: str) -> None:
    """Raise DateError for `May 1962 or 1963`, of which the second may be a May, too."""
    timed = re.fullmatch(f"{_MARKED}(.+) [0-9]{{4}}", parts[0])
    if not timed or edtf.parse(members[0]).precision not in _UNITS:
        return
    if len(parts) < 2 or not all(re.fullmatch("[0-9]{4}", part) for part in parts[1:]):
        return
    alike = [members[0], *(absolute(f"{timed[2]} {year}") or year for year in parts[1:])]
    one, other = ",".join(alike), ",".join(members)
    marks = "[{}]" if link == "or" else "{{{}}}"
    readings = f"{marks.format(one)} or {marks.format(other)}"
    raise DateError(None, f"it has two readings, write {readings}")


def _every(today: Day, unit: str, said: str) -> str:
    """All the years, months or days of a span: `every year 1960–1962` is {1960..1962}."""
    text = f"{{{_member(today, said)}}}"
    if any(edtf.parse(end).precision != unit for end in text[1:-1].split("..")):
        raise DateError(None, f"its ends are not a {unit} each")
    return text


def _is_whole(said: str) -> bool:
    return absolute(re.sub(f"^{_MARKED}", "", said)) is not None


def _member(today: Day, said: str) -> str:
    left, dash, right = said.partition(" – ")
    return "..".join(_ends(today, *shared(left, right))) if dash else single(said, today)


SPANS: tuple[tuple[str, Callable[..., str]], ...] = (
    (rf"{_MARKED}(?:some ?time )?(?:between|betw|bet|btw) (.+) (?:and|to|–) (.+)", _between),
    ("(?:after|aft) (.+?),? (?:and|but) (?:before|bef) (.+)", _within),
    ("every ([a-z]+) (.+ – .+)", _every),
    ("(.+) (or|and) (.+)", _set),
    ("– (.+)", _start_left_out),
    (
        "(?:since |from )?(.+) –",
        _since,
    ),  # 1945– is going on; where the end is not known, people write 1945–?
    ("(?:until|till|up to|to) (.+)", _until),
    ("(?:by|not? later than|not after) (.+)", _at_most),
    ("(.+) at (?:latest|most)", _at_most),
    ("(?:not? (?:earlier|sooner) than|not before) (.+)", _at_least),
    ("(.+) at (?:earliest|least)", _at_least),
    ("(before|bef|prior to|after|aft) (.+)", _beyond),
    ("(pre|ante|post)(?:[- ]+|(?=[0-9]))(.+)", _beyond),
    ("(?:since |from )?(.+) onwards?", _since),
    (f"(from |since )?(.+) {_TO} (.+)", _interval),
    ("(?:since|from) (.+)", _since),
)
_LINK = (
    "since|from|onward|to |til|through|bet|btw|bef|aft|pre|ante|post|by |than | at | or | and |[–/]"
)

"""A second opinion on every query: slow, plain, and written from the design's text alone.

It shares no code with hkinno and imports nothing of it, so that a mistake in one is not repeated
in the other. Events are the dicts that `json` reads; a day is a tuple (year, month, day), which
sorts as days do; nothing is indexed, streamed or cut short. What was typed as words comes with its
EDTF written out by hand, so there is no reader of phrases here to be wrong in the same way.

A query is a dict; every key may be left out:

    since, until, on   the bound B: EDTF, or (words as typed, the EDTF that they mean)
    certain, inside    True: not what may touch the days of the bounds, but what must; what lies
                       wholly in them, possibly, or with both for certain
    category, tag, place, actor, no_category, …
                       [[a, b], [c]]: (a or b) and c, the value whole, case ignored
    search             [text, …]: each occurs literally, case-folded; with regex: True, as patterns
    around             (id, duration as typed, months, days): what else may have happened near it
    sort, reverse, limit
    today              the clock: for hkinno alone, words are already EDTF here
"""

import contextlib
import functools
import io
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import edtf
from edtf.parser import parser_classes

Event = dict[str, Any]
Query = dict[str, Any]
Day = tuple[float, int, int]

BEFORE_ALL: Day = (-math.inf, 1, 1)
AFTER_ALL: Day = (math.inf, 12, 31)


class Bounds(NamedTuple):
    """The first and the last day, both inclusive."""

    lo: Day
    hi: Day


class NoDateError(ValueError):
    """The text is not a date."""


class UndecidedError(ValueError):
    """The design does not say what this query answers, so the oracle does not either."""


# ---- dates ----------------------------------------------------------------------------------


@functools.cache
def bounds(text: str) -> Bounds:
    """The span that EDTF `text` denotes: worked out here, and by edtf wherever edtf is right.

    Raises NoDateError for what is no date, AssertionError when the two opinions differ.
    """
    ours = plain(text)
    if edtf_is_right(text):
        theirs = by_edtf(text)
        assert theirs == ours, f"{text}: edtf says {theirs}, the oracle's own code {ours}"
    return ours


def plain(text: str) -> Bounds:
    """The span of `text` by the design's section 3, word for word."""
    if text[:1] + text[-1:] in ("[]", "{}"):
        return set_bounds(text)
    if text.count("/") == 1:
        start, _, end = text.partition("/")
        lo = BEFORE_ALL if start in ("", "..") else plain(start).lo
        hi = AFTER_ALL if end in ("", "..") else plain(end).hi
        if lo > hi:
            raise NoDateError(text)  # 2021/2019, which edtf takes for an interval
        return Bounds(lo, hi)
    return single_bounds(re.sub("[?~%]", "", text))  # qualifiers never move a bound


def set_bounds(text: str) -> Bounds:
    """The hull of the members of `[…]` or `{…}`, which may be ranges with one end or two."""
    spans = []
    for member in text[1:-1].split(","):
        start, dots, end = member.partition("..")
        if not dots:
            end = start
        lo = plain(start).lo if start else BEFORE_ALL
        hi = plain(end).hi if end else AFTER_ALL
        if lo > hi:
            raise NoDateError(text)
        spans.append(Bounds(lo, hi))
    return Bounds(min(span.lo for span in spans), max(span.hi for span in spans))


# code: (first month, number of months); from 29 on the seasons are those of the southern half
GROUPS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)}
GROUPS |= {25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3)}
GROUPS |= {29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3)}
GROUPS |= {33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)}
GROUPS |= {37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)}

CALENDAR = re.compile(r"(-?[0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?")
TIMED = re.compile(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z|[+-].*)?")
GROUPED = re.compile(r"(-?[0-9]{4})-(2[1-9]|3[0-9]|4[01])")
NUMBERED = re.compile(r"(Y?)(-?)([0-9]+)(?:E([0-9]+))?(?:S([0-9]+))?")


def single_bounds(text: str) -> Bounds:
    """The span of one date without its qualifiers."""
    if text.startswith("-0000"):
        raise NoDateError(text)
    if timed := TIMED.fullmatch(text):
        return single_bounds(timed[1])  # the day that is written, whatever its zone
    if grouped := GROUPED.fullmatch(text):
        # edtf ends a winter on 31 December; it lasts through February of the next year.
        year, (first, count) = int(grouped[1]), GROUPS[int(grouped[2])]
        after, last = divmod(first + count - 2, 12)
        return Bounds((year, first, 1), last_of_month(year + after, last + 1))
    if written := CALENDAR.fullmatch(text):
        return completions(written[1], written[2], written[3])
    if numbered := NUMBERED.fullmatch(text):
        return year_bounds(text, *numbered.groups())
    raise NoDateError(text)


def completions(year: str, month: str | None, day: str | None) -> Bounds:
    """The first and the last day among the dates that the pattern can stand for.

    Every candidate is tried against the calendar: edtf puts 0 or 9 for each X of a year and looks
    no further, so that its 201X-02-29 runs from one day that never was to another; it fails on
    2019-1X and 2019-04-3X, and believes 2019-02-29 at its word.
    """
    days = every_day(year, month or "XX", day or "XX", backwards=False)
    lo = next(days, None)
    if lo is None:
        raise NoDateError(f"{year}-{month}-{day}")
    return Bounds(lo, next(every_day(year, month or "XX", day or "XX", backwards=True)))


def every_day(year: str, month: str, day: str, backwards: bool) -> Iterator[Day]:
    step = -1 if backwards else 1
    digits, years = year.lstrip("-"), [int(year)] if "X" not in year else []
    if not years:
        years = [number for number in range(10_000) if fits(number, digits)]
        if year.startswith("-"):
            years = [-number for number in reversed(years) if number]  # there is no -0000
    for y in years[::step]:
        for m in range(1, 13)[::step]:
            for d in range(1, month_length(y, m) + 1)[::step]:
                if fits(m, month) and fits(d, day):
                    yield (y, m, d)


def fits(number: int, pattern: str) -> bool:
    digits = str(number).zfill(len(pattern))
    return all(p in ("X", d) for p, d in zip(pattern, digits, strict=True))


def year_bounds(
    text: str, letter: str, sign: str, digits: str, exponent: str | None, kept: str | None
) -> Bounds:
    """Y years, and years with significant digits: 1950S2 is 1900 … 1999, where edtf's strict
    bounds are those of 1950 alone."""
    if not letter and (len(digits) != 4 or exponent or not kept):
        raise NoDateError(text)
    if letter and not exponent and len(digits) < 5:
        raise NoDateError(text)
    number = int(digits) * 10 ** int(exponent or 0)
    unsure = 10 ** (len(str(number)) - int(kept)) if kept else 1
    near = number // unsure * unsure
    far = near + unsure - 1
    first, last = (-far, -near) if sign else (near, far)
    return Bounds((first, 1, 1), (last, 12, 31))


def last_of_month(year: int, month: int) -> Day:
    return (year, month, month_length(year, month))


def month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def seconds(text: str) -> float:
    """The instant that is written, in seconds of its day in UTC; none comes before all."""
    timed = TIMED.fullmatch(text)
    if not timed:
        return -math.inf
    zone = timed[5] or "Z"
    away = 0 if zone == "Z" else int(zone[1:3]) * 60 + int(zone[4:6] or 0)
    local = int(timed[2]) * 3600 + int(timed[3]) * 60 + int(timed[4])
    return local - away * 60 * (-1 if zone[0] == "-" else 1)


# ---- dates, as the edtf package has them ----------------------------------------------------

# The shapes of which edtf's strict bounds are those of the Library of Congress text.
MONTH = "(0[1-9]|1[0-2])"
DAY = re.compile(f"-?[0-9]{{4}}(-{MONTH}(-[0-9]{{2}})?)?")
QUALIFIED_DAY = re.compile(
    f"{DAY.pattern}[?~%]"  # all of it; or its parts, from the right or each from the left
    f"|-?[0-9]{{4}}[?~%]-{MONTH}(-[0-9]{{2}})?|-?[0-9]{{4}}-{MONTH}[?~%]-[0-9]{{2}}"
    f"|[?~%]?-?[0-9]{{4}}(-[?~%]?{MONTH}(-[?~%]?[0-9]{{2}})?)?"
)
GROUP = re.compile("-?[0-9]{4}-(2[1-9]|3[0-9]|4[01])")  # alone: as a part it knows 21 to 24 only
MASKED = re.compile(r"[0-9](XXX|[0-9]XX|[0-9]{2}X)|[0-9]{4}-XX|[0-9]{4}-(XX|[0-9]{2})-XX")
LONG_YEAR = re.compile(r"Y-?[1-9][0-9]{4,}|Y-?[1-9][0-9]*E[1-9][0-9]*")
ACROSS_NEW_YEAR = ("24", "28", "30")


def edtf_is_right(text: str) -> bool:
    """Whether edtf can be asked about `text`, each of its faults (version 5.0.2) left out.

    Only asked of texts that are dates: it also strips blanks, and takes 2019-02-29 and 2021/2019.
    """
    if text[0] in "[{":
        # It refuses ranges whose ends differ in precision, which the standard allows.
        members = [member.split("..") for member in text[1:-1].split(",")]
        return all(DAY.fullmatch(end) for ends in members for end in ends if end) and all(
            len({end.lstrip("-").count("-") for end in ends if end}) == 1 for ends in members
        )
    if "/" in text:
        # An unknown end is ten years off in edtf's opinion: an empty end is never asked.
        return all(
            end == ".." or DAY.fullmatch(end.rstrip("?~%")) is not None for end in text.split("/")
        )
    if GROUP.fullmatch(text):
        return not text.endswith(ACROSS_NEW_YEAR)  # its winters end with the year
    if timed := TIMED.fullmatch(text):
        return timed[5] in (None, "Z")  # which zones there are is not a question of bounds
    return any(shape.fullmatch(text) for shape in (QUALIFIED_DAY, MASKED, LONG_YEAR))


def by_edtf(text: str) -> Bounds:
    """The strict bounds that edtf gives; what it prints to stdout is dropped."""
    start, slash, end = text.partition("/")
    if slash and DAY.fullmatch(start) and DAY.fullmatch(end):
        return Bounds(by_edtf(start).lo, by_edtf(end).hi)
    # A plain date goes straight to the class, which is the same grammar in a tenth of the 5 ms
    # that edtf takes to try all its others on it too.
    parse: Any = edtf.parse_edtf
    if DAY.fullmatch(text):
        parse = parser_classes.Date.parse
    with contextlib.redirect_stdout(io.StringIO()):
        found = parse(text)
    lo, hi = found.lower_strict(), found.upper_strict()
    return Bounds(
        BEFORE_ALL if lo == -math.inf else (lo[0], lo[1], lo[2]),
        AFTER_ALL if hi == math.inf else (hi[0], hi[1], hi[2]),
    )


# ---- queries --------------------------------------------------------------------------------


def answer(events: list[Event], query: Query) -> list[str]:
    """The ids that `query` gives, in their order."""
    if "around" in query:
        anchor = next(event for event in events if event["id"] == query["around"][0])
        query = {**query, "window": window(anchor, *query["around"][2:])}
    kept = [event for event in events if keep(event, query)]
    return [event["id"] for event in order(kept, query)]


def span(event: Event) -> Bounds | None:
    try:
        return bounds(event["date"])
    except NoDateError:
        return None


def keep(event: Event, query: Query) -> bool:
    return keep_date(event, query) and keep_words(event, query) and keep_text(event, query)


def keep_date(event: Event, query: Query) -> bool:
    asked = [name for name in ("since", "until", "on", "around") if name in query]
    when = span(event)
    if when is None:
        return not asked
    after, before = [], []  # the first days of what is asked, and the last
    for name in asked:
        if name == "around":
            if event["id"] == query["around"][0]:
                return False  # what *else* happened
            wanted: Bounds = query["window"]
        else:
            wanted = bounds(query[name] if isinstance(query[name], str) else query[name][1])
        if name != "until":
            after.append(wanted.lo)
        if name != "since":
            before.append(wanted.hi)
    if not asked:
        return True
    days = Bounds(max(after, default=BEFORE_ALL), min(before, default=AFTER_ALL))
    mode = (bool(query.get("certain")), bool(query.get("inside")))
    return MODES[mode](re.sub("[?~%]", "", event["date"]), days)


def touches(text: str, days: Bounds) -> bool:
    """Whether it may have a day among these."""
    if text[0] in "[{":
        return any(touches(member, days) for member in text[1:-1].split(","))
    if "X" in text and "/" not in text and "-" in text.lstrip("-"):  # it may have holes
        year, month, day = CALENDAR.fullmatch(text).groups()  # type: ignore[union-attr]
        found = every_day(year, month or "XX", day or "XX", backwards=False)
        return any(days.lo <= day <= days.hi for day in found)
    when = hull(text)
    return when.lo <= days.hi and when.hi >= days.lo


def must_touch(text: str, days: Bounds) -> bool:
    """Whether it cannot be without a day among these."""
    if text[0] == "{":
        if ".." in text:
            raise UndecidedError("ranges in braces are tested elsewhere")
        return any(must_touch(member, days) for member in text[1:-1].split(","))
    if "/" in text:
        latest, earliest = inner(text)
        return latest <= days.hi and earliest >= days.lo
    return must_lie_inside(text, days)


def may_lie_inside(text: str, days: Bounds) -> bool:
    """Whether it may have no day but these."""
    if text[0] == "{":
        return all(touches(member, days) for member in text[1:-1].split(","))
    if "/" in text:
        latest, earliest = inner(text)
        return latest >= days.lo and earliest <= days.hi
    return touches(text, days)


def must_lie_inside(text: str, days: Bounds) -> bool:
    when = hull(text)
    return when.lo >= days.lo and when.hi <= days.hi


MODES = {
    (False, False): touches,
    (True, False): must_touch,
    (False, True): may_lie_inside,
    (True, True): must_lie_inside,
}


def hull(text: str) -> Bounds:
    """The bounds of a date, or of a range in a set."""
    if ".." in text and "/" not in text and text[0] not in "[{":
        return set_bounds(f"[{text}]")
    return bounds(text)


def inner(text: str) -> tuple[Day, Day]:
    """The latest start and the earliest end of an interval without holes."""
    start, end = text.split("/")
    whole = bounds(text)
    latest = whole.hi if not start else BEFORE_ALL if start == ".." else bounds(start).hi
    earliest = whole.lo if not end else AFTER_ALL if end == ".." else bounds(end).lo
    return min(latest, whole.hi), max(earliest, whole.lo)


def window(anchor: Event, months: int, days: int) -> Bounds:
    when = bounds(anchor["date"])
    return Bounds(shifted(when.lo, -months, -days), shifted(when.hi, months, days))


def shifted(day: Day, months: int, days: int) -> Day:
    """Calendar arithmetic: months first, clipped to the month's end, then day by day."""
    if math.isinf(day[0]):
        return day
    y, m, d = int(day[0]), day[1] + months, day[2]
    while m > 12:
        y, m = y + 1, m - 12
    while m < 1:
        y, m = y - 1, m + 12
    d = min(d, month_length(y, m))
    for _ in range(days):
        y, m, d = (y, m, d + 1) if d < month_length(y, m) else next_month(y, m)
    for _ in range(-days):
        y, m, d = (y, m, d - 1) if d > 1 else last_month(y, m)
    return (y, m, d)


def next_month(y: int, m: int) -> tuple[int, int, int]:
    return (y, m + 1, 1) if m < 12 else (y + 1, 1, 1)


def last_month(y: int, m: int) -> tuple[int, int, int]:
    return (y, m - 1, month_length(y, m - 1)) if m > 1 else (y - 1, 12, 31)


WORDS = {"category": "category", "tag": "tags", "place": "places", "actor": "actors"}


def values(event: Event, field: str) -> list[str]:
    value = event.get(field) or []
    return [value] if isinstance(value, str) else list(value)


def keep_words(event: Event, query: Query) -> bool:
    for name, field in WORDS.items():
        has = [value.casefold() for value in values(event, field)]
        for group in query.get(name, []):
            if not any(wanted.casefold() in has for wanted in group):
                return False
        for group in query.get("no_" + name, []):
            if any(unwanted.casefold() in has for unwanted in group):
                return False
    return True


def keep_text(event: Event, query: Query) -> bool:
    texts = [event["title"], *values(event, "summary")]
    for translation in (event.get("translations") or {}).values():
        texts += [*values(translation, "title"), *values(translation, "summary")]
    for field in ("tags", "places", "actors"):
        texts += values(event, field)
    for wanted in query.get("search", []):
        if query.get("regex"):
            found = any(re.search(wanted, text, re.IGNORECASE) for text in texts)
        else:
            found = any(wanted.casefold() in text.casefold() for text in texts)
        if not found:
            return False
    return True


def order(events: list[Event], query: Query) -> list[Event]:
    """`events`, given in the order of their file, sorted and cut.

    Sorting once for each key, the least of them first, needs no key that negates: Python's sort
    leaves equals where they are, with reverse=True too.
    """
    back = bool(query.get("reverse"))
    dated = [(when, event) for event in events if (when := span(event)) is not None]
    dated.sort(key=lambda pair: seconds(pair[1]["date"]), reverse=back)
    dated.sort(key=lambda pair: pair[0].hi, reverse=not back)
    dated.sort(key=lambda pair: pair[0].lo, reverse=back)
    rows = [event for _, event in dated]
    undated = [event for event in events if span(event) is None]  # last in either order
    field = query.get("sort", "date")
    if field != "date":
        rows = by_text(rows, field, back)
        if undated:
            raise UndecidedError("does an unreadable date come last when titles are sorted?")
    return (rows + undated)[: query.get("limit")]


def by_text(rows: list[Event], field: str, back: bool) -> list[Event]:
    """`rows`, which are in date order, by their text; those without it last."""
    named = [event for event in rows if event.get(field)]
    unnamed = [event for event in rows if not event.get(field)]
    keys = [event[field].casefold() for event in named]
    if back and (unnamed or len(set(keys)) < len(keys)):
        raise UndecidedError(f"equal or missing {field} in reverse order")
    return sorted(named, key=lambda event: event[field].casefold(), reverse=back) + unnamed

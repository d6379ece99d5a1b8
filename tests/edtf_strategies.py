"""EDTF text of every production of levels 0, 1 and 2, and texts that miss one narrowly.

The productions carry the headings of the Library of Congress specification (4 February 2019). Each
is a function of `roll(low, high)`, a whole number between two bounds: hypothesis rolls in the laws
(`texts`), so that a failure shrinks; a seeded `random.Random` rolls where hkinno is compared with
other parsers (`corpus`), so that the texts are the same on every machine.

`number` is the day number of a date by way of `datetime`, independent of `hkinno.dates.calendar`.
"""

import calendar
import datetime
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

Roll = Callable[[int, int], int]
Production = Callable[[Roll], str]
Civil = tuple[int, int, int]
T = TypeVar("T")

QUALIFIERS = "?~%"
BLANKS = (" ", "\t", "\n", "\r", "\u00a0", "\u2003", "\u200b")
# The first month and the number of months of the sub-year groupings 21 to 41 (DESIGN section 3
# where the specification only names the season).
GROUPINGS = dict(
    enumerate(
        [
            *[(3, 3), (6, 3), (9, 3), (12, 3)],  # seasons, independent of location
            *[(3, 3), (6, 3), (9, 3), (12, 3)],  # of the northern hemisphere
            *[(9, 3), (12, 3), (3, 3), (6, 3)],  # of the southern hemisphere
            *[(1, 3), (4, 3), (7, 3), (10, 3)],  # quarters
            *[(1, 4), (5, 4), (9, 4)],  # quadrimesters
            *[(1, 6), (7, 6)],  # semesters
        ],
        start=21,
    )
)


# --- the calendar, a second time ---


def length(year: int, month: int) -> int:
    """The number of days of a month; astronomical years."""
    if month == 2:
        return 29 if calendar.isleap(year) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def number(year: int, month: int, day: int) -> int:
    """The proleptic Gregorian day number, 1 for 0001-01-01; 400 years are a cycle."""
    cycles, within = divmod(year, 400)
    return datetime.date(400 + within, month, day).toordinal() + 146_097 * (cycles - 1)


def spell(year: int) -> str:
    """A year of at most four digits as EDTF spells it."""
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


# --- rolling ---


def choose(roll: Roll, options: Sequence[T]) -> T:
    """One of the options; hypothesis shrinks towards the first."""
    return options[roll(0, len(options) - 1)]


def chance(roll: Roll, one_in: int) -> bool:
    """True once in so many rolls; hypothesis shrinks towards False."""
    return roll(1, one_in) == one_in


def a_year(roll: Roll) -> int:
    """A year of at most four digits: of our times, of any, about the year 0, or a leap one."""
    low, high = choose(roll, [(1890, 2030), (0, 9999), (-9999, -1), (-12, 12), (1000, 2999)])
    year = roll(low, high)
    return max(-9996, year - year % 4) if chance(roll, 4) else year


def a_day(roll: Roll) -> Civil:
    """A day of such a year; the last of its month more often than chance would have it."""
    year, month = a_year(roll), roll(1, 12)
    last = length(year, month)
    return year, month, last if chance(roll, 4) else roll(1, last)


def a_span(roll: Roll) -> tuple[Civil, Civil]:
    """Two days, the first not after the second."""
    first = a_day(roll)
    year = min(9999, first[0] + roll(0, 3)) if chance(roll, 2) else a_year(roll)
    month = roll(1, 12)
    second = (year, month, roll(1, length(year, month)))
    return min(first, second), max(first, second)


# --- ways to write a date whose span holds a given day ---


def reduced(roll: Roll, day: Civil) -> str:
    """Level 0, Date: complete, or of reduced precision."""
    parts = [spell(day[0]), f"{day[1]:02}", f"{day[2]:02}"]
    return "-".join(parts[: choose(roll, [3, 2, 1])])


def masked(roll: Roll, day: Civil) -> str:
    """Level 2, Unspecified Digit: at least one digit of the date is an X."""
    text = list(reduced(roll, day))
    digits = [at for at, sign in enumerate(text) if sign.isdigit()]
    if chance(roll, 4):  # whole components, as people write them
        for at in digits[4:] or digits[2:]:
            text[at] = "X"
    else:
        for _ in range(roll(1, 4)):
            text[choose(roll, digits)] = "X"
    return "".join(text)


def grouped(roll: Roll, day: Civil) -> str:
    """Level 1, Seasons, and level 2, Sub-year groupings: one that holds the day."""
    at = day[0] * 12 + day[1] - 1
    fitting = [
        f"{spell(year)}-{code}"
        for year in (day[0], day[0] - 1)
        for code, (month, months) in GROUPINGS.items()
        if 0 <= at - (year * 12 + month - 1) < months and year >= -9999
    ]
    return choose(roll, fitting)


def significant(roll: Roll, day: Civil) -> str:
    """Level 2, Significant digits of a four-digit year, which has no leading zero here."""
    year = day[0] if abs(day[0]) >= 1000 else 1000 + abs(day[0])
    return f"{spell(year)}S{roll(1, 4)}"


def qualify(roll: Roll, text: str) -> str:
    """Level 2, Qualification: marks left and right of some components, one of each at most."""
    negative, body = text.startswith("-"), text.removeprefix("-")
    parts = body.split("-")
    if negative:
        parts[0] = f"-{parts[0]}"
    marked = roll(0, len(parts) - 1)  # this one is, others may be
    for at, part in enumerate(parts):
        if at == marked or chance(roll, 3):
            left, right = choose(roll, [("", 1), (1, ""), (1, 1)])
            parts[at] = (
                (choose(roll, QUALIFIERS) if left else "")
                + part
                + (choose(roll, QUALIFIERS) if right else "")
            )
    return "-".join(parts)


def spelling(roll: Roll, day: Civil) -> str:
    """Any way to write one date (no interval, no set, no time) whose span holds the day."""
    write = choose(roll, [reduced, masked, grouped])
    text = write(roll, day)
    return qualify(roll, text) if chance(roll, 3) else text


# --- level 0 ---


def date(roll: Roll) -> str:
    return reduced(roll, a_day(roll))


def clock(roll: Roll) -> str:
    return f"{roll(0, 23):02}:{roll(0, 59):02}:{roll(0, 59):02}"


def shift(roll: Roll) -> str:
    """Z, or a time shift in hours, or in hours and minutes; none behind UTC is zero."""
    sign = choose(roll, "Z+-")
    if sign == "Z":
        return sign
    hours = roll(1, 11)
    return f"{sign}{hours:02}" + (f":{roll(0, 59):02}" if chance(roll, 2) else "")


def date_and_time(roll: Roll) -> str:
    year, month, day = a_day(roll)
    zone = shift(roll) if chance(roll, 2) else ""
    return f"{spell(year)}-{month:02}-{day:02}T{clock(roll)}{zone}"


def time_interval(roll: Roll) -> str:
    first, last = a_span(roll)
    return f"{reduced(roll, first)}/{reduced(roll, last)}"


# --- level 1 ---


def long_number(roll: Roll) -> int:
    """A year of five digits or more; within what JavaScript calls a date, mostly."""
    size = choose(roll, [99_999, 250_000, 250_000, 10**18])
    return roll(10_000, size) * choose(roll, [1, -1])


def prefixed_year(roll: Roll) -> str:
    return f"Y{long_number(roll)}"


def season(roll: Roll) -> str:
    return f"{spell(a_year(roll))}-{roll(21, 24)}"


def qualified(roll: Roll) -> str:
    text = choose(roll, [date, date, season, prefixed_year, significant_year])(roll)
    return text + choose(roll, QUALIFIERS)


def unspecified_right(roll: Roll) -> str:
    year, month, _ = a_day(roll)
    spelt = spell(year)
    return choose(
        roll,
        [
            *[f"{spelt[:-1]}X", f"{spelt[:-2]}XX", f"{spelt}-XX"],
            *[f"{spelt}-{month:02}-XX", f"{spelt}-XX-XX"],
        ],
    )


def extended_interval(roll: Roll) -> str:
    end = date(roll) + (choose(roll, QUALIFIERS) if chance(roll, 3) else "")
    return choose(roll, [f"{end}/..", f"../{end}", f"{end}/", f"/{end}"])


def negative_year(roll: Roll) -> str:
    year, month = -roll(1, 9999), roll(1, 12)
    return reduced(roll, (year, month, roll(1, length(year, month))))


# --- level 2 ---


def exponential_year(roll: Roll) -> str:
    base, most = choose(roll, [(25, 4), (9, 4), (9999, 9)])
    return f"Y{roll(1, base) * choose(roll, [1, -1])}E{roll(4, most)}"


def significant_year(roll: Roll) -> str:
    if chance(roll, 2):
        return significant(roll, a_day(roll))
    if chance(roll, 2):
        return f"{exponential_year(roll)}S{roll(1, 5)}"
    return f"{prefixed_year(roll)}S{roll(1, 5)}"


def sub_year_grouping(roll: Roll) -> str:
    return f"{spell(a_year(roll))}-{roll(21, 41)}"


def member(roll: Roll) -> str:
    """A member of a set: a date, or a range of dates of one precision."""
    if chance(roll, 3):
        return a_range(roll)
    return choose(roll, [reduced, reduced, masked])(roll, a_day(roll))


def a_range(roll: Roll) -> str:
    first, last = a_span(roll)
    texts = [
        (spell(y), f"{spell(y)}-{m:02}", f"{spell(y)}-{m:02}-{d:02}") for y, m, d in (first, last)
    ]
    kind = roll(0, 2)
    return f"{texts[0][kind]}..{texts[1][kind]}"


def members(roll: Roll) -> list[str]:
    found = [member(roll) for _ in range(roll(1, 4))]
    if chance(roll, 4):
        found.insert(0, f"..{date(roll)}")
    if chance(roll, 4):
        found.append(f"{date(roll)}..")
    return found


def one_of_a_set(roll: Roll) -> str:
    return f"[{','.join(members(roll))}]"


def all_members(roll: Roll) -> str:
    return f"{{{','.join(members(roll))}}}"


def partly_qualified(roll: Roll) -> str:
    return qualify(roll, reduced(roll, a_day(roll)))


def unspecified_digit(roll: Roll) -> str:
    return masked(roll, a_day(roll))


def unspecified_and_qualified(roll: Roll) -> str:
    return qualify(roll, masked(roll, a_day(roll)))


def interval_of_parts(roll: Roll) -> str:
    first, last = a_span(roll)
    return f"{spelling(roll, first)}/{spelling(roll, last)}"


LEVEL_0: tuple[Production, ...] = (date, date_and_time, time_interval)
LEVEL_1: tuple[Production, ...] = (
    prefixed_year,
    season,
    qualified,
    unspecified_right,
    extended_interval,
    negative_year,
)
LEVEL_2: tuple[Production, ...] = (
    exponential_year,
    significant_year,
    sub_year_grouping,
    one_of_a_set,
    all_members,
    partly_qualified,
    unspecified_digit,
    unspecified_and_qualified,
    interval_of_parts,
)
PRODUCTIONS = LEVEL_0 + LEVEL_1 + LEVEL_2


# --- near misses: each text of one of these is no date ---


def no_such_month(roll: Roll) -> str:
    month = choose(roll, [0, *range(13, 21), *range(42, 100)])
    return f"{spell(a_year(roll))}-{month:02}" + choose(roll, ["", "-01", "-XX"])


def no_such_day(roll: Roll) -> str:
    year, month, _ = a_day(roll)
    month = 2 if chance(roll, 3) else month
    day = 0 if chance(roll, 4) else roll(length(year, month) + 1, 40)
    return f"{spell(year)}-{month:02}-{day:02}"


def day_of_a_season(roll: Roll) -> str:
    return f"{sub_year_grouping(roll)}-{roll(1, 28):02}"


def digit_too_few(roll: Roll) -> str:
    year, month, day = a_day(roll)
    spelt = spell(year)
    return choose(
        roll,
        [
            *[f"{spelt}-{month % 10}", f"{spelt}-{month:02}-{day % 10}", spelt[:-1]],
            *[f"{spelt[:-2]}-{month:02}", f"{spelt[:-1]}-{month:02}-{day:02}"],
        ],
    )


def digit_too_many(roll: Roll) -> str:
    year, month, day = a_day(roll)
    spelt = spell(year)
    return choose(
        roll,
        [
            *[f"{spelt}{roll(0, 9)}", f"{spelt}0-{month:02}"],
            *[f"{spelt}-{month:03}", f"{spelt}-{month:02}-{day:03}"],
        ],
    )


def other_separators(roll: Roll) -> str:
    year, month, day = a_day(roll)
    separator = choose(roll, ["", ".", "_", "--", "\u2013", "\u2212", ":"])
    return f"{spell(year)}{separator}{month:02}{separator}{day:02}"


def loose_ends(roll: Roll) -> str:
    text = date(roll)
    return choose(roll, [f"{text}-", f"+{text}", f"--{text}", f"{text}.", f"{text}Z", f"({text})"])


def year_minus_zero(roll: Roll) -> str:
    return "-0000" + choose(roll, ["", "-01", "-01-01", "-XX", "?", "-24", "/2000", "S1"])


def needless_prefix(roll: Roll) -> str:
    return "Y" + choose(roll, ["", "-", "0", "+", "-0"]) + f"{roll(0, 9999)}"


def month_of_a_prefixed_year(roll: Roll) -> str:
    return f"{choose(roll, [prefixed_year, exponential_year])(roll)}-{roll(1, 41):02}"


def exponent_astray(roll: Roll) -> str:
    ending = choose(roll, ["E", "E0", "E-2", "E+2", "E2E2", "E1.5", "EX"])
    return f"Y{long_number(roll)}{ending}"


def significance_astray(roll: Roll) -> str:
    text = choose(roll, [spell(roll(1000, 9999)), prefixed_year(roll)])
    return text + choose(roll, ["S", "S0", "S-1", "S2S2", "S2-05", "SX", "S2E2"])


def two_marks(roll: Roll) -> str:
    pair = choose(roll, QUALIFIERS) + choose(roll, QUALIFIERS)
    text = date(roll)
    return text + pair if chance(roll, 2) else pair + text


def marks_astray(roll: Roll) -> str:
    year, month, _ = a_day(roll)
    mark, spelt = choose(roll, QUALIFIERS), spell(abs(year))
    return choose(
        roll,
        [
            *[mark, f"{spelt[:2]}{mark}{spelt[2:]}", f"{spelt}-{month // 10}{mark}{month % 10}"],
            *[f"-{mark}{spelt}", f"{spelt}-{mark}", f"({spelt}){mark}"],
        ],
    )


def small_letter(roll: Roll) -> str:
    makers = [date_and_time, prefixed_year, unspecified_right, exponential_year, significant_year]
    text = choose(roll, makers)(roll)
    places = [at for at, sign in enumerate(text) if sign.isalpha()]
    at = choose(roll, places)
    return text[:at] + text[at].lower() + text[at + 1 :]


def foreign_digit(roll: Roll) -> str:
    """One digit is a digit of another script, which `str.isdigit` and `\\d` take for one."""
    text = choose(roll, PRODUCTIONS)(roll)
    if not any(sign.isdigit() for sign in text):  # XXXX-XX
        text = date(roll)
    at = choose(roll, [at for at, sign in enumerate(text) if sign.isdigit()])
    zero = choose(roll, ["\uff10", "\u0660", "\u0966", "\U0001d7ce"])
    return text[:at] + chr(ord(zero) + int(text[at])) + text[at + 1 :]


def blank(roll: Roll) -> str:
    text = choose(roll, PRODUCTIONS)(roll)
    at = choose(roll, [len(text), 0, roll(0, len(text))])
    return text[:at] + choose(roll, BLANKS) + text[at:]


def no_such_time(roll: Roll) -> str:
    hour, minute, second = choose(roll, [(24, 0, 0), (23, 59, 60), (24, 0, 1), (12, 60, 0)])
    return f"2019-02-28T{hour:02}:{minute:02}:{second:02}" + choose(roll, ["", "Z", "+08:00"])


def time_in_part(roll: Roll) -> str:
    return f"{spell(a_year(roll))}-01-02T" + choose(
        roll,
        [
            *["", "10", "10:20", "1020", "102030", "10:20:3", "10:20:", "10:20:30:40", "1:20:30"],
            *["10:20:30.5", "10:20:30,5"],
        ],
    )


def time_of_no_day(roll: Roll) -> str:
    year, month, _ = a_day(roll)
    return choose(roll, [spell(year), f"{spell(year)}-{month:02}", ""]) + f"T{clock(roll)}"


def shift_astray(roll: Roll) -> str:
    return f"2019-02-28T{clock(roll)}" + choose(
        roll,
        ["+", "-", "+4", "+0430", "+04:3", "ZZ", "Z+04", "+04:60", "+24:00", "\u221204", "UTC"],
    )


def end_before_start(roll: Roll) -> str:
    first = roll(-9999, 9998)
    last = roll(first + 1, 9999)
    return f"{reduced(roll, (last, 1, 1))}/{reduced(roll, (first, 12, 31))}"


def interval_without_date(roll: Roll) -> str:
    return choose(roll, ["", "..", "..."]) + choose(roll, ["/", "//"]) + choose(roll, ["", ".."])


def interval_astray(roll: Roll) -> str:
    first, last = a_span(roll)
    start, end = reduced(roll, first), reduced(roll, last)
    return choose(
        roll,
        [
            *[f"{start}/{end}/{end}", f"{start}//{end}", f"{start}/[{end}]", f"{{{start}}}/{end}"],
            *[f"{start}/P1Y", f"P1Y/{end}", f"{start}--{end}", f"{start}/...", f"{start}..{end}"],
            *[f"{start}/open", f"unknown/{end}", f"{start}/{clock(roll)}"],
        ],
    )


def interval_with_time(roll: Roll) -> str:
    first, last = a_span(roll)
    timed = f"{spell(first[0])}-{first[1]:02}-{first[2]:02}T{clock(roll)}"
    end = f"{spell(last[0])}-{last[1]:02}-{last[2]:02}T{clock(roll)}"
    return choose(roll, [f"{timed}/{spell(last[0])}", f"{spell(first[0])}/{end}", f"../{end}"])


def set_without_date(roll: Roll) -> str:
    return choose(roll, ["[]", "{}", "[..]", "{..}", "[,]", "{..,..}", "[....]"])


def set_astray(roll: Roll) -> str:
    one, two = spell(a_year(roll)), reduced(roll, a_day(roll))
    return choose(
        roll,
        [
            *[f"[{one}", f"{one}]", f"[{one}}}", f"{{{one}]", f"[{one},]", f"[,{one}]"],
            *[f"[{one},,{two}]", f"[[{one}],{two}]", f"[{one},{{{two}}}]", f"[{one};{two}]"],
            *[f"[{one}...{two}]", f"[{one},..{two}]", f"[{one}..,{two}]", f"[..,{two}]"],
            *[f"[{one}][{two}]", f"[{one}]?", f"[{one}/{two}]"],
        ],
    )


def range_of_two_precisions(roll: Roll) -> str:
    first, last = a_span(roll)
    one, two = spell(first[0]), f"{spell(last[0])}-{last[1]:02}"
    return choose(roll, [f"[{one}..{two}]", f"{{{one}..{two}}}", f"[{one}..{two}-28]"])


def range_backwards(roll: Roll) -> str:
    first = roll(-9999, 9998)
    return f"[{spell(roll(first + 1, 9999))}..{spell(first)}]"


def no_completion(roll: Roll) -> str:
    year = spell(a_year(roll))
    return choose(
        roll,
        [
            *[f"{year}-2X", f"{year}-3X", f"{year}-4X", f"{year}-02-3X", f"{year}-2X-01"],
            *[f"{year}-XX-32", f"{year}-XX-4X", f"{year}-XX-00", f"{year}-X2-X", "17X0-13"],
            *["XXX1-02-29", "190X-02-30", "190X-0X-32", "X9X9-02-29", "XXXXX", "XXX"],
        ],
    )


NEAR_MISSES: tuple[Production, ...] = (
    no_such_month,
    no_such_day,
    day_of_a_season,
    digit_too_few,
    digit_too_many,
    other_separators,
    loose_ends,
    year_minus_zero,
    needless_prefix,
    month_of_a_prefixed_year,
    exponent_astray,
    significance_astray,
    two_marks,
    marks_astray,
    small_letter,
    foreign_digit,
    blank,
    no_such_time,
    time_in_part,
    time_of_no_day,
    shift_astray,
    end_before_start,
    interval_without_date,
    interval_astray,
    interval_with_time,
    set_without_date,
    set_astray,
    range_of_two_precisions,
    range_backwards,
    no_completion,
)


def mutant(roll: Roll) -> str:
    """A text of a production with one or two signs changed; it may be a date or not."""
    text = choose(roll, PRODUCTIONS)(roll)
    for _ in range(roll(1, 2)):
        at, sign = roll(0, len(text)), choose(roll, "0123459-X?~%/.,[]{}TYESZ:+ ")
        text = choose(roll, [text[:at] + sign + text[at + 1 :], text[:at] + text[at + 1 :]])
    return text


# --- the two readers of this grammar ---


def texts(*productions: Production) -> st.SearchStrategy[str]:
    """A hypothesis strategy of texts of these productions; of all of them if none is named."""

    @st.composite
    def text(draw: st.DrawFn) -> str:
        def roll(low: int, high: int) -> int:
            return draw(st.integers(low, high))

        return choose(roll, productions or PRODUCTIONS)(roll)

    return text()


def days() -> st.SearchStrategy[Civil]:
    """A hypothesis strategy of days of the years -9999 to 9999."""

    @st.composite
    def day(draw: st.DrawFn) -> Civil:
        return a_day(lambda low, high: draw(st.integers(low, high)))

    return day()


def corpus(seed: int, count: int, productions: Sequence[Production]) -> list[str]:
    """So many different texts, the productions in turn: the same for the same seed everywhere."""
    roll = random.Random(seed).randint
    found: dict[str, None] = {}
    turn = 0
    while len(found) < count and turn < 20 * count:
        found[productions[turn % len(productions)](roll)] = None
        turn += 1
    return list(found)

"""What a language needs to say dates: a row of texts and templates, and years by it.

`hkinno.dates.format` and `hkinno.dates.explain` make words of dates by such a row, and the script
of a page fills a part of it. The rows are in `hkinno.dates.wordings`.
"""

from collections.abc import Mapping
from typing import NamedTuple

WORDLESS = 10**15  # from here on years are written as powers of ten: nobody counts so far
IN_SCRIPT = (  # what the script of a page is told: it says days, months and years alone
    *("months", "day", "first_day", "first_month", "year", "ad", "long_year", "bc", "span"),
    *("thousands", "point", "scales"),
)
_Several = Mapping[str, str]


class Wording(NamedTuple):
    """The words of a language; templates have what they are filled with in braces.

    What is filled in may be any date in words, so that a template must be right around all of
    them: short forms as on a label in a museum, which no grammar inflects.
    """

    # --- days, months and years
    months: tuple[str, ...]  # from January, at place 1
    day: str  # {day} and {month}, where the year is known
    first_day: str  # the same with its {year}, which is in words
    first_month: str
    timed: str  # a {date} with the {time} of a clock
    year: str  # the number of a year from AD 1000 on
    ad: str  # and before
    long_year: str  # of more than four digits
    bc: str
    thousands: str  # what stands between groups of three digits, and before decimals
    point: str
    # Of round years: from how many on there is a word for it, that word, how round it has to be.
    scales: tuple[tuple[int, str, int], ...]  # the largest first
    short: bool  # whether these words also stand in a text, and not only on an axis

    # --- one date
    approximate: str
    uncertain: str
    digit: str  # one that is not known
    decade: str  # {year} is its first, in digits
    century: str  # {n} in digits, or {nth} as the ordinals below have it
    century_ad: str  # of the first ten
    century_bc: str
    nth: _Several  # what stands behind a number by its last digits; of two the longer
    groupings: Mapping[str, tuple[str, ...]]  # of a {year}: its seasons, quarters …
    hemispheres: tuple[str, str, str]  # of a {season}: none is said, the northern, the southern
    two_years: str  # a winter's, from {first} to {last}; empty where it is called by one year
    estimate: str  # {date}, and the {first} and {last} year that it may be

    # --- several
    since: str
    until: str
    unknown: str  # an end that is not known
    span: str  # it lasted from {first} to {last}
    years: str  # the same of two bare numbers
    from_to: str  # where the last alone is one, and might be taken for a part of the first
    once: str  # a pattern of the year, month and day of an end, said once where both share them
    within: str  # one day of those from {first} to {last}
    each: _Several  # the {span} of which all are meant, by the precision of its ends
    comma: str
    pause: str  # instead, where an end is open
    joined: str  # the {others} and the {last} of several, with one of these links
    links: tuple[str, str]  # or, and
    before: str  # {date} or anything before it; its {link} is one of these, too
    later: str

    # --- how long it is from one to another
    lengths: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]  # {n}: 1 and more years, …
    length_join: str
    no_time: str
    or_more: str  # {least}
    up_to: str  # {most}
    least_to_most: str

    # --- what is known of a date; days are in digits
    kinds: _Several  # what it is, by precision
    one_of: _Several  # what it is if it is one of several
    at: str  # a {time} of a day
    utc: str  # what the letter Z in a time is called
    sets: tuple[str, str]  # one of several dates, all of them
    # Some time within the {span} from {lo} to {hi}; without a last day, a first, without either.
    some_time: tuple[str, str, str, str]
    known: str  # a {kind}, and the {span} of its days
    days: str  # from {lo} to {hi}
    days_since: str
    days_until: str
    any_day: str
    no_start: str
    no_end: str
    unknown_start: str
    unknown_end: str
    begins_by: str
    ends_from: str
    digits_unknown: str
    is_approximate: str
    is_uncertain: str
    semicolon: str


def say_number(number: float, wording: Wording) -> str:
    """A number with its digits in groups."""
    return _in_signs(f"{number:,}", wording)


def say_decimal(number: float, places: int, wording: Wording) -> str:
    """A number rounded to so many decimals."""
    return _in_signs(f"{number:,.{places}f}", wording)


def _in_signs(number: str, wording: Wording) -> str:
    return number.translate({ord(","): wording.thousands, ord("."): wording.point})


def say_year(year: int, wording: Wording, *, short: bool = False) -> str:
    """An astronomical year as people count: 0 is "1 BC", 44 is "AD 44".

    A round one of many digits can be said in short: "13.8 billion BC", "公元前138億年".
    """
    number = 1 - year if year <= 0 else year
    scaled = _in_scale(number, wording) if short else ""
    said = scaled or _long_number(number, wording)
    if year <= 0:
        return wording.bc.format(year=said)
    if year < 1000 or scaled:
        return wording.ad.format(year=said)
    return (wording.year if year < 10000 else wording.long_year).format(year=said)


def _in_scale(number: int, wording: Wording) -> str:
    """A number in the largest scale that it reaches; empty if it is not round there."""
    if number >= WORDLESS:
        return ""
    for unit, name, step in wording.scales:
        if number >= unit:
            whole, rest = divmod(number, unit)
            decimals = f"{wording.point}{rest * 1000 // unit:03}".rstrip("0") if rest else ""
            return f"{say_number(whole, wording)}{decimals}{name}" if number % step == 0 else ""
    return ""


def _long_number(number: int, wording: Wording) -> str:
    if number >= WORDLESS:  # the EDTF text says it exactly
        digits = str(number)
        return f"{digits[0]}{wording.point}{digits[1:3]}×10^{len(digits) - 1}"
    return say_number(number, wording) if number > 9999 else str(number)


def say_day(day: int, month: int, year: str, wording: Wording) -> str:
    """A day, with its year in words; an empty year is left out."""
    template = wording.first_day if year else wording.day
    return template.format(day=day, month=wording.months[month], year=year)


def say_month(month: int, year: str, wording: Wording) -> str:
    """A month, with its year in words; an empty year is left out."""
    name = wording.months[month]
    return wording.first_month.format(month=name, year=year) if year else name


def say_nth(number: int, wording: Wording) -> str:
    """A number as one counts with it: 1st, 22nd, 13th."""
    digits = str(number)
    ends = (digits[start:] for start in range(len(digits) + 1))  # the longest first
    return digits + next(wording.nth[end] for end in ends if end in wording.nth)

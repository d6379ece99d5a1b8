"""Dates of a table in EDTF, read in the one style that its columns turned out to have.

What is plain EDTF, and what is in words, means the same in every table and is left to those who
read it elsewhere; here stand the shapes whose meaning is that of their column.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date as Day  # noqa: N812 - a day of the calendar, as in hkinno.dates.phrases

from hkinno.dates.edtf import parse, readable
from hkinno.dates.phrases.records import says_no_date
from hkinno.dates.phrases.vocabulary import NOW
from hkinno.errors import DateError, quoted
from hkinno.imports.clock import ClockTime, split_time
from hkinno.imports.shapes import (
    COMPACT,
    EPOCH,
    FLOAT_YEAR,
    MONTH_YEAR,
    NAMED_DAY,
    NAMED_MONTH,
    NEGATIVE,
    NEGATIVES,
    NUMBERS,
    ORDER_WORDS,
    PAIR,
    SHORT,
    ZERO,
    DayNumbers,
    bc_year,
    compact_day,
    day_readings,
    month_of_year,
    pair_readings,
    refuse_epoch,
    refuse_orders,
)
from hkinno.imports.styles import (
    DateStyle,
    plain_hyphens,
    qualified_ends,
    split_ends,
    split_qualifier,
    with_year,
)

_BEFORE_CHRIST = re.compile(r".*[0-9] ?b\.?c\.?e?\.?", re.IGNORECASE).fullmatch
_WHICH_YEAR = re.compile(r"which year\? write it too, as in .*")


class DateReader:
    """Reads the dates of a table in its style. Remembers what was not EDTF as it stood."""

    def __init__(self, style: DateStyle, today: Callable[[], Day]) -> None:
        self.style, self._today = style, today
        self.words: dict[str, str] = {}  # as written -> EDTF, of what has one reading anywhere
        self._known: dict[str, str] = {}
        self._notes: dict[str, str] = {}

    def read(self, text: str, quiet: bool = False) -> str:
        """The EDTF text of a date, or nothing where the text says that none is known.

        What is `quiet` is not remembered, since it may not be stored.

        Raises DateError, which says what is in doubt and which option decides it.
        """
        said = text.strip()
        found = self._known.get(said)
        if found is None:
            found = self._known[said] = self._as_written(said)
        is_negative = said[:1] == "-" and NEGATIVES.fullmatch(said)  # of which more is said
        if found not in ("", said) and not quiet and not is_negative:
            self.words[said] = found
        return found

    def _as_written(self, said: str) -> str:
        """The EDTF text; what is wrong is said of the text as it is written."""
        try:
            return self._edtf(said) if self.style.own else self._read(plain_hyphens(said))
        except DateError as fault:
            if (fault.text and fault.text in said) or not fault.why:
                raise
            raise DateError(said, _WHICH_YEAR.sub("which year?", fault.why)) from fault

    def note(self, text: str) -> str:
        """What a text says of its date that EDTF cannot, as the name of a time zone."""
        return self._notes.get(text.strip(), "")

    def read_in_year(self, text: str, year: str) -> str:
        """The EDTF text of a date that does not say its year, which is told beside it."""
        for whole in with_year(text, year):
            with suppress(DateError):
                found = self._whole(whole)
                break
        else:
            return self.read(text)  # which says what is wrong with it
        self.words[text] = found
        return found

    def _edtf(self, said: str) -> str:
        try:
            return parse(said).text
        except DateError:
            from hkinno.dates.phrases.parse import read

            return read(said, self._today()).text

    def _read(self, said: str) -> str:
        if not any(map(str.isdigit, said)) and says_no_date(said):
            return ""
        date, clock = split_time(said)
        if clock is None:
            return self._whole(said)
        found = self._whole(date)
        if clock.zone:
            self._notes[said] = said
        return self._timed(found, clock, said)

    def _timed(self, date: str, clock: ClockTime, said: str) -> str:
        if self.style.midnight and clock.is_midnight:
            return date
        return self.at(date, clock, said)

    def at(self, date: str, clock: ClockTime, said: str) -> str:
        """A day with a time of day. Raises DateError for what is no day."""
        known = readable(date)
        if not known or known.precision != "day" or known.text != date or "T" in date:
            raise DateError(said, f"a time of day belongs to one day, and {quoted(date)} is none")
        return date + clock.text

    def _whole(self, said: str) -> str:
        found = self._one(said)
        if found is not None:
            return found
        ends = split_ends(said)
        if not ends:
            return self._edtf(said)
        if _BEFORE_CHRIST(ends[0]) and ends[1].isdigit():
            raise DateError(said, "it has two readings, write BC or AD behind either year")
        words = None
        if any(map(str.isalpha, said)):  # 149–146 v. Chr. says BC once for both
            try:
                return self._edtf(said)
            except DateError as fault:
                words = fault
        if span := self._span(*ends):
            return span
        if words:
            raise words
        return self._edtf(said)

    def _span(self, start: str, end: str) -> str | None:
        """Two dates of this column's shapes; None if it takes no column to read them."""
        first, last = self._one(start), self._one(end)
        if first is None and last is None:
            return None
        open_end = re.fullmatch(NOW, end.lower())
        ends = first or self._edtf(start), ".." if open_end else last or self._edtf(end)
        return parse("/".join(ends)).text

    def _one(self, said: str) -> str | None:
        """A date in one of the shapes; None if it is in none."""
        core, marks = split_qualifier(said)
        pairs = self.style.pairs != "months" and PAIR.fullmatch(core)
        in_doubt = pairs or (self.style.bc and core.startswith("-"))
        if marks and not in_doubt and readable(said):
            return said  # as EDTF has it
        if marks == "?" and said[-2:-1].isdigit() and re.fullmatch("[0-9]{3}", core):
            raise DateError(said, f"it has two readings, {core}X or 0{core}?: write either")
        if marks:
            plain = self._one(core)
            return qualified_ends(plain, marks) if plain else None
        for pattern, read in _SHAPES:
            if (found := pattern.fullmatch(said)) and (text := read(self, found)) is not None:
                return text
        return None

    # --- the shapes

    def _zero(self, found: re.Match[str]) -> str | None:
        """What MySQL and others write where a part is not known: 1952-00-00."""
        year, dash, month = found.groups()
        if dash is None:
            return None
        if month is None and year.endswith("99") and not self.style.zeros:
            return self._end_of_century(year, found[0])
        if year == "0000":
            return ""
        return parse(f"{year}-{month}" if month not in (None, "00") else year).text

    def _end_of_century(self, year: str, said: str) -> str:
        """`1999-00`, two years, or a month that is not known."""
        years = f"{year}/{int(year) + 1}"
        if self.style.pairs != "years":
            raise DateError(said, f"it has two readings, {year} or the years {years}: write either")
        return parse(years).text

    def _numbers(self, found: re.Match[str]) -> str:
        said, readings = found[0], day_readings(found)
        if not readings:
            raise DateError(said, "no order of these numbers makes a date")
        order = self.style.order
        long = len(found[1]) > 2 or len(found[4]) > 2
        if not long or len(found[4]) > 2:
            if order and order not in readings:
                raise DateError(said, f"it is none that is {ORDER_WORDS[order]}")
            if order:
                readings = {order: readings[order]}
            elif self.style.undecided:
                raise DateError(said, f"{self.style.undecided}; --dates says which is right")
        texts = {order: self._day(numbers, said) for order, numbers in readings.items()}
        if len(set(texts.values())) > 1:
            refuse_orders(said, texts)
        return next(iter(texts.values()))

    def _day(self, numbers: DayNumbers, said: str) -> str:
        year = self._full_year(numbers.year, said)
        return parse(numbers.edtf(year)).text

    def _full_year(self, digits: str, said: str) -> str:
        """A year of four digits. Raises DateError where the century is not known."""
        if len(digits) > 2:
            return digits.zfill(4)
        two = digits.zfill(2)
        if self.style.century is None:
            raise DateError(
                said,
                f"which century? 19{two} or 20{two}: say --century 19 or --century 20",
            )
        return f"{self.style.century:02}{two}"

    def _named_day(self, found: re.Match[str]) -> str:
        """`11-Mar-15`, as spreadsheets write a day; year first only where that is said."""
        day, month, year = found.groups()
        if self.style.order == "ymd" or int(day) > 31:
            day, year = year, day
        return self._named(f"{int(day)} {month}", year, found[0])

    def _named_month(self, found: re.Match[str]) -> str:
        """`Dec-71`, a month and a year."""
        return self._named(found[1], found[2], found[0])

    def _named(self, month: str, year: str, said: str) -> str:
        if readable(said):
            return said  # XXXX-01
        self._edtf(f"{month} 2000")  # whether there is such a month at all, before the century
        return self._edtf(f"{month} {self._full_year(year, said)}")

    def _pair(self, found: re.Match[str]) -> str | None:
        month, season, years = pair_readings(found)
        single = month or season
        if years and single and not self.style.pairs:
            raise DateError(
                found[0],
                f"it has two readings, {single} or the years {years}: "
                "say --dates edtf or --dates years",
            )
        if years and (not single or self.style.pairs == "years"):
            return parse(years).text
        return parse(single).text if single else None

    def _short(self, found: re.Match[str]) -> str:
        digits = found[0]
        if not int(digits):
            return ""
        if len(digits) == 3 or self.style.short:
            return digits.zfill(4)
        return self._full_year(digits, digits)

    def _negative(self, found: re.Match[str]) -> str | None:
        if ends := split_ends(found[0]):
            return self._span(*ends)
        if not NEGATIVE.search(found[0]):
            return None
        return parse(NEGATIVE.sub(self._negative_year, found[0])).text

    def _negative_year(self, found: re.Match[str]) -> str:
        year, rest = int(found[1]), found[2]
        if self.style.bc:
            return bc_year(year) + rest
        return (f"-{year:04}" if year <= 9999 else f"Y-{year}") + rest


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[DateReader, re.Match[str]], str | None]], ...] = (
    (ZERO, DateReader._zero),
    (FLOAT_YEAR, lambda _, found: found[1]),
    (NUMBERS, DateReader._numbers),
    (COMPACT, lambda _, found: compact_day(found)),
    (EPOCH, lambda _, found: refuse_epoch(found)),
    (MONTH_YEAR, lambda _, found: month_of_year(found)),
    (PAIR, DateReader._pair),
    (SHORT, DateReader._short),
    (NAMED_DAY, DateReader._named_day),
    (NAMED_MONTH, DateReader._named_month),
    (NEGATIVES, DateReader._negative),
)

"""The date that a row of a table says in one column or in several, and what is remarked of it."""

import re
from collections.abc import Mapping
from math import inf

from hkinno.dates.calendar import civil
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.phrases.vocabulary import NOW
from hkinno.errors import DateError, HkinnoError, quoted
from hkinno.imports.clock import read_time
from hkinno.imports.columns import ImportColumns
from hkinno.imports.datereader import DateReader
from hkinno.imports.evidence import Sighting
from hkinno.imports.guesses import DATED, FIRST, LAST
from hkinno.imports.styles import ends_in_year
from hkinno.imports.table import Cells, text_of
from hkinno.imports.values import is_nothing, join_texts

_OPEN = {"..": "..", "?": "", "unknown": ""}
_STILL = "至今|现在|現在|継続中"  # which the phrases know behind a date alone
_YEARS = ("year", "decade", "century", "millennium")


class RowDates:
    """Reads the dates of the rows of one table, whose columns are known."""

    def __init__(self, columns: ImportColumns, dates: DateReader) -> None:
        self._columns, self._dates = columns, dates
        self._told: dict[str, Sighting] = {}

    def read(self, cells: Cells) -> tuple[dict[str, str], Mapping[str, str]]:
        """The date with its note, and the columns of it if they are not the first choice.

        Raises HkinnoError.
        """
        at: Mapping[str, str] = self._columns.at
        used: Mapping[str, str] = {}
        start, end, notes = self._ends(cells, at)
        if not start and not end and self._columns.fallback:
            used = self._columns.fallback
            start, end, notes = self._ends(cells, used)
        if not start and not end:
            raise HkinnoError("it has no date")
        date = _span(start, end, notes)
        if not self._columns.own and (said := self._text(cells, "display date", self._columns.at)):
            date = self._displayed(cells, date, said, notes)
        note = join_texts(notes)
        return {"date": date, **({"date_note": note} if note else {})}, used

    def _ends(self, cells: Cells, at: Mapping[str, str]) -> tuple[str, str | None, list[str]]:
        """The EDTF texts of the two ends, of which the last may not be there, and remarks."""
        notes: list[str] = []
        first, last = FIRST, LAST
        start = self._end(cells, at, first, notes) or ""
        end = self._end(cells, at, last, notes, closes=True, start=start)
        return start, end, notes

    def _end(
        self,
        cells: Cells,
        at: Mapping[str, str],
        fields: tuple[str, ...],
        notes: list[str],
        closes: bool = False,
        start: str = "",
    ) -> str | None:
        *whole, year, month, day, time = fields
        text = next((t for field in whole if (t := self._text(cells, field, at))), "")
        if closes and (known := _open_end(text)) is not None:
            return known
        found: str | None = None
        if not self._columns.own and is_nothing(text):
            text = ""
        text = self._whole_year(start, text)
        if text:
            found = self._read(f"{text}{self._era(cells, at)}", cells) or None
            notes.append(self._dates.note(text))
        if year in at:
            parts = [self._text(cells, field, at) for field in (year, month, day)]
            parts[0] = self._whole_year(start, parts[0])
            parts[0] += self._era(cells, at) if parts[0] else ""
            found = self._parts(*parts) or found
        if said := self._text(cells, time, at):
            found = self._at_time(found, said, notes)
        return found

    def _read(self, text: str, cells: Cells) -> str:
        """A date; one that lacks the year takes it from a column of years beside it."""
        year = self._text(cells, "year", self._columns.fallback)
        if not re.fullmatch("[0-9]{4}", year) or year in text:
            return self._dates.read(text)
        if ends_in_year(text, year):
            return self._in_year(text, year)
        try:
            return self._dates.read(text)
        except DateError:
            return self._in_year(text, year)

    def _in_year(self, text: str, year: str) -> str:
        found = self._dates.read_in_year(text, year)
        self._tell("year", f"{quoted(text)} in {year}")
        return found

    def _era(self, cells: Cells, at: Mapping[str, str]) -> str:
        """Before or after Christ, where a column of its own says it."""
        said = self._text(cells, "era", at)
        return f" {said}" if said else ""

    def _at_time(self, date: str | None, said: str, notes: list[str]) -> str | None:
        """A date with the time that stands in a column of its own."""
        if is_nothing(said):
            return date
        if not date:  # an end that has no day is on the day of the start
            notes.append(f"until {said}")
            return date
        try:
            clock = read_time(said)
            found = self._dates.at(date, clock, said) if clock else date
        except DateError:
            clock, found = None, date
        if clock is None or clock.zone:
            notes.append(said)  # what EDTF cannot say
        return found

    def _parts(self, year: str, month: str, day: str) -> str:
        """A date from its columns; the month is a number or a name, and zero is not known."""
        year, month, day = ("" if is_nothing(p) else _whole_number(p) for p in (year, month, day))
        if day and not month:
            raise DateError(None, f"it has a day, {quoted(day)}, and no month")
        if month and not year:
            raise DateError(None, f"it has a month, {quoted(month)}, and no year")
        found = self._dates.read(year) if year else ""
        if month and found:
            if parse(found).precision not in _YEARS:
                raise DateError(
                    None, f"{quoted(year)} is no year, and the month is {quoted(month)}"
                )
            found = self._month(found, month)
        return parse(f"{found}-{day:0>2}").text if day else found

    def _month(self, year: str, month: str) -> str:
        """A month by its number or name. What EDTF has for 2019-25 is not meant."""
        if not month.isdecimal():
            doubt = "?" * month.endswith("?")
            return self._dates.read(f"{month.rstrip('? ')} {year}{doubt}")
        if len(month.lstrip("0")) > 2 or not 1 <= int(month) <= 12:
            raise DateError(None, f"{quoted(month)} is no month: write 1 to 12, or its name")
        return parse(f"{year}-{int(month):02}").text

    def _displayed(self, cells: Cells, date: str, said: str, notes: list[str]) -> str:
        """The date, where a column in words says more of how far it is known.

        So it does of how years before Christ are counted.
        """
        if not any(map(str.isalnum, said)):
            return date
        try:
            shown, known = parse(self._dates.read(said, quiet=True)), parse(date)
        except DateError:
            return self._noted(date, said, notes)
        if self._is_negative(cells) and _is_a_year_off(known, shown):
            self._tell("count", f"{quoted(said)} for {date}")
            return shown.text
        if shown.hi < known.lo or known.hi < shown.lo:
            return self._noted(date, said, notes, "contradiction")
        if not (shown.lo <= known.lo and known.hi <= shown.hi):
            return self._noted(date, said, notes)
        same = (shown.lo, shown.hi) == (known.lo, known.hi)
        if same and not shown.approximate and not shown.uncertain:
            return date
        self._tell("date", f"{quoted(said)} for {date}")
        return shown.text

    def _whole_year(self, start: str, end: str) -> str:
        """The year of an end of which only the last digits are written: 31, after 1826."""
        years = re.fullmatch("([0-9]{2})([0-9]{2})", start)
        if not years or not re.fullmatch("[0-9]{2}", end) or end <= years[2]:
            return end
        self._tell("end", f"{quoted(end)} after {start}, which is {years[1]}{end}")
        return years[1] + end

    def _tell(self, what: str, example: str) -> None:
        self._told.setdefault(what, Sighting()).add(example)

    def _is_negative(self, cells: Cells) -> bool:
        """Whether the year has a minus, which counts years BC, or those before the year 1."""
        at = self._columns.at
        return any(self._text(cells, field, at).startswith("-") for field in DATED)

    def _noted(self, date: str, said: str, notes: list[str], why: str = "date_note") -> str:
        self._tell(why, quoted(said) if why == "date_note" else f"{quoted(said)} for {date}")
        notes.append(said)
        return date

    def notes(self) -> list[str]:
        """What is to be said once all rows are read."""
        name = quoted(self._columns.at.get("display date", ""))
        year = quoted(self._columns.fallback.get("year", ""))
        does = {
            "contradiction": f"{name} says another date than its row, and is kept as date_note",
            "count": f"{name} is the date where years BC are counted otherwise beside it",
            "date": f"{name} is the date where it says less",
            "date_note": f"{name} is kept as date_note",
            "year": f"{year} is the year of dates without",
            "end": "ends are read in the century of their starts",
        }
        return [
            f"{does[what]}, as {seen.example} ({seen.dates()})"
            for what, seen in sorted(self._told.items())
        ]

    @staticmethod
    def _text(cells: Cells, field: str, at: Mapping[str, str]) -> str:
        return text_of(cells.get(at[field], "")).strip() if field in at else ""


def _is_a_year_off(known: Date, shown: Date) -> bool:
    """Whether a date is what is shown, but that its years are each one earlier, or one later."""
    if -inf in (known.lo, shown.lo) or inf in (known.hi, shown.hi):
        return False
    (first, *since), (last, *until) = civil(int(known.lo)), civil(int(known.hi))
    (start, *begins), (end, *ends) = civil(int(shown.lo)), civil(int(shown.hi))
    return start - first == end - last in (-1, 1) and begins <= since and until <= ends


def _whole_number(text: str) -> str:
    """`3.0`, which is what becomes of 3 in a column with gaps; and nothing for zero."""
    plain = re.sub(r"(?<=[0-9])\.0+$", "", text.strip())
    return "" if re.fullmatch("0+", plain) else plain


def _open_end(text: str) -> str | None:
    """What an end is that is no date: open, or not known."""
    said = text.casefold()
    if said and said not in _OPEN and not any(map(str.isdigit, said)):
        from hkinno.dates.phrases.languages import in_english  # slow to load

        said = said if re.fullmatch(_STILL, said) else in_english(said)
    if re.fullmatch(f"(?:to |the |until )*(?:{NOW}|{_STILL})", said):
        return ".."
    return _OPEN.get(said)


def _span(start: str, end: str | None, notes: list[str]) -> str:
    """The EDTF text from one date to another; of one date, if they are equal or one is missing."""
    if end is None or start == end:
        return start
    if "T" not in start + end:
        return parse(f"{start}/{end}").text
    notes.append(f"{start} to {end}")  # an interval of EDTF has no times
    first, last = start.partition("T")[0], end.partition("T")[0]
    return start if first == last else parse(f"{first}/{last}").text

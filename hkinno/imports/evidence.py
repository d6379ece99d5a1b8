"""What the dates of a table show of how it writes dates: order, centuries, years BC, spans.

All columns of a table's dates are looked at before the first of them is read (`see`). What they
decide is said once, with an example and a count; what they leave open is refused where it matters.
"""

import re
from collections.abc import Collection

from hkinno.dates.date import Date
from hkinno.dates.edtf import parse, readable
from hkinno.dates.format import words
from hkinno.errors import quoted
from hkinno.imports.clock import split_time
from hkinno.imports.shapes import (
    NEGATIVE,
    NEGATIVES,
    NUMBERS,
    ORDER_WORDS,
    ORDERS,
    PAIR,
    SHORT,
    ZERO,
    bc_year,
    day_readings,
    pair_readings,
)
from hkinno.imports.styles import DateStyle, plain_hyphens, split_ends, split_qualifier
from hkinno.text import plural

STYLES = (*ORDERS, "years", "edtf")
"""What `--dates` takes: the order of numbers; 1826-31 as two years; all as EDTF has it."""
_IN_NAMES = {  # in English, German and French
    "dmy": r"\b(?:dd?|tt?|jj?)[-/. ]?mm?[-/. ]?(?:yy|jj|aa)",
    "mdy": r"\bmm?[-/. ]?dd?[-/. ]?yy",
    "ymd": r"\b(?:yyyy|jjjj|aaaa)[-/. ]?mm",
}
_IN_ERA = re.compile(r"ad [0-9]{1,4}|[0-9]{1,4} ?(?:bce?|ce|ad)", re.IGNORECASE).fullmatch
_INSTANT = re.compile(r"-[0-9]{4,}-[0-9]{2}-[0-9]{2}T.*").fullmatch
_PLAIN = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?").fullmatch


class Sighting:
    """How many texts of one kind were seen, and the first of them."""

    def __init__(self) -> None:
        self.count, self.example = 0, ""

    def add(self, text: str) -> None:
        """One more."""
        self.count, self.example = self.count + 1, self.example or text

    def dates(self) -> str:
        """The number of them, where they are dates."""
        return plural(self.count, "date")


class DateEvidence:
    """What is seen of the dates of a table."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[Sighting, int]]] = {}  # texts, and what was seen of each
        self._ruled_out: dict[str, str] = {}  # order -> the text that rules it out
        self._numbers, self._pairs, self._negatives = Sighting(), Sighting(), Sighting()
        self._sure_years = self._sure_months = self._days = ""
        self._plain_years = self._seasons = self._as_edtf = ""
        self._consecutive: set[str] = set()
        self._other_pairs, self._zeros = 0, False
        self._times, self._midnights = Sighting(), Sighting()
        self._sightings = (
            *(self._numbers, self._pairs, self._negatives),
            *(self._times, self._midnights),
        )
        self._named = "", ""  # an order, and the name of the column that says it

    def see(self, text: str, beside: Date | None = None) -> None:
        """Take note of a text in a column of dates; `beside` is what a column in words says."""
        if beside is None and text in self._known:
            for sighting, times in self._known[text]:
                sighting.count += times
            return
        before = [sighting.count for sighting in self._sightings]
        self._see_new(text, beside)
        self._known[text] = [
            (sighting, sighting.count - count)
            for sighting, count in zip(self._sightings, before, strict=True)
            if sighting.count > count
        ]

    def _see_new(self, text: str, beside: Date | None) -> None:
        if match := _PLAIN(text):
            self._days = self._days or (text if match[1] else "")
            return
        text = split_qualifier(plain_hyphens(text))[0]
        if not PAIR.fullmatch(text) and (ends := split_ends(text)):
            for end in ends:
                self.see(end)
            return
        said = self._see_time(text)
        self._see_numbers(said, beside)
        self._see_pair(said)
        if (SHORT.fullmatch(said) and len(said) == 3) or _IN_ERA(said):
            self._plain_years = self._plain_years or said
        self._see_negative(said, beside)
        if _INSTANT(text):
            self._as_edtf = self._as_edtf or text  # as ISO 8601 counts

    def _see_time(self, text: str) -> str:
        try:
            said, clock = split_time(text)
        except ValueError:
            return text
        if clock:
            (self._midnights if clock.is_midnight else self._times).add(text)
        return said

    def _see_numbers(self, said: str, beside: Date | None) -> None:
        found = NUMBERS.fullmatch(said)
        if not found:
            return
        readings = day_readings(found)
        if max(len(found[1]), len(found[4])) > 2 and "ymd" in readings:
            self._days = self._days or said
            return
        if len(set(readings.values())) > 1 or (len(found[4]) < 3):
            self._numbers.add(said)
        for order in ORDERS:
            fits = order in readings
            if fits and beside and len(found[4]) > 2:
                date = readable(readings[order].edtf(found[4].zfill(4)))
                fits = date is not None and date.lo <= beside.hi and beside.lo <= date.hi
            if readings and not fits:
                self._ruled_out.setdefault(order, said)

    def _see_pair(self, said: str) -> None:
        zero = ZERO.fullmatch(said)
        if zero and zero[2] and (zero[3] or not zero[1].endswith("99")):
            self._zeros = True
        found = PAIR.fullmatch(said)
        if not found or zero:
            return
        month, season, years = pair_readings(found)
        if years and (month or season):
            self._pairs.add(said)
            self._seasons = self._seasons or season
            follows = int(years[5:]) == int(years[:4]) + 1
            self._consecutive |= {said} if follows else set()
            self._other_pairs += not follows
        elif years and (len(found[3]) < 4 or found[2] != "/"):
            self._sure_years = self._sure_years or said
        elif month:
            self._sure_months = self._sure_months or said

    def _see_negative(self, said: str, beside: Date | None) -> None:
        if "-" not in said or not NEGATIVES.fullmatch(said):
            return
        for found in NEGATIVE.finditer(said):
            self._negatives.add(said)
            self._plain_years = self._plain_years or said
            year = readable(f"-{int(found[1]):04}")  # as EDTF counts
            in_words = year and beside and year.lo <= beside.lo and beside.hi <= year.hi
            if found[1].startswith("0") or in_words:
                self._as_edtf = self._as_edtf or said

    def name(self, column: str) -> None:
        """Take note of what a column of dates is called, as in `Date (DD/MM/YYYY)`."""
        for order, pattern in _IN_NAMES.items():
            if re.search(pattern, column, re.IGNORECASE):
                self._named = order, column

    # --- what follows from it

    def decide(
        self,
        chosen: Collection[str] = (),
        century: int | None = None,
        own: bool = False,
        instants: bool = False,
    ) -> tuple[DateStyle, list[str]]:
        """How the dates are read, and what is to be said of that.

        `chosen` are some of `STYLES`; `century` the first two digits of short years.
        What is hkinno's `own` is EDTF; of `instants` midnight is one.
        """
        edtf = own or "edtf" in chosen
        order, why, told = ("", "", "") if own else self._order(chosen)
        pairs, more = self._pair(edtf, "years" in chosen)
        bc = not edtf and not self._as_edtf
        timeless = self._midnights.count > 0 and not self._times.count
        midnight = timeless and not edtf and not instants
        style = DateStyle(
            own=own,
            order=order,
            undecided=why,
            century=century,
            pairs=pairs,
            bc=bc,
            short=bool(self._plain_years) and century is None,
            midnight=midnight,
            zeros=self._zeros,
        )
        notes = [told, more, self._bc_note(bc)]
        if midnight:
            notes.append(
                f"all times are 00:00, as in {quoted(self._midnights.example)}; "
                "only the days are kept"
            )
        return style, [note for note in notes if note]

    def _order(self, chosen: Collection[str]) -> tuple[str, str, str]:
        """The order of numbers; else why it is not known; and what is to be said."""
        if order := next((order for order in ORDERS if order in chosen), ""):
            return order, "", ""
        if self._named[0] and self._numbers.count:
            order, column = self._named
            example = quoted(self._numbers.example)
            said = (
                f"numbers such as {example} are read {ORDER_WORDS[order]}, as {quoted(column)} says"
            )
            return order, "", f"{said} ({self._numbers.dates()})"
        possible = [order for order in ORDERS if order not in self._ruled_out]
        if possible and not self._numbers.count:
            return "", "", ""  # nothing is in doubt
        if len(possible) == 1:
            (order,) = possible
            others = [self._ruled_out[o] for o in ORDERS if o in self._ruled_out and o != "ymd"]
            shows = next(iter(others), self._numbers.example)
            return (
                order,
                "",
                (
                    f"numbers such as {quoted(self._numbers.example)} are read "
                    f"{ORDER_WORDS[order]}, as {quoted(shows)} shows ({self._numbers.dates()})"
                ),
            )
        if possible:
            return "", "", ""
        texts = list(dict.fromkeys(self._ruled_out[order] for order in ("mdy", "dmy")))
        return "", f"the column has several orders, {' and '.join(map(quoted, texts))}", ""

    def _pair(self, edtf: bool, years_chosen: bool) -> tuple[str, str]:
        """What `1911-12` is, `months` or `years`, or nothing; and what is to be said."""
        shape, example = self._pairs, self._pairs.example
        if edtf or years_chosen or not shape.count:
            sure = bool(self._sure_years) and not self._sure_months
            return ("years" if not edtf and (sure or years_chosen) else "months"), ""
        found = PAIR.fullmatch(example)
        month, season, years = pair_readings(found) if found else ("", "", "")
        if self._sure_years:
            if self._sure_months:
                return "", ""
            shows = f"as {quoted(self._sure_years)} shows"
            said = f"{quoted(example)} is read as the years {years}, {shows} ({shape.dates()})"
            return "years", said
        in_doubt = bool(self._seasons) and not self._sure_months and not self._days
        if in_doubt or (len(self._consecutive) > 1 and not self._other_pairs and not self._days):
            return ("months" if self._sure_months else ""), ""
        if self._sure_months and not self._seasons:
            return "months", ""
        said = words(parse(month or season))
        return "months", f"{quoted(example)} is read as {said}, not as {years} ({shape.dates()})"

    def _bc_note(self, bc: bool) -> str:
        """How negative years are counted."""
        if not self._negatives.count:
            return ""
        example = self._negatives.example
        found = next(NEGATIVE.finditer(example), None)
        year = int(found[1]) if found else 0
        stored, count = bc_year(year) if bc else f"-{year:04}", year + (not bc)
        how = "years BC" if bc else "counted as in EDTF"
        return (
            f"years with a minus are {how}: {quoted(example)} has the year {count} BC, "
            f"which is {stored} in EDTF ({self._negatives.dates()})"
        )

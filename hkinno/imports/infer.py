"""Which column is the date, and which the title, where no name tells: by what the cells say."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from hkinno.dates.phrases.records import says_no_date
from hkinno.errors import DateError
from hkinno.imports.clock import split_time
from hkinno.imports.guesses import GUESSES, folded, names_of
from hkinno.imports.shapes import NAMED_DAY, NUMBERS
from hkinno.imports.table import Cells, is_list, text_of

_CALLED_SO = re.compile(r"(?<![A-Za-z])(?:date|year)|Date|Year").search  # created is no date
ERA = re.compile(r"(?:bce?|b\.c\.(?:e\.)?|ad|a\.d\.|ce|c\.e\.|[vn]\. ?chr\.)", re.IGNORECASE)
_AN_ID = re.compile(r"(?:.*[^a-z])?(?:id|type|status|uuid)(?:[^a-z].*)?", re.IGNORECASE).fullmatch
_SHORT = 100  # characters
_MOST = 0.8  # of the cells that are filled: files of people have slips
_NO_TEXT = re.compile(r"[-+0-9.,:/%$€£ ]*|https?://\S+|\S+\.(?:jpe?g|png|gif|svg|mp4|webm)", re.I)


def is_year(text: str) -> bool:
    """Whether this is a year of four digits."""
    return re.fullmatch("1[0-9]{3}|20[0-9]{2}", text) is not None


def find_year(names: Sequence[str], sample: Sequence[Cells]) -> bool:
    """Whether the column without a name is that of the years: it has years, beside months."""
    months = names_of(GUESSES, "month") & set(map(folded, names))
    cells = _cells("", sample) if "" in names and months else []
    return bool(cells) and all(map(is_year, cells))


def find_date(names: Sequence[str], sample: Sequence[Cells]) -> tuple[str, bool]:
    """The only column of dates; of several the only one that is called so, and whether it is one
    of several. Nothing if none is.
    """
    dated = find_dated(names, sample)
    called = [name for name in dated if _CALLED_SO(name)]
    alone = called if called else dated
    return (alone[0] if len(alone) == 1 else ""), len(dated) > 1


def is_no_title(name: str) -> bool:
    """Whether a column is hardly that of titles, or of dates, by its name."""
    return _AN_ID(name) is not None


def find_dated(names: Sequence[str], sample: Sequence[Cells]) -> list[str]:
    """All columns of dates."""
    cells = {name: [c for c in _cells(name, sample) if not says_no_date(c)] for name in names}
    return [name for name in names if _share(cells[name], _is_date) >= _MOST]


def find_texts(names: Sequence[str], sample: Sequence[Cells]) -> list[str]:
    """All columns of text."""
    return [name for name in names if _share(_cells(name, sample), _is_text) >= _MOST]


def has_dates(name: str, sample: Sequence[Cells]) -> bool:
    """Whether a column that is called as a time of day has days as well."""
    return any(re.search(r"[0-9]{4}-[0-9]|[0-9]/[0-9]", cell) for cell in _cells(name, sample))


def find_title(names: Sequence[str], sample: Sequence[Cells], heads: bool = False) -> str:
    """The only column of text; nothing if none or several are.

    If it `heads` another one, only of short texts that differ from row to row.
    """
    texts = [name for name in find_texts(names, sample) if not is_no_title(name)]
    if heads:
        least = _MOST * len(sample)
        cells = {name: _cells(name, sample) for name in texts}
        texts = [name for name in texts if len(cells[name]) >= least and _is_heading(cells[name])]
    return texts[0] if len(texts) == 1 else ""


def _is_heading(cells: Sequence[str]) -> bool:
    return len(set(cells)) >= _MOST * len(cells) and sum(map(len, cells)) < _SHORT * len(cells)


def is_era(name: str, sample: Sequence[Cells]) -> bool:
    """Whether a column says of years whether they are before or after Christ, and nothing else."""
    cells = _cells(name, sample)
    return bool(cells) and all(map(ERA.fullmatch, cells))


def is_data(names: Sequence[str]) -> bool:
    """Whether names of columns are rather the first row: one of them is a date."""
    return any(_is_date(name.strip()) for name in names if len(name) > 3)


def _cells(name: str, sample: Sequence[Cells]) -> list[str]:
    """The filled cells of a column as texts; a list of JSON is none."""
    found = (row.get(name, "") for row in sample)
    return [text for cell in found if (text := "[" if is_list(cell) else text_of(cell).strip())]


def _share(cells: Iterable[str], is_so: Callable[[str], bool]) -> float:
    told = [is_so(cell) for cell in cells]
    return sum(told) / len(told) if told else 0.0


def _is_text(text: str) -> bool:
    return not _NO_TEXT.fullmatch(text) and any(map(str.isalpha, text)) and text != "["


def _is_date(text: str) -> bool:
    """Whether this can be a date; a number is one only as a year of our time."""
    from hkinno.dates.edtf import readable

    if text.isdigit():
        return is_year(text)
    with suppress(DateError):
        text = split_time(text)[0]
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    if NUMBERS.fullmatch(text) or NAMED_DAY.fullmatch(text) or readable(text):
        return True
    return _is_phrase(text)


def _is_phrase(text: str) -> bool:
    from datetime import date

    from hkinno.dates.phrases.parse import read

    try:
        return bool(read(text, date(2000, 1, 1)))  # whether, and not which: any day does
    except DateError:
        return False

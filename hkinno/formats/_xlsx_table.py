"""The table of a spreadsheet file: which sheet it is, which row names its columns, its rows."""

from collections import Counter
from collections.abc import Iterator

from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.formats._xlsx_book import letters
from hkinno.formats._xlsx_sheets import Sheet, SheetRow, sheets
from hkinno.text import listed, plural

_TITLES = 10  # rows that may stand above the header
_LINKS = "url"  # the column of addresses behind cells, if there is none of this name


def read(data: bytes, label: str, name: str | None) -> Iterator[tuple[str, dict[str, str] | str]]:
    """The header, with what was guessed, and the rows. Raises HkinnoError."""
    found = filled(data, label)
    sheet = _named(found, name, label) if name else _first(found)
    head = _header(sheet)
    if head.faults:
        raise HkinnoError(f"{label}: row {head.number}: {listed(list(head.faults.values()))}")
    names = _names(sheet, head, label)
    below = [row for row in sheet.rows if row.number > head.number]
    links = _LINKS if any(row.number in sheet.links for row in below) else ""
    links = "" if links in names.values() else links
    told = [*_beside(sheet, found, name), *_above(sheet, head), *sheet.notes]
    if links:
        told.append(f"the links behind cells ({len(sheet.links):,}) are read as {quoted(links)}")
    yield "; ".join(told), {each: each for each in [*names.values(), *filter(None, [links])]}
    for row in below:
        where = f"sheet {quoted(sheet.name)}, row {row.number}" if name else f"row {row.number}"
        if faults := [why for column, why in row.faults.items() if names[column]]:
            yield where, "; ".join(faults)
        elif any(map(str.strip, row.cells.values())):
            cells = {each: row.cells.get(column, "") for column, each in names.items()}
            if links:
                cells[links] = " ".join(sheet.links.get(row.number, ()))
            yield where, cells


def filled(data: bytes, label: str) -> list[Sheet]:
    """The sheets that have something, also hidden ones. Raises HkinnoError if none has."""
    if found := [sheet for sheet in sheets(data, label) if sheet.rows]:
        return found
    raise HkinnoError(f"{label} has no sheet with anything in it")


def _named(found: list[Sheet], name: str, label: str) -> Sheet:
    """The sheet of this name, or of this name but for its case. Raises UsageError."""
    for known in (str, lambda text: str(text).strip().casefold()):
        if sheet := next((each for each in found if known(each.name) == known(name)), None):
            return sheet
    names = [sheet.name for sheet in found]
    hint = near(name, names) or f"; there are {listed(list(map(quoted, names)))}"
    raise UsageError(f"--sheet: {label} has no sheet {quoted(name)}{hint}")


def _first(found: list[Sheet]) -> Sheet:
    """The first sheet with a table with dates; else the first one. One that is hidden is last."""
    ordered = sorted(found, key=lambda sheet: sheet.hidden)
    return next(filter(_has_dates, ordered), ordered[0])


def _has_dates(sheet: Sheet) -> bool:
    """Whether there are several columns, and below their names something with digits."""
    head = _header(sheet)
    return len(head.cells) > 1 and any(
        any(map(str.isdigit, text))
        for row in sheet.rows
        if row.number > head.number
        for text in row.cells.values()
    )


def _header(sheet: Sheet) -> SheetRow:
    """The first row, unless only one cell of it is filled: then it may be a title above a table."""
    rows = sheet.rows[:_TITLES]
    return next((row for row in rows if len(row.cells) + len(row.faults) > 1), rows[0])


def _names(sheet: Sheet, head: SheetRow, label: str) -> dict[int, str]:
    """The names of all columns that have something. Raises HkinnoError if two are alike."""
    columns = {column for row in sheet.rows for column in (*row.cells, *row.faults)
               if row.number >= head.number}  # fmt: skip
    names = {column: head.cells.get(column, "") for column in sorted(columns)}
    counts = Counter(filter(None, names.values()))
    if twice := next((each for each, count in counts.items() if count > 1), ""):
        where = listed([letters(column) for column, each in names.items() if each == twice])
        raise HkinnoError(f"{label}: two columns are named {quoted(twice)} ({where}); rename one")
    return names


def _above(sheet: Sheet, head: SheetRow) -> Iterator[str]:
    """What stands above the header, which is read as none of the table."""
    titles = [text for row in sheet.rows if row.number < head.number for text in row.cells.values()]
    if titles:
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        yield f"row {head.number} names the columns; leaving out {quoted(titles[0])}{more} above it"


def _beside(sheet: Sheet, found: list[Sheet], name: str | None) -> Iterator[str]:
    """Which sheet is read, where that was not said and there are others."""
    others = [each for each in found if each is not sheet]
    if name or not (others or sheet.hidden):
        return
    hidden = ", which is hidden" if sheet.hidden else ""
    left = listed([f"{quoted(each.name)} ({plural(len(each.rows), 'row')})" for each in others])
    other = f"; leaving out {left}; --sheet NAME reads another" if left else ""
    yield f"reading sheet {quoted(sheet.name)}{hidden}{other}"

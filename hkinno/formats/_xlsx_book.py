"""A workbook of one sheet, written by hand (ECMA-376, Office Open XML).

openpyxl would make formulas of texts that begin with `=`, refuse control characters, and stamp the
time on what it writes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from math import isfinite
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hkinno.errors import HkinnoError, quoted
from hkinno.files import MOST_HELD
from hkinno.text import width

Value = str | int | float | None
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1 << 20, 1 << 14, (1 << 15) - 1
_LONGEST_NAME = 31  # UTF-16 units of the name of a sheet
_DIGITS = 15  # which whole numbers have in spreadsheets
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip: two runs give the same bytes
_SAMPLE = 200  # rows, by which the widths of columns are known
_NARROWEST, _WIDEST = 6, 60  # characters
_TEXT, _HEAD, _NUMBER = 1, 2, 0  # styles, by their place in _STYLES
_FORBIDDEN = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"  # in XML 1.0; CR is read as LF
# ST_Xstring: what XML cannot say, and an underscore that would begin such an escape
_ESCAPED = re.compile(f"[{_FORBIDDEN}]|_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])")
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OF_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATED = f"{_OFFICE}/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OF_SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_OF_SHEETS}.styles+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    f'"{_OF_SHEETS}.worksheet+xml"/></Types>'
)
_FONT = '<font>{}<sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_XF = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="0" xfId="0"{}/>'
_OWN = ' applyNumberFormat="1" applyFont="1"'
_STYLES = (  # 49 is @, which keeps what is typed later as text, too
    f'<styleSheet {_MAIN}><fonts count="2">{_FONT.format("")}{_FONT.format("<b/>")}</fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="3">{_XF.format(0, 0, "")}{_XF.format(49, 0, _OWN)}{_XF.format(49, 1, _OWN)}'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def book(rows: Iterable[Sequence[Value]], count: int, name: str) -> Iterator[bytes]:
    """A workbook with one sheet of this name: a header and `count` rows.

    Raises HkinnoError for what no spreadsheet can hold.
    """
    if count >= MOST_ROWS:
        raise HkinnoError(
            f"a spreadsheet has {MOST_ROWS:,} rows at most, and these are {count + 1:,} with the "
            "header; -f csv has no such limit"
        )
    rest = iter(rows)
    first = list(islice(rest, _SAMPLE))
    area = f"A1:{letters(len(first[0]))}{count + 1}"
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        for part, text in _parts(name, area):
            package.writestr(_info(part), _HEADER + text)
        with package.open(_info("xl/worksheets/sheet1.xml"), "w") as sheet:
            size = 0
            for piece in _sheet(first, rest, area):
                size += sheet.write(piece.encode())
                if size > MOST_HELD:
                    raise HkinnoError("these are too many events for a spreadsheet: use -f csv")
    yield file.getvalue()


def _info(part: str) -> ZipInfo:
    info = ZipInfo(part, _EPOCH)
    info.compress_type, info.create_system = ZIP_DEFLATED, 0
    return info


def _parts(name: str, area: str) -> Iterator[tuple[str, str]]:
    """All parts but the sheet itself."""
    title, (start, end) = escape(name), area.split(":")
    quoted_title = title.replace("'", "''")
    locked = "!".join((f"'{quoted_title}'", re.sub("([A-Z]+)", r"$\1$", f"{start}:{end}")))
    yield "[Content_Types].xml", _CONTENT_TYPES
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    yield (
        "xl/workbook.xml",
        f'<workbook {_MAIN} xmlns:r="{_RELATED}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name={_attribute(name)} sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"{locked}</definedName></definedNames></workbook>",
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
    )
    yield "xl/styles.xml", _STYLES


def _attribute(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _relations(*parts: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{told}</Relationships>'


def _sheet(
    first: Sequence[Sequence[Value]], rest: Iterable[Sequence[Value]], area: str
) -> Iterator[str]:
    """The XML of the sheet: the header stays on the screen, and filters."""
    head, columns = first[0], [letters(number + 1) for number in range(len(first[0]))]
    if len(columns) > MOST_COLUMNS:
        raise HkinnoError(f"a spreadsheet has {MOST_COLUMNS:,} columns at most: use --fields")
    yield (
        f'{_HEADER}<worksheet {_MAIN}><dimension ref="{area}"/><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    )
    for number, column in enumerate(zip(*first, strict=True), 1):
        style = _TEXT if all(isinstance(value, str | None) for value in column) else _NUMBER
        yield (
            f'<col min="{number}" max="{number}" width="{_width(column)}" style="{style}" '
            'customWidth="1"/>'
        )
    yield "</cols><sheetData>"
    for number, row in enumerate(chain(first, rest), 1):
        style = _HEAD if number == 1 else _TEXT
        try:
            cells = [
                _cell(value, f"{column}{number}", style)
                for column, value in zip(columns, row, strict=True)
                if value not in ("", None)
            ]
        except OverflowError as error:
            raise _too_long(head, row, number) from error
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield (  # the green corners of numbers that are texts would be in all cells
        f'</sheetData><autoFilter ref="{area}"/><ignoredErrors><ignoredError sqref="{area}" '
        'numberStoredAsText="1" twoDigitTextYear="1"/></ignoredErrors></worksheet>'
    )


def _width(column: Sequence[Value]) -> int:
    """The width of a column, in characters; that of long texts is none of theirs."""
    longest = max(width(str(value)[:_WIDEST]) for value in column if value is not None)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _cell(value: Value, place: str, style: int) -> str:
    """A cell. Raises OverflowError for more than one can hold."""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        if isfinite(value) and (isinstance(value, float) or abs(value) < 10**_DIGITS):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        value = str(value)
    text = value or ""
    if 2 * len(text) > MOST_CHARACTERS and _units(text) > MOST_CHARACTERS:
        raise OverflowError
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{xstring(text)}</t></is></c>"
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def xstring(text: str) -> str:
    """A text in XML, where `_x0007_` is a control character (ECMA-376, ST_Xstring)."""
    if not text.isprintable() or "_x" in text:
        text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape(text)


def _too_long(head: Sequence[Value], row: Sequence[Value], number: int) -> HkinnoError:
    name, text = max(zip(head, map(str, row), strict=True), key=lambda cell: _units(cell[1]))
    return HkinnoError(
        f"row {number}, {quoted(str(row[0]))}: {quoted(str(name))} has {_units(text):,} characters,"
        f" and a cell of a spreadsheet {MOST_CHARACTERS:,} at most; -f csv has no such limit, and "
        "--fields leaves columns out"
    )


def letters(number: int) -> str:
    """The name of a column, from 1 on: A … Z, AA …"""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def sheet_name(title: str, otherwise: str) -> str:
    """A title as the name of a sheet: what Excel forbids there becomes a blank, or is cut."""
    plain = re.sub(rf"[\[\]:*?/\\\t\n{_FORBIDDEN}]+", " ", title)
    units = " ".join(plain.split()).encode("utf-16-le")[: 2 * _LONGEST_NAME]
    name = units.decode("utf-16-le", "ignore").strip(" '")
    return name if name and name.casefold() != "history" else otherwise  # which Excel has itself

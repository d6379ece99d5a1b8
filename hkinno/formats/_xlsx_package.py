"""The parts of a spreadsheet file (ECMA-376-2), as openpyxl can read them all.

It knows but one of the two sets of namespaces (ISO/IEC 29500 has a strict one), takes the escape of
an underscore away from shared strings without undoing the escape behind it, is slow with strings
that stand in their cells, and stumbles over drawings and properties that say nothing of cells.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from hkinno.errors import HkinnoError
from hkinno.files import MOST_HELD, too_large

_BESIDE = re.compile(  # what says nothing of cells, and sheets that have none
    r"(?i)docProps/|customXml/|.*\.bin$|xl/(?:activeX|calcChain|chart|comments|connections|"
    r"ctrlProps|dialogsheets|drawings|embeddings|external|macrosheets|media|metadata|model|persons|"
    r"pivot|printerSettings|queryTables|richData|slicer|tables|theme|threaded|timeline)"
)
_HEAD = 4000  # bytes, in which the first element of a part stands
_OFFICE = b"http://schemas.openxmlformats.org"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        _OFFICE + b"/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _OFFICE + b"/spreadsheetml/2006/main"),
)
_INLINE = re.compile(rb' t="inlineStr"><is><t xml:space="preserve">([^<]*)</t></is></c>')
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_START = re.compile(rb"<(?:\w+:)?sheetData\b")
_ROOT = re.compile(rb"<((?:\w+:)?worksheet)\b")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_RANGE = re.compile(r"\$?([A-Z]+)\$?([0-9]+)(?::\$?([A-Z]+)\$?([0-9]+))?").fullmatch


class Area(NamedTuple):
    """Cells from the first row and column to the last ones, from 1 on."""

    row: int
    column: int
    last_row: int
    last_column: int


class Frame(NamedTuple):
    """What a sheet says around its rows. `links` are addresses by areas."""

    merged: tuple[Area, ...] = ()
    links: tuple[tuple[Area, str], ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas: bool = True  # whether there may be any


def repacked(data: bytes, label: str) -> tuple[io.BytesIO, dict[str, Frame]]:
    """The parts that say something of cells, and the frames of the sheets by the names of these.

    Raises HkinnoError for what is no whole file, has a password, or is too large when unzipped.
    """
    frames, file = {}, io.BytesIO()
    try:
        with ZipFile(io.BytesIO(data)) as package, ZipFile(file, "w") as plain:
            names = [n for n in dict.fromkeys(package.namelist()) if not _BESIDE.match(n)]
            if sum(package.getinfo(name).file_size for name in names) > MOST_HELD:
                raise too_large(label, " unzipped")
            for name in names:
                part = package.read(name)
                for strict, usual in _STRICT:
                    part = part.replace(strict, usual)
                if name.endswith("sharedStrings.xml"):
                    part = part.replace(b"_x005F_", b"_x005f_")
                if _ROOT.search(part[:_HEAD]):
                    part, frames[name] = _framed(part, _targets(package, name))
                plain.writestr(name, part)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise HkinnoError(f"{label} is no whole spreadsheet file: {error}") from error
    except RuntimeError as error:
        raise HkinnoError(f"{label} has a password: save it without one") from error
    return file, frames


def _targets(package: ZipFile, name: str) -> dict[str, str]:
    """The addresses that the links of a sheet lead to, by their ids."""
    folder, _, own = name.rpartition("/")
    if (part := f"{folder}/_rels/{own}.rels") not in package.namelist():
        return {}
    found = _parse(package.read(part))
    return {
        each.get("Id", ""): each.get("Target", "")
        for each in (found if found is not None else ())
        if each.get("TargetMode") == "External"
    }


def _framed(part: bytes, targets: dict[str, str]) -> tuple[bytes, Frame]:
    """The rows of a sheet, and its frame."""
    start, end, root = _START.search(part), _END.search(part), _ROOT.search(part)
    if not (start and end and root):  # none, or in another encoding
        return part, Frame()
    rows = _INLINE.sub(rb' t="str"><v>\1</v></c>', part[: end.end()])
    frame = _parse(part[: start.start()] + part[end.end() :])
    merged: list[Area] = []
    links: list[tuple[Area, str]] = []
    hidden = 0
    for tag, each in _tagged(frame):
        area = _area(each.get("ref", ""))
        if tag == "mergeCell" and area:
            merged.append(area)
        elif tag == "hyperlink" and area:
            address = next((targets[v] for k, v in each.items() if v in targets and "}id" in k), "")
            links.append((area, address))
        elif tag == "col" and each.get("hidden") in ("1", "true"):
            hidden += int(each.get("max", "1")) - int(each.get("min", "1")) + 1
    formulas = b"<f" in rows or b":f>" in rows or b":f " in rows
    told = Frame(tuple(merged), tuple(links), len(_HIDDEN_ROW.findall(rows)), hidden, formulas)
    return rows + b"</" + root[1] + b">", told


def _parse(part: bytes) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError, LookupError):  # of an encoding that is none
        return None  # openpyxl will say it of what matters


def _tagged(root: ElementTree.Element | None) -> Iterator[tuple[str, ElementTree.Element]]:
    """All elements, with their names without the namespace."""
    for each in () if root is None else root.iter():
        yield str(each.tag).rpartition("}")[2], each


def _area(text: str) -> Area | None:
    if not (found := _RANGE(text)):
        return None
    column, row, last_column, last_row = found.groups()
    return Area(
        int(row),
        column_number(column),
        int(last_row or row),
        column_number(last_column or column),
    )


def column_number(letters: str) -> int:
    """The number of a column, from 1 on, by its name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

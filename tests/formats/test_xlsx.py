"""Spreadsheets: what is written opens anywhere as text; what is read is what its cells show.

openpyxl, by itself, reads what hkinno writes and writes what hkinno reads.
"""

import csv
import datetime as dt
import gzip
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, HKINNO, Done, call, needs, run
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hkinno.dates.edtf import readable
from hkinno.errors import HkinnoError
from hkinno.events import STORED
from hkinno.formats import xlsx
from hkinno.formats._xlsx_book import MOST_CHARACTERS, MOST_ROWS, book, sheet_name
from hkinno.formats._xlsx_shown import shown
from hkinno.imports.detect import find_format
from hkinno.imports.encoding import as_text

pytestmark = pytest.mark.usefixtures("state")
Make = Callable[..., Path]
FIELD, CASES = (os.environ.get(name) for name in ("HKINNO_FIELD", "HKINNO_CASES"))
STORES = {"events": EVENTS, "hard": HARD}


def export(folder: Path, store: str | Path, *args: str, name: str = "x.xlsx") -> Path:
    path = folder / name
    done = call("timeline", "-s", str(store), "-o", str(path), *args)
    assert done.code == 0, done.err
    return path


def take(path: Path, *args: str) -> tuple[Done, list[dict[str, Any]]]:
    """Import a file into an empty store, and the events there."""
    store = path.parent / "taken.json"
    store.write_text('{"events":[]}')
    done = call("import", str(path), "-s", str(store), "--today", "2026-11-22", *args)
    said = json.loads(store.read_text("utf-8"), parse_int=str, parse_float=str)["events"]
    return done, said


def dates(path: Path, *args: str) -> list[str]:
    done, events = take(path, *args)
    assert done.code == 0, done.err
    return [event["date"] for event in events]


def cells_of(path: Path) -> list[list[str]]:
    """All cells as another program reads them; what XML cannot say, as it is escaped."""
    found = load_workbook(path).worksheets
    assert len(found) == 1
    return [
        ["" if c is None else str(c) for c in row] for row in found[0].iter_rows(values_only=True)
    ]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a workbook of rows, cells of which may be (value, number format)."""

    def made(
        *rows: Sequence[Any], name: str = "x.xlsx", mac: bool = False, more: Any = None
    ) -> Path:
        book = Workbook()
        if mac:
            book.epoch = CALENDAR_MAC_1904
        sheet = book.worksheets[0]
        fill(sheet, rows)
        if more:
            more(book)
        path = tmp_path / name
        book.save(path)
        return path

    return made


def fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            code = None
            if isinstance(value, tuple):
                value, code = value
            cell = sheet.cell(number, column, value)
            if code:
                cell.number_format = code


# --- what is written ---


@pytest.mark.parametrize("store", STORES)
def test_the_cells_are_those_of_csv_without_its_apostrophes(store: str, tmp_path: Path) -> None:
    rows = cells_of(export(tmp_path, STORES[store]))
    text = run("timeline", "-s", str(STORES[store]), "-f", "csv").out
    plain = [
        [cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""))
    ]
    back = [[re.sub("_x([0-9A-F]{4})_", lambda c: chr(int(c[1], 16)), c) for c in r] for r in rows]
    assert back == plain


def test_all_cells_are_text_and_no_formula(tmp_path: Path) -> None:
    sheet = load_workbook(export(tmp_path, HARD)).worksheets[0]
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in filled} == {("s", "@")}
    assert any(str(cell.value).startswith("=") for cell in filled)


def test_the_sheet_is_one_to_work_in(tmp_path: Path) -> None:
    sheet = load_workbook(export(tmp_path, EVENTS)).worksheets[0]
    title = json.loads(EVENTS.read_text("utf-8"))["title"]
    assert title.startswith(sheet.title)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(cell.font.b for cell in sheet[1])
    assert not any(cell.font.b for cell in sheet[2])
    widths = {sheet[f"{name}1"].value: size.width for name, size in sheet.column_dimensions.items()}
    assert widths["date"] < widths["title"] <= 60


def test_fields_choose_the_columns(tmp_path: Path) -> None:
    path = export(tmp_path, EVENTS, "--fields", "date,title,lo", "--limit", "1")
    head, row = cells_of(path)
    assert head == ["date", "title", "lo"]
    assert row == ["1997-07-01", "Hong Kong returns to China", "1997-07-01"] or row[2] == row[0]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A [b]: c*d/e?\\f", "A b c d e f"),
        ("x" * 40, "x" * 31),
        ("'quoted'", "quoted"),
        ("🕰" * 20, "🕰" * 15),
        ("History", "events"),
        (" ", "events"),
        ("\x1b[31m\ufffe", "31m"),
        ("港", "港"),
        ("A & <b>", "A & <b>"),
        ('"Q"', '"Q"'),
    ],
)
def test_the_sheet_is_called_as_the_store(title: str, name: str, tmp_path: Path) -> None:
    store = tmp_path / "s.json"
    event = {"id": "a", "date": "2002", "title": "T"}
    store.write_text(json.dumps({"title": title, "events": [event]}))
    assert load_workbook(export(tmp_path, store)).sheetnames == [name]


@given(st.text())
def test_any_title_names_a_sheet(title: str) -> None:
    name = sheet_name(title, "events")
    assert name
    assert len(name.encode("utf-16-le")) <= 62
    assert not set(name) & set("[]:*?/\\")
    assert name[0] != "'" != name[-1]
    data = b"".join(book([["a"]], 0, name))
    assert load_workbook(io.BytesIO(data)).sheetnames == [name]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (export(tmp_path, HARD, name=f"{n}.xlsx").read_bytes() for n in "ab")
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in package.infolist()} == {0}


def test_it_goes_through_a_pipe_but_to_no_terminal(tmp_path: Path) -> None:
    path = export(tmp_path, EVENTS)
    piped = subprocess.run(
        [*HKINNO, "timeline", "-s", str(EVENTS), "-f", "xlsx"], capture_output=True
    )
    assert piped.stdout == path.read_bytes()


def test_a_cell_that_no_spreadsheet_holds_is_refused(tmp_path: Path) -> None:
    store, event = tmp_path / "s.json", {"id": "a", "date": "2002", "title": "T"}
    file = tmp_path / "x.xlsx"
    for text, code in (("x" * MOST_CHARACTERS, 0), ("🕰" * (MOST_CHARACTERS // 2 + 1), 1)):
        store.write_text(json.dumps([{**event, "summary": text}]))
        done = call("timeline", "-s", str(store), "-o", str(file))
        assert done.code == code, done.err
    assert done.err == (
        "hkinno: row 2, 'a': 'summary' has 32,768 characters, and a cell of a spreadsheet 32,767 "
        "at most; -f csv has no such limit, and --fields leaves columns out\n"
    )
    assert load_workbook(file).worksheets[0]["D2"].value == "x" * MOST_CHARACTERS
    assert call("timeline", "-s", str(store), "-o", str(file), "--fields", "id").code == 0


def test_more_rows_than_a_spreadsheet_has_are_refused() -> None:
    with pytest.raises(HkinnoError, match="1,048,576 rows at most, and these are 1,048,577"):
        next(book([["a"]], MOST_ROWS, "x"))


def test_tables_have_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    done = call("stats", "-s", str(EVENTS), "-o", str(path))
    assert done.code == 0, done.err
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    told = csv.reader(io.StringIO(call("stats", "-s", str(EVENTS), "-f", "csv").out))
    for row, texts in zip(rows, told, strict=True):
        assert ["" if value is None else str(value) for value in row] == texts
    assert {type(value) for value in row} >= {int, str}


# --- there and back ---


def said(event: dict[str, Any]) -> dict[str, Any]:
    """An event without its known fields that are null, which a cell cannot tell from missing."""
    return {name: value for name, value in event.items() if value is not None or name not in STORED}


@pytest.mark.parametrize("store", STORES)
def test_all_that_is_written_comes_back(store: str, tmp_path: Path) -> None:
    done, events = take(export(tmp_path, STORES[store]), "--skip-bad")
    assert done.code == 0, done.err
    stored = json.loads(STORES[store].read_bytes(), parse_int=str, parse_float=str)["events"]
    assert {event["id"]: said(event) for event in events} == {
        event["id"]: said(event) for event in stored if readable(event["date"])
    }


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NASTY = st.lists(
    st.sampled_from(["_x0041_", "_x0041", "_", "x0007", "\x07", "\r\n", "\ufffe", "=1+1", "<b>&",
                     " ", "_x005F_", "🕰", "تاريخ", "'", '"']), max_size=6,
).map("".join)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.tuples(ANY | NASTY, ANY | NASTY, NASTY), min_size=1, max_size=4))
def test_any_text_comes_back(texts: list[tuple[str, str, str]]) -> None:
    events = [
        {"id": str(n), "date": "2002", "title": f"T{a}", "summary": b, "mine": c, f"f{a}": "x"}
        for n, (a, b, c) in enumerate(texts)
    ]
    done = run_in_memory(events)
    assert done == events


def run_in_memory(events: list[dict[str, str]]) -> list[dict[str, str]]:
    """What comes back of events that are written and read by the format alone."""
    names = list(dict.fromkeys(name for event in events for name in event))
    rows = [names, *([event.get(name, "") for name in names] for event in events)]
    data = b"".join(book(rows, len(events), "x"))
    (_, head), *found = xlsx.read(data, "x")
    assert [where for where, _ in found] == [f"row {n}" for n in range(2, len(events) + 2)]
    assert list(head) == names
    back = []
    for event, (_, cells) in zip(events, found, strict=True):
        assert isinstance(cells, dict)
        back.append({name: cells[name] for name in event})
    return back


@settings(max_examples=30)
@given(st.text(max_size=20))
def test_halves_of_characters_do_no_harm(text: str) -> None:
    data = b"".join(book([["a", "b"], [f"x{text}\ud800", "y"]], 1, "x"))
    _, (_, cells) = xlsx.read(data, "x")
    assert isinstance(cells, dict)
    assert cells["a"].encode()


@pytest.mark.slow
def test_what_libreoffice_saves_of_an_export_is_read(tmp_path: Path) -> None:
    """Run by hand, as it is too large to be installed everywhere (`libreoffice-calc`)."""
    office = needs("soffice")
    path = export(tmp_path, HARD)
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "xlsx", "--outdir", str(tmp_path / "out"), str(path)], capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    _, events = take(path, "--skip-bad")
    _, again = take(tmp_path / "out" / "x.xlsx", "--skip-bad")
    assert events
    assert [
        {**e, "title": e["title"].replace("\r\n", "\n").replace("\r", "\n")} for e in events
    ] == again


# --- days and times as their cells show them ---

DAY, MOMENT = dt.datetime(2019, 2, 3), dt.datetime(2019, 2, 3, 15, 20, 37)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2019-02-03"),
        ("mm-dd-yy", "2019-02-03"),  # 14, in the order of the reader's country
        ("d-mmm-yy", "2019-02-03"),  # 15
        ("d-mmm", "3 Feb"),  # 16
        ("mmm-yy", "Feb 2019"),  # 17
        ("m/d/yy h:mm", "2019-02-03T15:20"),  # 22
        ("h:mm AM/PM", "15:20"),  # 18
        ("h:mm:ss", "15:20:37"),  # 21
        ("mm:ss", "15:20:37"),  # 45, never an hour and minutes
        ("mmss.0", "15:20:37"),  # 47
        ("yyyy", "2019"),
        ("yy", "2019"),
        ("mmmm yyyy", "Feb 2019"),
        ("mmmm", "Feb"),
        ("mmmmm", "Feb"),
        ("d", "3"),
        ("dddd", "Sunday"),
        ("dddd, d mmmm yyyy", "2019-02-03"),
        ("[$-409]mmm-yy", "Feb 2019"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2019-02-03"),
        ("[$-407]d. mmmm yyyy;@", "2019-02-03"),
        ('yyyy"年"m"月"', "Feb 2019"),
        ('yyyy"年"m"月"d"日"', "2019-02-03"),
        ('[$-411]ggge"年"m"月"d"日"', "2019-02-03"),
        ("[$-404]e/m/d", "2019-02-03"),
        ('"day" yyyy', "2019"),
        ("yyyy\\d", "2019"),
        ("[Red]yyyy", "2019"),
        ("yyyy\\-mm\\-dd\\Thh:mm:ss", "2019-02-03T15:20:37"),
        ("d.m.yyyy hh:mm;@", "2019-02-03T15:20"),
        ("TT.MM.JJJJ", "2019-02-03"),
        ("MMM JJJJ", "Feb 2019"),
        ("mmm aaaa", "Feb 2019"),
        ("aaaa", "Sunday"),
        ("jj/mm/aaaa", "2019-02-03"),
        ("dd-mm-jjjj", "2019-02-03"),
        ("gg/mm/aaaa", "2019-02-03"),
        ("dd/mm/aaaa", "2019-02-03"),
        ("[h]:mm:ss", "15:20:37"),
        ("General", "2019-02-03T15:20:37"),
    ],
)
def test_a_cell_says_what_it_shows(code: str, text: str) -> None:
    assert shown(MOMENT, code) == text


@pytest.mark.parametrize(
    ("value", "code", "edtf"),
    [
        (DAY, "mmm-yy", "2019-02"),
        (dt.datetime(1911, 12, 1), "mmm-yy", "1911-12"),  # and no two years
        (DAY, "yyyy", "2019"),
        (DAY, "yyyy-mm-dd", "2019-02-03"),
        (DAY, "yyyy-mm-dd hh:mm", "2019-02-03"),
        (MOMENT, "yyyy-mm-dd hh:mm", "2019-02-03T15:20:00"),
        (MOMENT, "yyyy-mm-dd hh:mm:ss", "2019-02-03T15:20:37"),
        (MOMENT, "yyyy-mm-dd", "2019-02-03"),
        (2019, None, "2019"),
        (2019.0, None, "2019"),
        ("2018~", None, "2018~"),
        ("Feb 2019", "@", "2019-02"),
        ("2019-02-03", "mmm-yy", "2019-02-03"),  # a text, whatever its format
        (1, "yyyy-mm-dd", "1900-01-01"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-15949, "yyyy-mm-dd", "1856-04-30"),
        (-15949, "yyyy", "1856"),
    ],
)
def test_a_date_is_as_fine_as_its_cell_shows(
    value: object, code: str | None, edtf: str, make: Make
) -> None:
    assert dates(make(["Date", "Title"], [(value, code), "T"])) == [edtf]


def test_books_that_count_from_1904(make: Make) -> None:
    rows = [["Date", "Title"], [(DAY, "yyyy-mm-dd"), "A"], [(0, "yyyy-mm-dd"), "B"]]
    assert sorted(dates(make(*rows, mac=True))) == ["1904-01-01", "2019-02-03"]


def test_a_day_without_its_year_has_none(make: Make) -> None:
    done, events = take(make(["Date", "Title"], [(DAY, "d-mmm"), "T"]))
    assert (done.code, events) == (1, [])
    assert (
        "x.xlsx: dates that are shown without a year have none, as '3 Feb' in A2, behind which is "
        "2019-02-03 (1 cell)"
    ) in done.err
    assert "row 2: '3 Feb' is no date: which year?" in done.err


def test_a_year_beside_it_is_its_year(make: Make) -> None:
    rows = [["Date", "Year", "Title"], [(DAY, "d mmm"), 1967, "A"], [(DAY, "d mmm"), 1968, "B"]]
    assert dates(make(*rows)) == ["1967-02-03", "1968-02-03"]


def test_midnight_in_a_cell_of_a_date_is_said_to_be_none(make: Make) -> None:
    code = "yyyy-mm-dd hh:mm"
    done, events = take(make(["Date", "Title"], [(DAY, code), "A"], [(MOMENT, code), "B"]))
    assert [event["date"] for event in events] == ["2019-02-03", "2019-02-03T15:20:00"]
    assert "00:00 in cells of dates is no time of day, as A2 (1 cell)" in done.err


@pytest.mark.parametrize(("day", "said"), [(3, True), (13, False)])
def test_days_and_months_that_may_have_been_swapped_are_said(
    day: int, said: bool, make: Make
) -> None:
    """25/04/2019 is text to a program that reads the month first, which 03/04/2019 is not."""
    cell = (dt.datetime(2019, 4, day), "d/m/yyyy")
    done, events = take(make(["Date", "Title"], [cell, "A"], ["25/04/2019", "B"]))
    assert len(events) == 2
    assert ("column A has dates, and texts such as '25/04/2019': where" in done.err) is said


def test_times_in_a_column_of_their_own(make: Make) -> None:
    rows = [["Date", "Time", "Title"], [(DAY, "d/m/yyyy"), (dt.time(9, 30), "h:mm AM/PM"), "T"]]
    assert dates(make(*rows)) == ["2019-02-03T09:30:00"]


def test_dates_before_1900_are_said_to_be_those_of_libreoffice(make: Make) -> None:
    done, _ = take(make(["Date", "Title"], [(-15949, "yyyy-mm-dd"), "T"]))
    assert "dates before 1900, which Excel cannot show, are read as LibreOffice shows" in done.err
    assert "as 1856-04-30 in A2 (1 cell)" in done.err


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        (0, "yyyy-mm-dd", "A2 is 0 shown as a date, which is none: empty it"),
        (-677888, "yyyy-mm-dd", "A2 is a day before 1582-10-15, which Excel cannot show, and"),
        (1e9, "yyyy-mm-dd", "A2 is an error, #VALUE!"),
        ("=1+1", None, "A2 is a formula without its value: open and save the file in a spread"),
        ("#REF!", None, "A2 is an error, #REF!: mend it in a spreadsheet program"),
    ],
)
def test_a_cell_that_shows_no_date_is_refused_with_its_place(
    value: object, code: str | None, why: str, make: Make
) -> None:
    path = make(["Date", "Title"], [(value, code), "A"], [2002, "B"])
    done, events = take(path)
    assert (done.code, events) == (1, [])
    assert f"x.xlsx: row 2: {why}" in done.err
    done, events = take(path, "--skip-bad")
    assert (done.code, [event["title"] for event in events]) == (0, ["B"])


def styled(path: Path, number: int) -> Path:
    """The workbook with the number of a format in place of General."""
    return edited(path, "xl/styles.xml", 'numFmtId="14"', f'numFmtId="{number}"')


def edited(path: Path, part: str, old: str, new: str) -> Path:
    """The workbook with a part changed."""
    found = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            found[name] = package.read(name).decode() if name.endswith(("ml", "rels")) else ""
    assert old in found[part]
    found[part] = found[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, text in found.items():
            package.writestr(name, text)
    return path


@pytest.mark.parametrize("number", [30, 31])
def test_numbered_formats_that_are_days_in_all_languages(number: int, make: Make) -> None:
    path = styled(make(["Date", "Title"], [(DAY, "mm-dd-yy"), "T"]), number)
    assert dates(path) == ["2019-02-03"]


@pytest.mark.parametrize("number", [27, 36, 57])
def test_numbered_formats_that_depend_on_the_language_are_refused(number: int, make: Make) -> None:
    path = styled(make(["Date", "Title"], [(DAY, "mm-dd-yy"), "T"]), number)
    done, _ = take(path)
    assert done.code == 1
    assert f"depends on the language of the program ({number}): give it another one" in done.err


# --- other cells ---


def test_cells_are_texts_as_in_csv(make: Make) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    rich = CellRichText("One ", TextBlock(InlineFont(b=True), "bold"), " word")
    rows = [["Date", "Title", "Truth", "Price", "Big", "Gone"],
            [2002, rich, True, 1.5, 1234567890123456, "#N/A"],
            [2003, " B\n", False, 0.1, 3, None]]  # fmt: skip
    _, events = take(make(*rows))
    assert events == [
        {"id": "one-bold-word", "date": "2002", "title": "One bold word", "Truth": True,
         "Price": "1.5", "Big": "1234567890123456"},
        {"id": "b", "date": "2003", "title": "B", "Truth": False, "Price": "0.1", "Big": "3"},
    ]  # fmt: skip


def test_formulas_count_by_the_value_that_was_saved(make: Make) -> None:
    path = make(["Date", "Title", "Note"], ["=1+2001", "=A2", '=""'])
    path = edited(path, "xl/worksheets/sheet1.xml", "<v />", "<v/>")
    text = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    for place, kind, value in (("A2", "n", "2002"), ("B2", "str", "Two"), ("C2", "str", "")):
        text = re.sub(
            rf'<c r="{place}"[^>]*>(<f>.*?</f>)<v/>',
            rf'<c r="{place}" t="{kind}">\1<v>{value}</v>',
            text,
        )
    whole = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    _, events = take(edited(path, "xl/worksheets/sheet1.xml", whole, text))
    assert [(e["date"], e["title"], e.get("Note", "")) for e in events] == [("2002", "Two", "")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a_x000D_\nb", "a\r\nb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041_", "A"),
        ("_xD83D__xDD70_", "🕰"),
        ("_x41_", "_x41_"),
    ],
)
def test_escapes_of_strings_are_read(written: str, text: str, make: Make) -> None:
    _, events = take(make(["Date", "Title", "Mine"], [2002, "T", written]))
    assert events[0]["Mine"] == text


@pytest.mark.parametrize(
    ("written", "text"),
    [("_x005F_x0041_", "_x0041_"), ("_x0041_", "A"), ("_x005f_x0007_", "_x0007_"), (" b", " b")],
)
def test_escapes_of_shared_strings_are_read(written: str, text: str, tmp_path: Path) -> None:
    """As Excel writes them, where openpyxl takes half of the escape of an underscore away."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"".join(book([["date", "title", "mine"], ["2002", "T", "!"]], 1, "x")))
    kind = "officedocument.spreadsheetml"
    for part, old, new in (
        ("[Content_Types].xml", "</Types>", '<Override PartName="/xl/sharedStrings.xml" ContentType'
         f'="application/vnd.openxmlformats-{kind}.sharedStrings+xml"/></Types>'),
        ("xl/worksheets/sheet1.xml", 't="inlineStr"><is><t xml:space="preserve">!</t></is>',
         't="s"><v>0</v>'),
    ):  # fmt: skip
        edited(path, part, old, new)
    with zipfile.ZipFile(path, "a") as package:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        strings = f'<sst xmlns="{space}"><si><t xml:space="preserve">{written}</t></si></sst>'
        package.writestr("xl/sharedStrings.xml", strings)
    (_, _), (_, cells) = xlsx.read(path.read_bytes(), "x")
    assert isinstance(cells, dict)
    assert cells["mine"] == text


# --- sheets ---


def with_sheets(book: Any) -> None:
    """Before the table, one of prose; behind it two others, of which one is hidden."""
    prose = book.create_sheet("About", 0)
    fill(prose, [["This is a chronology."], ["It begins in 1997."]])
    fill(book.create_sheet("Plans 2"), [["Date", "Title"], [2030, "P"]])
    lists = book.create_sheet("Lists")
    fill(lists, [["a", 1]])
    lists.sheet_state = "hidden"
    book.create_sheet("Empty")


def test_the_first_sheet_with_dates_is_read_and_the_others_are_named(make: Make) -> None:
    done, events = take(make(["Date", "Title"], [2002, "T"], more=with_sheets))
    assert [event["title"] for event in events] == ["T"]
    assert (
        "x.xlsx: reading sheet 'Sheet'; leaving out 'About' (2 rows), 'Plans 2' (2 rows) and "
        "'Lists' (1 row); --sheet NAME reads another\n"
    ) in done.err


@pytest.mark.parametrize("name", ["Plans 2", "plans 2"])
def test_a_sheet_by_its_name(name: str, make: Make) -> None:
    path = make(["Date", "Title"], [2002, "T"], more=with_sheets)
    done, events = take(path, "--sheet", name)
    assert [event["title"] for event in events] == ["P"]
    assert "leaving out" not in done.err


def test_where_a_row_stands_in_a_sheet_that_was_named(make: Make) -> None:
    def more(book: Any) -> None:
        fill(book.create_sheet("Plans"), [["Date", "Title"], ["soon", "P"], [2030, "Q"]])

    done, _ = take(make(["Date", "Title"], [2002, "T"], more=more), "--sheet", "plans")
    assert "x.xlsx: sheet 'Plans', row 2: 'soon' is no date" in done.err


def test_a_sheet_that_is_not_there(make: Make) -> None:
    path = make(["Date", "Title"], [2002, "T"], more=with_sheets)
    done, events = take(path, "--sheet", "Plan 2")
    assert (done.code, events) == (2, [])
    assert "x.xlsx has no sheet 'Plan 2'; did you mean Plans 2?" in done.err
    assert "there are 'About', 'Sheet', 'Plans 2' and" in take(path, "--sheet", "zzz")[0].err


@pytest.mark.parametrize("name", ["x.csv", "x.json"])
def test_sheets_are_for_spreadsheets(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('[{"date":"2002","title":"T"}]' if "j" in name else "date,title\n2002,T\n")
    done, events = take(path, "--sheet", "x")
    assert (done.code, events) == (2, [])
    assert f"{name}: --sheet is for spreadsheets, and it is none" in done.err


def test_a_title_above_the_header_is_left_out_and_said(make: Make) -> None:
    path = make(["My timeline"], [], [None, "Date", "Title"], [None, 2002, "T"])
    done, events = take(path)
    assert [(event["date"], event["title"]) for event in events] == [("2002", "T")]
    assert "row 3 names the columns; leaving out 'My timeline' above it" in done.err


def test_blank_rows_and_columns_are_no_rows(make: Make) -> None:
    path = make([], [], [None, "Date", None, "Title"], [], [None, "x", None, "T"])
    assert "x.xlsx: row 5: 'x' is no date" in take(path)[0].err


def test_what_stands_beside_the_table_has_no_name(make: Make) -> None:
    done, events = take(make(["Date", "Title"], [2002, "T"], [2003, "U", None, "check!"]))
    assert [event["title"] for event in events] == ["T", "U"]
    assert "leaving out what has no name" in done.err


def test_two_columns_of_one_name(make: Make) -> None:
    done, _ = take(make(["Date", "Title", "Title"], [2002, "T", "U"]))
    assert done.code == 1
    assert "x.xlsx: two columns are named 'Title' (B and C); rename one" in done.err


def test_merged_and_hidden_cells_are_read_and_said(make: Make) -> None:
    def more(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A2:A4")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    rows = [["Year", "Title", "Note"], [2002, "A", "n"], [None, "B", None], [None, "C", None]]
    done, events = take(make(*rows, more=more))
    assert [(e["date"], e["title"]) for e in events] == [("2002", t) for t in "ABC"]
    assert "merged cells count for each of their rows, as A2:A4 (1 area)" in done.err
    assert "1 hidden row and 1 hidden column are read, too" in done.err


def test_links_behind_cells_are_sources(make: Make) -> None:
    def more(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["B2"].hyperlink = "https://example.org/a"
        sheet["C3"].hyperlink = "https://example.org/b"
        sheet["B3"].hyperlink = "mailto:a@example.org"

    rows = [["Date", "Title", "Page"], [2002, "A", None], [2003, "B", "https://example.org/b"]]
    done, events = take(make(*rows, more=more))
    assert events[0]["sources"] == [{"url": "https://example.org/a"}]
    assert "sources" not in events[1]
    assert "the links behind cells (1) are read as 'url'" in done.err


# --- which files are spreadsheets, and which are read ---


@pytest.mark.parametrize("name", ["x.xlsx", "x.xlsm", "x.xltx", "x.csv", "x"])
def test_a_spreadsheet_is_known_by_its_content(name: str, make: Make, tmp_path: Path) -> None:
    path = tmp_path / name
    make(["Date", "Title"], [2002, "T"], name="y.xlsx").rename(path)
    assert dates(path) == ["2002"]


def test_gzipped_and_from_a_pipe(make: Make, tmp_path: Path) -> None:
    path, zipped = make(["Date", "Title"], [2002, "T"]), tmp_path / "x.xlsx.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    assert dates(zipped) == ["2002"]
    store = tmp_path / "s.json"
    store.write_text("[]")
    done = call("import", "-", "-s", str(store), stdin=path.read_bytes())
    assert "imported 1 event from standard input" in done.err


def test_the_tables_of_other_tools(make: Make) -> None:
    rows = [["Year", "Headline", "Text", "Type"], [None, "All", "", "title"], [2002, "T", "", ""]]
    done, events = take(make(*rows), "--from", "timelinejs")
    assert [event["title"] for event in events] == ["T"], done.err


OFFICE = b"http://schemas.openxmlformats.org"


def strict(path: Path) -> Path:
    """The workbook as Excel saves it as Strict Open XML."""
    found = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            for old, new in (
                (OFFICE + b"/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"),
                (OFFICE + b"/spreadsheetml/2006", b"http://purl.oclc.org/ooxml/spreadsheetml"),
                (b"<workbook ", b'<workbook conformance="strict" '),
            ):  # fmt: skip
                data = data.replace(old, new)
            found[name] = data
    with zipfile.ZipFile(path, "w") as package:
        for name, data in found.items():
            package.writestr(name, data)
    return path


def test_strict_open_xml(make: Make) -> None:
    path = strict(make(["Date", "Title"], [(DAY, "mmm-yy"), "T"], [(DAY, "yyyy-mm-dd"), "U"]))
    path = edited(path, "xl/worksheets/sheet1.xml", '<c r="A3" s="2" t="n"><v>43499</v>',
                  '<c r="A3" s="2" t="d"><v>2019-02-03</v>')  # fmt: skip
    assert dates(path) == ["2019-02", "2019-02-03"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "is an old spreadsheet (.xls): save it as .xlsx or"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "has a password: save it without one first"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "(.ods): save it as"),
        (
            b"PK\x03\x04 Index/Document.iwa",
            "is a document of Apple, as of Numbers: save it as .xls",
        ),
        (b"PK\x03\x04 xl/workbook.bin", "is a binary spreadsheet (.xlsb): save it as .xlsx or CSV"),
        (b"PK\x03\x04 x.txt", "is a spreadsheet or another zipped file, and no table"),
        (b"PK\x03\x04 xl/workbook.xml", "is no whole spreadsheet file: File is not a zip file"),
        (b"date,title\n2002,T\n", "is no .xlsx spreadsheet; --from says what it is"),
    ],
)
def test_what_is_no_such_spreadsheet_is_called_by_its_name(
    data: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    done, events = take(path)
    assert (done.code, events) == (1, [])
    assert done.err.startswith(f"hkinno: {path} ")
    assert why in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_one_sentence(keep: float, make: Make) -> None:
    path = make(["Date", "Title"], [2002, "T"])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    done, events = take(path)
    assert (done.code, events) == (1, [])
    assert re.fullmatch(r"hkinno: \S+x\.xlsx is [^\n]+\n", done.err), done.err


def one_sentence_or_rows(data: bytes) -> None:
    said = ""
    try:
        list(xlsx.read(data, "x"))
    except HkinnoError as error:
        said = str(error)
    assert "\n" not in said


@settings(max_examples=150)
@given(st.data())
def test_spoiled_bytes_are_one_sentence_or_a_table(data: st.DataObject) -> None:
    spoiled = bytearray(b"".join(book([["date", "title"], ["2002", "T"]], 1, "x")))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[at] = data.draw(st.integers(0, 255))
    one_sentence_or_rows(bytes(spoiled))


@settings(max_examples=200)
@given(st.data())
def test_spoiled_xml_is_one_sentence_or_a_table(data: st.DataObject) -> None:
    whole = b"".join(book([["date", "title"], ["2002", "T"]], 1, "x"))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    piece = data.draw(st.sampled_from([b"", b"<", b'"', b"x", b"9", b"99999999", b"-", b"&#0;"]))
    parts[name] = parts[name][:at] + piece + parts[name][at + 1 :]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    one_sentence_or_rows(file.getvalue())


def test_a_bomb_is_not_unzipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(tmp_path, EVENTS)
    monkeypatch.setattr("hkinno.formats._xlsx_package.MOST_HELD", 9999)
    done, _ = take(path)
    assert done.code == 1
    assert "GiB unzipped, the most that is held in memory" in done.err


@pytest.mark.parametrize("row", [str(MOST_ROWS + 1), "99999999999"])
def test_rows_that_no_sheet_has_are_not_counted(row: str, make: Make) -> None:
    path = edited(
        make(["Date", "Title"], [2002, "T"]),
        "xl/worksheets/sheet1.xml",
        '<row r="2"',
        f'<row r="{row}"',
    )
    path = edited(path, "xl/worksheets/sheet1.xml", 'r="A2" ', "")
    path = edited(path, "xl/worksheets/sheet1.xml", 'r="B2" ', "")
    done, _ = take(path)
    assert done.code == 1
    assert "has more rows than a spreadsheet can have" in done.err


def test_cells_that_are_empty_in_millions_are_not_looked_at(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hkinno.formats._xlsx_sheets._MOST_CELLS", 16384 * 3)
    rows = [["Date", "Title"], *([2002, *([None] * 16382), "x"] for _ in range(3))]
    done, _ = take(make(*rows))
    assert done.code == 1
    assert "x.xlsx has more than 49,152 cells, with the empty ones" in done.err


def test_a_text_that_many_cells_share_does_not_unfold(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hkinno.formats._xlsx_sheets.MOST_HELD", 99)
    done, _ = take(make(["Date", "Title"], *([2002, "T" * 60] for _ in range(3))))
    assert done.code == 1
    assert "unzipped, the most that is held in memory" in done.err


def test_a_wrong_dimension_hides_nothing(make: Make) -> None:
    path = make(["Date", "Title"], [2002, "T"])
    path = edited(path, "xl/worksheets/sheet1.xml", '<dimension ref="A1:B2"', '<dimension ref="A1"')
    assert dates(path) == ["2002"]


# --- as CSV comes in ---


def as_spreadsheet(path: Path, folder: Path) -> Path:
    """The rows of a CSV or TSV file as texts of a workbook, by what hkinno reads in it."""
    data, _ = as_text(path.read_bytes(), str(path))
    form = find_format(str(path), data, None).syntax
    rows = [list(row.values()) for _, row in form.read(data, str(path)) if isinstance(row, dict)]
    made = Workbook()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = made.worksheets[0].cell(number, column)
                cell.value, cell.data_type = text, "s"
    made.save(folder / "x.xlsx")
    return folder / "x.xlsx"


def tables() -> list[Path]:
    folders = [Path(folder) for folder in (FIELD, CASES) if folder]
    return sorted(p for folder in folders for p in folder.iterdir() if p.suffix in (".csv", ".tsv"))


@pytest.mark.skipif(not (FIELD and CASES), reason="HKINNO_FIELD and HKINNO_CASES name no folders")
@pytest.mark.parametrize("path", tables(), ids=lambda path: path.name)
def test_a_table_of_texts_comes_in_as_its_csv(path: Path, tmp_path: Path) -> None:
    other = as_spreadsheet(path, tmp_path)
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    for options in ((), ("--skip-bad",), ("--dates", "dmy", "--century", "19", "--skip-bad")):
        done, events = take(copy, *options)
        again, found = take(other, *options)
        assert (again.code, found) == (done.code, events), again.err


# --- what -o may overwrite ---


def test_events_in_any_sheet_are_not_overwritten(make: Make) -> None:
    def more(book: Any) -> None:
        fill(book.create_sheet("More"), [["id", "date", "title"], ["gone", 2002, "T"]])

    path = make(["a", "b"], [1, 2], more=more)
    old = path.read_bytes()
    done = call("timeline", "-s", str(EVENTS), "-o", str(path))
    assert done.code == 1
    assert "x.xlsx holds 1 event that no store that is read has ('gone')" in done.err
    assert path.read_bytes() == old
    assert call("timeline", "-s", str(EVENTS), "-o", str(path), "--force").code == 0
    assert call("timeline", "-s", str(EVENTS), "-o", str(path), "--limit", "2").code == 0


def test_what_cannot_be_read_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(OLE)
    done = call("timeline", "-s", str(EVENTS), "-o", str(path))
    assert (done.code, path.read_bytes()) == (1, OLE)
    assert "x.xlsx cannot be read, and may hold events" in done.err


# --- laziness ---


def test_openpyxl_is_loaded_for_spreadsheets_that_are_read_alone(
    tmp_path: Path, make: Make
) -> None:
    from test_house import loaded

    out, store = str(tmp_path / "new.xlsx"), str(tmp_path / "s.json")
    Path(store).write_text("[]")
    for args in (
        "timeline --json",
        "timeline -f csv",
        f"timeline -o {out}",
        f"import {EVENTS} -s {store}",
    ):
        assert not {name for name in loaded(*args.split()) if name.startswith("openpyxl")}, args
    path = make(["Date", "Title"], [2002, "T"])
    assert "openpyxl" in loaded("import", str(path), "-s", store)

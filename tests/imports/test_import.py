"""`hkinno import`: what tables and stores of others say, what is new of it, and all or nothing."""

import gzip
import json
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, Done, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno import registry
from hkinno.events import BOUNDS, STORED
from hkinno.imports.gather import ImportItem, spans
from hkinno.imports.guesses import GUESSES
from hkinno.query.derived import DERIVED
from hkinno.store.draft import Draft

Event = dict[str, Any]
Write = Callable[..., str]
TODAY = ("--today", "2026-11-22")
OLD = {"id": "old", "date": "2001", "title": "Old"}


pytestmark = pytest.mark.usefixtures("state", "elsewhere")


@pytest.fixture
def mine(store: Write) -> str:
    """A store with one event."""
    return store(OLD, name="mine.json")


@pytest.fixture
def take(mine: str, tmp_path: Path) -> Callable[..., Done]:
    """Import a text, as a file of this name, into the store."""

    def take(text: str | bytes, *args: str, name: str = "x.csv") -> Done:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return call("import", str(path), "-s", mine, *TODAY, *args)

    return take


def events(path: str) -> list[Event]:
    document = json.loads(Path(path).read_text("utf-8"))
    return [event for event in document["events"] if event != OLD]


def dates(path: str) -> list[str]:
    return sorted(event["date"] for event in events(path))


def said(done: Done) -> str:
    """What was said on standard error, without folders."""
    return re.sub(r"\S*/(?=\w+\.\w)", "", done.err)


Take = Callable[..., Done]

# --- which column is what ---


WHEN = ("date", "start", "year")
NEEDS_MORE = ("month", "day", "time", "era")
ALONE = [field for field in GUESSES if field not in NEEDS_MORE and " " not in field]


@pytest.mark.parametrize(
    ("column", "field"),
    [(word, field) for field in ALONE for word in (field, *GUESSES[field])]
    + [
        ("START_DATE", "start"),
        ("startDate", "start"),
        ("Event  Title", "title"),
        ("Tag(s)", "tags"),
    ],
)
def test_columns_with_the_usual_names_are_found(column: str, field: str, take: Take) -> None:
    others = {"start" if field == "end" else "date": "2002", "title": "T"}
    others.pop("date" if field in WHEN else field, None)
    row = {**others, column: "a.png" if field == "media" else "2003"}
    done = take(f"{','.join(row)}\n{','.join(row.values())}\n")
    assert done.code == 0, done.err
    told = {**dict.fromkeys((*WHEN, "end"), "date"), "url": "URL of the source"}.get(field, field)
    assert (f"'{column}' as {told}" in done.err) is (column != told)
    assert "keeping" not in done.err


@pytest.mark.parametrize(
    ("cell", "urls"),
    [
        ("https://example.org/a.jpg", "https://example.org/a.jpg"),
        ("https://youtu.be/x https://example.org/", "https://youtu.be/x|https://example.org/"),
        ("https://a.example/1;https://a.example/2;", "https://a.example/1|https://a.example/2"),
        ("a.png; b.png", "a.png|b.png"),
        ("img/a.png;img/b.png", "img/a.png|img/b.png"),
        ("photos/Ann Lee (1840).jpg", "photos/Ann Lee (1840).jpg"),
        ("a.png, b.png,", "a.png|b.png"),
        ("data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo="),
        ("n/a", ""),
    ],
)
def test_a_column_of_pictures_is_media(cell: str, urls: str, take: Take, mine: str) -> None:
    done = take(f'date,title,Photo,Photo Credit\n2002,A,x.png,\n2003,B,"{cell}",<b>Ann</b>\n')
    assert done.code == 0, done.err
    assert "reading 'Photo' as media, 'Photo Credit' as media credit" in said(done)
    assert "no address" not in done.err
    told = {event["title"]: event for event in events(mine)}
    assert told["A"]["media"] == [{"url": "x.png"}]
    media = [{"url": url, "credit": "Ann"} for url in urls.split("|") if url]
    assert told["B"].get("media", []) == media
    assert told["B"].get("Photo Credit") == (None if media else "<b>Ann</b>")
    assert "sources" not in told["B"]


@pytest.mark.parametrize(
    ("value", "media"),
    [
        ('["a.png", "b.png"]', [{"url": "a.png"}, {"url": "b.png"}]),
        ('[{"url": "a.png", "dpi": 72.5}]', [{"url": "a.png", "dpi": 72.5}]),
        ('{"url": "a.png", "caption": "C", "alt": "x"}',
         [{"url": "a.png", "caption": "C", "alt": "x"}]),
        ('{"url": "a.png", "credit": null}', [{"url": "a.png"}]),
        ('[{"src": "a.png"}]', None),
        ('["press", "radio"]', None),
        ("5", None),
        ('[{"url": 5}]', None),
        ('[{"url": "a.png", "caption": 5}]', None),
        ('""', ...),
        ("null", ...),
        ("[]", ...),
    ],
)  # fmt: skip
def test_media_in_json(value: str, media: Any, take: Take, mine: str) -> None:
    """What has no address is kept, under a name that is not that of the field."""
    done = take(f'[{{"when": "2002", "name": "A", "media": {value}}}]', name="x.json")
    assert done.code == 0, done.err
    (event,) = events(mine)
    if media is ...:
        assert set(event) == {"id", "date", "title"}
    elif media is None:
        assert event["media_unread"] == json.loads(value)
        assert "what is no address in 'media' is kept as 'media_unread', as" in said(done)
        assert "media" not in event
    else:
        assert event["media"] == media


@pytest.mark.parametrize("value", ['"a.png"', '{"url": "a.png"}', '["a.png"]', "5", '[{"src": 5}]'])
def test_media_that_are_no_list_are_those_of_others(value: str, take: Take, mine: str) -> None:
    """Though its ids, dates and titles might be those of hkinno."""
    text = f'[{{"id": "a", "date": "2019", "title": "A", "media": {value}}}]'
    done = take(text, name="x.json")
    assert done.code == 0, done.err
    (event,) = events(mine)
    assert event.get("media", event.get("media_unread")) in ([{"url": "a.png"}], 5, [{"src": 5}])


def test_a_column_without_an_address_is_no_media(take: Take, mine: str) -> None:
    done = take("date,title,image,caption\n2002,A,yes,small\n2003,B,no,\n")
    assert done.code == 0, done.err
    assert "keeping 'image', 'caption' as they are" in said(done)
    assert [event["image"] for event in events(mine)] == ["yes", "no"]


def test_guesses_are_said_and_other_columns_kept(take: Take, mine: str) -> None:
    done = take("Start Date,Headline,Colour\n2002-02,One,red\n")
    assert (
        "x.csv: reading 'Start Date' as date, 'Headline' as title; keeping 'Colour' as it is"
        in (said(done))
    )
    assert events(mine) == [{"id": "one", "date": "2002-02", "title": "One", "Colour": "red"}]


def test_the_exact_name_goes_before_a_guess(take: Take, mine: str) -> None:
    done = take("name,title,date,start\nX,T,2002,1999\n")
    assert "keeping 'name', 'start' as they are" in done.err
    assert events(mine) == [{"id": "t", "date": "2002", "title": "T", "name": "X", "start": 1999}]


def test_nothing_is_guessed_in_what_hkinno_exports(store: Write, tmp_path: Path) -> None:
    odd = {"id": "a", "date": "2002", "title": "T", "end": "2005", "Year": 1, "url": "u", "": "no"}
    table = call("timeline", "-s", store(odd), "-f", "csv").out
    (tmp_path / "x.csv").write_text(table, "utf-8")
    path = store(OLD, name="mine.json")
    done = call("import", str(tmp_path / "x.csv"), "-s", path)
    assert events(path) == [odd]
    assert "reading" not in done.err


@pytest.mark.parametrize(
    ("header", "row", "date", "kept", "told"),
    [
        ("date,end", "2019,2020", "2019", {"end": 2020}, "keeping 'end' as it is; the date is"),
        ("Date,Until", "2019,2020", "2019", {"Until": 2020}, "the date is 'Date' alone, see --map"),
        ("date,to", "2019,Ada", "2019", {"to": "Ada"}, "keeping 'to'"),
        ("date,start,end", "2,2,2", "", {}, "keeping 'start', 'end' as they are"),
        ("date,from,end date", "2019,1,2", "2019", {"from": 1, "end date": 2}, "keeping"),
        ("date,year,month", "2019,1,2", "2019", {"year": 1, "month": 2}, "keeping 'year', 'month'"),
        ("Date,End date", "2019,2020", "2019/2020", {}, "reading 'Date' to 'End date' as date"),
        ("date,end_date", "2019,", "2019", {}, "reading 'date' to 'end_date' as date"),
        ("When,End Year", "2019,2020", "2019/2020", {}, "reading 'When' to 'End Year' as date"),
        ("start,end", "2019,2020", "2019/2020", {}, "reading 'start' to 'end' as date"),
        ("start", "2019", "2019", {}, "reading 'start' as date"),
        ("year", "2019", "2019", {}, "reading 'year' as date"),
        ("year,month", "2019,2", "2019-02", {}, "reading 'year' + 'month' as date"),
        (
            *("year,month,day,end year", "2019,2,3,2020", "2019-02-03/2020", {}),
            "reading 'year' + 'month' + 'day' to 'end year' as date",
        ),
    ],
)  # fmt: skip
def test_what_the_date_is_made_of_is_said(
    header: str, row: str, date: str, kept: Event, told: str, take: Take, mine: str
) -> None:
    done = take(f"title,{header}\nT,{row}\n")
    assert told in done.err
    if date:
        assert events(mine) == [{"id": "t", "date": date, "title": "T", **kept}]


def test_an_end_beside_a_date_can_be_joined_to_it(take: Take, mine: str) -> None:
    done = take("title,date,end\nT,2019,2020\n", "--map", "end=end")
    assert "reading 'date' to 'end' as date" in done.err
    assert dates(mine) == ["2019/2020"]


@pytest.mark.parametrize(
    ("separator", "told"),
    [(",", ""), (";", "';'"), ("|", "'|'"), ("\t", "tabs")],
)
def test_an_unusual_separator_is_said(separator: str, told: str, take: Take) -> None:
    done = take("date,title\n2002,T\n".replace(",", separator))
    assert (f"x.csv: cells are separated by {told}" in said(done)) is bool(told)
    assert ("separated" in done.err) is bool(told)


def test_a_column_without_a_name_is_left_out_and_said(take: Take, mine: str) -> None:
    done = take(",date,title\n0,2002,T\n1,2003,U\n")
    assert "x.csv: leaving out what has no name" in said(done)
    assert [list(event) for event in events(mine)] == [["id", "date", "title"]] * 2


@pytest.mark.parametrize(
    ("mapping", "event"),
    [
        ("Was=title,Beginn=date", {"id": "t", "date": "2002", "title": "T", "Rot": "r"}),
        ("was=title,BEGINN=start", {"id": "t", "date": "2002", "title": "T", "Rot": "r"}),
        ("Was=title,Beginn=date,Rot=", {"id": "t", "date": "2002", "title": "T"}),
        (
            "Was=title,Beginn=date,Rot=tags",
            {"id": "t", "date": "2002", "title": "T", "tags": ["r"]},
        ),
    ],
)
def test_columns_can_be_named(mapping: str, event: Event, take: Take, mine: str) -> None:
    assert take("Was,Beginn,Rot\nT,2002,r\n", "--map", mapping).code == 0
    assert events(mine) == [event]


def test_a_comma_in_the_name_of_a_column(take: Take, mine: str) -> None:
    done = take('date,title,"Place, City"\n2002,T,HK\n', "--map", r"Place\, City=places")
    assert done.code == 0, done.err
    assert events(mine)[0]["places"] == ["HK"]
    assert r"A comma in a name is \," in " ".join(call("import", "--help").out.split())


def test_a_guess_can_be_declined(take: Take, mine: str) -> None:
    assert take("date,title,Type\n2002,T,x\n", "--map", "Type=Type").code == 0
    assert events(mine)[0]["Type"] == "x"


@pytest.mark.parametrize(
    ("header", "mapping", "words"),
    [
        ("date,title", "date", "--map takes COLUMN=FIELD, not 'date'\n"),
        ("date,title", "x,date=date", "not 'x'; a comma in a name is written \\,\n"),
        ("date,title", "title=title,title=summary", "--map: 'title' is given twice"),
        ("date,Title", "Title=title,TITLE=title", "--map: 'Title' is given twice"),
        ("date,title", "=date", "--map takes COLUMN=FIELD, not '=date'"),
        ("date,title", "wen=date", "no column 'wen'; there are 'date', 'title'"),
        ("date,title,x", "x=titel", "no field 'titel'; there are id, date"),
        ("date,title,x", "x=title", "'x' cannot be the title, another column is the title"),
        ("date,title,x", "x=start", "'x' cannot be the start, another column is the date"),
        ("date,title,x", "x=month", "'x' cannot be the month, no column is the year"),
        ("a_b,A B,title", "ab=date", "no column 'ab'"),
    ],
)
def test_a_mapping_that_does_not_fit(header: str, mapping: str, words: str, take: Take) -> None:
    done = take(f"{header}\n", "--map", mapping)
    assert done.code == 2
    assert words in done.err


@pytest.mark.parametrize("header", ["title", "date", "from,to", "month,title"])
def test_a_table_without_date_or_title(header: str, take: Take) -> None:
    done = take(f"{header}\n")
    assert done.code == 1
    assert re.search(r"x\.csv: no column is the (date|title): name it, as in --map", done.err)


# --- dates ---


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2019-02", "2019-02"),
        (" 2018~ ", "2018~"),
        ("Feb 2019", "2019-02"),
        ("circa 1620", "1620~"),
        ("2019 to 2021", "2019/2021"),
        ("last year", "2025"),
    ],
)
def test_a_date_is_edtf_or_words(text: str, edtf: str, take: Take, mine: str) -> None:
    done = take(f"date,title\n{text},T\n")
    assert dates(mine) == [edtf]
    assert (f"'{text.strip()}' → {edtf}" in done.err) is (text.strip() != edtf)


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ("2019", "", "2019"),
        ("2019", "2020", "2019/2020"),
        ("2019-02", "Mar 2020", "2019-02/2020-03"),
        ("Feb 2019", "2019-02", "2019-02"),
        ("", "2020", "/2020"),
        ("2019", "..", "2019/.."),
        ("2019", "Present", "2019/.."),
        ("2019", "?", "2019/"),
    ],
)
@pytest.mark.parametrize("header", ["start,end", "From,To", "date,end date", "When,Date To"])
def test_start_and_end_are_an_interval(
    start: str, end: str, edtf: str, header: str, take: Take, mine: str
) -> None:
    assert take(f"{header},title\n{start},{end},T\n").code == 0
    assert dates(mine) == [edtf]


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        ("2019,2,3,,,", "2019-02-03"),
        ("2019,02,,,,", "2019-02"),
        ("2019,,,,,", "2019"),
        ("2019.0,2.0,3.0,,,", "2019-02-03"),
        ("2019,February,3,2020,Mar,4", "2019-02-03/2020-03-04"),
        ("2019,,,2019,,", "2019"),
        ("476,,,,,", "0476"),
        ("1950s,,,,,", "195X"),
        ("-0500,,,,,", "-0500"),
        ("500 BC,3,,,,", "-0499-03"),
    ],
)
def test_dates_in_parts(parts: str, edtf: str, take: Take, mine: str) -> None:
    header = "Year,Month,Day,End Year,End Month,End Day,Headline"
    done = take(f"{header}\n{parts},T\n")
    assert dates(mine) == [edtf], done.err


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("date", "1/2/2019", "2019-02-01 (day first) or 2019-01-02 (month first): say --dates"),
        ("date", "recently", "'recently' is no date: it is vague"),
        ("date", "", "it has no date"),
        ("start,end", "2021,2019", "'2021/2019' is no date: it ends before it starts"),
        ("start,end", "2019/2020,2021", "'2019/2020/2021' is no date"),
        ("year,month,day", "2019,,3", "it has a day, '3', and no month"),
        ("year,month,day", ",2,3", "it has a month, '2', and no year"),
        ("year,month,day", "2019,13,", "'13' is no month: write 1 to 12, or its name"),
        ("year,month,day", "2019,25,", "'25' is no month"),
        ("year,month,day", "2019-03,4,", "'2019-03' is no year, and the month is '4'"),
        ("year,month,day", "2019/2020,4,", "'2019/2020' is no year"),
        ("year,month,day", "2019,2,30", "'2019-02-30' is no date"),
        ("year,month,day", "19,,", "which century?"),
    ],
)
def test_what_is_no_date_is_refused_with_its_row(
    header: str, row: str, words: str, take: Take, mine: str
) -> None:
    done = take(f"title,{header}\nGood,2002{',' * header.count(',')}\nBad,{row}\n")
    assert done.code == 1
    assert re.search(rf"x\.csv: row 3: .*{re.escape(words)}", said(done)), done.err
    assert events(mine) == []


# --- the many ways to write a table ---


@pytest.mark.parametrize(
    "table",
    [
        "date,title,x\n2002,a b,1\n",
        "\ufeffdate,title,x\r\n2002,a b,1\r\n",
        "date;title;x\n2002;a b;1\n",
        "date|title|x\n2002|a b|1\n",
        "date\ttitle\tx\n2002\ta b\t1\n",
        "sep=;\r\ndate;title;x\r\n2002;a b;1\r\n",
        '"sep=;"\n"date";"title";"x"\n"2002";"a b";"1"',
        "sep=\t\ndate\ttitle\tx\n2002\ta b\t1\n",
        "date,title,x\n2002,a b,1\n,,\n\n",
        "date,title,x,\n2002,a b,1,\n",
        "date,title,x\r2002,a b,1\r",
        "Date,Title,x\n2002,a b,1\n",
    ],
)
@pytest.mark.parametrize("name", ["x.csv", "x", "-"])
def test_dialects(table: str, name: str, take: Take, mine: str) -> None:
    stdin = name == "-"
    done = call("import", "-", "-s", mine, stdin=table) if stdin else take(table, name=name)
    assert done.code == 0, done.err
    assert events(mine) == [{"id": "a-b", "date": "2002", "title": "a b", "x": 1}]


@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_the_mark_at_the_head_is_no_part_of_the_name(name: str, take: Take) -> None:
    table = "\ufeffdate,title\n2002,T\n"
    done = take(table if name == "x.csv" else table.replace(",", "\t"), name=name)
    assert done.code == 0
    assert "reading" not in done.err


def test_quoted_cells_have_lines_and_separators(take: Take, mine: str) -> None:
    take('date,title,summary\r\n2002,"a, ""b""","one\r\ntwo\nthree"\r\n')
    assert events(mine)[0]["title"] == 'a, "b"'
    assert events(mine)[0]["summary"] == "one\r\ntwo\nthree"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("x.csv", 'title,date\n"a\n\nb",2002\n"c"d,2003\ne,2004,5\nf,2005\n'),
        ("x.csv", 'sep=;\ntitle;date\n"a\n\nb";2002\n"c"d;2003\ne;2004;5\nf;2005\n'),
    ],
)
def test_broken_rows_are_named_by_row_and_line(name: str, table: str, take: Take) -> None:
    done = take(table, "--skip-bad", name=name)
    assert re.findall(r"row \d+(?: \(line \d+\))?", done.err) == (
        ["row 3 (line 5)", "row 4 (line 6)"]
        if "sep" not in table
        else ["row 3 (line 6)", "row 4 (line 7)"]
    )
    assert "imported 2 events" in done.err


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.csv", "x.csv has no header"),
        (b"\n\n", "x.tsv", "x.tsv has no header"),
        (b"a,a\n", "x.csv", "two columns are named 'a'"),
        (b'date,title\n2002,"a\n2003,b\n', "x.csv", "line 2: a quote is never closed"),
        (b'"a"b,c\n', "x.csv", "row 1: something stands behind a closing quote"),
        (
            b"date,title\n2002,caf\x81\n",
            "x.csv",
            "line 2 is neither UTF-8 nor Windows-1252, by its letters; say",
        ),
        (b"date,title\n2002,caf\xe9\x01\n", "x.csv", "line 2 is neither UTF-8 nor Windows-1252"),
        ("date,title\n".encode("utf-16-le"), "x.tsv", "without its mark: say --encoding utf-16-le"),
        (b"\xff\xfe\x00", "x.csv", "x.csv is not utf-16"),
        (b"{", "x.json", "x.json: line 1: it ends too early"),
        (b"[1", "x.json", "it ends too early"),
        (b"{}", "x.json", "x.json has no array of dated objects"),
        (b'{"a": [{"b": 1}]}', "x.json", "no array of dated objects; there are 'a'"),
        (b"", "x.json", "x.json is empty"),
        (b"plain words\n", "x", "what is"),
        (b"\x1f\x8bxx", "x.csv", "is no whole gzip file"),
    ],
)
def test_what_is_no_table_or_store(data: bytes, name: str, words: str, take: Take) -> None:
    done = take(data, name=name)
    assert done.code in (1, 2)
    assert words in said(done)
    assert done.err.count("\n") == 1


def test_zipped(take: Take, mine: str) -> None:
    take(gzip.compress(b"date,title\n2002,T\n", mtime=0), name="x.csv.gz")
    assert dates(mine) == ["2002"]


@pytest.mark.parametrize("file", ["none.csv", "."])
def test_what_is_no_file(file: str, mine: str, tmp_path: Path) -> None:
    done = call("import", str(tmp_path / file), "-s", mine)
    assert done.code == 1
    assert "there is no file" in done.err or "is a folder" in done.err


@pytest.mark.parametrize(
    "table",
    ["Date,Ship,Sea\n1801,Castor,Baltic\n", "N!,Date,Ship,Sea\n1,1801,x,y\n"],
)
def test_the_hint_names_a_column_that_is_there_and_works(table: str, mine: str) -> None:
    done = call("import", "-", "-s", mine, "--from", "csv", stdin=table)
    assert done.code == 1
    hint = re.search("--map '([^']+=title)'", done.err)
    assert hint, done.err
    assert call("import", "-", "-s", mine, "--from", "csv", "--map", hint[1], stdin=table).code == 0


def test_the_four_questions_are_names_of_columns(mine: str) -> None:
    table = "When,What,Where,Who\n1801,She sails,Hull,Castor\n"
    assert call("import", "-", "-s", mine, "--from", "csv", stdin=table).code == 0
    added = call("timeline", "-s", mine, "--search", "sails", "--json").json()
    assert [(e["date"], e["title"], e["places"], e["actors"]) for e in added] == [
        ("1801", "She sails", ["Hull"], ["Castor"])
    ]


def test_a_format_that_is_not_read(take: Take) -> None:
    done = take("", "--from", "table")
    assert done.code == 2
    assert all(name in done.err for name in (*READ, "markwhen", "timelinejs", "timesketch", "vis"))


def test_standard_input_is_read_once(mine: str) -> None:
    assert call("import", "-", "-", "-s", mine).code == 2


def test_a_very_long_cell(take: Take, mine: str) -> None:
    take(f"date,title,summary\n2002,T,{'x' * 300_000}\n")
    assert len(events(mine)[0]["summary"]) == 300_000


# --- TSV: escaped, as hkinno writes it, or quoted, as spreadsheets do ---

ESCAPES = r"x.tsv: \n, \t and \\ are read as hkinno and jq write them, --from csv keeps them"
KEPT = "x.tsv: backslashes are kept as they are"
AS_CSV = "x.tsv: quotes are read as in CSV"


@pytest.mark.parametrize(
    ("title", "read", "told"),
    [
        ("plain", "plain", ""),
        (r"The \textit{Origin}", r"The \textit{Origin}", KEPT),
        (r"C:\new\table", r"C:\new\table", KEPT),
        (r"C:\Users\new", r"C:\Users\new", KEPT),
        ("ends in \\", "ends in \\", KEPT),
        (r"one\nTwo", "one\nTwo", ESCAPES),
        (r"one\n\ntwo\\three\t4", "one\n\ntwo\\three\t4", KEPT),
        (r"one\n\n2\\three\t4", "one\n\n2\\three\t4", ESCAPES),
        ('"A, b"', "A, b", AS_CSV),
        ('"one\ntwo"', "one\ntwo", AS_CSV),
        ('"say ""no"""', 'say "no"', AS_CSV),
        (r'"C:\new"', r"C:\new", f"{AS_CSV}; {KEPT[7:]}"),
        ('"No" they said', '"No" they said', "x.tsv: quotes are kept as they are"),
        ('an "inner" one', 'an "inner" one', ""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_tsv_of_others(
    title: str, read: str, told: str, end: str, take: Take, mine: str
) -> None:
    if r"\n\ntwo" in title:
        read = title  # a line end before a small letter may be somebody's \ntwo
    done = take(f"date\ttitle{end}2002\t{title}{end}", name="x.tsv")
    assert done.code == 0, done.err
    assert events(mine)[0]["title"] == read
    assert (told in said(done)) if told else ("x.tsv: " not in said(done))


def test_quotes_that_go_together_by_chance_over_rows_are_kept(take: Take, mine: str) -> None:
    take('date\ttitle\tx\n2002\t"Tis\tx\n2003\tsaid"\ty\n2004\tA\t"end"\n', name="x.tsv")
    assert [event["title"] for event in events(mine)] == ['"Tis', 'said"', "A"]


def test_a_tsv_can_be_read_as_csv(take: Take, mine: str) -> None:
    done = take("date\ttitle\n2002\tone\\nTwo\n", "--from", "csv", name="x.tsv")
    assert events(mine)[0]["title"] == r"one\nTwo"
    assert "cells are separated by tabs" in done.err


def test_what_a_spreadsheet_saved_of_an_export_is_read(tmp_path: Path, mine: str) -> None:
    table = tmp_path / "x.tsv"
    header = "\t".join(STORED)
    row = {"id": "a", "date": "2002", "title": '"A, ""b"""', "summary": r'"one, two\nthree"'}
    cells = "\t".join(row.get(name, "") for name in STORED)
    table.write_bytes(f"{header}\r\n{cells}\r\n".encode())
    done = call("import", str(table), "-s", mine)
    assert AS_CSV in said(done)
    assert events(mine) == [
        {"id": "a", "date": "2002", "title": 'A, "b"', "summary": "one, two\nthree"}
    ]


# --- what follows from the date ---


def test_what_follows_from_the_date_is_left_out(take: Take, mine: str) -> None:
    done = take(
        "date,lo,hi,precision,approximate,uncertain,title\n"
        "2002~,2002-01-01,2002-12-31,year,TRUE,false,T\n"
        "2020/..,2020-01-01,,interval,false,FALSE,U\n"
        "2021,,,,,,added by hand\n"
    )
    assert (
        "leaving out 'lo', 'hi', 'precision', 'approximate', 'uncertain'; they follow" in done.err
    )
    assert [set(event) for event in events(mine)] == [{"id", "date", "title"}] * 3


def test_what_has_only_the_name_of_it_is_kept_in_all_rows(take: Take, mine: str) -> None:
    done = take("date,precision,lo,title\n2002,year,2002-01-01,T\n2003,exact,,U\n")
    assert "x.csv: keeping 'precision' as it is; in row 3 it is not what the date" in said(done)
    assert "x.csv: leaving out 'lo'; it follows from the date" in said(done)
    assert [event["precision"] for event in events(mine)] == ["year", "exact"]


@pytest.mark.parametrize(("mapping", "kept"), [("lo=lo", {"lo": "2002-01-01"}), ("lo=", {})])
def test_what_becomes_of_it_can_be_said(mapping: str, kept: Event, take: Take, mine: str) -> None:
    done = take("date,lo,title\n2002,2002-01-01,T\n", "--map", mapping)
    assert events(mine) == [{"id": "t", "date": "2002", "title": "T", **kept}]
    assert "leaving out" not in done.err


def test_a_field_of_a_store_that_is_called_like_it_is_kept(store: Write, tmp_path: Path) -> None:
    told = [
        {"id": "a", "date": "2002", "title": "A", "lo": "2002-01-01", "hi": 9},
        {"id": "b", "date": "2003", "title": "B", "hi": "2003-12-31"},
    ]
    for name in READ:
        exported, imported = round_trip(store(*told), name, tmp_path)
        assert imported == exported


# --- cells of known fields ---


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("tags", "a; b;c ;", ["a", "b", "c"]),
        ("tags", '["a;b", ""]', ["a;b", ""]),
        ("tags", "[a]", ["[a]"]),
        ("tags", "a, b", ["a", "b"]),
        ("tags", "a, b; c", ["a, b", "c"]),
        ("actors", "Ada, Bo", ["Ada", "Bo"]),
        ("places", "Hong Kong, China", ["Hong Kong, China"]),
        ("sources", "https://a.org", [{"url": "https://a.org"}]),
        ("sources", "https://a.org; https://b.org", [{"url": u} for u in ("https://a.org", "https://b.org")]),
        ("sources", "The Ledger; 3 May", [{"title": "The Ledger; 3 May"}]),
        ("sources", '{"title": "S", "page": 1.50}', [{"title": "S", "page": 1.5}]),
        ("sources", "2019", [{"title": "2019"}]),
        ("url", "a.org", [{"url": "a.org"}]),
        ("figures", '[{"name": "n", "value": 1}]', [{"name": "n", "value": 1}]),
        ("summary", "'=1+1", "=1+1"),
        ("summary", "'tis", "'tis"),
        ("summary", "5", "5"),
        ("x", "5", 5),
        ("x", "007", "007"),
        ("x", "1E400", "1E400"),
        ("x", '{"a": [1, null]}', {"a": [1, None]}),
        ("x", "NaN", "NaN"),
        ("x", "red", "red"),
        ("x", "'-1+1", "-1+1"),
        ("x", "-1", -1),
    ],
)  # fmt: skip
def test_cells(column: str, cell: str, value: object, take: Take, mine: str) -> None:
    quoted = cell.replace('"', '""')
    assert take(f'date,title,{column}\n2002,T,"{quoted}"\n').code == 0
    text = Path(mine).read_text("utf-8")
    (event,) = [
        e
        for e in json.loads(text, parse_float=lambda t: t if "E" in t else float(t))["events"]
        if e != OLD
    ]
    assert event["sources" if column == "url" else column] == value


def test_a_source_and_its_url_are_one(take: Take, mine: str) -> None:
    take("date,title,Source,URL\n2002,T,The Ledger,https://a.org\n2003,U,A,https://a.b https://c.d")
    assert [event["sources"] for event in events(mine)] == [
        [{"title": "The Ledger", "url": "https://a.org"}],
        [{"title": "A"}, {"url": "https://a.b"}, {"url": "https://c.d"}],
    ]


@pytest.mark.parametrize(
    ("source", "url", "sources"),
    [
        ('[{"title": "R"}]', "https://a.org", [{"title": "R", "url": "https://a.org"}]),
        ('{"title": "R", "n": 1.50}', "https://a.org", [{"title": "R", "n": 1.5, "url": "https://a.org"}]),
        ('{"title": "R", "url": null}', "https://a.org", [{"title": "R", "url": "https://a.org"}]),
        ('{"url": "https://b.org"}', "https://a.org", [{"url": f"https://{n}.org"} for n in "ba"]),
        ('[{"title": "R"}, {"title": "S"}]', "u", [{"title": "R"}, {"title": "S"}, {"url": "u"}]),
    ],
)  # fmt: skip
def test_a_source_in_json_and_its_url_are_one(
    source: str, url: str, sources: object, take: Take, mine: str
) -> None:
    quoted = source.replace('"', '""')
    assert take(f'date,title,Source,URL\n2002,T,"{quoted}",{url}').code == 0
    assert events(mine)[0]["sources"] == sources


def test_a_source_that_is_no_object_is_refused(take: Take) -> None:
    done = take('date,title,Source,URL\n2002,T,["R"],https://a.org')
    assert "row 2: sources[0] should be an object" in done.err


def test_tags_with_commas_are_mentioned(take: Take) -> None:
    done = take('date,title,tags,places\n2002,T,"a, b","Hull, Kingston"\n')
    assert "commas separate what 'tags' lists, as in 'a, b' (1 cell); see --separator" in done.err
    assert (
        "commas in 'places' separate nothing, as in 'Hull, Kingston' (1 cell); see --separator"
        in done.err
    )


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("figures", "many", "figures should be a list, not text"),
        ("translations", "[]", "translations should be an object, not a list"),
        ("sources", '[{""title"": 5}]', "sources[0].title should be text, not a number"),
        ("x", '{""a"": 1, ""a"": 2}', "a stands twice"),
        ("id", " ", "the id is blank"),
        ("tags", '[""a"", 1]', "tags[1] should be text, not a number"),
    ],
)
def test_cells_that_do_not_fit(column: str, cell: str, words: str, take: Take) -> None:
    done = take(f'date,title,{column}\n2002,T,"{cell}"\n')
    assert done.code == 1
    assert f"x.csv: row 2: {words}" in said(done)


def test_a_blank_title(take: Take) -> None:
    done = take("date,title\n2002,\n2003, \n")
    assert "row 2: it has no title" in done.err
    assert "2 of this kind, also row 3" in done.err


# --- stores ---


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"title": "X", "events": [%s]}'),
        ("x.json", "[%s]"),
        ("x.jsonl", "%s\n"),
        ("x.json", "%s\n"),
        ("x", "\ufeff[%s]"),
        ("x.ndjson", "\n%s\n\n"),
    ],
)
def test_stores_are_read_in_all_their_shapes(name: str, text: str, take: Take, mine: str) -> None:
    event = (
        '{"date": "2002", "x": 1.50, "title": "T", "id": "t", "y": {"big": 98765432109876543210}}'
    )
    assert take(text % event, name=name).code == 0
    written = Path(mine).read_text("utf-8")
    assert event.replace(" ", "") in written.replace(" ", "")


def test_events_of_a_store_may_lack_ids_and_have_words_for_dates(take: Take, mine: str) -> None:
    take('[{"title": "Big thing", "date": "Feb 2019", "n": null}]', name="x.json")
    assert events(mine) == [{"id": "big-thing", "title": "Big thing", "date": "2019-02", "n": None}]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("5", "the event should be an object, not a number"),
        ('{"id": "a", "date": "2002"}', "it has no title"),
        ('{"id": "a", "title": "T"}', "it has no date"),
        ('{"id": "a", "date": "1/2/2019", "title": "T"}', "is no date"),
        ('{"id": "a", "date": "2002", "title": "T", "x": {"a": 1, "a": 2}}', "a stands twice"),
        ('{"id": "a", "date": "2002", "title": "T", "id": "b"}', "id stands twice"),
        ('{"id": "a", "date": "2002", "title": "\\ud800"}', "an escape such as"),
        ('{"id": "a", "date": "2002" "title": "T"}', "not JSON, column 28"),
    ],
)
def test_lines_that_are_no_events(line: str, words: str, take: Take, mine: str) -> None:
    good = '{"id": "g", "date": "2003", "title": "G"}'
    done = take(f"{good}\n{line}\n", name="x.jsonl")
    assert done.code == 1
    assert re.search(rf"x\.jsonl: event 2 \(line 2\): .*{re.escape(words)}", done.err)
    assert events(mine) == []
    assert "imported 1 event from" in take(f"{good}\n{line}\n", "--skip-bad", name="x.jsonl").err


DOCUMENT = (
    '{\n  "title": "X",\n  "events": [\n    {"id": "a", "date": "2002", "title": "A"}\n  ]\n}\n'
)
SPREAD = '{\n  "id": "%s",\n  "date": "2002",\n  "title": "T"\n}\n'


@pytest.mark.parametrize(
    ("text", "name", "source", "words"),
    [
        (DOCUMENT, "x.json", "jsonl", "is one JSON document, and not an event a line; read it"),
        (DOCUMENT, "x.jsonl", None, "is one JSON document, and not an event a line; read it"),
        (SPREAD % "a" + SPREAD % "b", "x.json", None, "jq -c writes each on a line"),
        (SPREAD % "a" + SPREAD % "b", "x.jsonl", None, "jq -c writes each on a line"),
        (SPREAD % "a", "x.json", "jsonl", "jq -c writes each on a line"),
    ],
)  # fmt: skip
def test_json_that_is_laid_out_otherwise(
    text: str, name: str, source: str | None, words: str, take: Take
) -> None:
    done = take(text, *(("--from", source) if source else ()), name=name)
    assert done.code == 1
    assert words in said(done)
    assert done.err.count("\n") == 1


def test_what_jq_writes_on_standard_input(mine: str) -> None:
    done = call("import", "-", "-s", mine, stdin=SPREAD % "a" + SPREAD % "b")
    assert "standard input: an object over several lines" in done.err
    assert call("import", "-", "-s", mine, "--from", "json", stdin=DOCUMENT).code == 0


@pytest.mark.parametrize("text", ["{\n", '{\n  "id": "a"\n} x', "{\n" + '"a":[' * 99_999])
def test_other_faults_of_json_are_told_by_its_reader(text: str, take: Take) -> None:
    done = take(text, name="x.json")
    assert done.code == 1
    assert "jq" not in done.err


# --- ids and conflicts ---

CONFLICT = "id,date,title,x\nold,2001,Old,1\nnew,2002,New,2\n"


def test_ids_are_slugs_and_numbered(take: Take, mine: str) -> None:
    take("date,title\n2002,Old\n2003,Old\n2004,Old\n2005,香港\n")
    assert [e["id"] for e in events(mine)] == ["old-2", "old-3", "old-4", "event-2005"]


def test_a_conflict_fails_and_writes_nothing(take: Take, mine: str) -> None:
    before = Path(mine).read_bytes()
    done = take(CONFLICT)
    assert done.code == 1
    assert "x.csv: row 2: the id 'old' is that of another event in the store" in said(done)
    assert "1 of 2 ids is taken, so nothing is written; see --on-conflict skip, replace" in done.err
    assert Path(mine).read_bytes() == before


@pytest.mark.parametrize(
    ("rule", "told", "ids", "old"),
    [
        ("skip", "imported 1 event (1 skipped) from", ["new"], OLD),
        ("replace", "imported 1 event (1 replaced) from", ["old", "new"], {**OLD, "x": 1}),
        ("rename", "imported 2 events (1 renamed) from", ["old-2", "new"], OLD),
    ],
)
def test_what_becomes_of_a_conflict(
    rule: str, told: str, ids: list[str], old: Event, take: Take, mine: str
) -> None:
    done = take(CONFLICT, "--on-conflict", rule)
    assert done.code == 0
    assert told in done.err
    found = json.loads(Path(mine).read_text("utf-8"))["events"]
    assert [e["id"] for e in found if e != OLD] == ids
    assert old in found


def test_conflicts_and_faults_are_counted_in_words_that_fit(take: Take) -> None:
    header, old, older = "id,date,title\n", "old,2002,A\n", "old,2003,B\n"
    assert ": the id is taken, so nothing is written" in take(header + old).err
    assert ": 2 of 2 ids are taken, so" in take(header + old + older).err
    bad = take(header + "new,bad,A\n")
    assert ": the event cannot be read, so nothing is written; --skip-bad leaves it out" in bad.err


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("old,2001,A\n", "1 event"),
        ("old,2001,A\nold,2001,B\n", "2 events"),
        ("old,2001,A\nold,2001,A\n", "1 event (1 already there)"),
    ],
)
def test_what_only_replaces_is_said_to(rows: str, told: str, take: Take) -> None:
    table, args = f"id,date,title\n{rows}", ("--on-conflict", "replace")
    assert f"would replace {told} from" in take(table, *args, "--dry-run").err
    assert f": replaced {told} from" in take(table, *args).err


def test_replacing_changes_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(
        r'[{"title" :"Old", "gone":1,  "summary":	"\u00e9","id":"a", "date" : "2001"}]'
    )
    new = {"date": "2001", "id": "a", "title": "Newer", "summary": "é"}
    (tmp_path / "x.jsonl").write_text(json.dumps(new, ensure_ascii=False), "utf-8")
    call("import", str(tmp_path / "x.jsonl"), "-s", str(path), "--on-conflict", "replace")
    assert path.read_text() == (
        r'[{"title" :"Newer",  "summary":	"\u00e9","id":"a", "date" : "2001"}]'
    )


@pytest.mark.parametrize(
    ("rule", "titles"), [("skip", ["A"]), ("replace", ["B"]), ("rename", ["A", "B"])]
)
def test_one_id_twice_in_a_file(rule: str, titles: list[str], take: Take, mine: str) -> None:
    table = "id,date,title\na,2002,A\na,2003,B\n"
    failed = take(table)
    assert re.search(r"x\.csv: row 3: the id 'a' is that of .*x\.csv: row 2", failed.err)
    assert take(table, "--on-conflict", rule).code == 0
    assert [e["title"] for e in events(mine)] == titles


@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_importing_again_changes_nothing(name: str, take: Take, mine: str) -> None:
    comma = "," if name == "x.csv" else "\t"
    table = "date,title,tags\n2002,A,x; y\n2002,A,z\n2003,B,\n2003,B,\n".replace(",", comma)
    first = take(table, name=name)
    assert "imported 3 events (1 already there) from" in first.err
    before = Path(mine).read_bytes()
    again = take(table, name=name)
    assert again.code == 0
    assert "imported 0 events (4 already there) from" in again.err
    assert Path(mine).read_bytes() == before


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"title":"caf\\u00e9","date":"2002"', '"date" : "2002", "title": "café"', True),
        ('"date":"2002","title":"T","tags":null', '"date":"2002","title":"T"', True),
        ('"date":"2002","title":"T","x":null', '"date":"2002","title":"T"', False),
        ('"date":"2002","title":"T","x":1', '"date":"2002","title":"T","x":true', False),
        ('"date":"2002","title":"T","x":1', '"date":"2002","title":"T","x":1.0', False),
        ('"date":"2002","title":"T","x":1.5', '"date":"2002","title":"T","x":1.50', False),
        ('"date":"2002","title":"T","x":1e400', '"date":"2002","title":"T","x":1e401', False),
        ('"date":"2002","title":"T","x":1e400', '"date":"2002","title":"T","x": 1e400', True),
    ],
)
def test_what_is_the_same_event(one: str, other: str, same: bool, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"id":"a",{one}}}', "utf-8")
    (tmp_path / "b.jsonl").write_text(f'{{{other}, "id": "a"}}', "utf-8")
    done = call("import", str(tmp_path / "b.jsonl"), "-s", str(tmp_path / "a.jsonl"))
    assert ("already there" in done.err) is same
    assert done.code == (0 if same else 1)


@pytest.mark.parametrize("depth", [*range(800, 1000, 3), 100_000])
def test_deep_nests_are_taken_or_refused(depth: int, take: Take, mine: str) -> None:
    nest = "[" * depth + "]" * depth
    for fields in ('"id": "a"', '"n": 1', '"n": 1'):
        done = take(f'{{{fields}, "date": "2002", "title": "T", "x": {nest}}}', name="x.jsonl")
        assert done.code == 0 or "nested too deeply" in done.err
    assert OLD in json.loads(Path(mine).read_text("utf-8"))["events"]


# --- likely duplicates ---


def test_likely_duplicates_are_listed(store: Write, tmp_path: Path) -> None:
    path = store({"id": "opens", "date": "2002-07-01", "title": "The Science Park opens"})
    (tmp_path / "x.csv").write_text(
        "date,title\n2002-07-01,The Science-Park Opens!\n2003,The Science Park opens\n"
        "2004,Council founded\n2004-01-01/2004-12-31,Founded Council\n2005,Other\n"
    )
    done = call("import", str(tmp_path / "x.csv"), "-s", path)
    assert done.code == 0
    found = re.findall(r"warning: .*/x\.csv: row (\d): .* has the date and .* as (.+)", done.err)
    assert [(row, re.sub(r"\S*/", "", twin)) for row, twin in found] == [
        ("2", "'opens' in the store"),
        ("5", "x.csv: row 4"),
    ]


def test_duplicates_of_the_store_alone_are_not(store: Write, tmp_path: Path) -> None:
    path = store(*({"id": i, "date": "2002", "title": "Same"} for i in "ab"))
    (tmp_path / "x.csv").write_text("date,title\n2002,Something else\n")
    assert "warning" not in call("import", str(tmp_path / "x.csv"), "-s", path).err


def test_only_events_of_the_same_days_are_compared() -> None:
    stored = [
        {"id": "a", "date": "2002", "title": "A"},
        {"id": "b", "date": "2002-01-01/2002-12-31", "title": "B"},
        {"id": "c", "date": "2002-01", "title": "C"},
        {"id": "d", "date": "junk", "title": "D"},
        {"id": "e", "date": "2020/..", "title": "E"},
    ]
    draft = Draft("x.json", json.dumps(stored).encode())
    items = [ImportItem("x", "row", json.dumps(stored[n]).encode()) for n in (0, 4)]
    assert [event_id for event_id, _ in draft.spanning(spans(items))] == ["a", "b", "e"]


# --- all or nothing ---


def test_a_bad_row_stops_all_of_several_files(take: Take, mine: str, tmp_path: Path) -> None:
    before = Path(mine).read_bytes()
    (tmp_path / "good.csv").write_text("date,title\n2002,Good\n")
    done = take("date,title\n2002,T\nbad,U\n", str(tmp_path / "good.csv"))
    assert done.code == 1
    assert "1 of 3 events cannot be read, so nothing is written; --skip-bad leaves" in done.err
    assert Path(mine).read_bytes() == before


def test_several_files_are_one_change(take: Take, mine: str, tmp_path: Path) -> None:
    before = Path(mine).read_bytes()
    (tmp_path / "y.jsonl").write_text('{"date": "2003", "title": "Y"}')
    done = take("date,title\n2002,T\n", str(tmp_path / "y.jsonl"))
    assert re.findall(r"imported 1 event from \S*/(\S+)", done.err) == ["x.csv", "y.jsonl"]
    assert len(events(mine)) == 2
    assert call("undo", "-s", mine).code == 0
    assert Path(mine).read_bytes() == before


def test_dry_run_writes_nothing(take: Take, mine: str) -> None:
    before = Path(mine).read_bytes()
    done = take("date,title\n2002,T\n", "--dry-run")
    assert "would import 1 event from" in done.err
    assert done.out == "+ t  2002  T\n"
    assert Path(mine).read_bytes() == before


@pytest.mark.parametrize(("number", "lines"), [(20, 20), (21, 0)])
def test_of_many_events_only_the_number_is_told(number: int, lines: int, take: Take) -> None:
    table = "date,title\n" + "".join(f"2002,Event {n}\n" for n in range(number))
    done = take(table)
    assert done.out.count("\n") == lines
    assert f"imported {number} events from" in done.err
    assert "undo with: hkinno undo --store" in done.err


def test_json_tells_all(take: Take) -> None:
    done = take("date,title\n" + "".join(f"2002,Event {n}\n" for n in range(30)), "--json")
    rows = done.json()
    assert len(rows) == 30
    assert rows[0] == {
        "id": "event-0",
        "before": None,
        "after": {"id": "event-0", "date": "2002", "title": "Event 0"},
    }


def test_many_bad_rows_are_counted(take: Take) -> None:
    done = take("date,title\n" + "bad,T\n" * 150)
    assert "row 2: 'bad' is no date" in said(done)
    assert "(150 of this kind, also row 3, row 4, row 5, row 6, row 7 and 144 more)" in done.err
    assert "150 of 150 events cannot be read" in done.err


def test_events_go_to_their_places_in_the_style_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"id":"a","date":"2001","title":"A"}\n{"id":"b","date":"2005","title":"B"}\n')
    (tmp_path / "x.csv").write_text("date,title,tags\n2009,Z,q\n2003,M,q; r\n2000,K,\n")
    call("import", str(tmp_path / "x.csv"), "-s", str(path))
    assert path.read_text() == (
        '{"id":"k","date":"2000","title":"K"}\n{"id":"a","date":"2001","title":"A"}\n'
        '{"id":"m","date":"2003","title":"M","tags":["q","r"]}\n'
        '{"id":"b","date":"2005","title":"B"}\n{"id":"z","date":"2009","title":"Z","tags":["q"]}\n'
    )


def test_without_a_store_events_json_is_made_here(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "town.csv").write_text("date,title\n2002,T\n")
    dry = call("import", str(tmp_path / "town.csv"), "--dry-run")
    assert (dry.out, list(elsewhere.iterdir())) == ("+ t  2002  T\n", [])
    done = call("import", str(tmp_path / "town.csv"))
    assert "made events.json in this folder; see it with: hkinno timeline" in done.err
    made = json.loads((elsewhere / "events.json").read_text("utf-8"))
    assert made == {"title": "town", "events": [{"id": "t", "date": "2002", "title": "T"}]}
    (tmp_path / "more.csv").write_text("date,title\n2003,U\n")
    again = call("import", str(tmp_path / "more.csv"))
    assert "made" not in again.err
    assert "undo with: hkinno undo --store events.json" in again.err
    assert call("undo", "-s", "events.json").code == 0
    assert json.loads((elsewhere / "events.json").read_text("utf-8")) == made


@pytest.mark.parametrize("table", ["date,title\nbad,T\n", "id,date,title\na,2002,T\na,2003,U\n"])
def test_no_store_is_made_where_nothing_comes_in(
    table: str, elsewhere: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text(table)
    assert call("import", str(tmp_path / "x.csv")).code == 1
    assert list(elsewhere.iterdir()) == []


def test_today_is_checked_although_no_date_needs_it(take: Take) -> None:
    assert take("date,title\n2002,T\n", "--today", "yesterday").code == 2


# --- the bar ---


class _Terminal:
    """Standard error as a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("patience", "shown"), [(0.0, True), (3600.0, False)])
def test_a_bar_is_shown_to_people_who_wait(
    patience: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("hkinno.cli.progress")
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(module, "_PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    assert list(module.watched(range(1000), 1000, "reading x")) == list(range(1000))
    assert ("reading x" in terminal.text) is shown


def test_no_bar_in_a_pipe(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("hkinno.cli.progress"), "_PATIENCE", 0.0)
    assert "reading" not in take("date,title\n2002,T\n").err


# --- what hkinno exports it reads again ---


def value(text: str) -> Any:
    """JSON in which numbers are the texts that they are written as, apart from texts."""
    return json.loads(text, parse_int=lambda t: ("int", t), parse_float=lambda t: ("float", t))


def said_by(event: Mapping[str, Any]) -> Event:
    """An event without the known fields that are null: tables leave their cells empty."""
    return {n: v for n, v in event.items() if v is not None or n not in STORED}


def round_trip(source: str, name: str, folder: Path, *args: str) -> tuple[list[Event], list[Event]]:
    """The events of a store, and what comes back when they are exported and imported."""
    table, target = folder / f"exported.{name}", folder / "imported.jsonl"
    target.write_text("")
    assert call("timeline", "-s", source, "-f", name, "-o", str(table), "--force", *args).code == 0
    done = call("import", str(table), "-s", str(target))
    assert done.code == 0, done.err
    assert "reading" not in done.err
    assert args or not re.search("are (read|kept)|separated", done.err)
    exported = value(call("timeline", "-s", source, "--json").out)
    imported = [value(line) for line in target.read_text("utf-8").split("\n") if line]
    return sorted(exported, key=_id), sorted(imported, key=_id)


def _id(event: Event) -> str:
    return str(event["id"])


READ = ("csv", "tsv", "xlsx", "json", "jsonl", "yaml")


def test_all_formats_that_are_read_are_tested() -> None:
    found = set(registry.having("formats", "read"))
    lossy = {name for name in found if hasattr(registry.load("formats", name), "CARRIES")}
    missing = found - set(READ) - lossy  # of which tests/formats/test_round_trips.py knows what
    assert not missing, f"READ in tests/imports/test_import.py lacks {missing}"
    assert set(READ) <= found


@pytest.fixture
def tame(tmp_path: Path) -> str:
    """The nasty events, but for those that no store may be given: dates that cannot be read."""
    document = value(HARD.read_text("utf-8"))
    raw = json.loads(HARD.read_text("utf-8"))
    del document
    keep = [e for e in raw["events"] if not e["id"].startswith("unreadable")]
    kept = {e["id"] for e in keep}
    lines = call("timeline", "-s", str(HARD), "-f", "jsonl").out.split("\n")
    path = tmp_path / "tame.jsonl"
    path.write_text(
        "".join(f"{li}\n" for li in lines if li and json.loads(li)["id"] in kept), "utf-8"
    )
    return str(path)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("which", ["hard", "bundled"])
def test_what_is_exported_is_read_again(which: str, name: str, tame: str, tmp_path: Path) -> None:
    source = tame if which == "hard" else str(EVENTS)
    exported, imported = round_trip(source, name, tmp_path)
    if name in ("csv", "tsv", "xlsx"):
        exported = [said_by(event) for event in exported]
    assert imported == exported
    if name in ("json", "jsonl"):
        assert [list(event) for event in imported] == [list(event) for event in exported]


FULL = st.text(min_size=1).filter(lambda text: text.strip() != "")
NASTY = st.one_of(
    st.text(),
    st.sampled_from(
        [
            *("", " ", '"', '""', '"""', '""""', "'", "''=", "=1", "'=1", "-1", "+1", "@x", "\t=1"),
            *(
                "1e5",
                "007",
                "null",
                "true",
                "[]",
                '["a"]',
                "{",
                '{"a":1}',
                "a;b",
                "a; b",
                "\\n",
                "\\",
            ),
            *("\r", "\n", "\r\n", "\x00", "\x0b", "\x85", "\u2028", "\ufeff", "\ufeffx", "＝1"),
            *("https://a.org", "https://a.org https://b.org", "sep=;", "a,b", "a\tb", "\x1b[31m"),
        ]
    ),
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SCALAR = st.one_of(st.none(), st.booleans(), st.integers(), FLOATS, NASTY)
DEEP = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
TEXTS = st.none() | st.lists(NASTY, max_size=3)
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("summary", "category", "date_note"), st.none() | NASTY),
    **dict.fromkeys(("tags", "places", "actors"), TEXTS),
    "figures": st.none()
    | st.lists(
        st.fixed_dictionaries(
            {"name": NASTY, "value": st.integers(-(2**63), 2**63 - 1)},
            optional={
                "unit": st.none() | NASTY,
                "approximate": st.none() | st.booleans(),
                "bound": st.none() | NASTY | st.sampled_from(BOUNDS),
                "x": DEEP,
            },
        ),
        max_size=2,
    ),
    "sources": st.none()
    | st.lists(
        st.fixed_dictionaries({}, optional={"title": NASTY, "url": NASTY, "more": DEEP}).filter(
            lambda said: any(str(said.get(name) or "").strip() for name in ("title", "url"))
        ),
        max_size=2,
    ),
    "translations": st.none()
    | st.dictionaries(
        NASTY, st.fixed_dictionaries({}, optional={"title": NASTY, "x": DEEP}), max_size=2
    ),
}
UNKNOWN_NAMES = (
    NASTY | st.sampled_from(["start", "End Date", "year", "Name", "url", "Title", "lo"])
).filter(lambda name: name not in STORED)
EVENT = st.tuples(
    st.fixed_dictionaries(
        {
            "id": NASTY.filter(lambda text: text.strip() != ""),
            "date": st.sampled_from(
                ["2002", "2018~", "201X", "2020/..", "/2020", "-0524-01", "Y-17E7"]
            ),
            "title": NASTY.filter(lambda text: text.strip() != ""),
        },
        optional=KNOWN,
    ),
    st.dictionaries(UNKNOWN_NAMES, DEEP, max_size=3),
).map(lambda parts: {**parts[0], **parts[1]})


@pytest.mark.parametrize("name", READ)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(EVENT, min_size=1, max_size=4, unique_by=lambda event: event["id"]))
def test_any_event_survives_a_round_trip(name: str, told: list[Event], tmp_path: Path) -> None:
    source = tmp_path / "source.json"
    source.write_text(json.dumps(told), "utf-8")
    exported, imported = round_trip(str(source), name, tmp_path)
    if name in ("csv", "tsv", "xlsx"):
        exported = [said_by(event) for event in exported]
    assert imported == exported


# what --fields may leave of an event: known fields and what follows from the date
CHOSEN = st.lists(
    st.sampled_from([*(n for n in STORED if n not in ("id", "date", "title")), *DERIVED]),
    unique=True,
).flatmap(lambda names: st.permutations(["id", "date", "title", *names]))


@pytest.mark.parametrize("name", READ)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    told=st.lists(EVENT, min_size=1, max_size=4, unique_by=lambda event: event["id"]),
    fields=CHOSEN,
)
def test_what_is_chosen_of_events_survives_a_round_trip(
    name: str, told: list[Event], fields: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "source.json"
    if name == "tsv":  # in a part of one, texts in quotes are those of spreadsheets
        told = json.loads(
            json.dumps(told, ensure_ascii=True).replace("\\\\", "/").replace(r"\"", "”")
        )
    source.write_text(json.dumps(told), "utf-8")
    exported, imported = round_trip(str(source), name, tmp_path, "--fields", ",".join(fields))
    kept = [{n: v for n, v in said_by(e).items() if n in {*fields} & {*STORED}} for e in exported]
    # what is null in all events of JSON may be a field of theirs, and is kept
    read = [{n: v for n, v in e.items() if v is not None or n not in DERIVED} for e in imported]
    assert [said_by(event) for event in read] == kept


@pytest.mark.parametrize(
    "title",
    ['"', r"\textit", "a\nb", "a\nB", "\tb", r"C:\new", r"\\", "\r\na", r"\u000a"],
)
@pytest.mark.parametrize("fields", ["id,date,title", "title,id,date,mood", "lo,date,id,title"])
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_hostile_titles_survive_a_choice_of_fields(
    title: str, fields: str, name: str, store: Write, tmp_path: Path
) -> None:
    event = {"id": "a", "date": "2002", "title": title, "mood": f"{title} {title}"}
    plain = {"id": "b", "date": "2003", "title": r"\textit", "mood": "up"}
    source = store(event, plain)
    _, imported = round_trip(source, name, tmp_path, "--fields", fields)
    kept = fields.split(",")
    assert imported == [{n: v for n, v in e.items() if n in kept} for e in (event, plain)]


def test_a_text_in_quotes_in_a_part_of_a_tsv_is_read_as_spreadsheets_mean_it(
    store: Write, mine: str, tmp_path: Path
) -> None:
    """Nothing tells them apart; it is said, and an export of all fields has no such doubt."""
    source = store({"id": "a", "date": "2002", "title": '"A, b"'})
    part = tmp_path / "part.tsv"
    call("timeline", "-s", source, "--fields", "id,date,title", "-o", str(part))
    done = call("import", "-s", mine, str(part), "--dry-run")
    assert "quotes are read as in CSV" in done.err
    assert "A, b\n" in done.out
    exported, imported = round_trip(source, "tsv", tmp_path)
    assert imported == [said_by(event) for event in exported]


# --- whatever it is given ---

LINES = st.lists(
    st.lists(NASTY | st.sampled_from(["date", "title", "2002", "T", "id"]), max_size=4).flatmap(
        lambda cells: st.sampled_from([",", ";", "\t", "|"]).map(lambda comma: comma.join(cells))
    ),
    max_size=5,
).map("\n".join)


@pytest.mark.parametrize("name", READ)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=LINES.map(str.encode) | st.binary(max_size=60))
def test_any_file_is_imported_or_refused(name: str, data: bytes, tmp_path: Path) -> None:
    path, file = tmp_path / "mine.json", tmp_path / f"x.{name}"
    path.write_text(json.dumps([OLD]))
    file.write_bytes(data)
    done = call("import", str(file), "-s", str(path))
    assert done.code in (0, 1, 2)
    after = json.loads(path.read_text("utf-8"))
    assert OLD in after
    assert (len(after) > 1) <= (done.code == 0)


def test_a_file_of_another_kind_that_has_the_name_of_the_store(elsewhere: Path) -> None:
    (elsewhere / "events.json").write_text('[{"date": "2002", "name": "T"}]')
    assert "hkinno import reads other JSON" in call("timeline").err
    done = call("import", "events.json")
    assert (done.code, done.out) == (2, "")
    assert "events.json is what is read, and cannot be the store as well" in done.err
    assert call("init", "mine.json").code == 0
    assert call("import", "events.json", "-s", "mine.json").code == 0
    assert call("timeline", "-s", "mine.json", "--json").json()[0]["title"] == "T"

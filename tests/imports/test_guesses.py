"""Tables and JSON as people have them: which column is what, and what cells of others mean."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call, import_file

pytestmark = pytest.mark.usefixtures("state", "elsewhere")
Event = dict[str, Any]


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., tuple[Done, list[Event]]]:
    """Import a text, as a file of this name, into an empty store: what is said, what is there."""

    def take(text: str | bytes, *args: str, name: str = "x.csv") -> tuple[Done, list[Event]]:
        done, events = import_file(tmp_path, name, text, *args)
        return done, [{n: v for n, v in event.items() if n != "id"} for event in events]

    return take


Take = Callable[..., tuple[Done, list[Event]]]


# --- which column is what ---


@pytest.mark.parametrize(
    ("table", "event", "told"),
    [
        (
            "date_local,what\n12 May 1999,T",
            {"date": "1999-05-12", "title": "T"},
            "'date_local' is the only column of dates",
        ),
        (
            ",startMonth,startDay,headline\n1911,8,21,T\n1940,,,U",
            {"date": "1911-08-21", "title": "T"},
            "'' + 'startMonth' + 'startDay' as date",
        ),
        (
            "n,year,ship\n1,1801,Castor",
            {"date": "1801", "title": "Castor", "n": 1},
            "'ship' is the only column of text",
        ),
        (
            "year,text\n1801,Castor sails. She comes back.",
            {
                "date": "1801",
                "title": "Castor sails",
                "summary": "Castor sails. She comes back.",
            },
            "without a title (1 row), the first sentence of the text is it",
        ),
        (
            "year,text\n1801,Castor sails",
            {"date": "1801", "title": "Castor sails"},
            "without a title (1 row)",
        ),
        (
            "date,year,title\n,1801,T",
            {"date": "1801", "title": "T"},
            "'year' is the date where 'date' is empty (1 row)",
        ),
        (
            "Date,Year,title\n,1801,T\n,1802,U",
            {"date": "1801", "title": "T"},
            "reading 'Year' as date",
        ),
        (
            "date,start,end,title\n,1801,1802,T\n1900,,,U",
            {"date": "1801/1802", "title": "T"},
            "'start' to 'end' is the date where 'date' is empty (1 row)",
        ),
        (
            "start_time,end_time,title\n2019-03-04 10:00,2019-03-05 11:00,T",
            {
                "date": "2019-03-04/2019-03-05",
                "title": "T",
                "date_note": "2019-03-04T10:00:00 to 2019-03-05T11:00:00",
            },
            "'start_time' to 'end_time' as date",
        ),
        (
            "NAME,EVENT,DATE\nShort, A long text ,1801",
            {"date": "1801", "title": "Short", "summary": "A long text"},
            "'EVENT' as summary",
        ),
        ("Year,Era,title\n753,BC,T", {"date": "-0752", "title": "T"}, "'Year' + 'Era' as date"),
        (
            "Year,Era,title\n753,Early,T",
            {"date": "0753", "title": "T", "Era": "Early"},
            "keeping 'Era' as it is",
        ),
        (
            "created_date,updated_at,title\n1801-01-02,1802-01-02,T",
            {"date": "1801-01-02", "title": "T", "updated_at": "1802-01-02"},
            "'created_date' is the only column of dates that is called so",
        ),
        (
            "Date,Regarding,Description\n1801,A,It sails. It comes.\n1802,B,It sinks. So it is.",
            {"date": "1801", "title": "A", "summary": "It sails. It comes."},
            "'Regarding' is the only column of text beside the summary",
        ),
        (
            "Year,Date,title\n1905,15-May,T\n1906,June 3,U",
            {"date": "1905-05-15", "title": "T", "Year": 1905},
            "'15-May' → 1905-05-15, and 1 more like it",
        ),
        (
            "Year,Date,title\n2015,11-Mar-15,T",
            {"date": "2015-03-11", "title": "T", "Year": 2015},
            "'Year' is the year of dates without, as '11-Mar-15' in 2015 (1 date)",
        ),
        (
            "Year,Date,title\n2015,May 15,T",
            {"date": "2015-05-15", "title": "T", "Year": 2015},
            "as 'May 15' in 2015",
        ),
        (
            "Year,Date,title\n1853,2-4 June,T",
            {"date": "1853-06-02/1853-06-04", "title": "T", "Year": 1853},
            "as '2-4 June' in 1853",
        ),
        (
            "Year,Date,title\n1848,18.3.,T\n1849,25/12,U",
            {"date": "1848-03-18", "title": "T", "Year": 1848},
            "as '18.3.' in 1848",
        ),
        (
            "dc:date,dc:title,dc:creator\n1801,T,Ada",
            {"date": "1801", "title": "T", "dc:creator": "Ada"},
            "'dc:date' as date",
        ),
        ("DD,MM,YYYY,title\n3,4,1801,T", {"date": "1801-04-03", "title": "T"}, "'YYYY' + 'MM'"),
        (
            "Date (DD/MM/YYYY),title\n3/4/1801,T",
            {"date": "1801-04-03", "title": "T"},
            "'3/4/1801' are read day first, as 'Date (DD/MM/YYYY)' says (1 date)",
        ),
        (
            "Timestamp,title\n1/2/2019 10:00:00,T\n1/25/2019 11:00:00,U",
            {"date": "2019-01-02T10:00:00", "title": "T"},
            "'Timestamp' is the only column of dates",
        ),
        (
            "Date,Begin Date,title\nn.d.,1801,T\n1802,,U",
            {"date": "1801", "title": "T"},
            "'Begin Date' is the date where 'Date' is empty (1 row)",
        ),
        ("年,月,出来事\n1969,10,T", {"date": "1969-10", "title": "T"}, "'年' + '月' as date"),
        ("Jahr,Monat,Titel\n1969,Mai,T", {"date": "1969-05", "title": "T"}, "'Jahr' + 'Monat'"),
        ("Fecha,Evento\n3 de mayo de 1969,T", {"date": "1969-05-03", "title": "T"}, "'Fecha'"),
    ],
)
def test_columns_are_found_and_said(table: str, event: Event, told: str, take: Take) -> None:
    done, events = take(table)
    assert events[:1] == [event], done.err
    assert told in done.err


@pytest.mark.parametrize(
    "table",
    [
        "time,title\nAbout 12:45 AM EST,T\n12:56 AM EST,U",
        "a,b,title\n1801,1802,T",
        "title,note\nT,none",
    ],
)
def test_without_a_date_nothing_is_taken_for_one(table: str, take: Take) -> None:
    done, events = take(table)
    assert (done.code, events) == (1, [])
    assert "no column is the date: name it, as in --map" in done.err


def test_a_table_without_a_header_does_not_lose_its_first_row(take: Take) -> None:
    done, events = take("1826,Foundation stone\n1834,Closed\n")
    assert (done.code, events) == (1, [])
    assert "the first row looks like an event, '1826', 'Foundation stone'; put a row" in done.err


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00", "a spreadsheet or another zipped file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n <!DOCTYPE html><html>", "a web page"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(data: bytes, what: str, take: Take) -> None:
    done, events = take(data)
    assert (done.code, events) == (1, [])
    assert f"x.csv is {what}, and no table: save or export it as CSV first" in done.err


@pytest.mark.parametrize("name", ["timelinejs", "vis", "timesketch", "markwhen"])
def test_a_format_that_a_file_does_not_have_is_refused(name: str, take: Take) -> None:
    done, events = take("date,title\n1801,T\n", "--from", name)
    assert done.code in (1, 2)
    assert events == []


@pytest.mark.parametrize("option", ["--map a=b", "--dates dmy", "--century 19", "--separator |"])
def test_options_of_tables_are_not_for_what_has_no_columns(option: str, take: Take) -> None:
    done, events = take("1901: A\n1902: B\n", *option.split(), name="x.mw")
    assert (done.code, events) == (2, [])
    assert f"x.mw: {option.split()[0]} is for tables and JSON" in done.err


# --- times, ends and words beside a date ---


@pytest.mark.parametrize(
    ("table", "date", "note"),
    [
        ("date,time,title\n2019-03-04,9:30,T", "2019-03-04T09:30:00", None),
        ("date,start_time,title\n4 Mar 2019,9:30 pm,T", "2019-03-04T21:30:00", None),
        ("year,month,day,time,title\n1969,7,20,20:17,T", "1969-07-20T20:17:00", None),
        ("date,time,title\n2019-03-04,morning,T", "2019-03-04", "morning"),
        ("date,time,title\n2019-03,9:30,T", "2019-03", "9:30"),
        ("date,time,title\n2019-03-04,,T", "2019-03-04", None),
        ("date,time,title\n2019-03-04,9:30 CET,T", "2019-03-04T09:30:00", "9:30 CET"),
        (
            "start,time,end,end time,title\n2019-03-04,9:30,2019-03-04,11:00,T",
            "2019-03-04T09:30:00",
            "2019-03-04T09:30:00 to 2019-03-04T11:00:00",
        ),
        ("year,month,day,title\n1970,0,0,T", "1970", None),
        ("year,month,day,title\n1970,1,0,T", "1970-01", None),
        ("year,end year,title\n1970,n/a,T", "1970", None),
        ("start,end,title\n1970,—,T", "1970", None),
        ("start,end,title\n1970,now,T", "1970/..", None),
        ("start,end,title\n1826,31,T", "1826/1831", None),
        (
            "date,start time,end time,title\n2019-03-04,10:00,14:00,T",
            "2019-03-04T10:00:00",
            "until 14:00",
        ),
        ("date,time,title\n2019-03-04,10:00-12:00,T", "2019-03-04", "10:00-12:00"),
        ("year,month,title\n1900,Jan-Feb,T", "1900-01/1900-02", None),
        ("date,display date,title\n-332,333 BC,T", "-0332", None),
        ("start,end,title\n1970,bis heute,T", "1970/..", None),
        ("start,end,title\n1970,aujourd'hui,T", "1970/..", None),
        ("start,end,title\n1970,至今,T", "1970/..", None),
        ("start,end,title\n1970,?,T", "1970/", None),
        ("year,display date,title\n1985,Mid-1980s,T", "1985", "Mid-1980s"),
        ("year,display date,title\n-333,ca. 333 BCE,T", "-0332~", None),
        ("year,display date,title\n1985,.,T", "1985", None),
        ("date,display date,title\n1985-03-27,March 1985,T", "1985-03", None),
        ("date,display date,title\n1985-03-27,27 March 1985,T", "1985-03-27", None),
        ("date,display date,title\n1985,c. 1985,T", "1985~", None),
        ("date,display date,title\n1985-03-27,in spring,T", "1985-03-27", "in spring"),
        ("date,display date,title\n1985,May 1990,T", "1985", "May 1990"),
        ("date,display date,title\n3/4/1985,3 April 1985,T", "1985-04-03", None),
    ],
)
def test_what_stands_beside_a_date(table: str, date: str, note: str | None, take: Take) -> None:
    done, events = take(table)
    assert [(e["date"], e.get("date_note")) for e in events] == [(date, note)], done.err


def test_a_note_that_says_less_than_the_date_is_seen_by_check(take: Take, tmp_path: Path) -> None:
    take("year,display date,title\n1985,Mid-1980s,T")
    assert "more precise than its date_note" in call("check", "-s", str(tmp_path / "s.json")).out


@pytest.mark.parametrize("mark", ["n/a", "N/A", "NA", "null", "None", "-", "–", "—", "?", " "])
def test_marks_for_nothing(mark: str, take: Take) -> None:
    row = ",".join(f'"{mark}"' for _ in range(5))
    done, events = take(f"title,date,end date,url,tags,summary,category\nT,1970,{row}")
    end = "1970/" if mark == "?" else "1970"  # there an end is not known
    assert events == [{"date": end, "title": "T"}], done.err


@pytest.mark.parametrize("mark", ["n.d.", "s.d.", "undated", "n/a", "?", "", "0000-00-00"])
def test_no_date_is_said_so(mark: str, take: Take) -> None:
    done, events = take(f"title,date\nT,{mark}\nU,1970", "--skip-bad")
    assert [event["title"] for event in events] == ["U"]
    assert "row 2: it has no date" in done.err


def test_the_century_of_an_end_is_said(take: Take) -> None:
    done, _ = take("start,end,title\n1826,31,T\n1834,35,U")
    said = (
        "ends are read in the century of their starts, as '31' after 1826, which is 1831 (2 dates)"
    )
    assert said in done.err


# --- other cells ---


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ("1.9 1.10", ["1.9", "1.10"]),
        ("01234 99999", ["01234", "99999"]),
        ("1 2.5", [1, 2.5]),
        ("1 x", ["1", "x"]),
        ("1 n/a", [1, None]),
        ("true false", [True, False]),
        ('{""a"":1} [2]', [{"a": 1}, [2]]),
        ("5.0 7.0", [5.0, 7.0]),
        ("1e5 2", ["1e5", "2"]),
    ],
)
def test_a_column_has_one_type(cells: str, values: list[object], take: Take) -> None:
    rows = "".join(f'{1970 + n},T{n},"{cell}"\n' for n, cell in enumerate(cells.split()))
    done, events = take(f"date,title,x\n{rows}")
    assert [event.get("x") for event in events] == values, done.err


@pytest.mark.parametrize(
    ("cells", "options", "tags"),
    [
        (["a, b", "c"], "", [["a", "b"], ["c"]]),
        (["a, b", "c; d"], "", [["a, b"], ["c", "d"]]),
        (["a|b", "c"], "--separator |", [["a", "b"], ["c"]]),
        (["a, b", "c; d"], "--separator ,", [["a", "b"], ["c; d"]]),
        (["a, -, b", "n/a"], "", [["a", "b"], None]),
    ],
)
def test_lists_in_cells(
    cells: list[str], options: str, tags: list[list[str] | None], take: Take
) -> None:
    rows = "".join(f'{1970 + n},T{n},"{cell}"\n' for n, cell in enumerate(cells))
    done, events = take(f"date,title,tags\n{rows}", *options.split())
    assert [event.get("tags") for event in events] == tags, done.err


def test_markup_is_text_and_its_links_are_sources(take: Take) -> None:
    done, events = take(
        "year,headline,text,source\n"
        '1843,<h2>A <i>first</i> one</h2>,"<p>On the <a href=""https://a.org/e"">engine</a> '
        '&amp; its use</p><p>More<br>of it</p><script>x()</script>",Notes\n'
        "1844,a < b & c,plain &amp; text,\n"
    )
    assert events == [
        {
            "date": "1843",
            "title": "A first one",
            "summary": "On the engine & its use\nMore\nof it",
            "sources": [{"title": "Notes"}, {"title": "engine", "url": "https://a.org/e"}],
        },
        {"date": "1844", "title": "a < b & c", "summary": "plain & text"},
    ]
    assert (
        "of the HTML in 'headline' and 'text' (3 cells) the text is kept, and its links" in done.err
    )


def test_blanks_around_cells_go(take: Take) -> None:
    _, events = take(" DATE , NAME ,x\n 1962-02    , Campaign ends          , y \n")
    assert events == [{"date": "1962-02", "title": "Campaign ends", "x": "y"}]


def test_a_separator_that_a_number_lacks_is_put_there_and_said(take: Take) -> None:
    done, events = take(
        '"Name","Of","Start"\n"A","King",1801\n"B","King"1802\n"C" x,1,2\n', "--skip-bad"
    )
    assert [event["date"] for event in events] == ["1801", "1802"]
    assert "row 3: a separator is missing before a number, and is put there" in done.err
    assert "left out: " in done.err
    assert "row 4: something stands behind a closing quote" in done.err


def test_a_quote_that_is_missing_costs_no_row_in_silence(take: Take) -> None:
    done, events = take('date,title\n1900,A\n1901,"B\n1902,"C"\n1903,D\n')
    assert (done.code, events) == (1, [])
    assert "row 3: something stands behind a closing quote" in done.err


@pytest.mark.parametrize("styles", ["dmy mdy", "years edtf", "dmy ymd years"])
def test_styles_that_exclude_each_other(styles: str, take: Take) -> None:
    options = [word for style in styles.split() for word in ("--dates", style)]
    assert take("date,title\n2001,T", *options)[0].code == 2


@pytest.mark.parametrize("date", ["1905?", "19XX", "[1940]"])
def test_what_people_write_too_is_no_sign_of_hkinno(date: str, take: Take) -> None:
    done, events = take(f"id,date,title\na,{date},P\nb,1911-12,Q\nc,1923-24,R")
    assert (done.code, events) == (1, [])
    assert "two readings, 1911-12 or the years 1911/1912" in done.err


def test_numbers_of_footnotes_are_text(take: Take) -> None:
    _, events = take('date,title,source,tags\n1900,A,[1],"[1, 2]"')
    assert (events[0]["sources"], events[0]["tags"]) == ([{"title": "[1]"}], ["[1, 2]"])


# --- encodings ---


@pytest.mark.parametrize(
    ("encoding", "options", "told"),
    [
        ("utf-8", "", ""),
        ("utf-8-sig", "", ""),
        ("utf-16", "", ""),
        ("utf-32", "", ""),
        ("windows-1252", "", "line 2) and is read as Windows-1252, as in '1999,Café'"),
        ("windows-1252", "--encoding latin-1", ""),
        ("utf-16-le", "--encoding utf-16-le", ""),
        ("mac-roman", "--encoding mac-roman", ""),
        ("utf-8", "--encoding utf-8", ""),
    ],
)
def test_encodings(encoding: str, options: str, told: str, take: Take) -> None:
    done, events = take("date,title\n1999,Café\n".encode(encoding), *options.split())
    assert [event["title"] for event in events] == ["Café"], done.err
    assert told in done.err
    assert told or "Windows" not in done.err


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13"])
def test_what_is_no_encoding(name: str, take: Take) -> None:
    done, _ = take("date,title\n", "--encoding", name)
    assert done.code == 2
    assert f"--encoding: no encoding '{name}'" in done.err


def test_bytes_that_are_not_of_the_encoding(take: Take) -> None:
    done, events = take("date,title\n1999,Café\n".encode("latin-1"), "--encoding", "utf-8")
    assert (done.code, events) == (1, [])
    assert "is not utf-8: line 2 has other bytes" in done.err


# --- JSON ---

THING = {"name": "T", "year": 1945}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([THING], ""),
        ({"events": [THING]}, ""),
        ({"items": [THING]}, "reading 'items' (1 object)"),
        ({"timeline": {"title": "x", "events": [THING]}}, "reading 'timeline.events' (1 object)"),
        ({"a": {"b": {"c": [THING]}}}, "reading 'a.b.c' (1 object)"),
        ({"a": THING, "b": {"name": "U", "year": 1946}}, "reading '' (2 objects)"),
        ({"title": "x", "date": "2020", "entries": [THING]}, "reading 'entries' (1 object)"),
        ({"events": [THING], "people": [{"x": 1}]}, "leaving out 'people' (1)"),
        ({"type": "FeatureCollection", "features": [{"properties": THING}]}, "reading 'features'"),
    ],
)
def test_the_array_is_found_wherever_it_lies(document: object, told: str, take: Take) -> None:
    done, events = take(json.dumps(document), name="x.json")
    assert events[:1] == [{"date": "1945", "title": "T"}], done.err
    assert told in done.err


@pytest.mark.parametrize(
    ("thing", "event"),
    [
        ({"name": "T", "begin": -500, "end": 14}, {"date": "-0499/0014", "title": "T"}),
        (
            {"start_date": {"year": 1714, "month": "5"}, "text": {"headline": "T", "text": "Eh."}},
            {"date": "1714-05", "title": "T", "summary": "Eh."},
        ),
        ({"title": 1984, "date": 1949, "id": 7}, {"date": "1949", "title": "1984"}),
        ({"title": "T", "from": {"year": 1949}, "to": {"year": 1950}}, {"date": "1949/1950"}),
        ({"title": {"en": "T", "de": "U"}, "date": "1949"}, {"title": "T", "title.de": "U"}),
        ({"title": "T", "date": 1949, "tags": "a, b"}, {"tags": ["a", "b"]}),
        ({"title": "T", "date": 1949, "tags": ["a", 5]}, {"tags": ["a", "5"]}),
        ({"title": "T", "date": 1949, "meta": {"a": 1, "b": [2]}}, {"meta": {"a": 1, "b": [2]}}),
        ({"title": "T", "date": 1949, "x": None, "y": 1.5}, {"x": None, "y": 1.5}),
        ({"title": "T", "date": 1949, "sources": ["https://a.org"]}, {"sources": [{"url": "https://a.org"}]}),
        ({"title": "T", "date": 1949, "categories": ["a", "b"]}, {"categories": ["a", "b"]}),
        ({"title": " T ", "date": "12 May 1949"}, {"date": "1949-05-12", "title": "T"}),
    ],
)  # fmt: skip
def test_what_keys_of_json_mean(thing: Event, event: Event, take: Take) -> None:
    options = ("--map", "title.en=title") if isinstance(thing.get("title"), dict) else ()
    done, events = take(json.dumps([thing, {**thing, "id": "other"}]), *options, name="x.json")
    assert len(events) == 2, done.err
    assert {name: events[0].get(name) for name in event} == event


def test_a_day_or_a_moment_as_calendars_have_them(take: Take) -> None:
    things = [
        {"name": "A", "start": {"dateTime": "2020-01-02T10:00:00+01:00"}},
        {"name": "B", "start": {"date": "2020-03-01"}, "end": {"date": "2020-03-03"}},
    ]
    done, events = take(json.dumps({"items": things}), name="x.json")
    assert [e["date"] for e in events] == [
        "2020-01-02T10:00:00+01:00",
        "2020-03-01/2020-03-03",
    ], done.err


def test_keys_that_were_read_are_not_kept_twice(take: Take) -> None:
    thing = {"when": {"year": 1949, "of": "Mars"}, "text": {"headline": "T", "lang": "en"}}
    _, events = take(json.dumps([thing]), "--map", "when.year=date", name="x.json")
    assert events == [
        {"date": "1949", "title": "T", "when": {"of": "Mars"}, "text": {"lang": "en"}}
    ]


def test_map_takes_dotted_keys(take: Take) -> None:
    thing = {"info": {"at": 1949, "who": {"what": "T"}}}
    done, events = take(
        json.dumps([thing]), "--map", "info.at=date,info.who.what=title", name="x.jsonl"
    )
    assert events == [{"date": "1949", "title": "T"}], done.err


@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_json_lines_of_others(name: str, take: Take) -> None:
    lines = "".join(json.dumps({"name": f"T{n}", "year": 1900 + n}) + "\n" for n in range(3))
    assert [e["date"] for e in take(lines, name=name)[1]] == ["1900", "1901", "1902"]


# --- all or nothing ---


def test_a_dry_run_shows_the_first_ten(take: Take) -> None:
    table = "date,title\n" + "".join(f"{1900 + n},T{n}\n" for n in range(25))
    done, events = take(table, "--dry-run")
    assert done.out.splitlines() == [f"+ t{n}  {1900 + n}  T{n}" for n in range(10)]
    assert "would import 25 events" in done.err
    assert events == []


@pytest.mark.parametrize("command", ["timeline", "chart", "stats", "show a"])
@pytest.mark.parametrize("name", ["history.csv", "history.tsv", "history.mw", "history.csv.gz"])
def test_other_commands_name_import(command: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("date,title\n1900,T\n")
    done = call(*command.split(), "-s", str(tmp_path / name))
    assert done.code == 1
    assert (
        f"is no store of events; make one of it with: hkinno import {tmp_path / name}" in done.err
    )

"""Markwhen files, and the parser of markwhen as another reader of the same lines.

That parser is looked for in `$HKINNO_MARKWHEN_JS`, the folder in which `npm install
@markwhen/parser@1 markwhen-0@npm:@markwhen/parser@0.16` was run: version 1 has the headings, and
version 0 the groups and `dateFormat`. Where hkinno means another day, `OTHERWISE` says why.
"""

import json
import os
import random
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from itertools import product
from math import inf
from typing import Any

import pytest
from conftest import ROOT, needs
from hypothesis import given
from hypothesis import strategies as st

from hkinno.dates.calendar import ordinal
from hkinno.dates.edtf import parse
from hkinno.errors import HkinnoError
from hkinno.events import STORED
from hkinno.imports.formats import markwhen
from hkinno.store.draft import checked_event

EPOCH = ordinal(1970, 1, 1)
DAY_MS = 86_400_000
TODAY, LATER = "2026-11-28", "2031-04-02"
NOW = ordinal(2026, 11, 28)

Row = tuple[str, Mapping[str, Any] | str]


def read(text: str | bytes) -> list[Row]:
    return list(markwhen.read(text.encode() if isinstance(text, str) else text, "x.mw"))


def events(text: str) -> list[Mapping[str, Any]]:
    return [fields for _, fields in read(text) if not isinstance(fields, str)]


def one(text: str) -> Mapping[str, Any]:
    rows = read(text)
    assert len(rows) == 1, rows
    assert not isinstance(rows[0][1], str), rows
    return rows[0][1]


def why(text: str) -> str:
    """Why the only entry of a file is refused."""
    ((where, said),) = read(text)
    assert isinstance(said, str), said
    assert where == "line 1"
    return said


def notes(text: str) -> list[str]:
    """What is said of the whole file."""
    return [str(said) for where, said in read(text) if not where]


# --- dates

READ = {  # how a line begins: the date, and the note if there is one
    "2001": ("2001", ""),
    "998": ("0998", ""),
    "12345": ("Y12345", ""),
    "2001-05": ("2001-05", ""),
    "2001-05-03": ("2001-05-03", ""),
    "2001/2005": ("2001/2005", ""),
    "2001 / 2005-02": ("2001/2005-02", ""),
    "2001-05-03/2001-05-09": ("2001-05-03/2001-05-09", ""),
    "2001-2005": ("2001/2005", ""),
    "2001 - 2005": ("2001/2005", ""),
    "2001 to 2005": ("2001/2005", ""),
    "2001–2005": ("2001/2005", ""),
    "2001-2001": ("2001", ""),
    "1971-now": ("1971/..", ""),
    "1971 - NOW": ("1971/..", ""),
    "2001-05-03/now": ("2001-05-03/..", ""),
    "12/2012": ("2012-12", ""),
    "12/2012-now": ("2012-12/..", ""),
    "3/25/2012": ("2012-03-25", ""),
    "3/25/2012 - 4/26/2012": ("2012-03-25/2012-04-26", ""),
    "2012/03/25": ("2012-03-25", ""),
    "March 2007": ("2007-03", ""),
    "mar 2007": ("2007-03", ""),
    "March 21, 2007": ("2007-03-21", ""),
    "mar 21 2007": ("2007-03-21", ""),
    "1 june 2009": ("2009-06-01", ""),
    "10 September 1990-1999": ("1990-09-10/1999", ""),
    "18 March 1871 - 28 May 1871": ("1871-03-18/1871-05-28", ""),
    "Nov 1989 to 3 October 1990": ("1989-11/1990-10-03", ""),
    "44 BC": ("-0043", ""),
    "44 bc": ("-0043", ""),
    "1 BCE": ("0000", ""),
    "12000 BC": ("Y-11999", ""),
    "500 - 300 BC": ("-0499/-0299", ""),
    "27 BC - 14 AD": ("-0026/0014", ""),
    "476 ce": ("0476", ""),
    "2020-W05": ("2020-01-27/2020-02-02", "as written: 2020-W05"),
    "2020-W05-3": ("2020-01-29", ""),
    "2020W05/2020-W06": ("2020-01-27/2020-02-09", "as written: 2020W05/2020-W06"),
    "2019-01-01T10:00:00Z": ("2019-01-01T10:00:00Z", ""),
    "2019-01-01 17:30": ("2019-01-01T17:30:00", ""),
    "2019-01-01 5:30pm": ("2019-01-01T17:30:00", ""),
    "Jan 1, 2019 12:05am": ("2019-01-01T00:05:00", ""),
    "2019-01-01 5pm": ("2019-01-01", "as written: 2019-01-01 5pm"),
    "1/25/2019 5pm": ("2019-01-25", "as written: 1/25/2019 5pm"),
    "Jan 5 2020 5pm - 6pm": ("2020-01-05", "as written: Jan 5 2020 5pm - 6pm"),
    "Jan 5 2020 5pm - 4pm": ("2020-01-05/2020-01-06", "as written: Jan 5 2020 5pm - 4pm"),
    "2019-01-01T10:00:00Z - 2019-01-02T10:00:00Z": (
        "2019-01-01/2019-01-02",
        "as written: 2019-01-01T10:00:00Z - 2019-01-02T10:00:00Z",
    ),
    "2020-01-01 / 3 weeks": ("2020-01-01/2020-01-21", "as written: 2020-01-01 / 3 weeks"),
    "2020-01-01 / 1 day": ("2020-01-01", "as written: 2020-01-01 / 1 day"),
    "2020-01-31 / 1 month": ("2020-01-31/2020-02-28", "as written: 2020-01-31 / 1 month"),
    "2020-01-01 / 1 year, 2 days": (
        "2020-01-01/2021-01-02",
        "as written: 2020-01-01 / 1 year, 2 days",
    ),
    "Jan 2020 - 3 months": ("2020-01/2020-03", "as written: Jan 2020 - 3 months"),
    "2020 / 2 years": ("2020/2021", "as written: 2020 / 2 years"),
    "2020-01-01 22:00 / 2 hours": ("2020-01-01", "as written: 2020-01-01 22:00 / 2 hours"),
    "2020-01-01 22:00 / 3 hours": (
        "2020-01-01/2020-01-02",
        "as written: 2020-01-01 22:00 / 3 hours",
    ),
    "2020-01-01 every week for 3 weeks": (
        "2020-01-01",
        "the first time: 2020-01-01 every week for 3 weeks",
    ),
}
OURS = {  # what markwhen takes for text, or for the day on which it reads
    "1980~": "1980~",
    "1980~/1990?": "1980~/1990?",
    "199X": "199X",
    "2020/..": "2020/..",
    "../2020": "../2020",
    "2020/": "2020/",
    "2019-01-01T10:00:30": "2019-01-01T10:00:30",
    "2019-01-01T10:00": "2019-01-01T10:00:00",
    "2019-01-01T10:00:00+02:00": "2019-01-01T10:00:00+02:00",
    "[1990,1992]": "[1990,1992]",
    "2012-12-10 - 2013-01": "2012-12-10/2013-01",
}
REFUSED = {
    "5 days": "'5 days' is counted from another event, and hkinno stores dates: write the date",
    "after !crown 3 days": "'after !crown 3 days' is counted from another event",
    "!crown": "'!crown' is counted from another event",
    "before 3 weeks": "'before 3 weeks' is counted from another event",
    "by": "'by' is counted from another event",
    "2020 - !crown.end": "'!crown.end' is counted from another event",
    "now": "'now' is another day each time it is read: write the date",
    "now - 3 years": "'now' is another day each time it is read",
    "now / 2020": "'now' is another day each time it is read",
    "10:30": "'10:30' is a time of day without a day: write the date",
    "12": "'12' is a time of day without a day",
    "1990 - 12": "'12' is a time of day, and no day is written: write the end",
    "July 4": "'July 4' has no year: write it, too",
    "July": "'July' has no year",
    "98": "'98' has a year of 2 digits: which century? Write 0098 for the first",
    "Dec 99": "'Dec 99' has a year of 2 digits",
    "1/1/99": "'1/1/99' has a year of 2 digits",
    "44 BC - 31": "'31' has a year of 2 digits",
    "0 BC": "'0 BC' is no year",
    "1990s": "'1990s' is so many seconds to markwhen; for the decade write 199X",
    "2020-21": "'2020-21' is no date: there is no month 21",
    "2020-02-30": "'2020-02-30' is no date: month 02 has no day 30",
    "31 April 2020": "'31 April 2020' is no date: month 04 has no day 31",
    "2020-W54": "'2020-W54' is no week of that year",
    "2019-01-01 27:30": "'27:30' is no time of day",
    "2000 - 1990": "'2000–1990' is no date: it ends before it starts",
    "25/12/2019": "'25/12/2019' has no month 25; markwhen reads month/day/year without dateFormat",
    "2019/05": "'2019/05' is no date: write 2019-05",
    "2020 / 3 weeks": "'3 weeks' is finer than its start, '2020': write the end",
    "2020-01-01 / 3 hours": "'3 hours' is finer than its start, '2020-01-01'",
    "2020-01-01 / 3 work days": "'3 work days' is not counted by hkinno: write the end",
    "2020-01-01 / -3 days": "'-3 days' is not counted by hkinno",
    "2020-": "'2020-' has no end: write it, or now if it goes on",
}


@pytest.mark.parametrize(("begins", "date"), READ.items())
def test_dates(begins: str, date: tuple[str, str]) -> None:
    note = {"date_note": date[1]} if date[1] else {}
    assert one(f"{begins}: Title") == {"date": date[0], "title": "Title", **note}
    assert one(f"  {begins} :Title: more")["title"] == "Title: more"


@pytest.mark.parametrize(("begins", "date"), OURS.items())
def test_dates_that_markwhen_does_not_know(begins: str, date: str) -> None:
    assert one(f"{begins}: Title") == {"date": date, "title": "Title"}


@pytest.mark.parametrize(("begins", "said"), REFUSED.items())
def test_what_is_no_date_is_refused_by_name(begins: str, said: str) -> None:
    assert why(f"{begins}: Title").startswith(said)


def test_numbers_with_slashes_are_american_and_that_is_said() -> None:
    text = "5/6/2019: A\n1/2/2003-3/4/2003: B\n1/25/2003: C\n"
    assert [event["date"] for event in events(text)] == [
        "2019-05-06",
        "2003-01-02/2003-03-04",
        "2003-01-25",
    ]
    assert notes(text) == [
        "5/6/2019 is read as month/day/year, as markwhen does without dateFormat: d/M/y (2 dates)"
    ]


def test_date_format() -> None:
    text = "dateFormat: d/M/y\n5/6/2019: A\n5/2019: B"
    assert [event["date"] for event in events(text)] == ["2019-06-05", "2019-05"]
    assert notes(text) == []
    text = "dateFormat:\n  rules: x\n5/6/2019: A\n2019: B"
    assert [where for where, _ in read(text)] == ["line 3", "line 4", ""]
    assert notes(text) == [
        "dateFormat of the header is not read: what is dated by it alone may be text"
    ]


def test_a_date_that_markwhen_does_not_know_stays_text_and_that_is_said() -> None:
    text = (
        "2019: A\ntext\nMarch 21st, 2007: B\nspring 1848: C\nof 3 kings: D\nhttp://x.org/1900:80/"
    )
    assert [event["title"] for event in events(text)] == ["A"]
    assert notes(text) == [
        "line 3 begins with 'March 21st, 2007', which is no date to markwhen, and is text "
        "(2 lines like it)"
    ]


@pytest.mark.parametrize(
    "line",
    ["5/6/2019 5/6/2020: x", "2019-01-01T10:00:00Z and on: x", "- 1990: x", ": x", "in 1990: x"],
)
def test_what_only_looks_like_a_date_is_text(line: str) -> None:
    assert events(f"1900: A\n{line}") == [{"date": "1900", "title": "A", "summary": line}]


# --- texts

NEW = """\
title: Three kings
description: A test
#War: #ff0000
#Peace: green

// 1066: no event
# England #realm
style: section
## Norman
1066-10-14: Battle !hastings of #War and arrows #War #Norman
// nor this
 A line.
A line with [a link](https://example.org/a_(b)#c) in it. #arrows

[First](https://example.org/1), [Second](example.org/2)
https://example.org/3
[Hastings](location)

- 1067: a list
- [x] done
## Angevin
1154-1189:Henry II
   places: [Anjou, "Le Mans"]
   reign: 35
   date: unsure
   House: Anjou
   zone:
      from: a
      to: b
Text: more
# France
987: [ ] Hugo ![Seal](https://example.org/seal.png)

1180 - 1223:

Philip
"""

OLD = """\
---
title: Groups
timezone: UTC
---
group Outer: #a
1900: First #b
section Inner
1901: Second
endings are text

end section
1902: Third
endGroup
Group
1903: Fourth
"""


def test_all_of_it() -> None:
    assert read(NEW) == [
        (
            "line 10",
            {
                "id": "hastings",
                "date": "1066-10-14",
                "title": "Battle of War and arrows",
                "summary": "A line.\nA line with a link in it.\n\n- 1067: a list\n- [x] done",
                "category": "England / Norman",
                "tags": ["realm", "War", "Norman", "arrows"],
                "places": ["Hastings"],
                "sources": [
                    {"title": "a link", "url": "https://example.org/a_(b)#c"},
                    {"title": "First", "url": "https://example.org/1"},
                    {"title": "Second", "url": "http://example.org/2"},
                    {"url": "https://example.org/3"},
                ],
            },
        ),
        (
            "line 22",
            {
                "date": "1154/1189",
                "title": "Henry II",
                "summary": "date: unsure\nmore",
                "category": "England / Angevin",
                "tags": ["realm"],
                "places": ["Anjou", "Le Mans"],
                "reign": "35",
                "House": "Anjou",
                "zone": "from: a\nto: b",
            },
        ),
        (
            "line 32",
            {
                "date": "0987",
                "title": "Hugo",
                "category": "France",
                "completed": False,
                "media": [{"url": "https://example.org/seal.png", "caption": "Seal"}],
            },
        ),
        ("line 34", {"date": "1180/1223", "title": "Philip", "category": "France"}),
        ("", "the header is left out: title, description, the colours of 2 tags"),
        ("", "properties of headings are left out: style"),
    ]


def test_properties_that_are_pictures() -> None:
    text = "2019: A\nimage: a.png\nmedia: [https://x.example/b, c.jpg]\n\n2020: B\nphoto: yes\n"
    first, second = events(text)
    urls = ["a.png", "https://x.example/b", "c.jpg"]
    assert first["media"] == [{"url": url} for url in urls]
    assert (second["photo"], second.get("media")) == ("yes", None)


def test_groups() -> None:
    assert [{**event, "date": ""} for event in events(OLD)] == [
        {"date": "", "title": "First", "category": "Outer", "tags": ["a", "b"]},
        {
            "date": "",
            "title": "Second",
            "summary": "endings are text",
            "category": "Outer / Inner",
            "tags": ["a"],
        },
        {"date": "", "title": "Third", "category": "Outer", "tags": ["a"]},
        {"date": "", "title": "Fourth"},
    ]
    assert notes(OLD) == ["the header is left out: title, timezone"]


def test_the_fields_are_in_the_order_of_the_store() -> None:
    for event in events(NEW):
        known = [name for name in event if name in STORED]
        assert known == [name for name in STORED if name in event]
        assert list(event)[: len(known)] == known


def test_what_is_no_event_is_said() -> None:
    text = "group A\na note\nstyle: x\n1900: B\nendGroup\n\n---\nmore\n// less\n"
    assert [event["title"] for event in events(text)] == ["B"]
    assert notes(text) == ["line 2 is under no event and is left out (3 lines like it)"]


def test_pages_of_the_first_versions() -> None:
    text = "group A\n1900: B\ntext\n_-_-_break_-_-_\ntitle: Two\n1901: C\n"
    assert events(text) == [
        {"date": "1900", "title": "B", "summary": "text", "category": "A"},
        {"date": "1901", "title": "C"},
    ]
    assert notes(text) == ["line 5 is under no event and is left out (1 line like it)"]


def test_a_header_between_dashes() -> None:
    assert [where for where, _ in read("---\na: b\n1900: C\n---\n1901: D\n")] == ["line 5", "", ""]
    assert notes("---\na: b\n1900: C\n---\n1901: D\n") == [
        "the header is left out: a",
        "line 3 looks like an event and is in the header, which --- ends (1 line like it)",
    ]
    assert [where for where, _ in read("---\na: b\n1900: C\n")] == ["line 3", "", ""]
    assert notes("---\na: b\n1900: C\n") == [
        "the header is left out: a",
        "the header has no second ---; it is read up to the first event",
    ]


def test_many_keys_are_not_all_said() -> None:
    text = "".join(f"key{number}: x\n" for number in range(12)) + "1900: A"
    (note,) = notes(text)
    assert note.endswith("key6, key7 and 4 more")


def test_properties_that_hkinno_knows() -> None:
    text = "1900: A\nsource: https://example.org/\nsource: Book\ndescription: B\nlocation: Rome\n"
    assert one(text) == {
        "date": "1900",
        "title": "A",
        "summary": "B",
        "places": ["Rome"],
        "sources": [{"url": "https://example.org/"}, {"title": "Book"}],
    }
    assert one("1900: A\npeople: [Ann, Bea]\nnote: [x, y]\nempty:\nranks: [1, 2]\n") == {
        "date": "1900",
        "title": "A",
        "summary": "[x, y]",
        "actors": ["Ann", "Bea"],
        "ranks": ["1", "2"],
    }
    assert one("1900: A\nB [c](#d)")["summary"] == "B [c](#d)"


def test_what_is_read_is_an_event() -> None:
    for event in events(NEW + OLD.partition("---\ngroup")[2]):
        checked_event(json.dumps({"id": "x", **event}).encode())


def test_an_id_is_given_once() -> None:
    assert [event.get("id") for event in events("1: x\n1900: A !b\n1901: B !b")] == ["b", None]
    assert one("1900: A !b\nid: c")["id"] == "c"


def test_without_a_title() -> None:
    assert why("1900:") == "it has no title"
    assert why("1900: #tag\n\n// note") == "it has no title"


def test_properties_between_dashes() -> None:
    assert one("1900: A\n---\na: b\n---\ntext") == {
        "date": "1900",
        "title": "A",
        "summary": "text",
        "a": "b",
    }
    assert one("1900: A\n---\nstray\ntags: a, #b\ncrew:\n- Ann\n- Bea\n---\n") == {
        "date": "1900",
        "title": "A",
        "summary": "stray",
        "tags": ["a", "b"],
        "crew": "- Ann\n- Bea",
    }
    assert one("1900: A\n---\ntext")["summary"] == "---\ntext"


def test_ends_of_lines() -> None:
    plain = [event for _, event in read(NEW)]
    assert [event for _, event in read("\ufeff" + NEW.replace("\n", "\r\n"))] == plain
    assert [event for _, event in read(NEW.replace("\n", "\r"))] == plain


# --- what is one


def test_a_file_is_recognized() -> None:
    for text in (NEW, OLD, "1900: A\n1901: B", "title: x\n\n1900: A", "\ufeff\n# A\n1900:A"):
        assert markwhen.recognizes(text), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "title: x\n",
        "# A readme\n\nSome text: 1900.\n",
        '{"1900": "A"}',
        '{\n1900: "A"\n1901: "B"}',
        "[1900: A]\n",
        "date,title\n2020-01-01 10:30,A\n2020-01-02 10:30,B\n",
        "2020-01-01 10:30:45 INFO start\n2020-01-01 10:30:46 INFO stop\n",
        "name: x\nMay: y\nby: z\nnow: w\n",
        "BEGIN:VCALENDAR\nDTSTART:20200101\n",
        "1: one\n2: two\n",
        "1900: A\n1901: \0B\n",
        "timeline\n    title x\n    1900 : A\n    1901 : B\n",
        "1900\tA\n1901\tB\n",
    ],
)
def test_other_files_are_not(text: str) -> None:
    assert not markwhen.recognizes(text)


# --- hostile files


def test_what_is_not_utf8_is_said_in_a_sentence() -> None:
    with pytest.raises(HkinnoError, match=r"^x\.mw is not UTF-8$"):
        read(b"1900: \xff")


@given(st.binary() | st.text(alphabet="1920-/: \n#![]()ws.T").map(str.encode))
def test_no_file_is_a_surprise(data: bytes) -> None:
    try:
        rows = read(data)
    except HkinnoError:
        return  # not UTF-8
    for _, fields in rows:
        if isinstance(fields, str):
            assert fields
            assert "\n" not in fields
        else:
            assert parse(str(fields["date"])).text == fields["date"]
            assert str(fields["title"]).strip()


HOSTILE = {
    "lines": "1900: A\ntext\n" * 50_000,
    "headings": "# A\n1900: A\n" * 50_000,
    "groups": "group A #b\n1900: A\n" * 50_000,
    "ends": "end\n" * 100_000,
    "header": "key: value\n" * 100_000,
    "colours": "#a: #fff\n" * 100_000,
    "open header": "---\n" + "key: value\n1900: A\n" * 50_000,
    "fences": "1900: A\n" + "---\n" * 100_000,
    "properties": "1900: A\n" + "a: b\n" * 100_000,
    "nested": "1900: A\na:\n" + "  b: c\n" * 100_000,
    "blanks": "1900: A\n" + " " * 200_000 + ":\n",
    "brackets": "1900: A\n" + "[" * 200_000,
    "parentheses": "1900: A\n[a](" + "(" * 200_000,
    "tags": "1900: A\n" + "#a " * 60_000 + "b",
    "digits": "1" * 200_000 + ": A\n1900: A",
    "amounts": "1s" * 100_000 + "\n1900: A",
    "numbers": "1900: A\n" + "1 " * 60_000 + "x\n" + "12 ,./" * 10_000 + ":\n",
    "every": "1900 every" * 20_000,
    "ids": "1900: A" + " !a" * 60_000,
    "commas": "1/1/1900" + "," * 200_000 + ": A",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_files_take_no_long(name: str) -> None:
    start = time.process_time()
    rows = read(HOSTILE[name])
    assert rows or name in ("ends", "every")
    assert time.process_time() - start < 10


# --- another reader

CHOSEN = {  # what is refused and has a day to the parser: see what is said
    *("98", "Dec 99", "1/1/99", "44 BC - 31", "0 BC", "2000 - 1990", "2020-", "1990 - 12"),
    *("2020 / 3 weeks", "2020-01-01 / 3 hours", "2020-01-01 / 3 work days"),
    "2020-01-01 / -3 days",
}
BLOCKS = (
    *("1900: A\n", "1901-1902: B\n", "  March 1903: C\n", "44 BC: D\n", "5 days: E\n", "now: F\n"),
    *(
        "text\n",
        "\n",
        "   text: more\n",
        "key: value\n",
        "tz: 1\n",
        "by: x\n",
        "Note 1: x\n",
        "a b: c\n",
    ),
    *("# G\n", "## H #tag\n", "###### I\n", "#tag\n", "- item\n", "- [x] done\n", "// 1904: no\n"),
    *("1905 text\n", "in 1906: x\n", "group J\n", "endGroup\n", "12:30 x\n", "May: K\n"),
)
OTHERWISE = {  # how a line begins; why hkinno does not mean what markwhen makes of it
    r"\d+ ?–|\d+ - \d+ BC|\d+ BC - ": "with a dash or an era, a range lasts through its last year",
    r"\d+ bc": "to markwhen, BC in small letters is AD",
    r"\d{4}/\d\d/\d\d": "markwhen takes a year first with slashes for the day on which it reads",
}
STARTS = {  # a date in all its spellings, each with the range of which it may be a part
    "edtf": ("1987", "1987-03", "1987-03-09", "1987-W10", "1987-W10-1", "1987W11"),
    "casual": (
        *("987", "1987", "March 1987", "mar 1987", "9 March 1987", "March 9, 1987", "Mar 09 1987"),
        *("3/1987", "3/9/1987", "03/09/1987"),
    ),
}
ENDS = {
    "edtf": ("1991", "1991-12", "1991-12-31", "1992-02-29", "1991-W52", "3 months", "40 days"),
    "casual": (
        *("1991", "December 1991", "31 Dec 1991", "Feb 29, 1992", "12/1991", "2/29/1992"),
        *("3 months", "2 years", "2 weeks 3 days", "6pm", "20000"),
    ),
}
BETWEEN = {"edtf": ("/", " / "), "casual": ("-", " - ", " to ")}


def ranges() -> list[str]:
    """All dates and ranges of these that hkinno reads, and what else is read above."""
    found = [*READ]
    for kind, starts in STARTS.items():
        found += starts
        found += map("".join, product(starts, BETWEEN[kind], ENDS[kind]))
    found += scattered()
    return list(dict.fromkeys(found))


def scattered() -> Iterator[str]:
    chance = random.Random(7)
    for _ in range(400):
        year, month, day = chance.randint(100, 9998), chance.randint(1, 12), chance.randint(1, 28)
        first = f"{year:04}-{month:02}-{day:02}"
        yield f"{first} / {chance.randint(1, 400)} {chance.choice(['days', 'weeks', 'months'])}"
        yield f"{month}/{day}/{year:04} - {month}/{year + 1:04}"
        yield f"{first[: chance.choice([4, 7, 10])]}/{year + 1:04}-{month:02}"


def answers(*files: str, old: bool = False, now: str = TODAY) -> list[list[dict[str, Any]] | None]:
    """What the parser of markwhen makes of files, in one process; its days are those of UTC."""
    if not os.environ.get("HKINNO_MARKWHEN_JS"):
        reason = "$HKINNO_MARKWHEN_JS does not name a folder where @markwhen/parser is installed"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    asked = [{"text": text, "old": old, "now": f"{now}T12:00:00Z"} for text in files]
    done = subprocess.run(
        [needs("node"), str(ROOT / "tests" / "imports" / "markwhen_oracle.mjs")],
        input="".join(f"{json.dumps(line)}\n" for line in asked),
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def days(event: Mapping[str, Any]) -> tuple[float, float]:
    """The first and the last day of an event of the parser; its end is not in it."""
    first, end = (event[name] for name in ("from", "to"))
    return first // DAY_MS + EPOCH, max(first, end - 1) // DAY_MS + EPOCH


def test_dates_are_those_of_the_parser() -> None:
    lines = [f"{begins}: {number}" for number, begins in enumerate(ranges())]
    (theirs,) = answers("\n".join(lines))
    assert theirs
    assert [event["title"] for event in theirs] == [str(number) for number in range(len(lines))]
    compared, otherwise = 0, set()
    for (_, ours), event, line in zip(read("\n".join(lines)), theirs, lines, strict=False):
        if isinstance(ours, str):
            assert re.search("is finer than|is a time of day, and no day", ours), (line, ours)
            continue
        date = parse(ours["date"])
        same = (date.lo, NOW if date.hi == inf else date.hi) == days(event)
        reason = next((p for p in OTHERWISE if re.match(p, line.rpartition(":")[0])), None)
        assert same or reason, (line, ours, days(event))
        compared += same
        if not same:
            otherwise.add(reason)
    assert compared > 1000
    assert otherwise == set(OTHERWISE), "a row that no date meets any more"


def test_what_is_refused_has_no_day_of_its_own_to_the_parser_either() -> None:
    """On another day it is another date; the rest are the choices of hkinno."""
    files = [f"{begins}: A" for begins in REFUSED]
    fixed = set()
    for begins, now, later in zip(
        REFUSED, answers(*files), answers(*files, now=LATER), strict=True
    ):
        if now is None or later is None:
            continue  # it fails
        if days(now[0]) == days(later[0]) and not now[0]["relative"]:
            fixed.add(begins)
    assert fixed == CHOSEN


def test_date_format_is_that_of_the_parser_that_had_one() -> None:
    text = "dateFormat: d/M/y\n" + "".join(
        f"{begins}: A\n" for begins in ("5/6/2019", "25/12/2019", "5/2019", "1/2/2003 - 3/4/2003")
    )
    (theirs,) = answers(text, old=True)
    assert theirs
    ours = [parse(event["date"]) for event in events(text)]
    assert [(date.lo, date.hi) for date in ours] == [days(event) for event in theirs]


def test_events_are_those_of_the_parser() -> None:
    """But for what a mark in a title leaves, and the tags of headings, which are theirs alone."""
    for text, old in ((NEW, False), (OLD.replace("endings are text", "text"), True)):
        (theirs,) = answers(text, old=old)
        assert theirs
        ours = events(text)
        listed = [event for event in theirs if event["title"] == "a list"]
        assert len(ours) == len(theirs) - len(listed)
        theirs = [event for event in theirs if event not in listed]
        for mine, other in zip(ours, theirs, strict=True):
            words = re.sub(r"^\[ \] ", "", " ".join(other["title"].split()))
            if words and " and " not in words:
                assert mine["title"] == words
            assert mine.get("id", "") == other["id"]
            assert set(other["tags"]) <= set(mine.get("tags", ()))
            assert mine.get("category", "") == " / ".join(other["groups"]).replace(":", "")
            date = parse(mine["date"])
            assert (date.lo, date.hi) == days(other)


def test_the_same_lines_are_events() -> None:
    """Blocks in many orders: lines of text, properties, headings and events."""
    chance = random.Random(11)
    files = ["".join(chance.choices(BLOCKS, k=12)) for _ in range(300)]
    for text, theirs in zip(files, answers(*files), strict=True):
        assert theirs is not None
        rows = [where for where, _ in read(text) if where]
        assert len(rows) == len(theirs), text
        titles = [event["title"] for event in theirs]
        found = [str(fields["title"]) for _, fields in read(text) if not isinstance(fields, str)]
        assert set(found) <= set(titles)

"""Hostile files: whatever is in a file that is imported, hkinno imports it or says what is wrong.

It ends with 0, 1 or 2 and no traceback, in a few seconds; what it says names the file; and nothing
is written unless it ends with 0, and then a store that can be read.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("state")
OLD = b'{"events":[{"id":"old","date":"2001","title":"Old"}]}'
FORMATS = ("csv", "tsv", "json", "jsonl", "timelinejs", "vis", "timesketch", "markwhen")
PATIENCE = 10  # seconds
Take = Callable[..., Done]


def taken(folder: Path, name: str, data: bytes, *args: str) -> Done:
    """Import bytes; all that has to hold for any of them is checked here."""
    path, store = folder / name, folder / "s.json"
    path.write_bytes(data)
    store.write_bytes(OLD)
    start = time.process_time()
    done = call("import", str(path), "-s", str(store), "--today", "2026-11-28", *args)
    assert time.process_time() - start < PATIENCE
    assert done.code in (0, 1, 2), done
    assert "Traceback" not in done.err
    if done.code:
        assert store.read_bytes() == OLD
        assert all(line.startswith("hkinno: ") for line in done.err.splitlines()), done.err
        assert name in done.err, done.err
    else:
        listed = call("timeline", "-s", str(store), "-f", "json")
        assert listed.code == 0, listed.err
    return done


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return lambda name, data, *args: taken(tmp_path, name, data, *args)


# --- by hand

DEEP = 100_000
NEST = b"[" * DEEP + b"]" * DEEP
OBJECTS = b'{"a":' * DEEP + b"1" + b"}" * DEEP
DIGITS = b"9" * 10_000
VALUES = {
    "null": b"null",
    "true": b"true",
    "list": b'["a","b"]',
    "empty list": b"[]",
    "object": b'{"year":{"year":{"year":[1]}}}',
    "empty object": b"{}",
    "digits": DIGITS,
    "fraction": b"0." + DIGITS,
    "exponent": b"1e999",
    "minus digits": b"-" + DIGITS,
    "text of digits": b'"' + DIGITS + b'"',
    "null byte": b'"a\\u0000b"',
    "lone surrogate": b'"\\ud800"',
    "controls": b'"\\u001b[31m\\u202e\\u0007"',
    "huge": b'"' + b"x" * 1_000_000 + b'"',
    "blanks": b'"   "',
    "brackets": b'"' + b"[" * DEEP + b'"',
    "tags": b'"' + b"<a href=x>" * 20_000 + b'"',
    "nested list": b"[" * 500 + b"]" * 500,
    "deep list": NEST,
    "deep objects": OBJECTS,
    "nan": b"NaN",
    "infinity": b"-Infinity",
    "raw null byte": b'"a\0b"',
    "bad utf-8": b'"\xff\xfe"',
    "nothing": b"",
}
KEYS = {  # of one event of each tool, and how its other keys are told
    "timelinejs": {
        "unique_id": b'"a"',
        "start_date": b'{"year":1990,"month":2,"day":3,"hour":4}',
        "end_date": b'{"year":1991}',
        "text": b'{"headline":"A","text":"B"}',
        "media": b'{"url":"https://example.org/","caption":"C","credit":"D"}',
        "group": b'"G"',
        "display_date": b'"then"',
    },
    "vis": {
        "id": b"1",
        "content": b'"A"',
        "start": b"1398297600000",
        "end": b'"2014-05-01"',
        "group": b'"G"',
        "title": b'"T"',
        "type": b'"range"',
        "className": b'"c"',
    },
    "timesketch": {
        "message": b'"A"',
        "datetime": b'"2012-06-27T18:17:01+00:00"',
        "timestamp": b"1340821021000001",
        "timestamp_desc": b'"x"',
        "tag": b'["a"]',
        "hostname": b'"h"',
    },
    "json": {
        "id": b'"a"',
        "date": b'"2012"',
        "title": b'"A"',
        "tags": b'["a"]',
        "sources": b'[{"url":"https://example.org/"}]',
        "more": b"1",
    },
}
PLACES = [(tool, key) for tool, keys in KEYS.items() for key in keys]


def document(keys: dict[str, bytes], around: bytes = b"events") -> bytes:
    event = b",".join(b'"%s":%s' % (key.encode(), value) for key, value in keys.items())
    return b'{"%s":[{%s}]}' % (around, event)


@pytest.mark.parametrize(("tool", "key"), PLACES)
def test_any_value_in_any_place(tool: str, key: str, take: Take) -> None:
    around = b"items" if tool == "vis" else b"events"
    for value in VALUES.values():
        take("x.json", document({**KEYS[tool], key: value}, around), "--from", tool)


INSIDE = ("year", "month", "day", "hour", "minute", "second", "display_date")


@pytest.mark.parametrize("key", INSIDE)
def test_any_value_in_a_date(key: str, take: Take) -> None:
    for value in VALUES.values():
        date = b'{"year":1990,"%s":%s}' % (key.encode(), value)
        take("x.json", document({**KEYS["timelinejs"], "start_date": date}))


@pytest.mark.parametrize("key", ["title", "eras", "groups", "scale"])
def test_any_value_around_the_events(key: str, take: Take) -> None:
    for value in (*VALUES.values(), b'[{"id":[1],"content":{}}]', b'[1,{"start_date":[]}]'):
        for tool, name in (("timelinejs", b"events"), ("vis", b"items")):
            inside = document(KEYS[tool], name)[1:-1]
            take("x.json", b'{"%s":%s,%s}' % (key.encode(), value, inside))
            take("x.json", b'{%s,"%s":%s}' % (inside, key.encode(), value))


def test_groups_in_groups_are_no_circle(take: Take) -> None:
    groups = b'"groups":[{"id":1,"content":"A","nestedGroups":[2]},{"id":2,"nestedGroups":[1]}]'
    done = take("x.json", b"{%s,%s}" % (groups, document(KEYS["vis"], b"items")[1:-1]))
    assert done.code == 0, done.err


def test_twice_the_same_key(take: Take) -> None:
    for tool, keys in KEYS.items():
        event = document(keys, b"items" if tool == "vis" else b"events")
        for key, value in keys.items():
            pair = b'"%s":%s' % (key.encode(), value)
            done = take("x.json", event.replace(pair, pair + b"," + pair))
            assert done.code == 1
            assert "stands twice in one object" in done.err


WHOLE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\n",
    "mark": b"\xef\xbb\xbf",
    "nulls": b"\0" * 1000,
    "binary": bytes(range(256)) * 40,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "utf-16": "date,title\n2002,A\n".encode("utf-16"),
    "half of utf-16": "date,title\n".encode("utf-16")[:-1],
    "brackets": b"[" * DEEP,
    "braces": b'{"a":' * DEEP,
    "nest": NEST,
    "objects": OBJECTS,
    "array": b"[]",
    "arrays": b"[[],[[]]]",
    "object": b"{}",
    "numbers": b"[1,2,3]",
    "nothings": b"[null,{},[]]",
    "no events": b'{"events":[]}',
    "no objects": b'{"events":[1,"a"]}',
    "columns": b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"1," * 9_999 + b"1\n",
    "columns of dates": b"date,title," + b"date," * 5_000 + b"\n2002,A," + b"2002," * 5_000,
    "header": b"date,title\n",
    "no cells": b"date,title\n" + b"\n" * 10_000,
    "commas": b"date,title\n" + b",\n" * 10_000,
    "only commas": b"," * 100_000,
    "quote": b'date,title\n"2002,A\n' + b"x\n" * 10_000,
    "quotes": b"date,title\n" + b'"' * 100_001,
    "cell": b"date,title\n2002," + b"x" * 2_000_000 + b"\n",
    "long date": b"date,title\n" + b"2" * 100_000 + b",A\n",
    "words": b"date,title\n" + b"from 1990 to " * 20_000 + b",A\n",
    "slashes": b"date,title\n" + b"1/2/" * 50_000 + b",A\n",
    "minuses": b"date,title\n" + b"-5" * 50_000 + b",A\n",
    "time": b"date,title\n2002-01-01 " + b"1:" * 50_000 + b",A\n",
    "blank date": b"date,title\n1" + b" " * 100_000 + b"x,A\n",
    "null in a cell": b"date,title\n2002,A\0B\n",
    "many": b"date,title\n" + b"2002,A\n" * 5_000,
    "bad": b"date,title\n" + b"x,A\n" * 5_000,
    "lines of brackets": b"[\n" * 10_000,
    "lines": b'{"date":"2002","title":"A"}\n{"date":\n',
}


@pytest.mark.long
@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("name", WHOLE)
def test_any_file_in_any_format(name: str, source: str | None, take: Take) -> None:
    take("x", WHOLE[name], *(("--from", source) if source else ()))


@pytest.mark.parametrize("suffix", ["csv", "json", "mw", "csv.gz"])
@pytest.mark.parametrize("name", WHOLE)
def test_any_file_of_any_name(name: str, suffix: str, take: Take) -> None:
    take(f"x.{suffix}", WHOLE[name])


# --- by chance

SMALL = {
    "csv": "date,title,tags,start,url\n2002-02,A,a;b,1999,https://example.org\n12/31/2003,B,,,\n",
    "tsv": "Year\tMonth\tTitle\tText\n2002\t2\tA\t<b>x</b>\n-500\t\tB\t\n",
    "json": '{"events": [{"name": "A", "year": 1990}, {"name": "B", "year": "1991-92"}]}',
    "jsonl": '{"when": "1990", "label": "A", "tags": ["a"]}\n{"when": "May 1991", "label": "B"}\n',
    "timelinejs": json.dumps(
        {
            "title": {"text": {"headline": "T"}},
            "events": [
                {
                    "start_date": {"year": "1990", "month": 2, "day": 3, "hour": 4, "minute": 5},
                    "end_date": {"year": 1991, "display_date": "then"},
                    "text": {"headline": "A", "text": "<p>B</p>"},
                    "media": {"url": "https://example.org/a.jpg", "caption": "C"},
                    "unique_id": "a",
                }
            ],
            "eras": [{"start_date": {"year": -500}, "text": {"headline": "E"}}],
        }
    ),
    "sheet": "Year,Month,Day,Time,End Year,Display Date,Headline,Text,Media,Type,Group\n"
    "1990,2,3,2:05 PM,1991,then,A,B,https://example.org/,era,G\n,,,,,,T,,,title,\n",
    "first sheet": "Start Date,End Date,Headline,Text,Media,Media Credit,Tag\n"
    "2/3/1990 14:05,1991,A,B,https://example.org/,C,G\n",
    "vis": json.dumps(
        {
            "groups": [{"id": 1, "content": "<b>G</b>"}],
            "items": [
                {"id": 1, "content": "A", "start": 1398297600000, "group": 1, "title": "T"},
                {"id": 2, "content": "B", "start": "/Date(1198908717056)/", "end": "2014-04-20"},
            ],
        }
    ),
    "timesketch": "message,datetime,timestamp,timestamp_desc,tag\n"
    'A,2012-06-27T18:17:01.5+00:00,1340821021000001,x,"a,b"\nB,,1340821021,y,"[""c""]"\n',
    "plaso": '{"__container_type__": "event", "message": "A", "timestamp": 1340821021000001, '
    '"timestamp_desc": "x", "tag": {"labels": ["a"]}, "date_time": {"timestamp": 1}}\n',
    "l2tcsv": "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,"
    "filename,inode,notes,format,extra\n06/07/2012,18:17:01,UTC,M,F,L,x,-,h,A,B,2,f,-,a b,p,-\n",
    "markwhen": "# G\n1990-02-03: A #tag\ntext\n02/1991 - now: B\n  key: value\n",
}
SUFFIXES = {"json": "json", "jsonl": "jsonl", "timelinejs": "json", "vis": "json", "tsv": "tsv"}
SUFFIXES |= {"plaso": "jsonl", "markwhen": "mw"}
PIECES = st.sampled_from(
    [
        *('"', "'", ",", "\n", "\r", "\t", ";", ":", "{", "}", "[", "]", "\\", "\0", "\ufeff", "<"),
        *("null", "NaN", "1e9", "-1", "0", "-0", "9" * 30, "9" * 5000, "[]", "{}", '""', "true"),
        *(
            "\\ud800",
            "\\u0000",
            "𝒳",
            "\u202e",
            "/",
            "-",
            "..",
            "~",
            "?",
            "T24:61",
            "99/99/9999",
            "1e",
        ),
        *(
            "now",
            "title",
            "era",
            "date",
            "0000-00-00",
            "/Date(",
            "Date(9999999999999999)",
            "#",
            "!",
        ),
    ]
)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, bytes]:
    """A small file of some format, in which pieces are deleted, doubled, replaced or put in."""
    name = draw(st.sampled_from(sorted(SMALL)))
    text = SMALL[name]
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + draw(st.sampled_from([0, 1, 8, 80])))))
        piece = draw(st.just("") | PIECES | st.just(text[start:end] * 2) | st.text(max_size=3))
        text = text[:start] + piece + text[end:]
    data = text.encode("utf-8", "surrogatepass")
    return f"x.{SUFFIXES.get(name, 'csv')}", data[: draw(st.sampled_from([len(data), 40]))]


FROM: st.SearchStrategy[Any] = st.sampled_from([None, None, *FORMATS])


def test_the_small_files_are_right(take: Take) -> None:
    for name, text in SMALL.items():
        done = take(f"x.{SUFFIXES.get(name, 'csv')}", text.encode())
        assert done.code == 0, (name, done.err)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=mutants(), source=FROM)
def test_any_file_that_is_nearly_right(
    file: tuple[str, bytes], source: str | None, tmp_path: Path
) -> None:
    taken(tmp_path, *file, *(("--from", source) if source else ()))


@pytest.mark.slow
@settings(max_examples=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=mutants(), source=FROM)
def test_many_files_that_are_nearly_right(
    file: tuple[str, bytes], source: str | None, tmp_path: Path
) -> None:
    taken(tmp_path, *file, *(("--from", source) if source else ()))

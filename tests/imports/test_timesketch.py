"""Files of Timesketch and of plaso's psort; the clock of Python is another reader of their times.

What their columns mean is taken from their sources: `timesketch/lib/utils.py` and `plaso/output/`.
"""

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, import_file

pytestmark = pytest.mark.usefixtures("state")
Event = dict[str, Any]
Take = Callable[..., tuple[Done, list[Event]]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEGACY = (
    "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,"
    "notes,format,extra"
)
DYNAMIC = "datetime,timestamp_desc,source,source_long,message,parser,display_name,tag"


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import a text; what was said, and the events that came in."""

    def take(text: str, name: str = "x.csv", *args: str) -> tuple[Done, list[Event]]:
        return import_file(tmp_path, name, text, *args)

    return take


def table(rows: Sequence[Mapping[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def moments(count: int = 300) -> list[datetime]:
    """Instants from 1970 to 2100, to the microsecond."""
    chance = random.Random(5)
    return [EPOCH + timedelta(microseconds=chance.randrange(4 * 10**15)) for _ in range(count)]


def instants(events: Sequence[Event]) -> dict[str, datetime]:
    return {event["title"]: datetime.fromisoformat(event["date"]) for event in events}


def whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


# --- times


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30))])
def test_datetimes_are_kept_to_the_second(zone: timezone, take: Take) -> None:
    told = {f"T{n}": moment for n, moment in enumerate(moments())}
    rows = [
        {"message": name, "datetime": moment.astimezone(zone).isoformat(), "timestamp_desc": "x"}
        for name, moment in told.items()
    ]
    done, ours = take(table(rows))
    assert done.code == 0, done.err
    assert "it is read as a file of timesketch" in done.err
    assert instants(ours) == {name: whole(moment) for name, moment in told.items()}


@pytest.mark.parametrize("digits", [1, 10**3, 10**6, 10**9])
def test_timestamps_are_read_where_there_is_no_datetime(digits: int, take: Take) -> None:
    """Seconds, milliseconds, microseconds or nanoseconds: how large they are says which."""
    told = {f"T{n}": m for n, m in enumerate(moments()) if m.year > 1974}  # no doubt since then
    stamps = {name: (m - EPOCH) // timedelta(seconds=1) * digits for name, m in told.items()}
    lines = [
        json.dumps({"message": name, "timestamp": stamp, "timestamp_desc": "x"})
        for name, stamp in stamps.items()
    ]
    done, ours = take("\n".join(lines), "x.jsonl")
    assert done.code == 0, done.err
    assert instants(ours) == {name: whole(moment) for name, moment in told.items()}
    assert {event["title"]: event["timestamp"] for event in ours} == stamps


def test_a_timestamp_of_plaso_is_microseconds_always(take: Take) -> None:
    stamps = {"A": 1, "B": -86400000000, "C": 1340821021000001, "D": 99_999_999_999}
    lines = [
        json.dumps(
            {
                "__container_type__": "event",
                "__type__": "AttributeContainer",
                "date_time": {"__class_name__": "PosixTime", "timestamp": 1},
                "message": name,
                "pathspec": {"type_indicator": "OS", "location": "/a"},
                "timestamp": stamp,
                "timestamp_desc": "Creation Time",
                "username": "root",
            }
        )
        for name, stamp in stamps.items()
    ]
    done, ours = take("\n".join(lines), "x.jsonl")
    assert done.code == 0, done.err
    assert instants(ours) == {
        name: whole(EPOCH + timedelta(microseconds=stamp)) for name, stamp in stamps.items()
    }
    (event,) = (event for event in ours if event["title"] == "C")
    assert (event["category"], event["actors"]) == ("Creation Time", ["root"])
    assert event["date_time"] == {"__class_name__": "PosixTime", "timestamp": 1}
    assert event["pathspec"] == {"type_indicator": "OS", "location": "/a"}


def test_days_of_l2tcsv_are_american_by_definition(take: Take) -> None:
    told = {f"T{n}": moment for n, moment in enumerate(moments())}
    rows = [
        {
            **dict.fromkeys(LEGACY.split(","), "-"),
            "date": moment.strftime("%m/%d/%Y"),
            "time": moment.strftime("%H:%M:%S"),
            "timezone": "UTC",
            "short": name,
            "desc": name,
        }
        for name, moment in told.items()
    ]
    done, ours = take(table(rows))
    assert done.code == 0, done.err
    assert "read month first" not in done.err
    assert instants(ours) == {name: whole(moment) for name, moment in told.items()}
    assert all(not {"time", "timezone", "summary"} & event.keys() for event in ours)


def test_not_even_days_that_decide_nothing_are_refused(take: Take) -> None:
    row = "06/07/2012,18:17:01,CET,M...,FILE,Log,Creation Time,root,box,In...,In by me,2,a,-,-,p,-"
    done, (event,) = take(f"{LEGACY}\n{row}\n")
    assert done.code == 0, done.err
    assert event["date"] == "2012-06-07T18:17:01"
    assert event["date_note"] == "2012-06-07 18:17:01 CET"  # no offset of EDTF
    assert (event["title"], event["summary"]) == ("In...", "In by me")
    assert (event["places"], event["actors"]) == (["box"], ["root"])


# --- what has no time


@pytest.mark.parametrize(
    "date", ["0000-00-00T00:00:00.000000+00:00", "Not a time", "Not set", "Never", "Invalid"]
)
def test_rows_that_say_that_they_have_no_time_are_left_out(date: str, take: Take) -> None:
    rows = f"2012-06-27T18:17:01+00:00,x,F,L,A,p,OS:/a,-\n{date},x,F,L,B,p,OS:/b,-\n"
    done, ours = take(f"{DYNAMIC}\n{rows}")
    assert done.code == 0, done.err
    assert "what has no time is left out (1 row, the first is row 3)" in done.err
    assert [event["title"] for event in ours] == ["A"]


def test_so_are_those_of_the_other_formats(take: Take) -> None:
    rest = "-,M...,FILE,Log,Not a time,-,-,B,B,2,a,-,-,p,-"
    done, ours = take(f"{LEGACY}\n01/02/2012,01:02:03,UTC{rest[1:]}\n00/00/0000,--:--:--,{rest}\n")
    assert (done.code, len(ours)) == (0, 1), done.err
    lines = [
        {"__container_type__": "event", "message": str(n), "timestamp": n, "timestamp_desc": "x"}
        for n in range(2)
    ]
    done, ours = take("\n".join(map(json.dumps, lines)), "x.jsonl")
    assert [event["title"] for event in ours] == ["1"]


def test_a_row_that_says_nothing_of_its_time_is_refused(take: Take) -> None:
    done, ours = take("message,datetime,timestamp_desc\nA,2012-06-27,x\nB,,x\n")
    assert (done.code, ours) == (1, [])
    assert "x.csv: row 3: it has no date" in done.err


# --- what else they say


@pytest.mark.parametrize(
    ("tag", "tags"),
    [
        ("one", ["one"]),
        ("one,two", ["one", "two"]),
        ('["one", "t, w"]', ["one", "t, w"]),
        ("two words,one", ["two words", "one"]),
        ("-", None),
        ("", None),
    ],
)
def test_tags_of_timesketch(tag: str, tags: list[str] | None, take: Take) -> None:
    row = {"message": "A", "datetime": "2012-06-27", "timestamp_desc": "x", "tag": tag}
    done, (event,) = take(table([row]))
    assert event.get("tags") == tags
    assert "separat" not in done.err


def test_labels_of_plaso_are_tags(take: Take) -> None:
    done, (event,) = take(f"{DYNAMIC}\n2012-06-27T18:17:01+00:00,x,F,L,A,p,OS:/a,Malware Printed\n")
    assert event["tags"] == ["Malware", "Printed"], done.err
    row = "01/02/2012,01:02:03,UTC,M...,FILE,Log,x,-,-,B,B,2,a,-,Malware Printed,p,-"
    _, (event,) = take(f"{LEGACY}\n{row}\n")
    assert event["tags"] == ["Malware", "Printed"]
    line = {"__container_type__": "event", "message": "A", "timestamp": 1, "timestamp_desc": "x"}
    label = {"__container_type__": "event_tag", "labels": ["Malware", "Printed"]}
    _, (event,) = take(json.dumps({**line, "tag": label}) + "\n", "x.jsonl")
    assert event["tags"] == ["Malware", "Printed"]


def test_all_columns_of_dynamic(take: Take) -> None:
    row = "2012-06-27T18:17:01.123456+00:00,Creation Time,FILE,A log,Made,text/log,OS:/a,-"
    _, ours = take(f"{DYNAMIC}\n{row}\n")
    assert ours == [
        {
            "id": "made",
            "date": "2012-06-27T18:17:01+00:00",
            "title": "Made",
            "category": "Creation Time",
            "sources": [{"title": "OS:/a"}],
            "source": "FILE",
            "source_long": "A log",
            "parser": "text/log",
        }
    ]


def test_fields_of_others_are_kept(take: Take) -> None:
    line = {
        "message": "A",
        "datetime": "2012-06-27T18:17:01",
        "timestamp_desc": "x",
        "tag": ["a b", "c"],
        "src_ip": "192.0.2.1",
        "nested": {"n": 1},
    }
    _, (event,) = take(json.dumps(line) + "\n", "x.jsonl")
    assert event["tags"] == ["a b", "c"]
    assert (event["src_ip"], event["nested"]) == ("192.0.2.1", {"n": 1})

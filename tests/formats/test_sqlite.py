"""SQLite: what stands in the database, asked by sqlite3 and Datasette; what `-o` may replace."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import edtf_strategies as edtf
import msgspec
import pytest
from conftest import EVENTS, HARD, call, needs, terminal
from hypothesis import given, settings

from hkinno import load
from hkinno.dates.edtf import parse
from hkinno.events import STORED, members

JSON = ("tags", "places", "actors", "figures", "sources", "media", "translations", "other")
EXPORT = ("timeline", "-o", "x.db")


def ask(sql: str, file: str = "x.db") -> list[Any]:
    """The rows of an answer, by their columns."""
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


def written(*args: str, store: str | Path = EVENTS) -> None:
    done = call(*EXPORT, "-s", str(store), *args)
    assert done.code == 0, done.err


@pytest.mark.parametrize("store", [HARD, EVENTS], ids=["hard", "events"])
def test_a_row_has_all_that_an_event_says(store: Path) -> None:
    written(store=store)
    rows = {row["id"]: row for row in ask("SELECT * FROM events")}
    entries = list(load(store))
    assert list(rows) == [row["id"] for row in call_json(store)]  # in the order of hkinno
    for entry in entries:
        row, fields = rows[entry.event.id], members(entry.raw)
        other = members(row["other"]) if row["other"] else {}
        for name, value in fields.items():
            if name not in STORED:
                assert tight(other.pop(name)) == tight(value)
            elif value == msgspec.Raw(b"null"):
                assert row[name] is None
            elif name in JSON:
                assert tight(row[name]) == tight(value)
            else:
                assert row[name] == msgspec.json.decode(value)
        assert not other
        assert not [name for name in STORED if name not in fields and row[name] is not None]


def call_json(store: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call("timeline", "-s", str(store), "--json").json()
    return found


def tight(value: str | msgspec.Raw) -> bytes:
    """JSON without white space, its numbers as written."""
    data = value.encode() if isinstance(value, str) else bytes(value)
    return msgspec.json.format(data, indent=-1)


def test_the_days_are_those_of_the_date(store: Callable[..., str]) -> None:
    path = store(
        {"id": "a", "date": "2019-02", "title": "A"},
        {"id": "b", "date": "-0524", "title": "B"},
        {"id": "c", "date": "2020~/..", "title": "C"},
        {"id": "d", "date": "[..1760?]", "title": "D"},
        {"id": "e", "date": "last summer", "title": "E"},
    )
    written(store=path)
    found = ask("SELECT * FROM events ORDER BY id")
    names = ("lo", "hi", "lo_day", "hi_day", "precision", "approximate", "uncertain")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("2019-02-01", "2019-02-28", 737091, 737118, "month", 0, 0),
        ("-0524-01-01", "-0524-12-31", -191752, -191387, "year", 0, 0),
        ("2020-01-01", None, 737425, None, "interval", 1, 0),
        (None, "1760-12-31", None, 642827, "set", 0, 1),
        (None,) * 7,
    ]


@settings(max_examples=60)
@given(edtf.texts())
def test_a_day_compares_as_in_hkinno(text: str) -> None:
    date = parse(text)
    event = {"id": "a", "date": text, "title": "A"}
    done = call("timeline", "-s", "-", "-f", "sqlite", "-o", "x.db", stdin=json.dumps([event]))
    assert done.code == 0, done.err
    (row,) = ask("SELECT lo_day, hi_day FROM events")
    for day, bound in ((row["lo_day"], date.lo), (row["hi_day"], date.hi)):
        assert (day is None) == (bound in (float("-inf"), float("inf")))
        assert day is None or isinstance(day, float) or day == bound
    assert row["lo_day"] is None or row["lo_day"] <= date.lo
    assert row["hi_day"] is None or row["hi_day"] >= date.hi


@pytest.mark.parametrize("year", ["Y17E20", "Y-17E20", "Y1E400", "Y-1E400", "Y170000000000000000"])
def test_deep_time_is_no_open_end_and_compares_rightly(
    year: str, store: Callable[..., str]
) -> None:
    written(store=store({"id": "a", "date": year, "title": "A"}))
    (row,) = ask("SELECT lo_day, hi_day, typeof(lo_day) AS kind, lo_day > 0 AS late FROM events")
    assert row["kind"] == "real" if "E" in year else "integer"
    assert row["late"] == (not year.startswith("Y-"))
    date = parse(year)
    assert row["lo_day"] <= date.lo <= date.hi <= row["hi_day"] or "E400" in year


def test_two_runs_give_the_same_bytes() -> None:
    for name in ("x.db", "y.db"):
        call("timeline", "-s", str(HARD), "-o", name)
    assert Path("x.db").read_bytes() == Path("y.db").read_bytes()
    (row,) = ask("PRAGMA application_id")
    assert row["application_id"].to_bytes(4, "big") == b"hkin"
    (row,) = ask("PRAGMA integrity_check")
    assert row["integrity_check"] == "ok"


WITHIN = """SELECT id FROM events WHERE precision IS NOT NULL
    AND ifnull(lo_day, -9e999) <= julianday('{1}') - 1721424.5
    AND ifnull(hi_day, 9e999) >= julianday('{0}') - 1721424.5"""


@pytest.mark.parametrize("store", [HARD, EVENTS], ids=["hard", "events"])
@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("1997-07-01", "1997-07-01", "1997-07-01"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("1670", "1670-01-01", "1670-12-31"),
        ("0044", "0044-01-01", "0044-12-31"),
    ],
)
def test_sql_answers_what_may_have_happened(store: Path, on: str, first: str, last: str) -> None:
    written(store=store)
    found = [row["id"] for row in ask(WITHIN.format(first, last))]
    expected = call("timeline", "-s", str(store), "--on", on, "--json").json()
    holes = {"date 156X-12-25", "date 2021-XX-12?"}  # the days between the twelfths, say
    assert [i for i in found if i not in holes] == [
        e["id"] for e in expected if e["id"] not in holes
    ]
    assert len(found) >= len(expected)


def test_the_program_sqlite3_reads_it() -> None:
    written()
    sql = "SELECT count(*), max(lo), json_extract(figures, '$[0].value') FROM events"
    sql += " WHERE id LIKE '%start-ups%'"
    done = subprocess.run([needs("sqlite3"), "x.db", sql], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    count, *_ = done.stdout.split("|")
    assert int(count) == 2


def datasette(address: str, **query: str) -> Any:
    """What Datasette answers."""
    path = f"/{address}?{urlencode(query)}"
    done = subprocess.run(
        [needs("datasette"), "x.db", "--get", path, "--setting", "suggest_facets", "off"],
        capture_output=True, text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_datasette_shows_and_counts_it() -> None:
    written()
    answer = datasette("x/events.json", _shape="objects", _facet="category", _facet_array="tags")
    events = {event["id"]: event for event in call_json(EVENTS)}
    assert {row["id"] for row in answer["rows"]} == set(events)
    found = answer["facet_results"]
    found = found.get("results", found)
    for name in ("category", "tags"):
        counts = {row["value"]: row["count"] for row in found[name]["results"]}
        told = [event.get(name, []) for event in events.values()]
        values = [v for some in told for v in ([some] if isinstance(some, str) else some)]
        assert counts
        assert all(values.count(value) == count for value, count in counts.items())


def test_datasette_reads_the_hardest_events() -> None:
    written(store=HARD)
    answer = datasette("x/events.json", _shape="array", _size="max")
    titles = {event["id"]: event["title"] for event in call_json(HARD)}
    assert {row["id"]: row["title"] for row in answer} == titles


# --- where it goes


def test_it_is_a_file_and_goes_nowhere_else() -> None:
    done = call("timeline", "-f", "sqlite")
    assert (done.code, done.out) == (2, "")
    assert "write it with -o FILE" in done.err
    assert terminal("timeline", "-f", "sqlite").code == 2
    assert call(*EXPORT, "--fields", "id,lo").code == 2
    for name in ("x.db", "x.sqlite", "x.sqlite3"):
        assert call("timeline", "-o", name).code == 0
        assert Path(name).read_bytes().startswith(b"SQLite format 3\0")


def test_nothing_is_an_empty_table() -> None:
    written("--since", "2040")
    assert ask("SELECT * FROM events") == []


def test_its_own_file_is_replaced_as_long_as_no_event_is_lost(store: Callable[..., str]) -> None:
    a, b = {"id": "a", "date": "2002", "title": "A"}, {"id": "b", "date": "2003", "title": "B"}
    both, one = store(a, b, name="both.json"), store(a, name="one.json")
    written(store=both)
    written("--since", "2003", store=both)
    assert [row["id"] for row in ask("SELECT id FROM events")] == ["b"]
    done = call(*EXPORT, "-s", one)
    assert (done.code, done.out) == (1, "")
    assert "x.db holds 1 event that no store that is read has ('b')" in done.err
    assert [row["id"] for row in ask("SELECT id FROM events")] == ["b"]
    written("--force", store=one)
    assert [row["id"] for row in ask("SELECT id FROM events")] == ["a"]


@pytest.mark.parametrize("name", ["x.db", "x.json", "x.csv"])
def test_the_database_of_another_program_is_not_overwritten(name: str) -> None:
    with closing(sqlite3.connect(name)) as database:
        database.execute("CREATE TABLE bookmarks (url)")
        database.commit()
    old = Path(name).read_bytes()
    done = call("timeline", "-o", name)
    assert (done.code, done.out) == (1, "")
    assert f"{name} cannot be read, and may hold events (it is a database with other" in done.err
    assert Path(name).read_bytes() == old
    assert call("timeline", "-o", name, "--force").code == 0


def test_a_table_that_somebody_added_is_not_overwritten() -> None:
    written()
    written()
    with closing(sqlite3.connect("x.db")) as database:
        database.execute("CREATE TABLE notes (text)")
        database.commit()
    assert "other tables" in call(*EXPORT).err


def test_what_another_program_is_writing_is_not_overwritten() -> None:
    written()
    with closing(sqlite3.connect("x.db")) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("UPDATE events SET title = 'x'")
        database.commit()
        done = call(*EXPORT)
        assert (done.code, done.out) == (1, "")
        assert "another program is writing to it, by x.db-wal" in done.err
    written()


def test_a_damaged_database_may_hold_events() -> None:
    Path("x.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    done = call(*EXPORT)
    assert done.code == 1
    assert "x.db cannot be read, and may hold events (" in done.err


def test_a_store_is_never_replaced_by_a_database(store: Callable[..., str]) -> None:
    path = store({"id": "a", "date": "2002", "title": "A"})
    old = Path(path).read_bytes()
    for name in ("sqlite", "yaml"):
        done = call("timeline", "-s", path, "-f", name, "-o", path)
        assert (done.code, done.out) == (1, "")
        assert "is a store that is read" in done.err
        assert Path(path).read_bytes() == old


def test_stores_with_an_event_each_of_the_same_id_are_refused_as_ever(
    store: Callable[..., str],
) -> None:
    paths = [store({"id": "a", "date": "2002", "title": "A"}, name=n) for n in ("a.json", "b.json")]
    done = call(*EXPORT, "-s", paths[0], "-s", paths[1])
    assert done.code == 1
    assert "this id stands already at" in done.err
    assert not Path("x.db").exists()


def test_a_python_without_sqlite_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    done = call(*EXPORT)
    assert (done.code, done.err) == (
        1,
        "hkinno: this Python was built without its module sqlite3\n",
    )
    assert os.listdir() == []


def test_what_cannot_be_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hkinno.formats.sqlite._OURS", "!")
    done = call(*EXPORT)
    assert done.code == 1
    assert done.err.startswith("hkinno: the database cannot be made: ")
    assert os.listdir() == []

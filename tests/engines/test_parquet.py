"""A store in Parquet, as users have it: what is written, read, refused, and what it needs."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest
from conftest import EVENTS, HARD, HKINNO, call, quiet, terminal, untouched
from manual import PAGE
from pyarrow import parquet

from hkinno import load, registry
from hkinno.engines._columns import COLUMNS, KEY, LEAST, MOST, VERSION

Write = Callable[..., str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def made(store: str | Path, name: str = "x.parquet") -> str:
    """The store as Parquet in this folder."""
    done = call("timeline", "-s", str(store), "-o", name)
    assert (done.code, done.out) == (0, ""), done.err
    return name


# --- the same answers

BOTH_TEXT = [
    name
    for name in registry.names("formats")
    if not registry.constant("formats", name, "BINARY", default=False)
]
ASKED = [
    *(f"timeline -f {name}" for name in BOTH_TEXT),
    "timeline --since 2015 --certain --reverse",
    "timeline --tag milestone --no-category policy --sort title --limit 3 --json",
    "timeline --search park --search HONG --json",
    "timeline --search 'h.ng' --regex --json",
    "timeline --where date_note= --group category",
    "timeline --where precision=year,decade --json",
    "timeline --around science-park-opens --within 20y --json",
    "timeline --on '4 July'",
    "timeline --category polcy",
    "timeline --search nowhere",
    "timeline --where nofield=1",
    "timeline --fields id,lo,hi -f csv --lang zh-Hant",
    "show science-park-opens start-ups-2015",
    "show park",
    "chart",
    "chart --describe --since 2010",
    "stats",
    *(
        f"stats --by {by} --json"
        for by in ("year", "decade", "weekday", "precision", "tag", "source")
    ),
    "stats --by year --since 2015 --certain --category policy,funding",
    "stats --by sources.publisher",
    "stats --by year --lang zh-Hant",
    "stats --by decade --lang fr",
    "stats --figure start-ups",
    "stats --gaps",
    "between science-park-opens article-published",
]


def told(text: str, name: str) -> str:
    """An answer, but for what the store is called, and where in it something stands."""
    return re.sub(r"event \d+ (.*?)\((line|row) \d+\)", r"event \1", text.replace(name, "STORE"))


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_is_answered_as_from_a_file(asked: str) -> None:
    Path("x.json").write_bytes(EVENTS.read_bytes())
    made("x.json")
    args = shlex.split(asked)
    file, rows = call(*args, "-s", "x.json"), call(*args, "-s", "x.parquet")
    assert rows.code == file.code
    assert told(rows.out, "x.parquet") == told(file.out, "x.json")
    assert told(rows.err, "x.parquet") == told(file.err, "x.json")


@pytest.mark.parametrize("asked", ["timeline --json", "timeline", "stats --by year --json"])
def test_a_nasty_store_is_answered_as_from_a_file(asked: str) -> None:
    made(HARD)
    file, rows = call(*asked.split(), "-s", str(HARD)), call(*asked.split(), "-s", "x.parquet")
    assert told(rows.out, "x.parquet") == told(file.out, str(HARD)).replace(HARD.name, "STORE")
    assert rows.err.count("\n") == file.err.count("\n")


def test_real_stores_are_answered_as_from_a_file(real: list[Path]) -> None:
    for store in real:
        Path("x.parquet").unlink(missing_ok=True)
        made(store)
        for asked in (
            "timeline --json",
            "timeline --since 1900 --until 1950 --certain -f csv",
            "timeline --on 1914/1918 --inside --sort title --reverse -f csv",
            "stats --by decade --json",
            "stats --by year --count certain --json",
        ):
            file = call(*asked.split(), "-s", str(store))
            assert call(*asked.split(), "-s", "x.parquet").out == file.out


def test_it_comes_back_whole() -> None:
    made(HARD)
    assert call("timeline", "-s", "x.parquet", "-o", "y.jsonl").code == 0
    assert call("timeline", "-s", str(HARD), "-o", "z.jsonl").code == 0
    assert Path("y.jsonl").read_bytes() == Path("z.jsonl").read_bytes()
    assert {e.raw for e in load("x.parquet")} == {e.raw for e in load(HARD)}
    assert call("diff", str(HARD), "x.parquet").code == 0


# --- what is written


def rows(sql: str) -> list[dict[str, Any]]:
    """The rows of an answer of DuckDB, by their columns."""
    asked = duckdb.connect().execute(sql)
    names = [column[0] for column in asked.description or ()]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def test_columns_are_for_anybody() -> None:
    made(EVENTS)
    (found,) = rows("SELECT * FROM 'x.parquet' WHERE id = 'five-year-plan'")
    assert list(found) == ["place", *(column.name for column in COLUMNS), "event"]
    assert (found["date"], found["kind"], found["precision"]) == (
        "2021/2025",
        "lasting",
        "interval",
    )
    assert found["lo"] < found["latest_start"] < found["earliest_end"] < found["hi"]
    assert found["tags"] == json.loads(found["event"])["tags"]


def test_the_sql_of_the_manual_asks_what_on_asks() -> None:
    made(EVENTS, "bay.parquet")
    (sql,) = (block.text for block in PAGE["docs/large.md"].blocks if block.language == "sql")
    asked = call("timeline", "-s", str(EVENTS), "--on", "2018", "--json")
    assert [row["id"] for row in rows(sql)] == [event["id"] for event in asked.json()]


def test_days_have_64_bits_and_an_order_beyond(store: Write) -> None:
    years = ["Y-1E900", "Y-1E30", "../2000", "2000", "Y1E30", "Y9E900", "2000/.."]
    path = store(*({"id": y, "date": y, "title": "t"} for y in years))
    made(path)
    found = rows("SELECT * FROM 'x.parquet' ORDER BY lo, lo_beyond")
    beyond = [row["id"] for row in found if row["id"].startswith("Y")]
    assert beyond == ["Y-1E900", "Y-1E30", "Y1E30", "Y9E900"]
    days = {row["id"]: (row["lo"], row["hi"]) for row in found}
    assert days["../2000"][0] == LEAST
    assert days["2000/.."][1] == MOST
    assert LEAST < days["Y-1E900"][0] < days["2000"][0] < days["Y1E30"][0] < MOST


def test_many_rows_come_in_groups(tmp_path: Path) -> None:
    lines = (json.dumps({"id": f"e{n}", "date": "2001", "title": "t"}) for n in range(20_000))
    Path("s.jsonl").write_text("\n".join(lines))
    done = terminal("timeline", "-s", "s.jsonl", "-o", "x.parquet")
    assert "wrote x.parquet: 20,000 events" in done.out
    assert parquet.ParquetFile("x.parquet").num_row_groups == 3
    assert call("timeline", "-s", "x.parquet", "--json").json() == [
        json.loads(line) for line in Path("s.jsonl").read_text().splitlines()
    ]
    assert not [path for path in tmp_path.iterdir() if "draft" in path.name]


def test_large_events_make_small_groups(monkeypatch: pytest.MonkeyPatch, store: Write) -> None:
    monkeypatch.setattr("hkinno.formats.parquet._MOST", 1_000)
    path = store(*({"id": f"e{n}", "date": "2001", "title": "t" * 600} for n in range(5)))
    made(path)
    assert parquet.ParquetFile("x.parquet").num_row_groups == 3
    assert (
        call("timeline", "-s", "x.parquet", "--json").out
        == call("timeline", "-s", path, "--json").out
    )


def test_a_filter_is_a_smaller_store() -> None:
    assert call("timeline", "-s", str(EVENTS), "--tag", "milestone", "-o", "x.parquet").code == 0
    found = call("timeline", "-s", "x.parquet", "--json").json()
    assert found == call("timeline", "-s", str(EVENTS), "--tag", "milestone", "--json").json()


def test_doubts_are_told_while_it_is_written(store: Write) -> None:
    path = store({"id": "a", "date": "recently", "title": "t"})
    assert "recently" in call("timeline", "-s", path, "-o", "x.parquet").err
    assert "recently" in call("timeline", "-s", "x.parquet").err


def test_a_key_that_stands_twice_around_the_events_is_told() -> None:
    Path("s.json").write_text('{"x":1,"events":[{"id":"a","date":"2001","title":"t"}],"x":2}')
    done = call("timeline", "-s", "s.json", "-o", "x.parquet")
    assert (done.code, done.err) == (0, call("timeline", "-s", "s.json").err)
    assert "s.json: x stands twice; the last one counts" in done.err


def test_an_id_that_stands_twice_is_not_written(store: Write) -> None:
    path = store(*({"id": "a", "date": "2001", "title": "t"} for _ in range(2)))
    done = call("timeline", "-s", path, "-o", "x.parquet")
    assert (done.code, Path("x.parquet").exists()) == (1, False)
    assert "this id stands already at" in done.err


def test_it_goes_to_a_pipe_and_to_no_terminal() -> None:
    with open("x.parquet", "wb") as file:
        asked = [*HKINNO, "timeline", "-s", str(EVENTS), "-f", "parquet"]
        subprocess.run(asked, stdout=file, check=True, env=quiet())
    assert len(call("timeline", "-s", "x.parquet", "--json").json()) == 19
    assert "is no text" in terminal("timeline", "-f", "parquet").out


def test_events_are_not_overwritten(store: Write) -> None:
    made(EVENTS)
    other = store({"id": "a", "date": "2001", "title": "t"})
    done = call("timeline", "-s", other, "-o", "x.parquet")
    assert done.code == 1
    assert "holds 19 events that no store that is read has" in done.err
    assert call("timeline", "-s", "x.parquet", "--limit", "1", "-o", "x.parquet").code == 1
    assert call("timeline", "-s", str(EVENTS), "-o", "x.parquet").code == 0
    assert call("timeline", "-s", other, "-o", "x.parquet", "--force").code == 0


# --- what is read


def test_a_folder_and_a_pattern_are_one_store() -> None:
    Path("in/deep").mkdir(parents=True)
    events = call("timeline", "-s", str(EVENTS), "--json").json()
    for name, part in (("in/b.parquet", events[:7]), ("in/deep/a.parquet", events[7:])):
        Path("part.json").write_text(json.dumps(part))
        made("part.json", name)
    for address in ("in", "in/", "in/**/*.parquet"):
        done = call("timeline", "-s", address, "--json")
        assert done.json() == events
        limited = call("timeline", "-s", address, "--reverse", "--limit", "9", "--json").json()
        assert (
            limited
            == call("timeline", "-s", str(EVENTS), *["--reverse", "--limit", "9", "--json"]).json()
        )
    assert call("timeline", "-s", "in/*.parquet", "--json").json() == events[:7]
    assert "19 of 19 events" in call("timeline", "-s", "in").out
    made("part.json", "in/c.parquet")
    done = call("timeline", "-s", "in")
    assert done.code == 1
    assert "this id stands already at" in done.err


@pytest.mark.parametrize("folder", ["date=2020-01-01", "place=5", "id=x", "out.parquet"])
def test_folders_may_be_called_anything(folder: str) -> None:
    Path("in", folder).mkdir(parents=True)
    made(EVENTS, f"in/{folder}/a.parquet")
    asked = ("timeline", "--since", "2019", "--json", "-s")
    for address in ("in", f"in/{folder}/a.parquet"):
        assert call(*asked, address).out == call(*asked, str(EVENTS)).out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for() -> None:
    os.mkfifo("x.parquet")
    done = call("timeline", "-s", "x.parquet")
    assert (done.code, done.err) == (1, "hkinno: x.parquet is a device or a pipe, and no file\n")
    assert "no Parquet file is in it" in call("timeline", "-s", ".").err


def test_a_file_may_be_called_anything(store: Write) -> None:
    names = ["a[1].parquet", "b*.parquet", "q'uo\"te ü?.parquet"]
    for name in names:
        made(store({"id": name, "date": "2001", "title": "t"}), name)
    made(EVENTS, "bcd.parquet")
    for name in names:
        assert [e["id"] for e in call("timeline", "-s", name, "--json").json()] == [name]
    Path("bcd.parquet").unlink()
    assert [e["id"] for e in call("timeline", "-s", ".", "--json").json()] == names


def test_it_is_merged_with_other_stores(store: Write) -> None:
    made(EVENTS)
    other = store({"id": "a", "date": "2001", "title": "t"})
    found = call("timeline", "-s", "x.parquet", "-s", other, "--until", "2002", "--json")
    assert (
        found.out
        == call("timeline", "-s", str(EVENTS), "-s", other, *["--until", "2002", "--json"]).out
    )
    assert "stands already at" in call("timeline", "-s", "x.parquet", "-s", str(EVENTS)).err
    assert call("timeline", env={"HKINNO_STORE": "x.parquet"}).code == 0


CHANGES = [
    "add --date 2001 --title t -s x.parquet",
    "edit article-published --title t -s x.parquet",
    "remove article-published -s x.parquet",
    "undo -s x.parquet",
    "fmt -s x.parquet",
    "fmt --check -s x.parquet",
    "import y.json -s x.parquet",
    f"merge {EVENTS} x.parquet {EVENTS}",
]


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_read_only(change: str) -> None:
    made(EVENTS)
    Path("y.json").write_text('[{"id": "a", "date": "2001", "title": "t"}]')
    before = untouched(Path("x.parquet"))
    done = call(*shlex.split(change))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("hkinno: x.parquet is a store in Parquet, which is read-only; ")
    assert untouched(Path("x.parquet")) == before


def test_it_is_not_imported() -> None:
    made(EVENTS)
    done = call("import", "x.parquet", "-s", "y.json")
    assert done.code == 1
    assert done.err.endswith("hkinno timeline -s x.parquet -o events.json\n")


def test_an_empty_store() -> None:
    Path("e.json").write_text("[]")
    made("e.json")
    assert call("timeline", "-s", "x.parquet", "--json").out == "[]\n"
    assert call("timeline", "-s", "x.parquet", "--since", "2000").code == 0


# --- what is refused


def cut() -> None:
    made(EVENTS)
    data = Path("x.parquet").read_bytes()
    Path("x.parquet").write_bytes(data[: len(data) // 2])


def broken_inside() -> None:
    made(EVENTS)
    data = bytearray(Path("x.parquet").read_bytes())
    data[200:-14_000] = bytes(len(data) - 14_200)
    Path("x.parquet").write_bytes(data)


def other_version() -> None:
    made(EVENTS)
    table = parquet.read_table("x.parquet")
    said = json.dumps({"version": VERSION + 1}).encode()
    parquet.write_table(table.replace_schema_metadata({KEY: said}), "x.parquet")


def other_columns() -> None:
    said = json.dumps({"version": VERSION}).encode()
    table = pyarrow.table({"place": [1]}).replace_schema_metadata({KEY: said})
    parquet.write_table(table, "x.parquet")


FAULTS: dict[Callable[[], object], str] = {
    cut: "x.parquet is no whole Parquet file: ",
    broken_inside: "x.parquet cannot be read: ",
    other_version: f"x.parquet has its columns in version {VERSION + 1}, and this hkinno reads "
    f"{VERSION}; write it anew",
    other_columns: "x.parquet cannot be read: ",
    lambda: parquet.write_table(pyarrow.table({"a": [1]}), "x.parquet"): "x.parquet is a Parquet "
    "file that hkinno has not written; -o x.parquet writes one",
    lambda: Path("x.parquet").write_text("id,date"): "x.parquet is no whole Parquet file: ",
    lambda: Path("x.parquet").touch(): "x.parquet is no whole Parquet file: ",
    lambda: Path("x.parquet").mkdir(): "x.parquet is a folder, and no Parquet file is in it",
    lambda: None: "there is no file x.parquet",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("asked", ["timeline", "stats --by year", "show a", "check"])
def test_what_is_no_such_store_is_one_sentence(fault: Callable[[], object], asked: str) -> None:
    fault()
    done = call(*asked.split(), "-s", "x.parquet")
    assert done.code == 1
    said = done.out if asked == "check" else done.err.removeprefix("hkinno: ")
    assert FAULTS[fault] in said
    assert said.count("\n") == 1
    assert "Traceback" not in said


def test_a_pattern_that_fits_nothing() -> None:
    done = call("timeline", "-s", "no*.parquet")
    assert (done.code, done.err) == (1, "hkinno: there is no file no*.parquet\n")


def test_a_bucket_needs_an_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is not fetched here: nothing touches the network."""
    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    monkeypatch.setattr(duckdb, "connect", partial(duckdb.connect, config=offline))
    done = call("timeline", "-s", "s3://bucket/x.parquet")
    assert done.code == 1
    assert done.err.startswith("hkinno: s3://bucket/x.parquet cannot be read: DuckDB could not ")
    assert done.err.count("\n") == 1


def test_libraries_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made(EVENTS)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = call("timeline", "-s", "x.parquet")
    assert (done.code, done.err) == (
        1,
        "hkinno: reading Parquet needs DuckDB: pip install duckdb\n",
    )
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = call("timeline", "-s", str(EVENTS), "-o", "y.parquet")
    assert (done.code, done.err) == (
        1,
        "hkinno: writing Parquet needs pyarrow: pip install pyarrow\n",
    )
    assert not Path("y.parquet").exists()


@pytest.mark.parametrize("by", ["year", "precision"])
def test_a_key_that_stands_twice_is_told_where_dates_alone_are_counted(by: str) -> None:
    Path("s.jsonl").write_text('{"id":"a","date":"2020","title":"A","title":"B"}\n')
    done = call("stats", "-s", "s.jsonl", "--by", by, "--json")
    assert done.code == 0
    assert "s.jsonl: event 1 'a' (line 1): title stands twice" in done.err

"""`hkinno index`: many files that become one store, whole or not at all."""

import itertools
import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import EVENTS, HARD, HKINNO, call, quiet, terminal
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from hkinno import Query, load
from hkinno.engines._columns import COLUMNS
from hkinno.index.shares import count, pieces_in, place, reader_for, shares_of

THOUSANDS = 6_000


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lines(path: str, *events: dict[str, Any]) -> str:
    Path(path).parent.mkdir(exist_ok=True)
    text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    Path(path).write_text(text, "utf-8")
    return path


def event(number: int, date: str = "") -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "date": date or f"{1900 + number % 120}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "title": f"Event {number} in ß, 香港",
        "category": ("policy", "funding")[number % 2],
    }


def parts(count: int = 3, of: int = 50) -> list[str]:
    """Files in a folder `parts`, whose order is that of their names."""
    numbers = (range(first, first + of) for first in range(0, count * of, of))
    return [lines(f"parts/p{n}.jsonl", *map(event, some)) for n, some in enumerate(numbers)]


def merged(paths: list[str]) -> list[str]:
    return [text for path in paths for text in ("-s", path)]


def rows(sql: str) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(sql).fetchall()


ALL = "read_parquet('events/**/*.parquet', hive_partitioning = false, filename = true)"

# --- one store of many

ASKED = [
    "timeline --json",
    "timeline -f jsonl --reverse",
    "timeline --since 1950 --until 1960-06 --certain -f csv",
    "timeline --on '4 July' --category policy --json",
    "timeline --search 香港 --search 'EVENT 1' --sort title --limit 7",
    "timeline --regex --search 'ß.*香' --limit 3 --json",
    "timeline --where note= --limit 2",
    "timeline --around e77 --within 3y --json",
    "timeline --category polcy",
    "show e0 e149 e77",
    "show 'Event 77 in'",
    "show nothing-like-it",
    "chart --since 2000",
    "stats --by decade --json",
    "stats --by category",
    "between e1 e2",
    "check",
]


@pytest.mark.parametrize("asked", ASKED)
def test_an_index_answers_as_its_files_do(asked: str) -> None:
    paths = parts()
    lines(paths[1], *(event(50 + n, "1985/.." if n == 3 else "") for n in range(50)))
    made = call("index", "parts/*.jsonl", "-o", "events")
    assert (made.code, made.out) == (0, ""), made.err
    args = shlex.split(asked)
    files, index = call(*args, *merged(paths)), call(*args, "-s", "events")
    assert index.code == files.code
    if asked != "check":  # which tells of each file by its name
        assert told(index.out) == told(files.out)
        assert told(index.err) == told(files.err)


def told(text: str) -> str:
    """An answer, but for what its stores are called."""
    return text.replace("p0.jsonl, p1.jsonl and p2.jsonl", "events")


def test_files_follow_each_other_in_the_order_of_their_names_and_of_what_is_typed() -> None:
    lines("b.jsonl", event(1, "2000"))
    lines("a.jsonl", event(2, "2000"))
    lines("c.jsonl", event(3, "2000"))
    for typed, order in (("[ab].jsonl c.jsonl", "213"), ("c.jsonl [ab].jsonl c.jsonl", "321")):
        call("index", *typed.split(), "-o", "events", "--force")
        found = call("timeline", "-s", "events", "--json").json()
        assert [each["id"] for each in found] == [f"e{digit}" for digit in order]


def test_whatever_is_a_store_can_be_in_it() -> None:
    shutil.copy(HARD, "hard.json")
    subprocess.run(["gzip", "-k", "hard.json"], check=True)
    Path("hard.json").unlink()
    lines("more.jsonl", event(1), event(2), *(event(n, "soon") for n in range(3, 12)))
    made = call("index", "hard.json.gz", "more.jsonl", "-o", "events")
    assert made.code == 0, made.err
    both = call("timeline", "-f", "jsonl", "-s", "hard.json.gz", "-s", "more.jsonl")
    index = call("timeline", "-f", "jsonl", "-s", "events")
    assert index.out == both.out
    assert index.out.count("\n") > 2
    assert load("events").title() == load("hard.json.gz").title() != ""
    assert "warning: hard.json.gz: event " in made.err  # of dates that cannot be read
    assert "more like these; hkinno check lists all" in made.err


def test_real_stores_are_answered_as_from_their_files(real: list[Path]) -> None:
    for store in real:
        assert call("index", str(store), "-o", "events", "--force").code == 0
        for asked in ("timeline --json", "timeline --on 1914/1918 --sort title -f csv", "chart"):
            file = call(*asked.split(), "-s", str(store))
            assert call(*asked.split(), "-s", "events").out == file.out.replace(
                store.name, "events"
            )


def test_what_is_far_back_in_a_large_store_is_no_slip() -> None:
    """What was meant is looked for among the first events, and what is there is not denied."""
    far = {**event(60_000), "category": "rare", "note": "rarer"}
    lines("s.jsonl", *map(event, range(50_001)), far)
    call("index", "s.jsonl", "-o", "events")
    for store in ("s.jsonl", "events"):
        for there in (("--category", "rare"), ("--where", "note=rarer"), ("--search", "6000")):
            assert (
                call("timeline", "-s", store, *there, "--since", "2100").err.count("no event") == 0
            )
        slips = {"--category": "polcy", "--where": "note=rare", "--search": "evnt"}
        for option, slip in slips.items():
            assert "no event has the " in call("timeline", "-s", store, option, slip).err
        assert "did you mean policy?" in call("timeline", "-s", store, "--category", "polcy").err


# --- shares

line = st.sampled_from(
    [b'{"id": "a"}', b"", b"  ", b'{"id": "\xe9\xa6\x99"}', b"{" + b" " * 90 + b"}"]
)
text = st.tuples(
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.lists(line, max_size=20).map(b"\n".join),
    st.sampled_from([b"", b"\n", b"\r\n\n"]),
).map(b"".join)


@given(st.lists(text, min_size=1, max_size=4), st.integers(1, 200))
def test_shares_are_all_of_the_files_and_each_event_once(
    tmp_path_factory: pytest.TempPathFactory, texts: list[bytes], size: int
) -> None:
    folder = tmp_path_factory.mktemp("shares")
    paths = [str(folder / f"{n}.jsonl") for n in range(len(texts))]
    for path, data in zip(paths, texts, strict=True):
        Path(path).write_bytes(data)
    shares = shares_of(paths, size)
    total = place(shares, [count(share) for share in shares])  # type: ignore[misc]  # no Fault
    whole = [raw for path in paths for reader in load(path).readers for raw, _ in reader.pieces()]
    found = [
        [raw for piece in share.pieces for raw, _ in pieces_in(reader_for(piece), piece)]
        for share in shares
    ]
    assert [raw for some in found for raw in some] == whole
    assert total == len(whole)
    firsts = itertools.accumulate(map(len, found), initial=0)
    assert [share.place for share in shares] == list(firsts)[:-1]


def test_small_files_are_put_together_and_large_ones_divided() -> None:
    parts(count=40, of=2)
    call("index", "parts/*.jsonl", "-o", "events")
    assert len(list(Path("events").rglob("*.parquet"))) == 1
    large = lines("large.jsonl", *map(event, range(500)))
    assert len(shares_of([large], 5_000)) > 5


# --- how it is laid out


def test_events_lie_by_their_spans_and_sorted() -> None:
    dates = ["2002", "2002-03-04", "196X", "19XX", "1900/1999", "1900/2020", "2020/..", "Feb 2019"]
    dates += ["../1985", "Y-1E900", "2002/2003"]
    lines("s.jsonl", *(event(n, date) for n, date in enumerate(dates)))
    assert call("index", "s.jsonl", "-o", "events").code == 0
    spans = {
        date: int(file.split("span=")[1][0])
        for date, file in rows(f"SELECT date, filename FROM {ALL}")
    }
    year, century, more, unreadable = 0, 1, 2, 3
    assert spans == {
        **dict.fromkeys(("2002", "2002-03-04"), year),
        **dict.fromkeys(("196X", "19XX", "1900/1999", "2002/2003"), century),
        **dict.fromkeys(("1900/2020", "2020/..", "../1985"), more),
        "Y-1E900": year,
        "Feb 2019": unreadable,
    }


def test_other_programs_read_the_span_class_from_the_folders() -> None:
    parts()
    call("index", "parts/*.jsonl", "-o", "events")
    found = parquet.read_table("events")
    assert found.num_rows == 150
    assert {*found.column_names} == {"place", *(column.name for column in COLUMNS), "event"}
    assert {*found["span"].to_pylist()} == {0}


def test_a_question_of_a_day_reads_few_of_the_rows() -> None:
    """The footers say which groups of rows can have what is asked for: the rest is not read."""
    parts(count=8, of=THOUSANDS)
    call("index", "parts/*.jsonl", "-o", "events")
    day = 735783  # 4 July 2015
    files = [parquet.ParquetFile(path).metadata for path in Path("events").rglob("*.parquet")]
    read = 0
    for file in files:
        names = [file.schema.column(n).name for n in range(file.num_columns)]
        for group in (file.row_group(n) for n in range(file.num_row_groups)):
            lo, hi = (group.column(names.index(name)).statistics for name in ("lo", "hi"))
            read += group.num_rows if lo.min <= day <= hi.max else 0
    total = sum(file.num_rows for file in files)
    assert total == 8 * THOUSANDS
    assert 0 < read < total / 5


# --- all of it, or nothing


def left() -> list[str]:
    """All that is in the folder, but for the files that there were before."""
    return sorted(name for name in os.listdir() if name != "parts")


def test_an_id_that_stands_twice_is_refused_with_both_places() -> None:
    paths = parts()
    lines(paths[2], event(900), event(901), event(51), event(2))
    done = call("index", "parts/*.jsonl", "-o", "events")
    assert done.code == 1
    assert done.err == (
        "hkinno: parts/p2.jsonl: event 4 'e2' (line 4): this id stands already at "
        "parts/p0.jsonl: event 3 'e2' (line 3)\n"
    )
    assert left() == []


FAULTS: dict[str, tuple[str, str]] = {
    "no event": ('{"id": 7}', "parts/p1.jsonl: event 50 '7' (line 51): id should be text"),
    "no date": ('{"id": "x"}', "parts/p1.jsonl: event 50 'x' (line 51): the event has no 'date'"),
    "no JSON": ('{"id": "x",', "parts/p1.jsonl: line 51: "),
    "no UTF-8": ('{"id": "x", "date": "2002", "title": "\udcff"}', "parts/p1.jsonl: line 51: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_at_fault_is_told_with_its_line(fault: str) -> None:
    text, said = FAULTS[fault]
    paths = parts()
    events = Path(paths[1]).read_text("utf-8").splitlines()
    events[48:] = ["", events[48], text]
    Path(paths[1]).write_text("\n".join(events), "utf-8", errors="surrogateescape")
    done = call("index", "parts/*.jsonl", "-o", "events")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.startswith(f"hkinno: {said}")
    assert left() == []


REFUSED = {
    "-": (2, "an index is made of files, which are read twice, and not of what is piped"),
    "parts": (1, "parts is a folder; name its files, as 'parts/*.jsonl'"),
    "none.jsonl": (1, "there is no file none.jsonl"),
    "no*.jsonl": (1, "there is no file no*.jsonl"),
    "x.parquet": (1, "x.parquet is Parquet already, and is read with -s as it is"),
    "x.csv": (1, "x.csv is no store of events; make one of it with: hkinno import x.csv"),
    "empty.json": (1, "empty.json is empty"),
    "empty.jsonl": (1, "there is no event in these files, and so nothing to make an index of"),
    "/dev/null": (1, "/dev/null is a device or a pipe, and no file"),
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_no_index_is_made_of(typed: str) -> None:
    parts()
    call("timeline", "-s", str(EVENTS), "-o", "x.parquet")
    Path("x.csv").write_text("id,date,title\na,2002,b\n")
    for name in ("empty.json", "empty.jsonl"):
        Path(name).touch()
    before = left()
    done = call("index", typed, "-o", "events")
    code, said = REFUSED[typed]
    assert (done.code, done.err.count("\n")) == (code, 1)
    assert said in done.err
    assert left() == before


def test_an_index_is_made_anew_if_one_says_so() -> None:
    parts()
    assert call("index", "parts/p0.jsonl", "-o", "events").code == 0
    refused = call("index", "parts/*.jsonl", "-o", "events")
    assert (refused.code, refused.err) == (
        1,
        "hkinno: events is there already; --force makes an index anew\n",
    )
    assert load("events").select(Query()).total == 50
    assert call("index", "parts/*.jsonl", "-o", "events/", "--force").code == 0
    assert load("events").select(Query()).total == 150
    assert left() == ["events"]


def test_what_was_there_stays_where_the_new_one_fails() -> None:
    parts()
    call("index", "parts/*.jsonl", "-o", "events")
    lines("parts/p3.jsonl", {"id": "x"})
    assert call("index", "parts/*.jsonl", "-o", "events", "--force").code == 1
    assert load("events").select(Query()).total == 150
    assert left() == ["events"]


@pytest.mark.parametrize(
    "what", ["a file", "a folder", "a link", "a folder with a store", "an index with more"]
)
def test_nothing_but_an_index_is_overwritten(what: str) -> None:
    parts()
    call("index", "parts/*.jsonl", "-o", "real")
    if what == "a file":
        Path("events").write_text("precious")
    elif what == "a folder":
        Path("events/span=0").mkdir(parents=True)
        Path("events/precious").touch()
    elif what == "a folder with a store":
        Path("events").mkdir()
        call("timeline", "-s", str(EVENTS), "-o", "events/x.parquet")
    elif what == "an index with more":
        shutil.copytree("real", "events")
        Path("events/span=0/precious").touch()
    else:
        Path("events").symlink_to("real")
    before = sorted(Path("events").rglob("*"))
    done = call("index", "parts/p0.jsonl", "-o", "events", "--force")
    assert sorted(Path("events").rglob("*")) == before
    assert (done.code, done.err) == (
        1,
        "hkinno: events is no index of hkinno, and is not overwritten\n",
    )
    assert load("real").select(Query()).total == 150


def test_it_goes_where_there_is_a_folder_that_can_be_written() -> None:
    parts()
    done = call("index", "parts/*.jsonl", "-o", "no/events")
    assert (done.code, done.err) == (
        1,
        "hkinno: no/events cannot be written: there is no folder no\n",
    )
    assert call("index", "parts/*.jsonl", "-o", "-").code == 2


def test_a_part_of_an_index_never_answers() -> None:
    parts()
    lines("parts/p1.jsonl", event(500, "19XX"), event(501, "Feb 2019"), event(502, "1900/.."))
    call("index", "parts/*.jsonl", "-o", "events")
    files = sorted(Path("events").rglob("*.parquet"))
    assert len(files) == 4
    for file in files:
        shutil.copytree("events", "half")
        Path("half", file.relative_to("events")).unlink()
        some = call("timeline", "-s", "half", "--on", "2015")
        assert some.code == 1
        assert "half is no whole index: " in some.err
        one = call("timeline", "-s", str(file))
        assert one.code == 1
        assert " is no whole index: " in one.err
        shutil.rmtree("half")
    shutil.copy(files[0], "events/copy.parquet")
    assert "events is no whole index: 203 of its 103 " in call("timeline", "-s", "events").err
    call("timeline", "-s", str(EVENTS), "-o", "events/copy.parquet", "--force")
    mixed = call("timeline", "-s", "events")
    assert mixed.err == ("hkinno: events has files of an index, and more; name the folder of one\n")


def test_it_is_read_only() -> None:
    parts()
    call("index", "parts/*.jsonl", "-o", "events")
    done = call("add", "-s", "events", "--date", "2002", "--title", "x")
    assert done.code == 1
    assert "read-only" in done.err


# --- on the way


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """`hkinno index …` in a session of its own, of which nothing remains after the test."""
    begun: list[subprocess.Popen[bytes]] = []

    def started(*args: str) -> "subprocess.Popen[bytes]":
        begun.append(
            subprocess.Popen(
                [*HKINNO, "index", *args],
                stderr=subprocess.PIPE,
                env=quiet(),
                start_new_session=True,
            )
        )
        return begun[-1]

    yield started
    for process in begun:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def drafts() -> list[Path]:
    return sorted(Path().glob(".events.*.draft"))


def await_draft(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the index is being written, into several files."""
    while not any(Path().glob(".events.*.draft/span=0/*")):
        assert process.poll() is None
        time.sleep(0.01)


def session_of(process: "subprocess.Popen[bytes]") -> list[str]:
    """The processes of the session of a process which are there."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--sid", str(process.pid)], capture_output=True, text=True
    )
    return [each for each in found.stdout.splitlines() if "<defunct>" not in each]


@pytest.fixture
def large() -> str:
    """So much that several processes take some seconds for it."""
    one = "parts/a.jsonl"
    long = "x" * 8_000
    lines(one, *({**event(n), "note": long} for n in range(9_000)))
    lines("parts/b.jsonl", *({**event(n), "note": long} for n in range(9_000, 27_000)))
    return "parts/*.jsonl"


@pytest.mark.long
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_ended_on_the_way_it_leaves_no_index_and_no_process(
    name: str, start: Start, large: str
) -> None:
    process = start(large, "-o", "events")
    await_draft(process)
    assert len(session_of(process)) > 1  # it has others that help
    os.kill(process.pid, getattr(signal, name))
    process.wait()
    until = time.monotonic() + 20
    while (there := session_of(process)) and time.monotonic() < until:
        time.sleep(0.1)
    assert there == []
    assert not Path("events").exists()
    assert "Traceback" not in (process.stderr.read().decode() if process.stderr else "")
    if name != "SIGKILL":
        assert drafts() == []
        assert process.returncode == (143 if name == "SIGTERM" else 130)
        return
    (draft,) = drafts()  # which takes room until the next one
    for folder in (draft, *draft.iterdir()):
        os.utime(folder, (0, 0))
    assert call("index", "parts/a.jsonl", "-o", "events").code == 0
    assert drafts() == []
    assert load("events").select(Query()).total == 9_000


@pytest.mark.long
def test_two_at_once_do_not_mix(start: Start, large: str) -> None:
    both = [start(large, "-o", "events") for _ in range(2)]
    codes = sorted(process.wait() for process in both)
    assert codes == [0, 1]
    said = [p.stderr.read().decode() for p in both if p.returncode and p.stderr]
    assert "events" in said[0]
    assert load("events").select(Query()).total == 27_000
    assert left() == ["events"]


@pytest.mark.long
def test_a_terminal_sees_how_far_it_is(large: str) -> None:
    done = terminal("index", large, "-o", "events")
    assert done.code == 0, done.out
    assert "writing" in done.out
    assert "made events: 27,000 events" in done.out
    assert "hkinno timeline -s events" in done.out

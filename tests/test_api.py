"""hkinno as a library: `load`, `Query`, `Event`, `parse_date`, as the package's docstring says."""

import datetime
import gzip
import json
import math
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, ROOT, call

import hkinno
from hkinno import Event, HkinnoError, Query, Store, load, parse_date
from hkinno.dates.calendar import ordinal

Write = Callable[..., str]


def ids(store: Store, **query: Any) -> list[str]:
    return [entry.event.id for entry in store.select(Query(**query)).entries]


def test_the_example_of_the_docstring(tmp_path: Path) -> None:
    example = textwrap.dedent(str(hkinno.__doc__).partition("As a library:")[2])
    (tmp_path / "events.json").write_bytes(EVENTS.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=True,
    )
    assert done.stdout.decode() == (
        f"{ordinal(2018, 1, 1)} Mainland and Hong Kong sign innovation and technology Arrangement\n"
        f"{ordinal(2019, 2, 1)} Outline plan for the Greater Bay Area released\n"
    )


def test_without_a_path_it_is_the_bundled_chronology() -> None:
    assert [entry.raw for entry in load()] == [entry.raw for entry in load(EVENTS)]


def test_paths_may_be_text_or_path_and_several(store: Write) -> None:
    path = store({"id": "a", "date": "2002", "title": "A"})
    assert [entry.event.id for entry in load(path)] == ["a"]
    assert [entry.event.id for entry in load(Path(path))] == ["a"]
    both = load(path, EVENTS)
    assert [entry.place for entry in both] == list(range(20))
    assert next(iter(both)).event.id == "a"


def test_all_shapes_say_the_same(store: Write, tmp_path: Path) -> None:
    events = [{"id": str(n), "date": f"20{n:02}", "title": "T", "n": n} for n in range(20)]
    document, lines = store(*events), store(*events, name="store.jsonl")
    array, zipped = tmp_path / "array.json", tmp_path / "lines.jsonl.gz"
    array.write_text(json.dumps(events))
    zipped.write_bytes(gzip.compress(Path(lines).read_bytes(), mtime=0))
    expected = ids(load(document), since="2010", reverse=True, limit=3)
    assert expected == ["19", "18", "17"]
    for path in (lines, array, zipped):
        assert ids(load(path), since="2010", reverse=True, limit=3) == expected


def test_an_entry_knows_its_bytes_its_event_and_its_date(store: Write) -> None:
    (entry,) = load(store({"id": "a", "date": "2019-02~", "title": "A", "n": [1.5, None]}))
    assert json.loads(entry.raw) == {"id": "a", "date": "2019-02~", "title": "A", "n": [1.5, None]}
    assert entry.event == Event(id="a", date="2019-02~", title="A")
    assert entry.date == entry.event.when()
    assert entry.date is not None
    assert (entry.date.precision, entry.date.approximate) == ("month", True)


def test_an_event_is_a_value() -> None:
    event = Event(id="a", date="2002", title="A", tags=("t",))
    assert event.summary is None
    assert event.when().lo == ordinal(2002, 1, 1)
    with pytest.raises(AttributeError):
        event.title = "B"  # type: ignore[misc]  # that it is refused is the point
    with pytest.raises(HkinnoError):
        Event(id="a", date="Feb 2019", title="A").when()


@pytest.mark.parametrize(
    ("query", "args"),
    [
        ({"since": "2015", "tag": "milestone"}, ["--since", "2015", "--tag", "milestone"]),
        ({"until": "2004"}, ["--until", "2004"]),
        ({"on": "2021", "certain": True}, ["--on", "2021", "--certain"]),
        ({"since": parse_date("Feb 2019")}, ["--since", "Feb 2019"]),
        ({"category": "policy,funding"}, ["--category", "policy,funding"]),
        ({"tag": ["plans", "five-year-plan"]}, ["--tag", "plans", "--tag", "five-year-plan"]),
        ({"no_place": "Macao", "actor": "HKUST"}, ["--no-place", "Macao", "--actor", "HKUST"]),
        ({"search": ["bay", "agreement"]}, ["--search", "bay", "--search", "agreement"]),
        ({"search": "robo(t|rn)", "regex": True}, ["--search", "robo(t|rn)", "--regex"]),
        ({"sort": "title", "reverse": True, "limit": 4},
         ["--sort", "title", "--reverse", "--limit", "4"]),
    ],
)  # fmt: skip
def test_a_query_asks_what_the_command_line_asks(query: dict[str, Any], args: list[str]) -> None:
    found = ids(load(), **query)
    assert found
    assert found == [event["id"] for event in call("timeline", *args, "--json").json()]


def test_a_selection_says_of_how_many() -> None:
    selection = load().select(Query(since="2022"))
    assert (len(selection.entries), selection.total) == (4, 19)


@pytest.mark.parametrize(
    "query",
    [
        {"since": "Feb 2019"},  # words are for people: parse_date reads them
        {"since": "2020", "until": "2019"},
        {"sort": "colour"},
        {"colour": "red"},
        {"regex": True},
        {"certain": True},
        {"search": "(", "regex": True},
        {"tag": ","},
        {"tag": 3},
        {"tag": ["a", 3]},
        {"tag": parse_date("2002")},
        {"search": 3},
        {"limit": -1},
        {"limit": -1, "sort": "title"},
    ],
)
def test_a_query_that_makes_no_sense(query: dict[str, Any]) -> None:
    with pytest.raises(HkinnoError) as caught:
        load().select(Query(**query))
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("Feb 2019", (2019, 2, 1), (2019, 2, 28)),
        ("2019-02", (2019, 2, 1), (2019, 2, 28)),
        ("last year", (2025, 1, 1), (2025, 12, 31)),
        ("today", (2026, 11, 22), (2026, 11, 22)),
    ],
)
def test_dates_are_read_on_a_day(
    text: str, lo: tuple[int, int, int], hi: tuple[int, int, int]
) -> None:
    date = parse_date(text, datetime.date(2026, 11, 22))
    assert (date.lo, date.hi) == (ordinal(*lo), ordinal(*hi))


def test_without_a_day_it_is_today() -> None:
    before = datetime.date.today().toordinal()
    assert before <= parse_date("today").lo <= datetime.date.today().toordinal()


def test_what_is_unbounded_is_infinite() -> None:
    assert parse_date("2020/..").hi == math.inf
    assert parse_date("../1985").lo == -math.inf


def test_faults_are_one_kind_of_error(tmp_path: Path) -> None:
    for fault in (
        lambda: parse_date("recently"),
        lambda: load(tmp_path / "missing.json"),
        lambda: load(tmp_path),
    ):
        with pytest.raises(HkinnoError):
            fault()
    with pytest.raises(ValueError, match="recently"):  # a DateError is one of these, too
        parse_date("recently")

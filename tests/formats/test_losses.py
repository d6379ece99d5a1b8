"""What a format cannot carry is declared, said, and refused on demand."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Done, run
from edtf_strategies import texts
from hypothesis import given

from hkinno.dates.edtf import parse
from hkinno.dates.placed import placed
from hkinno.losses import DATES, kinds_of

KINDS = {
    "2019-02-03": "",
    "2002": "precision",
    "2019-02": "precision",
    "2018-XX-XX": "precision",
    "1985-04-XX": "precision",
    "2001-21": "season",
    "2001-34": "season",
    "201X": "decade",
    "18XX": "decade",
    "1950S2": "decade",
    "2018~": "precision mark",
    "2004-06~-11": "mark",
    "2004-06-11%": "mark",
    "2002-01-01/2002-02-03": "interval",
    "2020/..": "precision open-end interval",
    "2020-03-01/": "open-end interval",
    "../1985-04-12": "open-start interval",
    "2001-21/2003": "precision season interval",
    "{1960-01-02,1961-12-03}": "set",
    "[..1984]": "open-start set",
    "2021-XX-12?": "mark set",
    "1997-07-01T12:30:00Z": "time",
    "-0524": "precision bc",
    "-0043-03-15": "bc",
    "0044-03-15": "",
}


@pytest.mark.parametrize("text", KINDS)
def test_the_kinds_of_a_date(text: str) -> None:
    assert set(kinds_of(parse(text))) == set(KINDS[text].split())


@given(texts())
def test_a_day_is_of_no_kind_and_all_else_is_of_some(text: str) -> None:
    date = parse(text)
    kinds = kinds_of(date)
    assert kinds == tuple(kind for kind in DATES if kind in kinds)
    plain = date.lo == date.hi and date.text == text.strip("?~%") and "T" not in text
    if not kinds:
        assert plain or len(text.strip("[]{}")) < len(text)


@given(texts())
def test_a_date_is_placed_within_what_it_may_be(text: str) -> None:
    date = parse(text)
    days = placed(date)
    if days is None:
        assert not any(map(str.isdigit, text))
    else:
        assert date.lo <= days[0] <= days[1] <= date.hi
        if date.lo > float("-inf") and date.hi < float("inf"):
            assert days == (date.lo, date.hi)


# --- in sentences, by the format of a package that drops all fields but the title

STORE = (
    {"id": "a", "date": "2002", "title": "A", "summary": "…", "tags": ["x", "y"], "mood": "good"},
    {"id": "b", "date": "2003", "title": "B"},
)


def lines(*args: str) -> Done:
    path = os.pathsep.join(map(str, (ROOT / "tests" / "foreign", ROOT)))
    return run("timeline", "-f", "lines", *args, env={"PYTHONPATH": path})


def test_one_line_counts_what_is_lost_after_the_data(store: Callable[..., str]) -> None:
    done = lines("-s", store(*STORE))
    assert done.out == "2002 A\n2003 B\n"
    assert done.err == (
        "hkinno: lines drops 2 ids, 1 summary, 2 tags, 1 other field; --explain-loss lists them\n"
    )


def test_explain_loss_has_a_line_an_event_that_begins_with_its_id(
    store: Callable[..., str],
) -> None:
    done = lines("-s", store(*STORE), "--explain-loss")
    assert done.out == "2002 A\n2003 B\n"
    assert done.err.splitlines() == [
        "hkinno: lines drops 2 ids, 1 summary, 2 tags, 1 other field",
        "a: 1 id dropped; 1 summary dropped; 2 tags dropped; 1 other field dropped",
        "b: 1 id dropped",
    ]


def test_strict_writes_nothing_at_all(store: Callable[..., str], tmp_path: Path) -> None:
    target = tmp_path / "x.lines"
    target.write_text("as it was", "utf-8")
    for more in ((), ("-o", str(target))):
        done = lines("-s", store(*STORE), "--strict", *more)
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            "hkinno: lines drops 2 ids, 1 summary, 2 tags, 1 other field; "
            "nothing is written (--strict)\n"
        )
    assert target.read_text("utf-8") == "as it was"


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv"])
def test_a_format_that_carries_all_says_nothing(name: str, store: Callable[..., str]) -> None:
    done = run("timeline", "-s", store(*STORE), "-f", name, "--strict", "--explain-loss")
    assert (done.code, done.err) == (0, "")


def test_of_no_events_nothing_is_lost(store: Callable[..., str]) -> None:
    empty = lines("-s", store(*STORE), "--limit", "0", "--strict")
    assert (empty.code, empty.out, empty.err) == (0, "", "")

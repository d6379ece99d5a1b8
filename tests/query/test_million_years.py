"""Windows with holes, and dates of a million years: answers worked out by hand.

`XXXX-07-04` is that day of the years 0000 to 9999, as EDTF has no X in longer ones; "4 July" is
that day of any year at all.
"""

import json
from pathlib import Path

import pytest
from conftest import call

DATES = {
    "lasted": "Y-1000000/Y1000000",  # without a gap
    "each": "{Y-1000000..Y1000000}",  # on one day of each of these years
    "some": "[Y-1000000..1999]",  # on one day of all these years
    "unknown": "/Y1000000",  # may have begun on the day of its end
    "always": "../Y1000000",
    "since": "Y-1000000/..",
    "year": "Y1000001",
    "leap": "Y1000000",
    "past": "Y-1000001",
    "any": "XXXX-07-04",
    "july": "XXXX-07",
    "months": "{0000-07..9999-07}",  # on one day of each month from the first to the last
    "days": "{1000-07-04..3000-07-04}",  # on each day
    "two": "{Y-1000000,Y1000000}",
}
ALL = " ".join(DATES)
MODES = ("", "--certain", "--inside", "--certain --inside")
WINDOWS = [
    (
        "XXXX-07-04",
        "lasted each some unknown always since any july months days",
        "lasted always since any days",
        "some any july",  # "each" is in years of more digits, too; "months" in August, too
        "any",
    ),
    (
        "4 July",
        ALL,
        "lasted always since any days",
        "each some unknown year leap past any july two",
        "any",
    ),
    (
        "29 February",
        "lasted each some unknown always since leap months days two",
        "lasted always since days",
        "some unknown leap two",  # not all years of "each" are leap years
        "",
    ),
    (
        "201X-08",
        "lasted each unknown always since months days",
        "lasted always since months days",
        "",
        "",
    ),
    (
        "201X",
        "lasted each unknown always since any july months days",
        "lasted each always since months days",
        "any july",
        "",
    ),
    (
        "Y-1000000",
        "lasted each some unknown always since two",
        "lasted each always since two",
        "some",
        "",
    ),
    (
        "[Y-1000000,Y1000000]",
        "lasted each some unknown always since leap two",
        "lasted each unknown always since leap two",
        "some unknown leap two",
        "leap two",
    ),
]


@pytest.mark.parametrize(("window", "touches", "must_touch", "inside", "must_be_inside"), WINDOWS)
def test_a_million_years(
    window: str, touches: str, must_touch: str, inside: str, must_be_inside: str, tmp_path: Path
) -> None:
    path = tmp_path / "store.json"
    events = [{"id": name, "date": text, "title": name} for name, text in DATES.items()]
    path.write_text(json.dumps(events), "utf-8")
    answers = (touches, must_touch, inside, must_be_inside)
    for mode, right in zip(MODES, answers, strict=True):
        done = call("timeline", "--json", "-s", str(path), "--on", window, *mode.split())
        assert {event["id"] for event in done.json()} == set(right.split()), mode


WITHOUT_END: list[
    tuple[str, str, list[str]]
] = [  # a date, a window without end, and which modes find it
    ("[1998,2001]", "[1996,2007..]", []),  # in the hole, and one day in each of its parts is not
    ("[1998,2008]", "[1996,2007..]", ["", "--inside"]),
    ("{1998,2008}", "[1996,2007..]", ["", "--certain"]),
    ("{1996,2008..}", "[1996,2007..]", list(MODES)),
    ("[..1996,2001]", "[..1997,2007]", ["", "--inside"]),
    ("[..2005]", "[..2001,X00X]", list(MODES)),  # which has no hole until 2009
    ("../2007-04-XX", "[..2001,X00X]", list(MODES)),
    ("../2010", "[..2001,X00X]", ["", "--certain"]),
]


@pytest.mark.parametrize(("date", "window", "modes"), WITHOUT_END)
def test_windows_without_end_have_holes(
    date: str, window: str, modes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "store.json"
    path.write_text(json.dumps([{"id": "it", "date": date, "title": "x"}]), "utf-8")
    asked = ("timeline", "--json", "-s", str(path), "--on", window)
    assert [mode for mode in MODES if call(*asked, *mode.split()).json()] == modes

"""`hkinno date`: how a text is read, for people and for programs."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from conftest import Done, call, run

TODAY = "2026-11-22"
KEYS = ["text", "edtf", "lo", "hi", "latest_start", "earliest_end", "precision"]
KEYS += ["approximate", "uncertain"]


def date(*args: str) -> Done:
    return call("date", "--today", TODAY, *args)


def rows(*args: str) -> Any:
    return json.loads(date("--json", *args).out)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2002", "2002\n  2002: a year, 2002-01-01 to 2002-12-31"),
        ("2019-02", "2019-02\n  Feb 2019: a month, 2019-02-01 to 2019-02-28"),
        ("Feb 2019", "Feb 2019 → 2019-02\n  Feb 2019: a month, 2019-02-01 to 2019-02-28"),
        ("1 July 1997", "1 July 1997 → 1997-07-01\n  1 Jul 1997: a day"),
        ("1997-07-01", "1997-07-01\n  1 Jul 1997: a day"),
        ("2018~", "2018~\n  c. 2018: a year, 2018-01-01 to 2018-12-31; approximate"),
        ("2018?", "2018?\n  2018?: a year, 2018-01-01 to 2018-12-31; uncertain"),
        ("2018%", "2018%\n  c. 2018?: a year, 2018-01-01 to 2018-12-31; approximate; uncertain"),
        (
            "2020/..",
            "2020/..\n  since 2020: an interval, from 2020-01-01 on; no end; begins by 2020-12-31",
        ),
        (
            "2020/",
            "2020/\n  2020 – ?: an interval, from 2020-01-01 on; the end is not known; "
            "begins by 2020-12-31; ends not before 2020-01-01",
        ),
        (
            "../1985",
            "../1985\n  until 1985: an interval, until 1985-12-31; no start; "
            "ends not before 1985-01-01",
        ),
        (
            "/1985",
            "/1985\n  ? – 1985: an interval, until 1985-12-31; the start is not known; "
            "begins by 1985-12-31; ends not before 1985-01-01",
        ),
        (
            "1890/1900",
            "1890/1900\n  1890–1900: an interval, 1890-01-01 to 1900-12-31; "
            "begins by 1890-12-31; ends not before 1900-01-01",
        ),
        (
            "[1890..1900]",
            "[1890..1900]\n  between 1890 and 1900: some time within 1890-01-01 to 1900-12-31",
        ),
        (
            "from 1 May 1890 to 4 July 1900",
            "from 1 May 1890 to 4 July 1900 → 1890-05-01/1900-07-04\n"
            "  1 May 1890 – 4 Jul 1900: an interval, 1890-05-01 to 1900-07-04",
        ),
        (
            "{1960..1970}",
            "{1960..1970}\n  every year 1960–1970: each of several dates, "
            "1960-01-01 to 1970-12-31; begins by 1960-12-31; ends not before 1970-01-01",
        ),
        (
            "201X-07-04",
            "201X-07-04\n  4 Jul 201x: one of several days, 2010-07-04 to 2019-07-04; "
            "the digits in the place of X are not known",
        ),
        (
            "201X",
            "201X\n  2010s: some time within a decade, 2010-01-01 to 2019-12-31; "
            "the digits in the place of X are not known",
        ),
        (
            "2004-06-XX/2004-07-03",
            "2004-06-XX/2004-07-03\n  Jun 2004 – 3 Jul 2004: an interval, "
            "2004-06-01 to 2004-07-03; begins by 2004-06-30; "
            "the digits in the place of X are not known",
        ),
        (
            "[1667,1668,1670..1672]",
            "[1667,1668,1670..1672]\n"
            "  1667, 1668 or 1670–1672: some time within one of several dates, "
            "1667-01-01 to 1672-12-31",
        ),
        (
            "{1960,1961-12}",
            "{1960,1961-12}\n  1960 and Dec 1961: each of several dates, "
            "1960-01-01 to 1961-12-31; begins by 1960-12-31; ends not before 1961-12-01",
        ),
        ("[..1984]", "[..1984]\n  1984 or before: some time until 1984-12-31"),
        (
            "2004-01-01T10:10:10Z",
            "2004-01-01T10:10:10Z\n  1 Jan 2004 10:10: a day, at 10:10:10Z, 2004-01-01",
        ),
        (
            "XXXX",
            "XXXX\n  between 1 BC and 9999: some time within some years, 0000-01-01 to 9999-12-31; "
            "the digits in the place of X are not known",
        ),
        ("-0524", "-0524\n  525 BC: a year, -0524-01-01 to -0524-12-31"),
        ("525 BC", "525 BC → -0524\n  525 BC: a year, -0524-01-01 to -0524-12-31"),
        ("5 years ago", "5 years ago → 2021\n  2021: a year, 2021-01-01 to 2021-12-31"),
        ("today", "today → 2026-11-22\n  22 Nov 2026: a day"),
    ],
)
def test_what_people_are_told(text: str, said: str) -> None:
    assert date(text) == Done(0, said + "\n", "")


def test_control_characters_do_not_come_back() -> None:
    assert date("Feb\x1c2019").out.startswith("Feb\\x1c2019 → 2019-02\n")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Feb 2019",
            [
                "2019-02",
                "2019-02-01",
                "2019-02-28",
                "2019-02-28",
                "2019-02-01",
                "month",
                False,
                False,
            ],
        ),
        ("2020/..", ["2020/..", "2020-01-01", None, "2020-12-31", None, "interval", False, False]),
        (
            "/1985",
            ["/1985", None, "1985-12-31", "1985-12-31", "1985-01-01", "interval", False, False],
        ),
        (
            "2004-06~-11",
            [
                "2004-06~-11",
                "2004-06-11",
                "2004-06-11",
                "2004-06-11",
                "2004-06-11",
                "day",
                True,
                False,
            ],
        ),
        (
            "2018%",
            ["2018%", "2018-01-01", "2018-12-31", "2018-12-31", "2018-01-01", "year", True, True],
        ),
        (
            "-0524",
            [
                "-0524",
                "-0524-01-01",
                "-0524-12-31",
                "-0524-12-31",
                "-0524-01-01",
                "year",
                False,
                False,
            ],
        ),
        (
            "0000",
            ["0000", "0000-01-01", "0000-12-31", "0000-12-31", "0000-01-01", "year", False, False],
        ),
        (
            "Y12345",
            [
                "Y12345",
                "+12345-01-01",
                "+12345-12-31",
                "+12345-12-31",
                "+12345-01-01",
                "year",
                False,
                False,
            ],
        ),
        (
            "2001-34",
            [
                "2001-34",
                "2001-04-01",
                "2001-06-30",
                "2001-06-30",
                "2001-04-01",
                "quarter",
                False,
                False,
            ],
        ),
        (
            "{1960,1961-12}",
            [
                "{1960,1961-12}",
                "1960-01-01",
                "1961-12-31",
                "1960-12-31",
                "1961-12-01",
                "set",
                False,
                False,
            ],
        ),
        (
            "circa 1620",
            ["1620~", "1620-01-01", "1620-12-31", "1620-12-31", "1620-01-01", "year", True, False],
        ),
        (
            "10 days ago",
            [
                "2026-11-12",
                "2026-11-12",
                "2026-11-12",
                "2026-11-12",
                "2026-11-12",
                "day",
                False,
                False,
            ],
        ),
    ],
)
def test_what_programs_are_told(text: str, row: list[object]) -> None:
    (found,) = rows(text)
    assert list(found.items()) == list(zip(KEYS, [text, *row], strict=True))


def test_json_keeps_the_order_asked_and_repeats() -> None:
    asked = ["2019", "Feb 2019", "-0524", "2019"]
    assert [row["text"] for row in rows(*asked)] == asked


def test_json_is_a_line_a_text() -> None:
    lines = date("--json", "2019", "2020").out.split("\n")
    assert (lines[0], lines[3:]) == ("[", ["]", ""])


def test_a_text_that_is_no_date() -> None:
    done = date("2019", "19-02-2019", "Feb 2019")
    assert done.code == 2
    assert done.out.count("a month") == done.out.count("a year") == 1
    assert done.err.startswith("hkinno: '19-02-2019' ")
    assert done.err.count("\n") == 1


def test_a_text_that_is_no_date_in_json() -> None:
    done = date("--json", "2019", "gibberish")
    assert (done.code, done.err) == (2, "")
    good, bad = json.loads(done.out)
    assert list(good) == KEYS
    assert list(bad) == ["text", "error"]
    assert bad["text"] == "gibberish"
    assert "2019-02" in bad["error"]  # the accepted forms


@pytest.mark.parametrize("text", ["Feb 2019", "today", "1 July 1997", " 2019", "525 BC"])
def test_strict_reading_knows_no_words(text: str) -> None:
    assert date(text).code == 0
    done = date("--edtf", text)
    assert (done.code, done.out) == (2, "")
    assert "EDTF" in done.err


@pytest.mark.parametrize("text", ["2019-02", "156X-12-25", "-0524", "2004-06~-11", "1985/"])
def test_strict_reading_is_the_same_for_edtf(text: str) -> None:
    assert date("--edtf", "--json", text) == date("--json", text)
    assert rows("--edtf", text)[0]["edtf"] == text


@pytest.mark.parametrize("text", ["-0524", "-0524/-0499", "-05XX", "-0001~", "-1985/2000"])
def test_a_year_before_christ_is_no_option(text: str) -> None:
    for args in ((text,), ("--json", text), (text, "--json"), ("--", text)):
        assert date(*args).code == 0, args


def test_today_fixes_the_clock() -> None:
    assert call("date", "--json", "--today", "2000-03-31", "last year").json()[0]["edtf"] == "1999"
    fixed = call("date", "--json", "last year", env={"HKINNO_TODAY": "2001-03-31"})
    assert fixed.json()[0]["edtf"] == "2000"
    both = call("date", "last year", "--today", "2003-01-01", env={"HKINNO_TODAY": "2001-03-31"})
    assert both.out.startswith("last year → 2002\n")


@pytest.mark.parametrize("args", [("2019",), ("today",)])
def test_a_today_that_is_no_day(args: tuple[str, ...]) -> None:
    done = call("date", *args, "--today", "19-02-2019")
    assert (done.code, done.out) == (2, "")
    assert done.err == "hkinno: today is a day such as 2026-11-22, not '19-02-2019'\n"


def test_a_text_is_needed() -> None:
    done = call("date")
    assert done.code == 2
    assert "hkinno date --help" in done.err


def test_bytes_that_are_not_utf_8() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hkinno", "date", "--json", b"\xff2019"],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr) == (2, b"")
    assert json.loads(done.stdout)[0]["text"] == "?2019"


def test_the_pipe_of_the_help() -> None:
    assert run("date", "--json", "2020/..").json()[0]["lo"] == "2020-01-01"

"""`hkinno stats`: counts, figures and silences, for people and for machines."""

import csv
import io
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, HARD, call, run
from wcwidth import wcswidth

from hkinno import load
from hkinno.stats.bars import Rows
from hkinno.stats.histogram import COUNTS
from hkinno.stats.tally import BY, distribution
from hkinno.stats.trends import gaps

Store = Callable[..., str]
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def event(number: int, date: str, **more: Any) -> dict[str, Any]:
    return {"id": f"e{number}", "date": date, "title": f"Event {number}"} | more


def stats(*args: str, store: str = str(EVENTS)) -> str:
    done = call("stats", "-s", store, *args)
    assert (done.code, done.err) == (0, "")
    return done.out


def records(*args: str, store: str = str(EVENTS)) -> Any:
    return call("stats", "-s", store, "--json", *args).json()


# --- the summary ---


def test_how_many_from_when_to_when_how_precisely() -> None:
    out = stats()
    assert re.search(r"^day +4  █+", out, re.M)
    assert re.search(r"^interval +2  █+", out, re.M)
    assert re.search(r"^2021 +7  █+$", out, re.M)
    assert "2 events last and count wherever they go on" in out
    assert "from 1 Jul 1997 (Hong Kong returns to China) to 31 Dec 2025 (14th Five-Year" in out
    assert "figures: committee meetings, start-ups (2)," in out
    assert out.endswith("19 of 19 events · 1997 – 2025 · events.json\n")


def test_the_summary_for_machines() -> None:
    found = records("--since", "2019")
    assert {key: found[key] for key in ("events", "lo", "hi", "unreadable", "unbounded")} == {
        "events": 11,
        "lo": "2019-02-01",
        "hi": "2025-12-31",
        "unreadable": 0,
        "unbounded": 0,
    }
    assert sum(found["precision"].values()) == 11
    assert found["figures"]["start-ups"] == 1


def test_doubts_are_counted() -> None:
    found = call("stats", "-s", str(HARD), "--json").json()
    assert (found["lo"], found["hi"], found["unreadable"]) == (None, None, 5)
    assert found["precision"]["unreadable date"] == 5
    assert sum(found["precision"].values()) == found["events"] == 55
    done = call("stats", "-s", str(HARD))
    assert "from an open start" in done.out
    assert "5 unreadable" in done.out


def test_nothing_to_count(store: Store) -> None:
    done = call("stats", "--since", "3000")
    assert (done.code, done.out) == (0, "0 of 19 events · the bundled chronology\n")
    assert done.err.startswith("hkinno: 19 earlier, the last of them 14th Five-Year Plan ")
    assert call("stats", "--since", "3000", "--json").json()["events"] == 0
    assert call("stats", "--since", "3000", "--by", "year", "--json").json() == []
    assert call("stats", "--since", "3000", "--by", "tag", "-f", "csv").out.startswith(
        "bin,events,"
    )
    assert stats(store=store()) == "0 of 0 events · store.json\n"
    done = call("stats", "--category", "polcy")
    assert "did you mean policy?" in done.err


# --- by ---


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("path", [EVENTS, HARD])
def test_each_count_can_be_the_one_that_is_told(by: str, path: Path) -> None:
    for count in (None, *COUNTS):
        args = ["--count", count] if count else []
        done = call("stats", "-s", str(path), "--by", by, *args, "--json").json()
        assert done
        for row in done:
            assert row["events"] == row[count or "expected"]
            assert row["certain"] <= row["possible"]
            assert list(row)[-4:] == ["events", "possible", "certain", "expected"]


@pytest.mark.parametrize(
    ("count", "number"), [("expected", 1.5), ("possible", 2), ("certain", 1), (None, 1.5)]
)
def test_what_is_counted(count: str | None, number: float, store: Store) -> None:
    path = store(event(1, "[1999,2005]"), event(2, "1890/2001-05"), event(3, "1998"))
    args = ["--count", count] if count else []
    (row,) = (r for r in records("--by", "year", *args, store=path) if r["bin"] == "1999")
    assert (row["events"], row["certain"], row["possible"]) == (number, 1, 2)
    assert (row["lo"], row["hi"]) == ("1999-01-01", "1999-12-31")


def test_what_lasts_is_told(store: Store) -> None:
    path = store(event(1, "1890/1976"), event(2, "1900/"), event(3, "[..1910]"), event(4, "1905"))
    out = stats("--by", "decade", store=path)
    assert "2 events last and count wherever they go on" in out
    assert "2 events have no share, since an end is not known" in out
    assert re.search(r"^1930s +1 +1 – 2  █", out, re.M)
    assert re.search(r"^1950s +1 +1 – 2  █", out, re.M)
    assert "no share" not in stats("--by", "decade", "--count", "possible", store=path)


def test_a_store_of_years_is_not_shown_by_month(store: Store) -> None:
    out = stats(store=store(event(1, "2000"), event(2, "2020-05-03")))
    assert re.search(r"^2000 +1 +█", out, re.M)
    assert re.search(r"^2001 – 2019 +0$", out, re.M)


def test_weekdays_are_those_of_exact_days(store: Store) -> None:
    path = store(event(1, "2022-07-07"), event(2, "2022"), event(3, "2022-07-07/2022-07-08"))
    found = call("stats", "-s", path, "--by", "weekday", "--json")
    assert {row["bin"]: row["events"] for row in json.loads(found.out)}["Thursday"] == 1
    assert sum(row["events"] for row in json.loads(found.out)) == 1
    assert "2 events are not dated to the day and not counted" in found.err


def test_an_event_has_all_its_tags() -> None:
    (row,) = (row for row in records("--by", "tag") if row["bin"] == "milestone")
    assert row["events"] == row["possible"] == row["certain"] == row["expected"] == 4
    assert "see --count" not in stats("--by", "tag")


@pytest.mark.parametrize(
    ("by", "first"),
    [
        ("month", "Jul 1997"),
        ("year", "1997"),
        ("decade", "1990s"),
        ("century", "1900 – 1999"),
        ("category", "policy"),
        ("tag", "mainland-cooperation"),
        ("place", "Hong Kong"),
        ("source", "Science and Technology Daily"),
        ("weekday", "Monday"),
        ("precision", "day"),
    ],
)
def test_bins(by: str, first: str) -> None:
    assert records("--by", by)[0]["bin"] == first


def test_a_source_is_its_publisher_or_its_title_or_its_host(store: Store) -> None:
    sources = [
        {"publisher": "P", "title": "T", "url": "https://p.example/a"},
        {"title": "T", "url": "https://p.example/a"},
        {"url": "https://u.example/a"},
        {"url": "urn:isbn:1"},
        {"url": "HTTPS://me:pw@v.example:80?q"},
        {"url": "not a url"},
    ]
    found = records("--by", "source", store=store(event(1, "2002", sources=sources)))
    assert [row["bin"] for row in found] == [
        "P",
        "T",
        "u.example",
        "urn:isbn:1",
        "v.example:80",
        "not a url",
    ]


def test_empty_years_are_joined_in_the_drawing() -> None:
    out = stats("--by", "year")
    assert re.search(r"^1998 – 2001 +0$", out, re.M)
    assert re.search(r"^2003 +0$", out, re.M)
    assert "1998" not in {row["bin"] for row in records("--by", "year")}


def test_coarser_bins_are_told(store: Store) -> None:
    rows = [event(n, str(1000 + 7 * n)) for n in range(120)]
    path = store(*rows)
    dated = [(entry.event, entry.date) for entry in load(path)]
    brief = distribution(dated, "year", "expected", 80, True, Rows(brief=True))  # on a terminal
    assert "by decade, since by year there would be more than 100 rows" in brief.notes
    assert len(re.findall(r"^\d{4}  ", stats("--by", "year", store=path), re.M)) == 120
    assert len(records("--by", "year", store=path)) == 120
    done = call("stats", "--by", "year", "--json", "-s", store(event(1, "Y-13800000000/2020")))
    assert len(done.json()) == 1382
    assert done.err == (
        "hkinno: by 10,000,000 years, since by year there would be more than 10,000 rows\n"
    )


def test_many_values_are_cut_and_told(store: Store) -> None:
    path = store(*(event(n, "2002", tags=[f"t{n}"]) for n in range(50)))
    dated = [(entry.event, entry.date) for entry in load(path)]
    brief = distribution(dated, "tag", "expected", 80, True, Rows(brief=True))  # on a terminal
    assert "10 more; --limit says how many to show" in brief.notes
    assert len(brief.records) == 40
    out = stats("--by", "tag", store=path)
    assert "more" not in out
    assert len(re.findall(r"^t\d+ ", out, re.M)) == 50
    assert len(records("--by", "tag", store=path)) == 50


@pytest.mark.parametrize(
    ("args", "name", "first"),
    [
        (["--by", "tag"], "bin", ["mainland-cooperation", "milestone"]),
        (["--by", "year"], "bin", ["1997", "2002"]),
        (["--figure", "start-ups"], "id", ["start-ups-2015", "start-ups-2021"]),
        (["--gaps"], "lo", ["2005-01-01", "1997-07-02"]),
    ],
)
def test_limit_cuts_rows_and_not_events(args: list[str], name: str, first: list[str]) -> None:
    every = records(*args)
    assert [row[name] for row in every[:2]] == first
    assert records(*args, "--limit", "1") == every[:1]
    assert records(*args, "--limit", "99") == every
    out = stats(*args, "--limit", "1")
    assert re.search(r"^[1-9]\d* more$", out, re.M)
    assert out.endswith("19 of 19 events · 1997 – 2025 · events.json\n")
    assert call("stats", "--limit", "1").code == 2


# --- figures ---


def test_a_figure_over_time() -> None:
    out = stats("--figure", "Start-Ups")
    assert "start-ups: about 1,500 companies in 2015 → 4,000 companies in 2021, +167 %" in out
    assert re.search(r"^2015  about 1,500 companies +█+$", out, re.M)
    assert re.search(r"^2021 +4,000 companies  \+167 %  █+$", out, re.M)
    first, last = records("--figure", "start-ups")
    assert (first["value"], first["approximate"], first["change"]) == (1500, True, None)
    assert (last["id"], last["value"], last["lo"]) == ("start-ups-2021", 4000, "2021-01-01")
    assert last["change"] == pytest.approx(5 / 3)


def test_a_figure_that_is_not_there() -> None:
    done = call("stats", "--figure", "startups")
    assert done.code == 1
    assert done.err == "hkinno: no event here has a figure 'startups'; did you mean start-ups?\n"
    assert "there are committee meetings" in call("stats", "--figure", "xyzzy").err


def test_figures_of_several_units(store: Store) -> None:
    def sized(number: int, date: str, value: object, unit: str | None) -> dict[str, Any]:
        return event(number, date, figures=[{"name": "size", "value": value, "unit": unit}])

    path = store(
        sized(1, "2001", 100, "m"),
        sized(2, "2002", 98.5, "m"),
        sized(3, "2003", 10**400, None),
        sized(4, "2004", -5, None),
        sized(5, "soon", 7, "m"),
    )
    done = call("stats", "--figure", "size", "-s", path)
    assert done.code == 0
    assert "size: 100 m in 2001 → 98.5 m in 2002, -1.5 %" in done.out
    assert "█" not in done.out  # metres and none cannot be compared
    assert done.out.index("soon") > done.out.index("2004")
    assert len(call("stats", "--figure", "size", "-s", path, "--json").json()) == 5


# --- silences ---


def test_the_longest_silences() -> None:
    lines = stats("--gaps").splitlines()
    assert re.match("1 Jan 2005 – 31 Dec 2014 +10 years  █+$", lines[2])
    assert lines[3].startswith("   between Committee for mainland–Hong Kong science")
    first = records("--gaps")[0]
    assert first == {
        "lo": "2005-01-01",
        "hi": "2014-12-31",
        "days": 3652,
        "after": "cooperation-committee",
        "before": "start-ups-2015",
    }


def test_silences_that_are_none(store: Store) -> None:
    path = store(event(1, "2002/.."), event(2, "2010"))
    out = stats("--gaps", store=path)
    assert "there is no stretch of time without an event" in out
    assert "what has no end leaves no silence after it" in out
    path = store(*(event(n, str(1900 + 2 * n)) for n in range(30)))
    dated = [(entry.event, entry.date) for entry in load(path)]
    brief = gaps(dated, 80, None, Rows(brief=True))  # on a terminal
    assert "9 more; --limit says how many to show" in brief.notes
    assert stats("--gaps", store=path).count("   between ") == 29


# --- formats ---


@pytest.mark.parametrize("args", [["--by", "year"], ["--figure", "start-ups"], ["--gaps"]])
def test_csv_and_tsv_agree_with_json(args: list[str]) -> None:
    rows = [[str(v) for v in row.values()] for row in records(*args)]
    rows = [["" if v == "None" else v.lower() for v in row] for row in rows]
    heads = list(records(*args)[0])
    table = list(csv.reader(io.StringIO(stats(*args, "-f", "csv"))))
    assert [table[0], *([c.lower() for c in row] for row in table[1:])] == [heads, *rows]
    lines = [line.split("\t") for line in stats(*args, "-f", "tsv").splitlines()]
    assert lines == table


def test_the_summary_as_csv() -> None:
    table = dict(csv.reader(io.StringIO(stats("-f", "csv"))))
    assert table["what"] == "value"
    assert (table["events"], table["precision: year"]) == ("19", "9")


def test_no_cell_becomes_a_formula(store: Store) -> None:
    path = store(event(1, "2002", category="=1+1\t"))
    assert "\n'=1+1" in stats("--by", "category", "-f", "csv", store=path)
    assert "\n=1+1" in stats("--by", "category", "-f", "tsv", store=path)


def test_the_suffix_names_the_format(tmp_path: Path) -> None:
    file = tmp_path / "years.csv"
    assert stats("--by", "year", "-o", str(file)) == ""
    assert file.read_text().startswith("bin,lo,hi,events,")
    file = tmp_path / "years.txt"
    stats("--by", "year", "-o", str(file))
    assert file.read_text().startswith("Year ")


def test_what_contradicts_is_refused() -> None:
    for args in (
        ["--by", "year", "--gaps"],
        ["--figure", "start-ups", "--gaps"],
        ["--count", "certain"],
        ["--json", "-f", "csv"],
        ["--by", "sex"],
    ):
        assert call("stats", *args).code == 2


# --- how it looks ---


@pytest.mark.parametrize("columns", [40, 50, 80, 200])
@pytest.mark.parametrize("path", [EVENTS, HARD])
def test_it_fits(columns: int, path: Path) -> None:
    for args in ([], ["--by", "year"], ["--by", "tag"], ["--gaps"], ["--by", "precision"]):
        done = call("stats", "-s", str(path), "--width", str(columns), *args)
        assert done.code == 0
        for line in done.out.splitlines():
            assert 0 <= wcswidth(line) <= columns, line


UNIT = "thousand square metres of gross floor area in the new laboratories"
TITLES = (
    "Laboratories of the first phase are opened to researchers from everywhere",
    "香港科學園第二期的實驗室向來自世界各地的研究人員開放並舉行開幕典禮及國際學術會議",
    "A third phase, of which nobody had heard before it was announced that day",
)


@pytest.fixture
def wordy(store: Store) -> str:
    dates = ("2021-05-03", "2022-05/2023", "2025-05-13")
    figures = [[{"name": "area", "value": n * 1200, "unit": UNIT}] for n in (1, 2, 2.5)]
    rows = zip(dates, TITLES, figures, strict=True)
    return store(*(event(n, d, title=t, figures=f) for n, (d, t, f) in enumerate(rows)))


def unbroken(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("columns", [20, 21, 30, 40, 60, 80])
@pytest.mark.parametrize("args", [[], ["--figure", "area"], ["--gaps"], ["--by", "month"]])
def test_long_texts_fit(wordy: str, columns: int, args: list[str]) -> None:
    for path in (wordy, str(EVENTS)):
        done = call("stats", "-s", path, "--width", str(columns), *args)
        for line in done.out.splitlines():
            assert 0 <= wcswidth(line) <= columns, line


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_units_give_way_before_dates(wordy: str, columns: str) -> None:
    table, _ = stats("--figure", "area", "--width", columns, store=wordy).split("\n\n")
    assert re.search(r"^3 May 2021  .*1,200 ", table, re.M)
    assert re.search(r"^13 May 2025  .*3,000.* \+25 %  █", table, re.M)
    whole = stats("--figure", "area", "--width", "80", store=wordy).split("\n\n")[0]
    assert whole.count("laboratories") == 3
    assert "…" not in whole


@pytest.mark.parametrize("columns", ["20", "40", "60", "80", "200"])
def test_what_is_around_a_silence_is_told_whole(wordy: str, columns: str) -> None:
    out = stats("--gaps", "--width", columns, store=wordy)
    for first, last in pairwise(TITLES):
        assert unbroken(f"between {first} and {last}") in unbroken(out)
    if columns != "20":
        assert re.search(r"^1 Jan 2024 – 12 May.* 1 year 4 months  █", out, re.M)
    assert f"\n   between {TITLES[0]} and {TITLES[1]}\n" in stats("--gaps", store=wordy)


def test_the_least_there_is_can_be_seen(store: Store) -> None:
    events = [event(n, "2002", category="many" if n else "one") for n in range(900)]
    assert re.search(r"^one +1  ▏$", stats("--by", "category", store=store(*events)), re.M)
    path = store(*events, event(-1, "[1800..2001]"))
    assert re.search(r"^1900 – 1999 +0\.5 +0 – 1  ▏$", stats("--by", "century", store=path), re.M)


def test_nothing_is_cut_on_a_pipe(store: Store) -> None:
    long = "very " * 50 + "long"
    assert long in stats("--by", "category", store=store(event(1, "2002", category=long)))


def test_colour_only_says_what_the_characters_do() -> None:
    for args in ([], ["--by", "category"], ["--gaps"], ["--figure", "start-ups"]):
        for width in ([], ["--width", "90"]):
            plain = stats(*args, *width)
            color = stats(*args, *width, "--color", "always")
            assert color != plain
            assert ANSI.sub("", color) == plain


def test_wild_text_is_data(store: Store) -> None:
    wild = "\x1b[31mred\x1b[0m \u202eesrever"
    figures = [{"name": wild, "value": 1, "unit": wild}]
    path = store(
        event(1, "2002", title=wild, category=wild, figures=figures, tags=[wild]),
        event(2, "2004", title=wild),
        event(3, "\x1b[31m2019", figures=figures),
    )
    for args in ([], ["--by", "category"], ["--by", "tag"], ["--gaps"], ["--figure", wild]):
        done = call("stats", "-s", path, *args)
        assert done.code == 0
        assert "\\x1b[31m" in done.out
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out


def test_it_takes_the_filters_of_timeline_and_standard_input() -> None:
    assert records("--category", "policy", "--until", "2018")["events"] == 2
    done = run("stats", "-s", "-", "--by", "year", "--json", stdin=EVENTS.read_bytes())
    assert done.json() == records("--by", "year")


@pytest.mark.parametrize("date", ["[..{}]", "{}/..", "../{}", "{}/", "/{}", "{{2000,{}}}"])
@pytest.mark.parametrize("year", ["Y17E731", "Y-17E731"])
@pytest.mark.parametrize("args", [[], ["--by", "year"], ["--gaps"]])
def test_years_beyond_all_numbers_are_counted(
    date: str, year: str, args: list[str], store: Store
) -> None:
    path = store(event(1, date.format(year)), event(2, "2000"))
    done = call("stats", "-s", path, *args)
    assert done.code == 0, done.err
    assert "2 of 2 events" in done.out

"""`hkinno add`: what is typed, piped or edited becomes an event, and nothing else changes."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, ROOT, Done, call, refused, run

from hkinno.events import STORED
from hkinno.store.slugs import slug

BASE = {"id": "a", "date": "2001", "title": "A"}
OLD = b'{"title": "T", "events": [{"id": "a", "date": "2001", "title": "A"}]}\n'

pytestmark = pytest.mark.usefixtures("state", "scratch")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "store.json"
    found.write_bytes(OLD)
    return found


def add(path: Path, *args: str, **how: Any) -> Done:
    return call("add", "-s", str(path), *args, **how)


def last(path: Path) -> dict[str, Any]:
    """The event that was added, numbers as they are written."""
    events = json.loads(path.read_bytes(), parse_int=str, parse_float=str)["events"]
    (found,) = (event for event in events if event["id"] != "a")
    return dict(found)


# --- options ---


def test_an_event_is_added_and_it_is_said_how_to_take_it_back(path: Path) -> None:
    done = add(path, "--date", "2019-02", "--title", "Outline plan released")
    assert done == Done(
        0,
        "+ outline-plan-released  2019-02  Outline plan released\n",
        f"hkinno: undo with: hkinno undo --store {path}\n",
    )
    assert path.read_bytes() == OLD.replace(
        b"}]", b'}, {"id": "outline-plan-released", "date": "2019-02", '
        b'"title": "Outline plan released"}]'
    )  # fmt: skip
    assert call("undo", "-s", str(path)).code == 0
    assert path.read_bytes() == OLD


def test_every_field_is_an_option(path: Path) -> None:
    done = add(
        path, "--set", 'x={"b": 1.50}', "--date-note", "N", "--translation", "zh-Hant=標題",
        "--source", "https://example.org/", "--figure", "n=5 m", "--actor", "X", "--place", "P, Q",
        "--tag", "t", "--category", "C", "--summary", "S", "--id", "i", "--title", "T",
        "--date", "2002", "--source", "A title", "--tag", "u", "--media", "a.png",
    )  # fmt: skip
    assert done.code == 0, done.err
    event = last(path)
    assert list(event) == [
        "id", "date", "title", "summary", "category", "tags", "places", "actors", "figures",
        "date_note", "sources", "media", "translations", "x",
    ]  # fmt: skip
    assert event == {
        "id": "i",
        "date": "2002",
        "title": "T",
        "summary": "S",
        "category": "C",
        "tags": ["t", "u"],
        "places": ["P", "Q"],
        "actors": ["X"],
        "figures": [{"name": "n", "value": "5", "unit": "m"}],
        "date_note": "N",
        "sources": [{"url": "https://example.org/"}, {"title": "A title"}],
        "media": [{"url": "a.png"}],
        "translations": {"zh-Hant": {"title": "標題"}},
        "x": {"b": "1.50"},
    }
    assert call("check", "-s", str(path)).code == 0


@pytest.mark.parametrize(
    ("typed", "picture"),
    [
        ("https://example.org/a b.png", {"url": "https://example.org/a b.png"}),
        ("photos/Ann Lee.jpg", {"url": "photos/Ann Lee.jpg"}),
        ('{"url": "a.png", "credit": "Ann", "dpi": 72.0}',
         {"url": "a.png", "credit": "Ann", "dpi": "72.0"}),
        ("", None),
        (" ", None),
        ('{"caption": "no address"}', None),
        ('{"url": " "}', None),
        ('{"url": 5}', None),
        ("{a.png", None),
    ],
)  # fmt: skip
def test_media(path: Path, typed: str, picture: dict[str, Any] | None) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--media", typed)
    if picture is None:
        refused(path, OLD, done, done.code, "")
        assert done.code in (1, 2)
    else:
        assert done.code == 0, done.err
        assert last(path)["media"] == [picture]


def test_a_picture_without_an_address_is_not_written(path: Path) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--set", 'media=[{"url": " "}]')
    refused(path, OLD, done, 1, "picture 1 of the event has a blank url")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Feb 2019", "2019-02"),
        ("1 July 1997", "1997-07-01"),
        ("circa 1620", "1620~"),
        ("525 BC", "-0524"),
        ("2019 to 2021", "2019/2021"),
        ("today", "2026-11-22"),
        ("last year", "2025"),
    ],
)
def test_words_are_stored_as_edtf_and_that_is_said(path: Path, typed: str, stored: str) -> None:
    done = add(path, "--date", typed, "--title", "T", "--today", "2026-11-22")
    assert done.code == 0
    assert done.err.splitlines()[0] == f"hkinno: {typed} → {stored}"
    assert last(path)["date"] == stored


def test_the_clock_may_come_from_the_environment(path: Path) -> None:
    done = add(path, "--date", "today", "--title", "T", env={"HKINNO_TODAY": "1999-12-31"})
    assert "today → 1999-12-31" in done.err
    assert last(path)["date"] == "1999-12-31"


def test_what_is_edtf_already_is_stored_without_a_word(path: Path) -> None:
    done = add(path, "--date", "2018?/2019~", "--title", "T")
    assert "→" not in done.err
    assert last(path)["date"] == "2018?/2019~"


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("start-ups=1500 companies", {"name": "start-ups", "value": "1500", "unit": "companies"}),
        ("a name = 1,234,567.50", {"name": "a name", "value": "1234567.50"}),
        ("n=~10 per cent", {"name": "n", "value": "10", "unit": "per cent", "approximate": True}),
        ("n=-0.5e3", {"name": "n", "value": "-0.5e3"}),
        ("n=0", {"name": "n", "value": "0"}),
        ("n=123456789012345678901234567890", {"name": "n", "value": "1234567890" * 3}),
        ('{"name": "n", "value": 1.50, "x": null}', {"name": "n", "value": "1.50", "x": None}),
        ("n=>10 m", {"name": "n", "value": "10", "unit": "m", "bound": "more than"}),
        ("n=>=10", {"name": "n", "value": "10", "bound": "at least"}),
        ("n>=10", {"name": "n", "value": "10", "bound": "at least"}),
        ("n ≤ 1,500", {"name": "n", "value": "1500", "bound": "at most"}),
        ("n=<-5", {"name": "n", "value": "-5", "bound": "less than"}),
        ("n=≥~7", {"name": "n", "value": "7", "approximate": True, "bound": "at least"}),
        (
            "n=more than about 7",
            {"name": "n", "value": "7", "approximate": True, "bound": "more than"},
        ),
        ("p<0.05=3 runs", {"name": "p<0.05", "value": "3", "unit": "runs"}),
        ("a>b=5", {"name": "a>b", "value": "5"}),
        ('{"name": "n", "value": 1, "bound": null}', {"name": "n", "value": "1", "bound": None}),
        ('{"name": "n", "value": 1, "bound": "over"}', None),
        ('{"name": "n", "value": 1, "bound": 5}', None),
        ("n=~>7", None),
        ("n=>>7", None),
        ("n=> =7", None),
        ("n=>", None),
        (">5", None),
        ("n=over 5", None),
        ("=)=5", None),
        ("n=1,50", None),  # is it 1.5 or 150
        ("n=1,2345", None),
        ("n=1 500 km", None),
        ('{"name": " ", "value": 1}', None),
        ('{"value": 1}', None),
        ("n=1.", None),
        ("n=.5", None),
        ("n=007", None),
        ("n=+5", None),
        ("n=5m", None),
        ("n=NaN", None),
        ("n=1e999", None),
        ("n=~", None),
        ("n=", None),
        ("=5", None),
        (" =5", None),
        ("n 5", None),
        ("", None),
        ("n=１５", None),
        ('{"name": "n"', None),
    ],
)
def test_figures(path: Path, typed: str, figure: dict[str, Any] | None) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--figure", typed)
    if figure is None:
        refused(path, OLD, done, 2, "figure")
    else:
        assert done.code == 0, done.err
        assert last(path)["figures"] == [figure]


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("https://example.org/?a=b c", {"url": "https://example.org/?a=b c"}),
        ("HTTP://EXAMPLE.ORG", {"url": "HTTP://EXAMPLE.ORG"}),
        ("The Book, p. 5", {"title": "The Book, p. 5"}),
        ("ftp://example.org", {"title": "ftp://example.org"}),
        ('{"title": "S", "pages": 1.0}', {"title": "S", "pages": "1.0"}),
        ("", None),
        ("  ", None),
        ("{not json}", None),
        ('{"title": 5}', None),
        ('{"publisher": "P"}', None),
        ('{"title": " ", "url": null}', None),
        ('{"title": "a", "title": "b"}', None),
    ],
)
def test_sources(path: Path, typed: str, source: dict[str, Any] | None) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--source", typed)
    if source is None:
        refused(path, OLD, done, done.code, "")
        assert done.code in (1, 2)
    else:
        assert done.code == 0, done.err
        assert last(path)["sources"] == [source]


@pytest.mark.parametrize(
    ("typed", "translations"),
    [
        (["zh-Hant=標題"], {"zh-Hant": {"title": "標題"}}),
        (["zh=a=b", "fr=Titre"], {"zh": {"title": "a=b"}, "fr": {"title": "Titre"}}),
        (['fr={"title": "T", "summary": "S"}'], {"fr": {"title": "T", "summary": "S"}}),
        (["zh-Hant"], None),
        (["=T"], None),
        (["fr="], None),
        (["fr= "], None),
        (["fr=a", "fr=b"], None),
        (["fr={broken"], None),
        (['fr={"title": 1}'], None),
    ],
)
def test_translations(path: Path, typed: list[str], translations: Any) -> None:
    args = [part for one in typed for part in ("--translation", one)]
    done = add(path, "--date", "2002", "--title", "T", *args)
    if translations is None:
        refused(path, OLD, done, done.code, "translation")
        assert done.code in (1, 2)
    else:
        assert done.code == 0, done.err
        assert last(path)["translations"] == translations


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (["x=1.50"], {"x": "1.50"}),
        (["x=1e999"], {"x": "1e999"}),
        (['x= {"a" : [1,\n2]} '], {"x": {"a": ["1", "2"]}}),
        (["x=null", "y=true"], {"x": None, "y": True}),
        (['größe="é"'], {"größe": "é"}),
        (["x="], None),
        (["x"], None),
        (["=1"], None),
        (["x=1", "x=2"], None),
        (["x=NaN"], None),
        (["x={'a': 1}"], None),
        (["x=" + "[" * 3000 + "]" * 3000], None),
        (['x={"a": 1, "a": 2}'], None),
        (['title="U"'], None),
        (["tags=5"], None),
        (["id=5"], None),
    ],
)
def test_other_fields(path: Path, typed: list[str], field: dict[str, Any] | None) -> None:
    args = [part for one in typed for part in ("--set", one)]
    done = add(path, "--date", "2002", "--title", "T", *args)
    if field is None:
        refused(path, OLD, done, done.code, "")
        assert done.code in (1, 2)
    else:
        assert done.code == 0, done.err
        event = last(path)
        assert {name: event[name] for name in field} == field


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ([], "an event needs at least --date and --title"),
        (["--date", "2002"], "needs at least"),
        (["--title", "T"], "needs at least"),
        (["--date", "nonsense", "--title", "T"], "nonsense"),
        (["--date", "03/04/2019", "--title", "T"], "03/04/2019"),
        (["--date", "", "--title", "T"], "''"),
        (["--date", "2019-02-29", "--title", "T"], "2019-02-29"),
        (["--date", "recently", "--title", "T"], "recently"),
        (["--date", "today", "--title", "T", "--today", "soon"], "soon"),
        (["--bogus"], "--bogus"),
        (["x"], "'x'"),
        (["-", "--title", "T"], "with - the events come from standard input alone"),
        (["-", "--edit"], "with - the events come from standard input alone"),
        (["--date"], "--date"),
        (["--date", "2002", "--title", "T", "-s", "other.json"], "only one store"),
    ],
)
def test_usage_errors(path: Path, args: list[str], why: str) -> None:
    refused(path, OLD, add(path, *args, stdin=json.dumps(BASE)), 2, why)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--date", "2002", "--title", " "], "the title is blank"),
        (["--date", "2002", "--title", ""], "the title is blank"),
        (["--date", "2002", "--title", "T", "--id", "a"], "the id 'a' is taken already"),
        (["--date", "2002", "--title", "T", "--id", " "], "the id is blank"),
        (["--date", "2002", "--title", "T", "--id", ""], "id should not be empty"),
    ],
)
def test_events_that_may_not_be(path: Path, args: list[str], why: str) -> None:
    refused(path, OLD, add(path, *args), 1, why)


# --- which store ---


def test_the_bundled_chronology_is_refused_with_the_two_ways_out() -> None:
    before = EVENTS.read_bytes()
    done = call("add", "--date", "2002", "--title", "T")
    assert (done.code, done.out) == (1, "")
    assert "there is no events.json in this folder; hkinno init makes one" in done.err
    assert "with --from-bundled a copy of the bundled chronology" in done.err
    done = call("add", "-s", ":bundled:", "--date", "2002", "--title", "T")
    assert (done.code, done.out) == (1, "")
    assert "the bundled chronology is read-only; hkinno init makes one" in done.err
    assert EVENTS.read_bytes() == before


def test_the_store_of_an_installation_is_read_only_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a wheel, where it lies inside the package."""
    package = tmp_path / "hkinno"
    package.mkdir()
    (package / "events.json").write_bytes(OLD)
    (tmp_path / "link.json").symlink_to(package / "events.json")
    monkeypatch.setattr("hkinno.store.open._HERE", str(package))
    monkeypatch.setattr("hkinno.__file__", str(package / "__init__.py"))
    for name in ("hkinno/events.json", "link.json"):
        done = call("add", "-s", str(tmp_path / name), "--date", "2002", "--title", "T")
        assert done.code == 1
        assert "the bundled chronology is read-only" in done.err
    assert (package / "events.json").read_bytes() == OLD


def test_the_store_of_the_environment(path: Path) -> None:
    args = ("--date", "2002", "--title", "T")
    assert call("add", *args, env={"HKINNO_STORE": str(path)}).code == 0
    assert last(path)["title"] == "T"
    assert call("add", *args, env={"HKINNO_STORE": ""}).code == 1


# --- reports ---


def test_a_dry_run_shows_and_does_not(path: Path) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--dry-run")
    assert done == Done(0, "+ t  2002  T\n", f"hkinno: nothing is written to {path} (--dry-run)\n")
    assert path.read_bytes() == OLD


def test_json_of_what_was_done(path: Path) -> None:
    args = ("--date", "2002", "--title", "香", "--set", "n=1.50", "--json")
    for more in (["--dry-run"], []):
        done = add(path, *args, *more)
        assert (done.code, done.err) == (0, "")
        assert done.json() == [
            {
                "id": "event-2002",
                "before": None,
                "after": {"id": "event-2002", "date": "2002", "title": "香", "n": 1.5},
            }
        ]
        assert "1.50" in done.out


def test_a_change_that_cannot_be_undone_is_said_to_be(path: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("x")
    done = add(path, "--date", "2002", "--title", "T")
    assert done.code == 0
    assert done.err.startswith("hkinno: warning: this cannot be undone, since ")
    assert "undo with" not in done.err
    assert last(path)["title"] == "T"


# --- ids ---


@pytest.mark.parametrize(
    ("title", "date", "taken", "expected"),
    [
        ("Hong Kong returns to China", "1997", [], "hong-kong-returns-to-china"),
        ("It's über-naïve: ½ Œuvre", "1997", [], "its-uber-naive-12-uvre"),
        ("香港回歸", "1997-07-01", [], "event-1997-07-01"),
        ("香港回歸", "../1985", [], "event-1985"),
        ("香港 HK 回歸", "1997", [], "hk"),
        ("香港", "1997", ["event-1997", "event-1997-2"], "event-1997-3"),
        ("…", "", [], "event-undated"),
        ("A", "1997", ["a"], "a-2"),
        ("A 2", "1997", ["a-2"], "a-2-2"),
        ("x" * 100, "1997", [], "x" * 60),
        ("word " * 50, "1997", [], "-".join(["word"] * 12)),
        ("../../etc/passwd", "1997", [], "etc-passwd"),
        ("\x1b[31m=HYPERLINK(1)", "1997", [], "31m-hyperlink-1"),
        ("  --x--  ", "1997", [], "x"),
    ],
)
def test_ids_are_made_from_titles(title: str, date: str, taken: list[str], expected: str) -> None:
    assert slug(title, date, set(taken)) == expected


def test_ids_of_several_events_at_once_do_not_collide(path: Path) -> None:
    events = [{"date": "2002", "title": "A"}, {"date": "2003", "title": "A"}]
    assert add(path, "-", stdin=json.dumps(events)).code == 0
    found = json.loads(path.read_bytes())["events"]
    assert [event["id"] for event in found] == ["a", "a-2", "a-3"]


# --- from standard input ---

ONE = '{"id": "i", "date": "2002", "title": "T", "n": 1.50}'
TWO = '{"id": "j", "date": "2003", "title": "U", "x": {"y": 12345678901234567890123}}'


@pytest.mark.parametrize(
    "data",
    [
        f"[{ONE}, {TWO}]",
        f"[\n{ONE},\n{TWO}\n]\n",
        f"{ONE}\n{TWO}\n",
        f"\n{ONE}\r\n\r\n{TWO}",
        f"\ufeff{ONE}\n{TWO}\n",
        f'{{"title": "Other", "events": [{ONE}, {TWO}]}}',
        f'\ufeff{{\n"events":\n[{ONE}, {TWO}]\n}}\n',
    ],
)
def test_several_events_from_standard_input(path: Path, data: str) -> None:
    done = add(path, "-", stdin=data)
    assert done.code == 0, done.err
    assert done.out == "+ i  2002  T\n+ j  2003  U\n"
    assert path.read_text() == OLD.decode().replace("}]", f"}}, {ONE}, {TWO}]")
    assert call("log", "-s", str(path)).out.endswith(f"  add 2 events\n1 change of {path}\n")


@pytest.mark.parametrize(
    "data",
    [
        ONE,
        ONE + "\n",
        "\ufeff " + ONE.replace(", ", ",\n  ").replace("{", "{\n"),
        f"[{ONE}]",
        json.dumps({"events": [json.loads(ONE)]}).replace("1.5", "1.50"),
    ],
)
def test_one_event_from_standard_input(path: Path, data: str) -> None:
    assert add(path, "-", stdin=data).out == "+ i  2002  T\n"
    assert last(path) == {"id": "i", "date": "2002", "title": "T", "n": "1.50"}


def test_fields_from_standard_input_stand_in_the_usual_order(path: Path) -> None:
    add(path, "-", stdin='{"x": 1, "title": "T", "date": "Feb 2002", "tags": []}')
    assert list(last(path)) == ["id", "date", "title", "tags", "x"]


def test_words_from_standard_input_are_stored_as_edtf(path: Path) -> None:
    data = '{"date": "Feb 2002", "title": "T"}\n{"date": "yesterday", "title": "U"}\n'
    done = add(path, "-", "--today", "2026-11-22", stdin=data)
    assert done.err.splitlines()[:2] == [
        "hkinno: Feb 2002 → 2002-02",
        "hkinno: yesterday → 2026-11-21",
    ]
    dates = [event["date"] for event in json.loads(path.read_bytes())["events"]]
    assert dates == ["2001", "2002-02", "2026-11-21"]


@pytest.mark.parametrize("data", ["[]", '{"events": []}'])
def test_nothing_from_standard_input_is_nothing(path: Path, data: str) -> None:
    assert add(path, "-", stdin=data) == Done(0, "", f"hkinno: nothing changes in {path}\n")
    assert path.read_bytes() == OLD


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "there is no event on standard input"),
        (" \n", "there is no event on standard input"),
        ("\ufeff", "there is no event on standard input"),
        ("nonsense", "standard input: line 1: not JSON"),
        (f"[{ONE}", "standard input: line 1: it ends too early"),
        ('{\n"date": "2002"\n"title": "T"}', "standard input: line 3: not JSON"),
        ("[1]", "event 1 of standard input: the event should be an object, not a number"),
        ("5", "standard input"),
        (f'[{ONE}, {{"date": "2002"}}]', "event 2 of standard input: "),
        (f"[{ONE}, {ONE}]", "event 2 of standard input: the id 'i' is taken already"),
        ('{"id": "a", "date": "2002", "title": "T"}', "the id 'a' is taken already"),
        ('{"date": "03/04/2019", "title": "T"}', "event 1 of standard input: "),
        ('{"date": "2002", "title": "T", "date": "2003"}', "date stands twice"),
        ('{"date": "2002", "title": "T", "x": {"y": 1, "y": 2}}', "y stands twice"),
        ('{"date": 2002, "title": "T"}', "date should be text, not a number"),
        ('{"date": "2002", "title": "T", "x": NaN}', "not JSON"),
        ('{"date": "2002", "title": "T", "x": "\\ud800"}', "standard input"),
        (f"{ONE}\n{{broken\n", "standard input"),
        ('{"date": "2002", "title": "T", "x": ' + "[" * 3000 + "]" * 3000 + "}", "too deeply"),
        ('{"title": "only a title"}', "event 1 of standard input: "),
    ],
)
def test_what_is_wrong_on_standard_input(path: Path, data: str, why: str) -> None:
    refused(path, OLD, add(path, "-", stdin=data), 1, why)


def test_objects_over_several_lines_on_standard_input_are_told_of_jq(path: Path) -> None:
    data = json.dumps({"date": "2002", "title": "T"}, indent=2)
    refused(path, OLD, add(path, "-", stdin=f"{data}\n{data}\n"), 1, "jq -c writes each on a line")
    assert add(path, "-", stdin=data).code == 0


@pytest.mark.parametrize("value", ["foo", "true story", "", "{"])
def test_a_text_for_another_field_stands_in_quotes(path: Path, value: str) -> None:
    done = add(path, "--date", "2002", "--title", "T", "--set", f"mood={value}")
    refused(path, OLD, done, 2, "a text stands in quotes, as in --set 'mood=\"good\"'")


def test_bytes_on_standard_input_that_are_no_utf_8(path: Path) -> None:
    for where in ("title", "x"):
        data = json.dumps({"date": "2002", "title": "T"} | {where: "@"}).encode()
        refused(path, OLD, add(path, "-", stdin=data.replace(b"@", b"\xff")), 1, "UTF-8")


def test_closed_standard_input(path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$1" -m hkinno add -s "$2" - <&-', "sh", sys.executable, str(path)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (1, "hkinno: standard input is closed\n")


def test_what_timeline_writes_add_reads(tmp_path: Path) -> None:
    """Out of one store, into another: the values as they were written."""
    mine = tmp_path / "mine.jsonl"
    assert call("init", str(mine)).code == 0
    for form in ("json", "jsonl"):
        shown = call("timeline", "-f", form, "--tag", "milestone")
        assert call("add", "-s", str(mine), "-", stdin=shown.out).code == 0
        rows = [json.loads(line) for line in mine.read_text().splitlines()]
        expected = call("timeline", "--json", "--tag", "milestone").json()
        assert rows == expected
        assert call("remove", "-s", str(mine), *[row["id"] for row in rows]).code == 0


# --- in an editor ---


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """An $EDITOR that runs a program on the text, which it finds in `text`; `path` is its file."""

    def made(program: str) -> None:
        script = tmp_path / "an editor.py"
        script.write_text(
            f"#!{sys.executable}\nimport json, os, sys\npath = sys.argv[1]\n"
            f"text = open(path, encoding='utf-8').read()\n{program}\n"
            "if os.path.exists(path): open(path, 'w', encoding='utf-8').write(text)\n"
        )
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", f'"{script}"')
        monkeypatch.delenv("VISUAL", raising=False)

    return made


FILL = (
    'text = text.replace(\'"date": ""\', \'"date": "{}"\')'
    '.replace(\'"title": ""\', \'"title": "{}"\')'
)


def kept(done: Done, tmp_path: Path) -> str:
    """The text of which is said that it is kept."""
    (where,) = (line for line in done.err.splitlines() if "your text is kept in" in line)
    file = Path(where.rpartition(" in ")[2])
    assert file.parent == tmp_path
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_text()


def leftovers(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("hkinno-*"))


def test_a_template_in_an_editor(path: Path, tmp_path: Path, editor: Callable[[str], None]) -> None:
    editor(FILL.format("Feb 2002", "From an editor"))
    done = add(path, "--edit", "--tag", "t")
    assert done.code == 0, done.err
    assert "Feb 2002 → 2002-02" in done.err
    assert last(path) == {
        "id": "from-an-editor",
        "date": "2002-02",
        "title": "From an editor",
        "tags": ["t"],
    }
    assert leftovers(tmp_path) == []


def test_what_is_given_stays_though_it_is_empty(path: Path, editor: Callable[[str], None]) -> None:
    editor("text = text.replace('\"T\"', '\"U\"').replace('\"tags\": []', '\"tags\": [ ]')")
    options = ("--set", "x=[]", "--set", "y=null", "--date", "2000", "--title", "T")
    done = add(path, "--edit", *options)
    assert done.code == 0, done.err
    (found,) = [event for event in json.loads(path.read_bytes())["events"] if event["title"] == "U"]
    assert (found["x"], found["y"]) == ([], None)
    assert "summary" not in found
    assert "tags" not in found


def test_the_template_shows_what_is_given(path: Path, editor: Callable[[str], None]) -> None:
    editor(
        "event = json.loads(text)\n"
        f"assert list(event) == {[*STORED, 'n']}\n"
        "assert event['title'] == 'T' and '1.50' in text\n"
        "text = text.replace('2002', '2003')"
    )
    done = add(path, "--edit", "--date", "2002", "--title", "T", "--set", "n=1.50")
    assert done.code == 0, done.err
    assert last(path) == {"id": "t", "date": "2003", "title": "T", "n": "1.50"}


def test_a_template_that_is_left_as_it_is(
    path: Path, tmp_path: Path, editor: Callable[[str], None]
) -> None:
    editor("pass")
    refused(path, OLD, add(path, "--edit"), 1, "the text was not changed, so nothing is written")
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("text = text.replace('}', '')", "the text: line "),
        ("text = '[1]'", "this is no event: the event should be an object"),
        ("text = '{}'", "date"),
        ("text = ''", "ends too early"),
        (FILL.format("2002", " "), "the title is blank"),
        (FILL.format("03/04/2019", "T"), "03/04/2019"),
        (FILL.format("2002", "T") + ".replace('[]', '5')", "tags should be a list"),
        ('text = \'{"date": "2002", "title": "T", "title": "U"}\'', "title stands twice"),
    ],
)
def test_a_text_that_is_no_event_is_kept(
    path: Path, tmp_path: Path, editor: Callable[[str], None], program: str, why: str
) -> None:
    editor(program)
    done = add(path, "--edit")
    assert done.code in (1, 2)
    assert why in done.err
    assert path.read_bytes() == OLD
    typed = kept(done, tmp_path)
    assert ("2002" in typed) == ("2002" in program)
    assert len(leftovers(tmp_path)) == 1


def test_a_text_is_kept_too_when_the_store_cannot_be_written(
    path: Path, tmp_path: Path, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(FILL.format("2002", "T"))

    def refuse(*_: object) -> None:
        raise OSError(28, "x")

    monkeypatch.setattr(os, "fsync", refuse)
    done = add(path, "--edit")
    assert done.code == 1
    assert "No space left" in done.err
    assert '"title": "T"' in kept(done, tmp_path)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("sys.exit(1)", "diting failed"),
        ("os.unlink(path)", "the editor left no text"),
    ],
)
def test_an_editor_that_fails(
    path: Path, tmp_path: Path, editor: Callable[[str], None], program: str, said: str
) -> None:
    editor(program)
    refused(path, OLD, add(path, "--edit"), 1, said)
    assert leftovers(tmp_path) == []


def test_an_editor_that_fails_after_a_change_keeps_it(
    path: Path, tmp_path: Path, editor: Callable[[str], None]
) -> None:
    editor("open(path, 'w').write('my words'); sys.exit(1)")
    done = add(path, "--edit")
    assert done.code == 1
    assert kept(done, tmp_path) == "my words"


def test_an_editor_that_is_not_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    monkeypatch.delenv("VISUAL", raising=False)
    done = add(path, "--edit")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert path.read_bytes() == OLD


def test_a_text_with_a_byte_order_mark_and_other_line_ends(
    path: Path, editor: Callable[[str], None]
) -> None:
    editor('text = \'\\ufeff\' + \'{\\r\\n"date": "2002",\\r\\n"title": "T"\\r\\n}\\r\\n\'')
    assert add(path, "--edit").code == 0
    assert last(path) == {"id": "t", "date": "2002", "title": "T"}


def test_an_editor_in_a_dry_run(path: Path, editor: Callable[[str], None]) -> None:
    editor(FILL.format("2002", "T"))
    assert add(path, "--edit", "--dry-run").out == "+ t  2002  T\n"
    assert path.read_bytes() == OLD


# --- in a process of its own ---


def test_the_very_command(path: Path) -> None:
    done = run("add", "-s", str(path), "--date", "Feb 2019", "--title", "O'Neil & Söhne")
    assert done.code == 0
    assert done.out == "+ oneil-sohne  2019-02  O'Neil & Söhne\n"
    assert done.err == (
        f"hkinno: Feb 2019 → 2019-02\nhkinno: undo with: hkinno undo --store {path}\n"
    )

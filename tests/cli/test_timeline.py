"""`hkinno timeline`: every option, as it is typed, and what comes out of which end."""

import csv
import gzip
import io
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import EVENTS, Done, call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno import registry

Event = Mapping[str, Any]
Write = Callable[..., str]
SUFFIXES = ", ".join(
    sorted(s for name in registry.names("formats") for s in registry.suffixes(name))
)

KEPT: list[Event] = [
    {"id": "a", "date": "1999", "title": "Alpha", "category": "Policy", "tags": ["x"]},
    {"id": "b", "date": "2002~", "title": "Beta", "category": "funding", "tags": ["x", "y, z"]},
    {"id": "c", "date": "2002-05", "title": "Gamma", "places": ["Hong Kong"], "actors": ["Lu"]},
    {"id": "d", "date": "2010/..", "title": "Delta", "summary": "A robot.", "note": {"k": 1.50}},
    {"id": "e", "date": "soon", "title": "Epsilon", "category": "policy", "tags": ["y"]},
]


@pytest.fixture
def path(store: Write) -> str:
    return store(*KEPT)


def timeline(*args: str, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    return call("timeline", *args, stdin=stdin, env=env)


def ids(done: Done) -> str:
    return "".join(event["id"] for event in done.json())


def refused(*args: str, code: int = 2, env: Mapping[str, str] | None = None) -> str:
    """The sentence with which a question is refused; nothing is on standard output."""
    done = timeline(*args, env=env)
    assert done.code == code
    assert done.out == ""
    *warnings, sentence = done.err.splitlines()
    assert all(line.startswith("hkinno: warning: ") for line in warnings)
    return sentence.removeprefix("hkinno: ")


# --- the question ---

ASKED = [
    ("", "abcde"),
    ("--since 2003", "d"),
    ("--since 2002", "bcd"),
    ("--until 2001", "a"),
    ("--until 2002-05", "abc"),
    ("--on 2002-05", "bc"),
    ("--on|May 2002", "bc"),
    ("--on 2002-05 --certain", "c"),
    ("--since 2002 --until 2005", "bc"),
    ("--since 2010 --certain", "d"),
    ("--until 2010 --certain", "abcd"),
    ("--until 2010 --certain --inside", "abc"),
    ("--until 2010 --inside", "abc"),
    ("--on 2002 --inside", "bc"),
    ("--on|15 May", "abcd"),
    ("--on|May 15th --certain", "d"),
    ("--on|29 February", "d"),
    ("--on [1999,2005]", "a"),
    ("--on XXXX-05-15 --since 2002", "bcd"),
    ("--on|2001 to now --today 2002-05-01", "bc"),
    ("--since|3 years ago --today 2005-07-01", "bcd"),
    ("--since|last year --until|last year --today 2003-01-01", "bc"),
    ("--category policy", "ae"),
    ("--category policy,FUNDING", "abe"),
    ("--category policy --category funding", ""),
    ("--no-category policy", "bcd"),
    ("--no-category policy,funding", "cd"),
    ("--no-category policy --no-category funding", "cd"),
    ("--tag x", "ab"),
    (r"--tag|y\, z", "b"),
    ("--tag|y, z", "e"),
    ("--no-tag x", "cde"),
    ("--tag x --tag y", ""),
    ("--place|hong kong", "c"),
    ("--no-place|hong kong", "abde"),
    ("--actor lu", "c"),
    ("--no-actor lu", "abde"),
    ("--search ROBOT", "d"),
    ("--search alpha --search z", ""),
    ("--search ta", "bd"),
    ("--search|^.e --regex", "bd"),
    ("--search|(a+)+$ --regex", "abcd"),
    ("--around b", "c"),
    ("--around b --within 2y", "c"),
    ("--around b --within 4y", "ac"),
    ("--around a --within 36m", "bc"),
    ("--around a --within 2w", ""),
    ("--around a --within 99999999y", "bcd"),
    ("--around c --within 0d", "b"),
    ("--around d", ""),
    ("--around d --within 8y", "bc"),
    ("--around b --within 5y --certain", "ac"),
    ("--around b --within 5y --category policy", "a"),
    ("--sort title", "abdec"),
    ("--sort title --reverse", "cedba"),
    ("--sort category", "baecd"),
    ("--sort id --reverse", "edcba"),
    ("--reverse", "dcbae"),
    ("--limit 2", "ab"),
    ("--limit 2 --reverse", "dc"),
    ("--limit 0", ""),
    ("--limit 99999999999999999999", "abcde"),
    ("--tag x --category funding --until 2010 --search beta", "b"),
]


@pytest.mark.parametrize(("args", "expected"), ASKED)
def test_what_is_asked(path: str, args: str, expected: str) -> None:
    typed = [word for part in args.split(" --") for word in _words(part)]
    assert ids(timeline("-s", path, "--json", *typed)) == expected


def _words(part: str) -> list[str]:
    """`since|last year` is an option and one value; without a bar, blanks part the words."""
    part = part if part.startswith("--") or not part else f"--{part}"
    return part.split("|") if "|" in part else part.split()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--certain"], "--certain needs dates to compare with"),
        (["--inside"], "--inside needs dates to compare with"),
        (["--since", "2005", "--on", "2001"], "there is no day that is in all of --since '2005'"),
        (["--on", "[1999,2005]", "--around", "b"], "there is no day that is in all of --on"),
        (["--on", "31 June"], "--on: '31 June' is no date: no year has a day 31 in that month"),
        (["--since", "4 July"], "--since: '4 July' is no date: "),
        (["--since", "2005", "--until", "2001"], "--since '2005' begins after --until '2001' ends"),
        (["--since", ""], "--since: '' is no date"),
        (["--until", "2019-13"], "--until: '2019-13' is no date"),
        (["--on", "03/04/2019"], "--on: '03/04/2019' is no date: "),
        (["--since", "recently"], "--since: 'recently' is no date"),
        (["--category", ""], "--category needs a value"),
        (["--no-tag", " , "], "--no-tag needs a value"),
        (["--place", "x", "--place", ""], "--place needs a value"),
        (["--regex"], "--regex says how --search is read: it needs --search"),
        (["--regex", "--search", "("], "'(' is no pattern: missing ) at position 1"),
        (["--within", "2y"], "--within says how near to --around an event must be"),
        (["--around", "b", "--within", "soon"], "'soon' is no length of time"),
        (["--limit", "-1"], "Invalid value for '--limit'"),
        (["--limit", "many"], "Invalid value for '--limit'"),
        (["--sort", "size"], "Invalid value for '--sort'"),
        (["--group", "week"], "Invalid value for '--group'"),
        (["--group", "year", "--json"], "json has no headings; --group works with "),
        (["--format", "pdf"], "Invalid value for '-f' / '--format'"),
        (["--json", "-f", "csv"], "--json and --format csv contradict each other"),
        (["--json", "-f", "json", "--group", "tag"], "json has no headings"),
        (["--fields", ""], "--fields needs at least one name"),
        (["--fields", " , "], "--fields needs at least one name"),
        (["--fields", "id,titel"], "no field 'titel'; "),
        (["--width", "3"], "Invalid value for '--width'"),
        (["--color", "sometimes"], "Invalid value for '--color'"),
        (["--today", "2026-W47-7"], "today is a day such as 2026-11-22, not '2026-W47-7'"),
        (["--today", "20261122"], "today is a day such as 2026-11-22, not '20261122'"),
        (["--today", "2026-11"], "today is a day such as 2026-11-22, not '2026-11'"),
        (["--today", "-0001-01-01"], "today is a day such as 2026-11-22, not '-0001-01-01'"),
        (["--today", "now"], "today is a day such as 2026-11-22, not 'now'"),
        (
            ["-o", "answer.pdf"],
            f"the suffix of 'answer.pdf' names no format here; there are {SUFFIXES} (or use -f)",
        ),
        (["-o", "answer"], "the suffix of 'answer' names no format"),
        (["--store", "-"], "standard input (-) can be read only once"),
        (["extra"], "Got unexpected extra argument (extra)"),
    ],
)
def test_what_makes_no_sense(path: str, args: list[str], sentence: str) -> None:
    stores = ["-s", "-"] if "--store" in args else ["-s", path]
    assert refused(*stores, *args).startswith(sentence)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("--sinec", "--since"), ("--catgory", "--category"), ("--no-tga", "--no-tag")],
)
def test_a_slip_in_an_option_is_suggested(path: str, slip: str, meant: str) -> None:
    sentence = refused("-s", path, slip, "x")
    assert slip in sentence
    assert meant in sentence


def test_a_field_that_is_nowhere_is_answered_with_those_there_are(path: str) -> None:
    sentence = refused("-s", path, "--fields", "id,colour")
    assert sentence.startswith("no field 'colour'; ")
    assert {"title", "lo", "hi", "precision", "note"} <= set(re.findall(r"\w+", sentence))
    assert "title" in refused("-s", path, "--fields", "titel")


def test_a_slip_in_a_word_is_suggested(path: str) -> None:
    done = timeline("-s", path, "--category", "polcy,funding", "--tag", "nothing", "--json")
    assert (done.code, done.out) == (0, "[]\n")
    said = "no event has the category 'polcy'; did you mean policy?"
    assert f"hkinno: {said}\nhkinno: no event has the tag 'nothing'\n" == done.err


def test_no_answer_without_a_slip_says_nothing(path: str) -> None:
    done = timeline("-s", path, "--category", "funding", "--no-tag", "x", "--json")
    assert (done.code, done.out, done.err) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("science-prak-opens", "; did you mean science-park-opens"),
        ("start-", None),
        ("qqqq", ""),
    ],
)
def test_an_unknown_id_around_which_nothing_is(wanted: str, hint: str | None) -> None:
    sentence = refused("--around", wanted, code=1)
    if hint is None:
        assert sentence.startswith(f"'{wanted}' fits 2 events, start-ups-2015, start-ups-2021;")
        return
    assert sentence.startswith(f"no event has the id '{wanted}'{hint}")
    assert bool(hint) == ("did you mean" in sentence)


def test_nothing_is_near_an_unreadable_date(path: str) -> None:
    sentence = refused("-s", path, "--around", "e", code=1)
    assert sentence == "the date of 'e' cannot be read, so nothing is near it"


# --- unreadable dates ---


@pytest.mark.parametrize("order", [[], ["--reverse"], ["--limit", "9"]])
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "table", "markdown"])
def test_an_unreadable_date_warns_and_comes_last(path: str, form: str, order: list[str]) -> None:
    done = timeline("-s", path, "-f", form, *order)
    assert done.code == 0
    assert done.err == (
        f"hkinno: warning: {path}: event 5 'e' (line 1): 'soon' is no date: "
        "it is not EDTF, as in 2002, 2019-02, 2018~ or 2020/..; "
        "it comes last, and date filters leave it out\n"
    )
    assert done.out.rindex("Epsilon") == max(done.out.rindex(e["title"]) for e in KEPT)


@pytest.mark.parametrize("name", ["--since", "--until", "--on"])
def test_a_date_filter_leaves_it_out_and_says_so(path: str, name: str) -> None:
    done = timeline("-s", path, name, "1999/2030", "--json")
    assert ids(done) == "abcd"
    assert done.err.startswith("hkinno: warning: ")


def test_of_many_warnings_some_are_shown(store: Write) -> None:
    many = [{"id": f"e{n}", "date": "soon", "title": "T"} for n in range(9)]
    done = timeline("-s", store(*many), "--json")
    lines = done.err.splitlines()
    assert all(line.startswith("hkinno: warning: ") for line in lines)
    assert [f"'e{n}'" in line for n, line in enumerate(lines)] == [True] * 5 + [False]
    assert lines[-1].startswith("hkinno: warning: 4 more ")


# --- which store ---


def test_stores_are_merged(store: Write) -> None:
    one, two = store(*KEPT[:2]), store(*KEPT[2:4], name="two.jsonl")
    assert ids(timeline("-s", two, "--store", one, "--json")) == "abcd"
    assert "4 of 4 events" in timeline("-s", two, "--store", one).out


def test_the_environment_names_the_store(path: str, store: Write) -> None:
    other = store({"id": "z", "date": "2002", "title": "Z"}, name="other.json")
    env = {"HKINNO_STORE": path}
    assert ids(timeline("--json", env=env)) == "abcde"
    assert ids(timeline("--json", "-s", other, env=env)) == "z"
    assert timeline("--json", env={"HKINNO_STORE": ""}).out == timeline("--json").out


def test_without_a_store_it_is_the_bundled_chronology() -> None:
    bundled = json.loads(EVENTS.read_text("utf-8"))["events"]
    assert timeline("--json").json() == timeline("-s", str(EVENTS), "--json").json()
    assert sorted(event["id"] for event in timeline("--json").json()) == sorted(
        event["id"] for event in bundled
    )


@pytest.mark.parametrize("wrap", ["plain", "gzip", "BOM"])
@pytest.mark.parametrize("name", ["store.json", "store.jsonl"])
def test_standard_input_is_a_store(store: Write, name: str, wrap: str) -> None:
    data = Path(store(*KEPT, name=name)).read_bytes()
    wrapped = {"plain": data, "gzip": gzip.compress(data, mtime=0), "BOM": b"\xef\xbb\xbf" + data}[
        wrap
    ]
    done = timeline("-s", "-", "--json", stdin=wrapped)
    assert ids(done) == "abcde"
    assert "standard input: event 5 'e'" in done.err


def test_standard_input_and_a_file(path: str) -> None:
    more = '{"id":"z","date":"2000","title":"Z"}'
    assert ids(timeline("-s", path, "-s", "-", "--json", stdin=more)) == "azbcde"


def test_a_missing_store_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.json")
    assert refused("-s", missing, code=1) == f"there is no file {missing}"
    env = {"HKINNO_STORE": missing}
    assert refused(code=1, env=env) == f"there is no file {missing}"


# --- the clock ---


def test_today_is_an_option_or_in_the_environment(path: str) -> None:
    args = ["-s", path, "--on", "last year", "--json"]
    assert ids(timeline(*args, "--today", "2000-06-30")) == "a"
    assert ids(timeline(*args, env={"HKINNO_TODAY": "2000-06-30"})) == "a"
    assert ids(timeline(*args, "--today", "2012-06-30", env={"HKINNO_TODAY": "junk"})) == "d"
    sentence = refused(*args, env={"HKINNO_TODAY": "junk"})
    assert sentence == "--on: today is a day such as 2026-11-22, not 'junk'"


def test_the_clock_is_not_asked_without_need(path: str) -> None:
    assert ids(timeline("-s", path, "--on", "1999", "--json", env={"HKINNO_TODAY": "x"})) == "a"


# --- formats and fields ---


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("table", "Date"),
        ("json", '[\n{"id": "a"'),
        ("jsonl", '{"id": "a"'),
        ("csv", "id,date,title,"),
        ("tsv", "id\tdate\ttitle\t"),
        ("markdown", "| Date |"),
    ],
)
def test_every_format_by_its_name(path: str, form: str, start: str) -> None:
    done = timeline("-s", path, "--format", form)
    assert done.code == 0
    assert done.out.startswith(start)
    assert done.out.endswith("\n")


def test_a_table_is_what_is_said_without_a_word(path: str) -> None:
    assert timeline("-s", path).out == timeline("-s", path, "-f", "table").out
    assert timeline("-s", path, "--json").out == timeline("-s", path, "-f", "json").out


def test_the_table_has_an_event_a_line_and_a_footer(path: str) -> None:
    lines = timeline("-s", path, "--since", "1999").out.splitlines()
    assert [line.split()[-1] for line in lines[2:6]] == ["a", "b", "c", "d"]
    assert lines[-1] == "4 of 5 events · 1999 – … · store.json"


def test_nothing_found(path: str) -> None:
    args = ["-s", path, "--limit", "0", "-f"]
    assert timeline(*args, "table").out == "0 of 5 events · store.json\n"
    assert timeline(*args, "json").out == "[]\n"
    assert timeline(*args, "jsonl").out == ""
    assert timeline(*args, "csv").out.count("\n") == 1


def test_fields_choose_columns_and_keys(path: str) -> None:
    args = ["-s", path, "--fields", "title, lo,hi,precision,approximate,uncertain,note,tags"]
    rows = timeline(*args, "--json").json()
    assert rows[1] == {
        "title": "Beta",
        "lo": "2002-01-01",
        "hi": "2002-12-31",
        "precision": "year",
        "approximate": True,
        "uncertain": False,
        "tags": ["x", "y, z"],
    }
    assert rows[3]["hi"] is None
    assert rows[3]["note"] == {"k": 1.5}
    assert rows[4] == {
        "title": "Epsilon",
        "tags": ["y"],
        **dict.fromkeys(["lo", "hi", "precision", "approximate", "uncertain"]),
    }
    table = list(csv.DictReader(io.StringIO(timeline(*args, "-f", "csv").out)))
    assert table[0] == {
        "title": "Alpha",
        "lo": "1999-01-01",
        "hi": "1999-12-31",
        "precision": "year",
        "approximate": "false",
        "uncertain": "false",
        "note": "",
        "tags": "x",
    }
    head = timeline(*args).out.splitlines()[0]
    assert head.casefold().split() == args[-1].replace(",", " ").split()


def test_a_field_twice_is_a_field_once(path: str) -> None:
    done = timeline("-s", path, "--fields", "id,title,id", "--limit", "1", "--json")
    assert done.out == '[\n{"id": "a", "title": "Alpha"}\n]\n'


def test_a_field_may_be_in_events_that_are_not_shown(path: str) -> None:
    done = timeline("-s", path, "--fields", "id,note", "--limit", "1", "--json")
    assert done.json() == [{"id": "a"}]


def test_numbers_in_fields_stay_as_written(tmp_path: Path) -> None:
    raw = f'{{"id":"a","date":"2002","title":"T","n":1.50,"m":{10**30},"k":1E+2}}'
    (tmp_path / "n.jsonl").write_text(raw)
    done = timeline("-s", str(tmp_path / "n.jsonl"), "--fields", "n,m,k", "-f", "tsv")
    assert done.out == f"n\tm\tk\n1.50\t{10**30}\t1E+2\n"
    assert str(10**30) in timeline("-s", str(tmp_path / "n.jsonl"), "--fields", "m", "--json").out


def test_raw_dates_and_words(path: str) -> None:
    words = timeline("-s", path).out
    edtf = timeline("-s", path, "--raw-dates").out
    assert all(text in words for text in ("c. 2002", "May 2002", "since 2010", "soon"))
    assert all(text in edtf for text in ("2002~", "2002-05", "2010/..", "soon"))


def test_a_translation_is_shown_where_there_is_one(store: Write) -> None:
    told = {"zh-Hant": {"title": "香港"}, "de": {"summary": "Zusammenfassung"}}
    path = store({"id": "a", "date": "2002", "title": "Hong Kong", "translations": told})
    assert "香港" in timeline("-s", path, "--lang", "zh-Hant").out
    assert "香港" in timeline("-s", path, "--lang", "ZH").out
    assert "Hong Kong" in timeline("-s", path, "--lang", "de").out
    assert "Hong Kong" in timeline("-s", path, "--lang", "fr").out
    assert '"title": "Hong Kong"' in timeline("-s", path, "--lang", "zh", "--json").out


def test_groups_break_the_table(path: str) -> None:
    done = timeline("-s", path, "--group", "decade", "-f", "markdown")
    assert [line[3:] for line in done.out.splitlines() if line.startswith("## ")] == [
        *("1990s", "2000s", "since 2010", "unreadable date")
    ]


def test_width_and_colour_without_a_terminal(path: str) -> None:
    assert "\x1b" not in timeline("-s", path).out
    assert "\x1b[" in timeline("-s", path, "--color", "always").out
    assert "\x1b[" in timeline("-s", path, env={"FORCE_COLOR": "1"}).out
    assert "\x1b" not in timeline("-s", path, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "\x1b" not in timeline("-s", path, env={"FORCE_COLOR": "0"}).out
    assert "\x1b" not in timeline("-s", path, "--color", "never", env={"FORCE_COLOR": "1"}).out
    narrow = timeline("-s", path, "--width", "30").out.splitlines()
    assert max(map(len, narrow)) <= 30


def test_columns_do_not_cut_a_pipe(path: str) -> None:
    assert timeline("-s", path, env={"COLUMNS": "20"}).out == timeline("-s", path).out


def test_a_pager_is_not_for_a_pipe(path: str) -> None:
    plain = timeline("-s", path).out
    assert timeline("-s", path, "--pager", env={"HKINNO_PAGER": "false"}).out == plain


# --- JSON is the events as stored ---

key = st.text(max_size=4)
number = st.sampled_from(["0", "-0", "1.50", "1e3", "1E+2", "-0.0", str(10**30), "1e999", "1.0"])
text = st.one_of(
    st.text(max_size=6).map(json.dumps),
    st.text(max_size=6).map(lambda t: json.dumps(t, ensure_ascii=False)),
    st.sampled_from([r'"\/"', r'"\u0041"', r'"\ud83d\ude00"', r'"\u00E9"', '"\u2028"', '"\x7f"']),
)
gap = st.sampled_from(["", "", " ", "\n", "\r\n\t"])


def joined(opening: str, parts: list[str], closing: str, gaps: list[str]) -> str:
    spaced = [f"{gaps[n % len(gaps)]}{part}{gaps[-1]}" for n, part in enumerate(parts)]
    return opening + (",".join(spaced) or gaps[0]) + closing


def extended(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gaps = st.lists(gap, min_size=1, max_size=3)
    member = st.builds("{}:{}{}".format, text, gap, inner)
    return st.one_of(
        st.builds(joined, st.just("["), st.lists(inner, max_size=3), st.just("]"), gaps),
        st.builds(joined, st.just("{"), st.lists(member, max_size=3), st.just("}"), gaps),
    )


value = st.recursive(number | text | st.sampled_from(["true", "null"]), extended, max_leaves=6)


@st.composite
def written(draw: st.DrawFn, number: int) -> str:
    """An event as somebody might write it: any order, any layout, unknown and repeated keys."""
    date = draw(st.sampled_from(["2002", "2019-02", "2018~", "../1985", "soon"]))
    members = [f'"id": "e{number}"', f'"date" :"{date}"', f'"title":{draw(text)}']
    unknown = st.builds('"x-{}":{}'.format, st.sampled_from("abc"), value)
    members = draw(st.permutations(members + draw(st.lists(unknown, max_size=4))))
    return joined("{", list(members), "}", draw(st.lists(gap, min_size=1, max_size=3)))


chronology = st.integers(0, 4).flatmap(lambda n: st.tuples(*(written(i) for i in range(n))))


def squeezed(data: str) -> bytes:
    """JSON without the white space between its tokens; all else as written."""
    return re.sub(rb'("(?:[^"\\]|\\.)*")|[ \t\r\n]+', lambda m: m[1] or b"", data.encode())


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(chronology, st.sampled_from(["json", "jsonl"]))
def test_events_come_out_as_they_are_written(events: tuple[str, ...], form: str) -> None:
    source = '{"events":[' + ",\n".join(events) + "]}"
    done = timeline("-s", "-", "-f", form, "--sort", "id", stdin=source)
    assert done.code == 0
    expected = f"[{','.join(events)}]" if form == "json" else "".join(events)
    assert squeezed(done.out) == squeezed(expected)
    lines = [line for line in done.out.split("\n") if line not in ("", "[", "]")]
    assert done.out == "[]\n" or len(lines) == len(events)  # an event a line
    again = timeline("-s", "-", "-f", form, "--sort", "id", stdin=done.out)
    assert again.out == done.out or not events  # no line is no store


@pytest.mark.parametrize("query", [[], ["--since", "2015"], ["--tag", "milestone", "--reverse"]])
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_answer_is_itself_a_store(form: str, query: list[str]) -> None:
    done = timeline(*query, "-f", form)
    assert done.code == 0
    again = timeline("-s", "-", *query, "-f", form, stdin=done.out)
    assert (again.code, again.out, again.err) == (0, done.out, "")


def test_json_is_an_event_a_line_when_nobody_looks(path: str) -> None:
    lines = timeline("-s", path, "--json").out.splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    assert [msgspec.json.decode(line.rstrip(","))["id"] for line in lines[1:-1]] == list("abcde")


# --- into a file ---


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.json", "json"),
        ("a.JSON", "json"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.txt", "table"),
    ],
)
def test_the_suffix_names_the_format(path: str, tmp_path: Path, name: str, form: str) -> None:
    done = timeline("-s", path, "--output", str(tmp_path / name))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / name).read_text("utf-8") == timeline("-s", path, "-f", form).out


def test_a_named_format_comes_before_the_suffix(path: str, tmp_path: Path) -> None:
    assert timeline("-s", path, "-f", "csv", "-o", str(tmp_path / "a.txt")).code == 0
    assert (tmp_path / "a.txt").read_text("utf-8").startswith("id,date,")
    assert timeline("-s", path, "--json", "-o", str(tmp_path / "a.odd")).code == 0
    assert json.loads((tmp_path / "a.odd").read_text("utf-8"))


def test_a_dash_is_standard_output(path: str) -> None:
    assert timeline("-s", path, "-o", "-").out == timeline("-s", path).out


def test_a_device_needs_no_suffix(path: str) -> None:
    done = timeline("-s", path, "-o", os.devnull)
    assert (done.code, done.out) == (0, "")


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(path: str, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to("target.csv")
    assert timeline("-s", path, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("id,date,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("args", ["timeline", "show alpha -f json", "chart", "stats --json"])
def test_a_store_is_not_replaced_by_an_answer_from_it(
    store: Write, tmp_path: Path, args: str
) -> None:
    path = store(*KEPT, {"id": "alpha", "date": "2002", "title": "A"}, name="own.txt")
    other = store({"id": "other", "date": "2002", "title": "B"}, name="other.txt")
    link = tmp_path / "link.txt"
    link.symlink_to("own.txt")
    before = Path(path).read_bytes()
    for stores, file in (([path], path), ([path], str(link)), ([other, path], path), ([], path)):
        named = [word for name in stores for word in ("-s", name)]
        done = call(*args.split(), *named, "-o", file, env={"HKINNO_STORE": path})
        assert (done.code, done.out) == (1, "")
        assert f"{file} is a store that is read" in done.err
        assert "write to another file, or overwrite it with --force" in done.err
        assert Path(path).read_bytes() == before


@pytest.mark.parametrize("args", [["--fields", "titel"], ["--since", "junk"], ["-s", "missing"]])
def test_a_question_that_fails_leaves_the_file_alone(
    path: str, tmp_path: Path, args: list[str]
) -> None:
    answer = tmp_path / "answer.csv"
    answer.write_text("old")
    before = sorted(os.listdir(tmp_path))
    assert timeline("-s", path, "-o", str(answer), *args).code in (1, 2)
    assert answer.read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == before


def test_where_no_file_can_be_written(path: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing" / "a.csv")
    assert refused("-s", path, "-o", missing, code=1).startswith(
        f"{missing} cannot be written: there is no"
    )
    assert not (tmp_path / "missing").exists()
    folder = str(tmp_path)
    assert refused("-s", path, "-o", folder, code=1).startswith(f"{folder} cannot be written: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; test_files shows it")
def test_a_folder_that_may_not_be_written(path: str, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    sentence = refused("-s", path, "-o", str(closed / "a.csv"), code=1)
    assert sentence == f"{closed}/a.csv cannot be written: Permission denied"


# --- hostile text ---


def test_text_cannot_act_on_a_terminal(store: Write) -> None:
    title = "\x1b[31mred\x07\u202eevil\u2066 [bold]mark[/]\r\nnext\x9b2J"
    path = store({"id": "\x1b]0;x\x07", "date": "2002", "title": title, "category": "\x1b[0m"})
    for form in ("table", "markdown"):
        for color in ("never", "always"):
            out = timeline("-s", path, "-f", form, "--color", color).out
            out = re.sub(r"\x1b\[[0-9;]*m", "", out) if color == "always" else out
            assert all(char == "\n" or char.isprintable() for char in out)
            assert "[bold]mark[/]" in out.replace("\\[", "[").replace("\\]", "]")
            assert "x1b[31mred" in out.replace("\\[", "[")


def test_messages_cannot_act_on_a_terminal(store: Write) -> None:
    path = store({"id": "\x1b[31m", "date": "\x1b[2J", "title": "T"})
    for args in (["--json"], ["--around", "\x1b[9m"], ["--tag", "\x1b[9m"], ["--since", "\x1b[9m"]):
        err = timeline("-s", path, *args).err
        assert err
        assert all(char == "\n" or char.isprintable() for char in err)


# --- help ---


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_leads_with_examples_and_names_every_option(flag: str) -> None:
    out = timeline(flag).out
    assert out.index("hkinno timeline --since 2015") < out.index("Store:")
    from hkinno.cli.commands.timeline import command

    for parameter in command.params:
        assert all(name in out for name in parameter.opts)


def test_what_a_format_cannot_carry_is_said_listed_or_refused() -> None:
    calendar = ("-f", "ics", "--on", "2002")
    said = "ics says in words only 1 date (1 of a month or a year), 1 source"
    done = timeline(*calendar)
    assert done.err == f"hkinno: {said}, 1 translation; --explain-loss lists them\n"
    told = timeline(*calendar, "--explain-loss")
    assert told.out == done.out
    assert told.err.splitlines()[1].startswith("science-park-opens: 2002: '2002' in words only")
    refused = call("timeline", *calendar, "--strict")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"hkinno: {said}, 1 translation; nothing is written (--strict)\n"


def test_this_file_uses_every_option() -> None:
    from hkinno.cli.commands.timeline import command

    here = Path(__file__).read_text("utf-8")
    names = [name for parameter in command.params for name in parameter.opts]
    unused = [name for name in names if not re.search(rf"{name}\b", here)]
    assert not unused, f"tests/cli/test_timeline.py asks nothing with {unused}: write a test there"


def test_a_part_of_a_name_is_suggested() -> None:
    done = call("timeline", "--actor", "lam")
    assert done.err == "hkinno: no event has the actor 'lam'; did you mean Carrie Lam?\n"


def test_figures_and_sources_are_told_in_words(store: Write) -> None:
    figures = [{"name": "teams", "value": 1200, "approximate": True}, {"name": "n", "value": 1.5}]
    sources = [{"title": "T", "publisher": "P", "quote": "q"}, {"url": "https://example.org"}]
    event: Event = {"id": "a", "date": "2002", "title": "A", "tags": [], "places": None}
    path = store({**event, "figures": figures, "sources": sources})
    out = timeline("-s", path, "--fields", "id,figures,sources,tags,places").out
    assert out.splitlines()[2].rstrip() == (
        "a   teams: about 1,200; n: 1.5  T, P: “q”; https://example.org"
    )


def test_any_field_is_a_filter() -> None:
    asked = ("timeline", "--where", "figures.name=start-ups", "--json")
    assert [e["id"] for e in call(*asked).json()] == ["start-ups-2015", "start-ups-2021"]
    assert len(call("timeline", "--no-where", "figures.name=start-ups", "--json").json()) == 17

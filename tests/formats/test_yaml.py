"""YAML: alike for readers of YAML 1.1 and 1.2; read by the texts of its scalars; all comes back."""

import json
import math
import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import ruamel.yaml
import yaml
from conftest import EVENTS, HARD, Done, call, import_file, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import nasty

from hkinno.errors import HkinnoError
from hkinno.formats._yaml_dumper import dumper
from hkinno.formats.yaml import EXAMPLE, _items, as_json

STORES = [HARD, EVENTS]
HEAD = "# A chronology of hkinno: dates are EDTF\n"
GONE = "unreadable"  # the category of events whose dates are none
each_store = pytest.mark.parametrize("store", STORES, ids=["hard", "events"])


def readers(text: str) -> list[Any]:
    """What PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) make of a text."""
    return [yaml.safe_load(text), ruamel.yaml.YAML(typ="safe", pure=True).load(text)]


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, and of the same kind, to the sign of a zero."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return type(one) is type(other) and one == other


@each_store
def test_readers_of_both_versions_find_the_store(store: Path) -> None:
    done = call("timeline", "-s", str(store), "-f", "yaml")
    title = json.loads(store.read_text("utf-8"))["title"]
    expected = {"title": title, "events": call("timeline", "-s", str(store), "--json").json()}
    for found in readers(done.out):
        assert alike(found, expected)


@each_store
def test_all_of_it_comes_back_as_it_was_written(store: Path, tmp_path: Path) -> None:
    events = [e for e in exact(store.read_text("utf-8"))["events"] if e.get("category") != GONE]
    path = tmp_path / "hard.json"
    path.write_text(written(events), "utf-8")
    done, _ = import_file(tmp_path, "x.yaml", call("timeline", "-s", str(path), "-f", "yaml").out)
    assert done.code == 0, done.err
    found = {e["id"]: e for e in exact((tmp_path / "s.json").read_text("utf-8"))["events"]}
    assert found == {event["id"]: event for event in events}


def test_fields_that_others_name_so_come_back_as_they_are(tmp_path: Path) -> None:
    event = {"id": "a", "date": "-0300", "title": "T", "titel": "x", "description": "y", "when": 1}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([event]), "utf-8")
    text = call("timeline", "-s", str(path), "-f", "yaml").out
    done, events = import_file(tmp_path, "x.yaml", text)
    assert (done.code, events) == (0, [event])
    _, head = text.split("\n", 1)
    done, events = import_file(tmp_path, "x.yaml", head)
    assert events != [event]  # by others a description is a summary


def exact(text: str | bytes) -> Any:
    """JSON with its numbers as they are written."""
    return json.loads(text, parse_int=lambda n: ("number", n), parse_float=lambda n: ("number", n))


ODD = (
    *("2019-02-18", "No", "yes", "on", "0044", "-0524", "12:30", "1_000", "0x1F", "0b1", "0o17"),
    *("=", "<<", "~", "null", "Null", "true", "1E5", "1e400", "+.5", ".inf", ".NaN", "1.", "08"),
    *("+.51_000", "1_0.", "0o1_7", "1e1_0"),
    *("- a", "? a", "a: b", "a #b", "#", "---", "...", "--- a", "!t", "&a", "*a", "%a", "@a", "`"),
    *("|", ">", "{", "[", "y", "n", "\n", " ", "\t", "\r\n", "\x85", "\u2028", "\u2029", "\ufeff"),
    *("\x00", "\x1b[31m", "\x7f", "\x9b", "\xa0", "香港", "שלום", "👩\u200d🔬", "e\u0301"),
    *("'", '"', "\\", "\ue000", "\ufffd", "\ufffe", "\U0010ffff", ":", ",", "x" * 200),
)
texts = st.one_of(st.lists(st.sampled_from(ODD), max_size=5).map("".join), st.text())
numbers = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
)
finite = numbers.filter(lambda n: math.isfinite(float(n)))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), texts, numbers.map(lambda n: ("number", n))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip
known = {
    **dict.fromkeys(("summary", "category", "date_note"), st.none() | texts),
    **dict.fromkeys(("tags", "places", "actors"), st.none() | st.lists(texts, max_size=3)),
    "translations": st.dictionaries(
        texts, st.fixed_dictionaries({}, optional={"title": st.none() | texts, "other": values})
    ),
    "sources": st.lists(
        st.fixed_dictionaries({"title": texts}, optional={"quote": st.none() | texts, "x": values})
    ),
    "figures": st.lists(
        st.fixed_dictionaries(
            {"name": texts, "value": finite.map(lambda n: ("number", n))},
            optional={"unit": st.none() | texts, "approximate": st.none() | st.booleans()},
        )
    ),
}
stored = st.builds(
    lambda others, event, title: others | event | {"id": "a", "date": "2002", "title": title},
    st.dictionaries(texts.filter(lambda n: n not in {*known, "media"}), values, max_size=4),
    st.fixed_dictionaries({}, optional=known),
    texts,
)


def written(value: Any) -> str:
    """JSON in which a number is written as it is told."""
    if isinstance(value, tuple):
        return str(value[1])
    if isinstance(value, dict):
        members = ",".join(f"{written(name)}:{written(inner)}" for name, inner in value.items())
        return f"{{{members}}}"
    if isinstance(value, list):
        return f"[{','.join(map(written, value))}]"
    return json.dumps(value)


@settings(max_examples=100)
@given(stored, texts)
def test_any_event_is_read_alike_and_comes_back(event: dict[str, Any], title: str) -> None:
    text = written({"title": title, "events": [event]})
    done = call("timeline", "-s", "-", "-f", "yaml", stdin=text)
    assert done.code == 0, done.err
    head = {"title": title} if title else {}
    for found in readers(done.out):
        assert alike(found, head | {"events": json.loads(text)["events"]})
    assert exact(as_json(done.out.encode(), "x")) == head | {"events": [event]}


def test_both_parsers_of_pyyaml_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = call("timeline", "-s", str(HARD), "-f", "yaml").out.encode()
    quick = as_json(data, "x")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert as_json(data, "x") == quick


@pytest.fixture
def without_libyaml(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], Any]:
    """Does something where PyYAML has its own parser and writer alone."""

    def do(it: Callable[[], Any]) -> Any:
        with monkeypatch.context() as patched:
            for name in ("CSafeLoader", "CSafeDumper"):
                patched.delattr(yaml, name, raising=False)
            return it()

    return do


def real_stores() -> list[Path]:
    """All stores of the world that are there."""
    folder = os.environ.get("HKINNO_REAL_STORES")
    return sorted(Path(folder).glob("*.json")) if folder else []


@pytest.mark.parametrize("path", [None, *STORES, *real_stores()], ids=lambda p: p and p.name)
def test_both_writers_of_pyyaml_give_the_same_bytes(
    path: Path | None, tmp_path: Path, without_libyaml: Callable[[Callable[[], Any]], Any]
) -> None:
    args = ("timeline", "-s", str(path or nasty(tmp_path)), "-f", "yaml")
    assert without_libyaml(lambda: call(*args).out) == call(*args).out


keys = st.one_of(texts, st.text("aé: -", min_size=100, max_size=140))
kinds = st.recursive(
    texts | keys | st.none() | st.booleans() | numbers.map(lambda n: ("number", n)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(kinds)
def test_both_write_anything_alike(
    without_libyaml: Callable[[Callable[[], Any]], Any], value: Any
) -> None:
    rows = [written({"x": value}).encode()]
    assert "".join(_items(dumper(), rows)) == without_libyaml(
        lambda: "".join(_items(dumper(), rows))
    )


def test_it_is_written_as_people_write_it(store: Callable[..., str]) -> None:
    event: dict[str, Any] = {"id": "a", "date": "2002", "title": "No"}
    event |= {"summary": "One.\n\nTwo: 香港 🧪"}
    event |= {"tags": [], "figures": [{"name": "m", "value": 1.5}], "x": "1E5"}
    done = call("timeline", "-s", store(event), "-f", "yaml")
    assert done.out == (
        f"{HEAD}events:\n- id: a\n  date: '2002'\n  title: 'No'\n  summary: |-\n    One.\n\n"
        "    Two: 香港 🧪\n  tags: []\n  figures:\n  - name: m\n    value: 1.5\n  x: '1E5'\n"
    )
    done = call("timeline", "-s", store(event), "-f", "yaml", "--fields", "hi,x,lo")
    assert done.out == f"{HEAD}events:\n- hi: '2002-12-31'\n  x: '1E5'\n  lo: '2002-01-01'\n"


def test_numbers_keep_their_digits_and_are_numbers_to_all() -> None:
    shown = {
        "1.50": "1.50",
        "12345678901234567890": "12345678901234567890",
        "-0": "-0",
        "1.0E+5": "1.0E+5",
        "1E5": "!!float '1E5'",
        "1e400": "!!float '1e400'",
        "-1.5e3": "!!float '-1.5e3'",
    }
    for number, text in shown.items():
        event = f'[{{"id":"a","date":"2002","title":"T","x":{number}}}]'
        done = call("timeline", "-s", "-", "-f", "yaml", stdin=event)
        assert done.out.endswith(f"  x: {text}\n")
        for found in readers(done.out):
            assert alike(found["events"][0]["x"], json.loads(number))
        assert exact(as_json(done.out.encode(), "x"))["events"][0]["x"] == ("number", number)


def test_nothing_is_a_store_without_events() -> None:
    done = call("timeline", "-s", str(EVENTS), "-f", "yaml", "--since", "2040")
    assert done.out == f"{HEAD}title: Hong Kong's way to an innovation hub\nevents: []\n"


def test_other_answers_are_lists_of_records() -> None:
    done = call("stats", "-s", str(EVENTS), "--by", "category", "-f", "yaml")
    same = call("stats", "-s", str(EVENTS), "--by", "category", "--json")
    for found in readers(done.out):
        assert found == same.json()
    done = call("date", "2019-02-18", "-f", "yaml")
    assert readers(done.out)[0] == call("date", "2019-02-18", "--json").json()


def test_lists_in_lists_without_end_are_a_sentence() -> None:
    deep = '[{"id":"a","date":"2002","title":"T","n":%s}]' % ("[" * 800 + "]" * 800)
    done = call("timeline", "-s", "-", "-f", "yaml", stdin=deep)
    assert done.code in (0, 1)
    assert done.code == 0 or "nested too deeply" in done.err
    done = run("import", "-", "--from", "yaml", "-s", "s.json", stdin="[" * 100_000)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "line 1: " in done.err  # by the parser, or here
    with pytest.raises(HkinnoError, match="x: line 1: more than 400 lists and objects are in"):
        as_json(b"[" * 401 + b"a" + b"]" * 401, "x")


# --- reading


def test_the_text_of_a_scalar_is_read_and_not_its_type(tmp_path: Path) -> None:
    text = """\
title: 2020
events:
  - id: 0044
    date: 0044   # a comment
    title: No
    summary: 12:30
    category: ~
    tags: [1_000, 0x1F, true, null, 2019-02-18]
    figures:
      - {name: 1e3, value: 1.10, unit: yes, approximate: true}
    sources:
      - title: 007
        date: 2019-02-18
    translations:
      de: {title: Nein, summary: 08}
    number: 1.50
    year: 0044
    truth: True
    nothing:
    time: 12:30
    list: [1, -0524, .5, "2"]
"""
    done, events = import_file(tmp_path, "x.yml", text)
    assert done.code == 0, done.err
    assert events == [
        {
            "id": "0044",
            "date": "0044",
            "title": "No",
            "summary": "12:30",
            "category": None,
            "tags": ["1_000", "0x1F", "true", "null", "2019-02-18"],
            "figures": [{"name": "1e3", "value": 1.10, "unit": "yes", "approximate": True}],
            "sources": [{"title": "007", "date": "2019-02-18"}],
            "translations": {"de": {"title": "Nein", "summary": "08"}},
            "number": 1.5,
            "year": "0044",
            "truth": True,
            "nothing": None,
            "time": "12:30",
            "list": [1, "-0524", ".5", "2"],
        }
    ]
    assert '"value":1.10' in (tmp_path / "s.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "date", "title"),
    [
        ("- when: 0044-03-15\n  what: Caesar\n", "0044-03-15", "Caesar"),
        ("- when: 1969\n  what: No\n", "1969", "No"),
        ("when: 2019-02-18\nwhat: one alone\n", "2019-02-18", "one alone"),
        ("date: 2019-02-18\ntitle: 12:30\n", "2019-02-18", "12:30"),
        ("about: x\nhistory:\n  - {when: Feb 2019, what: '香港'}\n", "2019-02", "香港"),
        ("- 日期: 1997-07-01\n  标题: 香港回歸\n", "1997-07-01", "香港回歸"),
        ("- date: 2002\n  title: over\n    two\n    lines\n", "2002", "over two lines"),
        ("- date: 2002\n  title: |\n    one\n    two\n", "2002", "one\ntwo"),
        ("- date: 2002\n  title: >-\n    one\n    two\n", "2002", "one two"),
        ("[{date: 2002, title: flow}]", "2002", "flow"),
        ('[{"date": "2002", "title": "JSON"}]', "2002", "JSON"),
        ("%YAML 1.2\n---\n- date: 2002\n  title: T\n...\n", "2002", "T"),
        ("\ufeff- date: 2002\r\n  title: T\r\n", "2002", "T"),
        ('- date: !!str 2002\n  title: "\\u9999 \\x41"\n', "2002", "香 A"),
    ],
)
def test_shapes_that_are_read(text: str, date: str, title: str, tmp_path: Path) -> None:
    done, events = import_file(tmp_path, "x.yaml", text)
    assert done.code == 0, done.err
    assert [(event["date"], event["title"]) for event in events] == [(date, title)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- &a {date: 2002, title: T}\n- *a\n", "line 1: no anchor & and no alias * is read"),
        ("a: 1\nevents:\n- title: *a\n", "line 3: no anchor & and no alias * is read"),
        ("- date: 2002\n  title: !x T\n", "line 2: no tag such as '!x' is read"),
        ("- !!python/object:os.system {}\n", "line 1: no tag such as '!!python/object:os.system'"),
        ("- date: !!binary MjAwMg==\n", "line 1: no tag such as '!!binary' is read"),
        ("- date: 2002\n  title: A\n  title: B\n", "line 3: the key 'title' stands twice"),
        ("events: []\nevents: []\n", "line 2: the key 'events' stands twice"),
        ("---\n- a: 1\n---\n- b: 2\n", "line 3: a second document begins"),
        ("- ? [a]\n  : b\n", "line 1: a key is a text"),
        ("- date: 2002\n title: T\n", "line 2: not YAML: "),
        ("- date: [2002\n", "not YAML: "),
        ("- date: 2002\n  title: a\x07b\n", "line 2: YAML has '\\x07' only as an escape"),
        ('- title: "\\ud800"\n', "not YAML: "),
        ('- title: "\\UFFFFFFFF"\n', "not YAML: "),
        ("", "x.yaml is empty"),
        ("# only a comment\n", "x.yaml is empty"),
        ("---\n", "x.yaml is empty"),
        ("services:\n  web: {image: nginx}\n", "x.yaml: events are a list of objects, each as"),
    ],
)
@pytest.mark.parametrize("parser", ["quick", "slow"])
def test_what_is_not_read_is_a_sentence(
    text: str, why: str, parser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "slow":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    done, events = import_file(tmp_path, "x.yaml", text)
    assert (done.code, done.out, events) == (1, "", [])
    assert why in done.err
    assert done.err.count("\n") == 1


IN_QUOTES = "a text that begins with {!r} stands in quotes"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "title: Moved: to town",
            "line 2: not YAML: a text with a colon and a blank in it stands in quotes, "
            'as in title: "Moved: to town"',
        ),
        ('title: "A": b', "in quotes, as in title: '\"A\": b'"),
        ("title: " + "long: and " * 99, "…"),
        ("  title: T", "line 2: not YAML: the keys of an object begin in one column"),
        ("title: T\n tags: [x]", "line 3: not YAML: the keys of an object begin in one column"),
        ("title: T\n\ttags: [x]", "line 3: not YAML: blanks indent, and no tabs"),
        ("tags:\n\t- x", "line 3: not YAML: blanks indent, and no tabs"),
        *(
            (f"title: {text}", f"line 2: not YAML: {IN_QUOTES.format(text[0])}")
            for text in (
                "@home",
                "`x`",
                "%x",
                ", x",
                "] x",
                "- x",
                "? x",
                "> 5",
                "|x",
                "* x",
                "& x",
            )
        ),
        ("title: *home", "line 2: no anchor & and no alias * is read; write out what it stands"),
        ("title: *home", ", and a text that begins so in quotes"),
        (
            "title: !home x",
            "no tag such as '!home' is read; a text that begins so stands in quotes",
        ),
        ('title: "50% off" today', "line 2: not YAML: something stands behind a closing quote"),
        ("title: [50] off", "line 2: not YAML: something stands behind a closing quote or bracket"),
        ('title: "never\n  x: y\n', "line 2: not YAML: a quote is never closed"),
        ('title: "C:\\q"', r"line 2: not YAML: in double quotes \ is written \\;"),
        ("title T", "line 2: not YAML: a key has a colon and a blank behind it"),
        ("title:T\n  tags: [x]", "line 2: not YAML: a key has a colon and a blank behind it"),
    ],
)
@pytest.mark.parametrize("parser", ["quick", "slow"])
def test_usual_slips_are_told_with_what_is_right(
    text: str, why: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "slow":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    with pytest.raises(HkinnoError) as told:
        as_json(f"- date: 2001\n  {text}\n".encode(), "x")
    assert why in str(told.value)
    assert len(str(told.value)) < 300


@pytest.mark.parametrize(
    "text",
    [
        "- 1998: Founded\n- 2001: Moved\n",
        "1998: Founded\n2001: Moved\n",
        "1998:\n- Founded\n",
        "history:\n  1998: Founded\n",
        "- Founded\n- Moved\n",
        "- [1998, Founded]\n",
        "date,title\n1998,Founded\n",
        "1998\n",
        "Founded in 1998\n",
        "- title: Founded\n",
    ],
)
def test_what_is_no_list_of_objects_is_told_by_an_example(text: str, tmp_path: Path) -> None:
    done, _ = import_file(tmp_path, "x.yaml", text)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    said = "x.yaml: events are a list of objects, each as '- date: 1998' and on the next line"
    assert f"{said} '  title: Founded'" in done.err
    assert ("--from says what it is" in done.err) == (": " not in text and "- " not in text)


def test_what_the_example_says_is_read(tmp_path: Path) -> None:
    _, first, _, second, _ = EXAMPLE.split("'")
    _, events = import_file(tmp_path, "x.yaml", f"{first}\n{second}\n")
    assert events == [{"id": "founded", "date": "1998", "title": "Founded"}]


@pytest.mark.parametrize("parser", ["quick", "slow"])
def test_json_is_read_as_json(parser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "slow":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    event = {"id": "a", "date": "2001", "title": "T \U0001f600", "x": 1.5}
    for indent in (None, 2):
        text = json.dumps({"events": [event]}, indent=indent)
        assert "\\ud83d\\ude00" in text
        done, events = import_file(tmp_path, "x.yaml", f"\ufeff{text}")
        assert (done.code, events) == (0, [event]), done.err


def test_a_billion_laughs_are_not_heard(tmp_path: Path) -> None:
    lines = ["a: &a [lol]"]
    lines += [f"{n}: &{n} [{','.join([f'*{m}'] * 9)}]" for m, n in pairwise("abcdefghi")]
    done, _ = import_file(tmp_path, "x.yaml", "\n".join(lines))
    assert "line 1: no anchor" in done.err


def test_faults_name_the_line_of_the_file(tmp_path: Path) -> None:
    text = """\
# a comment
title: T

events:
- id: a
  date: 2002
  title: A
  tags:
  - x

- id: b
  date: no day
  title: B
- id: c
  title: C
"""
    done, _ = import_file(tmp_path, "x.yaml", text)
    assert done.code == 1
    assert "x.yaml: event 2 (line 11): 'no day' is no date" in done.err
    assert "x.yaml: event 3 (line 14): " in done.err


def imported(text: str) -> Done:
    """Standard input, of which nothing is known, imported into a new store."""
    Path("s.json").write_text('{"events":[]}')
    return call("import", "-", "-s", "s.json", stdin=text)


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  date: 2002\n  title: T\n",
        "---\n- date: 2002\n  title: T\n",
        "---\ntitle: A list, with commas; and more\nevents:\n- date: 2002\n  title: T\n",
        "title: A list, with commas; and more\nevents:\n- date: 2002\n  title: T\n",
        "- {date: 2002, title: T}\n",
        "events:\n- date: 2002-01/2003\n  title: T\n- date: 1999\n  title: U\n",
    ],
)
def test_it_is_known_without_its_suffix(text: str) -> None:
    done = imported(text)
    assert done.code == 0, done.err
    events = json.loads(Path("s.json").read_text("utf-8"))["events"]
    assert events[-1]["title"] == "T"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("title,date\nT,2002\n", "2002"),
        ("title\tdate\nT\t2002\n", "2002"),
        ("---\ntitle: A header\n---\n2002: T\n2003: U\n", "2002"),
        ("title: A header\n\n2002: T\n", "2002"),
        ('[{"title":"T","date":"2002"}]', "2002"),
    ],
)
def test_other_formats_are_not_taken_for_it(text: str, date: str) -> None:
    done = imported(text)
    assert done.code == 0, done.err
    assert json.loads(Path("s.json").read_text("utf-8"))["events"][0]["date"] == date


# --- where it goes, and without its library


def test_events_in_a_file_are_not_destroyed(store: Callable[..., str]) -> None:
    a, b = {"id": "a", "date": "2002", "title": "A"}, {"id": "b", "date": "2003", "title": "B"}
    both, one = store(a, b, name="both.json"), store(a, name="one.json")
    assert call("timeline", "-s", both, "-o", "x.yaml").code == 0
    old = Path("x.yaml").read_bytes()
    for target in ("x.yaml", "x.yml"):
        Path(target).write_bytes(old)
        done = call("timeline", "-s", one, "-o", target)
        assert (done.code, done.out) == (1, "")
        assert f"{target} holds 1 event that no store that is read has ('b')" in done.err
        assert Path(target).read_bytes() == old
        assert call("timeline", "-s", both, "-o", target, "--since", "2003").code == 0
    assert call("timeline", "-s", one, "-o", "x.yaml", "--force").code == 0
    for other in (b"services:\n  web: {image: nginx}\n", b"", b"just text\n"):
        Path("x.yaml").write_bytes(other)
        assert call("timeline", "-s", one, "-o", "x.yaml").code == 0
    for broken in (b"events: [", b"- &a {}\n", b"title: caf\xe9\n"):
        Path("x.yaml").write_bytes(broken)
        done = call("timeline", "-s", one, "-o", "x.yaml")
        assert (done.code, done.out) == (1, "")
        assert "x.yaml cannot be read, and may hold events" in done.err


def test_without_pyyaml_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    said = "YAML needs PyYAML beside hkinno: pip install PyYAML"
    for args in (("-f", "yaml"), ("-o", "x.yaml")):
        done = call("timeline", "-s", str(EVENTS), *args)
        assert (done.code, done.out, done.err) == (1, "", f"hkinno: {said}\n")
    assert not Path("x.yaml").exists()
    Path("x.yaml").write_text("- date: 2002\n  title: T\n")
    done = call("import", "x.yaml", "-s", "s.json")
    assert (done.code, said in done.err) == (1, True)
    assert imported("date,title\n2002,T\n").code == 0


@given(st.text(max_size=60) | st.lists(st.sampled_from(ODD), max_size=12).map("\n".join))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = as_json(text.encode(), "x")
    except HkinnoError:
        return
    json.loads(found)

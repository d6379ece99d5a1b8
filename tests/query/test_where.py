"""`--where FIELD=VALUE`: events by any field, as another reader of the same JSON finds them."""

import json
import os
import shlex
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, call, needs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hkinno import HkinnoError, Query, Store, load
from hkinno.cli.complete import candidates
from hkinno.stats.tally import BY
from hkinno.text import escape_controls

Fields = dict[str, Any]
Write = Callable[..., str]
REAL = os.environ.get("HKINNO_REAL_STORES")
SETS = [str(EVENTS)] + ([str(path) for path in sorted(Path(REAL).glob("*.json"))] if REAL else [])


def event(name: str, **more: Any) -> Fields:
    return {"id": name, "date": "2002", "title": f"Title {name}"} | more


def kept(path: str, *args: str) -> list[str]:
    return [found["id"] for found in call("timeline", "-s", path, *args, "--json").json()]


MIXED = [
    event("a", importance=8, capture_lanes=["media", "courts"], mood="Proud"),
    event("b", importance=8.0, capture_lanes=["courts"], origin={"lab": {"name": "X1"}, "n": None}),
    event("c", importance=123456789012345678901234567890, capture_lanes=[], checked=True),
    event("d", importance="8", mood="", checked=False, summary="S"),
    event("e", importance=None, sources=[{"title": "T", "publisher": "NPR"}, {"url": "u"}]),
    event("f", steps=[{"by": ["Ada", "Bo"]}, {"by": "Cy"}, 5], **{"x.y": 1, "x": {"y": 2}}),
    event("g", translations={"zh-Hant": {"title": "題"}}, x={"y": 3, "y.z": {"w": 4}}, text="a,b"),
]


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ("--where importance=8", "a d"),  # a number and a text are the same text
        ("--where importance=8.0", "b"),
        ("--where importance=123456789012345678901234567890", "c"),
        ("--where importance=null", "e"),
        ("--where importance=", "e f g"),  # null, or missing
        ("--where importance=8,8.0", "a b d"),
        ("--no-where importance=8,8.0", "c e f g"),
        ("--where importance=8 --where capture_lanes=media", "a"),
        ("--where steps.by=Ada --no-where mood=Proud", "f"),  # a field of others alone is there
        ("--where importance=8 --where precision=year", "a d"),  # what follows from the date
        ("--no-where precision=year", ""),
        ("--where lo=2002-01-01 --where approximate=FALSE --where mood=Proud", "a"),
        ("--where capture_lanes=MEDIA", "a"),
        ("--where capture_lanes=courts --no-where capture_lanes=media", "b"),
        ("--where capture_lanes=", "c d e f g"),
        ("--no-where capture_lanes=", "a b"),
        ("--where mood=pROUD", "a"),
        ("--where mood=", "b c d e f g"),
        ("--where checked=true", "c"),
        ("--where checked=false", "d"),
        ("--where origin.lab.name=x1", "b"),
        ("--where origin.n=null", "b"),
        ("--no-where origin=", "b"),
        ("--where sources.publisher=npr", "e"),
        ("--where sources.title= --no-where sources=", "e"),  # one of them lacks it
        ("--where source.publisher=NPR", "e"),
        ("--where translations.zh-Hant.title=題", "g"),
        ("--where steps.by=bo", "f"),
        ("--where steps.by=Cy,Bo", "f"),
        ("--where x.y=1", "f"),  # the whole name comes first
        ("--where x.y=2", ""),
        ("--where x.y=3", "g"),
        ("--where x.y.z.w=4", "g"),
        (r"--where 'text=a\,b'", "g"),
        ("--where text=a,b", ""),
        ("--where summary=s", "d"),
        ("--where category=x", ""),  # known, though no event has it
        ("--no-where category=x --limit 1", "a"),
        ("--where id=C,d", "c d"),
        ("--where date=2002 --where title='title a'", "a"),
        ("--where summary= --search 題 --where translations.zh-Hant.title=題", "g"),
        ("--where importance=8 --search proud", ""),
        ("--where 'importance = 8'", "a d"),
    ],
)
@pytest.mark.parametrize("name", ["m.json", "m.jsonl"])
def test_which_events_are_kept(args: str, ids: str, name: str, store: Write) -> None:
    path = store(*MIXED, name=name)
    assert kept(path, *shlex.split(args)) == ids.split()


@pytest.mark.parametrize("filters", ["--tag t,u", "--place t,u", "--category t", "--no-tag u"])
@pytest.mark.parametrize("by", ["option", "field"])
def test_a_known_field_is_filtered_as_by_its_option(filters: str, by: str, store: Write) -> None:
    path = store(
        event("a", tags=["T", "u"], places=["t"], category="T"),
        event("b", tags=["u"], places=[], category="u"),
        event("c", tags=None, places=["U"]),
    )
    option, values = filters.split()
    name = option.removeprefix("--no-").removeprefix("--")
    field = {"tag": "tags", "place": "places"}.get(name, name) if by == "field" else name
    twin = option.replace(name, "where")
    assert kept(path, twin, f"{field}={values}") == kept(path, option, values)
    both = kept(path, twin, f"{field}={values}", option, values, "--search", "title")
    assert both == kept(path, option, values)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("importanse=8", "no event has a field 'importanse'; did you mean importance"),
        ("origin.lab.nam=8", "no event has a field 'origin.lab.nam'; did you mean origin.lab.name"),
        ("sources.publsher=", "did you mean sources.publisher"),
        ("qqqqq=8", "no event has a field 'qqqqq'; there are id, date, title"),
        ("importance", "--where takes FIELD=VALUE, as in importance=8, not 'importance'"),
        ("=8", "--where takes FIELD=VALUE, as in importance=8, not '=8'"),
        ("importance=,", "--where takes FIELD=VALUE, as in importance=8, not 'importance=,'"),
    ],
)
@pytest.mark.parametrize("command", ["timeline", "chart", "stats"])
def test_what_makes_no_sense_is_refused(typed: str, said: str, command: str, store: Write) -> None:
    path = store(*MIXED)
    for option in ("--where", "--no-where"):
        done = call(command, "-s", path, option, typed)
        assert (done.code, done.out) == (2, "")
        assert said.replace("--where", option) in done.err
        assert done.err.count("\n") == 1
    with pytest.raises(HkinnoError) as caught:
        load(path).select(Query(no_where=typed))
    assert caught.value.exit_code == 2


def test_a_field_of_an_event_that_another_filter_leaves_out_is_there(store: Write) -> None:
    path = store(*MIXED)
    done = call("timeline", "-s", path, "--tag", "x", "--where", "checked=true")
    assert done.code == 0
    assert kept(path, "--since", "2003", "--where", "checked=true") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mood=prud", "no event has the mood 'prud'; did you mean Proud?"),
        (
            "capture_lanes=court,medai",
            "no event has the capture_lanes 'medai'; did you mean media?",
        ),
        ("sources.publisher=np", "no event has the sources.publisher 'np'; did you mean NPR?"),
        (
            "sources=x",
            "'sources' holds objects: ask for sources.title or sources.publisher or sources.url",
        ),
    ],
)
def test_an_empty_answer_says_which_value_is_nowhere(typed: str, said: str, store: Write) -> None:
    done = call("timeline", "-s", store(*MIXED), "--where", typed)
    assert done.code == 0
    assert said in done.err


def test_from_python() -> None:
    opened = load(str(EVENTS))

    def ids(**query: Any) -> list[str]:
        return [entry.event.id for entry in opened.select(Query(**query)).entries]

    assert ids(where="figures.name=start-ups") == ["start-ups-2015", "start-ups-2021"]
    assert ids(where=["figures.name=start-ups", "figures.value=4000"]) == ["start-ups-2021"]
    assert len(ids(no_where="figures=")) == sum("figures" in e for e in events_of(str(EVENTS)))
    query = Query(where="figures.name=start-ups")  # and asked again
    assert len(opened.select(query).entries) == len(opened.select(query).entries) == 2
    with pytest.raises(HkinnoError):
        Query(where=8)  # type: ignore[arg-type]


def test_wild_fields_and_values_are_data(store: Write) -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    wild = "\x1b[2J\u202e"
    path = store(event("a", **{"a b\u202e": wild, "": 1, "deep": deep, wild: 1}), event("b", é="ß"))
    assert kept(path, "--where", f"a b\u202e={wild}") == ["a"]
    assert kept(path, "--where", "deep=X") == ["a"]
    assert kept(path, "--where", "é=SS") == ["b"]
    for typed in (f"{wild}=1", 'a"=1', "a\\=1", "a\udcff=1", "a\udcff", "é=\udcff"):
        done = call("timeline", "-s", path, "--where", typed)
        assert done.code == (0 if typed[0] == "é" else 2)
        assert not {"\x1b", "\u202e"} & set(done.out + done.err)


def test_a_fault_in_an_event_is_told_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('[{"id": "a", "date": "2002", "title": "A", "tags": 5, "x": 1}]')
    for args in (["--tag", "t", "--where", "tags=5"], ["--where", "x=1"], ["--where", "tags=5"]):
        done = call("timeline", "-s", str(path), *args)
        assert (done.code, done.out) == (1, ""), args
        assert "tags should be a list" in done.err


# ---- beside an independent reader ----------------------------------------------------------------


class Written(str):
    """A number, as its JSON has it."""


def events_of(path: str) -> list[Fields]:
    text = Path(path).read_text("utf-8")
    pieces = text.split("\n") if path.endswith("l") else [text]
    read = [json.loads(piece, parse_int=Written, parse_float=Written) for piece in pieces]
    found: list[Fields] = read if path.endswith("l") else read[0]
    return found["events"] if isinstance(found, dict) else found


def at(value: Any, path: str) -> list[Any]:
    """All values at the end of a path, `...` for a member without; written anew, in full."""
    if not path:
        return [value]
    if isinstance(value, list):
        return [found for item in value for found in at(item, path)] or [...]
    names, fields = path.split("."), value if isinstance(value, dict) else {}
    ways = [
        at(fields[name], ".".join(names[n:]))
        for n in range(len(names), 0, -1)
        if (name := ".".join(names[:n])) in fields
    ]
    for way in ways:
        if any(found is not ... for found in way):
            return way
    return ways[0] if ways else [...]


def texts(value: Any) -> Iterator[str]:
    if value is ... or value in ("", None) or value == [] or value == {}:
        yield ""
    if value is None or isinstance(value, bool):
        yield json.dumps(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def filtered(events: Iterable[Fields], path: str, words: Iterable[str]) -> list[str]:
    wanted = {word.casefold() for word in words}
    return [
        e["id"]
        for e in events
        if any(t.casefold() in wanted for value in at(e, path) for t in texts(value))
    ]


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,")


def agree(opened: Store, every: list[Fields], field: str, words: list[str]) -> None:
    """hkinno keeps and drops what the other reader does, by one value and by several."""
    asked = f"{field}={','.join(map(escaped, words))}"
    wanted = set(filtered(every, field, words))
    kept = {entry.event.id for entry in opened.select(Query(where=asked)).entries}
    dropped = {entry.event.id for entry in opened.select(Query(no_where=asked)).entries}
    assert kept == wanted
    assert dropped == {e["id"] for e in every} - wanted


def fields_of(events: Iterable[Fields]) -> list[str]:
    found = dict.fromkeys(name for each in events for name in each)
    inside = dict.fromkeys(
        f"{name}.{key}"
        for each in events
        for name, value in each.items()
        for part in (value if isinstance(value, list) else [value])
        if isinstance(part, dict)
        for key in part
    )
    return [*found, *inside]


def usual_fields(events: list[Fields]) -> list[str]:
    """Those of a large set that a third of its events have: all of them would take minutes."""
    found = fields_of(events)
    if len(events) <= 1000:
        return found
    return [f for f in found if sum(at(e, f) != [...] for e in events) >= len(events) / 3]


@pytest.mark.long
@pytest.mark.parametrize("path", SETS, ids=lambda path: Path(path).stem)
def test_real_sets_by_every_field(path: str) -> None:
    every, opened = events_of(path), load(path)
    for field in usual_fields(every):
        counts = Counter(t for e in every for v in at(e, field) for t in texts(v))
        agree(opened, every, field, [""])
        if words := [t for t, _ in counts.most_common(3) if t and t == t.strip()]:
            agree(opened, every, field, words)


@pytest.mark.skipif(REAL is None, reason="HKINNO_REAL_STORES names no folder of real sets")
def test_jq_keeps_the_same_of_a_real_set() -> None:
    path = f"{REAL}/kleptocracy.json"
    for typed, program in (
        ("importance=8", ".importance == 8"),
        ("capture_lanes=Media Capture", '(.capture_lanes // []) | index("Media Capture")'),
        ("sources.publisher=NPR", 'any(.sources[]?; .publisher == "NPR")'),
        ("status=", '(.status // "") == ""'),
    ):
        argv = [needs("jq"), "-r", f".events[] | select({program}) | .id", path]
        ids = subprocess.run(argv, capture_output=True, check=True).stdout.decode().split("\n")
        found = kept(path, "--where", typed)
        assert found
        assert set(found) == set(ids) - {""}, typed


KEYS = st.sampled_from(["x", "y", "x.y", "x.y.z", "tags", "z", "é", "a b"])
SCALARS = st.sampled_from(
    [
        *(None, True, False, 0, 8, 8.0, 1e300, 10**40),
        *("", "8", "true", "X", "x", "ß", "a,b", "\\", "\u202e", "null"),
    ]
) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=3), max_leaves=6
)
EVENTS_OF_ALL_KINDS = st.lists(
    st.dictionaries(KEYS.filter(lambda key: key != "tags"), VALUES, max_size=4),
    min_size=1,
    max_size=5,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=EVENTS_OF_ALL_KINDS, data=st.data())
def test_values_of_every_kind(made: list[Fields], data: st.DataObject, tmp_path: Path) -> None:
    made = [event(str(n)) | more for n, more in enumerate(made)]
    path = tmp_path / data.draw(st.sampled_from(["s.json", "s.jsonl"]))
    lines = list(map(json.dumps, made))
    path.write_text("\n".join(lines) if path.suffix == ".jsonl" else f"[{','.join(lines)}]")
    every = [json.loads(line, parse_int=Written, parse_float=Written) for line in lines]
    field = ".".join(data.draw(st.lists(KEYS, min_size=1, max_size=3)))
    there = [t for e in every for v in at(e, field) for t in texts(v) if t == t.strip()]
    if all(v is ... for e in every for v in at(e, field)) and field != "tags":
        with pytest.raises(HkinnoError, match="no event has a field"):
            load(path).select(Query(where=f"{field}=x"))
        return
    word = data.draw(st.sampled_from([*there, "", "x"]))
    agree(load(str(path)), events_of(str(path)), field, [word])
    values = {t for e in every for v in at(e, field) for t in texts(v) if v is not None}
    shown = {item.value for item in candidates("where", (str(path),), f"{field}=")}
    assert shown <= {f"{field}={escaped(t)}" for t in values}
    counted = {row["bin"]: row["events"] for row in by(str(path), field)}
    for text, number in counted.items():
        if text in values and text == text.strip():  # others are shown otherwise than they are
            assert number <= len(filtered(every, field, [text]))  # where case is ignored


def by(path: str, field: str) -> list[Fields]:
    done = call("stats", "-s", path, "--by", field, "--json")
    if done.code == 2:
        assert "holds objects" in done.err
        return []
    rows: list[Fields] = done.json()
    return rows


@pytest.mark.long
@pytest.mark.parametrize("path", SETS, ids=lambda path: Path(path).stem)
def test_stats_count_by_any_field(path: str) -> None:
    every = events_of(path)
    for field in usual_fields(every):
        if field in BY or (len(every) > 1000 and "." in field):
            continue
        counts: Counter[str] = Counter()
        for each in every:
            values = [v for v in at(each, field) if v is not ...]
            found = {escape_controls(t) for v in values for t in texts(flat(v)) if t}
            inside = any(isinstance(part, dict) and part for v in values for part in listed(v))
            counts.update(found or ["{…}" if inside else "(none)"])
        if set(counts) <= {"{…}", "(none)"} and "{…}" in counts:
            counts.clear()
        assert {row["bin"]: row["events"] for row in by(path, field)} == counts, field


def listed(value: Any) -> list[Any]:
    return [v for item in value for v in listed(item)] if isinstance(value, list) else [value]


def flat(value: Any) -> list[Any]:
    """What can be counted of a value: null is none."""
    return [part for part in listed(value) if part is not None]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("importanse", "no event has a field 'importanse'; did you mean importance"),
        ("yaer", "did you mean year?"),
        ("origin", "'origin' holds objects: count by origin.lab.name or origin.n"),
        ("sources", "'sources' holds objects: count by sources.title or sources.publisher"),
    ],
)
def test_what_cannot_be_counted_by_is_refused(typed: str, said: str, store: Write) -> None:
    done = call("stats", "-s", store(*MIXED), "--by", typed)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    empty = call("stats", "-s", store(*MIXED), "--by", "mood", "--since", "2030")
    assert empty.code == 0  # there is such a field, though none of what is kept has it

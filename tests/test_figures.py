"""A figure that is a limit is told as one, everywhere; and what is typed is what is told."""

import itertools
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call
from hypothesis import given
from hypothesis import strategies as st

from hkinno import registry
from hkinno.cli.values import figure
from hkinno.events import BOUNDS

Write = Callable[..., str]
each_bound = pytest.mark.parametrize("bound", BOUNDS)


def event(number: int, date: str, **more: Any) -> dict[str, Any]:
    told = {"name": "teams", "unit": "teams", **more}
    return {"id": f"e{number}", "date": date, "title": f"T{number}", "figures": [told]}


# --- where a figure is told


def shown(form: str, path: str) -> str:
    """What a reader sees of a store in which one figure is 1,200."""
    if form == "html":
        page = call("timeline", "-s", path, "-f", "html").out
        return unescape(re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page, flags=re.S))
    if form in ("show", "stats"):
        asked = ("show", "e1") if form == "show" else ("stats", "--figure", "teams")
        return call(*asked, "-s", path).out
    return call("timeline", "-s", path, "-f", form, "--fields", "figures").out


@pytest.mark.parametrize("form", ["show", "stats", "card", "html", "table", "markdown"])
@each_bound
def test_a_bound_is_said_wherever_people_read_a_figure(store: Write, bound: str, form: str) -> None:
    told = event(1, "2019", value=1200, bound=bound)
    assert f"{bound} 1,200 teams" in " ".join(shown(form, store(told)).split())
    told["figures"][0]["approximate"] = True
    assert f"{bound} about 1,200 teams" in " ".join(shown(form, store(told)).split())


@pytest.mark.parametrize("form", registry.having("formats", "read"))
@each_bound
def test_a_bound_comes_back(store: Write, tmp_path: Path, bound: str, form: str) -> None:
    path = store(event(1, "2019", value=1200, approximate=False, bound=bound))
    file, target = tmp_path / f"out.{form}", str(tmp_path / "back.json")
    assert call("timeline", "-s", path, "-f", form, "-o", str(file)).code == 0
    assert call("init", target).code == 0
    assert call("import", str(file), "-s", target).code == 0
    back = call("timeline", "-s", target, "--json").json()
    assert back == call("timeline", "-s", path, "--json").json()


@each_bound
def test_programs_are_told_it_too(store: Write, bound: str) -> None:
    path = store(event(1, "2019", value=1200, bound=bound))
    (row,) = call("stats", "-s", path, "--figure", "teams", "--json").json()
    assert (row["value"], row["bound"], row["change_bound"]) == (1200, bound, None)
    head, line = call("stats", "-s", path, "--figure", "teams", "-f", "csv").out.splitlines()
    assert dict(zip(head.split(","), line.split(","), strict=True))["bound"] == bound


def test_an_unknown_bound_is_read_shown_and_reported(store: Write) -> None:
    path = store(event(1, "2019", value=10), event(2, "2020", value=20, bound="over\x1b"))
    assert "teams: over\\x1b 20 teams" in call("show", "e2", "-s", path).out
    change = call("stats", "-s", path, "--figure", "teams", "--json").json()[1]
    assert (change["bound"], change["change"], change["change_bound"]) == (
        *("over\x1b", None),
        "unknown",
    )
    done = call("check", "-s", path)
    assert done.code == 1
    assert "figures[0].bound 'over\\x1b' is none that there is; write at least" in done.out


@pytest.mark.parametrize("typed", ["At Least", " at  least"])
def test_a_bound_that_is_written_otherwise(store: Write, typed: str) -> None:
    done = call("check", "-s", store(event(1, "2019", value=10, bound=typed)))
    assert "; write 'at least' [bound]" in done.out


def test_a_bound_can_be_compared_and_merged(store: Write, tmp_path: Path) -> None:
    old = store(event(1, "2019", value=10, approximate=True), name="old.json")
    new = store(event(1, "2019", value=10, approximate=True, bound="more than"), name="new.json")
    assert "figures[teams].bound" in (said := call("diff", old, new).out)
    assert "more than" in said
    assert call("merge", old, old, new, "-o", str(tmp_path / "m.json")).code == 0
    (merged,) = call("timeline", "-s", str(tmp_path / "m.json"), "--json").json()
    assert merged["figures"][0]["bound"] == "more than"


# --- what is typed

SIGNS = {"at least": (">=", "≥"), "at most": ("<=", "≤"), "more than": (">",), "less than": ("<",)}


def test_every_bound_has_a_sign() -> None:
    assert set(SIGNS) == set(BOUNDS)


@given(
    bound=st.none() | st.sampled_from(BOUNDS),
    about=st.booleans(),
    number=st.integers(-(10**20), 10**20),
    unit=st.sampled_from(["", "m", "start-ups of all kinds", "°C", "% < 5"]),
    name=st.sampled_from(["n", "a name", "p<0.05", "人"]),
    words=st.booleans(),
    data=st.data(),
)
def test_what_is_typed_is_what_was_meant(
    bound: str | None, about: bool, number: int, unit: str, name: str, words: bool, data: Any
) -> None:
    blank = data.draw(st.sampled_from(["", " "]))
    limit = "" if bound is None else bound if words else data.draw(st.sampled_from(SIGNS[bound]))
    equals = "=" if words or not limit or data.draw(st.booleans()) else ""
    near = ("about" if words else "~") if about else ""
    amount = f"{number:,}" if words else str(number)
    parts = (limit, near, amount) if words or blank else ("".join((limit, near, amount)),)
    typed = f"{name}{blank}{equals}{blank}{' '.join(filter(None, parts))} {unit}".strip()
    read: Any = figure(typed)
    assert bytes(read.pop("value")).decode() == str(number)
    wanted = {"name": name, "unit": unit, "approximate": about, "bound": bound}
    assert read == {key: value for key, value in wanted.items() if value}, typed


def test_what_is_told_can_be_typed(store: Write) -> None:
    """The words of a card, with = for the colon, make the same figure."""
    for number, (bound, about) in enumerate(itertools.product((None, *BOUNDS), (False, True))):
        path = store(event(1, "2019", value=1200, approximate=about, bound=bound))
        (told,) = re.findall(r"figure  teams: (.+)", call("show", "e1", "-s", path).out)
        target = store(name=f"typed{number}.json")
        typed = ("--figure", f"teams={told}", "--date", "2019", "--title", "T")
        assert call("add", "-s", target, *typed).code == 0
        (added,) = call("timeline", "-s", target, "--json").json()
        assert added["figures"][0].get("bound") == bound
        assert added["figures"][0].get("approximate", False) == about


def test_a_bound_is_edited(store: Write) -> None:
    path = store(event(1, "2019", value=10, approximate=True))
    assert call("edit", "e1", "-s", path, "--figure", "unicorns=>10 companies").code == 0
    (edited,) = call("timeline", "-s", path, "--json").json()
    wanted = {"name": "unicorns", "value": 10, "unit": "companies", "bound": "more than"}
    assert edited["figures"] == [wanted]


# --- how it changes

CHANGES = [  # before, after: bounds and values, and what is known of the change
    (None, 1500, None, 4000, "+167 %"),
    (None, 100, "more than", 150, "more than +50 %"),
    (None, 100, "at least", 150, "at least +50 %"),
    (None, 100, "at most", 50, "at most -50 %"),
    (None, 100, "less than", 150, "less than +50 %"),
    ("more than", 100, None, 150, "less than +50 %"),
    ("at least", 100, None, 150, "at most +50 %"),
    ("at most", 100, None, 150, "at least +50 %"),
    ("less than", 100, None, 150, "more than +50 %"),
    ("at least", 100, "at most", 150, "at most +50 %"),
    ("at least", 100, "less than", 150, "less than +50 %"),
    ("less than", 100, "at least", 150, "more than +50 %"),
    ("at most", 100, "more than", 150, "more than +50 %"),
    ("more than", 100, "more than", 150, "?"),
    ("at most", 100, "at most", 150, "?"),
    ("at least", 100, "over", 150, "?"),
    ("over", 100, None, 150, "?"),
    ("more than", 100, None, 0, "-100 %"),
    ("more than", -100, None, 50, "?"),
    ("more than", 0, None, 50, ""),
    (None, -100, "more than", -50, "more than +50 %"),
]


def changed(
    store: Write, before: str | None, first: int, after: str | None, last: int, *args: str
) -> Done:
    path = store(
        event(1, "2015", value=first, bound=before), event(2, "2021", value=last, bound=after)
    )
    return call("stats", "-s", path, "--figure", "teams", *args)


@pytest.mark.parametrize(("before", "first", "after", "last", "known"), CHANGES)
def test_a_change_claims_what_is_known(
    store: Write, before: str | None, first: int, after: str | None, last: int, known: str
) -> None:
    out = changed(store, before, first, after, last).out
    row = out.splitlines()[3].rstrip(" █▏▎▍▌▋▊▉░")
    assert re.search(rf"teams *{re.escape(known)}$", row), row
    ends = [
        f"{bound or ''} {value:,} teams".strip()
        for bound, value in ((before, first), (after, last))
    ]
    sentence = f"teams: {ends[0]} in 2015 → {ends[1]} in 2021, "
    said = known.replace("?", "by how much is not known")
    assert (sentence + said in out.splitlines()) if known else sentence not in out
    told = changed(store, before, first, after, last, "--json").json()[1]
    limit = next((bound for bound in BOUNDS if known.startswith(bound)), None)
    assert told["change_bound"] == ("unknown" if known == "?" else limit)
    assert (told["change"] is None) == (known in ("", "?"))


VALUE = st.integers(0, 60)
LIMIT = st.none() | st.sampled_from(BOUNDS)


def may_be(value: int, bound: str | None) -> list[int]:
    """Some of the amounts, none below zero, that a figure may stand for, its edge among them."""
    near = {None: [0], "at least": [0, 1, 900], "more than": [1, 2, 900]}
    near |= {"at most": [0, -1, -value], "less than": [-1, -value]}
    return [value + step for step in near[bound] if value + step >= 0]


@given(VALUE, LIMIT, VALUE, LIMIT)
def test_no_change_claims_more_than_is_known(
    first: int, before: str | None, last: int, after: str | None
) -> None:
    """Whatever the amounts are in truth, what is said of the change holds of them."""
    from hkinno.stats.measures import UNKNOWN, Reading, change

    def reading(value: int, bound: str | None) -> Reading:
        made: Any = None
        return Reading(made, None, "n", value, None, False, bound)

    part, limit = change(reading(first, before), reading(last, after))
    if part is None:
        assert limit == UNKNOWN or first == 0
        return
    holds = {None: lambda true: true == pytest.approx(part)} | {
        "at least": lambda true: true >= part - 1e-9,
        "more than": lambda true: true > part,
        "at most": lambda true: true <= part + 1e-9,
        "less than": lambda true: true < part,
    }
    pairs = itertools.product(may_be(first, before), may_be(last, after))
    assert all(holds[limit]((b - a) / a) for a, b in pairs if a)


def test_what_is_at_most_has_a_faint_bar(store: Write) -> None:
    row = changed(store, "at most", 100, None, 50).out.splitlines()[2]
    assert "░" in row
    assert "█" not in row


# --- the bundled ones


def test_the_article_says_more_than_of_these() -> None:
    events = call("timeline", "-s", ":bundled:", "--json").json()
    told = [f for event in events for f in event.get("figures", ()) if f.get("bound")]
    assert [(f["name"], f["value"], f["bound"], f["approximate"]) for f in told] == [
        ("unicorns", 10, "more than", False),
        ("research funding authorised", 440_000_000, "more than", False),
        ("research teams using Tianhe-2", 200, "more than", False),
    ]
    assert "figure  unicorns: more than 10 companies" in call("show", "start-ups-2021").out
    assert json.dumps(told).isascii()

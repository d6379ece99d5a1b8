"""What `check` is silent about, which stores it names, and how it looks on a terminal."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EVENTS, call, terminal
from jsonschema import Draft202012Validator

Fields = dict[str, Any]
Write = Callable[..., str]
TODAY = ("--today", "2026-11-22")


def event(name: str, **more: Any) -> Fields:
    return {"id": name, "date": "2019", "title": f"Title {name}"} | more


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., str]:
    """Write a document of two events without sources, and these other members."""

    def write(name: str = "store.json", **members: Any) -> str:
        path = tmp_path / name
        events = [event(f"{name}-a"), event(f"{name}-b", date="2030")]
        path.write_text(json.dumps({**members, "events": events}, indent=1))
        return str(path)

    return write


def checked(*args: str) -> tuple[int, list[str], str]:
    """The exit code, the rules of the faults, and the sum."""
    done = call("check", *TODAY, *args)
    return done.code, re.findall(r"\[([\w-]+)\]$", done.out, re.M), done.err


# ---- which stores ------------------------------------------------------------------------------


def test_the_sum_names_the_stores(document: Write) -> None:
    assert checked("-s", str(EVENTS))[2] == f"hkinno: nothing wrong in 19 events of {EVENTS}\n"
    paths = [document(f"{n}.json") for n in range(4)]
    args = [word for path in paths for word in ("-s", path)]
    assert checked(*args[:2])[2].endswith(f"in 2 events of {paths[0]}\n")
    assert checked(*args[:6])[2].endswith(f"of {paths[0]}, {paths[1]} and {paths[2]}\n")
    assert checked(*args)[2].endswith("in 8 events of 4 files\n")
    assert call("check", "-s", "-", stdin="[]").err.endswith("in 0 events of standard input\n")


# ---- what is ignored ---------------------------------------------------------------------------


def test_a_rule_is_ignored_and_the_sum_says_so(document: Write) -> None:
    path = document()
    code, rules, said = checked("-s", path)
    assert (code, rules) == (0, ["no-source", "no-source", "future"])
    assert "; ignored" not in said
    code, rules, said = checked("-s", path, "--ignore", "no-source")
    assert rules == ["future"]
    assert said.endswith(f"1 warning in 2 events of {path}; ignored: 2 of no-source (--ignore)\n")
    code, rules, said = checked("-s", path, "--ignore", "no-source", "--ignore", "future")
    assert rules == []
    sum_ = "nothing else wrong in 2 events of {}; ignored: 1 of future (--ignore), 2 of no-source"
    assert said == f"hkinno: {sum_.format(path)} (--ignore)\n"
    said = checked("-s", path, "--ignore", "date")[2]
    assert said.endswith("; ignored: 0 of date (--ignore)\n")
    rows = call("check", "-s", path, *TODAY, "--ignore", "future", "--json").json()
    assert [row["code"] for row in rows] == ["no-source"] * 2


def test_an_ignored_error_is_none(store: Write) -> None:
    path = store(event("a", date="soon", sources=[{"title": "T"}]))
    assert checked("-s", path)[0] == 1
    assert checked("-s", path, "--ignore", "date")[0] == 0
    assert checked("-s", path, "--ignore", "date", "--strict")[0] == 0
    assert checked("-s", path, "--ignore", "blank")[0] == 1


def test_a_rule_that_is_none_is_refused() -> None:
    done = call("check", "--ignore", "futrue")
    assert (done.code, done.out) == (2, "")
    assert "did you mean future?" in done.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_rules_are_completed(shell: str) -> None:
    line = "hkinno check --ignore f"
    world = {"_HKINNO_COMPLETE": f"{shell}_complete", "COMP_WORDS": line}
    done = call(env=world | {"COMP_CWORD": "f" if shell == "fish" else "3"})
    assert re.findall(r"\b(f[a-z-]+)\b", done.out) == ["future", "field-name"]


def test_a_document_silences_rules_for_itself(document: Write) -> None:
    path = document(check={"ignore": ["no-source", "date"]})
    code, rules, said = checked("-s", path)
    assert (code, rules) == (0, ["future"])
    assert said.endswith(f"; ignored: 0 of date ({path}), 2 of no-source ({path})\n")
    other = document("other.json")
    code, rules, said = checked("-s", path, "-s", other)
    assert rules == ["future", "no-source", "no-source", "future"]
    assert said.endswith(f"; ignored: 0 of date ({path}), 2 of no-source ({path})\n")
    said = checked("-s", path, "-s", other, "--ignore", "no-source")[2]
    assert said.endswith(f"; ignored: 4 of no-source (--ignore), 0 of date ({path})\n")


@pytest.mark.parametrize(
    ("member", "wrong"),
    [
        ("no-source", "check should be an object, not text"),
        (None, ""),  # as elsewhere, null is an optional field left empty
        ([], "check should be an object, not a list"),
        ({"ignore": "no-source"}, "check.ignore should be a list, not text"),
        ({"ignore": ["futur"]}, "there is no rule 'futur'; did you mean future?"),
        ({"ignore": ["ignore", "qqq"]}, "there is no rule 'qqq'; hkinno check --help lists"),
        ({"ignore": ["no-source", 5]}, "check.ignore[1] should be text, not a number"),
        ({"ignored": ["no-source"]}, "check.ignored is no known field; is it ignore?"),
        ({"ignore": ["schema", "ignore"], "Ignore": []}, "check.Ignore is no known field"),
        ({"ignore": [], "since": "mine"}, ""),
    ],
)
def test_what_cannot_be_followed_is_a_fault(member: Any, wrong: str, document: Write) -> None:
    path = document(check=member)
    done = call("check", "-s", path, *TODAY)
    if not wrong:
        assert (done.code, "[ignore]" in done.out) == (0, False)
        return
    assert done.code == 1
    (line,) = (line for line in done.out.splitlines() if line.endswith("[ignore]"))
    assert wrong in line
    assert line.startswith(f"{path}:")
    assert checked("-s", path, "--ignore", "ignore")[0] == 0
    assert call("timeline", "-s", path).code == 0  # it can be read all the same


def test_a_slip_in_the_name_of_the_member_is_told(document: Write) -> None:
    done = call("check", "-s", document(chek={"ignore": ["no-source"]}), *TODAY)
    assert "chek is no known field; is it check? [field-name]" in done.out
    assert "[no-source]" in done.out


@pytest.mark.usefixtures("state", "elsewhere")
def test_the_member_survives_what_changes_a_store(document: Write) -> None:
    member = {"why": "no sources yet", "ignore": ["no-source", "future"]}
    path = document(check=member)
    for args in (
        ["add", "-s", path, "--date", "2020", "--title", "More"],
        ["edit", "-s", path, "more", "--title", "Less"],
        ["fmt", "-s", path],
        ["remove", "-s", path, "more"],
        ["undo", "-s", path],
    ):
        done = call(*args)
        assert done.code == 0, done.err
        assert json.loads(Path(path).read_text())["check"] == member
    assert checked("-s", path)[1] == []


def test_the_schema_knows_the_member() -> None:
    schema = call("schema").json()
    valid = Draft202012Validator(schema).is_valid
    assert valid({"events": [], "check": {"ignore": ["future"], "why": "mine"}})
    assert not valid({"events": [], "check": "future"})
    assert not valid({"events": [], "check": {"ignore": [5]}})


# ---- on a terminal -----------------------------------------------------------------------------


@pytest.fixture
def faulty(store: Write) -> str:
    return store(
        *(event(f"e{n}", title=f"Title {n * 7919}") for n in range(8)),
        event("bad", date="Feb 2019", sources=[{"title": "T"}]),
        event("worse", date="soon\x1b[2J", sources=[{"title": "T"}]),
        name="s.jsonl",
    )


def test_a_terminal_has_a_heading_for_each_kind(faulty: str) -> None:
    said = terminal("check", "-s", faulty, columns=200, env={"NO_COLOR": "1"}).out
    groups = said.split("\n\n")
    assert groups[0].split("\n")[:2] == [
        "2 errors [date]: a date that is not EDTF",
        "  write EDTF, as in 2002, 2019-02, 2018~ or 2020/..",
    ]
    assert groups[0].split("\n")[2].startswith(f"  {faulty}:9: event 9 'bad': 'Feb 2019' is no")
    assert groups[1].split("\n") == [
        "8 warnings [no-source]: an event without a source",
        "  say where it was read",
        *(f"  {faulty}:{n + 1}: event {n + 1} 'e{n}': it has no source" for n in range(5)),
        "  3 more like these; --all lists them",
    ]
    assert "2 errors and 8 warnings in 10 events of" in said
    assert "\x1b" not in said
    every = terminal("check", "-s", faulty, "--all", columns=200, env={"NO_COLOR": "1"}).out
    assert every.count("it has no source") == 8
    assert "more like these" not in every


@pytest.mark.parametrize("columns", [30, 60, 120])
def test_it_fits_and_is_coloured(faulty: str, columns: int) -> None:
    said = terminal("check", "-s", faulty, columns=columns).out
    faults = said.partition("hkinno: 2 errors")[0]
    assert "\x1b[1m2 errors [date]" in faults
    plain = re.sub(r"\x1b\[[0-9;]*m", "", faults)
    assert all(len(line) <= columns for line in plain.splitlines())
    assert "\x1b" not in plain


def test_a_pipe_has_a_line_for_each_fault_as_ever(faulty: str) -> None:
    lines = call("check", "-s", faulty, *TODAY, "--width", "60").out.splitlines()
    assert len(lines) == 10
    assert all(re.match(rf"{re.escape(faulty)}:\d+: (error|warning): event ", x) for x in lines)

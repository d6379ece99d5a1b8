"""What a terminal is told: colours, ids, messages that wrap, answers that are empty."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import COLORED, EVENTS, call, run, terminal

Store = Callable[..., str]
BUNDLED = ("-s", ":bundled:")
SGR = re.compile(r"\x1b\[([0-9;]*)m")
# Black, blue and white, which many themes make illegible on their ground, and all of the 256.
FORBIDDEN = {"30", "34", "37", "38", "48", "97"}


def told(text: str) -> str:
    """A message on one line, without its colours."""
    return " ".join(COLORED.sub("", text).split())


# --- colours ---


@pytest.mark.parametrize(
    "command",
    [
        "timeline",
        "chart",
        "chart --by tag",
        "stats",
        "stats --by category",
        "show science-park-opens",
        "timeline --help",
        "--help",
        "timeline --since junk",
        "check --lang fr",
    ],
)
def test_colours_are_those_of_the_theme_that_can_be_read(command: str, elsewhere: Path) -> None:
    (elsewhere / "events.json").write_bytes(EVENTS.read_bytes())
    found = set(SGR.findall(terminal(*command.split()).out))
    assert found - {"0", ""}  # it has colour, or is bold
    codes = {code for told in found for code in told.split(";")}
    assert not codes & FORBIDDEN


@pytest.mark.parametrize("command", ["timeline", "chart", "--help", "timeline --help", "help add"])
def test_no_color_is_no_colour_before_and_after_a_command(command: str) -> None:
    words = command.split()
    assert COLORED.search(terminal(*words).out)
    after = [] if words[0] == "--help" else [[words[0], "--no-color", *words[1:]]]
    for args in (["--no-color", *words], *after):
        assert not COLORED.search(terminal(*args).out), args
    assert not COLORED.search(terminal(*words, env={"NO_COLOR": "1"}).out)
    assert not COLORED.search(terminal(*words, env={"TERM": "dumb"}).out)


def test_nor_in_errors() -> None:
    assert COLORED.search(terminal("timeline", "--since", "junk").out)
    for args in (["timeline", "--since", "junk", "--no-color"], ["--no-color", "timeline", "x"]):
        done = terminal(*args)
        assert (done.code, COLORED.search(done.out)) == (2, None)


def test_help_in_a_pipe_has_none() -> None:
    assert not COLORED.search(run("--help").out)
    assert COLORED.search(run("--help", env={"FORCE_COLOR": "1"}).out)


# --- messages ---


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_messages_wrap_at_words(columns: int) -> None:
    args = ("timeline", *BUNDLED, "--tag", "nonsense", "--since", "junk junk")
    seen = COLORED.sub("", terminal(*args, columns=columns).out)
    assert max(map(len, seen.splitlines())) <= columns
    assert told(seen) == told(run(*args).err)


def test_a_command_to_paste_is_left_in_one_piece(elsewhere: Path, state: Path) -> None:
    assert state
    name = "a name of a store that is longer than the terminal.json"
    (elsewhere / name).write_text('{"events": []}')
    args = ("add", "-s", name, "--date", "2002", "--title", "T")
    assert f"hkinno undo --store '{name}'" in terminal(*args, columns=40).out


@pytest.mark.parametrize(
    "args",
    [
        ["timeline", "--lang", "zh-\x1b[31m"],
        ["timeline", "--tag", "mile\x1b[31mstone"],
        ["show", "\x1b[31mred"],
        ["\x1b[31mred"],
        ["timeline", "\x1b[31mred"],
        ["timeline", "-s", "\x1b[31mred.json"],
    ],
)
def test_what_is_typed_does_not_act_when_it_is_told(args: list[str]) -> None:
    done = call(*args)
    assert "red" in done.err or "31m" in done.err
    assert "\x1b" not in done.err


def test_nor_does_what_events_say(store: Store) -> None:
    path = store(
        {
            "id": "a\x1b[31m",
            "date": "2002",
            "title": "T",
            "tags": ["miles\x1b[31m"],
            "translations": {"fr\x1b[31m": {"title": "T"}},
        }
    )
    for args in (["--tag", "miles"], ["--lang", "de"], ["--around", "b\x1b[31m"], ["--tag", "x"]):
        done = call("timeline", "-s", path, *args)
        assert done.err
        assert "\x1b" not in done.err + done.out


# --- tables ---


def test_the_id_stands_beside_titles_that_need_not_be_wrapped_for_it() -> None:
    natural = len(max(run("timeline", *BUNDLED).out.splitlines(), key=len))
    for columns in (natural, 200):
        out = COLORED.sub("", terminal("timeline", *BUNDLED, columns=columns).out)
        assert "science-park-opens" in out
        assert max(map(len, out.splitlines())) <= columns
    out = COLORED.sub("", terminal("timeline", *BUNDLED, columns=natural - 1).out)
    assert "science-park-opens" not in out
    assert "science-park-opens" in terminal("timeline", "--on", "2002", *BUNDLED, columns=80).out


def test_a_column_without_a_value_takes_no_room(store: Store, elsewhere: Path) -> None:
    assert elsewhere
    path = store({"id": "a", "date": "2002", "title": "T"})
    assert "Category" not in call("timeline", "-s", path).out
    table = call("check", "-s", path, "-f", "table").out
    assert "Hint" in table
    assert "Category" in call("timeline", "-s", path, "--fields", "category,title").out
    dates = call("date", "2002", "-f", "table").out
    assert "Error" not in dates
    assert "Error" in call("date", "2002", "junk", "-f", "table").out


# --- nothing found ---


@pytest.mark.parametrize(
    ("args", "sentences"),
    [
        (
            ["--since", "2030"],
            ["19 earlier, the last of them 14th Five-Year Plan endorses Hong Kong"],
        ),
        (
            ["--on", "2010"],
            [
                "3 earlier, the last of them Committee for mainland–Hong Kong science cooperation",
                "16 later, the first of them Hong Kong counts about 1,500 start-ups (2015)",
            ],
        ),
        (
            ["--on", "2018-05", "--certain"],
            ["without --certain there would be 3 events", "5 earlier", "11 later"],
        ),
        (["--search", "2018"], ["no event has the text '2018'; did you mean --on '2018'?"]),
        (["--search", "robotz"], ["no event has the text 'robotz'; did you mean robot"]),
        (["--tag", "policy"], ["no event has the tag 'policy'; did you mean --category policy?"]),
        (["--category", "polcy"], ["no event has the category 'polcy'; did you mean policy?"]),
        (["--limit", "0"], []),
        (["--around", "science-park-opens", "--within", "1d"], ["1 earlier", "17 later"]),
    ],
)
def test_an_empty_answer_says_what_there_is(args: list[str], sentences: list[str]) -> None:
    for command in ("timeline", "stats", "chart"):
        done = call(command, *BUNDLED, *args, "--today", "2026-11-22")
        lines = done.err.splitlines()
        if command == "timeline":
            assert done.out.startswith("0 of 19 events")
        if "--limit" in args:
            continue
        assert len(lines) == len(sentences), lines
        for line, sentence in zip(lines, sentences, strict=True):
            assert line.startswith(f"hkinno: {sentence}")


def test_what_is_not_empty_says_nothing() -> None:
    assert call("timeline", *BUNDLED, "--on", "2018").err == ""


def test_the_version_has_a_short_name() -> None:
    assert call("-V") == call("--version")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("timeline --since 2022", "a.csv: 4 events"),
        ("stats --by category", "a.csv: 7 rows"),
        ("date 2002 2003", "a.csv: 2 rows"),
        ("show science-park-opens", "a.csv: 1 event"),
        ("chart --on 2002", "a.svg: 1 event"),
    ],
)
def test_what_was_written_is_said_to_a_person(command: str, said: str, elsewhere: Path) -> None:
    name, _, _ = said.partition(":")
    done = terminal(*command.split(), "-o", name, env={"HKINNO_STORE": ":bundled:"})
    assert COLORED.sub("", done.out) == f"hkinno: wrote {said}\n"
    assert (elsewhere / name).stat().st_size > 0
    assert run(*command.split(), "-o", name, env={"HKINNO_STORE": ":bundled:"}).err == ""


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--no-category", "polcy"], "no event has the category 'polcy'; did you mean policy?"),
        (["--no-tag", "milestne"], "no event has the tag 'milestne'; did you mean milestone?"),
        (["--tag", "milestone,milestne"], "no event has the tag 'milestne'; did you mean"),
    ],
)
def test_a_slip_is_told_though_the_answer_is_not_empty(args: list[str], sentence: str) -> None:
    for command in ("timeline", "stats", "chart"):
        done = call(command, *BUNDLED, *args)
        assert " of 19 events" in done.out
        assert done.err.startswith(f"hkinno: {sentence}")
        assert done.err.count("\n") == 1

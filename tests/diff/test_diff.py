"""`hkinno diff`: what it says, in words and as JSON, and what git makes of it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done, call, needs, run, terminal
from hypothesis import given
from hypothesis import strategies as st
from test_compare import event

from hkinno.diff.textdiff import word_diff
from hkinno.text import escape_controls

Store = Callable[..., str]
HKINNO = f'"{sys.executable}" -m hkinno'
DIFF = f"{HKINNO} diff"
LONG = "The park is formally opened, with the aim of building the future of the city on innovation."


@pytest.fixture
def pair(store: Store) -> Callable[[Any, Any], tuple[str, str]]:
    """Two stores, of one event each or of a list of them."""

    def write(old: Any, new: Any) -> tuple[str, str]:
        lists = [events if isinstance(events, list) else [events] for events in (old, new)]
        return store(*lists[0], name="old.json"), store(*lists[1], name="new.jsonl")

    return write


Pair = Callable[[Any, Any], tuple[str, str]]


def fields(done: Done) -> list[str]:
    """The lines about fields."""
    assert done.code == 0, done.err
    return [line.strip() for line in done.out.splitlines() if line.startswith("  ")]


# --- in words


def test_changes_in_words(pair: Pair) -> None:
    old = [
        event("park", title="The park opens", summary=LONG, tags=["x", "y"], category="park"),
        event("gone", "2004", "It goes"),
        event("was", "2006", "Named anew"),
    ]
    new = [
        event("is", "2006", "Named anew", category="c"),
        event("came", "2020/..", "It comes"),
        event(
            "park",
            "2002-06~",
            "The park opens",
            summary=LONG.replace("formally", "officially"),
            tags=["y", "z"],
            note=[1],
        ),
    ]
    assert call("diff", *pair(old, new)).out == (
        "changed  park  The park opens\n"
        "  date      2002 → c. Jun 2002  refined (2002 → 2002-06~)\n"
        "  summary   The park is [-formally-]{+officially+} opened, with the aim of build…\n"
        "  tags      + z, - x\n"
        "  category  - park\n"
        "  note      + [1]\n"
        "removed  gone  2004  It goes\n"
        "renamed  was → is  Named anew\n"
        "  category  + c\n"
        "added    came  since 2020  It comes\n"
        "\n"
        "1 added, 1 removed, 1 changed, 1 renamed · old.json → new.jsonl\n"
    )


def test_nothing_is_said_when_nothing_changed(pair: Pair) -> None:
    done = call("diff", *pair([event("a", x=1.50), event("b")], [event("b"), event("a", x=15e-1)]))
    assert done == (0, "", "")


def test_stat_names_the_fields(pair: Pair) -> None:
    paths = pair(event(tags=["x"], y=1), [event(date="2003", tags=[]), event("new")])
    assert call("diff", "--stat", *paths).out == (
        "added    new  2002  T\nchanged  a  date, tags, y\n\n"
        "1 added, 1 changed · old.json → new.jsonl\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"category": "park"}, {"category": "hub"}, "category  park → hub"),
        ({"n": 1}, {"n": "1"}, 'n  1 → "1"'),
        ({"n": None}, {}, "n  - null"),
        ({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, 'tags  ["b", "a"] → ["a", "b"]  reordered'),
        ({"at": [22.3, 114.1]}, {"at": [22.3, 114.2]}, "at  [22.3, 114.1] → [22.3, 114.2]"),
        (
            {"figures": [{"name": "Patents", "value": 1}, {"name": "Labs", "value": 2}]},
            {"figures": [{"name": "Labs", "value": 3}]},
            "figures  - Patents, 1 | figures[Labs].value  2 → 3",
        ),
        (
            {"translations": {"fr": {"title": "Le parc"}}},
            {"translations": {"fr": {"title": "Le parc"}, "zh-Hant": {"title": "科學園"}}},
            "translations.zh-Hant  + 科學園",
        ),
        ({"z": {"a": {"b": 1}}}, {"z": {"a": {"b": 2, "c": 3}}}, "z.a.b  1 → 2 | z.a.c  + 3"),
        (
            {"title": "科學園正式開幕"},
            {"title": "科學園昨日開幕"},
            "title  科學園[-正式-]{+昨日+}開幕",
        ),
    ],
)
def test_a_field_in_words(pair: Pair, old: Any, new: Any, said: str) -> None:
    found = fields(call("diff", *pair(event() | old, event() | new)))
    assert [re.sub("  +", "  ", line) for line in found] == said.split(" | ")


def test_far_down_a_change_is_shown_as_a_whole(pair: Pair) -> None:
    def deep(value: int, levels: int = 300) -> Any:
        return [{"name": "a", "l": deep(value, levels - 1)}] if levels else value

    (line,) = fields(call("diff", *pair(event(x=deep(1)), event(x=deep(2)))))
    assert line.startswith("x[a].l[a].l[a].l[a].l[a]  ")
    assert len(line) < 300


def test_the_document_comes_first(tmp_path: Path) -> None:
    for name, title in (("a", "One"), ("b", "Two")):
        (tmp_path / name).write_text(laid_out(event(n=title)).replace('"D"', f'"{title}"'))
    assert call("diff", str(tmp_path / "a"), str(tmp_path / "b")).out == (
        "changed  the document\n  title  One → Two\nchanged  a  T\n  n  One → Two\n\n"
        "2 changed · a → b\n"
    )


def test_a_date_says_its_kind(pair: Pair) -> None:
    assert fields(call("diff", *pair(event(date="soon"), event(date="2020/..")))) == [
        "date  soon → since 2020  no date (soon → 2020/..)"
    ]
    assert fields(call("diff", *pair(event(), event(date="2003")))) == ["date  2002 → 2003  moved"]


# --- what cannot be seen, and what is long

HOSTILE = "\x1b[31mred\x9b2J\u202eevil\x07\u2066\r\n[bold]b[/]\ud83d\ude00"


def test_hostile_text_is_shown_and_does_nothing(pair: Pair) -> None:
    nasty = HOSTILE.encode("utf-16", "surrogatepass").decode("utf-16")
    old = event("a" + nasty, title="x" + nasty) | {"k" + nasty: nasty, "tags": [nasty]}
    paths = pair(old, {**old, "date": "2003", "k" + nasty: nasty + "!", "tags": [nasty + "!"]})
    git = ["diff", "store" + nasty, paths[0], "0", "0", paths[1], "0", "0"]
    for args in (["diff", *paths], ["diff", "--stat", *paths], git):
        for color in ("never", "always"):
            out = call(*args, "--color", color).out
            plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
            assert escape_controls(plain.replace("\n", "")) == plain.replace("\n", "")
            assert "\\x1b[31mred\\x9b2J\\u202eevil\\x07" in plain.replace("\n", "")
            assert color == "never" or "\x1b[31mred" not in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("one two", "one\ntwo", r"one[-␣-]{+\n+}two"),
        ("one two", "one two ", "one two{+␣+}"),
        ("one two", "one  two", "one[-␣-]{+␣␣+}two"),
        ("caf\u00e9 noir", "cafe\u0301 noir", r"caf\xe9␣noir → cafe\u0301␣noir"),
        ("one two three", "one two\u200b three", r"one two{+\u200b+} three"),
        ("", "x", " → x"),
        (
            "one two three and more",
            "one drei vier and more",
            "one [-two three-]{+drei vier+} and more",
        ),
        (
            "a" * 400 + "b" + "a" * 400,
            "a" * 800,
            f"…{'a' * 30}b{'a' * 58} … {'a' * 30} → …{'a' * 89} … {'a' * 30}",
        ),
    ],
)
def test_a_change_that_is_hard_to_see_is_seen(old: str, new: str, said: str) -> None:
    marks = {"-": "[-{}-]", "+": "{{+{}+}}"}
    assert "".join(marks.get(mark, "{}").format(text) for mark, text in word_diff(old, new)) == said


_long = st.text(st.sampled_from("ab \n\u00e9\u0301\u200b中"), max_size=400)


@given(_long, _long)
def test_every_change_of_a_text_is_seen_and_short(old: str, new: str) -> None:
    if old == new:
        return
    parts = word_diff(old, new)
    was = "".join(text for mark, text in parts if mark in ("-", "old", ""))
    now = "".join(text for mark, text in parts if mark in ("+", "new", ""))
    assert was != now
    assert all(text.isprintable() for mark, text in parts if mark)
    assert all(len(text) <= 6 * 130 for _, text in parts)  # an escape has up to six characters


def test_long_texts_are_shortened_and_fast(pair: Pair) -> None:
    words = [f"w{n % 97}" for n in range(40_000)]
    old, new = " ".join(words), "\n".join([*words[:20_000], "new", *words[20_000:]])
    lines = fields(call("diff", *pair(event(summary=old), event(summary=new))))
    assert len(lines) == 1
    assert len(lines[0]) < 400


# --- as JSON


def test_json(pair: Pair) -> None:
    old = [event("a", n=1, tags=["x"]), event("b", "2004"), event("c", "2005", "C")]
    new = [event("a", "2002-06", n="1", m=[]), event("d", "2004", "D"), event("e", "2005", "C")]
    assert call("diff", "--json", *pair(old, new)).json() == [
        {
            "id": "a",
            "change": "changed",
            "fields": {
                "date": {"old": "2002", "new": "2002-06", "class": "refined"},
                "n": {"old": 1, "new": "1"},
                "tags": {"old": ["x"]},
                "m": {"new": []},
            },
        },
        {
            "id": "b",
            "change": "removed",
            "fields": {"id": {"old": "b"}, "date": {"old": "2004"}, "title": {"old": "T"}},
        },
        {
            "id": "d",
            "change": "added",
            "fields": {"id": {"new": "d"}, "date": {"new": "2004"}, "title": {"new": "D"}},
        },
        {"id": "e", "change": "renamed", "fields": {"id": {"old": "c", "new": "e"}}},
    ]


def test_json_keeps_values_as_they_are_written(tmp_path: Path) -> None:
    for name, number in (("a", "1.50"), ("b", "123456789012345678901234567890")):
        text = '[{"id": "a", "date": "2002", "title": "T", "x": {"y":\n N}}]'
        (tmp_path / name).write_text(text.replace("N", number))
    done = call("diff", "--json", str(tmp_path / "a"), str(tmp_path / "b"))
    assert '{"old":{"y":1.50},"new":{"y":123456789012345678901234567890}}' in done.out
    assert len(done.out.splitlines()) == 3


def test_json_of_no_change_is_an_empty_array(pair: Pair) -> None:
    assert call("diff", "--json", *pair(event(), event())).out == "[]\n"


# --- what is compared, and the exit code


def test_exit_code(pair: Pair) -> None:
    changed = pair(event(), event(date="2003"))
    assert call("diff", *changed).code == 0
    assert call("diff", "--exit-code", *changed).code == 1
    assert call("diff", "--exit-code", "--json", *changed).code == 1
    assert call("diff", "--exit-code", changed[0], changed[0]).code == 0


def test_standard_input_and_what_is_not_there(pair: Pair, tmp_path: Path) -> None:
    old, new = pair(event(), event(date="2003"))
    data = Path(new).read_bytes()
    for sides in ((old, new), (new, old)):
        piped = ["-" if side == new else side for side in sides]
        expected = call("diff", *sides).out.replace("new.jsonl", "standard input")
        assert call("diff", *piped, stdin=data).out == expected
    assert call("diff", os.devnull, old).out == "added    a  2002  T\n\n1 added · null → old.json\n"
    assert (
        call("diff", old, os.devnull).out == "removed  a  2002  T\n\n1 removed · old.json → null\n"
    )
    (tmp_path / "empty").touch()
    expected = call("diff", os.devnull, old).out.replace("null →", "empty →")
    assert call("diff", str(tmp_path / "empty"), old).out == expected


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        ([], 2, "two stores, A and B, not 0"),
        (["one"], 2, "two stores, A and B, not 1"),
        (["a", "b", "c"], 2, "two stores, A and B, not 3"),
        (["-", "-"], 2, "standard input (-) can be read only once"),
        (["no.json", "no.json"], 1, "there is no file no.json"),
        (["-", os.devnull], 1, "standard input"),
    ],
)
def test_what_cannot_be_compared(args: list[str], code: int, says: str) -> None:
    done = call("diff", *args, stdin=b"{")
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert len(done.err.splitlines()) == 1


# --- colour and width


def test_colour_without_fields(pair: Pair) -> None:
    out = call("diff", "--color", "always", *pair([], event())).out
    assert out == "\x1b[32madded    \x1b[0ma  2002  T\n\n1 added · old.json → new.jsonl\n"
    change = event(x=1), event(x={"a": 1})
    lines = call("diff", "--stat", "--color", "always", *pair(*change)).out.splitlines()
    assert lines[0] == "\x1b[1mchanged  \x1b[0ma  x"


def test_colour(pair: Pair) -> None:
    paths = pair(event(summary=LONG), event(summary=LONG.replace("formally", "then")))
    colored = call("diff", "--color", "always", *paths).out
    assert "\x1b[31mformally\x1b[0m\x1b[32mthen\x1b[0m" in colored
    assert "[-" not in colored
    assert call("diff", *paths, env={"FORCE_COLOR": "1"}).out == colored
    for done in (call("diff", *paths), call("diff", *paths, env={"NO_COLOR": "1"})):
        assert "\x1b" not in done.out
        assert "[-formally-]{+then+}" in done.out


def test_in_the_pager_of_git_lines_fit_and_are_coloured(pair: Pair) -> None:
    new = event(summary=LONG[::-1], title="A title of many words that fills a line " * 2)
    paths = pair(event(summary=LONG), new)
    pager = {"GIT_PAGER_IN_USE": "true", "COLUMNS": "60", "TERM": "xterm"}
    out = call("diff", *paths, env=pager).out
    assert "\x1b[32m" in out
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in out.splitlines()) <= 60
    for quiet in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = call("diff", *paths, env=pager | quiet).out
        assert "\x1b" not in plain
        assert max(map(len, plain.splitlines())) <= 60
    assert "\x1b" not in call("diff", "--color", "never", *paths, env=pager).out


# --- git


class Repo:
    """A git repository, with git as it is out of the box."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._git = needs("git")
        names = {f"GIT_{who}_{what}": "t" for who in ("AUTHOR", "COMMITTER") for what in _WHO}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "HKINNO_"))}
        self.env = inherited | names
        self.env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        path.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *args: str, code: int = 0, diff: str = "") -> Done:
        """Run git; `diff` is the program that shows differences instead of git."""
        env = self.env | ({"GIT_EXTERNAL_DIFF": diff} if diff else {})
        done = subprocess.run(
            [self._git, *args], cwd=self.path, env=env, capture_output=True, text=True
        )
        assert done.returncode == code, done
        return Done(done.returncode, done.stdout, done.stderr)

    def commit(self, **files: str) -> str:
        """Write files (`_` stands for `.` in a name), commit everything, and say which it is."""
        for name, text in files.items():
            (self.path / name.replace("_", ".")).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-qm", "+".join(files) or "more")
        return self.git("rev-parse", "HEAD").out.strip()


_WHO = ("NAME", "EMAIL")


def laid_out(*events: dict[str, Any]) -> str:
    return json.dumps({"title": "D", "events": events}, indent=2) + "\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Two commits of a store and of another file; the second one changes both."""
    found = Repo(tmp_path / "repo")
    found.commit(events_json=laid_out(event(), event("b", "2004")), notes_txt="one\n")
    found.commit(events_json=laid_out(event("b", "2004"), event(date="2002-06")), notes_txt="two\n")
    return found


CHANGED = "changed  a  T\n  date  2002 → Jun 2002  refined (2002 → 2002-06)\n\n1 changed\n"


def test_git_diff_with_the_command_of_a_driver(repo: Repo) -> None:
    (repo.path / ".git" / "info" / "attributes").write_text("events.json diff=hkinno\n")
    repo.git("config", "diff.hkinno.command", DIFF)
    out = repo.git("diff", "HEAD^", "HEAD").out
    assert f"events.json\n{CHANGED}\n" in out
    assert "-one\n+two\n" in out  # other files as ever
    assert CHANGED in repo.git("log", "-p", "-1", "--ext-diff").out
    assert CHANGED in repo.git("show", "--ext-diff").out
    assert CHANGED not in repo.git("log", "-p", "-1").out  # git does not ask without --ext-diff


def test_git_diff_of_a_store_that_comes_goes_or_is_renamed(repo: Repo) -> None:
    empty = repo.git("hash-object", "-t", "tree", os.devnull).out.strip()
    repo.git("rm", "-q", "--cached", "notes.txt")
    repo.git("commit", "-qm", "no notes")
    came = repo.git("diff", empty, "HEAD", "--", "events.json", diff=DIFF).out
    assert came.startswith("events.json\nadded    a  Jun 2002  T\nadded    b  2004  T\n")
    assert "2 removed" in repo.git("diff", "HEAD", empty, "--", "events.json", diff=DIFF).out
    repo.git("mv", "events.json", "other.json")
    (repo.path / "other.json").write_text(laid_out(event("b", "2004"), event(date="2002")))
    out = repo.git("diff", "-M10%", "HEAD", diff=DIFF).out
    assert out.startswith("events.json → other.json\nchanged  a  T\n")


def test_git_diff_says_when_no_event_changed(repo: Repo) -> None:
    text = json.dumps(json.loads((repo.path / "events.json").read_text()))
    (repo.path / "events.json").write_text(text)
    out = repo.git("diff", diff=DIFF).out
    assert out == "events.json: no event changed\n\n"


def test_git_goes_on_after_a_store_that_cannot_be_read(repo: Repo) -> None:
    (repo.path / "events.json").write_text('{"events": [')
    (repo.path / "second.jsonl").write_text(json.dumps(event()) + "\n")
    repo.git("add", "second.jsonl")
    done = repo.git("diff", "HEAD", "--", "*json*", diff=DIFF)
    assert "second.jsonl\nadded    a  2002  T\n" in done.out
    assert re.search(r"events\.json: line 1: .*; this file is not compared", done.err)


def test_git_difftool(repo: Repo) -> None:
    out = repo.git("difftool", "-y", "-x", DIFF, "HEAD^", "--", "events.json").out
    assert out == CHANGED.replace("1 changed", "1 changed · events.json → events.json")


def test_git_textconv(repo: Repo) -> None:
    """An event a line, in order of time: for blame, and for log -p without --ext-diff."""
    (repo.path / ".git" / "info" / "attributes").write_text("events.json diff=hkinno\n")
    convert = f'f() {{ {HKINNO} timeline -f jsonl -s "$1" 2>/dev/null || cat "$1"; }}; f'
    repo.git("config", "diff.hkinno.textconv", convert)
    out = repo.git("log", "-p", "-1", "--", "events.json").out
    removed = [line for line in out.splitlines() if re.match(r"-[^-]", line)]
    assert removed == ['-{"id": "a", "date": "2002", "title": "T"}']
    repo.commit(events_json="{")  # a store that cannot be read does not stop git
    assert "+{\n" in repo.git("log", "-p", "-1", "--", "events.json").out


def test_git_diff_while_a_merge_is_in_conflict(repo: Repo) -> None:
    repo.git("checkout", "-qb", "other", "HEAD^")
    repo.commit(events_json=laid_out(event(date="2002-07"), event("b", "2004")))
    repo.git("merge", "main", code=1)
    out = repo.git("diff", "--base", diff=DIFF).out
    assert out.startswith("events.json: not merged yet\n")


def test_the_arguments_of_git_are_no_usage_without_git() -> None:
    done = run("diff", "events.json", env={"GIT_DIFF_PATH_COUNTER": "1"})
    assert done == (0, "events.json: not merged yet\n", "")


def test_keys_that_stand_twice_are_told(store: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    path.write_text(
        '{"x": 1, "x": 2, "events": [{"id": "a", "date": "2019", "title": "A", "y": 1, "y": 2}]}'
    )
    other = store({"id": "a", "date": "2019", "title": "A", "y": 2})
    done = call("diff", str(path), other)
    assert done.code == 0
    assert f"warning: {path}: x stands twice; the last one counts\n" in done.err
    assert f"{path}: event 1 'a' (line 1): y stands twice; the last one counts\n" in done.err


def test_blanks_of_other_widths_are_shown_as_they_are(store: Callable[..., str]) -> None:
    events = [
        {"id": "a", "date": "2019", "title": title}
        for title in ("香港\u3000科技", "香港\u3000科學")
    ]
    paths = [store(event, name=f"{n}.json") for n, event in enumerate(events)]
    assert "\\u3000" not in call("diff", *paths).out
    other = store({"id": "a", "date": "2019", "title": "香港 科技"}, name="other.json")
    assert "[-\\u3000-]{+␣+}" in call("diff", paths[0], other).out


def test_a_person_is_told_that_nothing_differs(pair: Pair) -> None:
    old, new = pair(event(), event())
    assert call("diff", old, new) == (0, "", "")
    seen = terminal("diff", old, new, columns=300, env={"NO_COLOR": "1"})
    assert seen.out == f"hkinno: no event differs: {old} → {new}\n"


def test_one_store_is_compared_with_that_of_the_folder(pair: Pair, elsewhere: Path) -> None:
    old, _ = pair(event(), event())
    assert "did you mean" not in call("diff", old).err
    (elsewhere / "events.json").write_text("[]")
    done = call("diff", old)
    assert (done.code, done.out) == (2, "")
    assert f"not 1; did you mean hkinno diff events.json {old}?" in done.err

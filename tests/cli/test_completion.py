"""What shells offer, asked for as the shells' scripts ask, and the scripts in real shells."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import EVENTS, HARD, ROOT, call, needs, run

from hkinno import load, registry

SHELLS = ("bash", "zsh", "fish")


def asked(shell: str, line: str, **env: str) -> list[str]:
    """The values offered for a line that ends where the cursor is."""
    typed = re.findall(r"(?:\\.|\S)*$", line)[0]
    place = len(shlex.split(line)) - bool(typed)
    world = {"_HKINNO_COMPLETE": f"{shell}_complete", "COMP_WORDS": line} | env
    done = call(env=world | {"COMP_CWORD": typed if shell == "fish" else str(place)})
    assert (done.code, done.err) == (0, "")
    lines = done.out.removesuffix("\n").split("\n")
    if shell == "zsh" and lines != [""]:
        lines = [f"{kind},{value}" for kind, value, _ in zip(*[iter(lines)] * 3, strict=True)]
    return [line.partition(",")[2].partition("\t")[0] for line in lines if line.startswith("plain")]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("hkinno ti", ["timeline"]),
        ("hkinno s", ["schema", "show", "stats"]),
        ("hkinno timeline --cert", ["--certain"]),
        ("hkinno timeline --no-t", ["--no-tag"]),
        ("hkinno timeline -f j", ["json", "jsonl"]),
        ("hkinno timeline --group ce", ["century"]),
        ("hkinno timeline --sort ", ["date", "title", "category", "id"]),
        ("hkinno timeline --color a", ["auto", "always"]),
        ("hkinno completion ", ["bash", "zsh", "fish"]),
        ("hkinno show start", ["start-ups-2015", "start-ups-2021"]),
        ("hkinno show START", ["start-ups-2015", "start-ups-2021"]),
        ("hkinno show science-park-opens cl", ["cluster-ranked-second"]),
        ("hkinno timeline --around tian", ["tianhe-2-teams"]),
        ("hkinno timeline --category p", ["policy"]),
        ("hkinno timeline --no-category r", ["ranking", "research"]),
        ("hkinno timeline --category policy,f", ["policy,funding"]),
        ("hkinno timeline --category policy,funding,r",
         ["policy,funding,ranking", "policy,funding,research"]),
        ("hkinno timeline --tag mile", ["milestone"]),
        ("hkinno timeline --tag milestone --tag start", ["start-ups"]),
        ("hkinno timeline --place Hong\\ K", ["Hong Kong", "Hong Kong Science Park"]),
        ("hkinno timeline --place hong\\ kong\\ s", ["Hong Kong Science Park"]),
        ("hkinno timeline --actor imd", ["IMD"]),
        ("hkinno timeline --fields id,ti", ["id,title"]),
        ("hkinno timeline --lang ", ["de", "en", "zh-Hant"]),
        ("hkinno date --lang d", ["de"]),
        ("hkinno timeline --fields preci", ["precision"]),
        ("hkinno timeline --tag nothing-like-it", []),
        ("hkinno timeline --where figures.n", ["figures.name="]),
        ("hkinno timeline --where figures.name=start", ["figures.name=start-ups"]),
        ("hkinno timeline --no-where category=policy,f", ["category=policy,funding"]),
        ("hkinno timeline --where category=policy,f", ["category=policy,funding"]),
        ("hkinno timeline --where nothing=", []),
        ("hkinno stats --by we", ["weekday"]),
        ("hkinno stats --by figures.n", ["figures.name"]),
    ],
)  # fmt: skip
def test_what_is_offered(shell: str, line: str, values: list[str]) -> None:
    assert asked(shell, line) == values


@pytest.mark.parametrize("shell", SHELLS)
def test_all_commands_formats_and_ids_are_offered(shell: str) -> None:
    assert asked(shell, "hkinno ") == list(registry.names("cli/commands"))
    assert asked(shell, "hkinno timeline --format ") == list(registry.names("formats"))
    assert set(asked(shell, "hkinno show ")) == {entry.event.id for entry in load()}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_store_is_the_one_that_is_meant(shell: str, store: Callable[..., str]) -> None:
    path = store({"id": "mine", "date": "2002", "title": "M", "tags": ["my-tag"], "my_field": 1})
    assert asked(shell, f"hkinno timeline --store {path} --tag ") == ["my-tag"]
    assert asked(shell, f"hkinno timeline -s {path} --fields my") == ["my_field"]
    assert asked(shell, f"hkinno show -s {path} ") == ["mine"]
    assert asked(shell, "hkinno show ", HKINNO_STORE=path) == ["mine"]
    both = f"hkinno show -s {path} -s {EVENTS} "
    assert {"mine", "science-park-opens"} <= set(asked(shell, both))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("text", [None, "", "{", '{"events": [{"id": 1}]}', "[" * 100_000])
def test_a_broken_store_offers_nothing(shell: str, text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    if text is not None:
        path.write_text(text)
    assert asked(shell, f"hkinno timeline -s {path} --tag ") == []
    assert asked(shell, f"hkinno show -s {path} ") == []
    assert asked(shell, "hkinno show ", HKINNO_STORE=str(path)) == []


def test_standard_input_is_not_read_while_completing() -> None:
    line = "hkinno timeline -s - --tag "
    world = {"_HKINNO_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": "5"}
    assert call(env=world, stdin=EVENTS.read_bytes()).out == "\n"


def test_commas_and_backslashes_of_a_value_are_those_of_a_list(store: Callable[..., str]) -> None:
    path = store({"id": "a,b", "date": "2002", "title": "M", "tags": ["x,y", "x\\z", "w"]})
    line = f"hkinno timeline -s {path} --tag "
    assert asked("zsh", line + "x") == ["x\\,y", "x\\\\z"]
    assert asked("zsh", line + "w,x\\\\\\,") == ["w,x\\,y"]
    assert asked("zsh", f"hkinno show -s {path} a") == ["a,b"]
    found = call("timeline", "-s", path, "--tag", "x\\,y,none", "--json").json()
    assert [event["id"] for event in found] == ["a,b"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("option", ["--tag", "--category", "--actor", "--fields", "show"])
def test_hostile_values_stay_on_their_line(shell: str, option: str) -> None:
    words = ["timeline", "-s", str(HARD), option] if option != "show" else ["show", "-s", str(HARD)]
    place = "" if shell == "fish" else str(len(words) + 1)
    world = {"COMP_WORDS": f"hkinno {' '.join(words)} ", "COMP_CWORD": place}
    done = call(env=world | {"_HKINNO_COMPLETE": f"{shell}_complete"})
    assert done.code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", done.out)
    rows = done.out.split("\n")[:-1]
    assert len(rows) > 3
    assert all(row.startswith("plain") for row in (rows[::3] if shell == "zsh" else rows))


# --- real shells ---


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which there is `hkinno`, as an installation would have it."""
    program = tmp_path / "hkinno"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m hkinno "$@"\n')
    program.chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


def shell(argv: Sequence[str], path: str) -> list[str]:
    world = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    world.pop("HKINNO_STORE", None)
    done = subprocess.run(argv, capture_output=True, env=world, cwd="/", timeout=60)
    assert done.stderr.decode() == ""
    return done.stdout.decode().split("\n")[:-1]


BASH = """
eval "$(hkinno completion bash)"
compopt() { quoted=$2; }
ask() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=() quoted=
  _hkinno_completion hkinno
  printf '%s\\n' "${COMPREPLY[*]@Q} $quoted"
}
complete -p hkinno
ask hkinno ti
ask hkinno timeline --category policy,f
ask hkinno timeline --place 'Hong\\ Kong\\ S'
ask hkinno show start
"""


def test_in_bash(path: str) -> None:
    assert shell([needs("bash"), "--norc", "-c", BASH], path) == [
        "complete -o nosort -F _hkinno_completion hkinno",
        "'timeline' ",
        "'policy,funding' ",
        "'Hong Kong Science Park' filenames",
        "'start-ups-2015' 'start-ups-2021' ",
    ]


BASH_WHERE = """
eval "$(hkinno completion bash)"
compopt() { quoted=$2; }
ask() {
  COMP_LINE=$1 COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2)) COMPREPLY=() quoted=
  _hkinno_completion hkinno
  printf '%s\\n' "${COMPREPLY[*]@Q} $quoted"
}
ask 'hkinno timeline --where figures.n' hkinno timeline --where figures.n
ask 'hkinno timeline --where category=' hkinno timeline --where category =
ask 'hkinno timeline --where category=policy,f' hkinno timeline --where category = policy,f
ask 'hkinno timeline --where=category=fu' hkinno timeline --where = category = fu
ask 'hkinno timeline --tag=mile' hkinno timeline --tag = mile
ask 'hkinno timeline --where category=x --tag mile' hkinno timeline --where category = x --tag mile
ask 'hkinno chart --where places=Hong\\ Kong\\ S' hkinno chart --where places = 'Hong\\ Kong\\ S'
"""


def test_in_bash_where_it_splits_words_at_equals_signs(path: str) -> None:
    found = shell([needs("bash"), "--norc", "-c", BASH_WHERE], path)
    assert found[0] == "'figures.name=' nospace"
    assert found[1].startswith("'context' 'enterprise' 'funding'")
    assert found[2:] == [
        *("'policy,funding' ", "'funding' ", "'milestone' ", "'milestone' "),
        "'Hong Kong Science Park' filenames",
    ]


FISH = """
hkinno completion fish | source
for line in "ti" "timeline --category policy,f" "timeline --place Hong\\ Kong\\ S" \\
        "timeline --where category=policy,f" "show start"
    complete -C "hkinno $line"
end
"""


def test_in_fish(path: str) -> None:
    found = shell([needs("fish"), "--no-config", "-c", FISH], path)
    assert [line.split("\t")[0] for line in found] == [
        *("timeline", "policy,funding", "Hong Kong Science Park", "category=policy,funding"),
        *("start-ups-2015", "start-ups-2021"),
    ]
    assert found[-1].split("\t")[1] == "Start-ups in Hong Kong reach 4,000"


ZSH = """
compdef() { print -r -- "$@" }
source <(hkinno completion zsh)
_describe() { print -rl -- ${(P)3} }
compadd() { [[ $4 == -a ]] && print -rl -- $completions || print -rl -- "$@" }
ask() { words=("$@") CURRENT=$# ; _hkinno_completion }
ask hkinno ti
ask hkinno timeline --category policy,f
ask hkinno timeline --place 'Hong\\ Kong\\ S'
ask hkinno timeline --where category=policy,f
ask hkinno show start
ask hkinno timeline --where figures.n
"""


def test_in_zsh(path: str) -> None:
    found = shell([needs("zsh"), "-f", "-c", ZSH], path)
    assert found[0] == "_hkinno_completion hkinno"
    assert [line.split(":")[0] for line in found[1:]] == [
        *("timeline", "policy,funding", "Hong Kong Science Park", "category=policy,funding"),
        *("start-ups-2015", "start-ups-2021"),
        *("-U", "-V", "unsorted", "-S", "", "--", "figures.name="),  # no blank follows
    ]


@pytest.mark.parametrize("name", SHELLS)
def test_the_scripts_are_mended(name: str) -> None:
    """click's own scripts cut values at commas (fish) or lose their backslashes (bash)."""
    text = call("completion", name).out
    assert "hkinno" in text
    assert 'string split ","' not in text
    assert "read type value" not in text.replace("-r type", "")
    assert "COMPREPLY+=($value)" not in text


def test_only_shells_that_are_known() -> None:
    done = call("completion", "tcsh")
    assert done.code == 2
    assert "bash" in done.err


def test_no_traceback_from_a_process_of_its_own(tmp_path: Path) -> None:
    world = {"_HKINNO_COMPLETE": "bash_complete", "COMP_WORDS": "hkinno show ", "COMP_CWORD": "2"}
    done = run(env=world | {"HKINNO_STORE": str(tmp_path)})
    assert (done.code, done.out, done.err) == (0, "\n", "")
    assert json.loads(run("timeline", "--json", "--limit", "1").out)

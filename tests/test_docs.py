"""The README is run: what it shows is what hkinno says, and what hkinno has is in it.

Every `console` block is a session of its own, in a folder that holds the files which the README
names (a fence such as ```json club.json). Blocks with a name (```console club) are one session, in
order and in one folder. It is the home folder, too, so that what can be undone stays in it. After a
change that is meant to be seen, write the answers anew with `pytest --update`, and read
the difference.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click
import msgspec
import pytest
from conftest import ROOT, needs

from hkinno import HkinnoError, parse_date, registry
from hkinno.cli.main import cli
from hkinno.dates.calendar import bound
from hkinno.events import Event, Figure, Source, Translation
from hkinno.fields import DERIVED
from hkinno.query.groups import GROUPS
from hkinno.query.query import SORTS

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
TODAY = date(2026, 11, 22)
TOOLS = {"jq", "sqlite-utils", "datasette", "git", "awk", "gzip"}
EVERYWHERE = {"hkinno", "echo", "for", "do", "done", "sed", "head", "cp"}
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


class Block(NamedTuple):
    """A fenced block of the README: its first line's number, its language, its file, its text."""

    line: int
    language: str
    file: str | None
    text: str


def blocks(language: str) -> list[Block]:
    found = (
        Block(TEXT.count("\n", 0, fence.start()) + 2, fence[1], fence[2], fence[3])
        for fence in _FENCE.finditer(TEXT)
    )
    return [block for block in found if block.language == language]


def world(folder: Path) -> dict[str, str]:
    """A quiet environment: this hkinno first on the path, nothing of the user's settings."""
    kept = ("PATH", "SYSTEMROOT", "COVERAGE_")
    return {k: v for k, v in os.environ.items() if k.startswith(kept)} | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }


def sessions() -> list[list[Block]]:
    """The `console` blocks, those of one name together."""
    found: dict[str, list[Block]] = {}
    for block in blocks("console"):
        found.setdefault(block.file or str(block.line), []).append(block)
    return list(found.values())


def prepare(folder: Path) -> None:
    """Put the files there that the README names."""
    for fence in _FENCE.finditer(TEXT):
        if fence[2] and fence[1] != "console":
            (folder / fence[2]).write_text(fence[3], encoding="utf-8")


def answered(block: Block, folder: Path) -> str:
    """A block as it would read now: each command, and what it answers."""
    told = []
    for command in commands(block):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=world(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        answer = done.stdout.decode().replace("\r\n", "\n")  # sqlite-utils ends lines as CSV does
        told.append(f"$ {command}\n{answer}")
    return "".join(told)


def commands(block: Block) -> list[str]:
    """The commands of a session; after a backslash, a bar or `do` the next line carries on."""
    return re.findall(r"^\$ ((?:.*(?:\\|\||do)\n)*.*)$", block.text, re.M)


def programs(block: Block) -> set[str]:
    """The programs that a session runs."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", "\n".join(commands(block)))
    return set(re.findall(r"(?:^|[|&;])\s*(?:[A-Z_]+=\S* )*([a-z][\w-]*)", bare, re.M))


SESSIONS = sessions()


@pytest.mark.parametrize("session", SESSIONS, ids=[f"line{first.line}" for first, *_ in SESSIONS])
def test_every_answer_is_the_real_one(session: list[Block], tmp_path: Path) -> None:
    assert (BIN / "hkinno").exists(), "install hkinno first: pip install -e '.[dev]'"
    for tool in set().union(*map(programs, session)) & TOOLS:
        needs(tool)
    prepare(tmp_path)
    for block in session:
        assert answered(block, tmp_path) == block.text


def test_every_tool_of_the_readme_is_looked_for() -> None:
    assert set().union(*map(programs, blocks("console"))) == TOOLS | EVERYWHERE


def test_the_python_session_answers_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = blocks("pycon")
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(block.text, {}, "README", "README.md", block.line)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example, out=said.append).attempted > 3
    assert not said, "".join(said)


def test_the_json_of_the_readme_is_a_store_that_has_every_field() -> None:
    (block,) = blocks("json")
    (first, *_) = msgspec.json.decode(block.text)["events"]
    assert set(first) > set(Event.__struct_fields__)


def test_the_two_commands_do_all_that_is_needed_by_themselves() -> None:
    see, check = (block.text.strip() for block in blocks("sh")[:2])
    start = "python3 -m venv .venv && .venv/bin/pip install -q -e "
    assert see == f"{start}. && .venv/bin/hkinno timeline --since 2015"
    assert check == f"{start}'.[dev]' && .venv/bin/python -m pytest"


def test_the_picture_is_up_to_date_and_there() -> None:
    assert "](docs/table.svg)" in TEXT
    done = subprocess.run(
        [sys.executable, "docs/pictures.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_picture_asks_no_server_for_anything() -> None:
    svg = (ROOT / "docs" / "table.svg").read_text(encoding="utf-8")
    assert svg.count("://") == 1  # the name of SVG itself
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert not re.search(r"@import|@font-face|<image|<script|href", svg)


# --- the tables


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading: the cells, without their backquotes."""
    part = TEXT.split(f"\n### {heading}\n")[1].split("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def codes(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def span(text: str) -> str:
    """`lo … hi` as the README writes it."""
    when = parse_date(text, TODAY)
    lo, hi = bound(when.lo), bound(when.hi)
    return str(lo) if lo == hi else f"{lo or ''} … {hi or ''}".strip()


@pytest.mark.parametrize("row", rows("What a store may say"), ids=lambda row: row[0])
def test_the_table_of_edtf_is_true(row: list[str]) -> None:
    (text,), days = codes(row[0]), row[2]
    assert span(text) == days


@pytest.mark.parametrize("row", rows("What you may type"), ids=lambda row: row[0])
def test_the_table_of_phrases_is_true(row: list[str]) -> None:
    typed, stored = codes(row[0]), codes(row[1])
    if len(stored) == 1:
        stored *= len(typed)
    assert [parse_date(text, TODAY).text for text in typed] == stored


@pytest.mark.parametrize("row", rows("What is refused"), ids=lambda row: row[0])
def test_what_the_readme_says_is_refused_is(row: list[str]) -> None:
    for text in codes(row[0]):
        with pytest.raises(HkinnoError):
            parse_date(text, TODAY)


def test_git_fills_in_what_is_missing_from_today(tmp_path: Path) -> None:
    """The surprise that the README tells of, so that it does not outlive its truth."""
    git = [needs("git"), "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], env=world(tmp_path), check=True)
    before = time.gmtime().tm_mon
    asked = [*git, "rev-parse", "--since=2019-02"]
    said = subprocess.run(asked, env=world(tmp_path), check=True, capture_output=True).stdout
    begins = time.gmtime(int(said.decode().removeprefix("--max-age=")))
    assert begins[:3] in {(2019, month, 2) for month in (before, time.gmtime().tm_mon)}


# --- nothing undocumented ships


def documented() -> Iterator[str]:
    """All that users can type."""
    context = click.Context(cli)
    yield from (f"hkinno {name}" for name in cli.list_commands(context))
    for name in (None, *cli.list_commands(context)):
        command = cli if name is None else cli.get_command(context, name)
        assert command is not None
        yield from (option for p in command.params for option in p.opts if p.opts[0][0] == "-")
    yield from ("-h", "--help")
    for names in (registry.names("formats"), GROUPS, SORTS, DERIVED):
        yield from (f"`{name}`" for name in names)
    for fields in (Event, Figure, Source, Translation):
        yield from (f"`{name}`" for name in fields.__struct_fields__)
    yield from (f"`{code}`" for code in (0, 1, 2, 130))
    sources = [*(ROOT / "hkinno").rglob("*.py"), *(ROOT / "tests").glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in sources)
    yield from re.findall(r"""["'$](HKINNO_[A-Z_]+[A-Z])\b""", source)
    yield from ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")


@pytest.mark.parametrize("word", sorted(set(documented())))
def test_all_that_can_be_typed_is_documented(word: str) -> None:
    assert re.search(rf"{re.escape(word)}(?![\w-])", TEXT)


def test_the_map_names_what_is_there() -> None:
    part = TEXT.split("\n### The map\n")[1].split("\n#")[0]
    named = re.findall(r"^\| (`[^|]+)", part, re.M)
    for name in codes(" ".join(named)):
        assert (ROOT / "hkinno" / name).exists(), name


def main() -> None:
    """Write the answers of all sessions anew, but for those whose tools are not here."""
    text = TEXT
    for session in SESSIONS:
        tools = set().union(*map(programs, session)) & TOOLS
        if missing := sorted(tool for tool in tools if not shutil.which(tool)):
            click.echo(f"line {session[0].line} is left as it is: no {', '.join(missing)}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder))
            for block in session:
                fence = f"```console {block.file or ''}".rstrip()
                told = answered(block, Path(folder))
                text = text.replace(f"{fence}\n{block.text}```", f"{fence}\n{told}```")
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

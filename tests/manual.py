"""The manual as the tests read it: pages, their fenced blocks, sessions, anchors and links.

Every `console` block is a session of its own, in a folder that holds nothing but the files which
its page names (a fence such as ```json club.json). Blocks of a page with the same label
(```console club) are one session, in order and in one folder. It is the home folder, too, so that
what can be undone stays in it, and the day on which all is asked is `TODAY`.

A page that writes files of hkinno itself (CONTRIBUTING.md) is run in a copy of the package: the
files are put there, and a `diff` block changes the file after which it is called.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from math import inf
from pathlib import Path
from typing import NamedTuple

from conftest import EVENTS, ROOT
from round_trip import BOTH_WAYS, CARRIES, WRITERS, events_of, kinds_in, nasty, survivals

from hkinno.browse.keys import KEYS
from hkinno.cli.help import grouped
from hkinno.dates.calendar import civil
from hkinno.dates.format import year_words
from hkinno.losses import DATES, FIELDS, Carries

BIN = Path(sys.executable).parent
TODAY = date(2026, 11, 22)
TOOLS = {"jq", "sqlite-utils", "datasette", "git", "awk", "gzip", "fzf", "jupyter"}
EVERYWHERE = {"hkinno", "echo", "for", "do", "done", "sed", "cat", "chmod", "cp", "ls", "mkdir"}
EVERYWHERE |= {"grep", "cut", "python"}
FOR_PEOPLE = ("card", "html", "markdown", "svg", "table")  # formats to look at
GENERATED = "<!-- all below is written by pytest --update -->\n"
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)|(?:src|srcset|href)=\"([^\"]+)\"")


class Block(NamedTuple):
    """A fenced block of a page: its first line's number, its language, its label, its text."""

    line: int
    language: str
    label: str | None
    text: str


class Page:
    """A page of the manual, by its path from the top of the project."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = ROOT / name
        self.text = self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """What people have written: the page without what is generated."""
        return self.text.partition(GENERATED)[0]

    @property
    def sentences(self) -> str:
        """The prose without its blocks, for what is in a session only is not explained."""
        return _FENCE.sub("", self.prose)

    @cached_property
    def blocks(self) -> list[Block]:
        return [
            Block(self.text.count("\n", 0, fence.start()) + 2, fence[1], fence[2], fence[3])
            for fence in _FENCE.finditer(self.text)
        ]

    @cached_property
    def sessions(self) -> list[list[Block]]:
        """The `console` blocks, those of one label together."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            if block.language == "console":
                found.setdefault(block.label or str(block.line), []).append(block)
        return list(found.values())

    @property
    def anchors(self) -> set[str]:
        """Where a link into this page can lead, by the rule of GitHub."""
        found: set[str] = set()
        for heading in re.findall(r"^#+ (.+)$", _FENCE.sub("", self.text), re.M):
            words = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            numbered = (f"{words}-{n}" for n in range(1, 99))
            found.add(words if words not in found else next(n for n in numbered if n not in found))
        return found

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """All relative links and pictures: the path, which is empty within the page; the anchor."""
        for found in _LINK.finditer(re.sub("`[^`\n]*`", "", _FENCE.sub("", self.text))):
            target = found[1] or found[2]
            if "://" not in target:
                path, _, anchor = target.partition("#")
                yield path, anchor


PAGES = [
    Page(name)
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
    )
]
PAGE = {page.name: page for page in PAGES}


# --- running it


def world(folder: Path) -> dict[str, str]:
    """A quiet environment: this hkinno first on the path, nothing of the user's settings."""
    kept = ("PATH", "SYSTEMROOT", "COVERAGE_")
    copied = {"PYTHONPATH": str(folder)} if (folder / "hkinno").exists() else {}
    return {k: v for k, v in os.environ.items() if k.startswith(kept)} | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HKINNO_TODAY": TODAY.isoformat(),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        **copied,
    }


def prepare(page: Page, folder: Path) -> None:
    """Put the files there that the page names, and change those that it says how to change."""
    files = [block for block in page.blocks if block.label and block.language != "console"]
    if any(str(block.label).startswith("hkinno/") for block in files):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "hkinno", folder / "hkinno", ignore=ignored)
        shutil.copy(EVENTS, folder)
    for block in files:
        path = folder / str(block.label)
        if block.language == "diff":
            _change(path, block.text, f"{page.name}:{block.line}")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def _change(path: Path, diff: str, where: str) -> None:
    """Apply the lines of a diff, which must fit in one place alone."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] or "\n" for line in lines if line[0] in " -\n")
    new = "".join(line[1:] or "\n" for line in lines if line[0] in " +\n")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{where}: what stands around the change is not in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


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
        assert answer or not done.returncode, f"{command}: exit code {done.returncode} in silence"
        told.append(f"$ {command}\n{answer}")
    return "".join(told)


def commands(block: Block) -> list[str]:
    """The commands of a session; after a backslash, a bar or `do` the next line carries on."""
    return re.findall(r"^\$ ((?:.*(?:\\|\||do)\n)*.*)$", block.text, re.M)


def programs(session: list[Block]) -> set[str]:
    """The programs that a session runs."""
    told = "\n".join(command for block in session for command in commands(block))
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", told)
    return set(re.findall(r"(?:^|[|&;])\s*(?:[A-Z_]+=\S* )*([a-z][\w-]*)", bare, re.M))


# --- writing it anew


def all_commands() -> Iterator[str]:
    """The last part of the reference, but for what its commands answer."""
    for group, names in grouped().items():
        listed = " · ".join(f"[{name}](#hkinno-{name})" for name in names)
        yield f"\n### {group}\n\n{listed}\n"
        yield from (f"\n#### hkinno {n}\n\n```console\n$ hkinno {n} --help\n```\n" for n in names)


def all_keys() -> Iterator[str]:
    """The last part of the page of the explorer: its keys, as its own table has them."""
    for heading, keys in KEYS.items():
        yield f"\n### {heading}\n\n| key | name | |\n|---|---|---|\n"
        for key in keys:
            typed = " ".join(f"`{sign}`" for sign in key.shown.split())
            yield f"| {typed} | {key.name} | {key.help} |\n"


def all_formats() -> Iterator[str]:
    """The last part of the page of formats: what each declares, and what comes back from it."""
    names = [name for name in WRITERS if name not in FOR_PEOPLE]
    yield "\n### What each format carries\n\n"
    yield "● for programs · ◐ for people, or for hkinno, alone · ○ not at all\n\n"
    yield f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
    yield f"| events | {' | '.join(_reach(CARRIES[n]) for n in names)} |\n"
    for kind, said in (
        *((k, f"dates {said}") for k, said in DATES.items()),
        *((field, f"`{field}`") for field in FIELDS),
    ):
        cells = " | ".join(CARRIES[name].how(kind).value for name in names)
        yield f"| {'other fields' if kind == 'other' else said} | {cells} |\n"
    yield "\n### What comes back\n\n"
    yield f"| | {' | '.join(BOTH_WAYS)} |\n|---|{'---|' * len(BOTH_WAYS)}\n"
    came = {name: _came_back(name) for name in BOTH_WAYS}
    for field in ("date", "title", *FIELDS):
        told = (f"{good} of {good + bad}" for good, bad in (came[n][field] for n in BOTH_WAYS))
        name = "other fields" if field == "other" else f"`{field}`"
        yield f"| {name} | {' | '.join(told)} |\n"


def _reach(carries: Carries) -> str:
    """Which events a format has, by their days."""
    if carries.days is None:
        return "all"
    ends = zip(("from", "to"), carries.days, strict=True)
    said = [f"{word} {year_words(civil(int(day))[0])}" for word, day in ends if abs(day) < inf]
    return " ".join(said) or "with a known day"


def _came_back(name: str) -> dict[str, tuple[int, int]]:
    """By field: of how many events it came back from a format, and of how many not."""
    with tempfile.TemporaryDirectory() as folder:
        stores = (EVENTS, nasty(Path(folder)))
        fared = [one for store in stores for one in survivals(store, name, Path(folder))]
        events = [event for store in stores for event in events_of(store)]
    good = Counter(one.kind for one in fared if one.survived)
    total = Counter(kind for event in events for kind in kinds_in(event))
    return {
        field: (good[field], total[field] - good[field]) for field in ("date", "title", *FIELDS)
    }


WRITTEN = {  # the ends of pages
    "docs/reference.md": all_commands,
    "docs/browse.md": all_keys,
    "docs/formats.md": all_formats,
}


def update() -> None:
    """Write the answers of all sessions anew, but for those whose tools are not here."""
    for name, end in WRITTEN.items():
        page = PAGE[name]
        page.path.write_text(f"{page.prose}{GENERATED}{''.join(end())}", "utf-8")
    for name in PAGE:
        page = Page(name)
        text = page.text
        for session in page.sessions:
            tools = programs(session) & TOOLS
            if missing := sorted(tool for tool in tools if not shutil.which(tool)):
                said = f"{name}:{session[0].line} is left as it is: no {', '.join(missing)}\n"
                sys.stderr.write(said)
                continue
            with tempfile.TemporaryDirectory() as folder:
                prepare(page, Path(folder))
                for block in session:
                    fence = f"```console {block.label or ''}".rstrip()
                    told = answered(block, Path(folder))
                    text = text.replace(f"{fence}\n{block.text}```", f"{fence}\n{told}```", 1)
        page.path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    update()

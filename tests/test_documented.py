"""Nothing undocumented ships: what can be typed is in the manual, in words that people wrote."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import click
import pytest
from conftest import ROOT
from manual import PAGE, PAGES

import hkinno
from hkinno import registry
from hkinno.check.rules import RULES
from hkinno.cli.help import COMMANDS, GROUPS, group_of
from hkinno.cli.main import cli
from hkinno.events import Event, Figure, Source, Translation
from hkinno.fields import DERIVED
from hkinno.query.groups import GROUPS as HEADINGS
from hkinno.query.query import SORTS


class Thing(NamedTuple):
    """What can be typed, what it is, and the page to which a line about it belongs."""

    word: str
    what: str
    page: str


def commands() -> Iterator[Thing]:
    for name in registry.names(COMMANDS):
        yield Thing(f"hkinno {name}", "a command", GROUPS[group_of(name)])


def options() -> Iterator[Thing]:
    context = click.Context(cli)
    yield Thing("-h", "an option", "docs/reference.md")
    yield from (
        Thing(name, "an option", "docs/reference.md") for p in cli.params for name in p.opts
    )
    for name in registry.names(COMMANDS):
        command = cli.get_command(context, name)
        assert command is not None
        for option in (option for p in command.params for option in p.opts if option[0] == "-"):
            yield Thing(option, f"an option of hkinno {name}", GROUPS[group_of(name)])


def names() -> Iterator[Thing]:
    for what, words, page in (
        ("a format", registry.names("formats"), "docs/tour.md"),
        ("a value of --group", HEADINGS, "docs/tour.md"),
        ("a value of --sort", SORTS, "docs/tour.md"),
        ("a field that follows from the date", DERIVED, "docs/tour.md"),
        *(
            ("a field", kind.__struct_fields__, "docs/store.md")
            for kind in (Event, Figure, Source, Translation)
        ),
        ("an exit code", map(str, (0, 1, 2, 130)), "docs/reference.md"),
        ("a name in the package", hkinno.__all__, "docs/python.md"),
    ):
        yield from (Thing(f"`{word}`", what, page) for word in words)


def variables() -> Iterator[Thing]:
    for folder, page in (("tests", "CONTRIBUTING.md"), ("hkinno", "docs/reference.md")):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            for name in re.findall(r"""["'$](HKINNO_[A-Z_]+[A-Z])\b""", source):
                yield Thing(name, "a variable of the environment", page)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "EDITOR", "VISUAL"):
        yield Thing(name, "a variable of the environment", "docs/reference.md")


THINGS = {thing.word: thing for kind in (variables, names, options, commands) for thing in kind()}


@pytest.mark.parametrize("word", sorted(THINGS))
def test_what_can_be_typed_is_documented(word: str) -> None:
    _, what, page = THINGS[word]
    where = [PAGE[page]] if what == "a command" else PAGES
    prose = "\n".join(other.prose for other in where)
    told = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", prose)
    assert told, f"{page} does not tell of {word}, {what}: write a line about it there"


@pytest.mark.parametrize("name", registry.names(COMMANDS))
def test_a_command_is_on_the_first_page(name: str) -> None:
    said = re.search(rf"`{name}`", PAGE["README.md"].text)
    assert said, f"README.md does not list `{name}`: write it under 'The commands and the manual'"


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_check_is_in_the_reference(code: str) -> None:
    """It gets there from the table of rules."""
    said = re.search(rf"^ +{code} +\w", PAGE["docs/reference.md"].text, re.M)
    assert said, f"docs/reference.md does not tell of {code}: run pytest --update"


def test_the_map_names_what_is_there() -> None:
    part = PAGE["CONTRIBUTING.md"].text.split("\n## The map\n")[1].split("\n## ")[0]
    for row in re.findall(r"^\| (`[^|]+)", part, re.M):
        for name in re.findall("`([^`]+)`", row):
            assert (ROOT / "hkinno" / name).exists(), name


def test_the_map_leaves_out_no_room() -> None:
    part = PAGE["CONTRIBUTING.md"].text.split("\n## The map\n")[1].split("\n## ")[0]
    for path in (ROOT / "hkinno").iterdir():
        if (path / "__init__.py").exists():
            said = f"`{path.name}/`" in part
            assert said, f"CONTRIBUTING.md: the map has no row for `{path.name}/`"

"""Nothing undocumented ships: what can be typed is in the manual, in words that people wrote."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import click
import pytest
from conftest import ROOT
from manual import PAGE, PAGES, Page

import hkinno
from hkinno import registry
from hkinno.check.rules import RULES
from hkinno.cli.help import COMMANDS, GROUPS, group_of
from hkinno.cli.main import cli
from hkinno.events import Event, Figure, Source, Translation
from hkinno.query.derived import DERIVED


class Thing(NamedTuple):
    """What can be typed, what it is, and the pages that may tell of it, the likely one first."""

    word: str
    what: str
    pages: tuple[str, ...]


SHARED = "docs/tour.md"  # tells of what many commands have


def commands() -> Iterator[Thing]:
    for name in registry.names(COMMANDS):
        yield Thing(name, "a command", (GROUPS[group_of(name)],))


def options() -> Iterator[Thing]:
    """All options, and the words among which some choose."""
    context = click.Context(cli)
    for name in ("-h", *(name for param in cli.params for name in param.opts)):
        yield Thing(name, "an option", ("docs/reference.md",))
    for name in registry.names(COMMANDS):
        command, pages = cli.get_command(context, name), (GROUPS[group_of(name)], SHARED)
        assert command is not None
        for param in command.params:
            for option in (o for o in (*param.opts, *param.secondary_opts) if o[0] == "-"):
                yield Thing(option, f"an option of hkinno {name}", pages)
            if isinstance(param.type, click.Choice):
                what = f"a value of {param.opts[0]} of hkinno {name}"
                yield from (Thing(f"`{value}`", what, pages) for value in param.type.choices)


def names() -> Iterator[Thing]:
    for what, words, page in (
        ("a field that follows from the date", DERIVED, "docs/tour.md"),
        *(
            ("a field", kind.__struct_fields__, "docs/store.md")
            for kind in (Event, Figure, Source, Translation)
        ),
        ("an exit code", map(str, (0, 1, 2, 130)), "docs/reference.md"),
        ("a name in the package", hkinno.__all__, "docs/python.md"),
    ):
        yield from (Thing(f"`{word}`", what, (page,)) for word in words)


def variables() -> Iterator[Thing]:
    """What is read of the environment; what git says to its helpers is no user's affair."""
    what, pattern = "a variable of the environment", r"""["'$](HKINNO_[A-Z_]+[A-Z])\b"""
    found: dict[str, str] = {"COLUMNS": "docs/reference.md"}
    for path in (ROOT / "hkinno").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        read = re.findall(r"""\b(?:environ|world)(?:\.get\(|\[)"([A-Z_]+)""", source)
        found |= dict.fromkeys([*read, *re.findall(pattern, source)], "docs/reference.md")
    for path in (ROOT / "tests").rglob("*.py"):
        names = re.findall(pattern, path.read_text(encoding="utf-8"))
        found = dict.fromkeys(names, "CONTRIBUTING.md") | found
    yield from (Thing(n, what, (page,)) for n, page in found.items() if not n.startswith("GIT_"))


THINGS = {
    (thing.word, thing.pages): thing
    for kind in (variables, names, options, commands)
    for thing in kind()
}


@pytest.mark.parametrize("thing", sorted(THINGS.values()), ids=lambda thing: thing.word)
def test_what_can_be_typed_is_documented(thing: Thing) -> None:
    word, what, pages = thing
    where = "\n".join(PAGE[page].sentences for page in pages)
    pattern = rf"`(?:hkinno )?{word}\b" if what == "a command" else re.escape(word)
    told = re.search(rf"(?<![\w-]){pattern}(?![\w-])", where)
    assert told, f"{pages[0]} does not tell of {word}, {what}: write a line about it there"


KNOWN = {word for word, _ in THINGS} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_manual_tells_to_type_is_there(page: Page) -> None:
    for code in re.findall("`([^`\n]+)`", page.sentences):
        if found := re.match(r"hkinno ([a-z]+)", code):
            assert found[1] in KNOWN, f"{page.name}: there is no command in `{code}`"
        if code.startswith("hkinno ") or (code[0] == "-" and page.name.startswith("docs/")):
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+[a-z]\b(?!-)", code):
                assert option in KNOWN, f"{page.name}: there is no option {option}"


@pytest.mark.parametrize("name", registry.names(COMMANDS))
def test_a_command_is_on_the_first_page(name: str) -> None:
    link = f"[{name}](docs/reference.md#hkinno-{name})"
    said = link in PAGE["README.md"].text
    assert said, f"README.md does not list {link}: write it under 'The commands and the manual'"


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_check_is_in_the_reference(code: str) -> None:
    """It gets there from the table of rules."""
    said = re.search(rf"^ +{code} +\w", PAGE["docs/reference.md"].text, re.M)
    assert said, f"docs/reference.md does not tell of {code}: run pytest --update"


def rooms() -> str:
    """The rows of the map."""
    return PAGE["CONTRIBUTING.md"].text.partition("\n## The map\n")[2].partition("\n## ")[0]


def test_the_map_names_what_is_there() -> None:
    listed = re.findall(r"^\| (`[^|]+)", rooms(), re.M)
    assert listed
    for name in re.findall("`([^`]+)`", " ".join(listed)):
        assert (ROOT / "hkinno" / name).exists(), name


def test_the_map_leaves_out_no_folder() -> None:
    for path in (ROOT / "hkinno").iterdir():
        if (path / "__init__.py").exists():
            said = f"`{path.name}/`" in rooms()
            assert said, f"CONTRIBUTING.md: the map has no row for `{path.name}/`"

"""Show what changed from store A to store B, by event and field.

\b
  hkinno diff old.json new.json
  git show HEAD~3:events.json | hkinno diff - events.json
  hkinno diff --json a.json b.json | jq '.[] | select(.change == "removed") .id'

White space, the order of the events and how a number is written (1.50, 1.5) are no change. A
changed date is refined, widened, moved, requalified (only ~ ? % differ) or rewritten.
As git's diff.NAME.command or GIT_EXTERNAL_DIFF it takes the arguments that git gives.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click
import msgspec
from msgspec.structs import replace

from hkinno.cli.help import HelpCommand
from hkinno.cli.options import FILE, options_of
from hkinno.cli.output import OutputOptions
from hkinno.cli.stores import DEFAULT
from hkinno.cli.streams import warn, write_out
from hkinno.cli.tables import answer, choose_table, table_options
from hkinno.cli.targets import is_same_file
from hkinno.cli.terminal import terminal_width
from hkinno.diff.changes import render_changes
from hkinno.diff.compare import Change, Chronology, FieldChange, chronology, compare
from hkinno.errors import HkinnoError, UsageError
from hkinno.files import STDIN, label_of
from hkinno.render import RenderOptions
from hkinno.store.open import open_reader
from hkinno.text import shell_word, shorten

GROUP = "Check and merge"
_Rows = tuple[tuple[str, ...], Iterator[dict[str, object]]]  # columns, records


@click.command("diff", cls=HelpCommand, help=__doc__)
@click.argument("store", metavar="A B", nargs=-1, type=FILE)
@click.option("--stat", is_flag=True, help="Name the fields that changed, and no more.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes.")
@table_options
def command(store: tuple[str, ...], stat: bool, exit_code: bool, **params: Any) -> int:
    if len(store) == 1 and "GIT_DIFF_PATH_COUNTER" in os.environ:
        write_out([f"{_shorten_path(store[0])}: not merged yet\n"])  # git names no more of it
        return 0
    title, old, new = _read_arguments(store)
    output = choose_table(_for_git(options_of(OutputOptions, params)))
    try:
        sides = _read_side(old, title), _read_side(new, title)
        changes = compare(*sides)
    except HkinnoError as error:
        if title is None:
            raise
        warn(f"{error}; this file is not compared")
        return 0  # with any other code git stops, and the files that follow are not shown
    for said in (said for side in sides for said in side.repeated):
        warn(f"warning: {said}; the last one counts")
    rows = _stat(changes) if stat else _table(changes)
    options = output.options
    if title is None:
        between = " → ".join(_name(path, brief=not options.terminal) for path in (old, new))
        options = options._replace(stores=(between,))
        if options.terminal and not changes:
            warn(f"no event differs: {between}")
    answer(output, _render_for_git(changes, title, stat, options), *rows)
    return int(exit_code and bool(changes))


def _read_arguments(names: Sequence[str]) -> tuple[str | None, str, str]:
    """The heading (for git alone) and the two stores.

    Git gives a path, then file, hash and mode of the old and of the new one; for a file that was
    renamed also its new path and a note.
    """
    if len(names) in (7, 9):
        return " → ".join((names[0], *names[7:8])), names[1], names[4]
    if len(names) != 2:
        raise UsageError(f"diff compares two stores, A and B, not {len(names)}{_meant(names)}")
    if names[0] == names[1] == STDIN:
        raise UsageError("standard input (-) can be read only once")
    return None, names[0], names[1]


def _meant(names: Sequence[str]) -> str:
    """The end of a sentence about one store alone: it was to be compared with that here."""
    if len(names) != 1 or not os.path.lexists(DEFAULT) or is_same_file(names[0], DEFAULT):
        return ""
    return f"; did you mean hkinno diff {DEFAULT} {shell_word(names[0])}?"


def _name(path: str, brief: bool) -> str:
    """What a store is called below the answer; without its folder, if that is for others."""
    label = label_of(path)
    return os.path.basename(label) if brief else label


def _shorten_path(path: str) -> str:
    return shorten(path, 400)


def _read_side(path: str, label: str | None) -> Chronology:
    """A store; what is not there (git says /dev/null) or has not a single byte has no events."""
    if path == os.devnull or (os.path.isfile(path) and not os.path.getsize(path)):
        return Chronology({})
    return chronology(open_reader(path, label and _shorten_path(label)))


def _for_git(typed: OutputOptions) -> OutputOptions:
    """How it looks; a pager that git has started is a terminal as wide as git says."""
    world = os.environ
    if not world.get("GIT_PAGER_IN_USE"):
        return typed
    if typed.width is None:
        typed = replace(typed, width=terminal_width())
    if typed.color == "auto" and not world.get("NO_COLOR") and world.get("TERM") != "dumb":
        typed = replace(typed, color="always")
    return typed


def _table(changes: Sequence[Change]) -> _Rows:
    """An event a row; its fields with what was, what is, and of which kind the change is."""
    columns = ("id", "change", "fields")
    rows = ((c.id, c.kind, _encode_fields(c.fields)) for c in changes)
    return columns, (dict(zip(columns, row, strict=True)) for row in rows)


def _encode_fields(fields: Mapping[str, FieldChange]) -> msgspec.Raw:
    """What was and what is, by field, as JSON without a line break."""
    found = {}
    for name, (old, new, kind) in fields.items():
        sides = {"old": old and msgspec.Raw(old), "new": new and msgspec.Raw(new), "class": kind}
        found[name] = {key: value for key, value in sides.items() if value is not None}
    return msgspec.Raw(msgspec.json.format(msgspec.json.encode(found), indent=-1))


def _stat(changes: Sequence[Change]) -> _Rows:
    """An event a row, and the names of the fields that changed."""
    columns = ("id", "change", "date", "title", "fields")
    rows = ((c.id, c.kind, c.date, c.title, list(c.fields)) for c in changes)
    return columns, (dict(zip(columns, row, strict=True)) for row in rows)


def _render_for_git(
    changes: Sequence[Change], title: str | None, stat: bool, options: RenderOptions
) -> Iterator[str]:
    """For git with the path above and an empty line below; quiet if there is nothing to say."""
    if title is None:
        yield from render_changes(changes, options, stat)
        return
    yield _shorten_path(title) + ("\n" if changes else ": no event changed\n")
    yield from render_changes(changes, options, stat)
    yield "\n"

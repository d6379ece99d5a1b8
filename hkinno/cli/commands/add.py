"""Add an event; nothing else in the store changes by a byte.

\b
  hkinno add -s mine.json --date "Feb 2019" --title "Outline plan released" --tag bay-area
  hkinno add -s mine.json --edit
  hkinno timeline --tag milestone --json | hkinno add -s mine.json -

With - one event, an array, JSON Lines or a store are read from standard input. Words for dates
are stored as EDTF. An id is made from the title if none is given.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import msgspec

from hkinno import registry
from hkinno.cli.editing import (
    blank_event,
    field_options,
    given_fields,
    perform,
    report_options,
    store_date,
    target,
    target_option,
    text_of,
)
from hkinno.cli.editor import edited_json
from hkinno.cli.help import HelpCommand
from hkinno.errors import HkinnoError, UsageError, quoted
from hkinno.events import STORED, checked, members
from hkinno.files import STDIN, read_bytes
from hkinno.imports.detect import check_shape
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.rawjson.scan import BOM
from hkinno.store.draft import Draft
from hkinno.store.open import reader_of
from hkinno.store.slugs import slug
from hkinno.text import plural

GROUP = "Change"
_Event = dict[str, Any]
_EMPTY = (b'""', b"[]", b"{}", b"null")


def _only_stdin(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value not in (None, STDIN):
        raise UsageError(f"{quoted(str(value))}: an event is told by options, --date and --title")
    return value


@click.command("add", cls=HelpCommand, help=__doc__)
@click.argument("stdin", metavar="[-]", required=False, callback=_only_stdin)
@field_options
@target_option
@click.option("--edit", "in_editor", is_flag=True, help="Write the event in $EDITOR.")
@report_options
def command(stdin: str | None, store: tuple[str, ...], in_editor: bool, **params: Any) -> None:
    path = target(store)
    asked_on = params["today"]
    with _events_to_add(bool(stdin), in_editor, given_fields(params)) as events:
        for number, event in enumerate(events, 1):
            with _about(number, bool(stdin)):
                store_date(event, asked_on)

        def plan(draft: Draft) -> None:
            for number, event in enumerate(events, 1):
                with _about(number, bool(stdin)):
                    draft.add(_with_id(event, draft))

        title = text_of(events[0], "title") if len(events) == 1 else plural(len(events), "event")
        perform(path, f"add {title}", plan, params)


@contextmanager
def _events_to_add(stdin: bool, in_editor: bool, given: _Event) -> Iterator[list[_Event]]:
    """The events to add: those on standard input, else the one that is typed."""
    if stdin:
        if given or in_editor:
            raise UsageError("with - the events come from standard input alone")
        yield _from_stdin()
    elif in_editor:  # what is typed there is kept if it cannot be written: this ends after that
        whole = msgspec.json.encode(blank_event() | given)
        with edited_json(whole) as changes:
            typed = members(whole) | changes
            left = blank_event().keys() - (given.keys() - changes.keys())  # not filled in
            yield [
                {
                    name: value
                    for name, value in typed.items()
                    if value is not None and not (name in left and _says_nothing(value))
                }
            ]
    elif "date" not in given or "title" not in given:
        raise UsageError("an event needs at least --date and --title (or --edit, or -)")
    else:
        yield [given]


def _says_nothing(value: msgspec.Raw) -> bool:
    return msgspec.json.format(bytes(value), indent=-1) in _EMPTY  # as written, [ ] too


@contextmanager
def _about(number: int, say_which: bool) -> Iterator[None]:
    """Say of which event on standard input an error speaks."""
    try:
        yield
    except HkinnoError as error:
        if not say_which:
            raise
        raise HkinnoError(f"event {number} of standard input: {error}") from error


def _with_id(event: _Event, draft: Draft) -> _Event:
    named = dict(event)
    if "id" not in named:
        named["id"] = slug(text_of(event, "title"), text_of(event, "date"), draft)
    return {name: named[name] for name in (*STORED, *named) if name in named}


def _from_stdin() -> list[_Event]:
    """One event, an array, a store or JSON Lines; values stay as they were written."""
    data = read_bytes(STDIN).removeprefix(BOM)
    if not data.strip():
        raise HkinnoError("there is no event on standard input")
    try:
        one = members(data)
    except JSON_FAULTS:
        check_shape(registry.load("formats", "json"), data, "standard input")
        one = {"events": msgspec.Raw()}  # several; or at fault, which is told in reading them
    if "events" not in one:
        raws: list[bytes | msgspec.Raw] = [data]
    else:
        raws = [raw for raw, _ in reader_of(io.BytesIO(data), "", "standard input").pieces()]
    found = []
    for number, raw in enumerate(raws, 1):
        with _about(number, say_which=True):
            found.append(dict(checked(bytes(raw), members, "this event")))
    return found

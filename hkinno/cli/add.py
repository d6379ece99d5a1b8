"""`hkinno add`: new events."""

from typing import Any

import click
import msgspec

from hkinno.cli.editing import (
    field_options,
    given_fields,
    perform,
    report_options,
    stored_date,
    target,
    target_option,
)
from hkinno.cli.editor import edited_json
from hkinno.cli.options import today
from hkinno.errors import HkinnoError, UsageFault
from hkinno.fields import STORED
from hkinno.reader import JSON_FAULTS, STDIN
from hkinno.slugs import slug
from hkinno.writer import Draft

_Event = dict[str, Any]


@click.command("add")
@click.argument("stdin", metavar="[-]", required=False, type=click.Choice([STDIN]))
@target_option
@field_options
@click.option("--edit", "in_editor", is_flag=True, help="Write the event in $EDITOR.")
@report_options
def command(
    stdin: str | None,
    store: tuple[str, ...],
    in_editor: bool,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Add an event; nothing else in the store changes by a byte.

    \b
      hkinno add -s mine.json --date "Feb 2019" --title "Outline plan released" --tag bay-area
      hkinno add -s mine.json --edit
      hkinno timeline --tag milestone --json | hkinno add -s mine.json -

    With - one event, an array or JSON Lines are read from standard input. Words for dates are
    stored as EDTF. An id is made from the title if none is given.
    """
    path = target(store)
    asked_on = options["today"]
    given = given_fields(options)
    events: list[_Event] = [given]
    if stdin:
        if given or in_editor:
            raise UsageFault("with - the events come from standard input alone")
        events = _from_stdin()
        for event in events:
            text = _text(event.get("date"))
            if text is not None:
                event["date"] = stored_date(text, lambda: today(asked_on))
    elif in_editor:
        template = {
            "date": "",
            "title": "",
            "summary": "",
            "category": "",
            "tags": [],
            "sources": [],
        }
        events = [edited_json(msgspec.json.encode(template | given), drop_empty=True)]
    elif "date" not in given or "title" not in given:
        raise UsageFault("an event needs at least --date and --title (or --edit, or -)")

    def plan(draft: Draft) -> None:
        for event in events:
            named = dict(event)
            if "id" not in named:
                words = (_text(event.get("title")) or "", _text(event.get("date")) or "")
                named["id"] = slug(*words, draft.ids)
            draft.add({name: named[name] for name in (*STORED, *named) if name in named})

    title = _text(events[0].get("title")) if len(events) == 1 else f"{len(events)} events"
    perform(path, f"add {title}", plan, dry_run, as_json)


def _text(value: object) -> str | None:
    """The text of a field, which may still be JSON."""
    if isinstance(value, msgspec.Raw):
        value = msgspec.json.decode(value)
    return value if isinstance(value, str) else None


def _from_stdin() -> list[_Event]:
    """One event, an array, a store or JSON Lines; values stay as they were written."""
    import sys

    data = sys.stdin.buffer.read().removeprefix(b"\xef\xbb\xbf").strip()
    if not data:
        raise HkinnoError("there is no event on standard input")
    try:
        return _events(data)
    except JSON_FAULTS as error:
        raise HkinnoError(f"standard input is no event, array or JSON Lines: {error}") from error


def _events(data: bytes) -> list[_Event]:
    if data.startswith(b"["):
        return msgspec.json.decode(data, type=list[dict[str, msgspec.Raw]])
    try:
        one = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        lines = [line for line in data.splitlines() if line.strip()]
        return [msgspec.json.decode(line, type=dict[str, msgspec.Raw]) for line in lines]
    if "events" in one and "date" not in one:
        return msgspec.json.decode(one["events"], type=list[dict[str, msgspec.Raw]])
    return [one]

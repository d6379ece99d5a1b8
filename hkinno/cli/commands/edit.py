"""Change fields of an event; every other byte stays.

\b
  hkinno edit -s mine.json outline-plan --date 2019-02-18 --summary "…"
  hkinno edit -s mine.json outline-plan --unset category --dry-run
  hkinno edit -s mine.json outline-plan --edit

An option replaces what the field held. The event stays where it is in the file.
"""

from functools import partial
from typing import Any

import click

from hkinno.cli.complete import complete
from hkinno.cli.editing import (
    field_options,
    given_fields,
    perform,
    report_options,
    require,
    store_date,
    target,
    target_option,
)
from hkinno.cli.editor import edited_json
from hkinno.cli.help import HelpCommand
from hkinno.errors import HkinnoError, UsageError, near, quoted
from hkinno.events import STORED, members
from hkinno.rawjson.edit import edited
from hkinno.store.draft import Draft
from hkinno.store.write import change_store

GROUP = "Change"


@click.command("edit", cls=HelpCommand, help=__doc__)
@click.argument("event_id", metavar="ID", shell_complete=complete("id"))
@field_options
@target_option
@click.option("--unset", multiple=True, metavar="FIELD", help="Take this field out.")
@click.option("--edit", "in_editor", is_flag=True, help="Change the event in $EDITOR.")
@report_options
def command(
    event_id: str, store: tuple[str, ...], unset: tuple[str, ...], in_editor: bool, **params: Any
) -> None:
    path = target(store)
    asked_on = params["today"]
    changes = _changes(given_fields(params), unset)
    store_date(changes, asked_on)
    if not changes and not in_editor:
        raise UsageError("nothing to change is named; see hkinno edit --help")
    shown: bytes | None = None  # in the editor

    def plan(draft: Draft) -> None:
        require(draft, [event_id])
        raw = draft.raw(event_id)
        if shown is not None and raw != shown:
            raise HkinnoError(f"{event_id} was changed by something else meanwhile")
        _refuse_missing(raw, event_id, unset)
        draft.replace(event_id, edited(raw, changes, STORED))

    write = partial(perform, path, f"edit {event_id}", plan, params)
    if not in_editor:
        write()
        return
    shown = _read_event(path, event_id)
    _refuse_missing(shown, event_id, unset)
    with edited_json(edited(shown, changes, STORED)) as more:
        changes |= more
        store_date(changes, asked_on)
        write()


def _changes(given: dict[str, Any], unset: tuple[str, ...]) -> dict[str, object | None]:
    """What to set, and what to take out (None)."""
    for name in unset:
        if name in ("id", "date", "title"):
            raise UsageError(f"an event cannot be without {quoted(name)}")
        if name in given:
            raise UsageError(f"{quoted(name)} is both set and unset")
    return {**given, **dict.fromkeys(unset)}


def _read_event(path: str, event_id: str) -> bytes:
    """An event as it stands, in a store that may be changed."""
    found: list[bytes] = []

    def look(draft: Draft) -> None:
        require(draft, [event_id])
        found.append(draft.raw(event_id))

    change_store(path, "", "", look, dry_run=True)
    return found[0]


def _refuse_missing(raw: bytes, event_id: str, unset: tuple[str, ...]) -> None:
    present = members(raw)
    for name in unset:
        if name not in present:
            raise UsageError(f"{event_id} has no field {quoted(name)}{near(name, present)}")

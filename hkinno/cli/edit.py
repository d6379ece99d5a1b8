"""`hkinno edit`: an event, changed."""

from typing import Any

import click

from hkinno.cli.editing import (
    field_options,
    given_fields,
    perform,
    report_options,
    target,
    target_option,
)
from hkinno.cli.editor import edited_json
from hkinno.cli.options import complete, find, open_store
from hkinno.errors import UsageFault, quoted
from hkinno.fields import members
from hkinno.surgery import edited
from hkinno.writer import Draft


@click.command("edit")
@click.argument("event_id", metavar="ID", shell_complete=complete("id"))
@target_option
@field_options
@click.option("--unset", multiple=True, metavar="FIELD", help="Take this field out.")
@click.option("--edit", "in_editor", is_flag=True, help="Change the event in $EDITOR.")
@report_options
def command(
    event_id: str,
    store: tuple[str, ...],
    unset: tuple[str, ...],
    in_editor: bool,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Change fields of an event; every other byte of the store stays.

    \b
      hkinno edit -s mine.json outline-plan --date 2019-02-18 --summary "…"
      hkinno edit -s mine.json outline-plan --unset category --dry-run
      hkinno edit -s mine.json outline-plan --edit

    An option replaces what the field held. The event stays where it is in the file.
    """
    path = target(store)
    changes: dict[str, object | None] = given_fields(options)
    for name in unset:
        if name in ("id", "date", "title"):
            raise UsageFault(f"an event cannot be without {quoted(name)}")
        if name in changes:
            raise UsageFault(f"{quoted(name)} is both set and unset")
        changes[name] = None
    if not changes and not in_editor:
        raise UsageFault("nothing to change is named; see hkinno edit --help")
    raw = find(open_store([path]), [event_id])[event_id].raw
    if unknown := set(unset) - members(raw).keys():
        raise UsageFault(f"{event_id} has no field {quoted(min(unknown))}")
    if in_editor:
        text = edited_json(edited(raw, changes))
        old = members(raw)
        changes = {n: v for n, v in text.items() if n not in old or bytes(old[n]) != bytes(v)}
        changes |= dict.fromkeys(old.keys() - text.keys())

    def plan(draft: Draft) -> None:
        draft.replace(event_id, edited(draft.raw(event_id), changes))

    perform(path, f"edit {event_id}", plan, dry_run, as_json)

"""`hkinno show`: events whole, one card each."""

from typing import Any

import click

from hkinno import card
from hkinno.cli.options import complete, find, open_store, store_option
from hkinno.cli.output import chosen, deliver, emit, output_options
from hkinno.errors import UsageError
from hkinno.query import Query
from hkinno.store import Entry, Selection


@click.command("show")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete("id"))
@store_option
@output_options
def command(ids: tuple[str, ...], store: tuple[str, ...], **options: Any) -> None:
    """Show events whole: one card each, with its neighbours in time.

    \b
      hkinno show science-park-opens
      hkinno show start-ups-2015 start-ups-2021 --lang zh-Hant
      hkinno show science-park-opens --json
    """
    opened = open_store(store)
    asked = list(dict.fromkeys(ids))
    found = find(opened, asked)
    entries = [found[wanted] for wanted in asked]
    output = chosen(options)
    everything = opened.select(Query())
    if options["format"] or options["as_json"] or output.file or output.frame.fields:
        deliver(everything._replace(entries=entries, doubts=[]), opened, output)
        return
    if output.frame.group:
        raise UsageError("cards have no headings; --group needs a --format that has")
    cards = [card.lines(e, *_neighbours(everything, e), output.frame) for e in entries]
    emit(card.drawn(cards, output.frame), output)


def _neighbours(everything: Selection, entry: Entry) -> tuple[Entry | None, Entry | None]:
    order = everything.entries
    place = next(i for i, other in enumerate(order) if other.place == entry.place)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None

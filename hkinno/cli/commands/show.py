"""Show events whole: one card each, with its neighbours in time.

\b
  hkinno show science-park-opens
  hkinno show start-ups-2015 start-ups-2021 --lang zh-Hant
  hkinno show science-park-opens --json
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from hkinno.cli.advice import say_doubts
from hkinno.cli.complete import complete
from hkinno.cli.delivery import deliver, emit, shown_of
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import options_of, store_option
from hkinno.cli.output import OutputOptions, chosen, output_options
from hkinno.cli.stores import find, open_store
from hkinno.formats import card
from hkinno.query.order import Hit
from hkinno.query.query import Query
from hkinno.store.store import Around, Entry
from hkinno.text import plural

GROUP = "Look"


@click.command("show", cls=HelpCommand, help=__doc__)
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete("id"))
@store_option
@output_options
def command(ids: tuple[str, ...], store: tuple[str, ...], **params: Any) -> None:
    opened = open_store(store)
    found = find(opened, ids)
    entries = list({found[wanted].place: found[wanted] for wanted in ids}.values())
    typed = options_of(OutputOptions, params)
    # columns are those of a table, unless cards are asked for
    output = chosen(typed, usual="table" if typed.fields else "card")
    places = {entry.place for entry in entries}
    near = opened.select(Query(), partial(_with_neighbours, places))
    doubts = [d for d in near.doubts if isinstance(d.entry, Around) or d.entry.place in places]
    selection = near._replace(entries=entries, doubts=doubts)
    if output.format != "card" or output.options.fields:
        deliver(selection, opened, output)
        return
    say_doubts(selection, output.options.lang)
    options = shown_of(output.options, selection, opened)
    cards = [card.card_lines(e, *_neighbours(near.entries, e), options) for e in entries]
    emit(
        card.render_cards(cards, entries, options),
        output,
        said=plural(len(entries), "event"),
        store=opened,
    )


def _with_neighbours(places: set[int], hits: list[Hit]) -> list[Hit]:
    """The events at these places of the store, and those before and after each of them."""
    shown = [n for n, hit in enumerate(hits) if hit.place in places]
    kept = sorted({n + step for n in shown for step in (-1, 0, 1)})
    return [hits[n] for n in kept if 0 <= n < len(hits)]


def _neighbours(order: Sequence[Entry], entry: Entry) -> tuple[Entry | None, Entry | None]:
    place = next(i for i, other in enumerate(order) if other.place == entry.place)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None

"""Which translation serves which language, for the script of the page, which looks nothing up.

The languages are those that the menu of the page offers, and the one of `--lang`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hkinno.events import Event
from hkinno.languages import lookup
from hkinno.page.article import TRANSLATED, translated_into
from hkinno.text import escape_controls

Table = tuple[tuple[str, ...], ...]


class Served(NamedTuple):
    """The languages of a page.

    `first` is what is shown first, empty for texts as written; `chosen` is the one of `offered`
    that the menu then has. A row of a table is a language and the tags that serve who asks for it,
    of the title and of the summary; it is there only where one of them is not the language itself.
    `of` are the numbers of the tables of the events.
    """

    first: str
    chosen: str
    offered: list[str]
    tables: list[Table]
    of: list[int]


def served(events: Sequence[Event], lang: str | None) -> Served:
    """The languages of these events, of which `lang` is asked for first."""
    offered = sorted({tag for event in events for tag in event.translations or ()})
    chosen = (lookup(offered, lang) or "") if lang else ""
    first = (lang or "") if chosen else ""
    asked = dict.fromkeys([first, *offered] if first else offered)
    tables = {tags: tuple(_served_rows(tags, asked)) for tags in map(_tags, events)}
    numbers = {table: number for number, table in enumerate(dict.fromkeys(tables.values()))}
    of = [numbers[tables[_tags(event)]] for event in events]
    return Served(
        escape_controls(first),
        escape_controls(chosen),
        [*map(escape_controls, offered)],
        list(numbers),
        of,
    )


def _tags(event: Event) -> tuple[tuple[str, ...], ...]:
    """The tags that have a title, and those that have a summary."""
    return tuple(translated_into(event, name) for name in TRANSLATED)


def _served_rows(
    tags: tuple[tuple[str, ...], ...], asked: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    for lang in asked:
        serving = [lookup(there, lang) or "" for there in tags]
        if serving != [lang if lang in there else "" for there in tags]:
            yield escape_controls(lang), *map(escape_controls, serving)

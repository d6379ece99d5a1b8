"""What a shell is offered for a value: what the store that is meant has."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from hkinno.cli.stores import named_stores, open_store
from hkinno.dates.wordings import tags
from hkinno.errors import HkinnoError
from hkinno.events import FIELDS, PARTS, STORED, members, values_of
from hkinno.fields import texts_at, unknown_fields
from hkinno.files import STDIN
from hkinno.query.derived import DERIVED
from hkinno.query.filters import escape_member
from hkinno.query.paths import names
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.store import Store
from hkinno.text import escape_controls

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete(what: str, *more: str) -> Callable[..., Any]:
    """What completes an option: "id", "field", "path", "lang", or the values of such a field.

    "where" is a path, `=`, and then its values. `more` is offered whatever the store has.
    """

    def values(context: click.Context, _: click.Parameter, incomplete: str) -> Any:
        from click.shell_completion import CompletionItem

        fixed = [CompletionItem(word) for word in more if word.startswith(incomplete)]
        return fixed + candidates(what, context.params.get("store", ()), incomplete)

    return values


def candidates(what: str, stores: Iterable[str], incomplete: str) -> "list[CompletionItem]":
    """What the store offers for an option; nothing at all if it cannot be read.

    Of a list such as `a,b` the last member is completed. Standard input is the terminal here, and
    values that a shell cannot take on one line are left out.
    """
    from click.shell_completion import CompletionItem

    stores = tuple(stores)
    if STDIN in stores or any("://" in path for path in named_stores(stores)):
        return []  # nor is a network asked, which would not be done in a moment
    path, equals, rest = incomplete.partition("=") if what == "where" else ("", "", incomplete)
    try:
        pairs = dict(_offers(what, open_store(stores), path if equals else ""))
    except (HkinnoError, *JSON_FAULTS):
        return []
    one = what in ("id", "path", "lang") or (what == "where" and not equals)
    done = "" if one else f"{path}{equals}{_done(rest)}"
    values = {value: value if one else escape_member(value) for value in pairs}
    start = incomplete[len(done) :].casefold()
    return [
        CompletionItem(done + values[value], help=about and escape_controls(about))
        for value, about in sorted(pairs.items())
        if values[value].casefold().startswith(start) and escape_controls(value) == value
    ]


def _done(typed: str) -> str:
    """The members of a list that are complete: all up to the last comma that is none of a value."""
    done = re.match(r"(?:(?:[^,\\]|\\.)*,)*", typed, re.S)
    return done[0] if done else ""


def _offers(what: str, store: Store, path: str) -> Iterator[tuple[str, str | None]]:
    if what == "id":
        yield from ((entry.event.id, entry.event.title) for entry in store)
    elif what == "field":
        yield from ((name, None) for name in (*STORED, *DERIVED, *unknown_fields(store)))
    elif what == "lang":
        known = (entry.event.translations or () for entry in store)
        yield from ((tag, None) for tag in (*tags(), *chain.from_iterable(known)))
    elif what in ("path", "where"):
        end = "=" if what == "where" else ""
        for entry in store:
            offered = texts_at(entry, path) if path else (*names(members(entry.raw)), *DERIVED)
            yield from ((text if path else f"{text}{end}", None) for text in offered)
    else:
        rows = [row for row in FIELDS if row.name == what and what not in PARTS]
        found = (values_of(entry.event, row) for row in rows for entry in store)
        yield from ((value, None) for values in found for value in values)

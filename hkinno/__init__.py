"""hkinno: a chronology that is honest about its dates.

The listing of this folder, from the top down the way that data flows. A module imports only from
what stands before it; a folder says in its first lines what is in it and how to add to it.

    errors      sentences and exit codes     languages   tags, and which is meant
    text        widths, clipped, shortened   foreign     what other packages bring
    registry    folders as menus

    files       bytes on disk
    rawjson/    JSON as it is written        dates/      EDTF, words, what people type
    words/      the readers' languages       events      what an event is, each field once

    query/      filters, sorts, headings     engines/    the same in SQL, for very much
    store/      files -> one chronology, and back

    render      how an answer is shown       fields      columns and keys
    display     what people read             losses      what a format cannot carry

    chart/      a drawing in the terminal    check/      a store's faults
    diff/       two stores, or three
    stats/      histograms and figures       page/       a drawing and a page to share

    formats/    one file a format            index/      many files -> one in Parquet
    imports/    foreign files -> events      browse/     the explorer
    cli/        the command line

As a library:

    from hkinno import Query, load, parse_date
    for entry in load("events.json").select(Query(since="2015", tag="milestone")).entries:
        print(entry.date.lo, entry.event.title)
"""

TYPE_CHECKING = False  # as in `typing`, which takes a while to load, and Ctrl-C may come at once
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from hkinno.dates.date import Date
    from hkinno.errors import HkinnoError
    from hkinno.events import Event
    from hkinno.query.query import Query
    from hkinno.store.store import Entry, Store, load

__all__ = ["Date", "Entry", "Event", "HkinnoError", "Query", "Store", "load", "parse_date"]

_HOMES = {
    "Date": "dates.date",
    "HkinnoError": "errors",
    "Event": "events",
    "Query": "query.query",
    "Entry": "store.store",
    "Store": "store.store",
    "load": "store.store",
}


def __getattr__(name: str) -> "Any":
    """What this package offers is imported when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hkinno' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"hkinno.{_HOMES[name]}"), name)


def parse_date(text: str, today: "date | None" = None) -> "Date":
    """Read EDTF text, or what a person types, asked on `today`. Raises HkinnoError."""
    from datetime import date

    from hkinno.dates.phrases.parse import read

    return read(text, today or date.today())

"""hkinno: a chronology that is honest about its dates.

The listing of this folder, from the top down the way that data flows. A module imports only from
what stands before it; a folder says in its first lines what is in it and how to add to it.

    errors      what can go wrong            registry    folders as menus
    days        calendar arithmetic          jsontext    where things are in JSON
    frame       the world as a format sees it
    drawing     rich, as a pure function     jsonfault   why something is not JSON

    dates       EDTF text -> Date            files       bytes on disk
    shapes      where a file has its events  reader      which shape a file has

    words       Date -> words                phrases/    what people type -> Date
    events      what an event is             languages   tags, and which is meant

    sieves      words that are looked for    groups      headings
    query       filters and sorts
    store       files -> one chronology

    fields      columns and keys             explain     what is known of a date
    cells       what people read             card        one event, whole

    editing/    a store, changed             checking/   a store's faults
    comparing/  two stores, or three         importing/  foreign files -> events
    charting/   a drawing in the terminal    counting/   histograms and figures
    page/       a drawing and a page to share

    formats/    one file a format            cli/        one file a command

As a library:

    from hkinno import Query, load, parse_date
    for entry in load("events.json").select(Query(since="2015", tag="milestone")).entries:
        print(entry.date.lo, entry.event.title)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from hkinno.dates import Date
    from hkinno.errors import HkinnoError
    from hkinno.events import Event
    from hkinno.query import Query
    from hkinno.store import Entry, Store, load

__all__ = ["Date", "Entry", "Event", "HkinnoError", "Query", "Store", "load", "parse_date"]

_HOMES = {
    "Date": "dates",
    "HkinnoError": "errors",
    "Event": "events",
    "Query": "query",
    "Entry": "store",
    "Store": "store",
    "load": "store",
}


def __getattr__(name: str) -> Any:
    """What this package offers is imported when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hkinno' has no attribute {name!r}")
    return getattr(import_module(f"hkinno.{_HOMES[name]}"), name)


def parse_date(text: str, today: "date | None" = None) -> "Date":
    """Read EDTF text, or what a person types, asked on `today`. Raises HkinnoError."""
    from datetime import date

    from hkinno.phrases.reading import read

    return read(text, today or date.today())

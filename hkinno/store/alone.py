"""One event by itself, as if it were in a store: what another format has of it."""

import io

from hkinno.dates.edtf import readable
from hkinno.events import decode, members
from hkinno.store.open import reader_of
from hkinno.store.store import Entry


def entry_of(raw: bytes) -> Entry:
    """The event of this JSON. Raises one of JSON_FAULTS, or msgspec.ValidationError."""
    event = decode(raw)
    members(raw)  # no name of which is broken
    return Entry(
        0, 1, readable(event.date), event, reader_of(io.BytesIO(raw), ".jsonl", ""), 0, len(raw)
    )

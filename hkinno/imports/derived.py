"""Which fields of a file say nothing but what follows from the date, as `lo` and `precision` do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from hkinno.dates.edtf import parse
from hkinno.errors import DateError, HkinnoError
from hkinno.query.derived import DERIVED
from hkinno.rawjson.errors import JSON_FAULTS

FieldRow = tuple[str, Mapping[str, Any] | str]
"""Where it stands, and the fields of an event, or why it cannot be read."""


def understood(
    rows: Iterable[FieldRow], understand: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Iterator[FieldRow]:
    """What rows say, as the fields of events; or what is wrong with them."""
    for where, fields in rows:
        try:
            yield where, fields if isinstance(fields, str) else understand(fields)
        except HkinnoError as fault:
            yield where, str(fault)


def own_words(rows: Sequence[FieldRow], names: Iterable[str], blanks: bool) -> dict[str, str]:
    """Where fields of these names first say what does not follow from the date; "" for nowhere.

    Those that say nothing at all are not among them. With `blanks`, a row may leave one empty.
    """
    events = [(where, event) for where, event in rows if not isinstance(event, str)]
    found = {}
    for name in names:
        said = [(where, event, _decoded(event.get(name))) for where, event in events]
        if any(value is not None for _, _, value in said):
            own = (
                where
                for where, event, value in said
                if not (blanks and value is None) and not _follows(event, name, value)
            )
            found[name] = next(own, "")
    return found


def _follows(event: Mapping[str, Any], name: str, value: object) -> bool:
    try:
        due = DERIVED[name](parse(_decoded(event["date"])))
    except (KeyError, TypeError, DateError):  # what is no date is for the checks
        return False
    # spreadsheets write TRUE and FALSE
    same = (type(value), value) == (type(due), due)
    return same or (isinstance(due, bool) and str(value).upper() == str(due).upper())


def _decoded(value: object) -> Any:
    """A value that may still be JSON; one nested too deeply is left as it is."""
    with suppress(*JSON_FAULTS):
        return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value
    return value

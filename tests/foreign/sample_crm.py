"""Events as CIDOC CRM has them, in Turtle: each corner of a time-span is a property of its own.

What is open has no corner there. A date is xsd:date, whose year 0 is 1 BC (XSD 1.1).
"""

import json
from collections.abc import Iterator, Sequence

from hkinno import Entry
from hkinno.dates.calendar import bound

SUFFIXES = (".ttl",)
_HEAD = """\
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_CORNERS = {
    "P82a_begin_of_the_begin": "lo",
    "P81a_end_of_the_begin": "latest_start",
    "P81b_begin_of_the_end": "earliest_end",
    "P82b_end_of_the_end": "hi",
}


def write(entries: Sequence[Entry], _: object) -> Iterator[str]:
    """Each event with its time-span."""
    yield _HEAD
    for number, entry in enumerate(entries, 1):
        yield f"\n<#e{number}> a crm:E5_Event ; rdfs:label {_text(entry.event.title)}"
        if entry.date:
            yield " ;\n  crm:P4_has_time-span [ a crm:E52_Time-Span"
            yield f" ; rdfs:label {_text(entry.event.date)}"
            for name, corner in _CORNERS.items():
                if day := bound(getattr(entry.date, corner)):
                    yield f' ;\n    crm:{name} "{day}"^^xsd:date'
            yield " ]"
        yield " .\n"


def _text(text: str) -> str:
    """A literal of Turtle, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

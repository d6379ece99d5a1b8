"""What an event is: the structs that a store is checked against, and their JSON Schema.

Fields that are not named here are kept by every command; they are simply not decoded. A `null`
is an optional field left empty. What only the schema and `check` ask for (a title that is not
blank, a source with a title or a URL) stands in `extra_json_schema` and does not stop reading.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from hkinno.dates import Date, parse

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NotBlank = Meta(extra_json_schema={"pattern": r"\S"})
_Text = str | None
_Texts = tuple[str, ...] | None


def _says(description: str, **more: object) -> Meta:
    return Meta(description=description, extra_json_schema=more or None)


class Figure(Struct, frozen=True, kw_only=True):
    """A number that an event carries, such as 1,500 start-ups."""

    name: Annotated[str, _NotBlank]
    value: int | float
    unit: _Text = None
    approximate: Annotated[bool | None, _says("the source says about, around, more than")] = None


class Source(Struct, frozen=True, kw_only=True):
    """Where a fact was read; at least a title or a URL."""

    title: _Text = None
    publisher: _Text = None
    author: _Text = None
    date: Annotated[_Text, _says("when it was published")] = None
    url: _Text = None
    locator: Annotated[_Text, _says("page, section, minute")] = None
    quote: _Text = None


class Translation(Struct, frozen=True, kw_only=True):
    """Title and summary in another language."""

    title: _Text = None
    summary: _Text = None


_SOURCE_NEEDS: dict[str, Any] = {
    "anyOf": [
        {"required": [name], "properties": {name: {"type": "string", "pattern": r"\S"}}}
        for name in ("title", "url")
    ]
}


class Event(Struct, frozen=True, kw_only=True):
    """A dated milestone. `date` is EDTF text as written; `when()` is what it means."""

    id: Annotated[str, Meta(min_length=1, description="unique in the store; a slug")]
    date: Annotated[str, _says("EDTF, ISO 8601-2:2019", examples=["2002", "2018~", "2020/.."])]
    title: Annotated[str, _NotBlank]
    summary: _Text = None
    category: _Text = None
    tags: _Texts = None
    places: _Texts = None
    actors: _Texts = None
    figures: tuple[Figure, ...] | None = None
    date_note: Annotated[_Text, _says("how a date was derived that its source does not state")] = (
        None
    )
    sources: tuple[Annotated[Source, Meta(extra_json_schema=_SOURCE_NEEDS)], ...] | None = None
    translations: Annotated[
        dict[str, Translation] | None, _says("by BCP 47 language tag, as zh-Hant")
    ] = None

    def when(self) -> Date:
        """The date read as EDTF. Raises DateError."""
        return parse(self.date)


class Document(Struct, frozen=True):
    """A store: `{"title": …, "events": […]}`; a bare array of events is read the same way."""

    events: tuple[Event, ...]
    title: _Text = None


decode = msgspec.json.Decoder(Event).decode
"""One event's JSON to an Event. Raises msgspec's errors, RecursionError, UnicodeDecodeError."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a store, from the structs above."""
    (store, array), parts = msgspec.json.schema_components(
        (Document, tuple[Event, ...]), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "hkinno store",
        "anyOf": [store, array],
        "$defs": parts,
    }

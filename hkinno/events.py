"""What an event is: the structs that a store is checked against, and how people meet its fields.

A field of an event is declared here and nowhere else: a line in the struct and a row in `FIELDS`,
from which its option, filter, heading, count, search, completion, its place on cards and pages, its
column and what other files call it follow. The JSON Schema is made of the structs.

Fields that are not named here are kept by every command; they are simply not decoded. A `null`
is an optional field left empty. What only the schema and `check` ask for (a title that is not
blank, a source with a title or a URL) stands in `extra_json_schema` and does not stop reading.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Meta, Struct

from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.errors import EventError
from hkinno.rawjson.errors import JSON_FAULTS, not_json
from hkinno.rawjson.scan import repeated_keys

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NotBlank = Meta(extra_json_schema={"pattern": r"\S"})
_Text = str | None
_Texts = tuple[str, ...] | None
_Read = TypeVar("_Read")


def _says(description: str, **more: object) -> Meta:
    return Meta(description=description, extra_json_schema=more or None)


BOUNDS = ("at least", "at most", "more than", "less than")
"""What a figure may be if its source states but a limit; these are the words for it, too."""


class Figure(Struct, frozen=True, kw_only=True):
    """A number that an event carries, such as 1,500 start-ups.

    A `bound` that is none of `BOUNDS` is read, and shown as it stands; `check` reports it.
    """

    name: Annotated[str, _NotBlank]
    value: int | float
    unit: _Text = None
    approximate: Annotated[bool | None, _says("the source says about, around")] = None
    bound: Annotated[_Text, _says("the value is a limit", enum=[*BOUNDS, None])] = None


class Source(Struct, frozen=True, kw_only=True):
    """Where a fact was read; at least a title or a URL."""

    title: _Text = None
    publisher: _Text = None
    author: _Text = None
    date: Annotated[_Text, _says("when it was published")] = None
    url: _Text = None
    locator: Annotated[_Text, _says("page, section, minute")] = None
    quote: _Text = None


class Media(Struct, frozen=True, kw_only=True):
    """A picture of an event: its address, or its path from the folder of the store."""

    url: Annotated[str, _NotBlank]
    caption: _Text = None
    credit: Annotated[_Text, _says("who made it, and whose it is")] = None


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
    media: Annotated[tuple[Media, ...] | None, _says("pictures")] = None
    translations: Annotated[
        dict[str, Translation] | None, _says("by BCP 47 language tag, as zh-Hant")
    ] = None

    def when(self) -> Date:
        """The date read as EDTF. Raises DateError."""
        return parse(self.date)


STORED = Event.__struct_fields__
PARTS: dict[str, type[Struct]] = {
    "figures": Figure,
    "sources": Source,
    "media": Media,
    "translations": Translation,
}
"""The fields that hold objects, in a list or by language, and what these objects are."""


class Field(NamedTuple):
    """A field as people meet it: how it is typed, shown, looked for and recognized.

    `keeps` says which events a filter on its values keeps; with that, the field is a filter with
    its `--no-` twin, a heading, a lane, a count and a menu of the page.
    """

    name: str  # in the store
    option: str  # one value of it: what is typed
    many: bool  # whether it is a list
    help: str  # of the option that sets it
    keeps: str = ""
    searched: bool = False  # by --search
    label: str = ""  # on a card, where that is not its name
    called: tuple[str, ...] = ()  # by the columns of other files, the better guess first


ONE, MANY = False, True
_MORE = "One or more; again for more."
FIELDS = (  # in the order in which people read them
    Field("date", "date", ONE, "EDTF, or words, which are stored as EDTF.",
          called=("when", "dates", "event date", "edtf", "datetime", "date time", "datum", "fecha",
                  "日付", "年月日", "日期", "開催日", "날짜", "laufzeit", "object date")),
    Field("title", "title", ONE, "What happened, in a few words.", searched=True,
          called=("headline", "event title", "event name", "name", "event", "heading", "label",
                  "what", "what happened", "message", "msg", "subject", "task", "task name",
                  "milestone", "caption", "card name",
                  "titel", "titre", "título", "titolo", "bezeichnung", "ereignis", "événement",
                  "évènement", "evento", "出来事", "事件", "标题", "標題",
                  "タイトル", "제목")),
    Field("id", "id", ONE, "Unique in the store; a new one is made of the title.",
          called=("identifier", "event id", "slug")),
    Field("date_note", "date-note", ONE, "How the date was derived.", label="note",
          called=("date notes",)),
    Field("summary", "summary", ONE, "What happened, in sentences.", searched=True,
          called=("description", "text", "details", "detail", "notes", "note", "abstract", "body",
                  "remarks", "comments", "comment", "story", "event", "beschreibung", "texte",
                  "descripción", "説明", "描述")),
    Field("category", "category", ONE, "One alone.", "of this category",
          called=("group", "type", "categories", "event type", "kind", "kategorie", "catégorie",
                  "categoría", "分類", "分类")),
    Field("figures", "figure", MANY, "'start-ups=1500 companies', ~1500 for about, >1500 for "
          "more than, >= < <=; or a JSON object.", label="figure"),
    Field("places", "place", MANY, _MORE, "at this place", searched=True,
          called=("place", "location", "locations", "where", "venue", "ort", "lieu", "lugar",
                  "場所", "地点")),
    Field("actors", "actor", MANY, _MORE, "with this actor", searched=True,
          called=("actor", "people", "person", "persons", "who", "participants", "participant",
                  "organizations", "organization", "organisations", "organisation")),
    Field("tags", "tag", MANY, _MORE, "with this tag", searched=True,
          called=("tag", "keywords", "keyword", "schlagworte", "mots-clés", "etiquetas")),
    Field("translations", "translation", MANY,
          'zh-Hant=標題, or zh-Hant={"title": …, "summary": …}.', searched=True),
    Field("media", "media", MANY, "A picture: its URL, its path from the store, or a JSON object.",
          called=("media url", "image", "image url", "images", "img", "picture", "picture url",
                  "pictures", "photo", "photo url", "photos", "photograph", "illustration",
                  "thumbnail", "thumbnail url", "bild", "bilder", "foto", "imagen", "immagine",
                  "画像", "写真", "圖片", "图片", "사진")),
    Field("sources", "source", MANY, "A URL, a title, or a JSON object.", label="source",
          called=("source", "references", "reference", "citation", "citations", "quelle", "quellen",
                  "fuente", "出典", "来源")),
)  # fmt: skip  # a row a field
_ROWS = {row.name: row for row in FIELDS}
BY_COLUMN = tuple(_ROWS[name] for name in STORED)
"""The same rows in the order in which they are stored."""
VALUES = tuple(row for row in BY_COLUMN if row.keeps)
"""The fields whose values events share, so that they can be filtered, grouped and counted."""
TEXT_LISTS = tuple(row.name for row in BY_COLUMN if row.many and row.name not in PARTS)


def values_of(event: Event, row: Field) -> Sequence[str]:
    """The texts that an event has in a field of one text or of many."""
    found = getattr(event, row.name)
    return () if not found else found if row.many else (found,)


def categories_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The categories of these events, the most frequent first, else in order of appearance."""
    return most_frequent(Counter(event.category for event in events))


def most_frequent(counts: Counter[str | None]) -> tuple[str, ...]:
    """What was counted, the most frequent first, else in the order in which it was met."""
    return tuple(category for category, _ in counts.most_common() if category)


SEARCHED = tuple(row.name for row in BY_COLUMN if row.searched)
_one_text = attrgetter(*(n for n in SEARCHED if n not in PARTS and n not in TEXT_LISTS))
_many_texts = attrgetter(*(n for n in SEARCHED if n in TEXT_LISTS))


def searched_texts(event: Event) -> Iterator[str]:
    """All texts in which `--search` looks; an empty one where a field of one text is missing."""
    for text in _one_text(event):
        yield text or ""
    for texts in _many_texts(event):
        yield from texts or ()
    for said in (event.translations or {}).values():
        yield said.title or ""
        yield said.summary or ""


class Check(Struct, frozen=True, kw_only=True):
    """How a store is checked."""

    ignore: Annotated[_Texts, _says("rules of hkinno check that are silent here")] = None


class Document(Struct, frozen=True):
    """A store: `{"title": …, "events": […]}`; a bare array of events is read the same way."""

    events: tuple[Event, ...]
    title: _Text = None
    check: Check | None = None


decode = msgspec.json.Decoder(Event).decode
"""One event's JSON to an Event. Raises msgspec's errors, RecursionError, UnicodeDecodeError."""
members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
"""The same to its fields, each as it is written."""


_JSON_NAMES = {"str": "text", "array": "a list", "object": "an object", "int": "a number"}
_JSON_NAMES |= {"float": "a number", "bool": "true or false"}


def in_words(error: msgspec.ValidationError) -> str:
    """What msgspec says of a wrong type, as people say it."""
    what, _, path = str(error).partition(" - at `$")
    field = path.strip("`.").replace("[...]", ".*") or "the event"
    if missing := re.fullmatch(r"Object missing required field `(.+)`", what):
        return f"{field} has no {missing[1]!r}"
    if what.endswith("of length >= 1"):
        return f"{field} should not be empty"
    if wrong := re.fullmatch(r"Expected `(.+)`, got `(.+)`", what):
        expected, got = (
            " or ".join(dict.fromkeys(_JSON_NAMES.get(n, n) for n in side.split(" | ")))
            for side in wrong.groups()
        )
        return f"{field} should be {expected.removesuffix(' or null')}, not {got}"
    return f"{field}: {what[:1].lower()}{what[1:]}"


def checked(raw: bytes, read: Callable[[bytes], _Read], label: str, verdict: str = "") -> _Read:
    """What a decoder makes of one event's JSON, all of it UTF-8 and no name in it twice.

    Raises EventError, whose sentence begins with the verdict; or JsonError, which says `label`.
    """
    try:
        found = read(raw)
        raw.decode()  # also what is decoded nowhere
    except msgspec.ValidationError as error:
        raise EventError(in_words(error), verdict) from error
    except JSON_FAULTS as error:
        raise not_json(label, raw, error) from error
    if keys := repeated_keys(raw):
        raise EventError(f"{', '.join(keys)} stands twice in it", verdict)
    return found


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

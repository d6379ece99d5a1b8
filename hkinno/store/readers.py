"""What reads events: from a file, by its shape, or from rows of an engine (`hkinno.engines`)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from hkinno.events import Event
from hkinno.query.query import Picked, Query
from hkinno.store.lines import ALL, Lines, Marks, Share
from hkinno.store.whole import Whole

Decoded = TypeVar("Decoded")
File = Lines | Whole


class Reader(Protocol):
    """Events as pieces of JSON, each with an offset from which it can be read again.

    `label` is what it is called in sentences, `folder` where it lies, or None where it has no
    place, `size` how many bytes are worth to be shared out, and `unit` what `line` counts.
    `repeated` are keys that stand twice around the events, once those have been read. `marks` are
    those of the batches that were read last, by which a file can `locate` events.
    """

    label: str
    folder: str | None
    size: int
    unit: str
    repeated: list[str]
    marks: Marks

    def title(self) -> str:
        """The title of the chronology, or nothing."""

    def pieces(self) -> Iterator[tuple[bytes | msgspec.Raw, int]]:
        """Each event's JSON and the offset of its first byte, in the order of the store."""

    def batches(self, kind: type[Decoded], share: Share = ALL) -> Iterator[list[Decoded]]:
        """All events decoded, in that order, many at a time; or those of a share."""

    def locate(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where events are, given by their numbers from 0 in rising order: offset, length."""

    def read(self, start: int, length: int) -> bytes:
        """The bytes of one event, once more."""

    def line(self, start: int) -> int:
        """The number of the line, or of the row, from 1, in which an event begins."""


class Picker(Reader, Protocol):
    """A reader that finds itself what a query picks; `unique` says that no id stands twice."""

    unique: bool

    def pick(self, query: Query, kind: type[Event]) -> Picked:
        """What `Query.pick` finds among all events."""

    def dates(self, query: Query, kind: type[Event]) -> Mapping[str, int]:
        """How many of the events that a query keeps have which date, as written."""

    def categories(self) -> Mapping[str, int]:
        """How many events have which category, in the order in which these appear."""

    def find(self, ids: Collection[str]) -> Iterator[int]:
        """The numbers, from 0, of the events that have one of these ids."""

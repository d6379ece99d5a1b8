"""Files as shares of about as many bytes, for processes that know nothing of each other."""

import os
from collections.abc import Iterator, Sequence

import msgspec

from hkinno.errors import HkinnoError
from hkinno.files import label_of
from hkinno.store.lines import ALL, Lines
from hkinno.store.open import open_reader
from hkinno.store.readers import File

SHARE = 64 << 20  # bytes; of larger ones, more fit between two footers, and less in memory


class Piece(msgspec.Struct):
    """A file, or of one in JSON Lines a share: which, of how many; `before` it are so many events.

    How many are in it is known when they are counted. The path leads there from everywhere; the
    label is what a person has typed.
    """

    path: str
    label: str
    which: int = 0
    count: int = 1
    before: int = 0
    events: int = 0


class Share(msgspec.Struct):
    """What one process does at a time: pieces in the order of the index, and its first place."""

    number: int
    pieces: list[Piece]
    place: int = 0


class Fault(msgspec.Struct):
    """Why a share cannot be read or written, in a sentence."""

    why: str


class Counted(msgspec.Struct):
    """How many events are in each piece of a share, and the first title that a file has."""

    events: list[int]
    title: str


def shares_of(paths: Sequence[str], size: int = SHARE) -> list[Share]:
    """Shares of so many bytes: large files are divided, small ones are put together.

    Raises HkinnoError for what cannot be read.
    """
    shares, filled = list[Share](), 0
    for path in paths:
        for piece, length in _pieces_of(path, size):
            if not shares or filled + length > size:
                shares.append(Share(len(shares), []))
                filled = 0
            shares[-1].pieces.append(piece)
            filled += length
    return shares


def _pieces_of(path: str, size: int) -> Iterator[tuple[Piece, int]]:
    length = os.path.getsize(path)
    # what is zipped can be read from its beginning alone, and a document as a whole
    divisible = length > size and isinstance(reader := open_reader(path), Lines)
    count = -(-length // size) if divisible and reader.size == length else 1
    there, label = os.path.abspath(path), label_of(path)
    for which in range(count):
        yield Piece(there, label, which, count), length // count


def pieces_in(reader: File, piece: Piece) -> Iterator[tuple[bytes | msgspec.Raw, int]]:
    """Each event's JSON in a piece, and its offset in the file."""
    if isinstance(reader, Lines):
        return reader.pieces((piece.which, piece.count) if piece.count > 1 else ALL)
    return reader.pieces()


def reader_for(piece: Piece) -> File:
    """A reader for the file of a piece. Raises HkinnoError."""
    return open_reader(piece.path, piece.label)  # type: ignore[return-value]  # of a file


def count(share: Share) -> Counted | Fault:
    """Count the events of a share."""
    counted = Counted([], "")
    try:
        for piece in share.pieces:
            reader = reader_for(piece)
            counted.events.append(sum(1 for _ in pieces_in(reader, piece)))
            counted.title = counted.title or reader.title()
    except HkinnoError as error:
        return Fault(str(error))
    return counted


def place(shares: Sequence[Share], counted: Sequence[Counted]) -> int:
    """Give each share its place, now that they are counted; how many events there are."""
    total, before = 0, dict[str, int]()
    for share, found in zip(shares, counted, strict=True):
        share.place = total
        for piece, events in zip(share.pieces, found.events, strict=True):
            piece.events, piece.before = events, before.get(piece.path, 0)
            before[piece.path] = piece.before + events
            total += events
    return total

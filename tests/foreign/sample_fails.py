"""A format that fails while it writes."""

from collections.abc import Iterator, Sequence

from hkinno import Entry


def write(entries: Sequence[Entry], _: object) -> Iterator[str]:
    """A line, and then a fault."""
    yield "first\n"
    yield str(1 // (len(entries) - len(entries)))

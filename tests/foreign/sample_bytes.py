"""A format of bytes that are no text."""

from collections.abc import Iterator

BINARY = True


def read(data: bytes, _: str) -> Iterator[tuple[str, dict[str, object]]]:
    """One event, whose title is how the bytes begin."""
    yield "all of it", {"date": "2002", "title": data[:2].hex()}

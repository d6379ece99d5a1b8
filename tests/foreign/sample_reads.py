"""A format that is only read."""

from collections.abc import Iterator


def read(data: bytes, _: str) -> Iterator[tuple[str, dict[str, object]]]:
    """One event."""
    yield "all of it", {"date": "2002", "title": data.decode().strip()}

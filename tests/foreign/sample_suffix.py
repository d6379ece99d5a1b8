"""A format whose suffixes are no tuple."""

from collections.abc import Iterator

SUFFIXES = ".suffix"


def write(*_: object) -> Iterator[str]:
    """Nothing."""
    yield ""

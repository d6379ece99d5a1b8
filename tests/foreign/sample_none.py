"""A format whose functions give what they should not."""

from collections.abc import Iterator


def write(*_: object) -> Iterator[int]:
    """A number, which is neither text nor bytes."""
    yield 5


def read(*_: object) -> Iterator[int]:
    """A number, which is no row."""
    yield 7

"""A format that is an object."""

from collections.abc import Iterator, Sequence

from hkinno import Entry
from hkinno.losses import Carries, How


class Format:
    """Dates alone."""

    CARRIES = Carries(fields={"summary": How.NOT})

    @staticmethod
    def write(entries: Sequence[Entry], _: object) -> Iterator[str]:
        """A date a line."""
        yield from (f"{entry.event.date}\n" for entry in entries)


FORMAT = Format()

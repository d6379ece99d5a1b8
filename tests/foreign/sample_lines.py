"""A line an event: its date, a blank, its title. It leaves out all else, and says so."""

from collections.abc import Iterator, Sequence

from hkinno import Entry
from hkinno.losses import FIELDS, Carries, How

SUFFIXES = (".lines",)
CARRIES = Carries(fields=dict.fromkeys(FIELDS, How.NOT))


def write(entries: Sequence[Entry], _: object) -> Iterator[bytes]:
    """The lines, as bytes: a writer may yield these."""
    for entry in entries:
        yield f"{entry.event.date} {' '.join(entry.event.title.split())}\n".encode()


def read(data: bytes, label: str) -> Iterator[tuple[str, dict[str, object] | str]]:
    """The events; a line without a title is told as a fault."""
    for number, line in enumerate(data.decode().splitlines(), 1):
        date, _, title = line.partition(" ")
        fields: dict[str, object] = {"date": date, "title": title}
        yield f"line {number}", fields if title else f"{label} has no title there"

"""What has to be said of a calendar that is read: each thing once, with an example and a count."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hkinno.text import listed, plural

_SAID = {
    "repeats": "events that repeat are read as their first time, and how they do is kept as rrule "
    "or rdate, as {}",
    "zones": "times in a time zone get its offset from UTC, as {}",
    "unknown zones": "time zones that nothing defines are kept as date_note, as {}",
    "ends": "EDTF has no interval of times; these are kept as date_note, as {}",
    "people": "of ORGANIZER and ATTENDEE the names are kept, as actors, and nothing else, as {}",
    "untitled": "events without SUMMARY are called by the first line of DESCRIPTION, as {}",
    "nameless": "events without SUMMARY and DESCRIPTION are called {}",
    "doubled": "events with the UID of another one get ids made from their titles, as {}",
    "moved": "dates are read as they are shown, since X-HKINNO-DATE does not agree, as {}",
    "worded": "dates are read from the words that DESCRIPTION begins with, where X-HKINNO-DATE is "
    "missing, as {}",
    "unworded": "dates are read as the days that are shown, and may be surer and finer than they "
    "were, where X-HKINNO-DATE is missing, as {}",
    "recategorized": "what X-HKINNO-CATEGORY has, and CATEGORIES has not, is left out, as {}",
    "changed": "events are read as they were changed since hkinno wrote them, as {}",
    "unreadable": "X-HKINNO-EVENT cannot be read, and is left out, as {}",
}
_BOOKS = frozenset(  # what calendars note for themselves in each event
    ("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "REQUEST-STATUS")
)


class IcsRemarks:
    """What is remembered from one event to the next."""

    def __init__(self) -> None:
        self._said: dict[str, list[str]] = {}
        self._components: Counter[str] = Counter()
        self._left: Counter[str] = Counter()

    def add(self, kind: str, example: str) -> None:
        """Something that has to be said, which is a key of `_SAID`."""
        self._said.setdefault(kind, []).append(example)

    def leave_component(self, name: str) -> None:
        """A component that is no event; time zones are used."""
        self._components.update([name] if name != "VTIMEZONE" else [])

    def leave(self, names: Iterable[str]) -> None:
        """Properties and components of an event that are not read."""
        self._left.update(name for name in names if name not in _BOOKS)

    def notes(self) -> Iterator[str]:
        """All of it in sentences."""
        for kind, sentence in _SAID.items():
            if examples := self._said.get(kind):
                yield f"{sentence.format(examples[0])} ({plural(len(examples), 'event')})"
        if self._components:
            others = listed([f"{count:,} {name}" for name, count in self._components.items()])
            yield f"leaving out {others}, which are no events"
        if self._left:
            names = [f"{name} ({count:,})" for name, count in self._left.most_common()]
            yield f"leaving out {listed(names)} of events"

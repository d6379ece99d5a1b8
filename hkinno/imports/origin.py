"""Whether hkinno wrote a file: then all its dates are EDTF, and nothing in it is guessed."""

import re
from collections.abc import Iterable

from hkinno.dates.edtf import readable
from hkinno.events import STORED
from hkinno.imports.guesses import GUESSES, folded, names_of
from hkinno.imports.shapes import NEGATIVE, PAIR
from hkinno.query.derived import DERIVED

_GUESSED = names_of(GUESSES, *GUESSES)
_KNOWN = {*STORED, *DERIVED}
_SURE = re.compile(r"[0-9]~|%|\.\.|\{|^Y|[0-9]S[0-9]|^-0")  # what nobody writes but in EDTF


def find_foreign(names: Iterable[str]) -> list[str]:
    """The names of columns or keys that others give to fields that we know by another name."""
    return [name for name in names if name not in _KNOWN and folded(name) in _GUESSED]


def is_ours(events: Iterable[tuple[str, str, str]]) -> bool:
    """Whether ids, dates and titles may be what hkinno wrote.

    The dates are EDTF, and none of them has another reading, if none is EDTF beyond doubt.
    """
    ids, count, doubtful, sure = set(), 0, False, False
    for event_id, date, title in events:
        if not event_id or not title or not readable(date):
            return False
        sure = sure or _SURE.search(date) is not None
        doubtful = doubtful or _is_doubtful(date)
        ids.add(event_id)
        count += 1
    return count == len(ids) > 0 and (sure or not doubtful)


def _is_doubtful(date: str) -> bool:
    """Whether others mean something else: -300 as 300 BC, 1826-31 as years."""
    return bool(NEGATIVE.match(date) or (PAIR.fullmatch(date) and date[2:4] < date[5:]))

"""Rules that are silent: by the document itself, in `"check": {"ignore": [RULE]}`, or as asked.

What a document says of itself cannot silence that it says so in a wrong way.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hkinno.check import likeness
from hkinno.check.rules import LEVELS, Fault, fault
from hkinno.check.shape import Finding
from hkinno.errors import near, quoted
from hkinno.events import Check

_MEMBER = "check"
_OWN = "ignore"  # the rule about all this


class Silenced(NamedTuple):
    """A rule that is silent, by whose word, and how many faults it would have told of."""

    code: str
    by: str
    faults: int


def member_faults(document: Mapping[str, Any], wrong: Iterable[Finding]) -> Iterator[Fault]:
    """What is wrong with the shape of a document, and with the rules that it silences."""
    for finding in wrong:
        yield fault(_OWN if finding.path[:1] == (_MEMBER,) else "schema", finding)
    member = document.get(_MEMBER)
    if not isinstance(member, dict):
        return
    for finding in likeness.slips(member, Check, (_MEMBER,)):
        yield fault(_OWN, finding)
    for place, code in enumerate(_listed(member)):
        if isinstance(code, str) and code not in LEVELS:
            hint = near(code, LEVELS).removeprefix("; ")
            path = (_MEMBER, "ignore", place)
            yield fault(_OWN, Finding(f"there is no rule {quoted(code)}", path, hint))


def ignored_by(document: Mapping[str, Any]) -> frozenset[str]:
    """The rules that a document silences, those that there are."""
    member = document.get(_MEMBER)
    codes = _listed(member) if isinstance(member, dict) else ()
    return frozenset(code for code in codes if isinstance(code, str) and code in LEVELS) - {_OWN}


def counted(codes: Collection[str], by: str, faults: Iterable[Fault]) -> list[Silenced]:
    """The rules that are silent, in their order in the table, with how much they are silent of."""
    counts = Counter(found.code for found in faults)
    return [Silenced(code, by, counts[code]) for code in LEVELS if code in codes]


def _listed(member: Mapping[str, Any]) -> Sequence[Any]:
    found = member.get("ignore")
    return found if isinstance(found, list) else ()

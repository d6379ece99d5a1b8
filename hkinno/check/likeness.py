"""What is nearly the same: a slip of a field's name, two spellings of a tag, one event told twice.

Three notions of nearness, each as strict as it can be and still find what people do:

- A name is a slip of a known one if it differs in case, hyphens, blanks or a plural `s` alone, or
  by one keystroke (a letter more, less or other, two in the wrong order), by two from eight letters
  on. Of four letters and fewer too many real words are near each other (`data`, `date`).
- Two tags or categories are one if they differ in case and blanks alone.
- Two events are likely one if they denote the same span and their titles, without case and
  punctuation, are 90 % alike, in either order of words. Titles with different numbers (1,500
  start-ups, 4,000 start-ups) are different.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct

from hkinno.check.shape import Finding, Path, Seen, Subject, format_path
from hkinno.errors import quoted
from hkinno.events import PARTS, Check, Document, Event

_ALIKE = 90  # per cent
_CROWD = 200  # titles of one span that are compared each with each; more are sorted and cut
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*").findall
_STRUCTS: tuple[type[Struct], ...] = (Document, Check, Event, *PARTS.values())
_KNOWN: dict[type, tuple[str, ...]] = {kind: kind.__struct_fields__ for kind in _STRUCTS}
_OTHER_WORDS = frozenset(  # that people use as names, and one keystroke from a known one
    ("published", "sourced", "figured", "placed", "titled", "quoted", "valued", "factors", "quota",
     "found", "round", "sound", "pound")
)  # fmt: skip


# --- names of fields


def field_names(subject: Subject) -> Iterator[Finding]:
    """Fields that are unknown, and near a known one."""
    yield from slips(subject.event, Event, ())
    for name, kind in PARTS.items():
        inside = subject.event.get(name)
        pairs = inside.items() if isinstance(inside, dict) else subject.items(name)
        for key, item in pairs:
            yield from slips(item, kind, (name, key))


def slips(members: Mapping[str, Any], kind: type, path: Path) -> Iterator[Finding]:
    """The same for one object."""
    for name in members:
        meant = None if name in _KNOWN[kind] else find_slip(name, kind)
        if meant:
            there = ", which is there, too" if members.get(meant) is not None else ""
            hint = f"is it {meant}{there}?"
            yield Finding(f"{format_path((*path, name))} is no known field", (*path, name), hint)


@cache
def find_slip(name: str, kind: type) -> str | None:
    """The field of a struct of which `name` is likely a slip."""
    plain = _folded(name)
    if plain in _OTHER_WORDS:
        return None
    for known in _KNOWN[kind]:
        if plain.removesuffix("s") == _folded(known).removesuffix("s"):
            return known
    from rapidfuzz.distance import OSA

    return next((k for k in _KNOWN[kind] if OSA.distance(plain, _folded(k)) <= _leeway(k)), None)


def _folded(name: str) -> str:
    return re.sub(r"[-_\s]", "", name.casefold())


def _leeway(known: str) -> int:
    return (len(known) > 4) + (len(known) > 7)


# --- tags and categories


def spellings(events: Sequence[Seen]) -> Iterator[tuple[Seen, Finding]]:
    """The rarer spellings of a tag or category; of equally frequent ones, the later ones."""
    counts = Counter((path[0], text) for seen in events for path, text in seen.names)
    variants: dict[tuple[str | int, str], list[str]] = defaultdict(list)
    for field, text in counts:
        variants[field, "".join(text.split()).casefold()].append(text)
    usual: dict[tuple[str | int, str], str] = {}
    for (field, _), texts in variants.items():
        most = max(texts, key=lambda text: counts[field, text])
        usual |= {(field, text): most for text in texts if text != most}
    for seen in events:
        for path, text in seen.names:
            if (path[0], text) in usual:
                most = usual[path[0], text]
                ours, theirs = counts[path[0], most], counts[path[0], text]
                often = "usually" if ours > theirs else "also"
                message = f"{format_path(path)} {quoted(text)} is {often} written {quoted(most)}"
                times = f"{ours:,} against {theirs:,} times"
                yield seen, Finding(f"{message}, {times}", path, f"write {quoted(most)}")


# --- events


class Twins(NamedTuple):
    """Two places in a list of events that are likely one, and how alike their titles are."""

    later: int
    earlier: int
    percent: int


def duplicates(events: Sequence[Seen]) -> Iterator[tuple[Seen, Finding]]:
    """Events that are likely told already, under another id."""
    for later, earlier, percent in twins((seen.span, seen.title) for seen in events):
        seen, other = events[later], events[earlier]
        if seen.id != other.id:
            of_file = "" if other.label == seen.label else f" of {other.label}"
            alike = "the same title" if percent == 100 else f"a title {percent} % alike"
            yield seen, Finding(f"the same date and {alike} as {other.where}{of_file}")


def twins(events: Iterable[tuple[tuple[float, float] | None, str]]) -> Iterator[Twins]:
    """Events, given as span and title, that are likely told twice: each with its first twin.

    Those without a span or a title are left out. Up to 200 titles of one span are compared each
    with each; more of them only with those that are near in the alphabet.
    """
    from rapidfuzz.utils import default_process

    spans: dict[tuple[float, float], dict[str, list[int]]] = defaultdict(dict)
    for place, (span, title) in enumerate(events):
        if span and (plain := " ".join(default_process(title).split())):
            spans[span].setdefault(plain, []).append(place)
    for titles in spans.values():
        for places in titles.values():
            yield from (Twins(later, places[0], 100) for later in places[1:])
        if len(titles) < 2:
            continue
        ordered = sorted(titles) if len(titles) > _CROWD else list(titles)
        for start in range(0, len(ordered), _CROWD):
            near_ones = [(titles[title][0], title) for title in ordered[start : start + _CROWD]]
            yield from _twins(sorted(near_ones))


def _twins(titles: Sequence[tuple[int, str]]) -> Iterator[Twins]:
    from rapidfuzz import fuzz, process

    texts = [title for _, title in titles]
    sorted_words = [" ".join(sorted(title.split())) for title in texts]
    numbers = [frozenset(_NUMBERS(title)) for title in texts]
    for n in range(1, len(titles)):
        for column in (texts, sorted_words):
            found = process.extract(
                column[n], column[:n], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
            )
            same = [at for _, _, at in found if not _differ(numbers[n], numbers[at])]
            if same:
                percent = next(score for _, score, at in found if at == min(same))
                yield Twins(titles[n][0], titles[min(same)][0], min(99, int(percent)))
                break


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each of two has a number that the other has not."""
    return not (one <= other or other <= one)

"""Markwhen: a text timeline, a line `date: title` an event (markwhen.com).

Its parser decides what is an event, a heading, a property and text. `_markwhen_heads` finds dates,
`_markwhen_dates` reads them, `_markwhen_marks` reads what is marked in the text. Headings are those
of version 1 (`# Era`, `## Reign`) or, in a file without any, `group … endGroup` of those before. A
category is the headings above an event, `Era / Reign`, of which it has the tags as well.

Unlike to the parser, a line that begins with `- ` is text, whatever date follows; a line ends a
group only if it says nothing else; a header whose `---` is never closed ends at the first event.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import dedent
from typing import Any, NamedTuple

from hkinno.errors import HkinnoError, quoted
from hkinno.events import STORED, TEXT_LISTS
from hkinno.imports.formats._markwhen_dates import AMERICAN, read_date
from hkinno.imports.formats._markwhen_heads import Head, find_head
from hkinno.imports.formats._markwhen_marks import PROPERTY, TAG, plain, with_properties

SUFFIXES = (".mw", ".markwhen")

_COMMENT = re.compile(r"\s*//").match
_HEADING = re.compile(r"\s*(#{1,6})\s+(\S.*)").match
_GROUP = re.compile(r"\s*(?:group|section)(?:\s+(.*))?$", re.I).match
_END = re.compile(r"\s*end\s?(?:group|section)?\s*$", re.I).match
_PAGE = re.compile(r"\s*_-_-_break_-_-_\s*$").match  # of the first versions
_KEY = re.compile(r"([^\s:#-][^:]*):(?:\s+(.*))?$").match  # of the header
_COLOUR = re.compile(r"#\w+:\s*\S").match
_ID = re.compile(r"(?:^|(?<=\s))!(\w+)(?!\S)")
_DONE = re.compile(r"\[([xX ]?)\](?!\()\s*").match
_WORD = (
    r"(?:\d{1,4}(?:st|nd|rd|th|s)?|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*"
    r"|nov\w*|dec\w*|spring|summer|autumn|fall|winter|c|ca|circa|about|early|mid|late|century|bce?"
    r"|ad|ce|of|the|to|and|between|before|after|until|since|q[1-4])"
)
_NEARLY = re.compile(  # dates that markwhen does not know
    rf"(?=\D{{0,20}}\d)~?{_WORD}(?:[ ,./–-]{{1,3}}{_WORD}){{0,9}}\??:(?!\d|//)", re.I
).match
_DEEPEST = 6  # headings, and so names in a category


class _Place(NamedTuple):
    """A heading that events stand under."""

    level: int
    name: str
    tags: tuple[str, ...]


class _Entry(NamedTuple):
    number: int  # of its line, from 1
    head: Head
    places: tuple[_Place, ...]
    lines: list[str]  # below it, up to what is next


def recognizes(head: str) -> bool:
    """Whether a text is markwhen: several events, or one under a header or a heading."""
    text = head.lstrip("\ufeff \r\n")
    if "\0" in head or text[:1] in ("{", "[", "<") or re.match(r"(?i:begin:v)|timeline\s", text):
        return False  # JSON, XML; a calendar, a timeline of Mermaid, whose lines look alike
    events = others = 0
    for line in re.split("\r\n?|\n", text):
        found = find_head(" ".join(line.split()))
        if found and re.match(r"\s|$|[^\W\d]", found.title) and found.start[:1].isalnum():
            events += _is_dated(found)
        elif not events:
            others += bool(_KEY(line) or _COLOUR(line) or _HEADING(line) or _GROUP(line))
    return events > 1 or (events == 1 and others > 0)


def _is_dated(head: Head) -> bool:
    try:
        return bool(read_date(head, AMERICAN))
    except HkinnoError:
        return False


def read(data: bytes, label: str) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """The events, each by its line, then what has to be said of the file. Raises HkinnoError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HkinnoError(f"{label} is not UTF-8") from error
    lines = re.split("\r\n?|\n", text)
    order, first, notes = _header(lines)
    seen = _Seen(order)
    for entry in _entries(lines, first, seen):
        try:
            yield f"line {entry.number}", _event(entry, seen)
        except HkinnoError as error:
            yield f"line {entry.number}", str(error)
    for note in (*notes, *seen.notes()):
        yield "", note


class _Seen:
    """What is remembered from one event to the next."""

    def __init__(self, order: str) -> None:
        self.order = order
        self.ids: set[str] = set()
        self.ambiguous: list[str] = []
        self.nearly: list[tuple[int, str]] = []
        self.lost: list[int] = []
        self.left: list[str] = []

    def notes(self) -> Iterator[str]:
        if self.ambiguous and self.order == AMERICAN:
            yield (
                f"{self.ambiguous[0]} is read as month/day/year, as markwhen does without "
                f"dateFormat: d/M/y ({_counted(len(self.ambiguous), 'date')})"
            )
        if self.nearly:
            number, text = self.nearly[0]
            yield (
                f"line {number} begins with {quoted(text)}, which is no date to markwhen, and is "
                f"text ({_counted(len(self.nearly), 'line')} like it)"
            )
        if self.lost:
            yield (
                f"line {self.lost[0]} is under no event and is left out "
                f"({_counted(len(self.lost), 'line')} like it)"
            )
        if self.left:
            yield f"properties of headings are left out: {_listed(self.left)}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _listed(names: Iterable[str]) -> str:
    shown = list(dict.fromkeys(names))
    more = f" and {len(shown) - 8:,} more" if len(shown) > 8 else ""
    return ", ".join(name[:40] for name in shown[:8]) + more


# --- lines


def _starts(line: str) -> bool:
    return bool(_HEADING(line) or find_head(" ".join(line.split())))


def _header(lines: list[str]) -> tuple[str, int, list[str]]:
    """In which order dates with slashes are, where the header ends, what to say of it."""
    old = not any(map(_HEADING, lines))
    keys: dict[str, str] = {}
    colours, number, notes = 0, 0, list[str]()
    fence, inside = 0, list[int]()
    while number < len(lines):
        line = lines[number]
        if line.startswith("---") and not fence:
            ends = (n for n in range(number + 1, len(lines)) if lines[n].startswith("---"))
            fence = next(ends, -1)
            if fence < 0:
                notes.append("the header has no second ---; it is read up to the first event")
        elif fence > 0 and number >= fence:
            break
        elif fence > 0 and (head := find_head(" ".join(line.split()))) and head.start[0].isdigit():
            inside.append(number + 1)
        elif fence < 1 and (_starts(line) or (old and _GROUP(line))):
            break
        elif (found := _KEY(line)) and not _COMMENT(line):
            keys[found[1].strip()] = (found[2] or "").strip(" \"'")
        else:
            colours += bool(_COLOUR(line))
        number += 1
    if inside:
        said = f"line {inside[0]} looks like an event and is in the header, which --- ends"
        notes.append(f"{said} ({_counted(len(inside), 'line')} like it)")
    order = _order(keys.pop("dateFormat", None), notes)
    left = [*keys, *([f"the colours of {_counted(colours, 'tag')}"] if colours else [])]
    if left:
        notes.insert(0, f"the header is left out: {_listed(left)}")
    return order, number, notes


def _order(written: str | None, notes: list[str]) -> str:
    """`dMy` for d/M/y; nothing for a format that hkinno does not read, of which a note is made."""
    if written is None:
        return AMERICAN
    order = "".join(part[:1] for part in written.split("/"))
    if sorted(order) == sorted(AMERICAN):
        return order
    notes.append("dateFormat of the header is not read: what is dated by it alone may be text")
    return ""


def _entries(lines: list[str], first: int, seen: _Seen) -> Iterator[_Entry]:
    old = not any(map(_HEADING, lines))
    places: list[_Place] = []
    entry: _Entry | None = None
    under = False  # a heading, whose properties may follow
    for number, line in enumerate(lines[first:], first + 1):
        if _COMMENT(line):
            continue
        head = find_head(" ".join(line.split()))
        page = _PAGE(line)
        if (place := _place(line, places, old)) or head or (old and _END(line)) or page:
            if entry:
                yield entry
            entry = None
            if place:
                places.append(place)
            elif head:
                entry = _Entry(number, head, tuple(places[-_DEEPEST:]), [])
            else:
                del places[0 if page else -1 :]
            under = place is not None
            continue
        if under and (found := PROPERTY(line)):
            seen.left.append(found[2])
            continue
        under = False
        if _NEARLY(line.lstrip()):
            seen.nearly.append((number, line.partition(":")[0].strip()))
        if entry:
            entry.lines.append(line)
        elif line.strip("- \t"):
            seen.lost.append(number)
    if entry:
        yield entry


def _place(line: str, places: list[_Place], old: bool) -> _Place | None:
    """The heading that a line is; those that it ends are taken off."""
    found = _GROUP(line) if old else _HEADING(line)
    if not found:
        return None
    level = len(places) + 1 if old else len(found[1])
    while places and places[-1].level >= level:
        places.pop()
    title = found[1] or "" if old else found[2]
    name = " ".join(TAG.sub("", title).split()).rstrip(": ")
    return _Place(level, name, tuple(TAG.findall(title)))


# --- events


def _event(entry: _Entry, seen: _Seen) -> dict[str, Any]:
    """An event, its fields in the order in which hkinno stores them. Raises HkinnoError."""
    dated = read_date(entry.head, seen.order)
    if dated.ambiguous:
        seen.ambiguous.append(entry.head.written)
    event: dict[str, Any] = {name: [] for name in (*TEXT_LISTS, "sources", "media")}
    event["tags"] = [tag for place in entry.places for tag in place.tags]
    title = entry.head.title
    if done := _DONE(title):
        event["completed"] = bool(done[1].strip())
        title = title[done.end() :]
    for name in _ID.findall(title)[:1]:
        event["id"] = name
        title = _ID.sub("", title, count=1)
    lines = with_properties(entry.lines, event)
    title = " ".join(plain(title, event, title=True).split())
    # A line of marks alone is no paragraph's end.
    texts = [plain(line, event) for line in lines]
    texts = [
        text for text, line in zip(texts, lines, strict=True) if text.strip() or not line.strip()
    ]
    told = re.sub(r"\n{3,}", "\n\n", dedent("\n".join(texts))).strip()
    if not title:
        title, _, told = told.partition("\n")
    if not title:
        raise HkinnoError("it has no title")
    if event.get("id") in seen.ids:
        del event["id"]
    seen.ids.add(event.get("id", ""))
    category = " / ".join(place.name for place in entry.places if place.name)
    event |= {"date": dated.edtf, "title": title, "summary": told.strip(), "category": category}
    event["date_note"] = dated.note
    return _in_order(event)


def _in_order(event: dict[str, Any]) -> dict[str, Any]:
    for name in TEXT_LISTS:
        event[name] = list(dict.fromkeys(event[name]))
    for name in ("sources", "media"):
        event[name] = list({tuple(one.items()): one for one in event[name]}.values())
    ordered = {name: event.pop(name) for name in STORED if name in event} | event
    return {name: value for name, value in ordered.items() if value not in ("", [])}

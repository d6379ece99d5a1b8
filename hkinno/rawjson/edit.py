"""Changing a store without touching another byte: bytes in, splices out.

A store is a list of items (events in an array, lines in JSON Lines) and an event is a list of
items (its members). Both are changed in the same way: what is new takes its separators and its
style from what stands beside it, all else stays as it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hkinno.rawjson.scan import Items, items, members


class Splice(NamedTuple):
    """At `start`, the bytes `old` give way to `new`."""

    start: int
    old: bytes
    new: bytes


class Style(NamedTuple):
    """How JSON is laid out: `newline` is empty where all stands on one line."""

    newline: bytes = b""
    margin: bytes = b""  # the indentation of the opening bracket
    unit: bytes = b"  "
    nested: bool = False  # lists and objects inside take lines of their own
    comma: bytes = b", "
    colon: bytes = b": "


def _in_order(splices: Iterable[Splice]) -> list[Splice]:
    """By place; what only comes in, before what gives way there; else in the order given."""
    return sorted(splices, key=lambda splice: (splice.start, bool(splice.old)))


def pieces(data: bytes, splices: Iterable[Splice]) -> Iterable[bytes | memoryview]:
    """The changed bytes, in pieces that are not copied."""
    view, done = memoryview(data), 0
    for splice in _in_order(splices):
        yield view[done : splice.start]
        yield splice.new
        done = splice.start + len(splice.old)
    yield view[done:]


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The changed bytes, in one."""
    return b"".join(pieces(data, splices))


def inverse(splices: Iterable[Splice]) -> list[Splice]:
    """What undoes these splices, in the changed bytes."""
    shift, back = 0, []
    for splice in _in_order(splices):
        back.append(Splice(splice.start + shift, splice.new, splice.old))
        shift += len(splice.new) - len(splice.old)
    return back


def removed(data: bytes, inside: Items, places: Iterable[int]) -> list[Splice]:
    """Take items out, each with the separator before it, or behind it if it is the first."""
    gone, spans = set(places), inside.spans
    kept = [place for place in range(len(spans)) if place not in gone]
    if not gone:
        return []
    if not kept:
        cuts = [(inside.open_end, inside.close)]
    else:
        cuts = [(spans[0][0], spans[kept[0]][0])] if kept[0] else []
        cuts += [(spans[p - 1][1], spans[p][1]) for p in sorted(gone) if p > kept[0]]
    return [Splice(start, data[start:end], b"") for start, end in cuts if end > start]


def inserted(
    data: bytes, inside: Items, news: Mapping[int, Sequence[bytes]], style: Style
) -> list[Splice]:
    """Put items in before the item at each place (the number of items: behind the last)."""
    spans = inside.spans
    if not spans:
        lead = style.newline + style.margin + style.unit if style.newline else b""
        tail = style.newline + style.margin if style.newline else b""
        between = b"," + lead if style.newline else style.comma
        flat = [new for place in sorted(news) for new in news[place]]
        blank = data[inside.open_end : inside.close]
        return [Splice(inside.open_end, blank, lead + between.join(flat) + tail)]
    found = []
    for place, texts in news.items():
        between = _separator(data, inside, place, style)
        if place == len(spans):
            found.append(Splice(spans[-1][1], b"", b"".join(between + text for text in texts)))
        else:
            found.append(Splice(spans[place][0], b"", b"".join(text + between for text in texts)))
    return found


def _separator(data: bytes, inside: Items, place: int, style: Style) -> bytes:
    """What stands between two items here: as between neighbours, else after the bracket."""
    spans = inside.spans
    if len(spans) > 1:
        left = min(max(place - 1, 0), len(spans) - 2)
        return data[spans[left][1] : spans[left + 1][0]]
    lead = data[inside.open_end : spans[0][0]]
    return b"," + lead if b"\n" in lead and b"," in style.comma else style.comma


def edited(raw: bytes, changes: Mapping[str, object | None], order: Sequence[str] = ()) -> bytes:
    """An object's JSON with members set to JSON values, or removed where the value is None.

    New members stand in this `order`, others last; `msgspec.Raw` is written as it is. All other
    bytes stay, and so does a value that is what it should be, however written.
    """
    style = style_of(raw)
    opening = raw.index(b"{")
    present = list(members(raw, opening))
    gone = [i for i, found in enumerate(present) if changes.get(found.key, "") is None]
    splices = removed(raw, items(raw, opening), gone)
    for found in present:
        if (value := changes.get(found.key)) is not None:
            old, new = raw[found.start : found.end], value_text(value, style)
            if not _same(old, new):
                splices.append(Splice(found.start, old, new))
    raw = spliced(raw, splices)
    known = {found.key for found in present}
    for name, value in changes.items():
        if name not in known and value is not None:
            raw = _with_member(raw, name, value_text(value, style), style, order)
    return raw


def _same(old: bytes, new: bytes) -> bool:
    """Whether two values differ in nothing but layout and escapes; numbers as written."""
    if msgspec.json.format(old, indent=-1) == msgspec.json.format(new, indent=-1):
        return True
    try:
        texts = [msgspec.json.decode(value, type=str | list[str]) for value in (old, new)]
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return texts[0] == texts[1]


def _with_member(raw: bytes, name: str, value: bytes, style: Style, order: Sequence[str]) -> bytes:
    opening = raw.index(b"{")
    keys = [found.key for found in members(raw, opening)]
    text = value_text(name, style) + style.colon + value
    place = _place(name, keys, order)
    return spliced(raw, inserted(raw, items(raw, opening), {place: [text]}, style))


def _place(name: str, keys: Sequence[str], order: Sequence[str]) -> int:
    """Where a new member stands: behind the last one that comes before it in the order."""
    if name not in order:
        return len(keys)
    earlier = order[: order.index(name)]
    before = [i for i, key in enumerate(keys) if key in earlier]
    return before[-1] + 1 if before else 0


def style_of(raw: bytes, margin: bytes | None = None) -> Style:
    """How an object is laid out, from its bytes and from the indentation of its first line."""
    inside = items(raw, raw.index(b"{"))
    if not inside.spans:
        return Style()
    lead = raw[inside.open_end : inside.spans[0][0]]
    colon = _colon(raw, inside)
    if b"\n" not in lead:
        comma = b"," if colon == b":" else b", "
        if len(inside.spans) > 1:
            comma = raw[inside.spans[0][1] : inside.spans[1][0]]
        return Style(comma=comma, colon=colon)
    newline = b"\r\n" if b"\r\n" in lead else b"\n"
    outer = raw[: inside.close].rpartition(b"\n")[2] if margin is None else margin
    outer = outer if not outer.strip() else b""
    inner = lead.rpartition(b"\n")[2]
    unit = inner[len(outer) :] if inner.startswith(outer) and inner != outer else b"  "
    body = (raw[found.start : found.end] for found in members(raw, raw.index(b"{")))
    nested = any(b"\n" in text for text in body)
    return Style(newline, outer, unit, nested, colon=colon)


def _colon(raw: bytes, inside: Items) -> bytes:
    found = next(members(raw, inside.open_end - 1))
    head = raw[inside.spans[0][0] : found.start]
    return head[head.rindex(b'"') + 1 :]


def value_text(value: object, style: Style) -> bytes:
    """A member's value as JSON in this style."""
    data = bytes(value) if isinstance(value, msgspec.Raw) else msgspec.json.encode(value)
    if isinstance(value, msgspec.Raw) and not (b"\n" in data or b"\r" in data):
        return data
    if not (style.newline and style.nested):
        return _one_line(data, style)
    lines = msgspec.json.format(data, indent=2).split(b"\n")
    start = style.newline + style.margin + style.unit
    depths = [(len(line) - len(line.lstrip(b" "))) // 2 for line in lines]
    return start.join(
        style.unit * depth + line.lstrip(b" ") for depth, line in zip(depths, lines, strict=True)
    )


def _one_line(data: bytes, style: Style) -> bytes:
    tight = style.comma == b"," and style.colon == b":"
    return msgspec.json.format(data, indent=-1 if tight else 0)


def event_text(event: Mapping[str, object], style: Style) -> bytes:
    """A new event as JSON in this style."""
    parts = [
        value_text(name, style) + style.colon + value_text(value, style)
        for name, value in event.items()
    ]
    if not style.newline:
        return b"{" + style.comma.join(parts) + b"}"
    inner = style.newline + style.margin + style.unit
    return b"{" + inner + (b"," + inner).join(parts) + style.newline + style.margin + b"}"

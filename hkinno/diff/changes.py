"""Changes as people read them: field by field, on short lines that say what was and what is.

A line is a sequence of parts, each with a mark. Where words changed inside a text, and there is no
colour, the marks are written out as `git diff --word-diff` does: `[-what was-]{+what is+}`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hkinno.dates.edtf import readable
from hkinno.dates.format import words
from hkinno.diff.compare import Change, FieldChange, Parts, keyed, nested, parts, same
from hkinno.diff.textdiff import Part, replaced, word_diff
from hkinno.fields import plain
from hkinno.render import RenderOptions, draw
from hkinno.text import escape_controls, shorten

if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {"-": "red", "+": "green", "old": "red", "new": "green", "name": "bold", "dim": "dim"}
_WRITTEN = {"-": "[-{}-]", "+": "{{+{}+}}"}
_REORDERED = ("dim", "  reordered")
_DEEPEST = 9  # levels of objects and lists in which a change is looked for
_KEY = 30  # characters that are shown of the key of a list's member


class DiffRow(NamedTuple):
    """What changed in a field, or in a part of it such as `translations.zh-Hant.title`."""

    name: str
    text: list[Part]


def render_changes(
    changes: Sequence[Change], options: RenderOptions, stat: bool = False
) -> Iterator[str]:
    """The changes, event by event, and how many they are; with `stat`, fields by name only."""
    for change in changes:
        yield _render_line(list(_heading(change, stat)), options)
        if change.kind in ("changed", "renamed") and not stat:
            yield from _grid(list(_all_rows(change)), options)
    if changes:
        of = f" · {escape_controls(options.store)}" if options.store else ""
        yield f"\n{counts(changes)}{of}\n"


def counts(changes: Iterable[Change]) -> str:
    """How many changes there are of each kind: "1 added, 2 changed"."""
    found = Counter(change.kind for change in changes)
    kinds = ("added", "removed", "changed", "renamed")
    return ", ".join(f"{found[kind]} {kind}" for kind in kinds if found[kind])


def _heading(change: Change, stat: bool) -> Iterator[Part]:
    mark = {"added": "new", "removed": "old"}.get(change.kind, "name")
    yield mark, f"{change.kind:<8} "
    if change.id is None:
        yield "", "the document"
    elif change.kind == "renamed":
        old_id = format_value(change.fields["id"].old or b"null")
        yield "", f"{shorten(old_id)} → {shorten(change.id)}"
    else:
        yield "", shorten(change.id)
    if change.kind in ("added", "removed"):
        yield "", f"  {_format_date(change.date)}"
    if stat and change.kind in ("changed", "renamed"):
        yield "", "  " + ", ".join(shorten(name) for name in change.fields if name != "id")
    else:
        yield "", f"  {shorten(change.title)}"


# --- what changed in a field


def _all_rows(change: Change) -> Iterator[DiffRow]:
    with nested():
        for name, field in change.fields.items():
            if name != "id":
                yield from rows(name, field)


def rows(name: str, field: FieldChange) -> Iterator[DiffRow]:
    """What changed in a field; of objects and lists, what changed inside."""
    old, new, kind = field
    opening = {raw[:1] for raw in (old, new) if raw}
    deep = name.count(".") + name.count("[") >= _DEEPEST
    if old is None or new is None:
        yield DiffRow(name, [_one("old", old) if old else _one("new", new or b"")])
    elif opening == {b"{"} and not deep:
        yield from _inside(name, parts(old), parts(new), "{}.{}")
    elif opening == {b"["} and not kind and (lists := _keyed_both(old, new)):
        found = list(_inside(name, *lists, "{}[{}]"))
        yield from found or [DiffRow(name, [*replaced(_one_line(old), _one_line(new)), _REORDERED])]
    elif opening == {b'"'}:
        before, after = format_value(old, name), format_value(new, name)
        is_date = name == "date"
        yield DiffRow(name, _dates(before, after, kind) if is_date else word_diff(before, after))
    else:
        note = [("dim", f"  {kind}")] if kind else []
        yield DiffRow(name, replaced(_one_line(old), _one_line(new)) + note)


def _keyed_both(old: bytes, new: bytes) -> tuple[Parts, Parts] | None:
    before, after = keyed(old), keyed(new)
    return None if before is None or after is None else (before, after)


def _inside(name: str, old: Parts, new: Parts, step: str) -> Iterator[DiffRow]:
    """The members that came and went on one line, those that changed on lines of their own."""
    came = [_one("new", value) for key, value in new.items() if key not in old]
    went = [_one("old", value) for key, value in old.items() if key not in new]
    if step == "{}[{}]":
        line = [part for found in came + went for part in (found, ("", ", "))]
        yield from [DiffRow(name, line[:-1])] if line else []
        old = {key: value for key, value in old.items() if key in new}
        new = {key: value for key, value in new.items() if key in old}
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if not same(before, after):
            yield from rows(step.format(name, shorten(key, _KEY)), FieldChange(before, after))


def _one(mark: str, raw: bytes) -> Part:
    return mark, f"{'-' if mark == 'old' else '+'} {shorten(format_value(raw))}"


def format_value(raw: bytes, name: str = "") -> str:
    """A value as a text: texts as they are, of an object its values, all else as JSON."""
    if raw[:1] == b'"':
        return str(msgspec.json.decode(raw))
    if raw[:1] == b"{":
        return ", ".join(plain(key, msgspec.Raw(value)) for key, value in parts(raw).items())
    return plain(name, msgspec.Raw(raw))


def _one_line(raw: bytes) -> str:
    return msgspec.json.format(raw, indent=0).decode()


def _dates(old: str, new: str, kind: str | None) -> list[Part]:
    before, after = _format_date(old), _format_date(new)
    note = f"  {kind or 'no date'}"
    if (before, after) != (escape_controls(old), escape_controls(new)):
        note += f" ({shorten(old)} → {shorten(new)})"
    return [("old", before), ("", " → "), ("new", after), ("dim", note)]


def _format_date(text: str) -> str:
    date = readable(text)
    return words(date) if date else shorten(text)


# --- lines


def _render_line(text: Iterable[Part], options: RenderOptions) -> str:
    if options.plain:
        return "".join(_marked(part) for part in text).rstrip() + "\n"
    return draw(_rich(text, options), options.reading_width, options.color)


def _grid(found: Sequence[DiffRow], options: RenderOptions) -> Iterator[str]:
    """The rows below each other; on a terminal, long ones are wrapped beside their names."""
    if options.plain:
        pad = max((len(row.name) for row in found if len(row.name) <= _KEY), default=0)
        for row in found:
            yield _render_line([("", f"  {shorten(row.name):<{pad}}  "), *row.text], options)
    elif found:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(max_width=max(12, options.reading_width // 3), overflow="fold")
        grid.add_column(overflow="fold")
        for row in found:
            grid.add_row(Text(f"  {shorten(row.name)}"), _rich(row.text, options))
        yield draw(grid, options.reading_width, options.color)


def _marked(part: Part) -> str:
    return _WRITTEN.get(part[0], "{}").format(part[1])


def _rich(text: Iterable[Part], options: RenderOptions) -> "Text":
    from rich.text import Text

    found = Text()
    for mark, said in text:
        if options.color:
            found.append(said, _STYLES.get(mark))
        else:
            found.append(_marked((mark, said)))
    return found

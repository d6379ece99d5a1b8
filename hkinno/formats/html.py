"""A page to share: one file that needs nothing but a browser, and no script to be read.

Its script adds search, filters, zoom, languages and links to what is shown. A strict policy
(Content-Security-Policy) lets nothing be loaded or run but what stands in the file itself.
`--fields` chooses what is said beside date and title, `--lang` the first language, `--width` the
width of the drawing where no script runs, in columns of 8 pixels.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hkinno.chart.marks import End
from hkinno.display import dated
from hkinno.formats.json import one
from hkinno.formats.svg import Scene, asset, counted, heading, pixels, scene
from hkinno.page.article import ALWAYS, Article, anchor, article, shown
from hkinno.page.ink import Words, grid, height, marks, px, safe
from hkinno.page.legend import HEIGHT, NONE, sample
from hkinno.page.linkdata import graph, island
from hkinno.page.picture import Subject, near
from hkinno.query.groups import GROUPS
from hkinno.render import Frame
from hkinno.store.store import Entry
from hkinno.text import escape_controls

if TYPE_CHECKING:
    from jinja2 import Template

SUFFIXES = (".html", ".htm")
WHOLE = True  # colours follow the categories of the whole store
SECTIONS = True
_STYLES = ("style.css", "marks.css")
_SCRIPTS = ("dates.js", "picture.js", "ink.js", "stage.js", "facets.js", "page.js")
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
_POLICY += "require-trusted-types-for 'script'; style-src {}; script-src {}"
_BUFFER = 64  # pieces of a template that are handed out at once


class Item(NamedTuple):
    """An event in a list; of one that stands under several headings the first is its place."""

    number: int
    first: bool
    color: int
    article: Article


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """The page in chunks."""
    drawn = scene(entries, frame, pixels(frame))
    style, script = "\n".join(map(asset, _STYLES)), _script()
    stream = _template().stream(
        title=escape_controls(heading(frame)),
        counted=counted(entries, frame),
        lang=frame.lang or "",
        policy=_POLICY.format(_hash(style), _hash(script)),
        style=style,
        script=script,
        drawn=bool(drawn.subjects),
        size=(px(drawn.picture.view.width), px(height(drawn.picture))),
        drawing=_drawing(drawn, frame),
        keys=[[(key, sample(key), HEIGHT) for key in keys] for keys in drawn.keys if keys],
        sections=_sections(entries, frame, drawn.colors),
        grouped=bool(frame.group),
        graph=graph(entries, heading(frame), frame),
        events=_events(entries, frame),
        marks=_marks(entries, drawn, frame),
    )
    stream.enable_buffering(_BUFFER)
    yield from stream


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    world = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return world.from_string(asset("template.html"))


@cache
def _script() -> str:
    """The scripts as one, which leaves no name behind in the page."""
    return "\n(() => {\n'use strict';\n" + "\n".join(map(asset, _SCRIPTS)) + "\n})();\n"


def _hash(text: str) -> str:
    """What allows one inline style or script to work, and no other (CSP level 3)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _drawing(drawn: Scene, frame: Frame) -> Iterator[str]:
    def words(number: int) -> Words:
        entry = drawn.known[number]
        link = f' href="#{safe(anchor(entry.event.id))}" tabindex="-1"'
        title = f"{dated(entry, frame)}: {drawn.subjects[number].label}"
        return Words("a", title, attributes=link)

    yield from grid(drawn.picture)
    yield from marks(drawn.picture, drawn.subjects, words)


def _sections(
    entries: Sequence[Entry], frame: Frame, colors: dict[str, int]
) -> list[tuple[str, list[Item]]]:
    """The list, under the headings of `--group`."""
    found: dict[str, list[Item]] = {} if frame.group else {"": []}
    for number, entry in enumerate(entries):
        event = shown(entry, frame)
        color = colors.get(event.category or "", NONE)
        said = article(entry, frame)
        headings = GROUPS[frame.group](event, entry.date) if frame.group else ("",)
        for place, head in enumerate(headings):
            found.setdefault(escape_controls(head), []).append(
                Item(number, place == 0, color, said)
            )
    return list(found.items())


def _events(entries: Iterable[Entry], frame: Frame) -> Iterator[str]:
    """The events as stored, one a line: what the script searches, and what it copies."""
    if frame.fields:
        frame = frame._replace(fields=tuple(dict.fromkeys((*ALWAYS, *frame.fields))))
    for number, entry in enumerate(entries):
        yield ("," if number else "") + "\n" + island(one(entry, frame))


def _marks(entries: Sequence[Entry], drawn: Scene, frame: Frame) -> Iterator[str]:
    """What the script draws of each event: the date's shape, its colour, its words, its anchor."""
    subjects = {entry.place: s for entry, s in zip(drawn.known, drawn.subjects, strict=True)}
    for number, entry in enumerate(entries):
        shape = _shape(subjects[entry.place]) if entry.place in subjects else None
        said = {"shape": shape, "when": escape_controls(dated(entry, frame))}
        said |= {"anchor": anchor(entry.event.id)}
        yield ("," if number else "") + "\n" + island(msgspec.json.encode(said))


def _shape(subject: Subject) -> list[object]:
    kind, lo, hi, start, end, soft = subject.shape
    spans = [[near(a), near(b)] for a, b in soft]
    return [kind, _bound(lo), _bound(hi), _signs(start), _signs(end), spans, subject.color]


def _bound(day: float) -> float | None:
    return None if day in (-inf, inf) else near(day)


def _signs(end: End) -> str:
    return (
        "~" * end.approximate
        + "?" * end.uncertain
        + {"open": ">", "unknown": "…"}.get(end.bound, "")
    )

"""A page to share: one file that needs nothing but a browser, and no script to be read.

Its script adds search, filters, zoom, languages and links to what is shown. A strict policy
(Content-Security-Policy) lets nothing be loaded or run but what stands in the file itself.
`--fields` chooses what is said beside date and title, `--lang` the first language, `--width` the
width of the drawing where there is no script, in columns of 8 pixels.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hkinno.article import ALWAYS, Article, anchor, article, shown
from hkinno.cells import dated
from hkinno.fields import pick, visible
from hkinno.formats.json import one
from hkinno.formats.svg import asset, counted, heading, pixels, subject
from hkinno.frame import Frame
from hkinno.groups import GROUPS
from hkinno.ink import Words, grid, height, marks, px, safe
from hkinno.legend import HEIGHT, WIDTH, categories, colors, forms, sample
from hkinno.linkdata import graph, island
from hkinno.marks import End, Shape
from hkinno.picture import FARTHEST, Subject, layout
from hkinno.store import Entry

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

SUFFIXES = (".html", ".htm")
SECTIONS = True
_STYLES = ("style.css", "marks.css")
_SCRIPTS = ("dates.js", "picture.js", "ink.js", "stage.js", "page.js")
_NEVER = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"


class Item(NamedTuple):
    """An event in the list; one that stands under several headings is `first` under the first."""

    number: int
    first: bool
    article: Article
    color: int


def write(entries: Sequence[Entry], frame: Frame) -> Iterator[str]:
    """The page in chunks."""
    numbers = colors(frame.categories or (entry.event.category or "" for entry in entries))
    frame = frame._replace(total=max(frame.total, len(entries)))
    style = "".join(map(asset, _STYLES))
    script = "(() => {\n'use strict';\n" + "".join(map(asset, _SCRIPTS)) + "})();\n"
    stream = _template().stream(
        title=visible(heading(frame)),
        counted=counted(entries, frame),
        lang=frame.lang or "",
        policy=f"{_NEVER}; style-src {_hash(style)}; script-src {_hash(script)}; "
        "require-trusted-types-for 'script'",
        style=_markup(style),
        script=_markup(script),
        drawing=map(_markup, _drawing(entries, frame, numbers)),
        keys=[
            (_markup(sample(key)), key) for key in (*forms(_subjects(entries, frame, numbers)), *categories(numbers))
        ],
        sections=_sections(entries, frame, numbers),
        grouped=bool(frame.group),
        graph=map(_markup, graph(entries, heading(frame), frame)),
        events=map(_markup, _events(entries, frame)),
        marks=map(_markup, _marks(entries, frame, numbers)),
    )
    stream.enable_buffering(64)
    yield from stream

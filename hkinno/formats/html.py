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
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hkinno.display import dated
from hkinno.formats.json import one
from hkinno.formats.svg import Scene, asset, counted, heading, pixels, scene
from hkinno.page.article import ALWAYS, Article, anchor, article, is_asked, visible
from hkinno.page.ink import Words, grid, height, mark, marks, px, safe
from hkinno.page.legend import HEIGHT, NONE, sample
from hkinno.page.linkdata import graph, island
from hkinno.page.picture import Placed
from hkinno.page.script import block, data, menus, spare
from hkinno.page.served import served
from hkinno.query.groups import GROUPS
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls

if TYPE_CHECKING:
    from jinja2 import Template

SUFFIXES = (".html", ".htm")
WHOLE = True  # colours follow the categories of the whole store
SECTIONS = True
_STYLE_FILES = ("style.css", "marks.css")
_SCRIPT_FILES = ("dates.js", "marks.js", "picture.js", "stage.js", "page.js")
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
_POLICY += "require-trusted-types-for 'script'; style-src {}; script-src {}"
_BUFFER = 64  # pieces of a template that are handed out at once


class PageItem(NamedTuple):
    """An event in a list; of one that stands under several headings the first is its place."""

    number: int
    first: bool
    color: int
    article: Article


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The page in chunks."""
    drawn = scene(entries, options, pixels(options))
    picture = Drawing(drawn, [n for n, entry in enumerate(entries) if entry.date], options)
    events = [visible(entry, options) for entry in entries]
    languages = served(events if is_asked("translations", options) else [], options.lang)
    style, script = "\n".join(map(asset, _STYLE_FILES)), _script()
    stream = _template().stream(
        title=escape_controls(heading(options)),
        counted=counted(entries, options),
        policy=_POLICY.format(_hash(style), _hash(script)),
        style=style,
        script=script,
        drawn=bool(drawn.subjects),
        size=(px(drawn.picture.view.width), px(height(drawn.picture))),
        drawing=picture.render(),
        spare=picture.spare(),
        menus=menus(events),
        languages=languages.offered,
        keys=[[(key, sample(key), HEIGHT) for key in keys] for keys in drawn.keys if keys],
        sections=_sections(entries, options, drawn.colors),
        grouped=bool(options.group),
        graph=graph(entries, heading(options), options),
        page=island(msgspec.json.encode(block(languages))),
        events=_events(entries, options),
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
    """The scripts as one, which leaves no name behind in the page. PAGE is the block above it."""
    head = "const PAGE = JSON.parse(document.querySelector('script[data-of=page]').textContent);\n"
    return (
        f"\n(() => {{\n'use strict';\n{head}" + "\n".join(map(asset, _SCRIPT_FILES)) + "\n})();\n"
    )


def _hash(text: str) -> str:
    """What allows one inline style or script to work, and no other (CSP level 3)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class Drawing(NamedTuple):
    """The drawing of the page: what is in it, and what the script needs beside it."""

    scene: Scene
    numbers: list[int]  # of the events that are drawn
    options: RenderOptions

    def render(self) -> Iterator[str]:
        """What is in sight at first."""
        yield from grid(self.scene.picture)
        yield from marks(self.scene.picture, self.scene.subjects, self.words)

    def spare(self) -> Iterator[str]:
        """What the script makes copies of, and the marks of which only the count is in sight."""
        yield from spare()
        for fold in self.scene.picture.folds:
            for number in fold.numbers:
                subject, place = self.scene.subjects[number], Placed(number, 0, fold.x, fold.x)
                yield from mark(place, 0, self.scene.picture, subject, self.words(number))

    def words(self, number: int) -> Words:
        """The link around a mark."""
        entry, subject = self.scene.known[number], self.scene.subjects[number]
        link = f' href="#{safe(anchor(entry.event.id))}" tabindex="-1"'
        title = f"{dated(entry, self.options)}: {subject.label}"
        return Words("a", title, attributes=link + data(self.numbers[number], subject.shape))


def _sections(
    entries: Sequence[Entry], options: RenderOptions, colors: dict[str, int]
) -> list[tuple[str, list[PageItem]]]:
    """The list, under the headings of `--group`."""
    found: dict[str, list[PageItem]] = {} if options.group else {"": []}
    for number, entry in enumerate(entries):
        event = visible(entry, options)
        color = colors.get(event.category or "", NONE)
        said = article(entry, options)
        headings = GROUPS[options.group](event, entry.date) if options.group else ("",)
        for place, head in enumerate(headings):
            found.setdefault(escape_controls(head), []).append(
                PageItem(number, place == 0, color, said)
            )
    return list(found.items())


def _events(entries: Iterable[Entry], options: RenderOptions) -> Iterator[str]:
    """The events as stored, one a line: what the script searches, and what it copies."""
    if options.fields:
        options = options._replace(fields=tuple(dict.fromkeys((*ALWAYS, *options.fields))))
    for number, entry in enumerate(entries):
        yield ("," if number else "") + "\n" + island(one(entry, options))

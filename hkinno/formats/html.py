"""A page to share: one file that needs nothing but a browser, and no script to be read.

Its script adds search, filters, zoom, languages and links to what is shown. A strict policy
(Content-Security-Policy) lets nothing be loaded or run but what stands in the file itself.
`--fields` chooses what is said beside date and title, `--lang` the first language, `--width` the
width of the drawing where no script runs, in columns of 8 pixels.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hkinno.display import dated
from hkinno.page import media
from hkinno.page.article import DAY, Article, anchor, article, is_asked, visible, when_of
from hkinno.page.assets import asset
from hkinno.page.ink import Words, beyond, grid, height, marks, px, safe
from hkinno.page.legend import HEIGHT, NONE, sample
from hkinno.page.linkdata import collection, island
from hkinno.page.media import Shown, collect, shown
from hkinno.page.scene import (
    Scene,
    counted,
    described,
    heading,
    keys_of,
    pixels,
    scene,
)
from hkinno.page.script import block, data, menus
from hkinno.page.sections import PageSection, sections
from hkinno.page.served import Served, served
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.words.language import Language, language

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

SUFFIXES = (".html", ".htm")
WHOLE = True  # colours follow the categories of the whole store
SECTIONS = True
_STYLE_FILES = ("style.css", "marks.css")
_SCRIPT_FILES = (
    *("words.js", "dates.js", "edtf.js", "typed.js", "marks.js", "layout.js", "stage.js"),
    *("overview.js", "events.js", "page.js"),
)
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
_POLICY += "require-trusted-types-for 'script'; style-src {}; script-src {}"
_WIDTH = 976  # pixels: as wide as the page is in a window that has room for it
_BUFFER = 64  # pieces of a template that are handed out at once


class PageItem(NamedTuple):
    """An event in a list; of one that stands under several headings the first is its place."""

    number: int | None  # if it is not that of its place in the page
    first: bool
    color: int
    date: str  # attributes: what is drawn of it
    article: Article
    pictures: list[Shown]


class PageList(NamedTuple):
    """Events under a heading, which may be empty."""

    head: str
    anchor: str
    items: Iterator[PageItem]


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The page in chunks."""
    drawn = scene(entries, options, pixels(options) if options.width else _WIDTH)
    events = [visible(entry, options) for entry in entries]
    languages = served(events if is_asked("translations", options) else [], options.lang)
    spoken = _spoken(languages, options)
    found = sections(entries, options, spoken)
    style, script = "\n".join(map(asset, _STYLE_FILES)), _script()
    told = block(languages, spoken, _said(entries, drawn, found, options, spoken))
    stream = _template().stream(
        tag=spoken[0].tag,
        say=spoken[0].say,
        name_of=spoken[0].field,
        head_of=spoken[0].head,
        lang=_lang,
        days=_days,
        titled=bool(options.title),
        title=heading(options, spoken[0]),
        described=described(entries, options),
        counted=counted(entries, options, spoken[0]),
        policy=_POLICY.format(_hash(style), _hash(script)),
        style=style,
        script=script,
        drawn=bool(drawn.items),
        size=(px(drawn.picture.view.width), px(height(drawn.picture))),
        drawing=_drawing(drawn, options),
        menus=menus(events),
        languages=languages.offered,
        keys=[[(key, sample(key), HEIGHT) for key in keys] for keys in drawn.keys if keys],
        sections=list(_lists(found, entries, drawn, options)),
        level=3 if found[0].heads[0] else 2,
        linked=collection(entries, heading(options, spoken[0])),
        page=island(msgspec.json.encode(told)),
    )
    stream.enable_buffering(_BUFFER)
    yield from stream


def remarks(entries: Sequence[Entry], options: RenderOptions) -> list[str]:
    """What is said of pictures that the page does not show."""
    return media.remarks(collect(entries, options))


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


def _lang(tag: str) -> "Markup":
    """The attribute of a text that is in a language which is known."""
    from markupsafe import Markup

    return Markup(' lang="{}"').format(tag) if tag else Markup()


def _days(text: str) -> "Markup":
    """A text whose days are kept in one line each."""
    from markupsafe import Markup, escape

    return Markup(re.sub(DAY, r"<bdi>\g<0></bdi>", str(escape(text))))


def _spoken(languages: Served, options: RenderOptions) -> list[Language]:
    """The languages that the page itself may speak, the first one first."""
    tags = [options.lang, *([None, *languages.offered] if languages.offered else [])]
    return list({said.tag: said for said in map(language, tags)}.values())


def _drawing(drawn: Scene, options: RenderOptions) -> Iterator[str]:
    """The drawing as it is at rest."""
    yield from grid(drawn.picture, drawn.language.wording)
    yield from beyond(drawn.picture, drawn.language)
    yield from marks(drawn.picture, drawn.items, partial(_words, drawn, options), drawn.language)


def _words(drawn: Scene, options: RenderOptions, number: int) -> Words:
    """The link around a mark."""
    entry = drawn.entries[number]
    title = f"{dated(entry, options, drawn.language.words)}: {drawn.items[number].label}"
    link = f' href="#{safe(anchor(entry.event.id))}" tabindex="-1"'
    return Words("a", title, attributes=link)


def _lists(
    found: Sequence[PageSection], entries: Sequence[Entry], drawn: Scene, options: RenderOptions
) -> Iterator[PageList]:
    """The list in its sections, whose events are made as they are written."""
    album = collect(entries, options)
    met: set[int] = set()  # of one that stands under several headings the first is its place

    def items(numbers: Sequence[int]) -> Iterator[PageItem]:
        for number in numbers:
            entry, place = entries[number], number if options.group else None
            color = drawn.colors.get(entry.event.category or "", NONE)
            is_first = number not in met
            met.add(number)
            said = article(entry, options, drawn.language)
            # of one that stands again its pictures do not, lest they be more than may be
            pictures = shown(entry, album, options) if is_first else []
            yield PageItem(place, is_first, color, data(drawn.every.get(number)), said, pictures)

    for section in found:
        yield PageList(section.heads[0], section.anchor, items(section.numbers))


def _said(
    entries: Sequence[Entry],
    drawn: Scene,
    found: Sequence[PageSection],
    options: RenderOptions,
    spoken: Sequence[Language],
) -> dict[str, object]:
    """What stands in the page in its own language, in each of several that it may speak."""
    if len(spoken) < 2:
        return {}
    said: dict[str, object] = {}
    for place, one in enumerate(spoken):
        keys = keys_of(drawn.entries, drawn.items, drawn.colors, one)
        said[one.tag] = {
            "title": heading(options, one),
            "counted": counted(entries, options, one),
            "heads": [section.heads[place] for section in found],
            "keys": [key.words for line in keys for key in line],
            "dates": [when_of(entry, options, one) for entry in entries],
        }
    return said

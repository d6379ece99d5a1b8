"""TimelineJS: its JSON, a slide an event (timeline.knightlab.com/docs).

It decodes `group` and `display_date` once more than other texts, so that these are escaped twice.
It would also make links of addresses in texts, in a way that lets what stands in them act: that is
turned off (`autolink`), and the links of sources are written here.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from hkinno.dates.calendar import ordinal
from hkinno.dates.date import Date
from hkinno.display import cited, dated, measured, translated
from hkinno.events import Event, Source, members
from hkinno.formats._beside import ASIDE, beside, encode, fields_but, shown
from hkinno.formats._slide_dates import is_plain, slide_dates
from hkinno.formats.json import write_rows
from hkinno.losses import Carries, How, kept
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls, paragraphs
from hkinno.words.language import language

SUFFIXES = ()
FIXED = True
WHOLE = True
_WORDS = ("season", "decade", "mark", "open-start", "open-end", "set", "time")
_FIELDS = fields_but("id", "summary", "category")
# Its axis has a mark for each thousand million years: for longer than this, it stands still.
_DAYS = ordinal(-(10**11), 1, 1), ordinal(10**11, 12, 31)
CARRIES = Carries(_DAYS, dict.fromkeys(_WORDS, How.WORDS), _FIELDS, ASIDE)
_LINKED = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.I).fullmatch
# An address or a path in which TimelineJS cannot find HTML; other schemes might run.
_PICTURE = re.compile(
    r"(?:https?://|data:image/|(?![a-z][a-z0-9+.-]*:))[^\s<>\"'\\^`{|}]+", re.I
).fullmatch


def write(entries: Sequence[Entry], options: RenderOptions) -> Iterator[str]:
    """The title of the chronology, and a slide a line; on a terminal, indented."""
    title = _html(options.title)
    head = encode({"text": {"headline": title}}).decode()
    yield "{" + (f'"title": {head},\n' if title else "") + '"events": '
    slides = (slide(entry, date, options) for entry, date in kept(entries, CARRIES))
    yield from write_rows(map(encode, slides), options.terminal)
    yield "}\n"


def slide(entry: Entry, date: Date, options: RenderOptions) -> dict[str, object]:
    """An event as a slide; all its texts are HTML."""
    texts = shown(entry, options)
    text = "".join([*summary_html(entry.event, options), *more_html(entry.event, options.lang)])
    return {
        "unique_id": members(entry.raw)["id"],
        **slide_dates(date),
        **_display_date(entry, options),
        "text": {"headline": escape(texts["title"]), "text": text},
        **({"group": escape(escape(texts["category"]))} if "category" in texts else {}),
        **_media(entry.event),
        "autolink": False,
        **beside(entry, texts, options),
    }


def _display_date(entry: Entry, options: RenderOptions) -> dict[str, str]:
    """The date in words, but of what TimelineJS says well by itself, in the language of a page."""
    if is_plain(entry.event.date) and not (options.raw_dates or options.lang):
        return {}
    return {"display_date": escape(_html(dated(entry, options)))}


def summary_html(event: Event, options: RenderOptions) -> list[str]:
    """The paragraphs of the summary."""
    lines = paragraphs(translated(event, "summary", options.lang))
    return [f"<p>{escape(line)}</p>" for line in lines]


def more_html(event: Event, lang: str | None) -> list[str]:
    """The paragraphs of what else there is to read of an event, each with what it is."""
    told = (
        ("note", [_html(event.date_note)]),
        ("figure", [_html(measured(figure, lang)) for figure in event.figures or ()]),
        ("places", [_html("; ".join(event.places or ()))]),
        ("actors", [_html("; ".join(event.actors or ()))]),
        ("source", [_cited_html(source) for source in event.sources or ()]),
    )
    said = language(lang)
    return [
        f"<p>{said.say('labelled', label=said.head(name), text=text)}</p>"
        for name, texts in told
        for text in texts
        if text
    ]


def _cited_html(source: Source) -> str:
    """A source, which leads to its address if that may be followed."""
    if not _LINKED(source.url or ""):
        return _html(cited(source))
    words = _html(cited(msgspec.structs.replace(source, url=None)))
    return f'<a href="{_html(source.url)}">{words or _html(source.url)}</a>'


def _media(event: Event) -> dict[str, dict[str, str]]:
    """The first picture that can be shown."""
    found = next((media for media in event.media or () if _PICTURE(media.url)), None)
    if found is None:
        return {}
    words = {"caption": _html(found.caption), "credit": _html(found.credit)}
    return {"media": {"url": found.url, **{name: text for name, text in words.items() if text}}}


def _html(text: str | None) -> str:
    return escape(escape_controls(text or "").strip())

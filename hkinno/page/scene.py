"""What is drawn of a selection, and where: for the page, the picture, and the chart as one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hkinno.chart.marks import shape
from hkinno.dates.date import Date
from hkinno.display import store_words, translated
from hkinno.page.article import visible
from hkinno.page.layout import Sight, arranged, in_sight
from hkinno.page.legend import NONE, Key, categories, colors, forms
from hkinno.page.picture import Picture, PictureItem, home, nearer, window
from hkinno.render import RenderOptions
from hkinno.store.store import Entry
from hkinno.text import escape_controls
from hkinno.words.language import Language, language

COLUMN, COLUMNS, LEAST = 8, 120, 320  # pixels of a column, columns, pixels


class Drawable(NamedTuple):
    """The entries that have a readable date, what is drawn of them, colours of categories."""

    entries: list[Entry]
    numbers: list[int]  # of these entries among all
    items: list[PictureItem]
    colors: dict[str, int]


class Scene(NamedTuple):
    """What is drawn: the entries in sight, placed, and what explains it."""

    entries: list[Entry]
    items: list[PictureItem]
    colors: dict[str, int]  # of categories
    picture: Picture
    keys: list[list[Key]]  # of forms, of colours
    every: dict[int, PictureItem]  # all that can be drawn, by their numbers
    language: Language


def scene(entries: Sequence[Entry], options: RenderOptions, width: float) -> Scene:
    """The drawing of events, `width` pixels wide, where the events are."""
    found = drawable(entries, options)
    lo, hi = home([item.shape for item in found.items])
    sight = in_sight(found.items, lo, hi - 1)
    return seen(found, sight, arranged(sight.items, window(lo, hi, width)), options)


def seen(found: Drawable, sight: Sight, picture: Picture, options: RenderOptions) -> Scene:
    """A picture of what is in sight, with what belongs to it."""
    said = language(options.lang)
    entries = [found.entries[number] for number in sight.numbers]
    keys = keys_of(entries, sight.items, found.colors, said)
    every = dict(zip(found.numbers, found.items, strict=True))
    picture = picture._replace(earlier=sight.earlier, later=sight.later)
    return Scene(entries, sight.items, found.colors, picture, keys, every, said)


def keys_of(
    entries: Sequence[Entry], items: Sequence[PictureItem], numbers: dict[str, int], said: Language
) -> list[list[Key]]:
    """What forms and colours stand for."""
    uses = frozenset().union(*(item.shape.uses for item in items))
    used = {item.color for item in items}
    pairs = zip(entries, items, strict=True)
    dates = (entry.date for entry, item in pairs if entry.date and item.shape.kind == "bar")
    return [forms(uses, dates, said), list(categories(numbers, used, said))]


def drawable(entries: Sequence[Entry], options: RenderOptions) -> Drawable:
    """What of some entries can be drawn."""
    present = [visible(entry, options).category or "" for entry in entries]
    every = colors(options.categories or present)  # colours do not move with what is shown
    numbers = {name: number for name, number in every.items() if name in present}
    known = [(number, entry) for number, entry in enumerate(entries) if entry.date]
    items = [_item(entry, entry.date, options, numbers) for _, entry in known if entry.date]
    return Drawable([entry for _, entry in known], [n for n, _ in known], items, numbers)


def _item(entry: Entry, date: Date, options: RenderOptions, numbers: dict[str, int]) -> PictureItem:
    event = visible(entry, options)
    color = numbers.get(event.category or "", NONE if numbers else 0)
    words = escape_controls(translated(event, "title", options.lang)).strip().split(" ")
    title = " ".join(word for word in words if word) or escape_controls(event.id)
    return PictureItem(nearer(shape(date)), title, color)


def heading(options: RenderOptions, said: Language) -> str:
    """The title of the chronology."""
    return escape_controls(options.title or said.say("chronology"))


def counted(entries: Sequence[Entry], options: RenderOptions, said: Language) -> str:
    """How many events there are, from when to when, of which store, and what is not drawn."""
    return " · ".join(_counts(entries, options, said))


def described(entries: Sequence[Entry], options: RenderOptions) -> str:
    """The page in a sentence, for who has but its link."""
    said = language(options.lang)
    return said.say(
        "description", events=said.say("events", len(entries)), extent=_extent(entries, said)
    )


def _extent(entries: Sequence[Entry], said: Language) -> str:
    dates = [entry.date for entry in entries if entry.date]
    return said.extent(min(d.lo for d in dates), max(d.hi for d in dates)) if dates else "…"


def _counts(entries: Sequence[Entry], options: RenderOptions, said: Language) -> Iterator[str]:
    total = said.say("events", options.total)
    alike = len(entries) == options.total
    yield total if alike else said.say("some of", len(entries), total=total)
    extent = _extent(entries, said)
    yield from [extent] * (extent != "…")
    if options.stores:
        yield said.say("and").join(store_words(label, said) for label in options.stores)
    if lost := sum(entry.date is None for entry in entries):
        yield said.say("undated", lost)


def pixels(options: RenderOptions) -> float:
    """How wide a picture is."""
    return max(LEAST, COLUMN * (options.width or COLUMNS))

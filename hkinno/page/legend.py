"""What the forms and colours of a drawing stand for: those that are in use, and no others."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from hkinno.chart.marks import End, Part, Shape, bar_words
from hkinno.dates.date import Date
from hkinno.page.ink import px, shapes
from hkinno.page.picture import DENSITIES, PictureView
from hkinno.text import escape_controls
from hkinno.words.language import Language

WIDTH, DOT, HEIGHT = 28, 12, 16  # pixels of a sample, of that of a day
OWN = 9  # categories that have a colour of their own: c0 to c8
OTHERS, NONE = 9, 10  # the colours of all other categories, and of no category
FORM = 11  # the colour of what is said of forms
_FIXED, _SIZE = End(), DENSITIES[1]


class Key(NamedTuple):
    """A sample of a form or a colour, and what it stands for."""

    shape: Shape
    color: int
    words: str

    @property
    def width(self) -> int:
        """The pixels that the sample needs."""
        return DOT if self.shape.kind in ("point", "today") else WIDTH


def _sample_bar(kind: str = "bar", start: End = _FIXED, end: End = _FIXED, lo: float = 3) -> Shape:
    return Shape(kind, lo, 24, start, end)


_POINT = Shape("point", 6, 5, _FIXED, _FIXED)  # of no width, in the middle
_SAMPLES = {  # of what is in chart.marks.FORMS
    "point": _POINT,
    "bar": _sample_bar(),
    "interval": _sample_bar("interval"),
    "soft": _sample_bar("interval")._replace(parts=(Part("soft", 3, 11), Part("interval", 12, 24))),
    "within": _sample_bar("within"),
    "each": _sample_bar("each"),
    "join": _sample_bar("within")._replace(
        parts=(Part("each", 3, 7), Part("join", 8, 19), Part("each", 20, 24))
    ),
    "approximate": _sample_bar("bar", End(approximate=True), lo=9),
    "uncertain": Shape("bar", 3, 16, _FIXED, End(uncertain=True)),
    "open": _sample_bar("interval", end=End("open")),
    "unknown": Shape("interval", 0, 3, _FIXED, End("unknown")),
    "clipped": _sample_bar("interval", end=End("clipped")),
}


def forms(uses: frozenset[str], dates: Iterable[Date], language: Language) -> list[Key]:
    """The forms in use; bars are named by what they are of these dates."""
    bars = bar_words(dates, language)
    return [
        Key(sample, FORM, language.say(f"form {name}", bars=bars))
        for name, sample in _SAMPLES.items()
        if name in uses
    ]


def today(words: str) -> Key:
    """The line of the day on which it is asked."""
    return Key(_POINT._replace(kind="today"), FORM, words)


def colors(categories: Iterable[str]) -> dict[str, int]:
    """The numbers of colours: the first categories have their own, all others share one."""
    names = dict.fromkeys(name for name in categories if name)
    return {name: min(number, OTHERS) for number, name in enumerate(names)}


def categories(numbers: dict[str, int], used: Collection[int], language: Language) -> Iterator[Key]:
    """A key for each colour that is used; where all events have one, they need none."""
    if len(used) < 2:
        return
    own = {name: number for name, number in numbers.items() if number < OWN and number in used}
    yield from (Key(_POINT, number, escape_controls(name)) for name, number in own.items())
    if OTHERS in used:
        yield Key(_POINT, OTHERS, language.say("other categories"))
    if NONE in used:
        yield Key(_POINT, NONE, language.say("no category"))


def sample(key: Key) -> str:
    """The sample as SVG elements, as wide as it says and HEIGHT high."""
    if key.shape.kind == "today":
        return f'<path class="today" d="M{DOT / 2:g} 0V{HEIGHT}"/>'
    drawn = "".join(shapes(key.shape, PictureView(0, 1, key.width), _SIZE))
    return f'<g font-size="{px(_SIZE.font)}" transform="translate(0 {px(HEIGHT / 2)})">{drawn}</g>'

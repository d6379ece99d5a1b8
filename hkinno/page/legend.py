"""What the forms and colours of a drawing stand for: those that are in use, and no others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from hkinno.chart.marks import End, Shape
from hkinno.page.ink import px, shapes
from hkinno.page.picture import DENSITIES, Subject, View
from hkinno.text import escape_controls

WIDTH, DOT, HEIGHT = 28, 12, 16  # pixels of a sample, of that of a day
OWN = 9  # categories that have a colour of their own: c0 to c8
OTHERS, NONE = 9, 10  # the colours of all other categories, and of no category
_LENGTHS = ("month", "season", "quarter", "quadrimester", "semester", "year")
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
_FORMS: tuple[tuple[Callable[[Shape], bool], Shape, str], ...] = (
    (lambda s: s.kind == "point", _POINT, "on a day"),
    (lambda s: s.kind == "bar", _sample_bar(), "in {}"),
    (lambda s: s.kind == "interval", _sample_bar("interval"), "all the time"),
    (lambda s: s.kind == "within" or bool(s.soft), _sample_bar("within"), "some time within"),
    (lambda s: _any(s, "approximate"), _sample_bar("bar", End("fixed", True), lo=9), "about"),
    (
        lambda s: _any(s, "uncertain"),
        Shape("bar", 3, 16, _FIXED, End("fixed", False, True)),
        "unsure",
    ),
    (lambda s: _bound(s, "open"), _sample_bar("interval", end=End("open")), "open end"),
    (
        lambda s: _bound(s, "unknown"),
        Shape("interval", 0, 3, _FIXED, End("unknown")),
        "end unknown",
    ),
    (
        lambda s: _bound(s, "clipped"),
        _sample_bar("interval", end=End("clipped")),
        "goes on outside",
    ),
)


def _any(shape: Shape, what: str) -> bool:
    return bool(getattr(shape.start, what) or getattr(shape.end, what))


def _bound(shape: Shape, what: str) -> bool:
    return what in (shape.start.bound, shape.end.bound)


def forms(subjects: Sequence[Subject], precisions: Iterable[str]) -> list[Key]:
    """The forms in use; those of reduced precision are named as in "a month, a year"."""
    bars = ", ".join(f"a {name}" for name in sorted(set(precisions), key=_LENGTHS.index))
    return [
        Key(sample, NONE, words.format(bars))
        for used, sample, words in _FORMS
        if any(used(subject.shape) for subject in subjects)
    ]


def today(words: str) -> Key:
    """The line of the day on which it is asked."""
    return Key(_POINT._replace(kind="today"), NONE, words)


def colors(categories: Iterable[str]) -> dict[str, int]:
    """The numbers of colours: the first categories have their own, all others share one."""
    names = dict.fromkeys(name for name in categories if name)
    return {name: min(number, OTHERS) for number, name in enumerate(names)}


def categories(numbers: dict[str, int]) -> Iterator[Key]:
    """A key for each colour of a category; one category needs none."""
    if len(numbers) > 1:
        own = {name: number for name, number in numbers.items() if number < OWN}
        yield from (Key(_POINT, number, escape_controls(name)) for name, number in own.items())
        if len(own) < len(numbers):
            yield Key(_POINT, OTHERS, "other categories")


def sample(key: Key) -> str:
    """The sample as SVG elements, as wide as it says and HEIGHT high."""
    if key.shape.kind == "today":
        return f'<path class="today" d="M{DOT / 2:g} 0V{HEIGHT}"/>'
    drawn = "".join(shapes(key.shape, View(0, 1, key.width), _SIZE))
    return f'<g font-size="{px(_SIZE.font)}" transform="translate(0 {px(HEIGHT / 2)})">{drawn}</g>'

"""The legend: the signs that are in use, and what they mean, in words with roles."""

from collections.abc import Iterator, Sequence

from hkinno.chart.folding import Lane
from hkinno.chart.marks import FORMS, Pen, bar_words
from hkinno.words.language import Language

Entry = list[tuple[str, str]]


def legend(
    lanes: Sequence[Lane],
    scale: Sequence[tuple[int, str]],
    pen: Pen,
    said: Language,
    today: int | None,
) -> Iterator[Entry]:
    """What the signs in these lanes mean, of densities as well, and of today if it is seen."""
    uses = frozenset().union(*(lane.uses for lane in lanes))
    bars = bar_words((event.date for lane in lanes for event in lane.named), said)
    for name in FORMS:
        names = (name, f"{name} left", f"{name} right")
        if signs := " ".join(pen[name] for name in names if name in uses):
            yield [(signs, "mark"), *quiet(said.say(f"form {name}", bars=bars))]
    if scale:
        steps = [word for n, sign in scale for word in ((sign, "mark"), (said.number(n), "note"))]
        yield [*steps, *quiet(said.say("density"))]
    if today is not None:
        yield [(pen["today"], "today"), *quiet(said.say("today", day=said.day(today)))]


def quiet(text: str) -> Entry:
    """The words of a text that is said beside."""
    return [(word, "note") for word in text.split(" ")]

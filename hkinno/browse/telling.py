"""What the lines around the panes say: what is asked, how much was found, what is chosen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hkinno.browse.keys import KEYS, every_key
from hkinno.browse.question import Question, first_text, last_text
from hkinno.browse.session import Beyond
from hkinno.browse.strips import BOLD, DIM, PLAIN, Piece, clickable, inked
from hkinno.dates.edtf import parse
from hkinno.dates.format import words
from hkinno.formats.card import CardLine
from hkinno.query.filters import alternatives
from hkinno.text import escape_controls, plural, width, wrap

_KEYS = 12  # columns of the keys in the list of them
_FACET_KEYS = (  # signs, what they do, and the action
    ("Enter", "keep", "open"),
    ("x", "refuse", "remove"),
    ("Enter on ▸", "all values", "open"),
    ("f", "close", "facets"),
    ("Esc", "to the list", "leave"),
    ("?", "keys", "keys"),
)
_LABELS = 14  # columns of a card's labels
_COLORS = {"+": 2, "-": 1}  # of a difference: green, red


class Counts(NamedTuple):
    """How many events are shown of how many, where the others are, and which are not drawn."""

    shown: int
    total: int
    beyond: Beyond
    undated: int  # of those that are shown


def counted(counts: Counts, marks: int, stale: bool, brief: bool = False) -> str:
    """How many of how many events, and what else there is to say of them; `brief` is shorter."""
    shown, total, beyond, undated = counts
    said = [f"{shown:,} of {total:,}" if brief else f"{shown:,} of {plural(total, 'event')}"]
    said += [f"{n:,} {side}" for side in ("earlier", "later") if (n := getattr(beyond, side))]
    for number, long, short in (
        (beyond.other, "filtered away", "other"),
        (undated, "with no readable date", "undated"),
        (marks, "marked", "✓"),
    ):
        said += [f"{number:,} {short if brief else long}"] * bool(number)
    said += ["as it was read before" if not brief else "old"] * stale
    return " · ".join(said)


def asked_pieces(question: Question) -> list[Piece]:
    """What is asked, piece by piece; a click on one drops it."""
    found: list[Piece] = []
    for name, number, text in parts_of(question):
        if found:
            found.append((" · ", DIM))
        found.append((escape_controls(text), clickable(f"drop('{name}', {number})")))
    if not found:
        found = [
            ("all events", BOLD),
            (": / searches, f has fields to choose, ? all keys", DIM),
        ]
    return found


def parts_of(question: Question) -> Iterator[tuple[str, int, str]]:
    """What can be dropped, by its name and its number among those of that name; what it says."""
    asked = question.asked
    if question.zoom:
        since, until = first_text(int(question.zoom[0])), last_text(int(question.zoom[1]))
        yield "zoom", 0, words(parse(since if since == until else f"{since}/{until}"))
    for name, text in asked.dates.items():
        yield name, 0, f"{name} {text}"
    if asked.around:
        yield "around", 0, f"within {asked.within or '1y'} of {asked.around}"
    if (mode := question.mode) != "possible":
        yield "mode", 0, mode
    for name, texts in asked.words.items():
        for number, text in enumerate(texts):
            yield name, number, _condition(name, text)
    for number, text in enumerate(asked.search):
        yield "search", number, f"“{text}”" + " as a pattern" * asked.regex
    if asked.sort != "date":
        yield "sort", 0, f"by {asked.sort}"
    if asked.reverse:
        yield "reverse", 0, "reversed"
    if asked.limit is not None:
        yield "limit", 0, f"the first {asked.limit:,}"
    if question.group:
        yield "group", 0, f"under each {question.group}"
    if question.lang:
        yield "lang", 0, question.lang
    if question.by:
        yield "by", 0, f"lanes by {question.by}"


def _condition(name: str, text: str) -> str:
    refused = name.startswith("no_")
    path, equals, values = text.partition("=") if name.endswith("where") else ("", "", text)
    field = path if equals else name.removeprefix("no_")
    said = " or ".join(alternatives(values)) or "none"
    return f"{'not ' * refused}{field} {said}"


def foot_pieces(room: int) -> list[Piece]:
    """The keys that matter most, as many as find room; a click does what they do."""
    rows = sorted((key for key in every_key() if key.foot), key=lambda key: key.foot)
    return _foot(((key.shown.split(" ")[0], key.name, key.action) for key in rows), room)


def facet_foot(room: int) -> list[Piece]:
    """The keys that matter where the cursor is on a field or a value of one."""
    return _foot(_FACET_KEYS, room)


def _foot(rows: Iterable[tuple[str, str, str]], room: int) -> list[Piece]:
    """Signs, what they do, and the action, those that find room."""
    found: list[Piece] = []
    used = 0
    for sign, told, action in rows:
        long = width(f"{sign} {told}  ")
        if used + long <= room:
            style = clickable(action)
            found += [(sign, BOLD + style), (f" {told}", DIM + style), ("  ", PLAIN)]
            used += long
    return found


def key_lines(room: int) -> Iterator[list[Piece]]:
    """All keys, under their headings; a click does what they do."""
    for heading, keys in KEYS.items():
        yield [(heading, BOLD)]
        for key in keys:
            style = clickable(f"call({key.action!r})")
            for number, part in enumerate(wrap(key.help, max(1, room - _KEYS))):
                sign = "" if number else f"  {key.shown}"
                yield [(sign.ljust(_KEYS), BOLD + style), (part.rstrip(), style)]
        yield []


def wrapped(text: str, room: int) -> list[list[Piece]]:
    """A text as lines that fit; those of a difference in its colours."""
    found: list[list[Piece]] = []
    for line in text.splitlines():
        color = _COLORS.get(line.strip()[:1])
        style = PLAIN if color is None else inked(color)
        found += [[(escape_controls(part), style)] for part in wrap(line, room)]
    return found


def card_pieces(lines: Sequence[CardLine], room: int) -> list[list[Piece]]:
    """The lines of a card, wrapped to the room: labels on the left, or above where it is narrow."""
    found: list[list[Piece]] = []
    for line in lines:
        if not line.label:
            found += [[(part.rstrip(), BOLD)] for part in wrap(line.text, room)] + [[]]
            continue
        pad = min(_LABELS, max((width(each.label) for each in lines if each.label), default=0))
        style = clickable(f"visit({line.url!r})") if line.url else PLAIN
        parts = [p for text in line.text.split("\n") for p in wrap(text, max(1, room - pad - 2))]
        label = line.label if width(line.label) <= pad else f"{line.label[: pad - 1]}…"
        for number, part in enumerate(parts):
            head = " " * (pad - width(label)) + label if not number else " " * pad
            found.append([(f"{head}  ", DIM), (part.rstrip(), style)])
    return found

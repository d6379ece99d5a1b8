"""Which events have a value or a text: what the filters that take words are made of."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from operator import attrgetter, not_

from hkinno.events import Event, searched_texts
from hkinno.query.patterns import pattern_test

Sieve = Callable[[Sequence[Event]], Iterable[bool]]  # whether to keep each of some events


def alternatives(text: str) -> list[str]:
    r"""The values of `a,b`: split at commas, but not at `\,`; without blanks around them."""
    parts, escaped = [""], False
    for char in text:
        if escaped:
            parts[-1] += char if char in ",\\" else "\\" + char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == ",":
            parts.append("")
        else:
            parts[-1] += char
    parts[-1] += "\\" * escaped
    return [part.strip() for part in parts if part.strip()]


def word_sieve(field: str, many: bool, words: Iterable[str], refuse: bool) -> Sieve:
    """Whether one of these is the value of a field, or among its values; or none (`refuse`).

    Case is ignored, and each value is folded once.
    """
    wanted, get = {word.casefold() for word in words}, attrgetter(field)
    is_wanted = cache(lambda value: value is not None and value.casefold() in wanted)
    found: Sieve
    if many:
        found = partial(map, lambda event: any(map(is_wanted, get(event) or ())))
    else:
        found = lambda events: map(is_wanted, map(get, events))  # noqa: E731
    return (lambda events: map(not_, found(events))) if refuse else found


def search_sieve(text: str, regex: bool) -> Sieve:
    """Whether a text, or a pattern, occurs in one of the searched fields, ignoring case."""
    return partial(map, pattern_test(text) if regex else _text_test(text))


def _text_test(text: str) -> Callable[[Event], bool]:
    wanted = text.casefold()
    return lambda event: any(wanted in part.casefold() for part in searched_texts(event))

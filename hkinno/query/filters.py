"""Which events have a value or a text: what the filters that take words are made of."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter, not_
from typing import NamedTuple

import msgspec

from hkinno.dates.edtf import readable
from hkinno.errors import UsageError, quoted
from hkinno.events import Event, searched_texts
from hkinno.query.derived import DERIVED, derived_text
from hkinno.query.paths import heads, is_there, reach, texts
from hkinno.query.patterns import pattern_test

_UNASKABLE = re.compile(r'["\\\x00-\x1f\ud800-\udfff]').search  # msgspec takes no such names

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


def escape_member(value: str) -> str:
    """A value as a member of a list such as `a,b`, which `alternatives` reads."""
    return value.translate({ord(char): f"\\{char}" for char in ",\\"})


def typed_texts(value: object) -> Sequence[str]:
    """A text, or texts, that a filter was given. Raises UsageError."""
    given = () if value is None else (value,) if isinstance(value, str) else value
    texts = [text for text in given if isinstance(text, str)] if isinstance(given, Sequence) else []
    if not isinstance(given, Sequence) or len(texts) < len(given):
        raise UsageError(f"what is looked for is text, not {value!r}")
    return texts


class Condition(NamedTuple):
    """`FIELD=VALUE`: one of these texts is at the end of a path, or none is.

    There is an empty one where nothing is.
    """

    path: str
    words: Sequence[str]
    refuse: bool


def conditions(where: object, no_where: object) -> list[Condition]:
    """What `FIELD=VALUE` asks for, and `FIELD=`, which is what has no value. Raises UsageError."""
    found = [_condition(text, False) for text in typed_texts(where)]
    return found + [_condition(text, True) for text in typed_texts(no_where)]


def _condition(text: str, refuse: bool) -> Condition:
    path, equals, value = text.partition("=")
    words = alternatives(value) if value.strip() else [""]
    if not (path.strip() and equals and words):
        option = "--no-where" if refuse else "--where"
        raise UsageError(f"{option} takes FIELD=VALUE, as in importance=8, not {quoted(text)}")
    if _UNASKABLE(path):
        raise UsageError(
            f"the field {quoted(path)} cannot be asked for: its name has a quotation mark, a "
            "backslash, a control character, or bytes that are not UTF-8"
        )
    return Condition(path.strip(), words, refuse)


def can_be_asked(path: str) -> bool:
    """Whether a condition can be written on a field of this name."""
    return "=" not in path and path == path.strip() and not _UNASKABLE(path)


def raw_attribute(name: str) -> str:
    """The attribute that has the JSON of a field as written, in events that were read for that."""
    return f"raw_{name.encode().hex()}"


def where_sieve(asked: Condition, seen: set[str]) -> Sieve:
    """Whether a condition holds, case ignored; its path is `seen` once an event has it.

    A name of DERIVED means what follows from the date, as it does for a column.
    """
    path, wanted = asked.path, {word.casefold() for word in asked.words}
    if path in DERIVED:
        seen.add(path)

        def holds(text: str) -> bool:
            return (derived_text(path, readable(text)).casefold() in wanted) is not asked.refuse

        tell = lru_cache(maxsize=1 << 14)(holds)  # events share dates
        return lambda events: map(tell, map(attrgetter("date"), events))
    names = heads(path)
    raw = [attrgetter(raw_attribute(name)) for name in names]

    def judge(*data: bytes) -> bool:
        values = reach({n: msgspec.Raw(d) for n, d in zip(names, data, strict=True) if d}, path)
        if is_there(values):
            seen.add(path)
        found = (text.casefold() for value in values for text in texts(value))
        return any(text in wanted for text in found) is not asked.refuse

    known = lru_cache(maxsize=1 << 12)(judge)  # events share values; those are not kept for ever
    return lambda events: map(known, *(map(bytes, map(get, events)) for get in raw))


def word_sieve(asked: Condition, many: bool, seen: set[tuple[str, str]]) -> Sieve:
    """The same of a field that hkinno knows, of one value or of many, which is faster.

    Each value is folded once. What was found, as field and folded word, is `seen`: all words, if
    they are there, but for those that only stand where another one stands first.
    """
    wanted, get = {word.casefold() for word in asked.words}, attrgetter(asked.path)

    @cache
    def is_wanted(value: str | None) -> bool:
        folded = value.casefold() if value is not None else None
        if folded not in wanted:
            return False
        seen.add((asked.path, folded))
        return True

    found: Sieve
    if many:
        found = partial(map, lambda event: any(map(is_wanted, get(event) or ())))
    else:
        found = lambda events: map(is_wanted, map(get, events))  # noqa: E731
    return (lambda events: map(not_, found(events))) if asked.refuse else found


def search_sieve(text: str, regex: bool) -> Sieve:
    """Whether a text, or a pattern, occurs in one of the searched fields, ignoring case."""
    return partial(map, pattern_test(text) if regex else _text_test(text))


def _text_test(text: str) -> Callable[[Event], bool]:
    wanted = text.casefold()
    return lambda event: any(wanted in part.casefold() for part in searched_texts(event))

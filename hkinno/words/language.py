"""A language: its texts, and how it says dates."""

import os
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from hkinno.dates import format as dates
from hkinno.dates.date import Date
from hkinno.dates.explain import explain
from hkinno.dates.wording import Wording, say_decimal, say_number
from hkinno.dates.wordings import wording
from hkinno.files import read_bytes
from hkinno.languages import lookup

Text = str | list[str]
_HERE = os.path.dirname(__file__)
_USUAL = "en"


class Language(NamedTuple):
    """What is said in a language."""

    tag: str
    texts: dict[str, Text]
    of_page: dict[str, Text]  # those of them that a page may say
    wording: Wording

    def words(self, date: Date) -> str:
        """A date in words, short enough for a column."""
        return dates.words(date, self.wording)

    def explain(self, date: Date) -> str:
        """What is known of a date."""
        return explain(date, self.wording)

    def day(self, day: float) -> str:
        """A bounded day number in words."""
        return dates.day_words(day, self.wording)

    def extent(self, lo: float, hi: float) -> str:
        """From when to when, in years."""
        return dates.extent_words(lo, hi, self.wording)

    def number(self, number: float) -> str:
        """A number in digits."""
        return say_number(number, self.wording)

    def decimal(self, number: float, places: int = 1) -> str:
        """A number rounded to so many decimals."""
        return say_decimal(number, places, self.wording)

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence has them: "a, b and c"."""
        *others, last = names
        if not others:
            return last
        return self.say("listed", others=self.say("and").join(others), last=last)

    def field(self, name: str) -> str:
        """What a field is called, or one of its values: by its name where there is no other."""
        return str(self.texts.get(f"field {name}", name))

    def head(self, name: str) -> str:
        """The name of a field where it stands alone."""
        word = self.field(name)
        return word[:1].upper() + word[1:]

    def say(self, key: str, n: int | None = None, **values: str) -> str:
        """A text, filled in; `n` is a number by which it is chosen."""
        text = self.texts[key]
        if isinstance(text, list):
            text = text[0 if n == 1 else -1]
        return text.format(n=self.number(n) if n is not None else "", **values)


@cache
def tags() -> tuple[str, ...]:
    """The languages that have all texts."""
    names = map(os.path.splitext, os.listdir(_HERE))
    return tuple(sorted(stem for stem, suffix in names if suffix == ".json"))


@cache
def language(lang: str | None) -> Language:
    """The language that serves who asks for `lang`; English where none does.

    All of it is of one language, dates as well: a page says of itself in which it is.
    """
    return _load((lookup(tags(), lang) if lang else None) or _USUAL)


@cache
def spoken(lang: str | None) -> Language:
    """The same for a text, whose dates may be in a language that has no other texts."""
    found, row = language(lang), wording(lang)
    return found if found.wording is row else found._replace(wording=row)


@cache
def _load(tag: str) -> Language:
    texts = msgspec.json.decode(read_bytes(os.path.join(_HERE, f"{tag}.json")))
    in_text = texts.pop("in text")
    return Language(tag, texts | in_text, texts, wording(tag))

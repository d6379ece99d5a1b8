"""What the page and the picture say in their own words, in each language that they speak.

A language is a file of the folder `words`, named by its tag: texts by a key, with `{names}` for
what is filled in; of a list the first is said of one and the last of any other number. Dates in a
language are said by a module of `dates`.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import msgspec

from hkinno.chart.marks import MEANINGS
from hkinno.dates import chinese
from hkinno.dates.date import Date
from hkinno.dates.explain import explain
from hkinno.dates.format import day_words, extent_words, words
from hkinno.dates.wording import WORDINGS, Wording
from hkinno.languages import lookup
from hkinno.page.assets import asset

Text = str | list[str]


class Language(NamedTuple):
    """A language: its tag, its texts, and how it says dates."""

    tag: str
    texts: dict[str, Text]
    words: Callable[[Date], str]
    explain: Callable[[Date], str]
    day: Callable[[float], str]
    extent: Callable[[float, float], str]
    wording: Wording  # of days, months and years

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
        return text.format(n=f"{n:,}" if n is not None else "", **values)


_DATES = {
    "en": (words, explain, day_words, extent_words),
    "zh-Hant": (chinese.words, chinese.explain, chinese.day_words, chinese.extent_words),
}
TAGS = tuple(_DATES)
_MEANT: dict[str, dict[str, Text]] = {
    "en": {f"form {name}": said.replace("{}", "{bars}") for name, said in MEANINGS.items()}
}


@cache
def language(lang: str | None) -> Language:
    """The language that serves who asks for `lang`; English where none does."""
    tag = (lookup(TAGS, lang) if lang else None) or TAGS[0]
    texts = msgspec.json.decode(asset(f"words/{tag}.json"), type=dict[str, Text])
    return Language(tag, _MEANT.get(tag, {}) | texts, *_DATES[tag], WORDINGS[tag])

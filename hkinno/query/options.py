"""A question as it is typed: texts that nobody has read yet, and the words that type it again."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hkinno.events import VALUES
from hkinno.query.bounds import DATE_FILTERS

_VALUED = (*(row.option for row in VALUES), "where")
WORDS = tuple(f"{no}{name}" for name in _VALUED for no in ("", "no_"))
"""The filters by value, and the twins that leave out, by the names of their parameters."""
_FLAGS = ("certain", "inside", "regex", "reverse")
_TEXTS = ("around", "within", "sort", "limit", "today")


class QueryOptions(Struct, frozen=True):
    """What the options of a query ask for, as typed."""

    dates: Mapping[str, str] = {}  # by the names of DATE_FILTERS
    words: Mapping[str, tuple[str, ...]] = {}  # by WORDS, those that are given
    certain: bool = False
    inside: bool = False
    search: tuple[str, ...] = ()
    regex: bool = False
    around: str | None = None
    within: str | None = None
    sort: str = "date"
    reverse: bool = False
    limit: int | None = None
    today: str | None = None

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "QueryOptions":
        """Those among the parameters of a command."""
        dates = {row.name: params[row.name] for row in DATE_FILTERS}
        rest = cls(**{name: params[name] for name in cls.__struct_fields__ if name in params})
        return replace(
            rest,
            dates={name: date for name, date in dates.items() if date is not None},
            words={name: params[name] for name in WORDS},
        )

    def arguments(self) -> Iterator[str]:
        """The words of a command line that ask the same, each of which a shell has to quote."""
        for name, text in self.dates.items():
            yield from _option(name, text)
        for name, texts in (*self.words.items(), ("search", self.search)):
            for text in texts:
                yield from _option(name, text)
        for name in _TEXTS:
            value = getattr(self, name)
            if value is not None and (name, value) != ("sort", "date"):
                yield from _option(name, str(value))
        yield from (f"--{name}" for name in _FLAGS if getattr(self, name))


def _option(name: str, value: str) -> tuple[str, ...]:
    """An option and its value, in one word where that begins as options do."""
    dashed = f"--{name.replace('_', '-')}"
    return (f"{dashed}={value}",) if value.startswith("-") else (dashed, value)

"""What is said beside an answer: what is doubtful about it, and, if it is empty, what was meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from msgspec.structs import replace

from hkinno.cli.options import query_of
from hkinno.cli.streams import warn
from hkinno.cli.values import today, typed_bound
from hkinno.dates.days import Span
from hkinno.dates.wordings import tags
from hkinno.display import translated
from hkinno.errors import HkinnoError, near, quoted
from hkinno.events import VALUES, members, searched_texts, values_of
from hkinno.fields import texts_at
from hkinno.languages import lookup
from hkinno.query.filters import alternatives, conditions, escape_member
from hkinno.query.options import QueryOptions
from hkinno.query.paths import list_inside
from hkinno.query.query import Query
from hkinno.store.store import Entry, Selection, Store
from hkinno.text import listed, plural
from hkinno.words.language import Language, language

_SHOWN = 5  # doubts of one answer
_LOOKED = 50_000  # events among which is looked for what was meant, so that it takes seconds
_GATHERED = 500_000  # events of which those of other times are gathered: they are held in memory
_LISTED = 10  # names inside an object
_OFFERED = 3  # values that hold what was typed


def say_doubts(selection: Selection, lang: str | None, doubtful: int | None = None) -> None:
    """Say what is doubtful about a selection, and if nothing of it is translated into `lang`.

    The doubts may be the first ones of so many.
    """
    for entry, what in selection.doubts[:_SHOWN]:
        warn(f"warning: {entry.where}: {what}")
    if (more := (doubtful or len(selection.doubts)) - _SHOWN) > 0:
        warn(f"warning: {more:,} more like these; hkinno check lists all")
    if lang and selection.entries:
        _say_no_language(selection, lang)


def _say_no_language(selection: Selection, lang: str) -> None:
    """Say if nothing is translated into a language, and if there are no words for dates either."""
    found = {tag: None for entry in selection.entries for tag in entry.event.translations or ()}
    if lookup(found, lang) is not None:
        return
    if lookup(tags(), lang) is None:
        also = f", and translations into {', '.join(found)}" if found else ""
        warn(f"no words and no translations for {quoted(lang)}; there are {listed(tags())}{also}")
    else:
        there = f"; there is {', '.join(found)}" if found else ""
        warn(f"nothing here is translated into {quoted(lang)}{there}")


def say_no_words(lang: str | None) -> None:
    """Say if there are no words for dates in a language."""
    if lang and lookup(tags(), lang) is None:
        warn(f"no words for {quoted(lang)}; there are {listed(tags())}")


def advise(
    store: Store,
    asked: QueryOptions,
    selection: Selection,
    lang: str | None,
    other_times: bool = True,
) -> None:
    """Say which words of a question occur nowhere, and, if its answer is empty, what was meant.

    What the same question finds at `other_times` belongs to that.
    """
    if asked.limit == 0:
        return
    sentences = list(_unknown_values(store, asked, selection.total) if selection.unseen else ())
    if not selection.entries:
        sentences += [*_unknown_where(store, asked, selection.total), *_unknown_texts(store, asked)]
        if other_times and selection.total <= _GATHERED and (asked.dates or asked.around):
            sentences += _then(store, asked, lang)
    for sentence in sentences:
        warn(sentence)


def _has(store: Store, **asked: Any) -> bool:
    """Whether a store has an event for which a query of this asks."""
    return bool(store.select(Query(limit=1, **asked)).entries)


def _unknown_values(store: Store, asked: QueryOptions, total: int) -> Iterator[str]:
    """Which words of the filters occur nowhere, since a slip looks like an answer."""
    typed = {
        row.option: [
            word
            for text in (*asked.words[row.option], *asked.words[f"no_{row.option}"])
            for word in alternatives(text)
        ]
        for row in VALUES
    }
    known: dict[str, dict[str, str]] = {row.option: {} for row in VALUES}
    for event in islice(store.fields(*(row.name for row in VALUES)), _LOOKED):
        for row in VALUES:
            known[row.option].update((v.casefold(), v) for v in values_of(event, row))
    for option, values in known.items():
        missing = [word for word in typed[option] if word.casefold() not in values]
        for word in missing:
            if total > _LOOKED and _has(store, **{option: escape_member(word)}):
                continue
            low = word.casefold()
            elsewhere = [f"--{o} {v[low]}" for o, v in known.items() if low in v]
            yield _no_value(option, word, values, elsewhere)


def _no_value(name: str, word: str, known: Mapping[str, str], elsewhere: Sequence[str] = ()) -> str:
    """That a field has no such value, of those that are known by their folded texts."""
    inside = [value for low, value in known.items() if word.casefold() in low][:_OFFERED]
    found = inside or elsewhere
    hint = f"; did you mean {' or '.join(found)}?" if found else near(word, known.values())
    return f"no event has the {name} {quoted(word)}{hint}"


def _unknown_where(store: Store, asked: QueryOptions, total: int) -> Iterator[str]:
    """The same of `--where`; of a field that holds objects, what can be asked for inside."""
    for condition in conditions(asked.words["where"], ()):
        path, words = condition.path, [word for word in condition.words if word]
        if not words:
            continue
        texts = (text for entry in islice(store, _LOOKED) for text in texts_at(entry, path))
        known = {text.casefold(): text for text in texts}
        for word in words:
            if word.casefold() in known:
                continue
            if total <= _LOOKED or not _has(store, where=f"{path}={escape_member(word)}"):
                yield _no_value(path, word, known)
        raws = (members(entry.raw) for entry in islice(store, _LOOKED))
        if not known and (inside := list_inside(raws, path)[:_LISTED]):
            yield f"{quoted(path)} holds objects: ask for {' or '.join(inside)}"


def _unknown_texts(store: Store, asked: QueryOptions) -> Iterator[str]:
    """Which texts are found nowhere; a date among them was perhaps meant for `--on`."""
    for text in () if asked.regex else asked.search:
        if text.strip() and not _has(store, search=text):
            yield f"no event has the text {quoted(text)}{_meant(store, text, asked.today)}"


def _meant(store: Store, text: str, clock: str | None) -> str:
    """The end of a sentence about a text that no event has."""
    try:
        date = typed_bound(text, partial(today, clock), yearly=True)
        if _has(store, on=date):
            return f"; did you mean --on {quoted(text)}?"
    except HkinnoError:
        pass
    known = {
        word.casefold(): word
        for entry in islice(store, _LOOKED)
        for said in searched_texts(entry.event)
        for word in re.findall(r"\w+", said)
    }
    return near(text, known.values())


def _then(store: Store, asked: QueryOptions, lang: str | None) -> Iterator[str]:
    """What the same question finds at other times, or less strictly."""
    bounds = query_of(asked, store).bounds
    if asked.certain or asked.inside:
        modes = [f"--{name}" for name in ("certain", "inside") if getattr(asked, name)]
        loose = replace(asked, certain=False, inside=False)
        if found := store.select(query_of(loose, store)).entries:
            yield f"without {' and '.join(modes)} there would be {plural(len(found), 'event')}"
    free = replace(asked, dates={}, around=None, within=None)
    yield from outside(store, free, bounds, lang, language(None))


def outside(
    store: Store, asked: QueryOptions, days: Span, lang: str | None, said: Language
) -> list[str]:
    """What a question finds before the first and after the last of these days: how many, which.

    It is said in a language, and titles are in that which is asked for.
    """
    loose = replace(asked, certain=False, inside=False, limit=None)
    dated = [(e.date, e) for e in store.select(query_of(loose, store)).entries if e.date]
    earlier = [(date.hi, entry) for date, entry in dated if date.hi < days[0]]
    later = [(-date.lo, entry) for date, entry in dated if date.lo > days[1]]
    return [
        *_nearest(earlier, "last earlier", lang, said),
        *_nearest(later, "first later", lang, said),
    ]


def _nearest(
    found: list[tuple[float, Entry]], which: str, lang: str | None, said: Language
) -> Iterator[str]:
    if found:
        entry = max(found, key=lambda pair: pair[0])[1]
        date = said.words(entry.date) if entry.date else ""
        title = translated(entry.event, "title", lang)
        yield said.say(which, len(found), title=title, date=date)

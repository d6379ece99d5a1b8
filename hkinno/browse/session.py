"""A session of the explorer, without a screen: the chronology, the question, what answers it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from msgspec.structs import replace

from hkinno.browse.edge import Edge
from hkinno.browse.facets import Facets
from hkinno.browse.history import History, Visit
from hkinno.browse.picture import Pictures, Sight
from hkinno.browse.question import Facet, Question, rounded, settled, without_filter
from hkinno.chart.crowd import Crowd
from hkinno.dates.days import Span
from hkinno.display import heading_words
from hkinno.errors import HkinnoError
from hkinno.events import categories_of
from hkinno.query.held import Held
from hkinno.query.options import QueryOptions
from hkinno.query.query import Query
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.lean import lean
from hkinno.store.store import Entry, Store
from hkinno.text import escape_controls
from hkinno.words.language import language, spoken

_CHANGING = "something else is writing the store, which will be read anew"


class Beyond(NamedTuple):
    """How many events are not shown: earlier than the days asked for, later, and for the rest."""

    earlier: int
    later: int
    other: int


class Answer(NamedTuple):
    """What was found of a question: the places of events, in order."""

    question: Question
    query: Query
    places: list[int]


class Session:
    """What is asked of a chronology, and what was found."""

    def __init__(self, edge: Edge, store: Store, entries: Sequence[Entry], first: Question) -> None:
        edge.query(first.asked, store)  # which refuses what makes no sense
        self.edge = edge
        self.history = History(first)
        self.marked: dict[str, None] = {}  # ids, in the order of marking
        self.load(store, entries)

    def load(self, store: Store, entries: Sequence[Entry]) -> None:
        """Take these events, as they stand in the store now.

        Raises HkinnoError if the question cannot be asked of them; then all are shown.
        """
        self.store, self.entries = store, entries
        self.held = Held(
            [entry.event for entry in entries],
            [entry.date for entry in entries],
            lambda raw: store.batches(lean(frozenset(("id", "date")), raw)),
        )
        self.facets = Facets(self.held, entries)
        self.pictures = Pictures(self.held, self.facets, self.edge.today)
        self.title, self.categories = store.title(), categories_of(self.held.events)
        self._rest: Answer | None = None
        self._loose: tuple[QueryOptions, list[int]] | None = None
        self.places_of = {entry.event.id: entry.place for entry in entries}
        self.marked = {i: None for i in self.marked if i in self.places_of}
        try:
            self.answer(self.question)
        except HkinnoError:
            plain = QueryOptions(today=self.question.asked.today)
            self.history.ask(replace(self.question, asked=plain, zoom=None), None)
            self.answer(self.question)
            raise

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self.history.question

    def answer(self, question: Question) -> None:
        """Find what is asked for. Raises HkinnoError, and then all is as before."""
        still = settled(replace(question, zoom=None))
        if self._rest is None or self._rest.question != still:
            rest = self._found(still, still.options())
        else:
            rest = self._rest
        found = self._found(question, question.options()) if question.zoom else rest
        self._rest, self._now = rest, found
        self._set_rows(question)

    def _found(self, question: Question, asked: QueryOptions) -> Answer:
        query = self.edge.query(asked, self.store)
        try:
            found = self.held.select(query)
        except JSON_FAULTS as error:
            raise HkinnoError(_CHANGING) from error
        self.store.refuse_absent(found.absent)
        return Answer(question, query, found.places)

    @property
    def places(self) -> Sequence[int]:
        """The events that were found, in order."""
        return self._now.places

    @property
    def rest(self) -> Answer:
        """What would be found if the axis had not been moved."""
        assert self._rest is not None  # since `load`
        return self._rest

    def ask(self, question: Question, chosen: int | None, kind: str = "") -> None:
        """Ask another question. Raises HkinnoError, and then the one before still stands."""
        question = settled(question)
        self.answer(question)
        self.history.ask(question, self.id_of(chosen), kind)

    def _set_rows(self, question: Question) -> None:
        """The rows of the list: places of events, and below 0 headings, -1 being the first."""
        self.rows, self.headings = self.places, []
        if question.group is None:
            return
        numbers, kinds = self.facets.headings(question.group)
        found = defaultdict[str, list[int]](list)
        for place in self.places:
            for heading in kinds[numbers[place]]:
                found[heading].append(place)
        rows: list[int] = []
        said = spoken(question.lang)
        for number, (name, places) in enumerate(found.items(), 1):
            heading = name
            if said is not language(None):
                date = self.held.dates[places[0]]
                heading = heading_words(name, question.group, date, said)
            self.headings.append(escape_controls(heading))
            rows += [-number, *places]
        self.rows = rows

    def row_of(self, place: int | None, near: int = 0) -> int | None:
        """The row of an event, the one near another row if it is there, as it may have several."""
        rows = self.rows
        if 0 <= near < len(rows) and rows[near] == place:
            return near
        return rows.index(place) if place is not None and place in rows else None

    def nearest(self, row: int) -> int | None:
        """The event in a row, else in the next one that has an event, else in the last."""
        rows = self.rows
        ways = (*rows[row : row + 2], *reversed(rows[-2:]))
        return next((place for place in ways if place >= 0), None)

    def undated(self) -> int:
        """How many of the events that were found have no date that can be read, or drawn."""
        return sum(map(self.held.undated.__contains__, self.places)) if self.held.undated else 0

    def beyond(self) -> Beyond:
        """Where the events are that are not shown."""
        earlier = later = 0
        (first, last), window = self._now.query.bounds, self._now.query.window
        if (first, last) != (-inf, inf):
            asked = self.question.options(dated=False)
            on = self.question.asked.dates.get("on")
            if on and window and not window.whole:  # a day of any year: the others lie between
                asked = replace(asked, dates={"on": on})
            if self._loose is None or self._loose[0] != asked:
                self._loose = asked, self.held.in_time(self._found(self.question, asked).places)
            earlier, later = self.held.outside(self._loose[1], first, last)
        return Beyond(earlier, later, len(self.entries) - len(self.places) - earlier - later)

    def prepare(self) -> Iterator[None]:
        """Work out what later questions would wait for, step by step."""
        yield from self.facets.prepare()
        yield from self.pictures.prepare()
        yield from self.held.prepare()

    # --- the axis

    def window(self) -> Span:
        """The days that are asked for, whatever the axis shows."""
        return self.rest.query.bounds

    def sight(self, size: tuple[int, int]) -> Sight:
        """What there is to draw, in so many columns and rows."""
        places, rest = self.places, self.rest.places
        asked = self.question.asked
        if asked.sort != "date" or asked.reverse:
            places, rest = self.held.in_time(places), self.held.in_time(rest)
        by, lang, zoom = self.question.by, self.question.lang, self.question.zoom
        return Sight(by, lang, zoom, self.window(), *size, places, rest)

    def moved(self, days: Span) -> Question:
        """The question with an axis of about these days, which are easily said."""
        return replace(self.question, zoom=rounded(*days, self.window()))

    def shown_at(self, days: Span) -> Question:
        """The question with an axis of exactly these days, whatever bounds they have now."""
        first, last = self.window()
        if days[0] >= first and days[1] <= last:
            return replace(self.question, zoom=days)
        asked = self.question.asked
        free = {n: text for n, text in asked.dates.items() if n not in ("since", "until")}
        return replace(self.question, asked=replace(asked, dates=free), zoom=days)

    def crowd(self, places: Sequence[int]) -> Crowd:
        """What there is to draw of some events."""
        return self.pictures.crowd(places, self.question.lang)

    # --- around the events

    def counts(self, facet: Facet) -> list[tuple[str, int]]:
        """The values of a field among what all other filters keep, the most frequent first."""
        asked = self.question.options()
        bare = without_filter(asked, facet)
        places = self.places
        if bare.words != asked.words or asked.limit is not None:
            places = self._found(self.question, replace(bare, limit=None)).places
        try:
            return self.facets.counts(facet, places)
        except JSON_FAULTS:  # it is counted again when the store is read anew
            return []

    def neighbours(self, place: int) -> tuple[Entry | None, Entry | None]:
        """The events before and after one in time, as `show` tells them."""
        order, number = self.held.around(place)
        before = order[number - 1] if number else None
        after = order[number + 1] if number + 1 < len(order) else None
        return (
            None if before is None else self.entries[before],
            None if after is None else self.entries[after],
        )

    def languages(self) -> list[str]:
        """The languages into which events are translated."""
        return list(dict.fromkeys(t for e in self.held.events for t in e.translations or ()))

    def id_of(self, place: int | None) -> str | None:
        """The id of an event, which it keeps when the store is read anew."""
        return None if place is None else self.entries[place].event.id

    def go(self, step: int, chosen: int | None) -> Visit | None:
        """To a question before (negative) or after this one, if there is one.

        Raises HkinnoError if it cannot be asked any more; then this one still stands.
        """
        if visit := self.history.move(step, self.id_of(chosen)):
            try:
                self.answer(visit.question)
            except HkinnoError:
                self.history.move(-step, visit.chosen)
                raise
        return visit

"""What the keys ask: filters, order, and the questions that were asked before."""

from msgspec.structs import replace

from hkinno.browse.dialogs import Chooser
from hkinno.browse.facets import SAMPLE
from hkinno.browse.moving import Moving
from hkinno.browse.panes import RowList
from hkinno.browse.question import MODES, Facet, dropped, toggled
from hkinno.browse.telling import parts_of
from hkinno.errors import HkinnoError
from hkinno.query.options import QueryOptions
from hkinno.query.order import SORTS

_TIMES = ("year", "decade", "century", "month")


class Asking(Moving):
    """The actions that ask another question."""

    def ask_options(self, asked: QueryOptions, kind: str = "", first: bool = False) -> bool:
        """Ask with other options."""
        return self.ask(replace(self.session.question, asked=asked), kind, first)

    # --- filters

    def action_search(self) -> None:
        """Search as one types; Enter keeps it, Escape asks what was asked before."""
        before, chosen = self.session.question, self.chosen
        asked = before.asked
        self.session.history.close()
        rest = asked.search[:-1]

        def search(text: str) -> None:
            words = (*rest, text) if text else rest
            found = replace(asked, search=words, regex=asked.regex and bool(words))
            self.ask_options(found, "search", first=True)

        def accept(_: str) -> None:
            self.choose(next(iter(self.session.places), None))

        def cancel() -> None:
            self.chosen = chosen
            self.ask(before, "search")

        self.prompt(
            "search",
            asked.search[-1] if asked.search else "",
            accept=accept,
            change=search,
            cancel=cancel,
        )

    def action_facets(self) -> None:
        """Show the fields, or hide them."""
        if self.has_class("faceted") and self.facets.has_focus:
            self.remove_class("faceted")
            self.events.focus()
        else:
            self.add_class("faceted")
            self.show_facets()
            self.facets.focus()
        self.call_after_refresh(self.show_all)

    def action_other_field(self) -> None:
        """Choose values of another field, by its path."""
        names = self.session.facets.paths()

        def chosen(path: str | None) -> None:
            if path:
                facet = Facet(path, "where", path)
                if facet not in self.more_facets:
                    self.more_facets.append(facet)
                self.add_class("faceted")
                self.show_facets()
                self.facets.focus()
                row = next((n for n, (f, *_) in enumerate(self.facet_rows) if f == facet), 0)
                self.facets.go(row)

        self.app.push_screen(Chooser(self._which(), [(n, n) for n in names]), chosen)

    def _which(self) -> str:
        some = len(self.session.entries) > SAMPLE
        return "which field?" + f" (those of the first {SAMPLE:,} events)" * some

    def toggle(self, refuse: bool) -> None:
        """Keep the value that is under the cursor, or refuse it, or no more."""
        if not self.facet_rows:
            return
        facet, value, _ = self.facet_rows[self.facets.cursor]
        if value is None:
            self.opened ^= {facet.name}
            self.show_facets()
            return
        self.session.history.close()
        self.ask_options(toggled(self.session.question.asked, facet, value, refuse))

    def action_mode(self) -> None:
        """What is asked of dates: possible, certain, inside, both."""
        asked = self.session.question.asked
        if not (self.session.question.zoom or asked.dates or asked.around):
            self.say("possible or certain is a question of some days: zoom, or go to a date first")
            return
        at = MODES.index((asked.certain, asked.inside))
        certain, inside = MODES[(at + 1) % len(MODES)]
        self.ask_options(replace(asked, certain=certain, inside=inside))

    def action_sort(self) -> None:
        """The next order."""
        names = list(SORTS)
        asked = self.session.question.asked
        self.ask_options(replace(asked, sort=names[(names.index(asked.sort) + 1) % len(names)]))

    def action_reverse(self) -> None:
        """The other way round."""
        asked = self.session.question.asked
        self.ask_options(replace(asked, reverse=not asked.reverse))

    def action_group(self) -> None:
        """The next headings of the list."""
        now = self.session.question.group
        names = [None, *_TIMES, *self.session.facets.names()]
        names += [] if now in names else [now]
        at = names.index(now)
        self.ask(replace(self.session.question, group=names[(at + 1) % len(names)]))

    def action_language(self) -> None:
        """The next language that there is."""
        tags = self.session.languages()
        if not tags:
            self.say("no event is translated")
            return
        names = [None, *tags]
        now = self.session.question.lang
        at = names.index(now) if now in names else 0
        self.ask(replace(self.session.question, lang=names[(at + 1) % len(names)]))

    def action_drop(self, name: str, number: int = 0) -> None:
        """No more ask for this part of the question."""
        self.session.history.close()
        self.ask(dropped(self.session.question, name, number))

    def action_drop_part(self) -> None:
        """Choose a part of the question that is dropped."""
        parts = list(parts_of(self.session.question))
        if not parts:
            self.say("nothing is asked that could be dropped")
            return

        def chosen(number: str | None) -> None:
            if number is not None:
                name, which, _ = parts[int(number)]
                self.action_drop(name, which)

        pairs = [(text, str(number)) for number, (*_, text) in enumerate(parts)]
        self.app.push_screen(Chooser("drop which?", pairs), chosen)

    def action_nothing(self) -> None:
        """All events, as if nothing had been asked."""
        question = self.session.question
        kept = replace(question, asked=QueryOptions(today=question.asked.today))
        self.ask(replace(kept, zoom=None, group=None, by=None))

    def action_back(self, step: int) -> None:
        """To the question before, or to the one after it."""
        session = self.session
        try:
            visit = session.go(step, self.chosen)
        except HkinnoError as error:
            self.say(str(error))
            return
        if visit:
            self.chosen = session.places_of.get(visit.chosen or "", self.chosen)
            self.places_changed()
            self.show_all()
        else:
            self.say("no question before this one" if step < 0 else "no question after this one")

    # --- what is typed and clicked in panes

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        """A value was clicked: kept, or refused at the right edge; an event twice: opened."""
        if event.rows is self.facets:
            self.toggle(refuse=event.column >= self.facets.room - 2)
        elif event.twice:
            self.action_open()

    def action_open(self) -> None:
        """The event whole; a value that is under the cursor is kept."""
        raise NotImplementedError

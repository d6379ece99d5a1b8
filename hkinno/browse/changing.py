"""What the keys change: each change is a command, whose difference is seen before it is written."""

from collections.abc import Callable, Container, Sequence
from functools import partial

from textual import work
from textual.binding import Binding

from hkinno.browse.charting import AT_ONCE
from hkinno.browse.dialogs import Reader
from hkinno.browse.edge import Ran
from hkinno.browse.form import Form
from hkinno.browse.keys import every_key
from hkinno.browse.taking import Taking
from hkinno.browse.telling import wrapped
from hkinno.errors import HkinnoError
from hkinno.store.store import Entry, Store

_EVERY = 1.0  # seconds, after which it is looked whether something else has changed the store


class Explored(Taking):
    """The screen of the explorer: all panes, and all actions."""

    BINDINGS = [  # noqa: RUF012  # Textual's own way
        Binding(each, key.action, key.name, show=False)
        for key in every_key()
        for each in key.keys.split(",")
    ]

    def on_mount(self) -> None:
        self._stamp, self._times = self.session.edge.stamp(), 0
        self.set_interval(_EVERY, self._look)
        self.app.app_resume_signal.subscribe(self, lambda _: self.app.refresh(layout=True))

    # --- changes

    def change(self, title: str, words: Sequence[str], ids: Sequence[str] = ()) -> None:
        """Show what a command on some events would change, and make it so if that is wanted."""
        if why := self.session.edge.refusal():
            self.say(why)
            return
        self._soon("a moment …", self._preview, title, words, ids)

    def _soon(self, said: str, do: Callable[..., None], *args: object) -> None:
        """Do it at once; where events are many, say first that it takes a while."""
        if len(self.session.entries) <= AT_ONCE:
            do(*args)
        else:
            self.say(said)
            self.call_after_refresh(do, *args)

    def _run(self, words: Sequence[str], ids: Sequence[str], dry: bool) -> Ran:
        """Run it; ids may begin as options do."""
        return self.session.edge.run([*words, *["--dry-run"] * dry, *["--"] * bool(ids), *ids])

    def _preview(
        self, title: str, words: Sequence[str], ids: Sequence[str], note: str = ""
    ) -> None:
        stamp = self.session.edge.stamp()
        ran = self._run(words, ids, dry=True)
        if ran.code or not ran.out.strip():
            self.say(ran.said or "nothing changes")
            return

        def decided(yes: bool | None) -> None:
            if not yes:
                self.say("nothing is written")
            elif self.session.edge.stamp() != stamp:
                self._preview(title, words, ids, ": the store was changed meanwhile")
            else:
                self._soon("writing …", self._make, title, words, ids)

        self.say("")
        shown = Reader(f"{title}{note}", partial(wrapped, ran.out), "write it")
        self.app.push_screen(shown, decided)

    def _make(self, title: str, words: Sequence[str], ids: Sequence[str]) -> None:
        ran = self._run(words, ids, dry=False)
        if ran.code:
            self.say(ran.said)
            return
        before, chosen = self.session.places_of, self.session.id_of(self.chosen)
        try:
            self._read_now()
        except HkinnoError as error:
            self.say(f"done: {title}; but the store cannot be read now: {error}")
            return
        back = "U does it again" if words[0] == "undo" else "u undoes it"
        self.say(f"done: {title}; {back}{self._follow(before, chosen)}")

    def _follow(self, before: Container[str], chosen: str | None) -> str:
        """Go to a new event; whether that, or the event that was chosen, is not shown, in words."""
        session = self.session
        wanted = next(
            (event_id for event_id in session.places_of if event_id not in before), chosen
        )
        place = session.places_of.get(wanted or "")
        if place is None or session.row_of(place) is None:
            return "" if place is None else f"; {wanted} is not among what is asked for"
        self.choose(place)
        return ""

    def action_add(self) -> None:
        """Write a new event in a form."""
        self._fill(None)

    def action_edit(self) -> None:
        """Change the event in a form."""
        if self.chosen is None:
            self.say("there is no event to edit")
        else:
            self._fill(self.entry(self.chosen))

    def _fill(self, entry: Entry | None) -> None:
        if why := self.session.edge.refusal():
            self.say(why)
            return
        word, ids = ("add", []) if entry is None else ("edit", [entry.event.id])
        title = "a new event" if entry is None else f"edit {entry.event.id}"

        def filled(options: list[str] | None) -> None:
            if options:
                self.change(title, [word, *options], ids)

        def check(options: Sequence[str]) -> str:
            ran = self._run([word, *options], ids, dry=True)
            return ran.said if ran.code else ""

        self.app.push_screen(Form(title, entry and entry.event, check), filled)

    def action_editor(self) -> None:
        """Change the event as JSON in $EDITOR."""
        edge = self.session.edge
        if why := edge.refusal():
            self.say(why)
        elif self.chosen is None:
            self.say("there is no event to edit")
        else:
            event_id, options, fault = self.entry(self.chosen).event.id, list[str](), ""
            with self.app.suspend():
                try:
                    options = edge.editor(event_id)
                except HkinnoError as error:
                    fault = str(error)
            self.refresh(layout=True)
            if fault:
                self.say(fault)
            else:
                self.change(f"edit {event_id}", ["edit", *options], [event_id])

    def action_remove(self) -> None:
        """Take out what is marked, else the event; where values are chosen, refuse the value."""
        if self.facets.has_focus:
            self.toggle(refuse=True)
        elif entries := self.taken():
            ids = [entry.event.id for entry in entries]
            self.change(f"remove {', '.join(ids)}", ["remove"], ids)
        else:
            self.say("there is no event to remove")

    def action_undo(self) -> None:
        """Undo the last change of the store."""
        self.change("undo", ["undo"])

    def action_redo(self) -> None:
        """Do again what was undone."""
        self.change("redo", ["redo"])

    # --- what something else changes

    def _look(self) -> None:
        stamp = self.session.edge.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._times += 1
            self._read_again(self._times)

    @work(thread=True, exclusive=True, group="reading")
    def _read_again(self, number: int) -> None:
        """Read the store in the background, so that the screen goes on."""
        try:
            store = self.session.edge.open()
            entries = list(store)
        except HkinnoError as error:
            if number == self._times:
                self.app.call_from_thread(self._cannot, str(error))
            return
        if number == self._times:  # else it was changed once more
            said = "read anew, since it was changed"
            self.app.call_from_thread(self._take, store, entries, said)

    def _cannot(self, why: str) -> None:
        self.stale = True
        self.show_lines()
        self.say(f"changed, and cannot be read: {why}")

    def _read_now(self) -> None:
        self._stamp = self.session.edge.stamp()
        self._times += 1
        store = self.session.edge.open()
        self._take(store, list(store), "")

    def _take(self, store: Store, entries: list[Entry], said: str) -> None:
        kept = self.session.id_of(self.chosen)
        self.stale, self.drawn = False, None
        try:
            self.session.load(store, entries)
        except HkinnoError as error:
            said = str(error)
        self.chosen = self.session.places_of.get(kept or "")
        self.places_changed()
        self.show_all()
        if said:
            self.say(said)

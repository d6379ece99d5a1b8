"""What the keys change: each change is a command, whose difference is seen before it is written."""

from collections.abc import Sequence
from functools import partial

from textual import work
from textual.binding import Binding

from hkinno.browse.dialogs import Reader
from hkinno.browse.edge import Ran
from hkinno.browse.form import Form
from hkinno.browse.keys import every_key
from hkinno.browse.session import read_all
from hkinno.browse.taking import Taking
from hkinno.browse.telling import wrapped
from hkinno.errors import HkinnoError
from hkinno.store.store import Entry, Store

_AGAIN = {"undo": "U does it again"}  # what to say of a change that is made
_EVERY = 1.0  # seconds, after which it is looked whether something else has changed the store


class Explored(Taking):
    """The screen of the explorer: all panes, and all actions."""

    BINDINGS = [  # noqa: RUF012  # Textual's own way
        Binding(each, key.action, key.name, show=False)
        for key in every_key()
        for each in key.keys.split(",")
    ]

    def on_mount(self) -> None:
        super().on_mount()
        self._stamp = self.session.edge.stamp()
        self.set_interval(_EVERY, self._look)

    # --- changes

    def change(self, title: str, words: Sequence[str]) -> str:
        """Show what a command would change, and make it so if that is wanted. Why not, if so."""
        edge = self.session.edge
        ran = edge.run([*words, "--dry-run"])
        if ran.code:
            return ran.said
        if not ran.out.strip():
            return ran.said or "nothing changes"

        def decided(yes: bool | None) -> None:
            if yes:
                self._done(edge.run(words), title)
            else:
                self.say("nothing is written")

        ask = Reader(title, partial(wrapped, ran.out), "Enter: write it   Esc: do not")
        self.app.push_screen(ask, decided)
        return ""

    def _done(self, ran: Ran, title: str) -> None:
        if not ran.code:
            self.reload()
        self.say(ran.said if ran.code else f"done: {title}; {_AGAIN.get(title, 'u undoes it')}")

    def _tell(self, why: str) -> None:
        if why:
            self.say(why)

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
        words = ["add"] if entry is None else ["edit", entry.event.id]
        if why := self._refused(words):
            self.say(why)
            return
        title = "a new event" if entry is None else f"edit {entry.event.id}"

        def filled(options: list[str] | None) -> None:
            if options:
                self._tell(self.change(title, [*words, *options]))

        def check(options: Sequence[str]) -> str:
            ran = self.session.edge.run([*words, *options, "--dry-run"])
            return ran.said if ran.code else ""

        self.app.push_screen(Form(title, entry and entry.event, check), filled)

    def _refused(self, words: Sequence[str]) -> str:
        """Why the store cannot be changed at all."""
        options = ["--date", "2000", "--title", "x"]
        ran = self.session.edge.run([*words, *options, "--dry-run"])
        return ran.said if ran.code else ""

    def action_editor(self) -> None:
        """Change the event as JSON in $EDITOR."""
        if self.chosen is None:
            return
        entry = self.entry(self.chosen)
        words = ["edit", entry.event.id]
        if why := self._refused(words):
            self.say(why)
            return
        try:
            with self.app.suspend():
                options = self.session.edge.editor(entry.event.id)
            self._tell(self.change(f"edit {entry.event.id}", [*words, *options]))
        except HkinnoError as error:
            self.say(str(error))
        self.refresh(layout=True)

    def action_remove(self) -> None:
        """Take out what is marked, else the event; where values are chosen, refuse the value."""
        if self.facets.has_focus:
            self.toggle(refuse=True)
        elif entries := self.taken():
            ids = [entry.event.id for entry in entries]
            self._tell(self.change(f"remove {', '.join(ids)}", ["remove", *ids]))
        else:
            self.say("there is no event to remove")

    def action_undo(self) -> None:
        """Undo the last change of the store."""
        self._tell(self.change("undo", ["undo"]))

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._tell(self.change("redo", ["redo"]))

    # --- what something else changes

    def _look(self) -> None:
        stamp = self.session.edge.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._read_again()

    @work(thread=True, exclusive=True)
    def _read_again(self) -> None:
        """Read the store in the background, so that the screen goes on."""
        try:
            store = self.session.edge.open()
            entries = read_all(store, lambda _: True) or []
        except HkinnoError as error:
            self.app.call_from_thread(self.say, f"changed, and cannot be read: {error}")
            return
        self.app.call_from_thread(self._take, store, entries, "read anew, since it was changed")

    def reload(self) -> None:
        """Read the store anew, at once."""
        self._stamp = self.session.edge.stamp()
        store = self.session.edge.open()
        self._take(store, read_all(store, lambda _: True) or [], "")

    def _take(self, store: Store, entries: list[Entry], said: str) -> None:
        kept = None if self.chosen is None else self.entry(self.chosen).event.id
        try:
            self.session.load(store, entries)
        except HkinnoError as error:
            said = str(error)
        self.chosen = self.session.places_of.get(kept or "")
        self.places_changed()
        self.show_all()
        if said:
            self.say(said)

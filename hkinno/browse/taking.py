"""What the keys take along: marks, ids and JSON, a source, a file, and the command line."""

import os
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from hkinno import registry
from hkinno.browse.asking import Asking
from hkinno.browse.dialogs import Chooser, KeyList, Opened, Reader
from hkinno.browse.strips import BOLD, DIM, PLAIN, Piece
from hkinno.browse.telling import asked_pieces, key_lines, wrapped
from hkinno.errors import HkinnoError
from hkinno.files import STDIN
from hkinno.formats.card import is_link
from hkinno.rawjson.errors import JSON_FAULTS
from hkinno.store.store import Entry
from hkinno.text import chop, escape_controls, plural, wrap

_COPIED = "copied, if the terminal lets programs copy"


def has_sections(file: str) -> bool:
    """Whether the format that the suffix of a file names has headings; also if it names none."""
    suffix = os.path.splitext(file)[1].lower()
    names = [name for name in registry.names("formats") if suffix in registry.suffixes(name)]
    return all(registry.constant("formats", n, "SECTIONS", default=False) for n in names)


class Taking(Asking):
    """The actions that take something out of the explorer."""

    def action_mark(self) -> None:
        """Mark the event under the cursor, or no more; a value of a field is kept."""
        if self.facets.has_focus:
            self.toggle(refuse=False)
        elif self.chosen is not None:
            event_id, marked = self.entry(self.chosen).event.id, self.session.marked
            if event_id in marked:
                del marked[event_id]
            else:
                marked[event_id] = None
            self.events.refresh()
            self.show_lines()

    def taken(self) -> list[Entry]:
        """What is marked, in the order of marking, else the chosen event."""
        if marked := [self.entry(self.session.places_of[i]) for i in self.session.marked]:
            return marked
        return [] if self.chosen is None else [self.entry(self.chosen)]

    def action_open(self) -> None:
        """The event whole, or, where ids are asked for, leave with them; a value is kept."""
        if self.facets.has_focus:
            self.toggle(refuse=False)
        elif self.session.edge.pick and self.focused is self.events:
            if entries := self.taken():
                self.app.exit([entry.event.id for entry in entries])
            else:
                self.say("there is no event to pick")
        elif self.chosen is not None:
            title = escape_controls(self.entry(self.chosen).event.id)
            self.app.push_screen(Opened(title, self._card_lines))

    def action_command(self) -> None:
        """Copy and show the command line that gives what is shown."""
        text = self.session.edge.command(["timeline", *self.session.question.arguments()])
        self.app.copy_to_clipboard(text)
        count = plural(len(self.session.places), "event")

        def lines(room: int) -> list[list[Piece]]:
            parts: list[list[Piece]] = [[(part, BOLD)] for part in chop(text, room)]
            return [*parts, [], [(f"gives what is shown here: {count}", DIM)]]

        self.app.push_screen(Reader(f"the command ({_COPIED})", lines))

    def action_export(self) -> None:
        """Write what is shown to a file, whose suffix names the format."""
        self.prompt("write to", "", accept=self._export, hint="a file: .html .xlsx .ics .json …")

    def _export(self, typed: str) -> None:
        file = self.session.edge.file(typed.strip())
        if file == STDIN:
            raise HkinnoError("there is no standard output here; name a file")
        if file and self.session.edge.exists(file):
            lines = partial(wrapped, f"{file} is there already")
            self._ask_to_write("not written", lines, file, "overwrite it", [])
        elif file:
            self._write(file, [])

    def _ask_to_write(
        self,
        title: str,
        lines: Callable[[int], list[list[Piece]]],
        file: str,
        accept: str,
        more: Sequence[str],
    ) -> None:
        def decided(yes: bool | None) -> None:
            try:
                if yes:
                    self._write(file, more)
            except HkinnoError as error:
                self.say(str(error))

        self.app.push_screen(Reader(title, lines, accept), decided)

    def _write(self, file: str, more: Sequence[str]) -> None:
        """Write what is shown to a file; ask again where events would be lost."""
        question = self.session.question
        if not has_sections(file):
            question = replace(question, group=None)
        words = ["timeline", *question.arguments(), "-o", file, *more]
        ran = self.session.edge.run(words)
        if ran.code and not more and ran.forcible:
            lines = partial(wrapped, ran.said)
            self._ask_to_write("not written", lines, file, "write it all the same", ["--force"])
        elif ran.code:
            raise HkinnoError(ran.said)
        else:
            count = plural(len(self.session.places), "event")
            said = f"wrote {file}: {count}" + f"; {ran.said}" * bool(ran.said)
            self.call_after_refresh(self.say, said)

    def action_copy_id(self) -> None:
        """Copy the id, or those of what is marked, one a line."""
        ids = [entry.event.id for entry in self.taken()]
        self._copy("\n".join(ids), ", ".join(ids))

    def action_copy_json(self) -> None:
        """Copy the event as JSON, or an array of what is marked."""
        try:
            raws = [entry.raw for entry in self.taken()]
            text = raws[0] if len(raws) == 1 else b"[" + b",".join(raws) + b"]" if raws else b""
            shown = msgspec.json.format(text, indent=2).decode() if text else ""
        except JSON_FAULTS:
            self.say("something else is writing the store")
            return
        self._copy(shown, f"{plural(len(raws), 'event')} as JSON")

    def _copy(self, text: str, what: str) -> None:
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"{what}: {_COPIED}")
        else:
            self.say("there is no event to copy")

    def action_source(self) -> None:
        """Open a source of the event; of several, one that is chosen."""
        event = None if self.chosen is None else self.entry(self.chosen).event
        urls = [source.url for source in event.sources or ()] if event else []
        urls += [media.url for media in event.media or ()] if event else []
        urls = list(dict.fromkeys(filter(None, urls)))
        able = [url for url in urls if url and is_link(url)]
        if not able:
            other = "; only http and https are opened" if urls else ""
            self.say(f"the event has no source that can be opened{other}")
        elif len(able) == 1:
            self.action_visit(able[0])
        else:
            pairs = [(url, url) for url in able]
            self.app.push_screen(
                Chooser("open which?", pairs), lambda url: self.action_visit(url) if url else None
            )

    def action_visit(self, url: str) -> None:
        """Open an address."""
        if not is_link(url):
            return
        edge = self.session.edge
        if edge.needs_screen():
            with self.app.suspend():
                done = edge.visit(url)
        else:
            done = edge.visit(url)
        if done:
            self.say(f"opened {url}")
        else:
            self._copy(url, f"there is no browser; {url}")

    # --- bookmarks

    def action_bookmark(self) -> None:
        """Keep this question, or no more."""
        words = list(self.session.question.arguments())
        try:
            kept = self.session.edge.bookmarks()
            found = [each for each in kept if each != words]
            self.session.edge.keep(found if len(found) < len(kept) else [*kept, words])
        except HkinnoError as error:
            self.say(str(error))
            return
        self.say("no bookmark any more" if len(found) < len(kept) else "kept; ' lists bookmarks")

    def action_bookmarks(self) -> None:
        """Choose one of the questions that were kept."""
        try:
            kept = self.session.edge.bookmarks()
        except HkinnoError as error:
            self.say(str(error))
            return
        if not kept:
            self.say("no question is kept; B keeps this one")
            return

        def chosen(number: str | None) -> None:
            if number is not None:
                try:
                    self.ask(self.session.edge.question(kept[int(number)]))
                except HkinnoError as error:
                    self.say(str(error))

        pairs = [(self._titled(words), str(number)) for number, words in enumerate(kept)]
        self.app.push_screen(Chooser("bookmarks", pairs), chosen)

    def _titled(self, words: Sequence[str]) -> str:
        """What a question asks, as it is said above the drawing, else as it was kept."""
        try:
            pieces = asked_pieces(self.session.edge.question(words))
        except HkinnoError:
            return " ".join(words)
        return "".join(text for text, _ in pieces) if words else "all events"

    # --- else

    def action_keys(self) -> None:
        """All keys."""
        self.app.push_screen(KeyList("keys", lambda room: [*key_lines(room), *self._signs(room)]))

    def _signs(self, room: int) -> list[list[Piece]]:
        """What the signs of the drawing mean."""
        legend = self.drawn.legend if self.drawn else []
        parts = (part for line in legend for part in wrap(line.plain, max(1, room - 2)))
        lines: list[list[Piece]] = [[(f"  {part.rstrip()}", PLAIN)] for part in parts]
        return [[("Signs of the drawing", BOLD)], *lines] if lines else []

    def action_leave_all(self) -> None:
        """Leave, without any id."""
        self.app.exit(None)

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        self.app.action_command_palette()

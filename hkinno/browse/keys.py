"""The keys: one row each, from which follow the bindings, the list of them, and the palette."""

from typing import NamedTuple


class Key(NamedTuple):
    """Keys, the action that they call, its name in few words, and what it does."""

    keys: str  # as Textual names them, joined by commas
    action: str
    name: str
    help: str
    foot: int = 0  # in the bottom line if there is room, the smaller the sooner; 0: never

    @property
    def shown(self) -> str:
        """The keys as people read them."""
        return " ".join(_SIGNS.get(key, key) for key in self.keys.split(","))


_SIGNS = {
    "slash": "/", "plus": "+", "equals_sign": "=", "minus": "-", "underscore": "_", "left": "←",
    "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "space": "Space", "enter": "Enter", "escape": "Esc", "backspace": "⌫",
    "question_mark": "?", "ctrl+p": "^P", "ctrl+e": "^E", "ctrl+c": "^C", "tab": "Tab",
    "shift+tab": "⇧Tab", "less_than_sign": "<", "greater_than_sign": ">", "delete": "Del",
    "apostrophe": "'", "upper_g": "G",
}  # fmt: skip

KEYS: dict[str, tuple[Key, ...]] = {  # under their headings
    "Move": (
        Key("up,k", "move(-1)", "up", "To the event before."),
        Key("down,j", "move(1)", "down", "To the next event."),
        Key("pageup", "page(-1)", "page up", "A screen up."),
        Key("pagedown", "page(1)", "page down", "A screen down."),
        Key("home,g", "edge(-1)", "first", "To the first event."),
        Key("end,G", "edge(1)", "last", "To the last event."),
        Key("tab", "next_pane", "next pane", "To the next pane: list, fields, card, drawing."),
        Key("enter", "open", "open", "The whole event; with --pick: print ids and leave.", 10),
        Key("escape", "leave", "leave", "Back to the list; out of a field that is typed in."),
    ),
    "The axis, whose days are a filter": (
        Key("plus,equals_sign", "zoom(-1)", "zoom in", "Half as many days, around the event.", 4),
        Key("minus,underscore", "zoom(1)", "zoom out", "Twice as many days."),
        Key("left,h", "pan(-1)", "earlier", "A third of the axis to the left."),
        Key("right,l", "pan(1)", "later", "A third of the axis to the right."),
        Key("0", "whole", "all days", "The axis of all that is asked for.", 8),
        Key("d", "date", "date", "To a date in words: Feb 2019, 1980s, <2000.", 2),
        Key("v", "lanes", "lanes", "What has a lane in the drawing: nothing, category, tag …"),
    ),
    "Ask": (
        Key("slash", "search", "search", "Events with this text, as you type.", 1),
        Key("f", "facets", "fields", "Choose values of fields, with their counts.", 3),
        Key("F", "other_field", "another field", "Choose values of any field that events have."),
        Key("m", "mode", "possible or certain", "What may have been then, or must, or is inside."),
        Key("s", "sort", "sort", "By date, title, category, id."),
        Key("r", "reverse", "reverse", "The other way round."),
        Key("t", "group", "headings", "Headings in the list: none, month, year, decade …"),
        Key("L", "language", "language", "The next language that events are translated into."),
        Key("less_than_sign,backspace", "back(-1)", "back", "To the question before.", 9),
        Key("greater_than_sign", "back(1)", "forward", "To the question after it."),
        Key("B", "bookmark", "bookmark", "Keep this question for later, or drop it."),
        Key("apostrophe", "bookmarks", "bookmarks", "The questions that were kept."),
        Key("D", "drop_part", "drop a part", "Drop a part of the question, as a click on it does."),
        Key("n", "nothing", "all events", "Drop all that is asked, and begin again."),
    ),
    "Take along": (
        Key("space", "mark", "mark", "Mark the event, or no more.", 11),
        Key("c", "command", "command", "The hkinno timeline … that gives exactly these events.", 7),
        Key("e", "export", "export", "Write what is shown to a file: html, csv, svg, json …", 12),
        Key("y", "copy_id", "copy the id", "Copy the id of the event, or those of what is marked."),
        Key("Y", "copy_json", "copy as JSON", "Copy the event, or what is marked, as JSON."),
        Key("o", "source", "open a source", "Open a source of the event in a browser."),
    ),
    "Change": (
        Key("a", "add", "add an event", "Write a new event."),
        Key("E", "edit", "edit the event", "Change the event in a form."),
        Key("ctrl+e", "editor", "edit in $EDITOR", "Change the event as JSON."),
        Key("x,delete", "remove", "remove", "Take the event out, or all marked; refuse a value."),
        Key("u", "undo", "undo", "Undo the last change of the store."),
        Key("U", "redo", "redo", "Do again what was undone."),
    ),
    "Else": (
        Key("question_mark", "keys", "keys", "This list.", 5),
        Key("ctrl+p", "command_palette", "palette", "Find an action by its name.", 13),
        Key("q,ctrl+c", "leave_all", "quit", "Leave.", 6),
    ),
}  # fmt: skip


def every_key() -> list[Key]:
    """All rows."""
    return [key for keys in KEYS.values() for key in keys]

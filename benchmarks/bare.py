"""A bare Textual application: the events of a JSON file in a table.

What `browse.py` compares the first picture of `hkinno browse` with.
"""

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable

COLUMNS = ("date", "title", "category")


class Bare(App[None]):
    """Three columns of all events."""

    BINDINGS = [("q", "quit", "Leave")]  # noqa: RUF012  # Textual's own way

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        table.add_rows(self._rows)


def main() -> None:
    found = json.loads(Path(sys.argv[1]).read_bytes())
    Bare([[str(event.get(name, "")) for name in COLUMNS] for event in found["events"]]).run()


if __name__ == "__main__":
    main()

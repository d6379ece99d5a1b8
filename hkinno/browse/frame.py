"""The screen of the explorer as it is put together: its panes, and what is known of them."""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen

from hkinno.browse.canvas import Drawing, Overview
from hkinno.browse.panes import Page, RowList, Texts
from hkinno.browse.session import Session
from hkinno.browse.strips import Piece

Rows = list[list[Piece]]


class Frame(Screen[list[str] | None]):
    """The panes, each of which asks for its lines when they are seen."""

    AUTO_FOCUS = "#events"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.chosen: int | None = None  # an event, by its place

    def compose(self) -> ComposeResult:
        yield Texts("top")
        yield Texts("asked")
        with Horizontal(id="line"):
            yield Texts("label")
        yield Drawing(self._drawing_line)
        yield Overview()
        with Horizontal(id="body"):
            yield RowList("facets", self._facet_row)
            with Container(id="pair"):
                yield RowList("events", self._event_row, self._moved)
                yield Page("card", self._card_lines)
        yield Texts("foot")

    @property
    def room(self) -> int:
        """The columns of the screen, also before it is there."""
        return self.size.width or self.app.size.width

    @property
    def events(self) -> RowList:
        """The list."""
        return self.query_one("#events", RowList)

    @property
    def card(self) -> Page:
        """The chosen event."""
        return self.query_one("#card", Page)

    @property
    def facets(self) -> RowList:
        """The fields and their values."""
        return self.query_one("#facets", RowList)

    @property
    def drawing(self) -> Drawing:
        """The drawing."""
        return self.query_one("#drawing", Drawing)

    # --- the lines of the panes, which those say who fill them

    def _event_row(self, number: int, room: int) -> list[Piece]:
        raise NotImplementedError

    def _moved(self, row: int) -> None:
        raise NotImplementedError

    def _card_lines(self, room: int) -> Rows:
        raise NotImplementedError

    def _facet_row(self, number: int, room: int) -> list[Piece]:
        raise NotImplementedError

    def _drawing_line(self, number: int) -> list[Piece] | None:
        raise NotImplementedError

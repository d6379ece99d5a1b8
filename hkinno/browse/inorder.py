"""Keys take effect in the order in which they are typed, however fast that is.

Textual passes a key on as soon as it comes. One that moves the focus, as / does, has then not done
so when the next is on its way already, and what is typed fast would be taken for commands.
"""

from collections import deque

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver

_LAPS = 2  # what a key has asked for, and what that has asked for in turn


class InOrder(App[list[str] | None]):
    """An application that passes a key on once the one before has done what it does."""

    def __init__(self, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver, ansi_color=True)  # also for what NO_COLOR leaves
        self._typed = deque[events.Key]()
        self._under_way = False

    async def on_event(self, event: events.Event) -> None:
        urgent = isinstance(event, events.Key) and event.key == "ctrl+c"
        if not isinstance(event, events.Key) or event.is_forwarded or urgent:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._under_way:
            await self._pass_on()

    async def _pass_on(self) -> None:
        self._under_way = bool(self._typed)
        if self._typed:
            taker = self.focused or self.screen
            await super().on_event(self._typed.popleft())
            self._follow(taker, taker, _LAPS)

    def _follow(self, taker: DOMNode, node: DOMNode | None, laps: int) -> None:
        """Go the way of the key, behind it: from the widget that takes it up to here."""
        while node is not None and node is not self:
            if node.call_later(self._follow, taker, node.parent, laps):
                return
            node = node.parent  # that one is closed
        if laps > 1:
            self.call_later(self._follow, taker, taker, laps - 1)
        else:
            self.call_later(self.call_later, self._pass_on)  # after the focus has moved

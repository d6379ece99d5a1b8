"""The questions that were asked, one after the other, to go back to and forward again."""

from typing import NamedTuple

from hkinno.browse.question import Question


class Visit(NamedTuple):
    """A question, and the event that was chosen when it was left, by its id."""

    question: Question
    chosen: str | None = None


class History:
    """Back and forward, as in a browser: a new question drops what was ahead."""

    def __init__(self, first: Question) -> None:
        self._visits = [Visit(first)]
        self._at = 0
        self._kind = ""

    @property
    def question(self) -> Question:
        """The question that is shown."""
        return self._visits[self._at].question

    def ask(self, question: Question, chosen: str | None, kind: str = "") -> None:
        """Ask another question. Several of one kind in a row, as letters typed, are one."""
        if question == self.question:
            return
        if kind and kind == self._kind and self._at:
            self._visits[self._at :] = [Visit(question)]
            return
        self._visits[self._at :] = [Visit(self.question, chosen), Visit(question)]
        self._at += 1
        self._kind = kind

    def close(self) -> None:
        """What comes next is a question of its own."""
        self._kind = ""

    def move(self, step: int, chosen: str | None) -> Visit | None:
        """The visit so many steps on, or back; None if there is none."""
        if not 0 <= self._at + step < len(self._visits):
            return None
        self._visits[self._at] = Visit(self.question, chosen)
        self._at += step
        self._kind = ""
        return self._visits[self._at]

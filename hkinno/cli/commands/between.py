"""Tell how much time lies between two events or dates: at least, and at most.

\b
  hkinno between science-park-opens cooperation-arrangement
  hkinno between "Feb 2019" today
  hkinno between five-year-plan 2030 --json | jq .order

It is counted from the last day of A to the first day of B, and said whether A is over before B
begins: certainly, possibly or never. An id names an event; what is no id is read as a date.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import click
import msgspec

from hkinno.cli.advice import say_no_words
from hkinno.cli.complete import complete
from hkinno.cli.delivery import emit
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import store_option, today_option
from hkinno.cli.output import lang_option
from hkinno.cli.stores import find, open_store
from hkinno.cli.streams import warn
from hkinno.cli.tables import deliver_table, pick_columns, table_options, table_output
from hkinno.cli.values import today, typed_date
from hkinno.dates.between import Between, Length, between, between_words, overlap_words
from hkinno.dates.date import Date
from hkinno.dates.edtf import readable
from hkinno.dates.format import words
from hkinno.dates.wordings import wording
from hkinno.display import store_words, translated
from hkinno.errors import DateError, HkinnoError, UsageError, quoted
from hkinno.render import Table, footnotes, to_text
from hkinno.store.store import Entry, Store
from hkinno.text import escape_controls
from hkinno.words.language import Language, language

GROUP = "Look"
_WIDEST = 10_000  # columns of a line without a width to fit
_COLUMNS = ("a", "b", "shortest", "longest", "order")


class Side(NamedTuple):
    """One of the two: what it is called in a record and in a sentence, and its date."""

    name: str
    title: str
    date: Date


@click.command("between", cls=HelpCommand, help=__doc__)
@click.argument("a", metavar="A", shell_complete=complete("id"))
@click.argument("b", metavar="B", shell_complete=complete("id"))
@store_option
@today_option
@table_options
@lang_option
def command(a: str, b: str, store: tuple[str, ...], **params: Any) -> None:
    output = table_output(params)
    opened = open_store(store)
    lang = output.options.lang
    say_no_words(lang)
    first, second = (_side(opened, text, params["today"], lang) for text in (a, b))
    found = between(first.date, second.date)
    labels = opened.labels(brief=not output.options.terminal)
    if not output.format:
        said = language(lang)
        stores = said.listed([store_words(label, said) for label in labels])
        sentences = [*_sentences(first, second, found, lang), said.say("events of", stores=stores)]
        lines = [*footnotes(sentences, output.options.width)]
        emit(to_text(lines, None, output.options.width or _WIDEST), output, store=opened)
        return
    lengths = _length(found.shortest), _length(found.longest)
    row = (first.name, second.name, *lengths, found.order)
    table = Table(_COLUMNS, [dict(zip(_COLUMNS, row, strict=True))])
    if output.format != "json":
        deliver_table(table, output._replace(options=output.options._replace(stores=labels)))
        return
    record = pick_columns(table, output.options.fields).records[0]  # an object alone: there is one
    data = msgspec.json.format(msgspec.json.encode(record), indent=2)
    emit([f"{data.decode()}\n"], output)


def _length(length: Length | None) -> dict[str, int] | None:
    return length._asdict() if length else None


def _side(store: Store, text: str, clock: str | None, lang: str | None) -> Side:
    """The event of this id, else the date that the text means, else the event of this piece."""
    if entry := store.find([text]).get(text):
        if readable(text):
            warn(f"{quoted(text)} is the id of an event, and taken for that")
        return _of_event(entry, lang)
    try:
        date = typed_date(text, partial(today, clock))
        return Side(date.text, words(date, wording(lang)), date)
    except DateError as fault:
        try:
            return _of_event(find(store, [text])[text], lang)
        except HkinnoError as error:
            said = str(error)
            unlike = "" if said.endswith("?") else f", and as a date {fault}"  # no id is near
            raise UsageError(f"{said}{unlike}") from error


def _of_event(entry: Entry, lang: str | None) -> Side:
    event_id = entry.event.id
    if entry.date is None:
        raise HkinnoError(f"the date of {quoted(event_id)} cannot be read")
    title = escape_controls(translated(entry.event, "title", lang)).strip()
    date = words(entry.date, wording(lang))
    called = language(lang).say("in brackets", text=title, more=date)
    return Side(event_id, called, entry.date)


def _sentences(a: Side, b: Side, found: Between, lang: str | None) -> Iterator[str]:
    said = language(lang)
    yield f"{said.say('a')}  {a.title}"
    yield f"{said.say('b')}  {b.title}"
    if found.order == "never":
        yield said.say("never over", why=said.say(overlap_words(a.date, b.date)))
        return
    if time := between_words(found, wording(lang)):
        time = said.say("in brackets", text=time, more=_total(found, said))
        yield said.say("from a to b", time=time)
    yield said.say("certainly over" if found.order == "certain" else "possibly over")


def _total(found: Between, said: Language) -> str:
    """The same in days."""
    if found.shortest is None:
        return ""
    least = found.shortest.total_days
    if found.longest is None:
        return said.say("days or more", least)
    most = found.longest.total_days
    if least == most:
        return said.say("days", least)
    return said.say("days to days", most, least=said.number(least))

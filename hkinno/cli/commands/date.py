"""Explain how texts are read as dates.

\b
  hkinno date "Feb 2019" "5 years ago" "circa 1620"
  hkinno date --edtf 156X-12-25 2004-06~-11
  hkinno date --json 2020/.. | jq .[0].lo

The exit code is 2 if one of them is no date.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from hkinno.cli.advice import say_no_words
from hkinno.cli.help import HelpCommand
from hkinno.cli.options import today_option
from hkinno.cli.output import lang_option
from hkinno.cli.streams import warn
from hkinno.cli.tables import answer, table_options, table_output
from hkinno.cli.values import today, typed_date
from hkinno.dates.date import Date
from hkinno.dates.edtf import parse
from hkinno.dates.explain import explain
from hkinno.dates.format import words
from hkinno.dates.wordings import wording
from hkinno.errors import DateError
from hkinno.query.derived import DERIVED
from hkinno.text import escape_controls
from hkinno.words.language import language

GROUP = "Helpers"


@click.command(
    "date",
    cls=HelpCommand,
    help=__doc__,
    context_settings={"ignore_unknown_options": True},  # -0524 is no option
)
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option("--edtf", is_flag=True, help="Read strictly, as a store is read: EDTF, no words.")
@today_option
@table_options
@lang_option
def command(texts: tuple[str, ...], edtf: bool, **params: Any) -> int:
    output = table_output(params)
    day = partial(today, params["today"])
    if params["today"]:
        day()
    read = parse if edtf else partial(typed_date, day=day)
    found = [(text, _read_date(text, read)) for text in texts]
    lang = output.options.lang
    say_no_words(lang)
    sentences = (_format_reading(t, date, lang) for t, date in found if isinstance(date, Date))
    records = (_record(text, date) for text, date in found)
    answer(output, sentences, ("text", "edtf", *DERIVED, "error"), records)
    faults = [date for _, date in found if isinstance(date, DateError)]
    told = output.format and "error" in (output.options.fields or ("error",))
    for fault in () if told else faults:
        warn(str(fault))
    return 2 if faults else 0


def _read_date(text: str, read: Callable[[str], Date]) -> Date | DateError:
    try:
        return read(text)
    except DateError as error:
        return error


def _record(text: str, date: Date | DateError) -> dict[str, object]:
    if isinstance(date, DateError):
        text = text.encode(errors="replace").decode()  # bytes that are not UTF-8 are no JSON
        return {"text": text, "error": str(date)}
    return {"text": text, "edtf": date.text} | {name: get(date) for name, get in DERIVED.items()}


def _format_reading(text: str, date: Date, lang: str | None) -> str:
    arrow = "" if text == date.text else f" → {date.text}"
    said, row = language(lang), wording(lang)
    known = said.say("labelled", label=words(date, row), text=explain(date, row))
    return f"{escape_controls(text)}{arrow}\n  {known}\n"

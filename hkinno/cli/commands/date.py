"""Explain how texts are read as dates.

\b
  hkinno date "Feb 2019" "5 years ago" "circa 1620"
  hkinno date --edtf 156X-12-25 2004-06~-11
  hkinno date --json 2020/.. | jq .[0].lo

The exit code is 2 if one of them is no date.
"""

from functools import partial
from typing import Any

import click
import msgspec

from hkinno.cli.options import today, today_option, typed_date
from hkinno.cli.output import warn, write_out
from hkinno.dates.edtf import Date, parse
from hkinno.dates.explain import explain
from hkinno.dates.format import words
from hkinno.errors import DateError
from hkinno.fields import DERIVED
from hkinno.formats.json import write_rows
from hkinno.text import escape_controls


@click.command(
    "date",
    help=__doc__,
    context_settings={"ignore_unknown_options": True},  # -0524 is no option
)
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option("--edtf", is_flag=True, help="Read strictly, as a store is read: EDTF, no words.")
@click.option("--json", "as_json", is_flag=True, help="An array, an object for each text.")
@today_option
def command(texts: tuple[str, ...], edtf: bool, as_json: bool, **options: Any) -> int:
    day = partial(today, options["today"])
    if options["today"]:
        day()
    read: dict[str, Date | DateError] = {}
    for text in texts:
        try:
            read[text] = parse(text) if edtf else typed_date(text, day)
        except DateError as error:
            read[text] = error
    found = [(text, read[text]) for text in texts]
    if as_json:
        write_out(write_rows(msgspec.json.encode(_row(text, date)) for text, date in found))
    else:
        for text, date in found:
            if isinstance(date, DateError):
                warn(str(date))
            else:
                write_out([_said(text, date)])
    return 2 if any(isinstance(date, DateError) for _, date in found) else 0


def _row(text: str, date: Date | DateError) -> dict[str, object]:
    if isinstance(date, DateError):
        text = text.encode(errors="replace").decode()  # bytes that are not UTF-8 are no JSON
        return {"text": text, "error": str(date)}
    return {"text": text, "edtf": date.text} | {name: get(date) for name, get in DERIVED.items()}


def _said(text: str, date: Date) -> str:
    arrow = "" if text == date.text else f" → {date.text}"
    return f"{escape_controls(text)}{arrow}\n  {words(date)}: {explain(date)}\n"

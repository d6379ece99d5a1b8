"""What was meant by a command line that makes no sense, in the sentence that refuses it."""

import os
import re
import shlex
from collections.abc import Sequence
from functools import partial

import click

from hkinno.errors import HkinnoError, near

_MEANT = {  # what it is called here, and what people, used to other programs, call it
    "remove": "delete rm",
    "timeline": "list ls",
    "timeline --search": "search grep find",
    "timeline -o FILE": "export",
    "check": "validate lint",
    "fmt": "format",
    "--version": "version",
    "--since": "--from --after --start",
    "--until": "--to --before --end",
    "--on": "--year --date",
    "--limit": "-n --count --top --first --head",
    "--reverse": "--last --newest --tail",
    "--sort": "--order",
    "--search": "--query --grep",
}
_FILES = (".json", ".jsonl", ".ndjson", ".gz")  # what stores are called
_EXTRA = r"Got unexpected extra arguments? \((.*)\)"


def near_name(said: str, known: Sequence[str]) -> str:
    """What may be meant: what other programs call so, else what looks like it."""
    meant = next((name for name, words in _MEANT.items() if said in words.split()), "")
    there = meant.partition(" ")[0] in (*known, "--help", "--version")
    return f"; did you mean {meant}?" if there else near(said, known)


def near_value(said: str, command: str) -> str:
    """The end of a sentence about what was typed without an option: which one may be meant."""
    if os.path.isfile(said) or said.endswith(_FILES):
        return _meant(f"{command} -s {shlex.quote(said)}")
    return _meant(f"{command} --on {shlex.quote(said)}") if _is_date(said) else ""


def format_usage_error(error: click.ClickException) -> str:
    """What click says, as one line, and where to read on."""
    message = " ".join(error.format_message().split()).removesuffix(".")
    context = getattr(error, "ctx", None) or click.get_current_context(silent=True)
    if isinstance(error, click.NoSuchOption):
        message = f"no option {error.option_name}{_near_option(error.option_name, context)}"
    elif context and (extra := re.fullmatch(_EXTRA, message)):
        message += _near_use(extra[1], context)
    where = context.command_path if context else "hkinno"
    return f"{message} (see {where} --help)" if isinstance(error, click.UsageError) else message


def refuse_dashes(context: click.Context, args: Sequence[str]) -> None:
    """Raise UsageError for an option with another number of dashes, or other ones, than two.

    `-since 2015` would be read as `-s ince`.
    """
    names, takers = _options(context), _takers(context)
    for before, arg in zip(("", *args), args, strict=False):
        word = re.fullmatch(r"(?:-|[\u2012-\u2015]-?|-[\u2012-\u2015])([a-z][a-z-]+)", arg)
        if arg == "--":
            return
        if word and f"--{word[1]}" in names and before not in takers:
            raise click.UsageError(f"no option {arg}; did you mean --{word[1]}?", context)


def _meant(what: str) -> str:
    return f"; did you mean {what}?"


def _is_date(said: str) -> bool:
    from hkinno.cli.values import today, typed_bound

    try:
        typed_bound(said, partial(today, None), yearly=True)
    except HkinnoError:
        return False
    return True


def _options(context: click.Context) -> list[str]:
    return [name for o in context.command.params for name in (*o.opts, *o.secondary_opts)]


def _takers(context: click.Context) -> set[str]:
    """The options that take a value."""
    options = (o for o in context.command.params if isinstance(o, click.Option))
    return {name for o in options if not (o.is_flag or o.count) for name in o.opts}


def _near_option(said: str, context: click.Context | None) -> str:
    if context is None:
        return ""
    if isinstance(context.command, click.Group):  # an option of the commands stands behind them
        main = context.command.get_command(context, "timeline")
        if main and said in _options(click.Context(main)):
            return _meant(f"hkinno timeline {said}")
    return near_name(said, _options(context))


def _near_use(said: str, context: click.Context) -> str:
    """What may be meant by words that no option and no argument takes."""
    options, given, path = _options(context), context.params, context.command_path
    if said == "help":
        return _meant(f"hkinno help {context.info_name}")
    if said in options or "--store" not in options:
        return ""
    if os.path.isfile(said) or said.endswith(_FILES):
        named = "".join(f" -s {shlex.quote(name)}" for name in given.get("store") or ())
        return _meant(f"{path}{named} -s {shlex.quote(said)}")
    for name in ("since", "until", "on"):
        if (value := given.get(name)) and not (_is_date(value) and _is_date(said)):
            return _meant(f"--{name} {shlex.quote(f'{value} {said}')}")
    if said.startswith("=") and given.get("where"):
        joined = f"{given['where'][-1]}={said[1:].strip()}"
        return _meant(f"--where {shlex.quote(joined)}")
    if "--by" in options and said in _kinds():
        return _meant(f"{path} --by {said}")
    if "--search" not in options:
        return ""
    return near_value(said, path) or _meant(f"{path} --search {shlex.quote(said)}")


def _kinds() -> Sequence[str]:
    from hkinno.query.groups import GROUPS

    return tuple(GROUPS)

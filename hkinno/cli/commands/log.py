"""List the changes that can be undone or done again, last first.

\b
  hkinno log -s mine.json
"""

import click
import msgspec

from hkinno.cli.editing import target, target_option
from hkinno.cli.output import warn, write_out
from hkinno.errors import named
from hkinno.formats.json import write_rows
from hkinno.store.write import history
from hkinno.text import escape_controls


@click.command("log", help=__doc__)
@target_option
@click.option("--json", "as_json", is_flag=True, help="An array, the last change first.")
def command(store: tuple[str, ...], as_json: bool) -> None:
    path = target(store)
    changes, known = history(path)
    if not known:
        warn(f"{named(path)} was changed by something else since, so none of this can be undone")
    if as_json:
        rows = ({"when": c.when, "what": c.what, "undone": c.undone} for c in changes[::-1])
        write_out(write_rows(map(msgspec.json.encode, rows)))
        return
    for change in changes[::-1]:
        mark = "  (undone)" if change.undone else ""
        write_out([f"{change.when}  {escape_controls(change.what)}{mark}\n"])

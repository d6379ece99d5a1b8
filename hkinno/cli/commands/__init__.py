"""The commands: one file each, named as the user types it (`hkinno show` is `show.py`).

To add one, add a file with a click command called `command`. Its docstring is what `--help` prints,
and its first line stands in the list of all commands, for which it is not imported. Options that
mean the same everywhere come from `hkinno.cli.options` and `hkinno.cli.output`.
"""

"""The commands: one file each, named as the user types it (`hkinno show` is `show.py`).

To add one, add a file with a click command called `command`. Options that mean the same everywhere
come from `options.py`; `main.py` finds the file, reads clock and terminal, writes the output and
turns errors into exit codes.
"""

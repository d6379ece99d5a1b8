"""The command line: `main` finds a command and turns errors into exit codes.

`options` and `output` have what commands share: how to ask, and how an answer leaves; `editing` is
for those that change a store, `typed` for values that are typed, `editor` for $EDITOR. The commands
themselves are in `commands/`, a file each.
"""

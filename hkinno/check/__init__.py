"""What can be wrong with a store: `hkinno check`.

The rules are the table in `rules`, a row each; `dating`, `likeness` and `shape` hold the ones
that need more than a line. `inspection` goes through a file, however broken. To add a rule, write
a function and add a row; `rules` says what such a function takes and gives.
"""

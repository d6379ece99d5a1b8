"""What can be wrong with a store: `hkinno check`.

The rules are the table in `rules`, a row each; `dating`, `likeness` and `shape` hold the ones
that need more than a line. `inspection` goes through a file, however broken, `silence` takes out
what is to be ignored, and `report` is how a person reads the rest. To add a rule, write a function
and add a row; `rules` says what such a function takes and gives.
"""

"""What can be wrong with a store: `hkinno check`.

The rules are the table in `faults`, a row each; `dating`, `likeness` and `shape` hold the ones
that need more than a line. `inspection` goes through a file, however broken, with `salvage` where
it is not even JSON. To add a rule, add a row.
"""

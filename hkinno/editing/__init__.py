"""Changing a store without touching another byte, and taking it back.

`surgery` is pure: JSON in, splices out. `draft` is a store in memory on which changes are laid,
`writer` locks, reads, writes and notes in the `journal` how to undo it; `canonical` is what
`hkinno fmt` makes, `slugs` are ids for events that have none.
"""

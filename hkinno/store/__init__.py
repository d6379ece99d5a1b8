"""Stores: files of events, read as one chronology, and changed without touching another byte.

Reading: `open` finds which shape a file has, `readers` are the shapes: `lines`, which are streamed,
and a `whole` document. `lean` is what is decoded of an event, `passing` goes through all of them,
with several `processes` where there is much to read, and sees by their `ids` whether one stands
twice; `store` is the chronology that a query is put to, `faults` are what is wrong with an event.
`beside` finds the files that paths in it name, `alone` is for an event that is in none. Writing:
`draft` is a store in memory on which changes are laid, `write` locks (`lock`), reads, writes and
notes in the `journal` how to undo it; `canonical` is what `hkinno fmt` makes, `slugs` are ids for
events that have none. `state` is where the journal is, and the `bookmarks`.
"""

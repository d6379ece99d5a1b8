"""Two chronologies, or three: `hkinno diff` and `hkinno merge`.

`compare` finds what changed by event and field, `merge` merges such changes, `changes` draws
them for people, with `textdiff` for long texts.
"""

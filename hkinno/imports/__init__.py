"""From foreign files to events: `hkinno import`.

`detect` finds what a file is, `columns` what its columns mean, `values` what their cells say.
`gather` makes checked events of the rows; `settle` decides about ids and about what is there
already. How each format is read stands with the format, in `hkinno.formats`.
"""

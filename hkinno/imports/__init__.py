"""From foreign files to events: `hkinno import`.

`foreign` finds what a file is, `columns` what its columns mean, `values` what its cells say;
`intake` makes events of them and `settling` decides about ids and about what is there already.
How each format is read stands with the format, in `hkinno.formats`.
"""

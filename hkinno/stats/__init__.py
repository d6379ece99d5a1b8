"""Events as numbers: `hkinno stats`.

`histogram` counts events in bins, with `shares` of those that may be in several; `measures` reads
figures and silences, `anyfield` the values of a field that hkinno need not know, `tally` and
`trends` are the answers to questions, `bars` draws them.
"""

"""Many files -> one index: `hkinno index`. An index is a store in Parquet, of any number of events.

`shares` divides files into shares of about as many bytes, each of which is counted, and then
written by `parts`: as rows with the columns of `hkinno.engines`, those of alike spans together and
sorted, so that what a question by date does not need is never read. Nothing is told from one share
to another, so that they can be done anywhere, in any order, and again: on the processors of this
machine (`processors`), or where an engine has a function `spread` that does the same.

`build` has the whole way: it counts, writes beside the target (`draft`), looks whether an id stands
twice, and only then gives the index its name.
"""

"""From foreign files to events: `hkinno import`.

`reading` is the way of one file. `encoding` makes UTF-8 of a text, `detect` finds the format:
one that hkinno writes, too (`hkinno.formats`), or that of another tool (`formats` here). `cells`
and `objects` make a `table` of CSV and of JSON, which looks for `arrays` of dated things; by its
`origin` it is hkinno's own.

`columns` finds which field each column is: by its name (`assign`, `guesses`), or by what it
holds (`infer`). `survey` looks at all rows before the first is read, `evidence` at their dates:
what these show makes one of `styles`, by which `datereader` reads texts of the `shapes` that have
several readings; `clock` reads times of day. `rows` reads a row, `rowdates` its date, `values` its
cells, `media` those of pictures, `markup` their HTML; `derived` finds what only follows from the
date.

`gather` makes checked events of the rows; `settle` decides about ids and about what is there
already.
"""

"""What to keep of a chronology, in which order, under which headings.

`options` are a question as it is typed, `query` is the question; `bounds` has a table of filters by
date, `order` one of sorts; `window` is what the former ask of a date; `filters` are what
those by value and by text are made of, `patterns` what `--regex` makes of a text, `derived` is what
follows from a date, `paths` lead to the values of fields of any name; `groups` are the headings;
`held` gives the same answers from events in memory. A new filter, sort or heading is a row.
"""

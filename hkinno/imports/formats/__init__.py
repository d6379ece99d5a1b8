"""The files of other timeline tools, a module each: its name is what `--from` takes.

A module has one of two things. A file in a syntax of its own is known by `recognizes(head)`, its
first characters, or by `SUFFIXES`, and `read(data, label)` yields where each entry stands and the
fields of its event, or why it is none; a text that stands nowhere ("") is said of the whole file.
A table, of CSV or of JSON, is known by `claims(names)`, the folded names of its columns; if there
is `fits(names)`, that is enough where a user says which tool it is. `adapt(table)` makes it one
that `hkinno.imports.columns` understands: by `called`, what its columns are called, and by rows
that are left out, marked or written anew.

Calendars, spreadsheets and what else people have are a module more here.
"""

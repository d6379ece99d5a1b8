"""What hkinno says in its own words to readers of an answer, in the languages that it speaks.

`language` finds one. A language is a file here, called by its tag: texts by a key, with `{names}`
for what is filled in; of a list the first is said of one and the last of any other number. Those
of `in text` are said in tables, on cards and beside charts alone, and no page is told them. Dates
are said by `hkinno.dates.wordings`, which may know more languages; there a new one begins. Where
one has no file here, a text has its dates, in cells, headings and footers alike, and English around
them (`spoken`), and what is drawn or a page is English as a whole (`language`). Errors, and all
else that goes to standard error, are in English.
"""

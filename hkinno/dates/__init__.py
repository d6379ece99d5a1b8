"""Dates: what a store may say, what a person types, and both in words.

`edtf` reads EDTF text to a `date`, which knows on which days it may be, as `calendar` numbers them;
`days` are sets of these that have holes, by way of sets of `years`. `format` writes a date as
people do, `explain` says what is known of it, both by the `wording` of a language, of which there
is a file each in `wordings/`; `between` tells how much time there is from one to another, `placed`
on which days a calendar has it; `phrases/` reads what people type. A new form of EDTF belongs in
`edtf` and `format`, a new phrase is a row of a table in `phrases/`.
"""

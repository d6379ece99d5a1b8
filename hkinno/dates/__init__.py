"""Dates: what a store may say, what a person types, and both in words.

`edtf` reads EDTF text and says which days it means, as `calendar` numbers them; `format` writes a
date as people do, `explain` says what is known of it; `phrases/` reads what people type. A new form
of EDTF belongs in `edtf` and `format`, a new phrase is a row of a table in `phrases/`.
"""

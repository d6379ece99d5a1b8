"""Events as numbers: `hkinno stats`.

`histogram` spreads events over bins, `measures` reads figures and silences, `tally` and `trends`
are the answers to questions, `bars` draws them.
"""

"""The command line: `main` finds a command and turns errors into exit codes.

`stores` says which store is meant, `options` how to ask it, `output` what an answer is like,
`delivery` how it leaves, `streamed` how a whole store does, `targets` which files it may overwrite,
`advice` what is said beside it, `progress` that it takes a while, `tables` the same for answers
that are no events, `streams` and `terminal` where it goes, `complete` what a shell is offered,
`help` how help is laid out, `slips` what was meant; `editing` is for commands that change a store,
`touched` how they tell of it, `values` for what is typed, `editor` for $EDITOR, `browsing` is the
world of the explorer, which heeds `signals`. The commands themselves are in `commands/`.
"""

"""The explorer: a chronology on the whole screen, to look around in without knowing the question.

`question` is what is asked, as a value, and `history` the questions before it; `session` holds the
chronology and answers, without a screen: `picture` draws what is found, in `lanes`, and `facets`
counts values. `edge` is what all this asks of the world. On the screen, `app` is the application,
which takes keys `inorder`, `terminal` is where it draws, `panes` and `canvas` are its widgets,
which show `strips`, `dialogs` and `form` stand before them, `telling` are the lines around. The
screen is made in steps: `frame` has the panes, `listing`, `charting` and `showing` fill them;
`prompting`, `moving`, `asking`, `taking` and `changing` add the actions. A new key is a row in
`keys`, and an action.
"""

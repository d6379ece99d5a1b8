"""Events to scale on a time axis: `hkinno chart`. All is pure: no terminal, no clock.

`crowd` has the events in columns, `extent` finds where they are, `axis` round ticks for any span,
`marks` the sign that is honest for a date, `lanes` the room for labels, `folding` what to do with
too many events, `naming` which of them have a name nevertheless, `beyond` what to say of those
outside, `legend` what the signs mean; `draw` puts it together, `describe` says the same in
sentences.
"""

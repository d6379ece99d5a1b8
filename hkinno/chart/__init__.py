"""Events to scale on a time axis: `hkinno chart`. All is pure: no terminal, no clock.

`extent` says where the axis begins and ends, `axis` finds round ticks for any span, `marks` the
sign that is honest for a date, `lanes` the room for labels, `folding` what to do with too many
events; `draw` puts it together, `describe` says the same in sentences.
"""

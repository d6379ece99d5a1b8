"""JSON as it is written, byte by byte.

`scan` says where its members and elements are, `edit` changes it without touching another byte,
`errors` says why bytes are not JSON, `recover` finds the events in a file that is not, with
`outline` for where values end that are not well formed. Nothing here knows what an event is.
"""

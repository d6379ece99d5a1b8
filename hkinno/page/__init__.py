"""The picture and the page that `--format svg` and `--format html` write; the chart as a picture.

`scene` is what is drawn of a selection. `picture` says where a day and a mark are, `layout` puts
them into rows with their labels, `lanes` does so in lanes, and `ink` turns that into SVG, with
`lettering` for the width of texts and `legend` for the key.

`article` is an event for readers, with `media` for its pictures, `sections` are the headings of the
list, `linkdata` is for machines. `served` is which translation serves whom, and `script` what the
script of the page has to know. `assets` reads the template, the styles and the scripts that lie
beside them; these scripts are: `words` and `dates` speak, `typed` reads a date, `marks` and
`layout` draw as Python does, `stage` zooms that and `overview` brushes it, `events` reads the list
and `page` filters it.
"""

"""The picture and the page that `--format svg` and `--format html` write; the chart as a picture.

`picture` lays events out, `lanes` does so in lanes, `ink` turns the layout into SVG, with
`lettering` for the width of texts and `legend` for the key; `article` is an event for readers,
whose pictures are in `media`, and `linkdata` is for machines; `served` says which translation
serves whom, and `script` what the script of the page has to know. The template, the styles and the
scripts lie beside them.
"""

// What edtf.js makes of texts: one JSON string a line on standard input, one answer a line on
// standard output, `{"error": …}` or `{"type", "min", "max"}` in milliseconds since 1970 UTC; "-inf" and
// "inf" where it is unbounded, null where it is unknown, "nan" beyond what its Date can say.
// $HKINNO_EDTF_JS is the folder that holds node_modules.

import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const home = join(resolve(process.env.HKINNO_EDTF_JS), 'node_modules', 'edtf')
const { parse, Bitmask, defaults, format, default: edtf, ...types } = await import(
  pathToFileURL(join(home, 'index.js'))
)

function bound(value) {
  if (value === null || value === undefined) return null
  if (Number.isNaN(value)) return 'nan'
  return Number.isFinite(value) ? value : value < 0 ? '-inf' : 'inf'
}

function answer(text) {
  try {
    // Not `edtf(text)`: that takes five digits for milliseconds. Level 3, its own, is where it keeps
    // the qualified and the unspecified seasons.
    const read = parse(text, { level: 3 })
    const value = new types[read.type](read)
    return { type: read.type, min: bound(value.min), max: bound(value.max) }
  } catch (error) {
    return { error: String(error.message).slice(0, 200) }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}

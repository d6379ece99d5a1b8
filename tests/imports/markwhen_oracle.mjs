// What the parser of markwhen makes of files: one JSON `{"text", "old", "now"}` a line on standard
// input, one answer a line on standard output: `{title, id, tags, groups, from, to, relative}` of each
// event, times in milliseconds since 1970 UTC; null where it fails. `old` asks version 0, the last
// that knew `group`; `now` is when it reads.
// $HKINNO_MARKWHEN_JS is the folder that holds node_modules.

import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const home = join(resolve(process.env.HKINNO_MARKWHEN_JS), 'node_modules')
const load = (...path) => import(pathToFileURL(join(home, ...path, 'lib', 'index.js')))
const current = await load('@markwhen', 'parser')
const old = await load('markwhen-0')

function* events(node, groups) {
  if (!node.children) {
    const { firstLine, id, tags, dateRangeIso, isRelative } = node
    yield {
      title: firstLine.restTrimmed.replace(/^:\s*/, '').trim(),
      id: id ?? '',
      tags,
      groups,
      from: Date.parse(dateRangeIso.fromDateTimeIso),
      to: Date.parse(dateRangeIso.toDateTimeIso),
      relative: isRelative,
    }
    return
  }
  for (const child of node.children) {
    yield* events(child, child.children ? [...groups, child.title] : groups)
  }
}

function answer({ text, old: ofOld, now }) {
  try {
    return [...events((ofOld ? old : current).parse(text, undefined, now).events, [])]
  } catch {
    return null
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}

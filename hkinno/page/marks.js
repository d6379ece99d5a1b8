// What is drawn of a date (chart/marks.py says of what forms), where it is, and the pieces of it, as
// picture.py and ink.py have them. A shape is { kind, lo, hi, start, end, parts }.

const { TAIL, LABEL_GAP, HEAD, SIGN, AROUND, ABOVE, LEAST, JOIN, HEADS } = PAGE.constants;
const SVG = 'http://www.w3.org/2000/svg';
const WIDTHS = PAGE.widths.map(([pattern, em]) => [new RegExp(`^${pattern}`, 'u'), em]);
const MET = new Map(), LONG = new Map();  // how wide characters and texts are that were met, in em

// What is drawn of an event in the list, as `data` of script.py writes it; nothing of one without a date.
function markOf(item, n) {
  if (!item.dataset.drawn) return null;
  const [color, kind, lo, hi, start, end, ...parts] = item.dataset.drawn.split(' ');
  const shape = { kind, lo: Number(lo), hi: Number(hi), start: endOf(start), end: endOf(end), parts: parts.map(partOf) };
  return { n, color, shape, href: item.querySelector('.title a').getAttribute('href') };
}

function partOf(text) {
  const [kind, lo, hi] = text.split(',');
  return { kind, lo: Number(lo), hi: Number(hi) };
}

function endOf(signs) {
  const bound = signs.endsWith('>') ? 'open' : signs.endsWith('…') ? 'unknown' : 'fixed';
  return { bound, approximate: signs.includes('~'), uncertain: signs.includes('?') };
}

const FIXED = { bound: 'fixed', approximate: false, uncertain: false };
const isRunning = ({ bound }) => bound === 'open' || bound === 'clipped';

// A shape in a window of days; what goes on outside of it does so at a clipped end.
function clipped(shape, [lo, hi]) {
  const { lo: first, hi: last } = shape, cut = (end) => ({ ...end, bound: 'clipped' });
  const [clip, unknown] = ['clipped', 'unknown'].map((bound) => ({ ...FIXED, bound }));
  if (last < lo) return { kind: 'within', lo: -Infinity, hi: lo, start: clip, end: unknown, parts: [] };
  if (first > hi) return { kind: 'within', lo: hi, hi: Infinity, start: unknown, end: clip, parts: [] };
  const found = { ...shape };
  if (first > -Infinity && first < lo) Object.assign(found, { lo: -Infinity, start: cut(shape.start) });
  if (last < Infinity && last > hi) Object.assign(found, { hi: Infinity, end: cut(shape.end) });
  return found;
}

// Whether all of a shape lies before or after a day, also what is not known of it.
const isBefore = ({ hi, end }, day) => hi < day && end.bound !== 'unknown';
const isAfter = ({ lo, start }, day) => lo > day && start.bound !== 'unknown';

// Whether an event may touch a window of days: as a filter has it, and holes are none of its days.
function touches({ kind, lo, hi, start, end, parts }, [first, last]) {
  const from = start.bound === 'unknown' ? -Infinity : lo, to = end.bound === 'unknown' ? Infinity : hi;
  if (to < first || from > last) return false;
  const held = parts.filter((part) => part.kind !== 'join');
  return kind === 'interval' || !held.length || held.some((part) => part.hi >= first && part.lo <= last);
}

// The pixels of a shape itself (from, to), which are to scale unless that is too little to be seen,
// and of all that belongs to it (x0, x1).
function measure(shape, view, { bar, font }) {
  const [before, after] = [shape.start, shape.end].map((end) => (end.approximate + end.uncertain) * SIGN * font + TAIL * (end.bound === 'unknown'));
  let from = view.x(shape.lo) + before * isRunning(shape.start), to = view.x(shape.hi + 1) - after * isRunning(shape.end);
  const isPoint = shape.kind === 'point', least = isPoint ? bar : bar / 2, middle = (from + to) / 2;
  if (to - from < least || isPoint) [from, to] = [middle - least / 2, middle + least / 2];
  return { from, to, x0: from - before, x1: to + after };
}

// Where a day of a shape is, which may be drawn wider than it is.
function placing(shape, view, { from, to }) {
  const begin = view.x(shape.lo), stop = view.x(shape.hi + 1), isWider = to - from > stop - begin && stop !== begin;
  return (day) => (isWider ? from + (view.x(day) - begin) * (to - from) / (stop - begin) : view.x(day));
}

// The pixels on which a label may stand: it must not hide where a form ends. Of such that are as wide, but for a pixel, the first.
function widest(shape, view, one) {
  if (!shape.parts.length) return [one.from, one.to];
  const place = placing(shape, view, one);
  const spans = shape.parts.map(({ lo, hi }) => [Math.max(one.from, place(lo)), Math.min(one.to, place(hi + 1))]);
  return spans.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] + 1 ? span : best));
}

// A mark with its label, on a line at y pixels: its place as layout.js found it.
function drawMark(one, y, view, density) {
  const { mark, shape, label, side, when, title } = one;
  const link = draw('a', { class: `mark c${mark.color}`, transform: `translate(0 ${px(y)})`, href: mark.href, tabindex: '-1' });
  const isPlain = (end) => end.bound === 'fixed' && !end.approximate && !end.uncertain;
  // signs no higher than a stacked row
  if (one.row < 0 && !(isPlain(shape.start) && isPlain(shape.end))) link.setAttribute('font-size', px(density.low));
  link.append(draw('title', {}, `${when}: ${title}`), ...forms(shape, view, density, one));
  if (!label) return link;
  const x = { right: one.x1 + LABEL_GAP, left: one.x0 - LABEL_GAP, inside: one.at + LABEL_GAP + HEAD }[side];
  const half = density.bar / 2 + ABOVE;
  if (side === 'inside') link.append(draw('rect', { class: 'gap', x: x - AROUND, y: -half, width: ems(label) * density.font + 2 * AROUND, height: 2 * half }));
  link.append(draw('text', { class: `label ${side}`, x, y: '.35em' }, label));
  return link;
}

// The forms of a shape, around a line at 0.
function* forms(shape, view, density, one) {
  const { from, to } = one, { bar } = density, about = shape.start.approximate || shape.end.approximate ? ' about' : '';
  if (shape.kind === 'point') {
    yield draw('circle', { class: `point${about}`, cx: (from + to) / 2, r: bar / 2 });
  } else {
    const first = from + HEAD * isRunning(shape.start), last = to - HEAD * isRunning(shape.end), place = placing(shape, view, one);
    if (!shape.parts.length) yield drawBar(shape.kind + about, first, last, bar);
    for (const part of shape.parts) {
      const x = Math.max(first, place(part.lo)), stop = Math.min(last, place(part.hi + 1));
      if (x > last || stop < first) continue;
      const kind = part.kind + (part.kind === 'soft' || part.kind === 'join' ? '' : about);
      yield drawBar(kind, x, Math.max(x + LEAST, stop), kind === 'join' ? JOIN : bar);
    }
  }
  yield* drawEnd('start', shape.start, from, -1, density);
  yield* drawEnd('end', shape.end, to, 1, density);
}

function drawBar(kind, x, to, high) {
  const stop = Math.max(x, to), rx = /^[isj]/.test(kind) ? 1 : Math.min(high, stop - x) / 2;
  return draw('rect', { class: kind, x, y: -high / 2, width: stop - x, height: high, rx });
}

// What stands at one end, from the inside out: an arrow, or ~, ? and an end that is not known.
function* drawEnd(name, { bound, approximate, uncertain }, x, way, { bar }) {
  const em = (number) => `${Number((way * number).toPrecision(3))}em`, at = (number) => ({ class: 'sign', x: em(number), y: '.35em' });
  const signs = '~'.repeat(approximate) + '?'.repeat(uncertain), room = SIGN * signs.length;
  const pieces = Array.from(signs, (sign, place) => draw('text', at(SIGN * (place + 0.5)), sign));
  if (HEADS[bound]) {
    const [kind, path] = HEADS[bound];
    pieces.push(draw('path', { class: kind, d: path, transform: `scale(${way} ${px(bar / 2 + ABOVE)})` }));
  }
  if (bound === 'unknown') pieces.push(draw('line', { class: 'tail', x1: em(room), x2: em(room + 1.1) }), draw('text', at(room + 1.55), '?'));
  if (pieces.length) yield draw('g', { class: name, transform: `translate(${px(x)} 0)` }, ...pieces);
}

// An element of a drawing; numbers are pixels.
function draw(name, attributes, ...inside) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === 'number' ? px(value) : value);
  element.append(...inside);
  return element;
}

const px = (number) => String(Math.round(number * 10) / 10 + 0);

function em(char) {
  if (!MET.has(char)) MET.set(char, WIDTHS.find(([pattern]) => pattern.test(char))[1]);
  return MET.get(char);
}

// About how wide a text is, in em.
function ems(text) {
  if (!LONG.has(text)) LONG.set(text, Array.from(text).reduce((sum, char) => sum + em(char), 0));
  return LONG.get(text);
}

// The text, or as much of it as fits with an ellipsis.
function cut(text, limit) {
  if (ems(text) <= limit) return text;
  let room = limit - em('…'), kept = '';
  for (const char of text) {
    room -= em(char);
    if (room < 0) break;
    kept += char;
  }
  return kept.trim() ? `${kept.trimEnd()}…` : '';
}

// Where each mark and each label goes: hkinno/page/picture.py once more, for any width and any zoom.
// A subject is { kind, lo, hi, start, end, soft, color, label, n }.

const EDGE = 14, TAIL = 26, FEWEST = 10, FEWEST_OPEN = 366, BIN = 44;  // pixels, pixels, days, pixels
const SHORTEST = 9, SIGN = 0.7;  // em
const LABEL_GAP = 6, HEAD = 8;  // pixels: before a label, of an arrow
const DENSITIES = [
  { pitch: 24, bar: 9, font: 13, gap: 16, rows: 20, labelled: true, longest: Infinity },
  { pitch: 17, bar: 7, font: 12, gap: 12, rows: 36, labelled: true, longest: Infinity },
  { pitch: 13.5, bar: 6, font: 11, gap: 10, rows: 56, labelled: true, longest: Infinity },
  { pitch: 13.5, bar: 6, font: 11, gap: 10, rows: 56, labelled: true, longest: 44 },
  { pitch: 9, bar: 5, font: 11, gap: 2.5, rows: 52, labelled: false },
];
const WIDE = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3fffd}]/u;
const NARROW = /^[ !',.:;|ijlI()[\]ft-]/;
const BROAD = /^[A-HJ-Zmw@%&–—…]/;
const WIDTHS = new Map();  // of characters that were met, in em

// A stretch of time on so many pixels.
class View {
  constructor(lo, scale, width) { Object.assign(this, { lo, scale, width }); }

  x(day) {
    if (day === -Infinity) return 0;
    return day === Infinity ? this.width : (day - this.lo) * this.scale;
  }

  day(x) { return this.lo + x / this.scale; }

  get hi() { return this.day(this.width); }
}

function whole(subjects, width) {
  const days = subjects.flatMap((s) => [s.lo, s.hi]).filter(Number.isFinite);
  let lo = days.reduce((a, b) => Math.min(a, b), days.length ? Infinity : 0);
  let hi = days.reduce((a, b) => Math.max(a, b), days.length ? -Infinity : 0) + 1;
  const starts = subjects.some((s) => s.start.bound), ends = subjects.some((s) => s.end.bound);
  const short = Math.max(0, (starts || ends ? FEWEST_OPEN : FEWEST) - (hi - lo)) / 2;
  lo -= short;
  hi += short;
  const left = EDGE + TAIL * starts, scale = (width - left - EDGE - TAIL * ends) / (hi - lo);
  return new View(lo - left / scale, scale, width);
}

// Subjects stand in order of time. Those in the window, which is a part of the view, are placed
// first, and have their labels in there.
function layout(subjects, view, window = view) {
  const sees = (s) => s.hi + 1 >= window.lo && s.lo <= window.hi;
  const order = [...subjects.filter(sees), ...subjects.filter((s) => !sees(s))];
  const left = view.x(window.lo), edges = (s) => (sees(s) ? [left, left + window.width] : [0, view.width]);
  for (const density of DENSITIES.filter((one) => one.labelled)) {
    const found = labelledRows(order, view, density, edges);
    if (found.placed.length === subjects.length) return { ...found, view, density, folds: [] };
  }
  return stacked(subjects, view, DENSITIES.at(-1));
}

// The pixels of a shape itself, which are to scale unless that is too little to be seen.
function body(shape, view, density) {
  let x0 = view.x(shape.lo), x1 = view.x(shape.hi + 1);
  if (shape.start.bound === 'open') x0 += beside(shape.start, density);
  if (shape.end.bound === 'open') x1 -= beside(shape.end, density);
  const least = shape.kind === 'point' ? density.bar : density.bar / 2;
  if (x1 - x0 < least || shape.kind === 'point') return [(x0 + x1 - least) / 2, (x0 + x1 + least) / 2];
  return [x0, x1];
}

function beside(end, density) {
  return end.signs.length * SIGN * density.font + TAIL * (end.bound === 'unknown');
}

function extent(shape, view, density) {
  const [x0, x1] = body(shape, view, density);
  return [x0 - beside(shape.start, density), x1 + beside(shape.end, density)];
}

// Each mark with its label in the first row that has room; stops when there is none.
function labelledRows(subjects, view, density, edges) {
  const rows = [], placed = [];
  for (const subject of subjects) {
    const [x0, x1] = extent(subject, view, density);
    const { label, side, from, to } = said(subject, x0, x1, edges(subject), density);
    let row = rows.findIndex((taken) => taken.every(([start, end]) => to <= start || end <= from));
    if (row < 0) row = rows.length;
    if (row === density.rows) break;
    if (row === rows.length) rows.push([]);
    rows[row].push([from - density.gap, to + density.gap]);
    placed.push({ subject, row, x0, x1, label, side });
  }
  return { rows: rows.length, placed };
}

// The label, its side of the mark, and what both take.
function said(subject, x0, x1, edges, density) {
  const [label, side] = fitted(cut(subject.label, density.longest), rooms(x0, x1, ...edges), density);
  const [from, to] = reach({ x0, x1, label, side }, density);
  return { label, side, from, to };
}

// The pixels that a label may take on each side of a mark, and inside, before the arrows of a bar.
function rooms(x0, x1, start, end) {
  return { right: end - x1, left: x0 - start, inside: Math.min(x1, end) - Math.max(x0, start) - 2 * HEAD };
}

// The first side on which a label is whole, else the roomiest and what of it fits there.
function fitted(text, free, density) {
  const room = ems(text) * density.font + LABEL_GAP, sides = Object.keys(free);
  const whole = sides.find((side) => room <= free[side]);
  if (whole) return [text, whole];
  const side = sides.reduce((best, other) => (free[other] > free[best] ? other : best));
  return [cut(text, (free[side] - LABEL_GAP) / density.font), side];
}

// What a mark takes with its label.
function reach({ x0, x1, label, side }, density) {
  const room = label ? ems(label) * density.font + LABEL_GAP : 0;
  return [x0 - room * (side === 'left'), x1 + room * (side === 'right')];
}

// Marks and their labels as they are seen by a view that shows less than what was laid out: a label
// that its edge would cut stands at another side of its mark if it is whole there, else it is cut.
function settled(marks, view, density) {
  const rows = new Map(marks.map((one) => [one.row, []])), cramped = [];
  const found = marks.map((one) => {
    const [x0, x1] = extent(one.subject, view, density);
    return { ...one, x0, x1, label: x1 < 0 || x0 > view.width ? '' : one.label };
  });
  for (const one of found) {
    const fits = isWhole(one, view, density);
    rows.get(one.row).push(fits ? reach(one, density) : [one.x0, one.x1]);
    if (!fits) cramped.push(one);
  }
  for (const one of cramped) {
    move(one, rows.get(one.row), view, density);
    rows.get(one.row).push(reach(one, density));
  }
  return found;
}

// Whether a label is all in sight, and all that it may be. Those of bars move with what is seen.
function isWhole(one, view, density) {
  if (one.x1 < 0 || one.x0 > view.width) return true;
  if (density.labelled && one.label !== one.subject.label) return false;
  const [from, to] = reach(one, density);
  return !one.label || (one.side === 'right' && to <= view.width) || (one.side === 'left' && from >= 0);
}

// Another side for a label, or less of it. Beside stacked marks only that is free which it had.
function move(one, taken, view, density) {
  const { x0, x1, subject, side } = one, { gap, font, labelled } = density;
  if (!labelled) {
    const room = (view.width - x1 - LABEL_GAP) / font;
    one.label = room < SHORTEST ? '' : cut(one.label, room);
    return;
  }
  const start = Math.max(0, ...taken.map(([, to]) => (to > x0 ? 0 : to + gap)));
  const end = Math.min(view.width, ...taken.map(([from]) => (from < x1 ? Infinity : from - gap)));
  const free = { [side]: 0, ...rooms(x0, x1, start, end) };  // it stays at its side, if it can
  [one.label, one.side] = fitted(cut(subject.label, density.longest), free, density);
}

// Marks on top of each other; labels for those that stand free; counts for the rest.
function stacked(subjects, view, density) {
  const ends = [], placed = [], spare = new Map();
  for (const subject of subjects) {
    const [x0, x1] = extent(subject, view, density);
    let row = ends.findIndex((end) => end <= x0);
    if (row < 0) row = ends.length;
    if (row === density.rows) {
      const bin = Math.floor(Math.max(0, Math.min((x0 + x1) / 2, view.width - BIN)) / BIN);
      if (!spare.has(bin)) spare.set(bin, []);
      spare.get(bin).push(subject);
      continue;
    }
    ends[row] = x1 + density.gap;
    placed.push({ subject, row, x0, x1, label: '', side: '' });
  }
  nameSome(placed, view, density);
  const bins = [...spare].sort(([a], [b]) => a - b);
  return { view, density, rows: ends.length, placed, folds: bins.map(([bin, folded]) => ({ x: (bin + 0.5) * BIN, folded })) };
}

// Labels to the right of marks where the row is free, and so are those next to it.
function nameSome(placed, view, density) {
  const taken = new Map();
  for (const one of placed) {
    if (!taken.has(one.row)) taken.set(one.row, []);
    taken.get(one.row).push([one.x0, one.x1]);
  }
  for (const one of placed) {
    const start = one.x1 + 1, rows = [-1, 0, 1].map((step) => taken.get(one.row + step) ?? []);
    const room = Math.min(...rows.map((row) => freeFrom(row, start, view.width))) - 2 * LABEL_GAP;
    const label = cut(one.subject.label, room / density.font);
    if (!label || (label !== one.subject.label && room < SHORTEST * density.font)) continue;
    rows[1].push([start, start + ems(label) * density.font + 2 * LABEL_GAP]);
    Object.assign(one, { label, side: 'right' });
  }
}

function freeFrom(taken, start, width) {
  let free = width;
  for (const [x0, x1] of taken) {
    if (x0 <= start && start < x1) return 0;
    if (x0 > start && x0 < free) free = x0;
  }
  return free - start;
}

// About how wide a character is, and a text, in em; rather too much than too little.
function em(char) {
  if (!WIDTHS.has(char)) WIDTHS.set(char, WIDE.test(char) ? 1.02 : NARROW.test(char) ? 0.36 : BROAD.test(char) ? 0.82 : 0.6);
  return WIDTHS.get(char);
}

function ems(text) {
  let sum = 0;
  for (const char of text) sum += em(char);
  return sum;
}

// The text, or as much of it as fits with an ellipsis.
function cut(text, limit) {
  if (ems(text) <= limit) return text;
  let sum = em('…'), kept = '';
  for (const char of text) {
    sum += em(char);
    if (sum > limit) break;
    kept += char;
  }
  kept = kept.trimEnd();
  return kept ? `${kept}…` : '';
}

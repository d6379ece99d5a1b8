// Where each mark and each label goes: hkinno/picture.py once more, for any width and any zoom.
// A subject is { kind, lo, hi, start, end, soft, color, label, ems, n }.

const EDGE = 14, TAIL = 26, FEWEST = 10, FEWEST_OPEN = 366, BIN = 44;  // pixels, pixels, days, pixels
const LONGEST = 44, SHORTEST = 9, SIGN = 0.7;  // em
const LABEL_GAP = 6;
const DENSITIES = [
  { pitch: 24, bar: 9, font: 13, gap: 16, rows: 20, labelled: true },
  { pitch: 17, bar: 7, font: 12, gap: 12, rows: 36, labelled: true },
  { pitch: 13.5, bar: 6, font: 11, gap: 10, rows: 56, labelled: true },
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

// Subjects stand in order of time.
function layout(subjects, view) {
  for (const density of DENSITIES.filter((one) => one.labelled)) {
    const found = labelledRows(subjects, view, density);
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
function labelledRows(subjects, view, density) {
  const rows = [], placed = [];
  for (const subject of subjects) {
    const [x0, x1] = extent(subject, view, density);
    const { label, side, from, to } = said(subject, x0, x1, view.width, density);
    let row = rows.findIndex((taken) => taken.every(([start, end]) => to <= start || end <= from));
    if (row < 0) row = rows.length;
    if (row === density.rows) break;
    if (row === rows.length) rows.push([]);
    rows[row].push([from - density.gap, to + density.gap]);
    placed.push({ subject, row, x0, x1, label, side });
  }
  return { rows: rows.length, placed };
}

// The label, its side, and what the mark takes with it: right of it, else left, else inside.
function said(subject, x0, x1, width, density) {
  const need = (text) => ems(text) * density.font + LABEL_GAP;
  const longest = Math.max(0.5 * width, Math.min(0.62 * width, 260));
  const most = Math.max(width - x1, x0, x1 - x0);
  let label = cut(subject.label, Math.min(LONGEST, longest / density.font));
  if (need(label) > most) label = cut(subject.label, (most - LABEL_GAP) / density.font);
  const room = need(label);
  if (room <= width - x1) return { label, side: 'right', from: x0, to: x1 + room };
  if (room <= x0) return { label, side: 'left', from: x0 - room, to: x1 };
  return { label, side: 'inside', from: x0, to: x1 };
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
    const label = cut(one.subject.label, Math.min(LONGEST, room / density.font));
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

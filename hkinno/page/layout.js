// Where each mark and each label goes when the drawing is zoomed, moved, filtered, or as wide as its
// window: as picture.py and layout.py have it for the drawing at rest.

const { EDGE, FEWEST, FEWEST_OPEN, BIN, SHORTEST, DENSITIES, SPARE, TAIL_SHARE, SHARE } = PAGE.constants;

// A stretch of time on so many pixels.
class View {
  constructor(lo, scale, width) { Object.assign(this, { lo, scale, width }); }
  get hi() { return this.day(this.width); }
  day(x) { return this.lo + x / this.scale; }
  x(day) { return day === -Infinity ? 0 : day === Infinity ? this.width : (day - this.lo) * this.scale; }
}

// The view from the start of a day to that of another, with an edge at its sides.
function viewOf([lo, hi], width) {
  const scale = (width - 2 * EDGE) / Math.max(1, hi - lo);
  return new View(lo - EDGE / scale, scale, width);
}

// The first and last bounded day of a shape, if it has any.
function boundsOf({ lo, hi, parts }) {
  const days = [lo, hi, ...parts.flatMap((part) => [part.lo, part.hi])].filter(Number.isFinite);
  return days.length ? [Math.min(...days), Math.max(...days)] : null;
}

// The days that the drawing shows at first, from one to before another: where the events are, or all of them.
function daysOf(shapes, isWhole = false) {
  const bounds = shapes.map(boundsOf).filter(Boolean);
  const begins = bounds.map(([lo]) => lo).sort((a, b) => a - b), ends = bounds.map(([, hi]) => hi).sort((a, b) => a - b);
  if (!bounds.length) [begins[0], ends[0]] = [1, 0];
  const [lo, last] = isWhole || !bounds.length ? [begins[0], ends.at(-1)] : trimmed(begins, ends), hi = last + 1;
  const isOpen = shapes.some(({ start, end }) => start.bound !== 'fixed' || end.bound !== 'fixed');
  const short = Math.max(0, (isOpen ? FEWEST_OPEN : FEWEST) - (hi - lo));
  return [lo - short / 2, hi + short / 2];
}

// As few as possible are left out at the ends that the middle takes half; extent.py has it.
function trimmed(begins, ends) {
  const count = begins.length, spare = Math.floor(count * SPARE), tail = Math.floor(count * TAIL_SHARE);
  const most = Math.floor((begins[count - 1 - tail] + 1 - ends[tail]) * SHARE[1] / SHARE[0]);
  if (most <= 0) return [begins[0], ends[count - 1]];
  let best = null;
  for (let first = 0; first <= spare; first += 1) {
    const last = count - placeOf(ends, begins[first] + most - 1);
    if (last <= spare && (!best || first + last < best[0])) best = [first + last, first, last];
  }
  if (!best) {
    const choices = [0, spare].flatMap((first) => [0, spare].map((last) => [first + last, first, last]));
    const long = ([, first, last]) => ends[count - 1 - last] + 1 - begins[first], least = Math.min(...choices.map(long));
    best = choices.find((choice) => long(choice) * 9 <= least * 10);
  }
  return [begins[best[1]], ends[count - 1 - best[2]]];
}

// How many of some numbers in order are no larger than one.
function placeOf(numbers, limit) {
  let lo = 0, hi = numbers.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if (numbers[middle] <= limit) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

// Place items ({ shape, title, … }, in order of time) in the loosest way that is not too high. It is
// done in steps, as all that takes long where there is much. Marks keep the rows that they had `before`
// if they can, so that nothing jumps when the drawing is moved.
function* arranged(items, view, before = new Map()) {
  for (const density of DENSITIES.slice(0, -1)) {
    const placed = placeLabelled(items, view, density, before);
    if (placed.length === items.length) return { view, density, rows: 1 + Math.max(-1, ...placed.map(({ row }) => row)), stacks: 0, placed, folds: [] };
    yield;
  }
  return yield* crowded(items, view, DENSITIES.at(-1));
}

// Each mark with its label in the first row that has room; stops when there is none.
function placeLabelled(items, view, density, before) {
  const rows = [], placed = [], isKept = ({ mark }) => before.has(mark);
  const ordered = before.size ? [...items.filter(isKept), ...items.filter((item) => !isKept(item))] : items;
  for (const item of ordered) {
    const one = { ...item, ...measure(item.shape, view, density) }, [start, end] = widest(item.shape, view, one);
    fit(one, cut(item.title, density.longest ?? Infinity), { right: view.width - one.x1, left: one.x0, inside: end - start - 2 * HEAD }, density);
    const [from, to] = reach(one, density);
    one.at = start;
    const isFree = (taken = []) => taken.every(([first, last]) => to <= first || last <= from), kept = before.get(item.mark);
    one.row = isFree(rows[kept]) ? kept ?? rows.findIndex(isFree) : rows.findIndex(isFree);
    if (one.row < 0) one.row = rows.length;
    if (one.row === density.rows) return placed;
    (rows[one.row] ??= []).unshift([from - density.gap, to + density.gap]);  // the last is the first to be in the way
    placed.push(one);
  }
  return placed;
}

// Give a mark its label at the first side where it is whole, else what fits of it at the roomiest.
function fit(one, text, free, { font }) {
  const room = ems(text) * font + LABEL_GAP, sides = Object.keys(free);
  one.side = sides.find((side) => room <= free[side]) ?? sides.reduce((best, side) => (free[side] > free[best] ? side : best));
  one.label = room <= free[one.side] ? text : cut(text, (free[one.side] - LABEL_GAP) / font);
}

// The pixels of a mark with its label.
function reach({ x0, x1, label, side }, { font }) {
  const room = label ? ems(label) * font + LABEL_GAP : 0;
  return [x0 - room * (side === 'left'), x1 + room * (side === 'right')];
}

// Labels for those that find room in some rows; all others stacked; counts for the rest.
function* crowded(items, view, density) {
  const first = yield* named(items, view, density), names = new Set(first.map(({ mark }) => mark));
  const ends = Array(density.stacks).fill(-Infinity), stacked = [], folds = new Map();
  for (const item of items) {
    yield;
    if (names.has(item.mark)) continue;
    const one = { ...item, ...measure(item.shape, view, density), label: '', side: '' }, row = ends.findIndex((end) => end <= one.x0);
    if (row < 0) {
      const x = (Math.floor(Math.max(0, Math.min((one.x0 + one.x1) / 2, view.width - BIN)) / BIN) + 0.5) * BIN;
      folds.set(x, (folds.get(x) ?? 0) + 1);
      continue;
    }
    ends[row] = one.x1 + density.close;
    stacked.push({ ...one, row: -1 - row });
  }
  const placed = [...first, ...stacked], rows = 1 + Math.max(-1, ...first.map(({ row }) => row));
  return { view, density, rows, stacks: ends.filter((end) => end > -Infinity).length, placed, folds: [...folds].sort(([a], [b]) => a - b) };
}

// Marks with labels, in rows that are filled from both ends: the upper half with labels to the right,
// from the first event on, the lower with those to the left, from the last back; then what is left of them.
function* named(items, view, density) {
  const half = (density.rows + 1) >> 1, gaps = Array.from({ length: density.rows }, () => [-Infinity, Infinity]), placed = new Map();
  const [upper, lower] = [[0, half], [half, density.rows]], back = [...items].reverse();
  const bare = new Map(items.map((item) => [item, measure(item.shape, view, density)]).map(([item, { x0, x1 }]) => [item, [x0, x1]]));
  for (const [side, [from, to]] of [['right', upper], ['left', lower], ['right', lower], ['left', upper]]) {
    for (const item of side === 'left' ? back : items) {
      yield;
      const find = (start, end) => {
        for (let row = from; row < to; row += 1) if (gaps[row][0] <= start && end <= gaps[row][1]) return row;
        return -1;
      };
      // most do not even fit without their label, and need not be measured
      if (placed.has(item.mark) || find(...bare.get(item)) < 0) continue;
      const one = inCrowd(item, view, density, side), [start, end] = reach(one, density), row = find(start, end);
      if (!one.label || row < 0) continue;
      if (side === 'left') gaps[row][1] = start - density.gap;
      else gaps[row][0] = end + density.gap;
      placed.set(item.mark, { ...one, row });
    }
  }
  return [...placed.values()];
}

// Where a mark is, with its label inside or at a side if there is room for enough of it.
function inCrowd(item, view, density, side) {
  const one = { ...item, ...measure(item.shape, view, density) }, [start, end] = widest(item.shape, view, one), text = cut(item.title, density.longest);
  fit(one, text, { inside: end - start - 2 * HEAD, [side]: side === 'left' ? one.x0 : view.width - one.x1 }, density);
  if (ems(one.label) < Math.min(SHORTEST, ems(text))) one.label = '';
  return { ...one, at: start };
}

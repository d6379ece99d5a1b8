// Where each mark and each label goes when the drawing is zoomed, moved, filtered, or as wide as
// its window: as picture.py has it for the drawing at rest.

const { EDGE, FEWEST, FEWEST_OPEN, BIN, SHORTEST, SLACK, DENSITIES } = PAGE.constants;

// A stretch of time on so many pixels.
class View {
  constructor(lo, scale, width) { Object.assign(this, { lo, scale, width }); }
  get hi() { return this.day(this.width); }
  day(x) { return this.lo + x / this.scale; }
  x(day) { return day === -Infinity ? 0 : day === Infinity ? this.width : (day - this.lo) * this.scale; }
  sees(mark) { return mark.hi + 1 >= this.lo && mark.lo <= this.hi; }
}

// The view that has all marks in it.
function whole(marks, width) {
  const days = marks.flatMap((mark) => [mark.lo, mark.hi, ...mark.parts.flat()]).filter(Number.isFinite), [any = 0] = days;
  const first = days.reduce((a, b) => Math.min(a, b), any), last = days.reduce((a, b) => Math.max(a, b), any) + 1;
  const [starts, ends] = ['start', 'end'].map((end) => marks.some((mark) => mark[end].open || mark[end].unknown));
  const short = Math.max(0, (starts || ends ? FEWEST_OPEN : FEWEST) - (last - first));
  const left = EDGE + TAIL * starts, scale = (width - left - EDGE - TAIL * ends) / (last - first + short);
  return new View(first - short / 2 - left / scale, scale, width);
}

// Marks stand in order of time. Those in the window, which is a part of the view, are placed first,
// and have their labels in there.
function layout(marks, view, window = view) {
  const left = view.x(window.lo), edges = (mark) => (window.sees(mark) ? [left, left + window.width] : [0, view.width]);
  const order = [...marks.filter((mark) => window.sees(mark)), ...marks.filter((mark) => !window.sees(mark))];
  for (const density of DENSITIES) {
    const found = rowsOf(order, view, density, edges);
    if (found) return found;
  }
}

// Each mark, with its label if it has to have one, in the first row that has room; counts of those
// that find none, where labels need not be. Else there is nothing.
function rowsOf(marks, view, density, edges) {
  const rows = [], placed = [], folds = new Map();
  for (const mark of marks) {
    const one = { mark, ...mark.extent(view, density), label: '', side: '' };
    if (density.labelled) fit(one, rooms(one, view, ...edges(mark)), density);
    const [from, to] = reach(one, density);
    one.row = rows.findIndex((taken) => taken.every(([start, end]) => to <= start || end <= from));
    if (one.row < 0) one.row = rows.length;
    if (one.row === density.rows && density.labelled) return null;
    if (one.row < density.rows) {
      (rows[one.row] ??= []).unshift([from - density.gap, to + density.gap]);  // the last is the first to be in the way
      placed.push(one);
    } else {
      const x = (Math.floor(Math.max(0, Math.min((one.x0 + one.x1) / 2, view.width - BIN)) / BIN) + 0.5) * BIN;
      folds.set(x, (folds.get(x) ?? 0) + 1);
    }
  }
  return { view, density, rows: rows.length, placed, folds: [...folds].sort(([a], [b]) => a - b) };
}

// The pixels that a label may take on each side of a mark, and inside, before the arrows of a bar.
function rooms(one, view, start, end) {
  const [from, to] = one.mark.widest(view, one, start, end);
  one.at = from;
  return { right: end - one.x1, left: one.x0 - start, inside: to - from - 2 * HEAD };
}

// Give a mark its label at the first side where it is whole, else what fits of it at the roomiest.
function fit(one, free, { font, longest = Infinity }) {
  const text = cut(one.mark.whole, longest), room = ems(text) * font + LABEL_GAP, sides = Object.keys(free);
  one.side = sides.find((side) => room <= free[side]) ?? sides.reduce((best, side) => (free[side] > free[best] ? side : best));
  one.label = room <= free[one.side] ? text : cut(text, (free[one.side] - LABEL_GAP) / font);
}

// The pixels of a mark with its label.
function reach({ x0, x1, label, side }, { font }) {
  const room = label ? ems(label) * font + LABEL_GAP : 0;
  return [x0 - room * (side === 'left'), x1 + room * (side === 'right')];
}

// Marks and their labels as a view has them that may show less than what was laid out.
function seenBy(view, { placed, density, view: all }) {
  const found = placed.map((one) => ({ ...one, ...one.mark.extent(view, density) })), rows = [];
  const isOff = ({ x0, x1 }) => x1 < 0 || x0 > view.width;
  for (const one of found) (rows[one.row] ??= []).push(one);
  for (const one of found) if (!density.labelled || (view !== all && !isOff(one))) settle(one, rows, view, density);
  for (const one of found) if (isOff(one)) one.label = '';
  return found.filter(({ x0, x1 }) => x1 > -BEYOND && x0 < view.width + BEYOND);
}

// Give a mark the label that fits between those before and behind it in its row, at its side if it
// can; stacked ones have theirs to the right, where the rows beside their own are free, too.
function settle(one, rows, view, density) {
  const { labelled, gap, font } = density, text = one.mark.whole, space = labelled ? gap : LABEL_GAP;
  let start = -Infinity, end = view.width;
  for (const row of labelled ? [one.row] : [one.row - 1, one.row, one.row + 1]) {
    for (const other of rows[row] ?? []) {
      const [from, to] = reach(other, density);
      if (other.x0 > one.x1 + SLACK) end = Math.min(end, from - space);
      else if (other !== one) start = Math.max(start, to);
    }
  }
  if (labelled) return fit(one, { [one.side]: 0, ...rooms(one, view, Math.max(0, start + space), end) }, density);
  const room = start > one.x1 + SLACK ? 0 : (end - one.x1 - LABEL_GAP) / font;
  Object.assign(one, { side: 'right', label: room < Math.min(SHORTEST, ems(text)) ? '' : cut(text, room) });
}

// A picture as SVG elements: hkinno/page/ink.py once more. Nothing here is ever read as HTML.

const TOP = 6, FOLDS = 20, AXIS = 28, COLUMN = 8, TICK_GAP = 4, BEYOND = 200;  // pixels
const OVERHANG = 2;  // columns
const SVG = 'http://www.w3.org/2000/svg';
// What may not act in a text: controls, and marks that turn its direction (fields.py, visible).
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

function visible(text) {
  const escaped = (char) => {
    const code = char.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  };
  return text.replace(/[ \t\n\r\f\v]+/g, ' ').replace(UNSEEN, escaped);
}

const px = (number) => String(Math.round(number * 10) / 10);

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === 'number' ? px(value) : value);
  made.append(...children);
  return made;
}

// What is seen of a picture through `view`, which has its scale but may begin elsewhere; not lower
// than `least`, so that what stands below does not jump. Gives the elements and the height.
function drawn(picture, view, least, describe) {
  const { density, folds } = picture;
  const floor = Math.max(least - AXIS, TOP + FOLDS * (folds.length > 0) + Math.max(1, picture.rows) * density.pitch + TOP);
  const shift = (picture.view.lo - view.lo) * view.scale;
  const seen = picture.placed.filter((one) => one.x1 + shift > -BEYOND && one.x0 + shift < view.width + BEYOND);
  const elements = [...grid(view, floor)];
  for (const one of picture.view === view ? seen : settled(seen, view, density)) {
    const y = density.labelled ? TOP + (one.row + 0.5) * density.pitch : floor - TOP - (one.row + 0.5) * density.pitch;
    const group = describe(one.subject);
    group.append(...shapes(one.subject, view, y, density), ...label(one, y, density));
    elements.push(group);
  }
  for (const fold of folds) elements.push(...folded(fold, fold.x + shift, view));
  return { elements, height: floor + AXIS };
}

function* grid(view, bottom) {
  yield svg('path', { class: 'axis', d: `M0 ${px(bottom)}H${px(view.width)}` });
  const lo = Math.ceil(view.lo), hi = Math.max(lo, Math.floor(view.hi) - 1);
  let free = 0;
  for (const { day, label } of ticks(lo, hi, Math.max(1, Math.floor(view.width / COLUMN)), OVERHANG)) {
    const x = view.x(day), wide = COLUMN * label.length, start = Math.min(x + TICK_GAP, view.width - wide);
    if (!label || start < free) continue;
    yield svg('path', { class: 'grid', d: `M${px(x)} 0V${px(bottom + 18 * (start > x))}` });
    yield svg('text', { class: 'tick', x: start, y: bottom + 17 }, label);
    free = start + wide + TICK_GAP;
  }
}

function* label({ x0, x1, label: text, side }, y, density) {
  if (!text) return;
  const x = { right: x1 + LABEL_GAP, left: x0 - LABEL_GAP, inside: Math.max(x0, 0) + LABEL_GAP + HEAD }[side];
  if (side === 'inside') {  // paper in the middle of the bar, on which the label stands
    const high = density.bar + 4;
    yield svg('rect', { class: 'gap', x: x - 4, y: y - high / 2, width: ems(text) * density.font + 8, height: high });
  }
  yield svg('text', { class: `label ${side}`, 'font-size': density.font, x, y: y + density.font * 0.35 }, text);
}

function* folded(fold, x, view) {
  if (x < -BIN || x > view.width + BIN) return;
  const group = svg('g', { class: 'fold', 'data-x': x });
  group.append(svg('title', {}, `${fold.folded.length} more here`));
  group.append(svg('rect', { x: x - BIN / 2 + 1, y: TOP - 2, width: BIN - 2, height: FOLDS - 4, rx: FOLDS / 2 - 2 }));
  // half a number at the edge would be another number
  if (x >= BIN / 2 - 1 && x <= view.width - BIN / 2 + 1) group.append(svg('text', { x, y: TOP + 10 }, `+${fold.folded.length}`));
  yield group;
}

function* shapes(shape, view, y, density) {
  const about = /~/.test(shape.start.signs + shape.end.signs) ? ' about' : '';
  const [x0, x1] = body(shape, view, density);
  if (shape.kind === 'point') {
    yield svg('circle', { class: `point${about}`, cx: (x0 + x1) / 2, cy: y, r: density.bar / 2 });
  } else {
    const start = x0 + HEAD * (shape.start.bound === 'open'), end = x1 - HEAD * (shape.end.bound === 'open');
    yield bar(shape.kind + about, start, end, y, density, view);
    for (const [lo, hi] of shape.soft) {
      yield bar('soft', Math.max(start, view.x(lo)), Math.min(end, view.x(hi + 1)), y, density, view);
    }
  }
  yield* ending(shape.start, x0, -1, y, density);
  yield* ending(shape.end, x1, 1, y, density);
}

// What is far out of sight is left out: browsers draw such lengths wrongly.
function bar(kind, x0, x1, y, density, view) {
  const start = Math.max(x0, -BEYOND), end = Math.max(start, Math.min(x1, view.width + BEYOND));
  const round = /^[is]/.test(kind) ? 1 : Math.min(density.bar, end - start) / 2;
  return svg('rect', { class: kind, x: start, y: y - density.bar / 2, width: end - start, height: density.bar, rx: round });
}

function* ending(end, x, way, y, density) {
  if (end.bound === 'open') {
    const half = density.bar / 2 + 2;
    yield svg('path', { class: 'head', d: `M${px(x)} ${px(y)}l${-way * HEAD} ${px(-half)}v${px(2 * half)}z` });
  }
  const step = SIGN * density.font;
  let at = x;
  for (const text of end.signs) {
    yield sign(text, at + way * step / 2, y, density);
    at += way * step;
  }
  if (end.bound === 'unknown') {
    yield svg('path', { class: 'tail', d: `M${px(at)} ${px(y)}h${way * 14}` });
    yield sign('?', at + way * 20, y, density);
  }
}

function sign(text, x, y, density) {
  return svg('text', { class: 'sign', 'font-size': density.font, x, y: y + density.font * 0.35 }, text);
}

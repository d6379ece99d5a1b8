// The marks of the drawing. Python drew them; here they are read, measured for a view, and moved to
// where it has them: ink.py says of what pieces they are.

const { TAIL, LABEL_GAP, HEAD, SIGN, AROUND, ABOVE, LEAST, JOIN } = PAGE.constants;
const BEYOND = 200;  // pixels: what is farther out of sight is left out, as browsers draw such lengths wrongly
const WIDTHS = PAGE.widths.map(([pattern, em]) => [new RegExp(`^${pattern}`, 'u'), em]);
const MET = new Map();  // how wide characters are that were met, in em

class Mark {
  constructor(element, spare) {
    const { n, lo, hi, start, end } = element.dataset, title = element.querySelector('title');
    const [when] = title.textContent.split(': ', 1), whole = title.textContent.slice(when.length + 2);
    Object.assign(this, { element, title, when, whole, n: Number(n), lo: Number(lo), hi: Number(hi) });
    for (const [name, said = ''] of [['start', start], ['end', end]]) {
      const pieces = element.querySelector(`.${name}`), head = element.querySelector(`.${name} .head`);
      const signs = said.replace(/[>…]/, '').length, open = said.endsWith('>'), unknown = said.endsWith('…');
      this[name] = { pieces, head, signs, open, unknown };
    }
    [this.label, this.gap] = ['.label', '.gap'].map((at) => element.querySelector(at) ?? spare.querySelector(at).cloneNode());
    this.forms = [...element.querySelectorAll('circle, rect:not(.gap)')];
    this.isPoint = this.forms[0].localName === 'circle';
    // the days of each, if they are not those of the mark
    this.parts = this.forms.map(({ dataset: { lo: first, hi: last } }) => first && [Number(first), Number(last)]);
  }

  say(title) {
    this.whole = title.replace(/ +/g, ' ').trim();
    this.title.textContent = `${this.when}: ${this.whole}`;
  }

  // The pixels of the form itself (from, to), which are to scale unless that is too little to be
  // seen, and of all that belongs to it (x0, x1).
  extent(view, { bar, font }) {
    const [before, after] = [this.start, this.end].map(({ signs, unknown }) => signs * SIGN * font + TAIL * unknown);
    let from = view.x(this.lo) + before * this.start.open, to = view.x(this.hi + 1) - after * this.end.open;
    const least = this.isPoint ? bar : bar / 2, middle = (from + to) / 2;
    if (to - from < least || this.isPoint) [from, to] = [middle - least / 2, middle + least / 2];
    return { from, to, x0: from - before, x1: to + after };
  }

  // Where a day of the mark is, which may be drawn wider than it is.
  placing(view, { from, to }) {
    const [begin, stop] = [view.x(this.lo), view.x(this.hi + 1)], isWider = to - from > stop - begin && stop > begin;
    return (day) => (isWider ? from + (view.x(day) - begin) * (to - from) / (stop - begin) : view.x(day));
  }

  // The pixels of a part between start and end on which a label may stand: it must not hide where a form ends.
  widest(view, one, start, end) {
    const place = this.placing(view, one), isWhole = !this.parts[0];
    const spans = isWhole ? [[one.x0, one.x1]] : this.parts.map(([lo, hi]) => [Math.max(one.from, place(lo)), Math.min(one.to, place(hi + 1))]);
    const found = spans.map(([x0, x1]) => [Math.max(x0, start), Math.min(x1, end)]);
    return found.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] + 1 ? span : best));
  }

  // Put all pieces at their places, on a line at y pixels.
  move(y, { from, to, x0, x1, at, label, side }, view, { bar, font }) {
    const first = from + HEAD * this.start.open, last = to - HEAD * this.end.open, half = bar / 2 + ABOVE;
    const place = this.placing(view, { from, to }), [near, far] = [Math.max(-BEYOND, first), Math.min(view.width + BEYOND, last)];
    set(this.element, { transform: `translate(0 ${px(y)})` });
    for (const [n, form] of this.forms.entries()) {
      const part = this.parts[n], isSharp = /^[isj]/.test(form.classList), high = form.classList.contains('join') ? JOIN : bar;
      const [start, end] = part ? [place(part[0]), place(part[1] + 1)] : [first, last];
      const x = Math.max(near, start), stop = Math.min(far, end), least = part && x <= far && stop >= near ? LEAST : 0;
      const width = Math.max(least, stop - x);
      if (this.isPoint) set(form, { cx: (from + to) / 2, r: bar / 2 });
      else set(form, { x, y: -high / 2, width, height: high, rx: isSharp ? 1 : Math.min(bar, width) / 2 });
    }
    for (const [{ pieces, head }, x, way] of [[this.start, from, -1], [this.end, to, 1]]) {
      if (pieces) set(pieces, { transform: `translate(${px(x)} 0)` });
      if (head) set(head, { transform: `scale(${way} ${px(half)})` });
    }
    for (const piece of [this.gap, this.label]) piece.remove();
    if (!label) return;
    const x = { right: x1 + LABEL_GAP, left: x0 - LABEL_GAP, inside: at + LABEL_GAP + HEAD }[side];
    set(this.label, { class: `label ${side}`, x }).textContent = label;
    set(this.gap, { x: x - AROUND, y: -half, width: ems(label) * font + 2 * AROUND, height: 2 * half });
    this.element.append(...(side === 'inside' ? [this.gap] : []), this.label);
  }
}

const px = (number) => String(Math.round(number * 10) / 10);

// The element, with these attributes; numbers are pixels.
function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === 'number' ? px(value) : value);
  return element;
}

function em(char) {
  if (!MET.has(char)) MET.set(char, WIDTHS.find(([pattern]) => pattern.test(char))[1]);
  return MET.get(char);
}

// About how wide a text is, in em.
const ems = (text) => Array.from(text).reduce((sum, char) => sum + em(char), 0);

// The text, or as much of it as fits with an ellipsis.
function cut(text, limit) {
  if (ems(text) <= limit) return text;
  const kept = Array.from(text);
  while (kept.length && ems(kept) + em('…') > limit) kept.pop();
  return kept.length ? `${kept.join('').trimEnd()}…` : '';
}

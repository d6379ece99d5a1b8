// A strip above the drawing: how many events are when, over all of the time, and a brush that marks
// the days which are shown. It is for the pointer; the fields From and To do the same by keys.

const STRIP = 36, GRIP = 10, COLUMNS = 4;  // pixels: how high it is, near an edge of the brush, in a column

class Overview {
  // `choose` is told which days were chosen; null is all of them.
  constructor(box, choose) {
    const svg = box.appendChild(draw('svg', { class: 'strip', height: STRIP, 'aria-hidden': 'true' }));
    Object.assign(this, { box, svg, choose, held: null });
    svg.addEventListener('pointerdown', (event) => this.hold(event));
    svg.addEventListener('pointermove', (event) => this.drag(event));
    for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { this.held = null; });
    svg.addEventListener('dblclick', () => this.view && this.choose(null));
    new ResizeObserver(() => this.marks && this.width !== this.drawn && this.show(this.marks, this.ends, this.days)).observe(box);
  }

  get width() { return Math.max(200, this.box.clientWidth); }

  // Show these marks from one day to before another, of which some days are in view.
  show(marks, ends, days) {
    const { width } = this, view = viewOf(ends, width), counts = Array(Math.ceil(width / COLUMNS)).fill(0);
    Object.assign(this, { marks, ends, view, drawn: width });
    for (const { shape } of marks) {
      const [first, last] = [view.x(shape.lo), view.x(shape.hi + 1)].map((x) => Math.floor(Math.max(0, Math.min(x, width - 1)) / COLUMNS));
      for (let place = first; place <= last; place += 1) counts[place] += 1;
    }
    const most = Math.sqrt(Math.max(1, ...counts));
    const bars = counts.map((count, place) => [place * COLUMNS, count && Math.max(2, Math.sqrt(count) / most * (STRIP - 6))]).filter(([, high]) => high);
    this.bars = draw('path', { class: 'counts', d: bars.map(([x, high]) => `M${x} ${STRIP}v${px(-high)}h${COLUMNS - 1}v${px(high)}z`).join('') });
    this.svg.setAttribute('width', width);
    this.brush(days);
  }

  brush(days) {
    if (!this.view) return;  // nothing was shown yet
    this.days = days;
    const [from, to] = days.map((day) => Math.max(0, Math.min(this.view.x(day), this.width))), wide = Math.max(3, to - from);
    const grip = (x) => draw('rect', { class: 'grip', x: x - 2, y: STRIP / 2 - 8, width: 4, height: 16, rx: 2 });
    const rest = [[0, from], [from + wide, this.width]].map(([x, end]) => draw('rect', { class: 'rest', x, y: 0, width: Math.max(0, end - x), height: STRIP }));
    this.svg.replaceChildren(this.bars, ...rest, draw('rect', { class: 'brush', x: from + 0.5, y: 0.5, width: Math.max(2, wide - 1), height: STRIP - 1 }), grip(from), grip(from + wide));
  }

  at(event) { return event.clientX - this.svg.getBoundingClientRect().left; }

  // Inside the brush it is moved, at its edges they are, elsewhere a new one begins.
  hold(event) {
    if (event.button || !this.view) return;
    const x = this.at(event), [from, to] = this.days.map((day) => this.view.x(day)), isWhole = from <= this.view.x(this.ends[0]) && to >= this.view.x(this.ends[1]);
    const near = (edge) => Math.abs(x - edge) <= GRIP;
    this.svg.setPointerCapture(event.pointerId);
    // where both edges are as near, the one is moved to whose side it goes
    if (near(from) && near(to)) this.held = { fixed: x, either: [from, to] };
    else if (near(from) || near(to)) this.held = { fixed: near(to) ? from : to };
    else if (x > from && x < to && !isWhole) this.held = { offset: x - from, wide: to - from };
    else this.held = { fixed: x, isNew: true };
    event.preventDefault();
  }

  drag(event) {
    if (!this.held) return;
    const x = this.at(event), { either, isNew } = this.held;
    if ((isNew || either) && Math.abs(x - this.held.fixed) < CLICK) return;
    if (either) this.held = { fixed: x < this.held.fixed ? either[1] : either[0] };
    const { fixed, offset, wide } = this.held;
    const [from, to] = offset === undefined ? [Math.min(fixed, x), Math.max(fixed, x)] : [x - offset, x - offset + wide];
    this.choose([this.view.day(from), this.view.day(to)]);
  }
}

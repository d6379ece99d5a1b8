// The drawing that can be moved: zoom and pan by mouse, touch and keys. It shows the marks that it is
// told to, at the width that it has.

const { TOP, FOLDS, AXIS, LABEL, COLUMN, TICK_GAP, OVERHANG } = PAGE.constants;
const CLOSEST = 7, STEP = 1.6, CLICK = 4;  // days in view at least; a step of zoom; pixels

class Stage {
  constructor(figure) {
    const [box, controls, svg, axis, layer] = ['.stage', '.zoom', 'svg', '.axis', '.marks'].map((at) => figure.querySelector(at));
    const { content: spare } = figure.querySelector('template');
    Object.assign(this, { figure, box, controls, svg, axis, layer, spare, held: new Map(), moved: 0 });
    const drawn = [box, spare].flatMap((part) => [...part.querySelectorAll('.mark')]);
    this.all = drawn.map((mark) => new Mark(mark, spare)).sort((a, b) => a.lo - b.lo || b.hi - a.hi || a.n - b.n);
    box.ariaLabel += '. Arrow keys move it, plus and minus zoom, 0 shows all';
    new ResizeObserver(() => this.resize()).observe(box);
    controls.addEventListener('click', (event) => this.press(event.target.dataset.key));
    box.addEventListener('keydown', (event) => this.key(event));
    box.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    box.addEventListener('dblclick', (event) => this.zoom(2, this.at(event)));
    box.addEventListener('pointerdown', (event) => this.hold(event));
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, (event) => this.held.delete(event.pointerId));
    window.addEventListener('pointermove', (event) => this.drag(event));
    box.addEventListener('dragstart', (event) => event.preventDefault());
    box.addEventListener('click', (event) => this.click(event), true);
  }

  // Show these marks, all of them at once. They stand in order of time.
  show(marks) {
    this.figure.hidden = !marks.length;
    if (!marks.length) return;
    this.width = Math.max(200, this.box.clientWidth);
    const all = whole(marks, this.width);
    Object.assign(this, { marks, whole: all, view: all, least: 0, placed: null });
    this.draw();
    this.least = this.height;
  }

  resize() {
    if (!this.view || Math.abs(this.box.clientWidth - this.width) < 1 || !this.box.clientWidth) return;
    const middle = this.view.day(this.width / 2), closer = this.view.scale / this.whole.scale;
    this.show(this.marks);
    if (closer > 1) this.look(middle, this.width / 2, this.whole.scale * closer);
  }

  // Put a day at a place, at a scale; never beyond what there is, nor closer than some days.
  look(day, x, wished) {
    const most = Math.max(this.whole.scale, Math.min(this.width / CLOSEST, 1e11 / Math.max(1, Math.abs(day))));
    const scale = Math.max(this.whole.scale, Math.min(wished, most));
    const last = this.whole.hi - this.width / scale;
    const lo = Math.max(this.whole.lo, Math.min(day - x / scale, last));
    this.view = scale === this.whole.scale ? this.whole : new View(lo, scale, this.width);
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); });
  }

  zoom(times, x = this.middle()) { this.look(this.view.day(x), x, this.view.scale * times); }
  pan(pixels) { this.look(this.view.lo, pixels, this.view.scale); }

  // What is placed is the screen and one on either side, so that rows stay as they are on the way.
  place() {
    const { whole: all, view, width } = this;
    const page = Math.floor((view.lo - all.lo) * view.scale / width + 1e-9), last = (all.hi - all.lo) * view.scale;
    const start = Math.max(0, page - 1) * width, end = Math.min(last, (page + 2) * width);
    if (this.placed?.view.scale === view.scale && this.start === start) return;
    const near = view === all ? all : new View(all.lo + start / view.scale, view.scale, end - start);
    Object.assign(this, { start, placed: layout(this.marks.filter((mark) => near.sees(mark)), near, view) });
  }

  draw() {
    this.place();
    const { view, width, placed: { density, folds, rows, view: all } } = this;
    // not lower than at first, so that what stands below does not jump
    const bottom = Math.max(this.least - AXIS, 2 * TOP + FOLDS * (folds.length > 0) + Math.max(1, rows) * density.pitch);
    const seen = seenBy(view, this.placed);
    for (const one of seen) {
      const y = (one.row + 0.5) * density.pitch;
      one.mark.move(density.labelled ? TOP + y : bottom - TOP - y, one, view, density);
    }
    set(this.layer, { 'font-size': density.font });
    this.layer.replaceChildren(...seen.map((one) => one.mark.element), ...this.folded(folds, (all.lo - view.lo) * view.scale));
    this.svg.replaceChildren(set(this.axis, { d: `M0 ${px(bottom)}H${px(width)}` }), ...this.grid(bottom), this.layer);
    this.height = bottom + AXIS;
    set(this.svg, { width, height: this.height, viewBox: `0 0 ${px(width)} ${px(this.height)}` });
    const near = view !== this.whole, count = counted(this.marks.filter((mark) => view.sees(mark)).length);
    this.controls.querySelector('.range').textContent = near ? `${dayWords(view.lo)} – ${dayWords(view.hi)} · ${count} here` : '';
    for (const key of '-0') this.controls.querySelector(`[data-key="${key}"]`).disabled = !near;
  }

  // A line and a label for each round date.
  *grid(bottom) {
    const { view, width } = this, lo = Math.ceil(view.lo), hi = Math.max(lo, Math.floor(view.hi) - 1);
    let free = 0;
    for (const { day, label } of ticks(lo, hi, Math.max(1, Math.floor(width / COLUMN)), OVERHANG)) {
      const x = view.x(day), wide = COLUMN * label.length, start = Math.min(x + TICK_GAP, width - wide);
      if (!label || start < free) continue;
      yield this.copy('grid', { d: `M${px(x)} 0V${px(bottom + LABEL * (start > x))}` });
      yield Object.assign(this.copy('tick', { x: start, y: bottom + LABEL - 1 }), { textContent: label });
      free = start + wide + TICK_GAP;
    }
  }

  // The counts of marks that found no place; half a number at the edge would be another number.
  *folded(folds, shift) {
    for (const [place, count] of folds) {
      const x = place + shift;
      if (x < BIN / 2 - 1 || x > this.width - BIN / 2 + 1) continue;
      const fold = this.copy('fold', { transform: `translate(${px(x)} 0)` });
      for (const said of fold.querySelectorAll('title, text')) said.textContent = said.textContent.replace('0', count);
      yield fold;
    }
  }

  // A copy of what Python drew to be copied.
  copy(kind, attributes = {}) { return set(this.spare.querySelector(`.${kind}`).cloneNode(true), attributes); }

  // Where the median of what is seen is: an event, as there may be none halfway between the edges.
  middle() {
    const { lo, hi } = this.view, seen = this.marks.filter((mark) => this.view.sees(mark));
    const twice = seen.map((mark) => Math.max(mark.lo, lo) + Math.min(mark.hi + 1, hi)).sort((a, b) => a - b);
    return twice.length ? this.view.x(twice[twice.length >> 1] / 2) : this.width / 2;
  }

  // Do what a key does, or the button that stands for it, if it does anything.
  press(key) {
    const { whole: all, width, view: { scale } } = this;
    const does = {
      '+': () => this.zoom(STEP), '=': () => this.zoom(STEP), '-': () => this.zoom(1 / STEP), 0: () => this.look(all.lo, 0, 0),
      ArrowLeft: () => this.pan(width / 8), ArrowRight: () => this.pan(-width / 8),
      Home: () => this.look(all.lo, 0, scale), End: () => this.look(all.hi, width, scale),
    }[key];
    does?.();
    return does;
  }

  key(event) {
    if (event.target !== this.box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.press(event.key)) event.preventDefault();
  }

  // The wheel alone scrolls the page, as everywhere; with Ctrl (or two fingers on a pad) it zooms.
  wheel(event) {
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY * 0.005), this.at(event));
    else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY) && this.view !== this.whole) this.pan(-sideways);
    else return;
    event.preventDefault();
  }

  at(event) { return event.clientX - this.box.getBoundingClientRect().left; }
  hold(event) {
    if (event.button) return;
    if (!this.held.size) this.moved = 0;
    this.held.set(event.pointerId, this.at(event));
  }

  // One finger moves the day under it, two move and stretch the days between them.
  drag(event) {
    const { held, view } = this, x = this.at(event), before = [...held.values()];
    if (!held.has(event.pointerId)) return;
    this.moved += Math.abs(x - held.get(event.pointerId));
    const after = [...held.set(event.pointerId, x).values()];
    const middle = ([a, b = a]) => (a + b) / 2, apart = ([a, b = a]) => Math.max(8, Math.abs(a - b));
    if (this.moved > CLICK) this.look(view.day(middle(before)), middle(after), view.scale * apart(after) / apart(before));
  }

  // The end of a drag is no click; a count of folded events is opened by one.
  click(event) {
    if (this.moved > CLICK) event.preventDefault();
    else if (event.target.closest('.fold')) this.look(this.view.day(this.at(event)), this.width / 2, this.view.scale * 8);
  }
}

// The drawing that can be moved: zoom and pan by mouse, touch and keys. It draws what it is given
// (`show`), at the width that it has.

const CLOSEST = 7, STEP = 1.6, CLICK = 4;  // days in view at least; a step of zoom; pixels

class Stage {
  constructor(figure, describe) {
    const box = figure.querySelector('.stage'), controls = figure.querySelector('.zoom');
    Object.assign(this, { box, controls, describe, subjects: [], held: new Map(), moved: 0 });
    this.svg = box.querySelector('svg');
    this.range = controls.querySelector('.range');
    controls.hidden = false;
    box.ariaLabel += '. Arrow keys move it, plus and minus zoom, 0 shows all';
    new ResizeObserver(() => this.resize()).observe(box);
    controls.addEventListener('click', (event) => this.press(event.target.dataset.zoom));
    box.addEventListener('keydown', (event) => this.key(event));
    box.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    box.addEventListener('dblclick', (event) => this.zoom(2, this.at(event)));
    box.addEventListener('pointerdown', (event) => this.hold(event));
    for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, (event) => this.release(event));
    window.addEventListener('pointermove', (event) => this.drag(event));
    box.addEventListener('dragstart', (event) => event.preventDefault());
    box.addEventListener('click', (event) => this.click(event), true);
  }

  // Draw these, all of them at once. They stand in order of time.
  show(subjects) {
    this.subjects = subjects;
    this.width = Math.max(200, this.box.clientWidth);
    this.whole = whole(subjects, this.width);
    this.view = this.whole;
    this.least = 0;
    this.placed = null;
    this.draw();
    this.least = this.height;
  }

  resize() {
    if (!this.view || Math.abs(this.box.clientWidth - this.width) < 1 || !this.box.clientWidth) return;
    const middle = this.view.day(this.width / 2), closer = this.view.scale / this.whole.scale;
    this.show(this.subjects);
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
    if (this.placed?.scale === view.scale && this.placed.start === start) return;
    const near = view === all ? all : new View(all.lo + start / view.scale, view.scale, end - start);
    const there = this.subjects.filter((s) => s.hi >= near.lo - 1 && s.lo <= near.hi + 1);
    this.placed = { scale: view.scale, start, picture: layout(view === all ? this.subjects : there, near, view) };
  }

  draw() {
    this.place();
    const { elements, height } = drawn(this.placed.picture, this.view, this.least, this.describe);
    const size = { width: this.width, height, viewBox: `0 0 ${px(this.width)} ${px(height)}` };
    for (const [key, value] of Object.entries(size)) this.svg.setAttribute(key, value);
    this.svg.replaceChildren(...elements);
    this.height = height;
    const near = this.view !== this.whole, count = this.seen().length.toLocaleString('en-GB');
    this.range.textContent = near ? `${dayWords(this.view.lo)} – ${dayWords(this.view.hi)} · ${count} here` : '';
    for (const name of ['out', 'all']) this.controls.querySelector(`[data-zoom=${name}]`).disabled = !near;
  }

  // The events that may lie in what is seen.
  seen() { return this.subjects.filter((s) => s.hi >= this.view.lo && s.lo <= this.view.hi); }

  // Where the median of what is seen is: an event, as there may be none halfway between the edges.
  middle() {
    const { lo, hi } = this.view;
    const twice = this.seen().map((s) => Math.max(s.lo, lo) + Math.min(s.hi + 1, hi)).sort((a, b) => a - b);
    return twice.length ? this.view.x(twice[twice.length >> 1] / 2) : this.width / 2;
  }

  press(what) {
    if (what === 'all') this.look(this.whole.lo, 0, 0);
    else if (what) this.zoom(what === 'in' ? STEP : 1 / STEP);
  }

  key(event) {
    if (event.target !== this.box || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      '+': () => this.zoom(STEP), '=': () => this.zoom(STEP),
      '-': () => this.zoom(1 / STEP), 0: () => this.press('all'),
      ArrowLeft: () => this.pan(this.width / 8), ArrowRight: () => this.pan(-this.width / 8),
      Home: () => this.look(this.whole.lo, 0, this.view.scale), End: () => this.look(this.whole.hi, this.width, this.view.scale),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
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

  drag(event) {
    const before = this.held.get(event.pointerId), x = this.at(event);
    if (before === undefined) return;
    const other = [...this.held].find(([id]) => id !== event.pointerId)?.[1];
    this.held.set(event.pointerId, x);
    this.moved += Math.abs(x - before);
    if (other !== undefined) {
      const times = Math.max(8, Math.abs(x - other)) / Math.max(8, Math.abs(before - other));
      this.look(this.view.day((before + other) / 2), (x + other) / 2, this.view.scale * times);
    } else if (this.moved > CLICK) {
      this.box.classList.add('held');
      this.pan(x - before);
    }
  }

  release(event) {
    this.held.delete(event.pointerId);
    if (!this.held.size) this.box.classList.remove('held');
  }

  // The end of a drag is no click; a count of folded events is opened by one.
  click(event) {
    const fold = event.target.closest('.fold');
    if (this.moved > CLICK) event.preventDefault();
    else if (fold) this.look(this.view.day(Number(fold.dataset.x)), this.width / 2, this.view.scale * 8);
  }
}

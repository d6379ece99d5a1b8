// The drawing that can be moved: zoom and pan by mouse, touch and keys. It draws the events that it is
// given, at the width that it has, on the days that are asked for or else where the events are.

const { TOP, BEYOND, FOLDS, AXIS, LABEL, COLUMN, TICK_GAP, OVERHANG } = PAGE.constants;
const CLOSEST = 1, STEP = 1.6, CLICK = 4, NEAR = 24, LOWEST = 320, TODAY = 719163;  // days at least; a step of zoom; pixels, to 1970-01-01, which is a day
const byTime = ({ shape: a }, { shape: b }) => order(a.lo, b.lo) || order(b.hi, a.hi);
const order = (a, b) => (a < b ? -1 : Number(a > b));
const today = () => { const now = new Date(); return TODAY + Math.floor((now - now.getTimezoneOffset() * 6e4) / MILLISECONDS); };

class Stage {
  // `tell` says of an event what it is called and when it was, `moved` is told of other days; `isAsked`
  // is whether something else is to be shown than what is drawn already.
  constructor(figure, tell, moved, isAsked) {
    const [box, controls, svg, tip] = ['.stage', '.zoom', '.stage svg', '.tip'].map((at) => figure.querySelector(at));
    Object.assign(this, { figure, box, controls, svg, tip, tell, moved, held: new Map(), dragged: 0, least: 0, turn: 0, marks: [], days: null });
    this.rest = isAsked ? 0 : Number(svg.getAttribute('width'));
    new ResizeObserver(() => this.resize()).observe(box);
    box.setAttribute('aria-busy', true);  // until it is drawn
    box.dataset.sayLabel = 'drawing keys';
    box.ariaLabel = say('drawing keys');
    controls.addEventListener('click', (event) => this.press(event.target.dataset.key));
    box.addEventListener('keydown', (event) => this.key(event));
    box.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    box.addEventListener('dblclick', (event) => this.home && this.zoom(2, this.at(event)));
    box.addEventListener('pointerdown', (event) => this.hold(event));
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, (event) => this.release(event));
    window.addEventListener('pointermove', (event) => this.drag(event));
    box.addEventListener('dragstart', (event) => event.preventDefault());
    box.addEventListener('click', (event) => this.click(event), true);
  }

  // Draw these marks on these days, from one to before another; where there are none, where the marks are.
  *show(marks, days) {
    this.figure.hidden = !marks.length;
    Object.assign(this, { marks, days });
    if (!marks.length) return this.box.setAttribute('aria-busy', false);
    yield;
    const shapes = marks.map((mark) => mark.shape);
    this.home = daysOf(shapes);
    this.ends = daysOf(shapes, true);
    // what goes on does so until today
    if (shapes.some(({ end }) => end.bound === 'open')) this.ends[1] = Math.max(this.ends[1], today() + 1);
    yield* this.steps();
    if (this.early) this.press(this.early);
    this.early = null;
  }

  get width() { return Math.max(200, this.box.clientWidth); }
  get shown() { return this.days ?? this.home; }
  get isTrimmed() { return this.home[0] > this.ends[0] || this.home[1] < this.ends[1]; }
  get view() { return viewOf(this.shown, this.width); }
  // The days that are shown, the first and the last of them.
  get window() { return wholeDays(this.shown); }

  resize() {
    if (this.marks.length && this.drawn && Math.abs(this.width - this.drawn) >= 1) this.draw();
  }

  // The least days that can be shown: numbers of days that are far away are not exact.
  get closest() { return Math.max(CLOSEST, Math.max(...this.shown.map(Math.abs)) / 1e11 * this.width); }

  // Look at other days; never beyond what there is or is asked for, nor closer than some.
  look(lo, hi) {
    const first = Math.min(this.ends[0], this.shown[0]), last = Math.max(this.ends[1], this.shown[1]);
    const days = Math.min(last - first, Math.max(this.closest, hi - lo)), start = Math.max(first, Math.min((lo + hi - days) / 2, last - days));
    this.days = [start, start + days];
    if (this.days[0] <= this.home[0] && this.days[1] >= this.home[1] && !this.isTrimmed) this.days = null;
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); });
    this.moved(this.days);
  }

  // Keep the day at a place there.
  zoom(times, x = this.middle()) {
    const [lo, hi] = this.shown, day = Math.max(lo, Math.min(this.view.day(x), hi));
    this.look(day - (day - lo) / times, day + (hi - day) / times);
  }

  pan(pixels) {
    const { shown: [lo, hi], view: { scale } } = this, [first, last] = this.ends;
    const days = Math.max(Math.min(0, first - lo), Math.min(-pixels / scale, Math.max(0, last - hi)));
    if (days) this.look(lo + days, hi + days);
  }

  // Where the events are, as at first; from there, all that there is.
  all() {
    if (!this.days && this.isTrimmed) return this.look(...this.ends);
    this.days = null;
    this.draw();
    this.moved(null);
  }

  draw() { Array.from(this.steps()); }

  // Draw it, a step at a time; not if it is drawn as it is at rest, and the last to be begun counts.
  *steps() {
    const turn = this.turn += 1, isDrawn = this.rest === this.width;
    this.rest = 0;
    if (isDrawn) return this.adopt();
    this.box.setAttribute('aria-busy', true);
    const { width, view, shown: [lo, hi], window: days } = this;
    const [early, late] = [this.marks.filter(({ shape }) => isBefore(shape, days[0])), this.marks.filter(({ shape }) => isAfter(shape, days[1]))];
    const away = new Set([...early, ...late]);
    const items = this.marks.filter((mark) => !away.has(mark)).map((mark) => ({ mark, shape: clipped(mark.shape, days), ...this.tell(mark.n) }));
    const { density, rows, stacks, placed, folds } = yield* arranged(items.sort(byTime), view, Math.abs(this.scale / view.scale - 1) < 1e-9 ? this.rows : undefined);
    [this.scale, this.rows] = [view.scale, new Map(placed.filter(({ row }) => row >= 0 && !stacks).map(({ mark, row }) => [mark, row]))];
    const head = TOP + BEYOND * (away.size > 0), foot = head + rows * density.pitch, isEmpty = !(rows || stacks);
    const floor = foot + density.pitch * isEmpty + FOLDS * (folds.length > 0) + stacks * density.low + TOP;
    // not much lower than at first, so that what stands below does not jump
    const bottom = this.days ? Math.max(Math.min(this.least, LOWEST), floor) : floor, lift = bottom - floor;
    const y = (row) => (row < 0 ? bottom - TOP + (row + 0.5) * density.low : head + (row + 0.5) * density.pitch);
    const layer = draw('g', { class: 'marks', 'font-size': density.font });
    if (turn !== this.turn) return;
    if (!this.days) this.least = floor;
    const folded = folds.map(([x, count]) => this.fold(x, foot + lift, count));
    layer.append(...folded);
    this.svg.replaceChildren(draw('path', { class: 'axis', d: `M0 ${px(bottom)}H${px(width)}` }), ...this.grid(view, bottom));
    this.svg.append(...this.beyond('earlier', early, 0), ...this.beyond('later', late, width), ...this.now(view, bottom), layer);
    const high = bottom + AXIS;
    for (const [name, value] of Object.entries({ width, height: high, viewBox: `0 0 ${px(width)} ${px(high)}` })) this.svg.setAttribute(name, typeof value === 'number' ? px(value) : value);
    this.finish();
    // many marks are put in one after the other, as a browser takes long to place them all at once
    for (const one of placed) {
      if (turn !== this.turn) return;
      layer.insertBefore(drawMark(one, y(one.row), view, density), folded[0] ?? null);
      yield;
    }
    this.box.setAttribute('aria-busy', false);
  }

  // What was drawn in the file is as it would be drawn here, but for the day on which it is read.
  adopt() {
    this.least = Number(this.svg.getAttribute('height')) - AXIS;
    this.svg.querySelector('.marks').before(...this.now(this.view, this.least));
    this.finish();
    this.box.setAttribute('aria-busy', false);
  }

  finish() {
    const [lo, hi] = this.shown;
    this.drawn = this.width;
    this.tip.hidden = true;
    this.controls.querySelector('.range').textContent = this.days ? rangeWords(this.window) : '';
    // not `disabled`, which would take the focus away
    const isDone = { 0: !this.days && !this.isTrimmed, '-': lo <= this.ends[0] && hi >= this.ends[1], '+': hi - lo <= this.closest };
    for (const [key, done] of Object.entries(isDone)) this.controls.querySelector(`[data-key="${key}"]`).setAttribute('aria-disabled', done);
  }

  // A line and a label for each round date.
  *grid(view, bottom) {
    const { width } = view, lo = Math.ceil(view.lo), hi = Math.max(lo, Math.floor(view.hi) - 1);
    let free = 0;
    for (const { day, label } of ticks(lo, hi, Math.max(1, Math.floor(width / COLUMN)), OVERHANG)) {
      const x = view.x(day), wide = COLUMN * columnsOf(label), start = Math.min(x + TICK_GAP, width - wide);
      if (!label || start < free) continue;
      yield draw('path', { class: 'grid', d: `M${px(x)} 0V${px(bottom + LABEL * (start > x))}` });
      yield draw('text', { class: 'tick', x: start, y: bottom + LABEL - 1 }, label);
      free = start + wide + TICK_GAP;
    }
  }

  // What lies earlier or later than the days that are shown.
  *beyond(name, marks, x) {
    if (!marks.length) return;
    const days = marks.map(({ shape }) => boundsOf(shape)).filter(Boolean).flat();
    const extent = days.length ? extentWords(days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))) : '…';
    const said = say(name, { n: marks.length, extent });
    yield draw('text', { class: `beyond ${name}`, x, y: BEYOND - 6 }, name === 'earlier' ? `« ${said}` : `${said} »`);
  }

  // The day on which it is read.
  *now(view, bottom) {
    const day = today(), x = view.x(day + 0.5), said = say('today', { day: dayWords(day) }), key = this.figure.querySelector('.now');
    key.hidden = x <= 0 || x >= view.width;
    key.lastElementChild.textContent = said;
    if (!key.hidden) yield draw('path', { class: 'today', d: `M${px(x)} ${BEYOND}V${px(bottom)}` }, draw('title', {}, said));
  }

  // The count of marks that found no place.
  fold(x, y, count) {
    const plate = draw('rect', { x: 1 - BIN / 2, y: '1', width: BIN - 2, height: FOLDS - 4, rx: FOLDS / 2 - 2 });
    return draw('g', { class: 'fold', transform: `translate(${px(x)} ${px(y)})` }, draw('title', {}, say('more here', { n: count })), plate, draw('text', { y: '13' }, `+${count}`));
  }

  // Where the median of what is shown is: an event, as there may be none halfway between the edges.
  middle() {
    const [lo, hi] = this.shown, seen = this.marks.filter(({ shape }) => touches(shape, this.window));
    const twice = seen.map(({ shape }) => Math.max(shape.lo, lo) + Math.min(shape.hi + 1, hi)).sort((a, b) => a - b);
    return this.view.x(twice.length ? twice[twice.length >> 1] / 2 : (lo + hi) / 2);
  }

  // Do what a key does, or the button that stands for it, if it does anything; as soon as there is
  // something to do it to.
  press(key) {
    if (!this.home) {
      this.early = key;
      return null;
    }
    const { width, ends: [first, last], shown: [lo, hi] } = this;
    const does = {
      '+': () => this.zoom(STEP), '=': () => this.zoom(STEP), '-': () => this.zoom(1 / STEP), 0: () => this.all(),
      ArrowLeft: () => this.pan(width / 8), ArrowRight: () => this.pan(-width / 8),
      Home: () => this.look(first, first + hi - lo), End: () => this.look(last - hi + lo, last),
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
    if (!this.home) return;
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY * 0.005), this.at(event));
    else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY) && this.days) this.pan(-sideways);
    else return;
    event.preventDefault();
  }

  at(event) { return event.clientX - this.box.getBoundingClientRect().left; }
  hold(event) {
    if (event.button || !this.home) return;
    if (!this.held.size) this.dragged = 0;
    this.held.set(event.pointerId, this.at(event));
  }

  release(event) { this.held.delete(event.pointerId); }

  // One finger moves the day under it, two move and stretch the days between them.
  drag(event) {
    const { held, view } = this, x = this.at(event), before = [...held.values()];
    if (!held.has(event.pointerId)) return;
    this.dragged += Math.abs(x - held.get(event.pointerId));
    const after = [...held.set(event.pointerId, x).values()];
    const middle = ([a, b = a]) => (a + b) / 2, apart = ([a, b = a]) => Math.max(8, Math.abs(a - b));
    if (this.dragged <= CLICK) return;
    if (after.length === 1) return this.pan(x - before[0]);
    const scale = view.scale * apart(after) / apart(before), lo = view.day(middle(before)) - (middle(after) - EDGE) / scale;
    this.look(lo, lo + (this.width - 2 * EDGE) / scale);
  }

  // The end of a drag is no click; a count is opened by one, and what lies beyond. A touch tells what is there.
  click(event) {
    if (!this.home) return;  // nothing was read yet; marks are links all the same
    const { fold, beyond } = { fold: event.target.closest('.fold'), beyond: event.target.closest('.beyond') }, [lo, hi] = this.shown;
    const isDrag = this.dragged > CLICK && event.detail > 0;  // not of keys, nor of who reads it aloud
    this.dragged = 0;
    if (isDrag) return event.preventDefault();
    if (beyond) return beyond.matches('.earlier') ? this.look(this.ends[0], hi) : this.look(lo, this.ends[1]);
    if (fold) return this.open(this.at(event));
    if (event.pointerType === 'touch' && !event.target.closest('.tip')) this.touch(event);
  }

  // Show what is counted at a place: closer, or if it cannot be, in the list.
  open(x) {
    const [lo, hi] = this.shown;
    if (hi - lo > this.closest) this.zoom(8, x);
    else document.querySelector('li.event:not([hidden])')?.scrollIntoView();
  }

  // Tell the title of the mark that is nearest to a touch, beside it.
  touch(event) {
    const box = this.box.getBoundingClientRect();
    const near = [...this.svg.querySelectorAll('.mark, .beyond, .fold')].map((mark) => [mark, distance(mark.getBoundingClientRect(), event)]);
    const [mark, far] = near.reduce((best, one) => (one[1] < best[1] ? one : best), [null, NEAR]);
    event.preventDefault();
    if (far < NEAR && !mark.matches('.mark')) return mark.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: event.clientX }));
    this.tip.hidden = !mark || far >= NEAR;
    if (this.tip.hidden) return;
    const link = Object.assign(document.createElement('a'), { href: mark.getAttribute('href'), textContent: mark.querySelector('title').textContent });
    this.tip.replaceChildren(link);
    const x = Math.max(0, Math.min(event.clientX - box.left - this.tip.offsetWidth / 2, box.width - this.tip.offsetWidth));
    this.tip.style.left = `${x}px`;
    this.tip.style.top = `${Math.max(0, event.clientY - box.top - this.tip.offsetHeight - NEAR / 2)}px`;
  }
}

// From a day to a day.
const rangeWords = ([first, last]) => filled(WORDING.span, { first: dayWords(first), last: dayWords(last) });

// The first and the last day of a stretch that may begin and end within one.
const wholeDays = ([lo, hi]) => [Math.floor(lo), Math.ceil(hi) - 1];

// The pixels from a place to a rectangle.
function distance({ left, right, top, bottom }, { clientX: x, clientY: y }) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

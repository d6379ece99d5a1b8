// The page comes to life: search, filters, days, languages, addresses. Without this script it is
// whole; what the script shows and hides is what stands there.

const PAUSE = 120, REST = 400, TOLD = 2000, ONCE = 1500;  // milliseconds: after a key, in a date; of a message; of one change

document.documentElement.classList.add('js');
document.addEventListener('DOMContentLoaded', () => new Page());

class Page {
  constructor() {
    const find = (at) => document.querySelector(at), figure = find('.timeline');
    speakDates(SPOKEN);
    this.events = new Events();
    for (const name of ['search', 'chips', 'languages', 'wrong', 'nothing']) this[name] = find(name === 'search' ? '[type=search]' : `.${name}`);
    this.bounds = ['from', 'to'].map((name) => find(`[name=${name}]`));
    this.status = find('[role=status]');
    this.all = this.status.textContent;
    // a language is named in itself, where the browser knows it
    for (const option of [...this.languages?.options ?? []].slice(1)) {
      option.text = tried(() => new Intl.DisplayNames([option.value], { type: 'language' }).of(option.value), option.text);
    }
    [this.filtering, this.linking] = [new Chore(), new Chore()];
    if (figure) {
      this.stage = new Stage(figure, (n) => this.events.tell(n), (days) => this.move(days), location.search.length > 1);
      this.overview = new Overview(find('.overview'), (days) => (days ? this.stage.look(...days) : this.stage.all()));
    }
    this.isDue = true;
    this.listen();
    this.read('load');
    this.linking.begin(this.link());
  }

  listen() {
    // after a pause in typing, if it is not typed on
    const later = (field, time, does) => {
      let pause = 0;
      field.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(does, time); });
    };
    later(this.search, PAUSE, () => this.ask('q', (asked) => asked.set('q', this.search.value)));
    for (const field of this.bounds) {
      const bound = () => this.ask(field.name, (asked) => asked.set(field.name, field.value.trim()));
      later(field, REST, () => { if (!field.value.trim() || typedDate(field.value, today())) bound(); });
      field.addEventListener('change', bound);
    }
    document.querySelector('.facets').addEventListener('change', ({ target }) => {
      if (target === this.languages) return this.ask('lang', (asked) => asked.set('lang', target.value), location.hash);
      this.toggle(target.name, target.value);
      target.selectedIndex = 0;
    });
    document.addEventListener('click', (event) => this.follow(event));
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
      event.preventDefault();
      this.search.focus();
      this.search.select();
    });
    document.querySelector('.copy').addEventListener('click', ({ target }) => this.copy(target));
    document.querySelector('.clear').addEventListener('click', () => { this.clear(); this.search.focus(); });
    addEventListener('popstate', () => this.read('back'));
    addEventListener('hashchange', () => this.reveal());
    // A reload would scroll to where the event was in pixels, before those above have their heights; the
    // browser does so until all is loaded.
    addEventListener('pagehide', () => { history.scrollRestoration = location.hash ? 'manual' : 'auto'; });
    addEventListener('load', () => setTimeout(() => this.reveal()));
  }

  // --- what is asked for, as the address says it: ?q=words&tag=a&tag=b&from=2018&to=2019-06&lang=fr#id

  read(kind) {
    if (String(this.asked) === String(new URLSearchParams(location.search))) return;
    this.last = null;
    this.asked = new URLSearchParams(location.search);
    this.search.value = this.asked.get('q') ?? '';
    for (const field of this.bounds) field.value = this.asked.get(field.name) ?? '';
    this.apply(kind);
  }

  // Ask for something else: what `change` makes of it. Changes of a kind that follow each other are one to go back from.
  // An event that the address points to may be hidden by it, so it no longer does, unless it is `hash`.
  ask(kind, change, hash = '') {
    change(this.asked);
    for (const name of ['q', 'from', 'to']) if (!this.asked.get(name)) this.asked.delete(name);
    if (this.asked.get('lang') === PAGE.languages.first) this.asked.delete('lang');
    const query = String(this.asked), now = performance.now();
    const address = `${location.pathname}${query && `?${query}`}${hash}`;
    const isOne = this.last?.kind === kind && now - this.last.time < ONCE;
    this.last = { kind, time: now };
    if (query !== location.search.slice(1)) tried(() => history[isOne ? 'replaceState' : 'pushState'](null, '', address));
    this.apply(kind);
  }

  toggle(name, value) {
    this.ask('facet', (asked) => (asked.has(name, value) ? asked.delete(name, value) : asked.append(name, value)));
    this.last = null;
  }

  clear() {
    this.search.value = '';
    for (const field of this.bounds) field.value = '';
    this.ask('clear', (asked) => ['q', 'from', 'to', ...PAGE.facets].forEach((name) => asked.delete(name)), location.hash);
  }

  // Other days are shown in the drawing.
  move(days) {
    const [first, last] = days ? wholeDays(days) : [], texts = days ? [first, last].map(dayText) : ['', ''];
    this.days = days && [first, last + 1];  // also for what is being looked for now
    this.bounds.forEach((field, place) => { field.value = texts[place]; });
    this.overview.brush(this.stage.shown);
    clearTimeout(this.moving);
    const { hash } = location, bounds = (asked) => this.bounds.forEach(({ name, value }) => asked.set(name, value));
    this.moving = setTimeout(() => this.ask('move', bounds, location.hash === hash ? '' : location.hash), PAUSE);  // what was followed meanwhile stays
  }

  // A value that events share filters at once, unless it is to open elsewhere; a button of a value
  // that is chosen lets go of it, and is gone.
  follow(event) {
    const link = event.target.closest('[data-field] > a, .chip');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.toggle(link.dataset.name ?? link.parentElement.dataset.field, link.dataset.value ?? link.textContent);
    if (!link.isConnected) (this.chips.firstElementChild ?? this.search).focus();
  }

  // What is searched is read before it is asked for; and the values in the list are links, which takes
  // a while where there are many.
  *link() {
    for (const n of this.events.first.keys()) yield [this.events.text(n), this.events.tell(n)];
    for (const value of document.querySelectorAll('[data-field] > a')) {
      value.href = `?${new URLSearchParams([[value.parentElement.dataset.field, value.textContent]])}`;
      yield;
    }
  }

  // What an address points to is shown, whatever the filters say; as soon as it is known what they do.
  reveal() {
    this.isDue = !this.isListed;
    if (this.isDue) return;
    const asked = location.hash.slice(1), names = [asked, tried(() => decodeURIComponent(asked), asked)];
    const item = names.map((name) => name && document.getElementById(name)).find(Boolean);
    if (!item?.hidden) return item?.scrollIntoView();
    this.isDue = true;
    this.clear();
  }

  // --- what is shown

  apply(kind) {
    this.translate(this.asked.get('lang'));
    this.days = this.typed();
    const words = fold(this.asked.get('q') ?? '').split(/\s+/).filter(Boolean);
    const filters = PAGE.facets.map((name) => [name, this.asked.getAll(name).filter(Boolean)]).filter(([, any]) => any.length);
    this.isListed = false;
    this.isDrawn &&= kind === 'move';  // of a move that is drawn already, unless what came before it is not
    this.filtering.begin(this.filter(words, filters));
    this.chips.replaceChildren(...[...this.asked].filter(([name, value]) => value && PAGE.facets.includes(name)).map(chipOf));
  }

  // The days that are typed, from one to before another; none where nothing is, or nothing that can be read.
  typed() {
    const texts = this.bounds.map(({ name }) => this.asked.get(name) ?? ''), read = texts.map((text) => (text ? typedDate(text, today()) : undefined));
    const lo = read[0]?.[0] ?? -Infinity, hi = (read[1]?.[1] ?? Infinity) + 1, isTurned = lo >= hi, bad = read.indexOf(null);
    this.bounds.forEach((field, place) => field.setAttribute('aria-invalid', read[place] === null || (isTurned && place > 0)));
    this.wrong.textContent = bad >= 0 ? say('no date', { text: visible(texts[bad]) }) : isTurned ? say('turned') : '';
    this.wrong.hidden = !this.wrong.textContent;
    return isTurned || (lo === -Infinity && hi === Infinity) ? null : [lo, hi];
  }

  // Find what is asked for and show it, a piece at a time.
  *filter(words, filters) {
    const { events } = this, kept = [];
    if (this.stage) this.marks ??= yield* events.marks();
    for (const n of events.first.keys()) {
      kept[n] = filters.every(([name, any]) => events.values(n)[name]?.some((value) => any.includes(value))) && words.every((word) => events.text(n).includes(word));
      if (n % 16 === 0) yield;
    }
    const marks = this.marks?.filter(({ n }) => kept[n]), { days } = this;
    if (days) {
      const shown = wholeDays(days), seen = new Set(marks?.filter(({ shape }) => touches(shape, shown)).map(({ n }) => n));
      for (const n of events.first.keys()) kept[n] &&= seen.has(n);
    }
    yield;
    const count = kept.filter(Boolean).length;
    this.status.textContent = count === events.count ? this.all : say('shown', { n: count, total: counted(events.count) });
    this.nothing.hidden = count > 0 || events.count === 0;
    yield* this.list(kept);
    this.isListed = true;
    if (this.isDue) setTimeout(() => this.reveal());
    if (!this.stage || this.isDrawn) return;
    yield* this.stage.show(marks, this.days && this.within(this.days, marks));
    yield;
    if (marks.length) this.overview.show(marks, this.stage.ends, this.stage.shown);
    this.isDrawn = true;
  }

  // Show the events that are kept, the headings of those, and the places to jump to.
  *list(kept) {
    const { items, numbers } = this.events, sections = new Set();
    for (const [place, item] of items.entries()) {
      const isShown = kept[numbers[place]];
      if (item.hidden === isShown) item.hidden = !isShown;
      if (isShown) sections.add(item.parentElement.parentElement);
      if (place % 16 === 0) yield;
    }
    for (const section of document.querySelectorAll('main > section')) section.hidden = !sections.has(section);
    for (const link of document.querySelectorAll('.jump a')) link.hidden = document.getElementById(link.getAttribute('href').slice(1)).hidden;
  }

  // Days that may have no bound, with one: where there are events.
  within([lo, hi], marks) {
    const [first, last] = daysOf(marks.map(({ shape }) => shape), true);
    const from = lo === -Infinity ? Math.min(first, hi - CLOSEST) : lo, to = hi === Infinity ? Math.max(last, from + CLOSEST) : hi;
    return [from, to];
  }

  // --- languages

  // Show a language that is offered; any other is the first.
  translate(asked) {
    const { first, chosen, offered } = PAGE.languages, before = this.lang ?? first;
    this.lang = asked === '' || offered.includes(asked) ? asked : first;
    if (this.languages) this.languages.value = this.lang === first ? chosen : this.lang;
    if (before === this.lang && (this.tellings || !first)) return;
    speak(PAGE.speaks[this.lang]);
    if (SAID) this.repeat(SAID[SPOKEN]);
    this.tellings ??= new Map(this.events.items.map((item) => [item, tellingsOf(item)]));
    this.events.items.forEach((item, place) => this.tell(item, this.events.numbers[place]));
    this.events.forget();
  }

  // What was said of the store in another language.
  repeat({ title, counted: all, heads, keys, dates }) {
    const put = (at, texts) => document.querySelectorAll(at).forEach((element, place) => { element.textContent = texts[place]; });
    put('h1, head > title', [title, title]);
    put('.keys li > span', keys);
    put('h2.head', heads);
    put('.jump a', heads);
    this.all = all;
    this.events.items.forEach((item, place) => {
      const [when, known] = dates[this.events.numbers[place]];
      item.querySelector('.when').firstElementChild.textContent = when;
      item.querySelector('.known').replaceChildren(...unbroken(known));
    });
  }

  // Title and summary of an item, each in the language that is shown as far as there is one; a title
  // that is translated has the one as written beside it.
  tell(item, n) {
    const { tables, of } = PAGE.languages, told = this.tellings.get(item), table = tables[of[n]];
    if (!told) return;
    const [, ...served] = table.find(([asked]) => asked === this.lang) ?? [this.lang, this.lang, this.lang];
    ['title', 'summary'].forEach((part, place) => {
      const lang = told.get(served[place])?.[part].length ? served[place] : '', element = item.querySelector(`.${part}`);
      if (!element) return;
      element.lang = lang;
      (element.querySelector('a') ?? element).replaceChildren(...copies(told.get(lang)[part]));
    });
    const title = item.querySelector('.title'), written = told.get('').title.map((node) => node.textContent).join('');
    item.querySelector('.original')?.remove();
    if (title.lang) title.after(Object.assign(document.createElement('p'), { className: 'original', textContent: written }));
  }

  // --- sending on

  // The address of what is shown. Over http there is but the older way.
  async copy(button) {
    const newly = async () => { await navigator.clipboard.writeText(location.href); return true; };
    const done = await newly().catch(() => copied(location.href));
    button.textContent = say(done ? 'copied' : 'not copied');
    setTimeout(() => { button.textContent = say('copy link'); }, TOLD);
  }
}

function copied(text) {
  const area = document.body.appendChild(Object.assign(document.createElement('textarea'), { value: text }));
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

// A button of a value that is chosen; it lets go of it.
function chipOf([name, value]) {
  const chip = document.createElement('button'), text = visible(value);
  Object.assign(chip.dataset, { name, value });
  return Object.assign(chip, { className: 'chip', textContent: text, ariaLabel: say('not only', { name: fieldWord(name), text }) });
}

// What an item says by language: the nodes of titles and of summaries. They stay in the item, hidden, so
// that search finds all of them; what it shows first is put there, too. Nothing of one in one language.
function tellingsOf(item) {
  const told = [...item.querySelectorAll('.told')], title = item.querySelector('.title');
  if (!told.length) return null;
  if (!told.some(({ lang }) => lang === title.lang)) {
    const name = Object.assign(document.createElement('p'), { className: 'name', textContent: title.textContent });
    const kept = Object.assign(document.createElement('div'), { className: 'told', lang: title.lang });
    kept.append(name, ...copies(item.querySelector('.summary')?.children ?? []));
    told.push(told[0].parentElement.appendChild(kept));
  }
  return new Map(told.map(({ lang, children: [name, ...summary] }) => [lang, { title: [...name.childNodes], summary }]));
}

// The page comes to life: data, search, languages, addresses, copying. Without this script it is
// whole; all that the script adds is made from the two JSON blocks at its end.

const PAUSE = 120, COPIED = 2000;  // milliseconds: after a key before searching; of a message

document.documentElement.classList.add('js');
document.addEventListener('DOMContentLoaded', () => new Page());

// Upper case first, so that what has two letters there (ß) is found by either.
const fold = (text) => text.toUpperCase().toLowerCase();

class Page {
  constructor() {
    const block = (name) => document.querySelector(`script[data-of=${name}]`).textContent;
    this.lines = block('events').split('\n').slice(1, -1).map((line) => line.replace(/,$/, ''));
    this.events = JSON.parse(block('events'));
    this.marks = JSON.parse(block('marks'));
    this.items = this.events.map(() => []);
    for (const item of document.querySelectorAll('li[data-n]')) this.items[item.dataset.n].push(item);
    this.titles = this.items.map(([item]) => item.querySelector('.title').textContent);
    this.first = document.documentElement.dataset.lang;
    this.find();
    this.facets = new Facets(this.form.querySelector('.facets'), this.form.querySelector('.chips'), this.events, () => this.apply());
    this.events.forEach((event, n) => this.items[n].forEach((item) => this.facets.link(item, event)));
    this.languages();
    this.figure = document.querySelector('figure');
    if (this.figure) this.stage = new Stage(this.figure, (subject) => this.describe(subject));
    this.listen();
    this.read();
    this.reveal();
  }

  find() {
    this.form = document.querySelector('.controls');
    this.search = this.form.querySelector('input');
    this.status = document.querySelector('[role=status]');
    this.all = this.status.textContent;
    this.nothing = document.querySelector('.nothing');
    this.button = document.querySelector('.copy');
    this.form.hidden = this.button.hidden = false;
  }

  listen() {
    let pause = 0;
    this.search.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.apply(), PAUSE);
    });
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.button.addEventListener('click', () => this.copy(this.button));
    this.nothing.querySelector('.clear').addEventListener('click', () => this.clear());
    document.querySelector('main').addEventListener('click', (event) => this.follow(event));
    addEventListener('popstate', () => { if (location.search !== this.address) this.read(); });
    addEventListener('hashchange', () => this.reveal());
    // else a reload scrolls to where the event was in pixels, before those above have their heights
    if (location.hash) history.scrollRestoration = 'manual';
  }

  // A link to what shares a value filters at once, unless it is to open elsewhere.
  follow(event) {
    const link = event.target.closest('a[data-field]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.facets.toggle(link.dataset.field, link.dataset.value);
  }

  // --- the address: ?q=words&tag=a&lang=fr#id

  read() {
    this.address = location.search;
    const said = new URLSearchParams(location.search);
    this.search.value = said.get('q') ?? '';
    this.facets.read(said);
    this.speak(said.get('lang') ?? this.first);
    this.apply(false);
  }

  write() {
    const said = new URLSearchParams();
    if (this.search.value) said.set('q', this.search.value);
    this.facets.write(said);
    if (this.lang !== this.first) said.set('lang', this.lang);
    const query = said.toString();
    history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    this.address = location.search;
  }

  clear() {
    this.search.value = '';
    this.facets.read(new URLSearchParams());
    this.apply();
    this.search.focus();
  }

  // What an address points to is shown, whatever the filters say.
  reveal() {
    const asked = location.hash.slice(1), plain = decoded(asked);
    const n = this.marks.findIndex(({ anchor }) => anchor === asked || anchor === plain);
    if (n < 0) return;
    if (this.items[n][0].hidden) this.clear();
    this.items[n][0].scrollIntoView();
  }

  // --- what is shown

  apply(write = true) {
    const wanted = fold(this.search.value.trim());
    this.shown = this.events.map((event, n) => this.facets.keeps(event) && (!wanted || this.text(n).includes(wanted)));
    this.shown.forEach((shown, n) => this.items[n].forEach((item) => { item.hidden = !shown; }));
    for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('li[data-n]:not([hidden])');
    const count = this.shown.filter(Boolean).length, total = this.events.length;
    this.status.textContent = count === total ? this.all : `${count.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} events shown`;
    this.nothing.hidden = count > 0 || total === 0;
    this.facets.draw();
    this.draw();
    if (write) this.write();
  }

  // All that is searched in an event, as by --search.
  text(n) {
    this.texts ??= [];
    const { title, summary, translations, tags, places, actors } = this.events[n];
    const told = Object.values(translations ?? {}).flatMap((one) => [one.title, one.summary]);
    return this.texts[n] ??= fold([title, summary, ...told, ...(tags ?? []), ...(places ?? []), ...(actors ?? [])].filter(Boolean).join('\n'));
  }

  draw() {
    if (!this.figure) return;
    const subjects = this.marks.flatMap((mark, n) => (mark.shape && this.shown[n] ? [this.subject(mark, n)] : []));
    subjects.sort((a, b) => a.lo - b.lo || b.hi - a.hi || a.n - b.n);
    this.figure.hidden = !subjects.length;
    if (subjects.length) this.stage.show(subjects);
  }

  subject({ shape: [kind, lo, hi, start, end, soft, color] }, n) {
    const label = visible(this.told(n).title).replace(/^ | $/g, '');
    return { n, kind, lo: lo ?? -Infinity, hi: hi ?? Infinity, start: endOf(start), end: endOf(end), soft, color, label };
  }

  describe({ n, color, label }) {
    const link = svg('a', { class: `mark c${color}`, href: `#${this.marks[n].anchor}`, tabindex: '-1' });
    link.append(svg('title', {}, `${this.marks[n].when}: ${label}`));
    return link;
  }

  // --- languages

  languages() {
    const tags = new Set(this.events.flatMap((event) => Object.keys(event.translations ?? {})));
    if (!tags.size) return;
    this.menu = document.createElement('select');
    this.menu.setAttribute('aria-label', 'Language of the events');
    this.menu.append(new Option('As written', ''));
    for (const tag of [...tags].sort()) this.menu.append(new Option(languageName(tag), tag));
    this.menu.addEventListener('change', () => {
      this.speak(this.menu.value);
      this.apply();
    });
    this.form.querySelector('.facets').append(this.menu);
  }

  // Title and summary of an event, each in the language that is shown as far as there is one.
  told(n) {
    const event = this.events[n], texts = event.translations ?? {};
    // without translations here (--fields), the page has the only title there is
    if (!event.translations) return { title: this.titles[n], titleLang: '', summary: '', summaryLang: '' };
    const tag = lookup(Object.keys(texts), this.lang);
    const one = (name) => (tag && texts[tag][name] ? [texts[tag][name], tag] : [event[name] ?? '', '']);
    const [title, titleLang] = one('title'), [summary, summaryLang] = one('summary');
    return { title, titleLang, summary, summaryLang };
  }

  speak(lang) {
    const before = this.lang ?? this.first;
    this.lang = lang;
    if (this.menu) this.menu.value = lookup([...this.menu.options].map((option) => option.value), lang);
    if (before === lang) return;
    this.events.forEach((event, n) => {
      if (event.translations) this.items[n].forEach((item) => this.say(item, this.told(n)));
    });
  }

  say(item, { title, titleLang, summary, summaryLang }) {
    const heading = item.querySelector('.title'), text = item.querySelector('.summary');
    heading.lang = titleLang;
    heading.firstElementChild.textContent = visible(title).trim();
    text.lang = summaryLang;
    text.replaceChildren(...summary.split(/[\n\r]+/).filter((line) => line.trim()).map((line) => {
      const made = document.createElement('p');
      made.dir = 'auto';
      made.textContent = visible(line).trim();
      return made;
    }));
  }

  // --- copying

  // The events as stored, one a line: a store again.
  async copy(button) {
    const chosen = this.lines.filter((_, n) => this.shown[n]);
    const text = chosen.length ? `[\n${chosen.join(',\n')}\n]\n` : '[]\n', before = 'Copy as JSON';
    button.textContent = await toClipboard(text) ? `Copied ${chosen.length.toLocaleString('en-GB')}` : 'Copying is not allowed here';
    setTimeout(() => { button.textContent = before; }, COPIED);
  }
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {  // not over https: the older way
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

function endOf(text) {
  return { bound: { '>': 'open', '…': 'unknown' }[text.at(-1)] ?? '', signs: text.replace(/[>…]/, '') };
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

// A tag's name in its own language, where the browser knows it.
function languageName(tag) {
  try { return new Intl.DisplayNames([tag], { type: 'language' }).of(tag); } catch { return tag; }
}

// RFC 4647 lookup, as hkinno/languages.py has it: zh-Hant-HK, zh-Hant, zh, then anything that begins so.
function lookup(tags, lang) {
  for (let asked = lang.toLowerCase(); asked; asked = asked.slice(0, Math.max(0, asked.lastIndexOf('-')))) {
    const found = tags.find((tag) => tag.toLowerCase() === asked || tag.toLowerCase().startsWith(`${asked}-`));
    if (found) return found;
  }
  return '';
}

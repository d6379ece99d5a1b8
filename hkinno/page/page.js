// The page comes to life: search, filters, languages, addresses, copying. Without this script it is
// whole; what the script shows and hides and moves is what stands there.

const PAUSE = 120, COPIED = 2000;  // milliseconds: after a key before searching; of a message
const UNSEEN = new RegExp(PAGE.unseen, 'gu');

document.documentElement.classList.add('js');
document.addEventListener('DOMContentLoaded', () => new Page());

// Upper case first, so that what has two letters there (ß) is found by either.
const fold = (text) => text.toUpperCase().toLowerCase();
const counted = (number) => number.toLocaleString('en-GB');
const tried = (does, otherwise) => { try { return does(); } catch { return otherwise; } };
// Text that cannot act on its reader.
const escaped = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
const visible = (text) => text.replace(/\s+/g, ' ').replace(UNSEEN, escaped);

class Page {
  constructor() {
    const [data, figure] = ['script[data-of=events]', 'figure'].map((what) => document.querySelector(what));
    this.lines = data.textContent.split('\n').slice(1, -1).map((line) => line.replace(/,$/, ''));
    this.events = JSON.parse(data.textContent);
    this.items = [...document.querySelectorAll('li[data-n]')];
    for (const link of document.querySelectorAll('a[data-query]')) link.href = `?${link.dataset.query}`;
    [this.search, this.chips, this.languages] = ['input', '.chips', '.languages'].map((what) => document.querySelector(what));
    this.texts = [];
    // a language is named in itself, where the browser knows it
    for (const option of this.languages?.options ?? []) {
      option.text = tried(() => new Intl.DisplayNames([option.value], { type: 'language' }).of(option.value), option.text);
    }
    this.status = document.querySelector('[role=status]');
    this.all = this.status.textContent;
    if (figure) this.stage = new Stage(figure);
    this.listen();
    this.read();
    this.reveal();
  }

  listen() {
    let pause = 0;
    this.search.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.ask((asked) => asked.set('q', this.search.value)), PAUSE);
    });
    document.querySelector('.facets').addEventListener('change', ({ target }) => {
      if (target === this.languages) return this.ask((asked) => asked.set('lang', target.value));
      this.toggle(target.name, target.value);
      target.selectedIndex = 0;
    });
    document.addEventListener('click', (event) => this.follow(event));
    document.querySelector('.copy').addEventListener('click', ({ target }) => this.copy(target));
    document.querySelector('.clear').addEventListener('click', () => this.clear());
    addEventListener('popstate', () => this.read());
    addEventListener('hashchange', () => this.reveal());
    // else a reload scrolls to where the event was in pixels, before those above have their heights
    if (location.hash) history.scrollRestoration = 'manual';
  }

  // --- what is asked for, as the address says it: ?q=words&tag=a&tag=b&lang=fr#id

  read() {
    if (String(this.asked) === String(new URLSearchParams(location.search))) return;
    this.asked = new URLSearchParams(location.search);
    this.search.value = this.asked.get('q') ?? '';
    this.apply();
  }

  // Ask for something else: what `change` makes of it.
  ask(change) {
    change(this.asked);
    if (!this.asked.get('q')) this.asked.delete('q');
    if (this.asked.get('lang') === PAGE.languages.first) this.asked.delete('lang');
    const query = String(this.asked);
    history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    this.apply();
  }

  toggle(name, value) {
    this.ask((asked) => (asked.has(name, value) ? asked.delete(name, value) : asked.append(name, value)));
  }

  clear() {
    this.search.value = '';
    this.ask((asked) => ['q', ...Object.keys(PAGE.facets)].forEach((name) => asked.delete(name)));
    this.search.focus();
  }

  // A link to what shares a value filters at once, unless it is to open elsewhere; a button of
  // a value that is chosen lets go of it, and is gone.
  follow(event) {
    const link = event.target.closest('[data-query]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    new URLSearchParams(link.dataset.query).forEach((value, name) => this.toggle(name, value));
    if (!link.isConnected) (this.chips.firstElementChild ?? document.querySelector('select')).focus();
  }

  // What an address points to is shown, whatever the filters say.
  reveal() {
    const asked = location.hash.slice(1), names = [asked, tried(() => decodeURIComponent(asked), asked)];
    const item = this.items.find(({ id }) => id && names.includes(id));
    if (item?.hidden) this.clear();
    item?.scrollIntoView();
  }

  // --- what is shown

  apply() {
    this.speak(this.asked.get('lang'));
    const wanted = fold((this.asked.get('q') ?? '').trim());
    const filters = Object.entries(PAGE.facets).map(([name, field]) => [field, this.asked.getAll(name)]);
    const has = (event, [field, any]) => !any.length || [event[field] ?? []].flat().some((value) => any.includes(value));
    const finds = (n) => !wanted || this.text(n).includes(wanted);
    this.shown = this.events.map((event, n) => filters.every((filter) => has(event, filter)) && finds(n));
    for (const item of this.items) item.hidden = !this.shown[item.dataset.n];
    for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('.event:not([hidden])');
    const count = this.shown.filter(Boolean).length, total = this.events.length;
    this.status.textContent = count === total ? this.all : `${counted(count)} of ${counted(total)} events shown`;
    document.querySelector('.nothing').hidden = count > 0 || total === 0;
    this.chips.replaceChildren(...[...this.asked].filter(([name]) => Object.hasOwn(PAGE.facets, name)).map(chipOf));
    this.stage?.show(this.stage.all.filter((mark) => this.shown[mark.n]));
  }

  // All that is searched in an event, as by --search.
  text(n) {
    const { translations, ...event } = this.events[n];
    const told = Object.values(translations ?? {}).flatMap((one) => PAGE.translated.map((name) => one[name]));
    return this.texts[n] ??= fold([...PAGE.searched.flatMap((name) => event[name]), ...told].filter(Boolean).join('\n'));
  }

  // --- languages

  // Show a language that is offered; any other is the first.
  speak(asked) {
    const { first, chosen, offered } = PAGE.languages, before = this.lang ?? first;
    this.lang = asked === '' || offered.includes(asked) ? asked : first;
    if (this.languages) this.languages.value = this.lang === first ? chosen : this.lang;
    if (before === this.lang) return;
    this.tellings ??= new Map(this.items.map((item) => [item, tellingsOf(item)]));
    for (const item of this.items) this.say(item);
    const titles = new Map(this.items.map((item) => [Number(item.dataset.n), item.querySelector('.title').textContent]));
    for (const mark of this.stage?.all ?? []) mark.say(titles.get(mark.n));
  }

  // Title and summary of an item, each in the language that is shown as far as there is one.
  say(item) {
    const { tables, of } = PAGE.languages, told = this.tellings.get(item), table = tables[of[item.dataset.n]];
    const [, ...served] = table.find(([asked]) => asked === this.lang) ?? [this.lang, this.lang, this.lang];
    ['title', 'summary'].forEach((part, place) => {
      const lang = told.get(served[place])?.[part].length ? served[place] : '', element = item.querySelector(`.${part}`);
      element.lang = lang;
      (element.querySelector('a') ?? element).replaceChildren(...told.get(lang)[part]);
    });
  }

  // --- copying

  // The events as stored, one a line: a store again. Over http there is but the older way.
  async copy(button) {
    const chosen = this.lines.filter((_, n) => this.shown[n]), before = 'Copy as JSON';
    const text = chosen.length ? `[\n${chosen.join(',\n')}\n]\n` : '[]\n';
    const newly = async () => { await navigator.clipboard.writeText(text); return true; };
    const done = await newly().catch(() => copied(text));
    button.textContent = done ? `Copied ${counted(chosen.length)}` : 'Copying is not allowed here';
    setTimeout(() => { button.textContent = before; }, COPIED);
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
  const chip = document.createElement('button'), said = visible(value);
  chip.dataset.query = new URLSearchParams([[name, value]]);
  return Object.assign(chip, { className: 'chip', textContent: said, ariaLabel: `No longer only ${name} ${said}` });
}

// What an item says by language: the nodes of titles and of summaries. What it shows may be of two
// languages; then it is in none of the others, and these replace it.
function tellingsOf(item) {
  const title = item.querySelector('.title'), shown = [title.firstElementChild, ...item.querySelector('.summary').children];
  const others = [...item.querySelectorAll('.told')].map((told) => [told.lang, [...told.children]]);
  const made = ([lang, [name, ...summary]]) => [lang, { title: [...name.childNodes], summary }];
  return new Map([[title.lang, shown], ...others].map(made));
}

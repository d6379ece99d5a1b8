// The events as the list has them, which is the only place where they stand: what is searched, the
// values that are filtered, what they are called and when they were.

const SAID = PAGE.said[SPOKEN] ? PAGE.said : null;  // what stands here, in each language that it may be in
const SLICE = 12;  // milliseconds that a piece of work may take at once

class Events {
  constructor() {
    this.items = [...document.querySelectorAll('li.event')];
    this.numbers = this.items.map((item, place) => Number(item.dataset.n ?? place));
    this.first = new Map();  // of one that stands under several headings
    this.items.forEach((item, place) => { if (!this.first.has(this.numbers[place])) this.first.set(this.numbers[place], item); });
    this.count = this.first.size;
    this.forget();
  }

  // What was read is read again: it is in another language.
  forget() { [this.texts, this.found, this.told] = [[], [], []]; }

  // All that is searched in an event: what --search reads, and its date as shown and as EDTF.
  text(n) {
    return this.texts[n] ??= fold([...this.first.get(n).querySelectorAll(SEARCHED)].map((part) => part.textContent).join('\n'));
  }

  // The values of an event that are filtered: those of each field.
  values(n) {
    return this.found[n] ??= Object.fromEntries([...this.first.get(n).querySelectorAll('[data-field]')].map((field) => [field.dataset.field, Array.from(field.children, (value) => value.textContent)]));
  }

  // What an event is called and when it was, as it is shown.
  tell(n) {
    const item = this.first.get(n), textOf = (at) => item.querySelector(at).textContent;
    return this.told[n] ??= { title: textOf('.title').replace(/ +/g, ' ').trim(), when: textOf('.when > :first-child') };
  }

  // What is drawn of the events that have a date.
  *marks() {
    const found = [];
    for (const [n, item] of this.first) {
      const mark = markOf(item, n);
      if (mark) found.push(mark);
      yield;
    }
    return found;
  }
}

const SEARCHED = ['.title', '.summary', '.told', '.when > :first-child', '.edtf', ...PAGE.searched.map((name) => `dd[data-field=${name}]`)].join();

// Do a long piece of work in short ones, so that keys are answered between; the last to be begun is done.
class Chore {
  begin(steps) {
    clearTimeout(this.next);
    const go = () => {
      const end = performance.now() + SLICE;
      while (performance.now() < end) if (steps.next().done) return;
      this.next = setTimeout(go);
    };
    go();
  }
}

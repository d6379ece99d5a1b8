// What the page says in its own words, in the language that is spoken, and text that can do nothing.

const UNSEEN = new RegExp(PAGE.unseen, 'gu'), DAY = new RegExp(PAGE.day);
let SPOKEN = document.documentElement?.lang || 'en';

// Upper case first, so that what has two letters there (ß) is found by either.
const fold = (text) => text.toUpperCase().toLowerCase();
const tried = (does, otherwise) => { try { return does(); } catch { return otherwise; } };
const escaped = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
const copies = (nodes) => Array.from(nodes, (node) => node.cloneNode(true));
// The nodes of a text, each of its days in one that is not broken over two lines.
const unbroken = (text) => text.split(DAY).filter(Boolean).map((part) => (DAY.test(part) ? Object.assign(document.createElement('bdi'), { textContent: part }) : part));
const visible = (text) => text.replace(/\s+/g, ' ').replace(UNSEEN, escaped);

// A text by its key, filled in; of two, the first is said of one.
function say(key, values = {}) {
  const text = PAGE.texts[SPOKEN][key], chosen = Array.isArray(text) ? text[values.n === 1 ? 0 : 1] : text;
  return filled(chosen, { ...values, n: counted(values.n ?? 0) });
}

// What a field is called, or one of its values: by its name where there is no other.
const fieldWord = (name) => PAGE.texts[SPOKEN][`field ${name}`] ?? name;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// Say all of the page's own words in another language.
function speak(tag) {
  if (SPOKEN === tag) return;
  SPOKEN = tag;
  document.documentElement.lang = tag;
  speakDates(tag);
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say, { n: Number(element.dataset.n) });
  for (const element of document.querySelectorAll('[data-say-field]')) element.textContent = capital(fieldWord(element.dataset.sayField));
  for (const element of document.querySelectorAll('[data-say-label]')) element.ariaLabel = say(element.dataset.sayLabel, { name: fieldWord(element.dataset.name) });
  for (const element of document.querySelectorAll('[data-say-placeholder]')) element.placeholder = say(element.dataset.sayPlaceholder);
}

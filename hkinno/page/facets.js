// Filters by category, tag, place and actor: any of one kind, all kinds together, as in the
// address: ?tag=a&tag=b&place=c.

const FACETS = { category: 'category', tags: 'tag', places: 'place', actors: 'actor' };  // field: name
const OFFERED = 200;  // values in a menu; the others are found at the events and by searching

function valuesOf(event, field) {
  const value = event[field];
  return Array.isArray(value) ? value : value ? [value] : [];
}

class Facets {
  constructor(menus, chips, events, changed) {
    Object.assign(this, { menus, chips, events, changed, chosen: {} });
    for (const field of Object.keys(FACETS)) {
      this.chosen[field] = new Set();
      const counts = this.counts(field);
      if (counts.length > 1) menus.append(this.menu(field, counts));
    }
    chips.addEventListener('click', ({ target }) => {
      if (!target.dataset.field) return;
      this.toggle(target.dataset.field, target.dataset.value);
      (chips.firstElementChild ?? menus.firstElementChild).focus();  // the button is gone
    });
  }

  // The values of a field and how many events have them, the most frequent first.
  counts(field) {
    const found = new Map();
    for (const event of this.events) {
      for (const value of new Set(valuesOf(event, field))) found.set(value, (found.get(value) ?? 0) + 1);
    }
    return [...found].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  }

  menu(field, counts) {
    const menu = document.createElement('select'), name = FACETS[field];
    menu.setAttribute('aria-label', `Show only this ${name}`);
    menu.append(new Option(`${name[0].toUpperCase()}${name.slice(1)}`, ''));
    for (const [value, count] of counts.slice(0, OFFERED)) menu.append(new Option(`${visible(value)} (${count})`, value));
    menu.addEventListener('change', () => {
      const { value } = menu;
      menu.selectedIndex = 0;
      if (value) this.toggle(field, value);
    });
    return menu;
  }

  toggle(field, value) {
    if (!this.chosen[field].delete(value)) this.chosen[field].add(value);
    this.changed();
  }

  keeps(event) {
    return Object.entries(this.chosen).every(([field, values]) => !values.size || valuesOf(event, field).some((value) => values.has(value)));
  }

  // Take what an address says, or write it there.
  read(parameters) {
    for (const [field, name] of Object.entries(FACETS)) this.chosen[field] = new Set(parameters.getAll(name));
  }

  write(parameters) {
    for (const [field, name] of Object.entries(FACETS)) {
      for (const value of this.chosen[field]) parameters.append(name, value);
    }
  }

  // A button for each value that is chosen; it lets go of it.
  draw() {
    const made = Object.entries(this.chosen).flatMap(([field, values]) => [...values].map((value) => {
      const chip = document.createElement('button');
      Object.assign(chip, { type: 'button', className: 'chip', textContent: visible(value), ariaLabel: `No longer only ${FACETS[field]} ${visible(value)}` });
      Object.assign(chip.dataset, { field, value });
      return chip;
    }));
    this.chips.replaceChildren(...made);
  }

  // The values in the list become links to the events that share them.
  link(item, event) {
    const seen = {};
    for (const anchor of item.querySelectorAll('a[data-field]')) {
      const { field } = anchor.dataset, place = seen[field] = (seen[field] ?? -1) + 1;
      anchor.dataset.value = valuesOf(event, field)[place];
      anchor.href = `?${new URLSearchParams({ [FACETS[field]]: anchor.dataset.value })}`;
    }
  }
}

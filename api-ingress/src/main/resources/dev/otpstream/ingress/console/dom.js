// Small tools for building and updating the page. Text only ever becomes text.

/** Makes an element: h('td', {class: 'number'}, 'text', child, …). An attribute that is a function listens. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The same for drawings. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only if it changes, so that nothing is announced or selected anew each second. */
export function say(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** Keeps one child an item: those that stay are updated in place, so that focus and selection survive. */
export function keep(parent, items, keyOf, make, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, place) => {
    const key = keyOf(item);
    let child = old.get(key);
    old.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
    update(child, item);
  });
  old.forEach((child) => child.remove());
}

/** A table whose cells are updated in place. Columns: {title, number, row: whether it heads
 * the row, action: whether its title is for screen readers only, cell(item): its text, or update(cell, item)}. */
export class Table {
  #columns;
  #keyOf;
  #body = h('tbody');
  #empty;
  #table;

  constructor(place, caption, columns, keyOf, nothing) {
    this.#columns = columns;
    this.#keyOf = keyOf;
    const head = columns.map((column) => h('th', { scope: 'col', class: column.number && 'number' },
      column.action ? h('span', { class: 'unseen' }, column.title) : column.title));
    this.#table = h('table', {}, h('caption', { class: 'unseen' }, caption), h('thead', {}, h('tr', {}, ...head)),
      this.#body);
    this.#empty = h('p', { class: 'nothing' }, nothing);
    place.append(this.#table, this.#empty);
    if (place.classList.contains('scroll')) {
      place.tabIndex = 0; // so that the keyboard can scroll it
      place.setAttribute('role', 'region');
      place.setAttribute('aria-label', `${caption}, as a table`);
    }
    this.show([]);
  }

  show(items) {
    this.#table.hidden = items.length === 0;
    this.#empty.hidden = items.length > 0;
    keep(this.#body, items, this.#keyOf, () => h('tr', {}, ...this.#columns.map((column) => column.row
      ? h('th', { scope: 'row' })
      : h('td', { class: column.number ? 'number' : column.action && 'action' }))), (row, item) => {
      this.#columns.forEach((column, place) => {
        const cell = row.children[place];
        if (column.update) column.update(cell, item);
        else say(cell, column.cell(item));
      });
    });
  }
}

const whole = new Intl.NumberFormat('en');
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const count = (number) => whole.format(number);

export const share = (part, of) => (of > 0 ? `${tenth.format((100 * part) / of)} %` : '–');

/** A rate a second, with as many digits as it deserves. */
export const rate = (number) => (number >= 10 ? whole.format(Math.round(number)) : tenth.format(number));

/** Milliseconds for people. */
export function span(ms) {
  if (ms === undefined || ms === null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${tenth.format(ms / 1000)} s`;
  return `${tenth.format(ms / 60_000)} min`;
}

/** A moment of today, to the second. */
export const clock = (iso) => new Date(iso).toLocaleTimeString('en-GB');

/** UPPER or lower words as people write them: no_route → no route. */
export const words = (name) => name.replaceAll('_', ' ').toLowerCase();

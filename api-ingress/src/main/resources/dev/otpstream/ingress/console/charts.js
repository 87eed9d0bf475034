// Lines over time, drawn by uPlot; beside each drawing the same as a table.
/* global uPlot */

import { clock, h, keep, say } from './dom.js';
import { colour, onTheme } from './theme.js';

const HEIGHT = 190;
const ROWS_MAX = 12;
const FONT = '12px system-ui, sans-serif';

/** Lines: [{name, colour: a variable of the style sheet, words}]. */
export class Chart {
  #place;
  #lines;
  #format;
  #logarithmic;
  #plot;
  #data;
  #drawing = h('div', { class: 'drawing', 'aria-hidden': 'true' });
  #legend = h('ul', { class: 'legend' });
  #rows = h('tbody');
  #table;

  constructor(place, { caption, lines, format, logarithmic = false }) {
    this.#place = place;
    this.#lines = lines;
    this.#format = format;
    this.#logarithmic = logarithmic;
    this.#legend.append(...lines.map((line) => h('li', {}, h('i', { class: `swatch ${line.colour}` }),
      `${line.words} `, h('b', {}, '–'))));
    const head = ['Until', ...lines.map((line) => line.words)].map((title) => h('th', { scope: 'col' }, title));
    this.#table = h('details', { class: 'as-table', toggle: () => this.#tabulate() }, h('summary', {}, 'As a table'),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${caption}, over time` },
        h('table', {}, h('caption', { class: 'unseen' }, caption), h('thead', {}, h('tr', {}, ...head)), this.#rows)));
    place.append(this.#legend, this.#drawing, this.#table);
    new ResizeObserver(() => this.#plot?.setSize({ width: this.#drawing.clientWidth, height: HEIGHT }))
      .observe(this.#drawing);
    onTheme(() => this.#redraw());
  }

  /** Times in seconds since 1970; values by the lines' names, null where there is none. */
  show(times, values) {
    this.#data = [times, ...this.#lines.map((line) => values[line.name])];
    if (this.#plot) this.#plot.setData(this.#data);
    else this.#redraw();
    this.#tell(null);
    this.#tabulate();
  }

  #redraw() {
    if (!this.#data) return;
    this.#plot?.destroy();
    const axis = { stroke: colour('muted'), font: FONT, ticks: { show: false }, grid: { stroke: colour('line'), width: 1 } };
    this.#plot = new uPlot({
      width: this.#drawing.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 8, 0, 0],
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
      hooks: { setCursor: [(plot) => this.#tell(plot.cursor.idx)] },
      scales: {
        x: {},
        y: this.#logarithmic
          ? { distr: 3, range: (_, low, high) => [Math.max(1, (low ?? 1) / 2), Math.max(100, (high ?? 1) * 2)] }
          : { range: (_, low, high) => [0, Math.max(1, (high ?? 0) * 1.15)] },
      },
      axes: [
        { ...axis, grid: { show: false }, space: 80,
          values: (_, times) => times.map((time) => clock(time * 1000).slice(0, time % 60 === 0 ? 5 : 8)) },
        { ...axis, size: 58, space: 36, ...(this.#logarithmic ? { splits: decades } : {}), values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : this.#format(tick))) },
      ],
      series: [{}, ...this.#lines.map((line) => ({
        stroke: colour(line.colour),
        width: 2,
        spanGaps: true,
        points: { show: false },
        ...(line.filled ? { fill: `${colour(line.colour)}1f` } : {}),
      }))],
    }, this.#data, this.#drawing);
  }

  /** Says the values under the pointer, or else the newest. */
  #tell(place) {
    if (!this.#data) return;
    [...this.#legend.children].forEach((item, line) => {
      const values = this.#data[line + 1];
      const value = place === null || place === undefined ? values.findLast((one) => one !== null) : values[place];
      say(item.querySelector('b'), value === null || value === undefined ? '–' : this.#format(value));
    });
  }

  #tabulate() {
    if (!this.#table.open || !this.#data) return;
    const every = Math.max(1, Math.ceil(this.#data[0].length / ROWS_MAX));
    const places = this.#data[0].map((_, place) => place).filter((place) => (this.#data[0].length - 1 - place) % every === 0);
    keep(this.#rows, places, (place) => String(place), () => h('tr', {}, h('th', { scope: 'row' }),
      ...this.#lines.map(() => h('td', { class: 'number' }))), (row, place) => {
      say(row.children[0], clock(this.#data[0][place] * 1000));
      this.#lines.forEach((_, line) => {
        const value = this.#data[line + 1][place];
        say(row.children[line + 1], value === null ? '–' : this.#format(value));
      });
    });
  }
}

/** Round times, one a line, instead of nine lines a decade. */
function decades(plot) {
  const { min, max } = plot.scales.y;
  return [1, 10, 100, 1000, 10_000, 60_000, 600_000].filter((tick) => tick >= min && tick <= max);
}

/** The ends of equal slots up to now, in seconds since 1970, the unfinished one left out. */
export function times(at, step, slots) {
  const newest = Math.floor(Date.parse(at) / 1000 / step) * step;
  return Array.from({ length: slots - 1 }, (_, place) => newest - (slots - 2 - place) * step);
}

// How many records wait before each group of workers, and how that went over the last minutes.

import { byId, count, svg, Table } from './dom.js';

const REMEMBERED = 60;
const WIDTH = 90;
const HEIGHT = 18;

export function lags() {
  const past = new Map();
  const table = new Table(byId('lags'), 'Lag of each group and topic', [
    { title: 'Group', row: true, cell: (one) => one.group },
    { title: 'Topic', cell: (one) => one.topic },
    { title: 'Lag', number: true, cell: (one) => count(one.lag) },
    { title: 'Lately', update: (cell, one) => line(cell, past.get(key(one))) },
  ], key, 'The brokers have not said yet.');
  return (picture) => {
    const shown = [...(picture.lags ?? [])].sort((a, b) => b.lag - a.lag || key(a).localeCompare(key(b)));
    for (const one of shown) past.set(key(one), [...(past.get(key(one)) ?? []), one.lag].slice(-REMEMBERED));
    for (const old of past.keys()) if (!shown.some((one) => key(one) === old)) past.delete(old);
    table.show(shown);
  };
}

const key = (one) => `${one.group} ${one.topic}`;

function line(cell, values) {
  if (!cell.firstChild) cell.append(svg('svg', {
    class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
  svg('polyline', {})));
  const most = Math.max(10, ...values);
  const points = values.map((value, place) => `${WIDTH - (values.length - 1 - place) * (WIDTH / (REMEMBERED - 1))},${
    HEIGHT - 2 - (value / most) * (HEIGHT - 4)}`);
  cell.querySelector('polyline').setAttribute('points', points.join(' '));
}

// One funnel a channel: how far the messages came.

import { byId, count, h, keep, say, share, svg } from './dom.js';

const STEPS = [
  { name: 'chosen', words: 'Accepted' },
  { name: 'dispatched', words: 'Dispatched' },
  { name: 'delivered', words: 'Delivered' },
  { name: 'verified', words: 'Verified' },
];
const WIDTH = 400;
const HEIGHT = 84;
const NAMES = { telegram: 'Telegram', sms: 'SMS', max: 'MAX' };
const ORDER = Object.keys(NAMES);

export const channelName = (channel) => NAMES[channel] ?? channel;

export function funnels() {
  const list = byId('funnels');
  const nothing = h('p', { class: 'nothing' }, 'No message was accepted in the time shown.');
  list.after(nothing);
  return (picture) => {
    const place = (one) => (ORDER.includes(one.channel) ? ORDER.indexOf(one.channel) : ORDER.length);
    const shown = picture.status.funnels.map((one) => ({ ...one, chosen: one.accepted + one.fallen_back }))
      .sort((a, b) => place(a) - place(b));
    nothing.hidden = shown.length > 0;
    list.hidden = shown.length === 0;
    keep(list, shown, (one) => one.channel, make, update);
  };
}

function make(one) {
  const steps = STEPS.map((step) => h('li', {}, h('span', { class: 'quiet' }, step.words), h('b', {}),
    h('span', { class: 'quiet' })));
  return h('article', { class: `funnel ${one.channel}` },
    h('h3', {}, h('i', { class: `swatch ${one.channel}`, 'aria-hidden': 'true' }), channelName(one.channel)),
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('path', {}), ...[1, 2, 3].map((line) => svg('line', {
        x1: (line * WIDTH) / 4, x2: (line * WIDTH) / 4, y1: 0, y2: HEIGHT }))),
    h('ol', { class: 'steps' }, ...steps), h('p', { class: 'quiet' }));
}

function update(article, one) {
  const values = STEPS.map((step) => one[step.name]);
  article.querySelector('path').setAttribute('d', shape(values));
  article.querySelectorAll('li').forEach((item, place) => {
    say(item.children[1], count(values[place]));
    say(item.children[2], place === 0 ? '' : share(values[place], values[0]));
  });
  const notes = [];
  if (one.fallen_back > 0) notes.push(`${count(one.fallen_back)} of them came by fallback from another channel.`);
  if (one.passed_over > 0) notes.push(`${count(one.passed_over)} others passed it over, since it was failing.`);
  say(article.querySelector('p'), notes.join(' '));
}

/** Flat within a step, a soft slope between two. */
function shape(values) {
  const most = Math.max(1, values[0]);
  const step = WIDTH / values.length;
  const top = (value) => HEIGHT / 2 - Math.max(1.5, (value / most) * (HEIGHT / 2 - 2));
  const edge = (place, flip) => {
    const y = (value) => (flip ? HEIGHT - top(value) : top(value));
    return { x: place * step, y: y(values[place]) };
  };
  const slope = 26;
  let path = `M0 ${edge(0).y}`;
  for (let place = 1; place < values.length; place++) {
    const { x, y } = edge(place);
    path += ` H${x - slope} C${x} ${edge(place - 1).y} ${x} ${y} ${x + slope} ${y}`;
  }
  path += ` H${WIDTH} V${edge(values.length - 1, true).y}`;
  for (let place = values.length - 1; place > 0; place--) {
    const { x, y } = edge(place, true);
    path += ` H${x + slope} C${x} ${y} ${x} ${edge(place - 1, true).y} ${x - slope} ${edge(place - 1, true).y}`;
  }
  return `${path} H0 Z`;
}

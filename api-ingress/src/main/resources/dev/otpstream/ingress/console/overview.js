// The key figures, the lines over time, and the codes that are locked.

import { Chart, times } from './charts.js';
import { byId, clock, count, h, keep, rate, say, share, span, Table } from './dom.js';

const LINES = [
  { name: 'accepted', words: 'accepted', colour: 'accepted', filled: true },
  { name: 'sent', words: 'sent', colour: 'sent' },
  { name: 'delivered', words: 'delivered', colour: 'delivered' },
  { name: 'verified', words: 'verified', colour: 'verified' },
];
const STEPS = [
  { name: 'dispatched', words: 'dispatched' },
  { name: 'failed', words: 'refused or not delivered' },
  { name: 'fallback', words: 'fallen back' },
  { name: 'expired', words: 'expired' },
];
const STAGES = [
  { name: 'send', words: 'dispatch to sent', colour: 'sent' },
  { name: 'deliver', words: 'sent to delivered', colour: 'delivered' },
  { name: 'reach', words: 'accepted to delivered', colour: 'accepted' },
  { name: 'verify', words: 'delivered to verified', colour: 'verified' },
];

export function overview(showMessage) {
  const throughput = new Chart(byId('throughput'), { caption: 'Messages a second', lines: LINES, format: rate });
  const latency = new Chart(byId('latency'), {
    caption: '95th percentile of each stage', lines: STAGES, format: span, logarithmic: true });
  const stepsPlace = h('div', { class: 'scroll' });
  byId('throughput').append(stepsPlace);
  const steps = new Table(stepsPlace, 'What happened', [
    { title: 'Step', row: true, cell: (one) => one.words },
    { title: 'In the time shown', number: true, cell: (one) => count(one.many) },
    { title: 'A second', number: true, cell: (one) => rate(one.many / one.seconds) },
  ], (one) => one.name, '');
  const stagesPlace = h('div', { class: 'scroll' });
  byId('latency').append(stagesPlace);
  const stages = new Table(stagesPlace, 'Latency of each stage', [
    { title: 'Stage', row: true, cell: (one) => one.words },
    { title: 'Messages', number: true, cell: (one) => count(one.latency.count) },
    { title: 'p50', number: true, cell: (one) => span(one.latency.p50) },
    { title: 'p95', number: true, cell: (one) => span(one.latency.p95) },
    { title: 'p99', number: true, cell: (one) => span(one.latency.p99) },
  ], (one) => one.name, 'No message went this way in the time shown.');
  const locked = new Table(byId('locked'), 'Codes whose attempts are used up', [
    { title: 'Recipient', row: true, cell: (one) => one.recipient },
    { title: 'Message', update: (cell, one) => {
      if (cell.textContent === one.message_id) return;
      cell.replaceChildren(h('button', { class: 'as-link', type: 'button', click: () => showMessage(one.message_id) },
        one.message_id));
    } },
    { title: 'At', number: true, cell: (one) => clock(one.at) },
  ], (one) => one.message_id, 'None that we saw.');

  return (picture) => {
    const { status } = picture;
    figures(picture);
    draw(throughput, picture.at, status.throughput, LINES, (value) => value / status.throughput.step_s);
    draw(latency, picture.at, status.latency, STAGES, (value) => (value === null ? null : Math.max(1, value)));
    steps.show(STEPS.map((step) => ({ ...step, many: status.totals[step.name], seconds: picture.window_s })));
    stages.show(STAGES.filter((stage) => status.stages[stage.name])
      .map((stage) => ({ ...stage, latency: status.stages[stage.name] })));
    locked.show(status.locked);
  };
}

function draw(chart, at, given, lines, convert) {
  const slots = given[lines[0].name].length;
  chart.show(times(at, given.step_s, slots), Object.fromEntries(lines.map((line) => [line.name,
    given[line.name].slice(0, slots - 1).map(convert)])));
}

function figures(picture) {
  const { totals, funnels, stages } = picture.status;
  const sum = (step) => funnels.reduce((all, funnel) => all + funnel[step], 0);
  const accepted = sum('accepted');
  const lag = picture.lags?.reduce((most, one) => Math.max(most, one.lag), 0);
  const waiting = picture.dead_letters.waiting;
  const shown = [
    { name: 'Accepted', value: count(totals.accepted), note: `${rate(totals.accepted / picture.window_s)} a second` },
    { name: 'Delivered', value: share(sum('delivered'), accepted), note: `${count(totals.delivered)} messages` },
    { name: 'Verified', value: share(sum('verified'), accepted), note: `${count(totals.verified)} codes` },
    { name: 'Time to arrive', value: span(stages.reach?.p95), note: 'p95, accepted to delivered' },
    { name: 'Attempts used up', value: count(totals.locked), note: `${count(totals.attempt_failed)} wrong guesses`,
      mood: totals.locked > 0 ? 'warn' : '' },
    { name: 'Largest lag', value: lag === undefined ? '–' : count(lag), note: 'records in one topic',
      mood: lag > 10_000 ? 'warn' : '' },
    { name: 'Hooks failing', value: count(picture.hooks.length), note: 'endpoints',
      mood: picture.hooks.length > 0 ? 'warn' : '' },
    { name: 'Dead letters', value: count(waiting), note: 'not yet put back', mood: waiting > 0 ? 'bad' : '' },
  ];
  keep(byId('figures'), shown, (one) => one.name, (one) => h('div', {}, h('dt', {}, one.name), h('dd', {}),
    h('dd', { class: 'quiet' })), (place, one) => {
    place.dataset.mood = one.mood ?? '';
    say(place.children[1], one.value);
    say(place.children[2], one.note);
  });
}

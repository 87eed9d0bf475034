// One message's way, by our id or by the one its caller gave.

import { call } from './api.js';
import { byId, clock, h, span, words } from './dom.js';
import { channelName } from './funnel.js';

const CHOICES = { instead: 'instead of a channel that fails', probe: 'to try whether it is back',
  anyway: 'although it fails, like all others' };
const FRONTS = ['alphasms', 'zapnoty', 'engagelab', 'kaleyra'];

export function search() {
  const form = byId('find-form');
  const id = h('input', { id: 'find-id', name: 'id', required: true, autocomplete: 'off', spellcheck: 'false' });
  const account = h('select', { id: 'find-account', name: 'account' }, h('option', { value: '' }, 'our own id'));
  const front = h('select', { id: 'find-front', name: 'front' },
    ...FRONTS.map((name) => h('option', { value: name }, name)));
  const frontField = field('Front', front);
  frontField.hidden = true;
  account.addEventListener('change', () => { frontField.hidden = account.value === ''; });
  account.addEventListener('focus', () => fill(account), { once: true });
  form.append(field('Id', id), field('Given by', account), frontField,
    h('button', { class: 'primary', type: 'submit' }, 'Find'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    find(id.value.trim(), account.value, front.value);
  });
  return (messageId) => {
    id.value = messageId;
    account.value = '';
    frontField.hidden = true;
    byId('find').scrollIntoView({ block: 'start' });
    byId('find').focus({ preventScroll: true });
    find(messageId, '', '');
  };
}

const field = (title, input) => h('label', { class: 'field' }, h('span', {}, title), input);

async function fill(account) {
  try {
    const { accounts } = await call('GET', '/admin/v1/accounts?limit=1000');
    account.append(...accounts.map((one) => h('option', { value: one.id }, `caller: ${one.name}`)));
  } catch (refused) {
    byId('find-result').textContent = `Accounts cannot be read: ${refused.message}`;
  }
}

async function find(id, account, front) {
  const result = byId('find-result');
  result.textContent = 'Looking …';
  byId('timeline').replaceChildren();
  try {
    const message = await call('GET', path(id, account, front));
    result.textContent = `Message ${message.message_id} to ${message.recipient}: ${words(message.state)}.`;
    byId('timeline').replaceChildren(timeline(message));
  } catch (refused) {
    result.textContent = refused.status === 404 ? 'No such message.' : `Not found: ${refused.message}`;
  }
}

function path(id, account, front) {
  if (account === '') return `/admin/v1/messages/${encodeURIComponent(id)}`;
  // As JSON: a number as it is, everything else in quotes.
  const callerId = /^(0|[1-9][0-9]{0,17})$/.test(id) ? id : JSON.stringify(id);
  return `/admin/v1/messages?${new URLSearchParams({ account, front, caller_id: callerId })}`;
}

function timeline(message) {
  let before = Date.parse(message.accepted_at);
  return h('ol', { class: 'timeline' }, ...message.events.map((event) => {
    const at = Date.parse(event.at);
    const item = h('li', { class: event.type }, h('b', {}, words(event.type)),
      h('span', {}, detail(event)), h('time', { datetime: event.at, class: 'quiet' }, clock(event.at)),
      h('span', { class: 'quiet number' }, at > before ? `+${span(at - before)}` : ''));
    before = at;
    return item;
  }));
}

function detail(event) {
  const parts = [];
  if (event.channel) parts.push(channelName(event.channel));
  if (event.provider) parts.push(`by ${event.provider}`);
  if (event.reason) parts.push(words(event.reason));
  if (event.provider_code) parts.push(`(${event.provider_code})`);
  if (event.choice && !['first', 'only', 'next'].includes(event.choice)) parts.push(CHOICES[event.choice] ?? event.choice);
  if (event.skipped) parts.push(`past ${event.skipped.map(channelName).join(', ')}`);
  if (event.attempts_left !== undefined) parts.push(`${event.attempts_left} attempts left`);
  return parts.join(' ');
}

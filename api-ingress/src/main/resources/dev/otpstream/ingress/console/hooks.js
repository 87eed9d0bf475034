// Endpoints that do not take their events: who they are, since when, and a way to try again.

import { call } from './api.js';
import { byId, clock, h, Table } from './dom.js';

export function hooks() {
  const place = byId('hooks');
  const result = h('p', { class: 'result', role: 'status' });
  place.before(result);
  const enable = async (one, button) => {
    button.disabled = true;
    try {
      await call('POST', `/admin/v1/webhooks/endpoints/${encodeURIComponent(one.id)}/enable`);
      result.textContent = `${one.host} is called again.`;
    } catch (refused) {
      result.textContent = `Not done: ${refused.message}`;
      button.disabled = false;
    }
  };
  const table = new Table(place, 'Hooks that fail', [
    { title: 'Host', row: true, cell: (one) => one.host },
    { title: 'State', update: (cell, one) => {
      if (cell.dataset.said === one.state) return;
      cell.dataset.said = one.state;
      cell.replaceChildren(h('span', { class: `badge ${one.state === 'off' ? 'bad' : 'warn'}` },
        one.state === 'off' ? 'switched off' : 'failing'));
    } },
    { title: 'Since', number: true, cell: (one) => clock(one.failing_since) },
    { title: 'Last answer', cell: (one) => (one.last_status > 0 ? `${one.last_status} ${one.detail}` : one.detail) },
    { title: 'Action', action: true, update: (cell, one) => {
      if (one.state !== 'off') cell.replaceChildren();
      else if (!cell.firstChild) {
        const button = h('button', { type: 'button', click: () => enable(one, button) }, 'Enable');
        cell.append(button);
      }
    } },
  ], (one) => one.id, 'None.');
  return (picture) => table.show(picture.hooks);
}

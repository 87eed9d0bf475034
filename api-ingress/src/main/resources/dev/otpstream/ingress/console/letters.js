// Records that nobody could process, and the way to put them back.

import { call } from './api.js';
import { byId, clock, count, h, Table, words } from './dom.js';

export function letters() {
  const result = byId('redrive-result');
  const all = byId('redrive-all');
  const redrive = async (which, button) => {
    button.disabled = true;
    result.textContent = 'Putting back …';
    try {
      const fates = await call('POST', '/admin/v1/dead-letters/redrive', { letters: which });
      result.textContent = `${Object.entries(fates).filter(([fate, many]) => many > 0 || fate === 'redriven')
        .map(([fate, many]) => `${count(many)} ${words(fate)}`).join(', ')}.`;
    } catch (refused) {
      if (refused.status === undefined) result.textContent = 'No answer yet: it may still be under way. Doing it again does no harm.';
      else result.textContent = refused.status === 503 ? `${refused.message}.` : `Not done: ${refused.message}`;
    }
    button.disabled = false;
  };
  all.addEventListener('click', () => redrive('all', all));
  const table = new Table(byId('letters'), 'Dead letters', [
    { title: 'Topic', row: true, cell: (one) => `${one.topic}-${one.partition}@${one.origin_offset}` },
    { title: 'Reason', cell: (one) => one.reason },
    { title: 'Given up by', cell: (one) => one.service },
    { title: 'At', number: true, cell: (one) => clock(one.buried_at) },
    { title: 'Action', action: true, update: (cell, one) => {
      const state = one.redriven ? 'put back' : one.whole ? 'redrive' : 'only its origin was kept';
      if (cell.dataset.said === state) return;
      cell.dataset.said = state;
      if (state !== 'redrive') {
        cell.replaceChildren(h('span', { class: 'badge quiet' }, state));
        return;
      }
      const button = h('button', { type: 'button', 'aria-label': `Redrive ${one.topic} ${one.partition} ${one.origin_offset}`,
        click: () => redrive([one.offset], button) }, 'Redrive');
      cell.replaceChildren(button);
    } },
  ], (one) => String(one.offset), 'None. Every record was understood.');
  return (picture) => {
    all.hidden = picture.dead_letters.waiting === 0;
    table.show(picture.dead_letters.newest);
  };
}

// What each provider took, what arrived, and how fast it answered.

import { byId, count, h, share, span, Table, words } from './dom.js';
import { channelName } from './funnel.js';

export function providers() {
  const table = new Table(byId('providers'), 'Providers', [
    { title: 'Provider', row: true, cell: (one) => one.provider },
    { title: 'Channel', cell: (one) => channelName(one.channel) },
    { title: 'State', update: state },
    { title: 'Last minute', cell: lately },
    { title: 'Taken', number: true, cell: (one) => count(one.sent) },
    { title: 'Success', number: true, cell: (one) => share(one.sent, one.sent + one.failed + one.unclear) },
    { title: 'Delivered', number: true, cell: (one) => share(one.delivered, one.sent) },
    { title: 'p50', number: true, cell: (one) => span(one.latency?.p50) },
    { title: 'p95', number: true, cell: (one) => span(one.latency?.p95) },
    { title: 'p99', number: true, cell: (one) => span(one.latency?.p99) },
    { title: 'Failures', cell: failures },
  ], keyOf, 'No provider was asked in the time shown.');
  return (picture) => table.show(picture.status.providers.map((one) => ({
    ...one,
    health: picture.health.find((other) => keyOf(other) === keyOf(one)),
    passedOver: picture.status.passed_over.some((other) => other.channel === one.channel
      && Date.parse(picture.at) - Date.parse(other.last_at) < PASSED_OVER_MS),
  })));
}

const keyOf = (one) => `${one.channel}/${one.provider}`;

/** What the engine counts to judge a provider by. */
const lately = ({ health }) => (health && health.asked > 0
  ? `${count(health.well)} well, ${count(health.failed)} failed` : 'not asked');

/** So long after a message passed a channel over, the channel counts as passed over. */
const PASSED_OVER_MS = 15_000;
/** By fewer dispatches nobody is judged. */
const JUDGED_MIN = 5;
const OWN_FAULTS = ['provider_unavailable', 'provider_throttled', 'provider_configuration', 'no_answer'];

/** By what the engine does, else by what it counts, else by what happened. */
function judged(one) {
  if (one.passedOver) return ['bad', 'passed over'];
  const { well = 0, failed = 0 } = one.health ?? {};
  return well + failed >= JUDGED_MIN ? mood(failed / (well + failed)) : happened(one);
}

/** That a recipient cannot be reached is no fault of a provider. */
function happened(one) {
  const faults = one.unclear + OWN_FAULTS.reduce((sum, reason) => sum + (one.reasons[reason] ?? 0), 0);
  const asked = one.sent + one.failed + one.unclear;
  return asked < JUDGED_MIN ? ['quiet', 'too few to say'] : mood(faults / asked);
}

function mood(failing) {
  if (failing >= 0.5) return ['bad', 'failing'];
  return failing > 0.05 ? ['warn', 'troubled'] : ['good', 'well'];
}

function state(cell, one) {
  const [mood, text] = judged(one);
  if (cell.dataset.said === text) return;
  cell.dataset.said = text;
  cell.replaceChildren(h('span', { class: `badge ${mood}` }, text));
}

function failures(one) {
  const reasons = Object.entries(one.reasons).map(([reason, many]) => `${words(reason)} ${count(many)}`);
  if (one.unclear > 0) reasons.push(`no clear answer ${count(one.unclear)}`);
  return reasons.length > 0 ? reasons.join(', ') : 'none';
}

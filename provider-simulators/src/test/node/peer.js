// Submits a few messages as an SMPP client of another make would, waits for their receipts, and prints what it saw.
// Arguments: port, system id, password, phone. A watchdog ends it if an answer never comes.
'use strict';
const smpp = require('smpp');

const [port, systemId, password, phone] = process.argv.slice(2);
const watchdog = setTimeout(() => { console.error('no answer in time'); process.exit(1); }, 20000);
const session = smpp.connect({ url: `smpp://127.0.0.1:${port}`, auto_enquire_link_period: 0 });
session.on('error', error => { console.error(error.message); process.exit(1); });

const request = (command, fields) => new Promise(done => session[command](fields, done));
const submit = fields => request('submit_sm',
  { source_addr: 'Shop', source_addr_ton: 5, destination_addr: phone, registered_delivery: 1, ...fields });

const receipts = [];
let wanted = Infinity;
let allReceived;
const received = new Promise(done => { allReceived = done; });
session.on('deliver_sm', pdu => {
  receipts.push({
    id: pdu.receipted_message_id, state: pdu.message_state, esmClass: pdu.esm_class, text: pdu.short_message.message });
  session.send(pdu.response());
  if (receipts.length >= wanted) allReceived();
});

async function talk() {
  const bound = await request('bind_transceiver', { system_id: systemId, password });
  const long = 'я'.repeat(200);
  const answers = [
    await submit({ short_message: 'Plain [4711] €' }),
    await submit({ short_message: 'Код 4711' }),
    await submit({ message_payload: long }),
    await submit({ esm_class: 0x40, short_message: { udh: Buffer.from([5, 0, 3, 7, 2, 2]), message: 'part two' } }),
    await submit({ esm_class: 0x40, short_message: { udh: Buffer.from([5, 0, 3, 7, 2, 1]), message: 'part one, ' } }),
  ];
  const refused = await submit({ destination_addr: 'nobody', short_message: 'x' });
  const alive = await request('enquire_link', {});
  wanted = answers.length;
  if (receipts.length < wanted) await received;
  const unbound = await request('unbind', {});
  clearTimeout(watchdog);
  console.log(JSON.stringify({
    bound: bound.command_status, ids: answers.map(answer => answer.message_id),
    statuses: answers.map(answer => answer.command_status), refused: refused.command_status,
    alive: alive.command_status, unbound: unbound.command_status, receipts }));
  session.close();
}

session.on('connect', () => talk().catch(error => { console.error(error); process.exit(1); }));

// An SMS centre that does what the last digit of the recipient says, and tells what it got, a JSON object a line.
const smpp = require('smpp');
const [port, password] = [Number(process.argv[2]), process.argv[3]];
let nextId = 1000;

const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const hex = (id) => id.toString(16);

function receipt(session, pdu, id, options) {
  session.deliver_sm({
    source_addr: pdu.destination_addr,
    destination_addr: pdu.source_addr,
    ...options,
  }, (response) => tell({receipt: id, status: response.command_status}));
}

function text(pdu) {
  const said = pdu.message_payload || pdu.short_message;
  return said.message === undefined ? said : said.message;
}

function submitted(session, pdu) {
  const id = String(nextId++);
  const ok = () => session.send(pdu.response({message_id: id}));
  tell({
    id,
    to: pdu.destination_addr,
    from: pdu.source_addr,
    types: [pdu.source_addr_ton, pdu.source_addr_npi, pdu.dest_addr_ton, pdu.dest_addr_npi],
    text: text(pdu),
    header: pdu.short_message.udh ? pdu.short_message.udh.map((element) => element.toString('hex')).join() : '',
    sar: pdu.sar_total_segments ? [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum] : null,
    coding: pdu.data_coding,
    receipts: pdu.registered_delivery,
    validity: pdu.validity_period,
  });
  switch (pdu.destination_addr.slice(-1)) {
    case '1': return session.send(pdu.response({command_status: smpp.ESME_RINVDSTADR}));
    case '2': return session.send(pdu.response({command_status: smpp.ESME_RTHROTTLED}));
    case '3': return undefined; // silence
    case '4': return session.destroy();
    case '5': return session.socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    case '6': // a receipt by text alone, not marked as one
      ok();
      return receipt(session, pdu, id, {
        short_message: `id:${id} sub:001 dlvrd:000 submit date:2501011200 done date:2501011200 stat:UNDELIV err:005 ` +
          `text:${String(text(pdu)).slice(0, 20)}`,
      });
    case '7': // the receipt comes first, its id in hexadecimal
      receipt(session, pdu, id, {
        esm_class: 4,
        short_message: `id:${hex(Number(id))} sub:001 dlvrd:001 stat:DELIVRD err:000 text:`,
      });
      return ok();
    default:
      ok();
      return receipt(session, pdu, id, {
        esm_class: 4,
        short_message: 'no text that anybody knows',
        receipted_message_id: id,
        message_state: 2,
      });
  }
}

const server = smpp.createServer((session) => {
  session.on('error', () => {});
  session.on('bind_transceiver', (pdu) => {
    const known = pdu.password === password;
    session.send(pdu.response({command_status: known ? 0 : smpp.ESME_RINVPASWD}));
    tell({bind: pdu.system_id, version: pdu.interface_version, known});
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => session.send(pdu.response()));
  session.on('submit_sm', (pdu) => submitted(session, pdu));
});
server.listen(port, '127.0.0.1', () => tell({port: server.address().port}));
process.stdin.on('end', () => process.exit(0)).resume(); // never outlives who started it

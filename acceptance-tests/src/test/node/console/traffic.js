// Other callers, so that the console has something to draw. Bounded in count and time.

const EVERY_MS = 150;
const CALLS_MAX = 3_000;
const STEPS = 1_000; // the most that a script may have; afterwards everything is delivered

/** Sends until the time is over, past these people; tells how many were taken, and what must be on no page. */
export async function traffic(origin, simulators, token, seconds, people) {
  const post = async (path, key, body, method = 'POST') => {
    const answer = await fetch(origin + path, { method, body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' } });
    return answer.json();
  };
  for (const number of people) {
    for (const provider of ['telegram-gateway', 'smpp'])
      await script(simulators, `${provider}/${number.slice(1)}`, [{ behaviour: 'deliver', receiptDelayMs: 50 }]);
  }
  // A gateway that takes its time and does not know everybody; an SMS centre that is slower.
  await script(simulators, 'telegram-gateway', Array.from({ length: STEPS }, (_, call) => (call % 9 === 8
    ? { behaviour: 'refuse', error: 'PHONE_NUMBER_NOT_FOUND', times: 1 }
    : { behaviour: 'deliver', receiptDelayMs: 300 + (call % 5) * 150, answerDelayMs: 40 + (call % 4) * 20, times: 1 })));
  await script(simulators, 'smpp', Array.from({ length: STEPS }, (_, call) => (
    { behaviour: 'deliver', receiptDelayMs: 700 + (call % 7) * 250, answerDelayMs: 120 + (call % 3) * 70, times: 1 })));
  const account = await post('/admin/v1/accounts', token, { name: 'Others', route: ['telegram', 'sms'],
    brand: { name: 'Others', description: 'Other callers' } });
  const key = account.zapnoty.api_key;
  const hidden = [];
  const running = [];
  const until = Date.now() + seconds * 1000;
  for (let call = 0; Date.now() < until && call < CALLS_MAX; call++) {
    const phone = `+38067${String(1_000_000 + call)}`;
    running.push(one(call, phone).catch(() => false));
    await pause(EVERY_MS * (0.6 + 0.4 * Math.sin(Date.now() / 9000)));
  }
  const sent = (await Promise.all(running)).filter(Boolean).length;
  return { sent, hidden };

  async function one(call, phone) {
    if (call < 5) hidden.push(phone.slice(1));
    const channels = call % 4 === 0 ? ['sms'] : ['telegram', 'sms'];
    const answer = await post('/v1/otp/send', key, { phone, channels });
    if (!answer.sent) return false;
    if (call % 7 === 3) return true; // some never type it
    await pause(1500 + (call % 5) * 900);
    const messages = await (await fetch(`${simulators}/phones/${phone.slice(1)}/messages`)).json();
    const newest = messages.at(-1);
    const code = newest?.code ?? /\b\d{6}\b/.exec(newest?.text ?? '')?.[0];
    if (code) await post('/v1/otp/verify', key, { phone, code });
    return true;
  }
}

async function script(simulators, provider, steps) {
  const answer = await fetch(`${simulators}/script/${provider}`, { method: 'PUT', body: JSON.stringify({ steps }) });
  if (!answer.ok) throw new Error(`script of ${provider}: ${await answer.text()}`);
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

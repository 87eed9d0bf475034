// Calls to this very server with the operator's token, which lives in this tab only.

const KEY = 'otpstream.token';
const TIMEOUT_MS = 30_000;
/** The server speaks once a second: after so long it is gone. */
const SILENCE_MS = 10_000;

export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.clear(),
};

/** Calls and gives the JSON of the answer; an answer that is an error is thrown as Refused. */
export async function call(method, path, body, key = token.get()) {
  const response = await fetch(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    cache: 'no-store',
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(response.status, answer.error ?? response.statusText);
  return answer;
}

/** The server's events, one picture each. Ends with the connection; throws Refused if there is none for us. */
export async function* live(span, stop) {
  const silence = new AbortController();
  const given = AbortSignal.any([stop, silence.signal]);
  let watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch(`/console/live?window=${encodeURIComponent(span)}`, {
      headers: { Authorization: `Bearer ${token.get()}` },
      signal: given,
      cache: 'no-store',
    });
    if (!response.ok) throw new Refused(response.status, (await response.json()).error ?? response.statusText);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
      text += value;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith('data: ')) yield JSON.parse(event.slice('data: '.length));
      }
    }
  } finally {
    clearTimeout(watchdog);
    silence.abort();
  }
}

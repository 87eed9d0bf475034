// Signs in, listens to the server, and hands each picture to the parts of the page.

import { live, token } from './api.js';
import { byId } from './dom.js';
import { funnels } from './funnel.js';
import { hooks } from './hooks.js';
import { lags } from './lags.js';
import { letters } from './letters.js';
import { overview } from './overview.js';
import { providers } from './providers.js';
import { search } from './search.js';
import { theme } from './theme.js';

const AGAIN_MS = [1000, 2000, 5000, 10_000];
let parts;
let stop = new AbortController();

function link(state, text) {
  const place = byId('link');
  if (place.textContent === text) return;
  place.dataset.state = state;
  place.textContent = text;
}

function signIn(problem = '') {
  stop.abort();
  byId('console').hidden = true;
  byId('sign-in').hidden = false;
  byId('sign-in-problem').textContent = problem;
  byId('token').focus();
}

function signOut(problem) {
  token.forget();
  signIn(problem);
}

const pause = (ms, signal) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  signal.addEventListener('abort', () => { clearTimeout(timer); done(); });
});

async function show(picture) {
  byId('sign-in').hidden = true;
  byId('console').hidden = false;
  parts ??= [overview(search()), funnels(), providers(), lags(), hooks(), letters()];
  link(picture.live ? 'live' : 'waiting', picture.live ? 'Live' : 'Catching up');
  parts.forEach((part) => part(picture));
  if (picture.demo && byId('phone').hidden) {
    byId('phone').hidden = false;
    byId('to-phone').hidden = false;
    (await import('./phone.js')).phone(byId('phone'));
  }
}

/** Listens for as long as the tab is signed in, and again after every break. */
async function listen() {
  stop.abort();
  stop = new AbortController();
  const { signal } = stop;
  const span = document.querySelector('input[name=window]:checked').value;
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      for await (const picture of live(span, signal)) {
        tries = 0;
        await show(picture);
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure.status === 401) return void signOut('This token is not the right one.');
    }
    if (signal.aborted) return;
    link('broken', 'Reconnecting');
    await pause(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)], signal);
  }
}

theme(byId('theme'));
byId('sign-out').addEventListener('click', () => signOut());
byId('window').addEventListener('change', listen);
byId('sign-in-form').addEventListener('submit', (event) => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  byId('token').value = '';
  listen();
});
// A demo's link carries its throw-away token behind the hash, which no server sees; it leaves the address at once.
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) {
  token.set(given);
  history.replaceState(null, '', location.pathname);
}
if (token.get()) listen();
else signIn();

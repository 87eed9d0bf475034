// The demo's telephone, and the caller's side beside it: send a code, read it, type it. Every call is the real API.

import { call, Refused } from './api.js';
import { clock, h, keep, say } from './dom.js';

const POLL_MS = 700;
const NUMBER = '+380971234567';
const ACCOUNT = 'Console';
const ACCOUNT_KEY = 'otpstream.account';
const ROUTES = { 'telegram,sms': 'Telegram, then SMS', telegram: 'Telegram', sms: 'SMS' };
const APPS = { codes: 'Codes', telegram: 'Telegram', max: 'MAX', sms: 'SMS' };
const FROM = { codes: 'Verification codes', telegram: 'Bot in Telegram', max: 'Bot in MAX', sms: 'Messages' };

/** The account that the page sends for: made at the first use; a tab that has lost its key gets a new one. */
async function account() {
  const known = sessionStorage.getItem(ACCOUNT_KEY);
  if (known) return known;
  const { accounts } = await call('GET', '/admin/v1/accounts?limit=1000');
  const old = accounts.find((one) => one.name === ACCOUNT && one.enabled);
  const made = old
    ? await call('POST', `/admin/v1/accounts/${old.id}/rotate`, { credential: 'zapnoty' })
    : await call('POST', '/admin/v1/accounts', { name: ACCOUNT, route: ['telegram', 'sms'],
      brand: { name: 'Corner Shop', description: 'The shop of this page' } });
  sessionStorage.setItem(ACCOUNT_KEY, made.zapnoty.api_key);
  return made.zapnoty.api_key;
}

const order = async (method, path, body) => call(method, path, body, await account());

export function phone(place) {
  const number = h('input', { id: 'number', type: 'tel', value: NUMBER, autocomplete: 'off', required: true });
  const digits = () => number.value.replace(/\D/g, '');
  const screen = new Screen(digits, (code) => shop.fill(code));
  const shop = new Shop(number, digits, screen);
  place.append(h('div', { class: 'card' }, h('header', {}, h('h2', { id: 'phone-title' }, 'Try it'),
    h('p', { class: 'quiet' }, 'providers are simulated here, everything else is real')), shop.element), screen.element);
  number.addEventListener('input', () => screen.refresh());
  screen.run();
}

/** The caller's side: a shop that wants to know a number. */
class Shop {
  #digits;
  #screen;
  #who;
  #number;
  #route = h('select', { id: 'route' }, ...Object.entries(ROUTES).map(([value, text]) => h('option', { value }, text)));
  #code = h('input', { id: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 8, required: true });
  #links = h('div', { class: 'row links' });
  #result = h('p', { id: 'shop-result', class: 'result', role: 'status' });

  constructor(number, digits, screen) {
    this.#number = number;
    this.#digits = digits;
    this.#screen = screen;
    const field = (title, input) => h('label', { class: 'field' }, h('span', {}, title), input);
    this.element = h('div', { class: 'shop' },
      h('form', { class: 'row', submit: (event) => this.#run(event, () => this.#send()) },
        field('Phone number', number), field('By', this.#route),
        h('button', { class: 'primary', type: 'submit' }, 'Send a code')),
      h('form', { class: 'row', submit: (event) => this.#run(event, () => this.#ask()) },
        h('span', { class: 'quiet' }, 'No number? Ask in a messenger:'),
        h('button', { type: 'submit' }, 'Make a link')), this.#links,
      h('form', { class: 'row', submit: (event) => this.#run(event, () => this.#verify()) },
        field('Code from the phone', this.#code), h('button', { class: 'primary', type: 'submit' }, 'Verify')),
      this.#result);
  }

  fill(code) {
    this.#code.value = code;
    this.#code.focus();
  }

  async #run(event, work) {
    event.preventDefault();
    const button = event.submitter ?? event.target.querySelector('button');
    button.disabled = true;
    try {
      await work();
    } catch (failure) {
      this.#say(failure instanceof Refused ? `Refused: ${failure.message}` : `No answer: ${failure.message}`, 'bad');
      if (failure.status === 401) sessionStorage.removeItem(ACCOUNT_KEY);
    }
    button.disabled = false;
  }

  async #send() {
    this.#who = { phone: `+${this.#digits()}` };
    const sent = await order('POST', '/v1/otp/send', { ...this.#who, channels: this.#route.value.split(',') });
    this.#code.value = '';
    this.#links.replaceChildren();
    this.#say(`Sent as message ${sent.message_id}. Look at the phone.`);
  }

  async #ask() {
    this.#links.replaceChildren(); // an older link belongs to whoever opened it
    const asked = await order('POST', '/v1/otp/request', {});
    this.#who = { request: asked.request_id };
    const open = (bot, title, link) => link && h('button', { type: 'button', click: async () => {
      this.#screen.turnTo(bot);
      await call('POST', `/console/phone/${this.#digits()}/open`, {
        app: bot, payload: new URL(link).searchParams.get('start') });
    } }, title);
    this.#links.replaceChildren(...[open('telegram', 'Open in Telegram', asked.telegram_link),
      open('max', 'Open in MAX', asked.max_link)].filter(Boolean));
    this.#code.value = '';
    this.#say('Open the link on the phone.');
  }

  async #verify() {
    if (!this.#who) return this.#say('Send a code first.', 'warn');
    if (this.#who.request) {
      const { subscriber_id: subscriber } = await order('GET', `/v1/otp/request/${this.#who.request}/status`);
      if (!subscriber) return this.#say('Nobody has agreed on the phone yet.', 'warn');
      this.#who = { subscriber_id: subscriber };
    }
    const answer = await order('POST', '/v1/otp/verify', { ...this.#who, code: this.#code.value.trim() });
    if (answer.verified) return this.#say('Verified. The same code never works again.', 'good');
    const left = answer.attempts_left === undefined ? '' : `, ${answer.attempts_left} attempts left`;
    this.#say(`Not verified: ${answer.reason.replaceAll('_', ' ')}${left}.`, 'warn');
  }

  #say(text, mood = '') {
    this.#result.textContent = text;
    this.#result.dataset.mood = mood;
  }
}

/** What the subscriber holds in the hand. */
class Screen {
  #digits;
  #fill;
  #app = 'codes';
  #seen = 0;
  #bubbles = [];
  #tabs;
  #list = h('ol');
  #log = h('div', { class: 'log', id: 'screen', role: 'log', tabindex: 0, 'aria-label': 'Messages on the phone' }, this.#list);
  #title = h('p', { class: 'chat-title' });
  #nothing = h('p', { class: 'nothing' }, 'Nothing here yet.');

  constructor(digits, fill) {
    this.#digits = digits;
    this.#fill = fill;
    this.#tabs = h('div', { class: 'apps', role: 'group', 'aria-label': 'Apps on the phone' },
      ...Object.entries(APPS).map(([app, name]) => h('button', { type: 'button', 'data-app': app,
        click: () => this.turnTo(app) }, name, h('span', { class: 'count' }))));
    this.element = h('section', { class: 'handset', 'aria-label': 'Phone' }, h('div', { class: 'screen' }, this.#title,
      this.#log, this.#nothing, this.#tabs));
    this.#draw();
  }

  turnTo(app) {
    this.#app = app;
    this.#draw();
  }

  async run() {
    for (;;) {
      if (!document.hidden && !document.getElementById('console').hidden) await this.refresh();
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  }

  async refresh() {
    try {
      const { bubbles } = await call('GET', `/console/phone/${this.#digits()}`);
      // What has just come is what the person looks at.
      const newest = bubbles.at(-1);
      if (newest && !newest.mine && bubbles.length > this.#seen) this.#app = newest.app;
      this.#seen = bubbles.length;
      this.#bubbles = bubbles;
      this.#draw();
    } catch {
      // a number in the making, or a server that is away: the header says so
    }
  }

  #draw() {
    say(this.#title, FROM[this.#app]);
    for (const tab of this.#tabs.children) {
      const here = this.#bubbles.filter((one) => one.app === tab.dataset.app && !one.mine).length;
      tab.setAttribute('aria-pressed', String(tab.dataset.app === this.#app));
      say(tab.querySelector('.count'), here > 0 ? ` ${here}` : '');
    }
    const shown = this.#bubbles.filter((one) => one.app === this.#app);
    this.#nothing.hidden = shown.length > 0;
    const longer = shown.length > this.#list.children.length;
    keep(this.#list, shown, (one) => `${one.app} ${one.at} ${one.mine} ${one.text} ${one.buttons.length}`,
      (one) => this.#bubble(one), () => {});
    if (longer) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #bubble(one) {
    const code = one.code ?? /\b\d{4,8}\b/.exec(one.mine ? '' : one.text)?.[0];
    return h('li', { class: one.mine ? 'mine' : 'theirs' },
      one.sender ? h('span', { class: 'sender' }, one.sender) : null,
      h('p', {}, one.text || 'Your verification code'), one.code ? h('b', { class: 'code' }, one.code) : null,
      code ? h('button', { class: 'as-link', type: 'button', click: () => this.#fill(code) }, 'Fill in') : null,
      h('time', { datetime: one.at }, clock(one.at)),
      one.buttons.length > 0 ? h('div', { class: 'keyboard' }, ...one.buttons.map((button) => h('button', {
        type: 'button', click: () => this.#tap(one.app, button.data) }, button.text))) : null);
  }

  async #tap(app, data) {
    await call('POST', `/console/phone/${this.#digits()}/tap`, { app, data });
    await this.refresh();
  }
}

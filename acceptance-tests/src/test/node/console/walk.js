// Walks the console as a person would, in a real Chromium, and ends with 0 if that person saw what they should.
// CHROMIUM, CONSOLE_URL, SIMULATORS_URL, ADMIN_TOKEN, PICTURES: where things are. TRAFFIC_SECONDS: how long others
// send messages meanwhile, so that there is something to draw.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { traffic } from './traffic.js';

const require = createRequire(import.meta.url);
const { CHROMIUM, CONSOLE_URL, SIMULATORS_URL, ADMIN_TOKEN, PICTURES } = process.env;
const PATIENCE_MS = 20_000;
const SHOP = '+380971234567';
const LOCKED = '+380931112233';

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
});
const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, colorScheme: 'light', locale: 'en-GB' });
context.setDefaultTimeout(PATIENCE_MS);
const page = await context.newPage();
const complaints = [];
page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
page.on('console', (message) => {
  const wanted = message.text().includes('status of 401'); // of the wrong token below
  if (message.type() === 'error' && !wanted) complaints.push(`console: ${message.text()}`);
});
page.on('request', (request) => {
  const { origin } = new URL(request.url());
  if (origin !== new URL(CONSOLE_URL).origin) complaints.push(`asked another server: ${origin}`);
});

let step = 'start';
try {
  await told('signs in with the right token only', signsIn);
  const others = traffic(new URL(CONSOLE_URL).origin, SIMULATORS_URL, ADMIN_TOKEN,
    Number(process.env.TRAFFIC_SECONDS), [SHOP, LOCKED]);
  await told('sends a code, reads it on the phone, types it', sendsAndVerifies);
  await told('gets a code by SMS', getsAnSms);
  await told('agrees by a deep link in Telegram', agreesInTelegram);
  await told('declines by a deep link in MAX', declinesInMax);
  await told('guesses until the code is locked, and finds the message', usesUpAttempts);
  await told('puts a dead letter back', redrives);
  await told('switches a hook on again', enablesAHook);
  await told('shows what the others do', () => showsTraffic(others));
  await told('serves the chart library as it was published', servesThePublishedLibrary);
  await told('can be used with the keyboard', usesTheKeyboard);
  await told('is accessible and has its pictures taken', takesPictures);
  await told('forgets the token when signing out', signsOut);
  assert.deepEqual(complaints, [], 'the browser had nothing to complain of');
} catch (failure) {
  await page.screenshot({ path: join(PICTURES, 'failure.png'), fullPage: true });
  console.error(`while it ${step}: ${failure.stack}\n${complaints.join('\n')}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function told(what, work) {
  step = what;
  const began = Date.now();
  await work();
  console.log(`ok ${what} (${Date.now() - began} ms)`);
}

async function signsIn() {
  await page.goto(CONSOLE_URL);
  await page.getByLabel('Admin token').fill('not the token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await sees(page.getByRole('alert'), 'This token is not the right one.');
  await page.getByLabel('Admin token').fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await sees(page.locator('#link'), 'Live');
  await page.getByRole('heading', { name: 'From accepted to verified' }).waitFor();
}

async function sendsAndVerifies() {
  await sendsTo(SHOP, 'Telegram');
  await sees(page.locator('#shop-result'), /Sent as message \d+/);
  const code = await codeOnPhone('codes');
  await types(code === '000000' ? '111111' : '000000');
  await sees(page.locator('#shop-result'), 'Not verified: wrong code, 4 attempts left.');
  await types(code);
  await sees(page.locator('#shop-result'), 'Verified. The same code never works again.');
  await types(code);
  await sees(page.locator('#shop-result'), /^Not verified/);
  await sees(page.getByRole('article').filter({ hasText: 'Telegram' }), /Verified\s*[1-9]/);
}

async function getsAnSms() {
  await sendsTo(SHOP, 'SMS');
  await types(await codeOnPhone('sms'));
  await sees(page.locator('#shop-result'), /^Verified/);
}

async function agreesInTelegram() {
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('button', { name: 'Open in Telegram' }).click();
  const buttons = page.locator('#screen .keyboard button');
  await buttons.nth(1).waitFor();
  assert.equal(await buttons.count(), 2, 'the bot asks with two buttons');
  await buttons.first().click();
  await types(await codeOnPhone('telegram'));
  await sees(page.locator('#shop-result'), /^Verified/);
}

async function declinesInMax() {
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('button', { name: 'Open in MAX' }).click();
  await page.locator('#screen .keyboard button').nth(1).click();
  await sees(page.locator('#screen li').last(), 'No code was sent.');
  await types('123456');
  await sees(page.locator('#shop-result'), 'Nobody has agreed on the phone yet.');
}

async function usesUpAttempts() {
  await sendsTo(LOCKED, 'Telegram');
  const code = await codeOnPhone('codes');
  const wrong = code === '000000' ? '111111' : '000000';
  for (let left = 4; left >= 1; left--) {
    await types(wrong);
    await sees(page.locator('#shop-result'), `Not verified: wrong code, ${left} attempts left.`);
  }
  await types(wrong);
  await sees(page.locator('#shop-result'), /^Not verified/);
  const row = page.locator('#locked tbody tr').filter({ hasText: '33' }).first();
  await row.waitFor();
  assert.doesNotMatch(await row.innerText(), /931112233/, 'a number is masked');
  await row.getByRole('button').click();
  await sees(page.locator('#find-result'), /attempts used/);
  await sees(page.locator('.timeline'), /accepted[\s\S]*dispatched[\s\S]*telegram[\s\S]*attempt failed[\s\S]*attempts used/i);
}

/** The test that started this walk has put a record among the commands that nobody can read. */
async function redrives() {
  const row = page.locator('#letters tbody tr').last();
  await sees(row, /otp\.commands/);
  await row.getByRole('button', { name: /^Redrive/ }).click();
  await sees(page.locator('#redrive-result'), /^1 redriven/);
  await sees(page.locator('#letters tbody tr').last(), /put back/);
  await sees(page.locator('#letters tbody tr').first(), /Redrive/); // it is as unreadable as before
}

/** It has also told of an endpoint that was switched off. */
async function enablesAHook() {
  await sees(page.locator('#hooks'), /hooks\.example\.org[\s\S]*switched off[\s\S]*503 server error/);
  await page.getByRole('button', { name: 'Enable' }).click();
  await sees(page.getByText('hooks.example.org is called again.'), 'again');
}

async function showsTraffic(others) {
  const { sent, hidden } = await others;
  assert.ok(sent > 0, 'others sent something');
  await sees(page.locator('#providers'), /telegram-gateway[\s\S]*Telegram/);
  await sees(page.locator('#lags'), /channel-telegram[\s\S]*otp\.dispatch\.telegram/);
  await sees(page.locator('#latency table').last(), /dispatch to sent\s+\d+/);
  const text = await page.locator('body').innerText();
  hidden.forEach((secret) => assert.ok(!text.includes(secret), 'neither a number nor a code of others is on the page'));
}

async function servesThePublishedLibrary() {
  for (const file of ['uPlot.iife.min.js', 'uPlot.min.css']) {
    const served = await (await fetch(`${CONSOLE_URL}/uplot/${file}`)).text();
    const published = await readFile(require.resolve(`uplot/dist/${file}`), 'utf8');
    const digest = (text) => createHash('sha256').update(text).digest('hex');
    assert.equal(digest(served), digest(published), file);
  }
}

async function usesTheKeyboard() {
  await page.evaluate(() => { // to where the keyboard is when the page is fresh
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await page.getByRole('radio', { name: '5 min', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  assert.ok(await page.getByRole('radio', { name: '15 min' }).isChecked());
  await page.getByRole('radio', { name: '15 min' }).press('ArrowLeft');
  await sees(page.locator('#link'), 'Live');
}

async function takesPictures() {
  await page.locator('#throughput summary').click();
  await accessible('light, a chart as a table');
  await page.locator('#throughput summary').click();
  await picture('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('dark');
  await accessible('dark');
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).waitFor();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 400, height: 860 });
  await picture('narrow');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `nothing sticks out of a narrow screen: ${wider} px do`);
  await accessible('narrow');
}

async function signsOut() {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: /console/i }).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage })), '{}');
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage })), /token/);
  await page.reload();
  await page.getByLabel('Admin token').waitFor();
  await accessible('signed out');
}

async function sendsTo(number, by) {
  await page.getByLabel('Phone number').fill(number);
  await page.locator('#route').selectOption({ label: by });
  await page.getByRole('button', { name: 'Send a code' }).click();
  await sees(page.locator('#shop-result'), /Sent as message/);
}

/** Waits for the newest message on the phone that has a code, and reads it there. */
async function codeOnPhone(app) {
  const before = await page.locator('#screen').getAttribute('data-read') ?? '';
  await page.waitForFunction(([name, read]) => {
    const open = document.querySelector(`.apps [data-app=${name}][aria-pressed=true]`);
    const code = /\b\d{6}\b/.exec(document.querySelector('#screen li:last-child')?.innerText ?? '')?.[0];
    return open && code && code !== read;
  }, [app, before]);
  const code = await page.evaluate(() => /\b\d{6}\b/.exec(document.querySelector('#screen li:last-child').innerText)[0]);
  await page.locator('#screen').evaluate((screen, read) => screen.setAttribute('data-read', read), code);
  return code;
}

async function types(code) {
  await page.getByLabel('Code from the phone').fill('');
  await page.getByLabel('Code from the phone').pressSequentially(code);
  await page.getByRole('button', { name: 'Verify' }).click();
}

/** Waits until somebody looking at the place reads this. */
async function sees(place, text) {
  const until = Date.now() + PATIENCE_MS;
  let seen = '';
  while (Date.now() < until) {
    seen = (await place.count()) > 0 ? await place.first().innerText() : 'nothing';
    if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`expected ${text}, saw: ${seen}`);
}

async function accessible(when) {
  if (!(await page.evaluate('typeof axe !== "undefined"'))) await page.evaluate(await readFile(require.resolve('axe-core'), 'utf8'));
  const { violations } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const found = violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('\n  ')}`);
  assert.deepEqual(found, [], `accessible: ${when}`);
}

async function picture(name) {
  await page.evaluate(() => { scrollTo(0, 0); document.activeElement.blur(); });
  await page.waitForTimeout(1200); // the next picture of the server, in the colours of now
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

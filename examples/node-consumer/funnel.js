// How many messages came how far, per channel. A message is accepted for its first channel; it is verified by the
// channel that it was dispatched to last.
const STEPS = ['accepted', 'dispatched', 'sent', 'delivered', 'verified'];
const MESSAGES_MAX = 100_000; // the newest so many are remembered

class Funnel {
  #rows = new Map();
  #messages = new Map(); // message id -> { sequence, channel } of its newest event

  /** Counts an event; one that was seen before changes nothing. */
  take(event) {
    const known = this.#messages.get(event.messageId) ?? { sequence: 0, channel: 'unknown' };
    if (event.sequence <= known.sequence) return false; // read twice
    const channel = event.channel ?? known.channel;
    const type = event.type.toLowerCase();
    if (type === 'dispatched' && event.dispatch === 1) this.#count(channel, 'accepted');
    if (type !== 'accepted' && STEPS.includes(type)) this.#count(channel, type);
    this.#remember(event.messageId, { sequence: event.sequence, channel });
    return true;
  }

  #count(channel, step) {
    if (!this.#rows.has(channel)) this.#rows.set(channel, Object.fromEntries(STEPS.map((name) => [name, 0])));
    this.#rows.get(channel)[step] += 1;
  }

  #remember(id, known) {
    this.#messages.set(id, known);
    if (this.#messages.size > MESSAGES_MAX) this.#messages.delete(this.#messages.keys().next().value);
  }

  toString() {
    const lines = [...this.#rows].sort().map(([channel, row]) =>
      channel.padEnd(11) + STEPS.map((step) => String(row[step]).padStart(step === 'accepted' ? 9 : 11)).join(''));
    return ['channel     accepted dispatched       sent  delivered   verified', ...lines, ''].join('\n');
  }
}

module.exports = { Funnel };

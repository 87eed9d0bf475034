// Prints a live funnel per channel: node status-funnel.js [--from 2026-01-01T00:00:00Z]
// Reads KAFKA_BOOTSTRAP_SERVERS and SCHEMA_REGISTRY_URL; the defaults are those of ./otp up.
const { randomUUID } = require('node:crypto');
const { Kafka, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const { Funnel } = require('./funnel');

const TOPIC = 'otp.status';
const PRINT_MS = 1000;

async function main(from) {
  const brokers = (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(',');
  const kafka = new Kafka({ clientId: 'status-funnel', brokers, logLevel: logLevel.ERROR });
  const registry = new SchemaRegistry({ host: process.env.SCHEMA_REGISTRY_URL ?? 'http://127.0.0.1:8081' });
  const funnel = new Funnel();
  let changed = false;

  const starts = await offsetsAt(kafka, from);
  // A group of its own: the funnel is in memory, so each start counts anew.
  const consumer = kafka.consumer({ groupId: `status-funnel-${randomUUID()}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      changed = funnel.take(await registry.decode(message.value)) || changed;
    },
  });
  starts.forEach(({ partition, offset }) => consumer.seek({ topic: TOPIC, partition, offset }));

  const printing = setInterval(() => {
    if (changed) console.log(funnel.toString());
    changed = false;
  }, PRINT_MS);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      clearInterval(printing);
      await consumer.disconnect();
    });
  }
}

/** Of each partition the first record at or after a time. */
async function offsetsAt(kafka, from) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await admin.fetchTopicOffsetsByTimestamp(TOPIC, from.getTime());
  } finally {
    await admin.disconnect();
  }
}

const [option, time] = process.argv.slice(2);
main(option === '--from' ? new Date(time) : new Date(0)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

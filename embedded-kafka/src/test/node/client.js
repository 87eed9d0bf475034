// Usage: node client.js <registry url>. Prints what it saw as one line of JSON.
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');

const subject = 'node-value';
const schema = (type) => ({
  type: SchemaType.AVRO,
  schema: JSON.stringify({ type: 'record', name: 'Greeting', namespace: 'node', fields: [{ name: 'text', type }] }),
});

async function main(host) {
  const writer = new SchemaRegistry({ host });
  const { id } = await writer.register(schema('string'), { subject });
  const bytes = await writer.encode(id, { text: 'hello' });

  const reader = new SchemaRegistry({ host }); // knows nothing yet
  const decoded = await reader.decode(bytes);
  const latest = await reader.getLatestSchemaId(subject);
  const byVersion = await reader.getRegistryId(subject, 1);
  const refused = await writer.register(schema('int'), { subject }).then(() => 'accepted', (e) => e.message);
  return { id, header: bytes.subarray(0, 5).toString('hex'), decoded, latest, byVersion, refused };
}

main(process.argv[2]).then(
  (seen) => console.log(JSON.stringify(seen)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);

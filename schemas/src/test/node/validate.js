// Usage: node validate.js <document as JSON>. Prints "valid", or what is wrong.
const fs = require('node:fs');
const Ajv = require('ajv');
const addFormats = require('ajv-formats');
const schemas = require('@asyncapi/specs');

const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
addFormats(ajv);
const document = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const validate = ajv.compile(schemas.schemasWithoutId[document.asyncapi]);
if (validate(document)) {
  console.log('valid');
} else {
  validate.errors.slice(0, 20).forEach((error) => console.log(error.instancePath, error.message));
  process.exitCode = 1;
}

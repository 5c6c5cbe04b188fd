import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

/** What the published schema of SARIF 2.1.0 does not take of a report. */
export function sarifErrors(report: string): readonly string[] {
  const schema = require.resolve('schemastore/schemas/json/sarif-2.1.0.json');
  // Its pattern for languages is none with Unicode on.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
  validate(JSON.parse(report));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

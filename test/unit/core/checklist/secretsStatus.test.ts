import assert from 'node:assert/strict';
import { secretsStatus } from '../../../../src/core/checklist/secretsStatus';
import { resolveTexts } from '../../support/checkRule';

const compose = `services:
  web:
    image: langfuse/langfuse:3
    environment:
      SALT: \${SALT:?}
      ENCRYPTION_KEY: \${ENCRYPTION_KEY:?}
      CLICKHOUSE_PASSWORD: \${CLICKHOUSE_PASSWORD:?}
      NEXTAUTH_URL: \${NEXTAUTH_URL:-http://localhost:3000}
  clickhouse:
    image: clickhouse/clickhouse-server:25.8
    environment:
      CLICKHOUSE_PASSWORD: \${CLICKHOUSE_PASSWORD:?}
`;
const HEX = '0123456789abcdef'.repeat(4);

suite('secretsStatus', () => {
  function status(env: string): unknown {
    const project = resolveTexts({ 'compose.yaml': compose, '.env': env }, {});
    return secretsStatus(project, env);
  }

  test('counts what has a value of the right shape, and names what has not', () =>
    assert.deepEqual(status(`SALT=${HEX}\nENCRYPTION_KEY=short\nNEXTAUTH_URL=http://a\n`), {
      wellFormed: ['SALT'],
      defective: ['ENCRYPTION_KEY', 'CLICKHOUSE_PASSWORD'],
    }));
  test('nothing is left when all are there', () =>
    assert.deepEqual(status(`SALT=${HEX}\nENCRYPTION_KEY=${HEX}\nCLICKHOUSE_PASSWORD=${HEX}\n`), {
      wellFormed: ['SALT', 'ENCRYPTION_KEY', 'CLICKHOUSE_PASSWORD'],
      defective: [],
    }));
  test('a .env that compose cannot read tells nothing', () =>
    assert.equal(status('SALT="never closed\n'), undefined));
});

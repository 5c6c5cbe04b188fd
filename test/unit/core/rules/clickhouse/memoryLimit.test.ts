import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/memory-limit', () => {
  const check = ruleChecker('clickhouse/memory-limit');
  const compose = (limit: string, more = '') =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment:\n      CLICKHOUSE_URL: http://ch:8123\n${more}  ch:\n    image: clickhouse/clickhouse-server:25.8\n${limit}`;
  const NAME = '      CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY: ';

  test('marks a limit that Langfuse does not know of, and tells it', () => {
    const { fix } = check({ 'compose.yaml': compose('    mem_limit: «8g»\n') });
    assert.equal(fix()['compose.yaml'], compose('    mem_limit: 8g\n', `${NAME}'4294967296'\n`));
  });
  test('marks the limit of a deployment, and a value above it', () => {
    check({ 'compose.yaml': compose('    deploy: {resources: {limits: {memory: «16G»}}}\n') });
    check({ 'compose.yaml': compose('    mem_limit: «2g»\n', `${NAME}"4000000000"\n`) });
  });
  test('enough memory, no limit, a value below it and one that is not known are in order', () => {
    check({ 'compose.yaml': compose('    mem_limit: 64g\n') });
    check({ 'compose.yaml': compose('') });
    check({ 'compose.yaml': compose('    mem_limit: 8g\n', `${NAME}"4000000000"\n`) });
    check({ 'compose.yaml': compose('    mem_limit: 8g\n', `${NAME}\${LIMIT:?}\n`) });
  });
});

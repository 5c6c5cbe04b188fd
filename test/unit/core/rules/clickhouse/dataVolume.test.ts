import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('clickhouse/data-volume', () => {
  const check = ruleChecker('clickhouse/data-volume');
  const compose = (more: string, name = 'ch') =>
    `services:\n  ${name}:\n    image: clickhouse/clickhouse-server:25.8\n${more}`;

  test('marks a server without a volume, and mounts one', () => {
    const { fix } = check({ 'compose.yaml': compose('', '«ch»') });
    assert.equal(
      fix()['compose.yaml'],
      compose('    volumes:\n      - ch_data:/var/lib/clickhouse\n\nvolumes:\n  ch_data:\n'),
    );
  });
  test('adds to the volumes that are there', () => {
    const text = (mount: string, volume: string) =>
      compose(
        `    volumes:\n      - logs:/var/log/clickhouse-server\n${mount}\nvolumes:\n  logs:\n${volume}`,
      );
    const { fix } = check({ 'compose.yaml': text('', '').replace('  ch:', '  «ch»:') });
    assert.equal(fix()['compose.yaml'], text('      - ch_data:/var/lib/clickhouse\n', '  ch_data:\n'));
  });
  test('a volume, a folder and a volume above are in order', () => {
    check({ 'compose.yaml': compose('    volumes: [data:/var/lib/clickhouse/]\nvolumes:\n  data:\n') });
    check({ 'compose.yaml': compose('    volumes: [./data:/var/lib/clickhouse]\n') });
    check({ 'compose.yaml': compose('    volumes: [./data:/var/lib]\n') });
  });
});

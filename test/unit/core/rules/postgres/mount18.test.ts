import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('postgres/mount-18', () => {
  const check = ruleChecker('postgres/mount-18');
  const compose = (image: string, mount: string, more = '') =>
    `services:\n  db:\n    image: ${image}\n${more}    volumes:\n      - ${mount}\nvolumes:\n  data:\n`;

  test('marks the old path under 18, and mounts the folder above', () => {
    const { fix } = check({
      'compose.yaml': compose('postgres:18-alpine', '«data:/var/lib/postgresql/data»'),
    });
    assert.equal(fix()['compose.yaml'], compose('postgres:18-alpine', 'data:/var/lib/postgresql'));
  });
  test('latest is newer than 17', () => {
    check({ 'compose.yaml': compose('docker.io/postgres', '«data:/var/lib/postgresql/data»') });
  });
  test('17, the new path, a chosen path and other images are in order', () => {
    check({ 'compose.yaml': compose('postgres:17.6', 'data:/var/lib/postgresql/data') });
    check({ 'compose.yaml': compose('postgres:18', 'data:/var/lib/postgresql') });
    check({
      'compose.yaml': compose(
        'postgres:18',
        'data:/var/lib/postgresql/data',
        '    environment:\n      PGDATA: /var/lib/postgresql/data\n',
      ),
    });
    check({ 'compose.yaml': compose('bitnami/postgresql:18', 'data:/var/lib/postgresql/data') });
  });
});

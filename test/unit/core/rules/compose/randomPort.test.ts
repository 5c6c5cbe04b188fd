import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/random-port', () => {
  const check = ruleChecker('compose/random-port');

  test('marks an empty port of the machine, and gives it a default', () => {
    const { fix } = check({ 'compose.yaml': service('ports:\n  - "«${PORT}»:3000"\n') });
    assert.equal(fix()['compose.yaml'], service('ports:\n  - "${PORT:-3000}:3000"\n'));
    check({ 'compose.yaml': service('ports: ["127.0.0.1:«$PORT»:3000/tcp"]\n'), '.env': 'PORT=\n' });
  });
  test('a port that is set, one with a default and one for the engine to pick are fine', () => {
    check({ 'compose.yaml': service('ports: ["${PORT}:3000"]\n'), '.env': 'PORT=1\n' });
    check({ 'compose.yaml': service('ports: ["${PORT:-1}:3000", "3001", "${ADDRESS}1:3002"]\n') });
  });
});

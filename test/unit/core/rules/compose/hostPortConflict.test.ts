import assert from 'node:assert/strict';
import { ruleChecker } from '../../../support/checkRule';

suite('compose/host-port-conflict', () => {
  const check = ruleChecker('compose/host-port-conflict');
  const compose = (one: string, two: string) =>
    `services:\n  one:\n    image: one:1\n    ports:\n      - ${one}\n  two:\n    image: two:1\n    ports:\n      - ${two}\n`;

  test('marks the second service on a port', () => {
    const { findings, fix } = check({ 'compose.yaml': compose("'9000:9000'", "«'9000:9001'»") });
    assert.equal(findings[0]?.related?.length, 1);
    assert.equal(fix()['compose.yaml'], compose("'9000:9000'", "'9001:9001'"));
  });
  test('every interface includes this one', () => {
    check({ 'compose.yaml': compose("'127.0.0.1:9000:9000'", "«'9000:9001'»") });
  });
  test('another address, another protocol and another port are free', () => {
    check({ 'compose.yaml': compose("'127.0.0.1:9000:9000'", "'127.0.0.2:9000:9000'") });
    check({ 'compose.yaml': compose("'53:53/tcp'", "'53:53/udp'") });
    check({ 'compose.yaml': compose("'9000:9000'", "'9001:9000'") });
    check({ 'compose.yaml': compose("'9000'", "'9000'") });
  });
  test('a service whose profile is not active takes no port', () => {
    check({
      'compose.yaml': compose("'9000:9000'", "'9000:9000'").replace(
        'two:1\n',
        'two:1\n    profiles: [debug]\n',
      ),
    });
  });
});

import assert from 'node:assert/strict';
import { Secret } from '../../../../../src/core/secret';
import { container } from '../../../support/builders';
import { ruleChecker } from '../../../support/checkRule';

suite('runtime/env-drift', () => {
  const running = (environment: Readonly<Record<string, string>>, service = 'web') => ({
    engine: {
      containers: [
        container(service, {
          environment: new Map(Object.entries(environment).map(([name, value]) => [name, new Secret(value)])),
        }),
      ],
      volumes: [],
    },
  });
  const compose = (value: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3.225.4\n    environment:\n      PORT: ${value}\n`;

  test('marks the line of .env that an operator edited, and puts the former value back', () => {
    const check = ruleChecker('runtime/env-drift', running({ PORT: '3000', PATH: '/bin' }));
    const { fix, findings } = check({ 'compose.yaml': compose('${PORT}'), '.env': 'PORT=«3001»\n' });
    assert.match(findings[0]!.message, /^web still runs with another PORT\. Run Up/);
    assert.equal(fix('Put back the value that the container has')['.env'], 'PORT=3000\n');
  });
  test('marks the entry of the compose file that gives the value, also one that is new', () => {
    ruleChecker('runtime/env-drift', running({ PORT: '3000' }))({ 'compose.yaml': compose('«"3001"»') });
    ruleChecker('runtime/env-drift', running({}))({ 'compose.yaml': compose('«"3001"»') });
  });
  test('says what a new secret means, and never a value', () => {
    const check = ruleChecker('runtime/env-drift', running({ SALT: 'swordfish-one' }));
    const { findings } = check({
      'compose.yaml': compose('x').replace('PORT: x', 'SALT: ${SALT}'),
      '.env': 'SALT=«swordfish-two»\n',
    });
    assert.match(findings[0]!.message, /API key/);
    assert.doesNotMatch(findings[0]!.message, /swordfish/);
  });
  test('what an engine has is what the files say', () => {
    ruleChecker('runtime/env-drift', running({ PORT: '3000' }))({ 'compose.yaml': compose('"3000"') });
  });
  test('nothing is said without an engine, of other services, and of values that are not certain', () => {
    ruleChecker('runtime/env-drift')({ 'compose.yaml': compose('"3001"') });
    ruleChecker('runtime/env-drift', running({ PORT: '1' }, 'worker'))({ 'compose.yaml': compose('"3001"') });
    ruleChecker('runtime/env-drift', running({ PORT: '1' }))({ 'compose.yaml': compose('"${NOWHERE}"') });
  });
  test('no value is put back in place of a reference, nor one that would need quotes', () => {
    const fixesOf = (value: string, actual: string) =>
      ruleChecker('runtime/env-drift', running({ PORT: actual }))({ 'compose.yaml': compose(value) })
        .findings[0]!.fixes.length;
    assert.equal(fixesOf('«"1${EMPTY-}"»', '2'), 0);
    assert.equal(fixesOf('«"1"»', 'a b'), 0);
    assert.equal(fixesOf('«"1"»', 'a-b'), 1);
  });
});

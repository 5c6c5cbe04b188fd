import assert from 'node:assert/strict';
import { container } from '../../../support/builders';
import { ruleChecker } from '../../../support/checkRule';

suite('runtime/orphan-volume', () => {
  const compose =
    'services:\n  db:\n    image: postgres:17.6\n    volumes: ["data:/var/lib/postgresql/data", "more:/more"]\nvolumes:\n  data:\n  more:\n';
  const volume = (project: string, key: string) => ({ name: `${project}_${key}`, project, key });
  const seen = (...volumes: ReturnType<typeof volume>[]) => ({ engine: { containers: [], volumes } });
  const mark = (text: string) => `«»${text}`;

  test('marks a stack whose data belongs to another name, and takes that name', () => {
    const check = ruleChecker(
      'runtime/orphan-volume',
      seen(volume('former', 'data'), volume('former', 'more')),
    );
    const { findings, fix } = check({ 'compose.yaml': mark(compose) });
    assert.match(findings[0]!.message, /project "former"/);
    const surroundings = seen(volume('former', 'data'), volume('former', 'more'));
    ruleChecker('runtime/orphan-volume', surroundings)(fix());
    assert.equal(fix()['compose.yaml'], `name: former\n${compose}`);
  });
  test('a stack that has a name is not given another', () => {
    const check = ruleChecker(
      'runtime/orphan-volume',
      seen(volume('former', 'data'), volume('former', 'more')),
    );
    assert.equal(check({ 'compose.yaml': mark(`name: now\n${compose}`) }).findings[0]!.fixes.length, 0);
  });
  test('nothing is said where the stack has data, or where nobody or more than one fits', () => {
    const quiet = (...volumes: ReturnType<typeof volume>[]) =>
      ruleChecker('runtime/orphan-volume', seen(...volumes))({ 'compose.yaml': compose });
    const former = [volume('former', 'data'), volume('former', 'more')] as const;
    quiet(...former, volume('stack', 'data'));
    quiet(volume('former', 'data'));
    quiet(...former, volume('other', 'data'), volume('other', 'more'));
    quiet();
  });
  test('nor where containers run, nor without an engine', () => {
    const engine = {
      containers: [container('db')],
      volumes: [volume('former', 'data'), volume('former', 'more')],
    };
    ruleChecker('runtime/orphan-volume', { engine })({ 'compose.yaml': compose });
    ruleChecker('runtime/orphan-volume')({ 'compose.yaml': compose });
  });
});

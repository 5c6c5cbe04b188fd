import assert from 'node:assert/strict';
import { createStackContext } from '../../../../src/core/rules/stackContext';
import { applyEdits } from '../../../../src/core/text';
import { tagEdits } from '../../../../src/core/upgrade/tagEdits';
import { resolveFiles } from '../../support/resolve';

suite('tagEdits', () => {
  const find = (
    compose: string,
    env = '',
    environment: Record<string, string> = {},
  ): { readonly texts: ReadonlyMap<string, string>; readonly result: ReturnType<typeof tagEdits> } => {
    const texts = new Map([
      ['compose.yaml', compose],
      ['.env', env],
    ]);
    const project = resolveFiles(compose, env, environment);
    return { texts, result: tagEdits(createStackContext({ project, texts }), '3.9.0') };
  };
  /** The file with the edits made in it. */
  const edited = (path: string, compose: string, env?: string): string => {
    const { texts, result } = find(compose, env);
    assert.deepEqual(result.refusals, []);
    return applyEdits(
      texts.get(path)!,
      result.edits.filter((edit) => edit.path === path),
    );
  };
  const services = (web: string, worker = 'langfuse/langfuse-worker:3.9.0') =>
    `services:\n  web:\n    image: ${web} # the interface\n  worker:\n    image: ${worker}\n`;

  test('changes the tags of web and worker, and nothing else', () => {
    const before = services(
      'docker.io/langfuse/langfuse:3.1.0',
      '"registry:5000/langfuse/langfuse-worker:3.1.0"',
    );
    assert.equal(edited('compose.yaml', before), before.replaceAll('3.1.0', '3.9.0'));
    const { edits } = find(before).result;
    assert.deepEqual(
      edits.map(({ line, oldText, services: named }) => [line, oldText, named]),
      [
        [3, '3.1.0', ['web']],
        [5, '3.1.0', ['worker']],
      ],
    );
  });

  test('leaves a service that has the tag', () => {
    assert.deepEqual(find(services('langfuse/langfuse:3.9.0')).result, { edits: [], refusals: [] });
  });

  test('changes services of a profile that is not active as well', () => {
    const compose = 'services: { w: { image: "langfuse/langfuse-worker:3.1.0", profiles: [more] } }';
    assert.deepEqual(
      find(compose).result.edits.map(({ services: named }) => named),
      [['w']],
    );
  });

  for (const [name, tag, env, expected] of [
    ['a tag', '${TAG}', 'A=1\nTAG=3.1.0 # pinned\nB=2\n', 'A=1\nTAG=3.9.0 # pinned\nB=2\n'],
    ['a tag in quotes', '${TAG:?name it}', "TAG='3.1.0'\n", "TAG='3.9.0'\n"],
    ['a tag after its default', '${TAG:-3.0.0}', 'TAG="3.1.0"\r\n', 'TAG="3.9.0"\r\n'],
  ] as const)
    test(`changes ${name} where the .env has it, once for both`, () => {
      const compose = services(`langfuse/langfuse:${tag}`, `langfuse/langfuse-worker:${tag}`);
      assert.equal(edited('.env', compose, env), expected);
      assert.equal(edited('compose.yaml', compose, env), compose);
      assert.deepEqual(find(compose, env).result.edits[0]?.services, ['web', 'worker']);
    });

  test('changes the tag of an image that the .env has as a whole', () => {
    const compose = services('"${WEB_IMAGE}"');
    assert.equal(
      edited('.env', compose, 'WEB_IMAGE=ghcr.io/langfuse/langfuse:3.1.0\n'),
      'WEB_IMAGE=ghcr.io/langfuse/langfuse:3.9.0\n',
    );
  });

  test('changes a default that is in effect, also one inside another', () => {
    for (const before of [
      '${REG:-docker.io}/langfuse/langfuse:${TAG:-3.1.0}',
      '${IMAGE:-langfuse/langfuse:3.1.0}',
      'langfuse/langfuse:${A:-${B:-3.1.0}}',
    ])
      assert.equal(edited('compose.yaml', services(before)), services(before.replace('3.1.0', '3.9.0')));
  });

  test('says so where the shell decides', () => {
    const { result } = find(services('langfuse/langfuse:${TAG}'), 'TAG=3.2.0', { TAG: '3.1.0' });
    assert.deepEqual(result.edits, []);
    assert.match(result.refusals.join(), /^The version of web comes from TAG of the shell, /);
  });

  test('says so where the tag is put together', () => {
    const { result } = find(services('langfuse/langfuse:3.${MINOR}.0'), 'MINOR=1');
    assert.deepEqual(result.edits, []);
    assert.match(result.refusals.join(), /^The version of web is put together .* \(compose\.yaml:3\)\. /);
  });
});

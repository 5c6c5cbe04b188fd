import assert from 'node:assert/strict';
import { codesInService, problemsIn } from './problemsIn';

suite('what compose refuses together', () => {
  const refused = (name: string, code: string, body: string, more = '') =>
    test(name, () => assert.deepEqual(codesInService(body, more), [code]));
  const taken = (name: string, body: string, more = '') =>
    test(name, () => assert.deepEqual(codesInService(body, more), []));

  refused(
    'a network mode and networks',
    'compose/exclusive-keys',
    'network_mode: host\n«networks»: [n]',
    'networks: {n: }\n',
  );
  taken('a network mode without a word', 'network_mode: ""\nnetworks: [n]', 'networks: {n: }\n');
  refused(
    'one limit by two names',
    'compose/limits-conflict',
    '«mem_limit»: 1g\ndeploy: {resources: {limits: {memory: 2g}}}',
  );
  taken('the same limit by two names', 'mem_limit: 1g\ndeploy: {resources: {limits: {memory: 1024m}}}');
  taken('no limit beside a limit', 'mem_limit: 0\ndeploy: {resources: {limits: {memory: 1024m}}}');
  refused('two numbers of containers', 'compose/limits-conflict', '«scale»: 0\ndeploy: {replicas: 3}');
  refused('a container name for two', 'compose/duplicate-container-name', 'container_name: «one»\nscale: 2');
  taken('a container name for one', 'container_name: one\nscale: 1');
  refused('a volume over a tmpfs', 'compose/mount-collision', 'tmpfs: /x:size=1m\nvolumes: [«/y:/x/:ro»]');
  taken('a volume beside a tmpfs', 'tmpfs: /x\nvolumes: [/y:/x/z]');
  refused('devices by number and by name', 'compose/exclusive-keys', 'gpus: [{count: 1, «device_ids»: [a]}]');
  refused('files that are synced nowhere', 'compose/schema', 'develop: {watch: [«{path: p, action: sync}»]}');
  refused('nor to nothing', 'compose/schema', 'develop: {watch: [«{path: p, action: sync, target: ""}»]}');
  refused(
    'a model that is not declared',
    'compose/undefined-reference',
    'models: [a, «b»]',
    'models: {a: {model: m}}\n',
  );
  refused(
    'a build secret that is not declared',
    'compose/undefined-reference',
    'build: {context: ., secrets: [«s»]}',
  );
  taken('a service whose profile is not active', 'profiles: [p]\nscale: 2\ndeploy: {replicas: 3}');

  test('a container name for two services, but not for one that is not active', () => {
    const [problem] = problemsIn({
      'compose.yaml':
        'services:\n  a: {image: x, container_name: one}\n  b: {image: x, container_name: «one»}\n  c: {image: x, container_name: one, profiles: [p]}\n',
    });
    assert.equal(problem?.code, 'compose/duplicate-container-name');
  });
  test('an external volume that says more', () =>
    assert.deepEqual(
      problemsIn({
        'compose.yaml':
          'services: {a: {image: x}}\nvolumes:\n  v: {external: true, name: n, x-a: 1, «driver»: local}\n  w: {external: false, driver: local}\n',
      }).map(({ code }) => code),
      ['compose/exclusive-keys'],
    ));
  test('secrets and configs of no source, or of two', () =>
    assert.deepEqual(
      problemsIn({
        'compose.yaml':
          'services: {a: {image: x}}\nsecrets: {«s»: {}, t: {file: f, «environment»: E}, «u»: {external: false}, v: {external: true}}\nconfigs: {«c»: {name: n}, d: {content: x}, e: {external: false}}\n',
      }).map(({ code }) => code),
      ['compose/schema', 'compose/exclusive-keys', 'compose/schema', 'compose/schema'],
    ));
});

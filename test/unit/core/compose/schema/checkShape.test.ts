import assert from 'node:assert/strict';
import { codesInService, problemsIn } from './problemsIn';

suite('what compose takes at each place', () => {
  const taken = (name: string, ...bodies: readonly string[]) =>
    test(`takes ${name}`, () => {
      for (const body of bodies) assert.deepEqual(codesInService(body), [], body);
    });
  const refused = (name: string, code: string, ...bodies: readonly string[]) =>
    test(`refuses ${name}`, () => {
      for (const body of bodies) assert.deepEqual(codesInService(body), [code], body);
    });

  taken(
    'both words for true and false, also as a text and out of a variable',
    'privileged: true',
    'privileged: "yes"',
    'privileged: "${P:-Off}"',
    'init: "${P:-y}"',
  );
  refused(
    'other words, and nothing out of a variable',
    'compose/schema',
    'privileged: «"1"»',
    'privileged: «"${P}"»',
    'privileged: «1»',
    'use_api_socket: «"true"»',
  );
  taken(
    'whole numbers, also as a text',
    'scale: "+2"',
    'scale: 2.0',
    'scale: 9223372036854775807',
    'ulimits: { nofile: 9223372036854775807 }',
    'oom_score_adj: -1000',
    'cpu_percent: 100',
  );
  refused(
    'numbers out of range, fractions and other texts',
    'compose/schema',
    'scale: «-1»',
    'scale: «1.5»',
    'scale: «9223372036854775808»',
    'scale: «1e19»',
    'ulimits: { nofile: «9223372036854775808» }',
    'scale: «"two"»',
    'oom_score_adj: «-1001»',
    'cpu_percent: «101»',
    'blkio_config: {weight: «"10"»}',
  );
  taken('times', 'stop_grace_period: 1m30s', 'stop_grace_period: 1d', 'healthcheck: {interval: "0"}');
  refused(
    'times without a unit',
    'compose/bad-duration',
    'stop_grace_period: «10»',
    'healthcheck: {interval: «"10"»}',
    'healthcheck: {interval: «10sec»}',
    'healthcheck: {timeout: «"${T}"»}',
    'deploy: {update_config: {delay: «5»}}',
  );
  taken(
    'sizes',
    'mem_limit: 1.5gb',
    'mem_limit: 1048576',
    'shm_size: 64 M',
    'deploy: {resources: {limits: {memory: 2GiB}}}',
  );
  refused(
    'what is no size',
    'compose/bad-bytes',
    'mem_limit: «1gigs»',
    'mem_limit: «"-1"»',
    'mem_limit: «"${M}"»',
    'deploy: {resources: {limits: {memory: «2048»}}}',
  );
  taken('an empty list, and a command of nothing', 'ports: []', 'command:', 'deploy:', 'environment: {A: }');
  refused(
    'a key without a value elsewhere',
    'compose/schema',
    '«ports»:',
    '«environment»:',
    'healthcheck: {«test»: }',
    'labels: [«~»]',
  );
  refused(
    'a mapping for a list, and a list for a mapping',
    'compose/schema',
    'ports: «{a: b}»',
    'healthcheck: «[a]»',
    'depends_on: {b: «service_started»}',
    'environment: {A: «[b]»}',
    'logging: {options: {a: «true»}}',
  );
  refused('numbers where texts belong', 'compose/schema', 'command: [a, «1»]', 'user: «1000»', 'dns: «8»');
  refused('words that are not on the list', 'compose/schema', 'cgroup: «shared»', 'pull_policy: «sometimes»');
  refused('what stands in a list twice', 'compose/schema', 'security_opt: [a, «a»]', 'depends_on: [b, «b»]');
  taken('what stands in a list twice where compose drops it', 'cap_add: [a, a]', 'environment: [A=1, A=2]');
  refused(
    'what lacks a key',
    'compose/schema',
    'depends_on: {b: «{restart: true}»}',
    'ulimits: {nofile: «{soft: 1}»}',
  );
  taken('ulimits of both forms', 'ulimits: {nofile: {soft: 1, hard: "2"}, nproc: "3"}');
  refused(
    'a mapping in a list of KEY=value',
    'compose/list-item-is-map',
    'environment: [A=1, «B: 2»]',
    'labels: [«a: b»]',
  );
  refused('a healthcheck that is no command', 'compose/schema', 'healthcheck: {test: [«curl», x]}');
  refused('an address that is none', 'compose/schema', 'ports: [{target: 80, host_ip: «localhost»}]');
  taken('addresses', 'ports: [{target: 80, host_ip: "::1"}, {target: 81, host_ip: 127.0.0.1}]');

  test('refuses a value that another file replaces', () =>
    assert.deepEqual(
      problemsIn({
        'compose.yaml': 'services: {a: {image: x, user: «1»}}\n',
        'compose.override.yaml': 'services: {a: {user: "2"}}\n',
      }).length,
      1,
    ));
  test('takes from another file what one lacks', () =>
    assert.deepEqual(
      problemsIn({
        'compose.yaml': 'services: {a: {image: x, ports: ["80:80"]}}\n',
        'compose.override.yaml': 'services: {a: {ports: }}\n',
      }),
      [],
    ));
  test('refuses nothing in the first file, even where another one has something', () =>
    void problemsIn({
      'compose.yaml': 'services: {a: {image: x, «ports»: }}\n',
      'compose.override.yaml': 'services: {a: {ports: ["80:80"]}}\n',
    }));
  test('says nothing more of a reference that failed, or of a port that is none', () => {
    assert.deepEqual(codesInService('privileged: "«${P:?}»"'), ['compose/required-missing']);
    assert.deepEqual(codesInService('ports: [«true»]'), ['compose/invalid-port']);
  });
  test('shows no secret', () => {
    const [problem] = problemsIn({
      'compose.yaml': 'services: {a: {image: x, privileged: «"${DB_PASSWORD}"»}}\n',
      '.env': 'DB_PASSWORD=hunter22\n',
    });
    assert.ok(problem);
    assert.ok(problem.message.includes('a text'));
    assert.ok(!problem.message.includes('hunter22'));
  });
});

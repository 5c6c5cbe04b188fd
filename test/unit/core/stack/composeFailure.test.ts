import assert from 'node:assert/strict';
import {
  describeComposeFailure,
  readComposeFailure,
  takenPort,
} from '../../../../src/core/stack/composeFailure';

function check(stderr: string, expected: object): void {
  assert.deepEqual(readComposeFailure(stderr.split('\n')), expected);
}

suite('readComposeFailure', () => {
  test('no plugin, docker 28', () =>
    check("docker: unknown command: docker compose\n\nRun 'docker --help' for more information", {
      kind: 'plugin-missing',
    }));
  test("no plugin, docker reads compose's option itself", () =>
    check('unknown flag: --project-directory\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]', {
      kind: 'plugin-missing',
    }));
  test('no plugin, docker 20', () =>
    check("docker: 'compose' is not a docker command.\nSee 'docker --help'", { kind: 'plugin-missing' }));
  test('an old plugin', () => check('unknown flag: --progress', { kind: 'too-old' }));
  test('what the engine is too old for, as compose 2.26 knows it', () =>
    check(
      "Container a-1  Creating\ncan't set healthcheck.start_interval as feature require Docker Engine v25 or later",
      { kind: 'engine-too-old', feature: 'healthcheck.start_interval', needs: 'Docker Engine 25' },
    ));
  test('what the engine is too old for, as the API client knows it', () =>
    check(
      '"specify mac-address per network" requires API version 1.44, but the Docker daemon API version is 1.41',
      { kind: 'engine-too-old', feature: '"specify mac-address per network"', needs: 'API version 1.44' },
    ));
  test('no engine', () =>
    check(
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      {
        kind: 'engine-unreachable',
        address: 'unix:///var/run/docker.sock',
      },
    ));
  test('no right to the socket', () =>
    check(
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      {
        kind: 'engine-forbidden',
      },
    ));
  test('a required variable', () =>
    check(
      'error while interpolating services.web.environment.SALT: required variable SALT is missing a value: run Create Secrets',
      { kind: 'variable-missing', name: 'SALT' },
    ));
  test('a job that fails, compose 2.26', () =>
    check(
      'Container x-c-1  service "c" didn\'t complete successfully: exit 3\nservice "c" didn\'t complete successfully: exit 3',
      { kind: 'dependency-failed', container: 'c', state: 'exit 3' },
    ));
  test('the image that failed, compose 2.26, which gives its words to the one that was interrupted', () =>
    check('b Pulling\na Pulling\nb Error manifest unknown\na Error manifest unknown', {
      kind: 'pull-failed',
      service: 'b',
      image: undefined,
      said: 'manifest unknown',
    }));
  test('a dependency that is unhealthy', () =>
    check(
      'Container stack-redis-1  Error\ndependency failed to start: container stack-redis-1 is unhealthy',
      {
        kind: 'dependency-failed',
        container: 'stack-redis-1',
        state: 'is unhealthy',
      },
    ));
  test('a tag that does not exist', () =>
    check(
      'Error response from daemon: manifest for redis:nope not found: manifest unknown: manifest unknown',
      {
        kind: 'pull-failed',
        service: undefined,
        image: 'redis:nope',
        said: 'manifest unknown: manifest unknown',
      },
    ));
  test('no network', () =>
    check(
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
      {
        kind: 'pull-failed',
        service: undefined,
        image: undefined,
        said: 'lookup registry-1.docker.io: no such host',
      },
    ));
  test('which of several images it was', () =>
    check(
      [
        'a Pulling',
        'clickhouse Pulling',
        'clickhouse Error Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
        'a  Interrupted',
        'Error response from daemon: Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
      ].join('\n'),
      {
        kind: 'pull-failed',
        service: 'clickhouse',
        image: undefined,
        said: 'connect: connection refused',
      },
    ));
  test('an image that has no variant for this machine', () =>
    check(
      'web Error no matching manifest for linux/arm64 in the manifest list entries\nError response from daemon: no',
      {
        kind: 'pull-failed',
        service: 'web',
        image: undefined,
        said: 'no matching manifest for linux/arm64 in the manifest list entries',
      },
    ));
  test('a container that fails is no image that does', () =>
    check('Container stack-web-1  Error\nError response from daemon: the disk is on fire', {
      kind: 'other',
      said: 'the disk is on fire',
    }));
  test('a container name in use', () =>
    check(
      'Error response from daemon: Conflict. The container name "/web" is already in use by container "0123"',
      {
        kind: 'name-taken',
        container: 'web',
      },
    ));
  test('a port, whatever else is said', () =>
    check(
      'Container stack-web-1  Starting\nError response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint stack-web-1 (ab): Bind for 0.0.0.0:3999 failed: port is already allocated',
      { kind: 'port-taken', port: 3999 },
    ));
  test('anything else, without its wrapping', () =>
    check('Container a  Creating\nError response from daemon: the disk is on fire\n', {
      kind: 'other',
      said: 'the disk is on fire',
    }));
  test('nothing at all', () => check('', { kind: 'other', said: '' }));
});

suite('takenPort', () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['failed to bind host port for 0.0.0.0:3000:172.30.0.7:3000/tcp: address already in use', 3000],
    ['Error starting userland proxy: listen tcp4 0.0.0.0:3999: bind: address already in use', 3999],
    ['Error starting userland proxy: listen tcp6 [::]:3999: bind: address already in use', 3999],
    ['Bind for 127.0.0.1:8123 failed: port is already allocated', 8123],
    ['Bind for :::8123 failed: port is already allocated', 8123],
    ['dial tcp 127.0.0.1:9000: connect: connection refused', undefined],
  ];
  for (const [text, port] of cases) test(text, () => assert.equal(takenPort(text), port));
});

suite('describeComposeFailure', () => {
  test('names the container that has the port', () =>
    assert.match(
      describeComposeFailure({ kind: 'port-taken', port: 3000 }, { holder: 'other-web-1', wantedBy: 'web' }),
      /3000, which web publishes, .*"other-web-1"/,
    ));
  test('says that another process has it', () =>
    assert.match(describeComposeFailure({ kind: 'port-taken', port: 3000 }), /3000.*another process/));
  test('names the image and the service that cannot be pulled', () =>
    assert.match(
      describeComposeFailure(
        { kind: 'pull-failed', service: 'db', image: undefined, said: 'no such host' },
        { image: 'postgres:17' },
      ),
      /could not pull the image postgres:17 of db: no such host\./,
    ));
  test('cuts what is long', () =>
    assert.ok(describeComposeFailure({ kind: 'other', said: 'x'.repeat(9999) }).length < 400));
});

import assert from 'node:assert/strict';
import { DockerEngine } from '../../../src/adapters/docker';
import { removeProject } from '../../../src/adapters/removeProject';
import { stopService } from '../../../src/adapters/stopService';
import { DockerError } from '../../../src/adapters/dockerError';
import type { DockerFailure } from '../../../src/adapters/dockerError';
import { container } from '../support/builders';
import { collect } from '../support/collect';
import { frame, json, startFakeDaemon } from '../support/fakeDaemon';
import type { Answer, FakeDaemon } from '../support/fakeDaemon';

const never = new AbortController().signal;
const labels = { 'com.docker.compose.project': 'stack', 'com.docker.compose.service': 'redis' };

const inspected = {
  Id: 'abc',
  Name: '/stack-redis-1',
  Image: 'sha256:1234',
  RestartCount: 2,
  State: {
    Status: 'running',
    OOMKilled: false,
    ExitCode: 0,
    Error: '',
    StartedAt: '2026-01-01T00:00:00.123456789Z',
    FinishedAt: '0001-01-01T00:00:00Z',
    Health: {
      Status: 'unhealthy',
      FailingStreak: 3,
      Log: [
        { ExitCode: 0, Output: 'old' },
        { ExitCode: 1, Output: 'NOAUTH', End: '2026-01-01T00:00:09Z' },
      ],
    },
  },
  HostConfig: { Memory: 0, RestartPolicy: { Name: 'always' } },
  Config: { Image: 'redis:7', Tty: false, Labels: { ...labels, 'com.docker.compose.container-number': '2' } },
  NetworkSettings: {
    Ports: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '16379' }], '6380/tcp': null },
  },
  Mounts: [
    { Type: 'volume', Name: 'stack_redis', Destination: '/data' },
    { Type: 'bind', Source: '/etc/redis', Destination: '/etc/redis' },
  ],
};

suite('DockerEngine', () => {
  let daemon: FakeDaemon | undefined;
  teardown(async () => {
    await daemon?.close();
    daemon = undefined;
  });

  async function engineWith(answers: Readonly<Record<string, Answer>>): Promise<DockerEngine> {
    daemon = await startFakeDaemon(answers);
    return engineAt(daemon.address);
  }

  function engineAt(address: string): DockerEngine {
    return new DockerEngine({
      environment: { DOCKER_HOST: address },
      homeFolder: '/nowhere',
      platform: 'linux',
    });
  }

  function isFailure(failure: DockerFailure, text: RegExp): (error: unknown) => boolean {
    return (error) => error instanceof DockerError && error.failure === failure && text.test(error.message);
  }

  test('stops the containers of one service, one that is stopped already included', async () => {
    const stopped: Answer = (response) => void response.writeHead(304).end();
    const listed = (id: string, service: string) => ({
      Id: id,
      Names: [`/stack-${service}-${id}`],
      State: 'running',
      Labels: { ...labels, 'com.docker.compose.service': service },
    });
    const engine = await engineWith({
      'GET /containers/json': json([listed('1', 'redis'), listed('2', 'web'), listed('3', 'redis')]),
      'POST /containers/1/stop': json({}, 204),
      'POST /containers/3/stop': stopped,
    });
    const lines = await collect(stopService(engine, 'stack', 'redis', never));
    assert.deepEqual(lines, ['stack-redis-1 is stopped', 'stack-redis-3 is stopped']);
  });

  test('lists the command lines of what runs in a container', async () => {
    const engine = await engineWith({
      'GET /containers/abc/top': json({
        Titles: ['UID', 'PID', 'CMD'],
        Processes: [
          ['root', '1', 'node server.js'],
          ['root', '7', 'prisma migrate deploy'],
        ],
      }),
      'GET /containers/old/top': json({ Titles: null, Processes: null }),
      'GET /containers/off/top': json({ message: 'container off is not running' }, 409),
    });
    assert.deepEqual(await engine.listPrograms('abc', never), ['node server.js', 'prisma migrate deploy']);
    assert.deepEqual(await engine.listPrograms('old', never), []);
    await assert.rejects(
      engine.listPrograms('off', never),
      (error) => error instanceof DockerError && error.failure === 'conflict',
    );
  });

  test('reads what it needs of a container', async () => {
    const engine = await engineWith({ 'GET /containers/abc/json': json(inspected) });
    assert.deepEqual(
      await engine.inspectContainer('abc', never),
      container('redis', {
        id: 'abc',
        name: 'stack-redis-1',
        number: 2,
        image: 'redis:7',
        imageId: 'sha256:1234',
        volumes: [{ name: 'stack_redis', target: '/data' }],
        startedAt: '2026-01-01T00:00:00.123456789Z',
        restartCount: 2,
        health: {
          status: 'unhealthy',
          failingStreak: 3,
          lastOutput: 'NOAUTH',
          lastExitCode: 1,
          lastRunAt: '2026-01-01T00:00:09Z',
        },
        ports: [{ hostIp: '127.0.0.1', published: 16379, target: 6379, protocol: 'tcp' }],
      }),
    );
  });

  test('a container that is gone is none', async () => {
    const engine = await engineWith({ 'GET /containers/': json({ message: 'No such container: abc' }, 404) });
    assert.equal(await engine.inspectContainer('abc', never), undefined);
  });

  test('lists by the label of the project', async () => {
    const engine = await engineWith({
      'GET /containers/json': json([
        { Id: 'abc', Names: ['/stack-redis-1'], Labels: labels, State: 'exited' },
      ]),
    });
    assert.deepEqual(await engine.listContainers('stack', never), [
      { id: 'abc', name: 'stack-redis-1', project: 'stack', service: 'redis', status: 'exited' },
    ]);
    assert.match(daemon!.requests[0]!, /all=true/);
    assert.match(daemon!.requests[0]!, /com\.docker\.compose\.project=stack/);
  });

  test('events come whole however the stream is cut, of healthchecks only their ends', async () => {
    const event = (Action: string, Attributes = {}): string =>
      `${JSON.stringify({ Action, Actor: { ID: 'abc', Attributes } })}\n`;
    const text =
      event('exec_start: ping') +
      event('exec_die', { exitCode: '1' }) +
      event('health_status: unhealthy') +
      'no json\n' +
      event('die');
    const engine = await engineWith({
      'GET /events': (response) => {
        response.write(text.slice(0, 77));
        setImmediate(() => response.end(text.slice(77)));
      },
    });
    const events = await collect(await engine.openEvents('stack', never));
    assert.deepEqual(
      events.map(({ action, exitCode }) => [action, exitCode]),
      [
        ['exec_die', 1],
        ['health_status: unhealthy', undefined],
        ['die', undefined],
      ],
    );
  });

  test('an aborted stream of events throws the reason, also when nobody reads yet', async () => {
    const engine = await engineWith({ 'GET /events': (response) => response.write('\n') });
    const stop = new AbortController();
    const events = await engine.openEvents('stack', stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(collect(events), /enough/);
  });

  test('a broken stream of events is an engine that went down', async () => {
    const engine = await engineWith({
      'GET /events': (response) => {
        response.write('\n');
        setImmediate(() => response.destroy());
      },
    });
    const events = await engine.openEvents('stack', never);
    await assert.rejects(collect(events), isFailure('down', /Cannot reach Docker at unix:/));
  });

  test('exec gives both outputs and the exit code', async () => {
    let asked: unknown;
    const engine = await engineWith({
      'POST /containers/abc/exec': (response, request, body) => {
        asked = JSON.parse(body);
        json({ Id: 'run' }, 201)(response, request, body);
      },
      'POST /exec/run/start': (response) => response.end(Buffer.concat([frame(1, 'out'), frame(2, 'err')])),
      'GET /exec/run/json': json({ ExitCode: 3 }),
    });
    const options = { environment: ['A=1'], signal: never };
    assert.deepEqual(await engine.exec('abc', ['psql', '-c', "it's"], options), {
      exitCode: 3,
      stdout: 'out',
      stderr: 'err',
    });
    assert.deepEqual(asked, {
      Cmd: ['psql', '-c', "it's"],
      Env: ['A=1'],
      AttachStdout: true,
      AttachStderr: true,
    });
  });

  test('logs of a container with a terminal are one raw stream', async () => {
    const engine = await engineWith({ 'GET /containers/': (response) => response.end('{"json":true}') });
    const tty = container('web', { hasTty: true });
    const chunks = await collect(engine.logs(tty, { follow: false, tail: 5, signal: never }));
    assert.equal(Buffer.concat(chunks.map(({ data }) => data)).toString(), '{"json":true}');
  });

  test('a volume says when it was made', async () => {
    const engine = await engineWith({
      'GET /volumes/data': json({ Name: 'data', CreatedAt: '2026-01-01', Labels: null }),
    });
    assert.deepEqual(await engine.inspectVolume('data', never), {
      name: 'data',
      createdAt: '2026-01-01',
      labels: new Map(),
    });
  });

  test('removing a volume that is gone is no failure, one in use is', async () => {
    const engine = await engineWith({
      'DELETE /volumes/gone': json({ message: 'no such volume' }, 404),
      'DELETE /volumes/used': json({ message: 'volume is in use - [abc]' }, 409),
    });
    await engine.removeVolume('gone', never);
    await assert.rejects(
      engine.removeVolume('used', never),
      isFailure('conflict', /volume is in use - \[abc\]\.$/),
    );
  });

  test('removes a project by its labels: stops, removes, and leaves volumes', async () => {
    const labels = { 'com.docker.compose.project': 'p', 'com.docker.compose.service': 's' };
    const engine = await engineWith({
      'GET /containers/json': json(
        ['a', 'b', 'c'].map((id) => ({ Id: id, Names: [`/p-${id}`], Labels: labels, State: 'running' })),
      ),
      // The engine says so of a container that is stopped already.
      'POST /containers/a/stop': (response) => response.writeHead(304).end(),
      'POST /containers/b/stop': (response) => response.writeHead(204).end(),
      'POST /containers/c/stop': json({ message: 'No such container: c' }, 404),
      'DELETE /containers/c': json({ message: 'No such container: c' }, 404),
      'DELETE /containers/': (response) => response.writeHead(204).end(),
      'GET /networks': json([{ Id: 'n', Name: 'p_default' }]),
      'DELETE /networks/n': (response) => response.writeHead(204).end(),
    });
    const lines: string[] = [];
    for await (const line of removeProject(engine, 'p', never)) lines.push(line);
    assert.deepEqual(lines, [
      'p-a is removed',
      'p-b is removed',
      'p-c is removed',
      'network p_default is removed',
    ]);
    const { requests } = daemon!;
    assert.ok(requests.some((line) => line.startsWith('DELETE /containers/a')));
    assert.ok(!requests.some((line) => /v=(true|1)/.test(line)));
  });

  test('sizes of volumes, where the driver can tell', async () => {
    const engine = await engineWith({
      'GET /system/df': json({
        Volumes: [
          { Name: 'a', UsageData: { Size: 7 } },
          { Name: 'b', UsageData: { Size: -1 } },
          { Name: 'c' },
        ],
      }),
    });
    assert.deepEqual(await engine.volumeSizes(never), new Map([['a', 7]]));
  });

  test('no engine is one sentence with the next step', async () => {
    await assert.rejects(
      engineAt('unix:///nowhere/docker.sock').version(never),
      isFailure(
        'absent',
        /^Cannot reach Docker at unix:\/\/\/nowhere\/docker\.sock\. Start Docker, or set DOCKER_HOST\.$/,
      ),
    );
    await assert.rejects(
      engineAt('tcp://127.0.0.1:1').version(never),
      isFailure('down', /Cannot reach Docker/),
    );
  });

  test('an aborted request throws the reason', async () => {
    const stop = new AbortController();
    const engine = await engineWith({ 'GET /version': () => stop.abort(new Error('enough')) });
    await assert.rejects(engine.version(stop.signal), /enough/);
  });
});

import assert from 'node:assert/strict';
import type { Container, ContainerHealth } from '../../../../src/core/stack/container';
import { containerState, tellingLine } from '../../../../src/core/stack/containerState';
import { container } from '../../support/builders';

function check(more: Partial<Container>, kind: string, reason?: string): void {
  assert.deepEqual(containerState(container('web', more)), { kind, reason });
}

function health(status: ContainerHealth['status'], more: Partial<ContainerHealth> = {}): Partial<Container> {
  return { health: { status, failingStreak: 0, lastOutput: undefined, lastExitCode: undefined, ...more } };
}

suite('containerState', () => {
  test('created and never started', () => check({ status: 'created' }, 'created'));
  test('created, and the engine could not start it', () =>
    check(
      { status: 'created', error: 'Bind for 0.0.0.0:3000 failed: port is already allocated' },
      'failed',
      'Bind for 0.0.0.0:3000 failed: port is already allocated',
    ));

  test('running without a healthcheck', () => check({}, 'running'));
  test('running after restarts says how many', () =>
    check({ restartCount: 3 }, 'running', 'restarted 3 times'));
  test('healthy', () => check(health('healthy', { lastExitCode: 0, lastOutput: 'ok' }), 'healthy'));
  test('healthy, but the last healthchecks failed', () =>
    check(
      health('healthy', {
        failingStreak: 2,
        lastExitCode: -1,
        lastOutput: 'Health check exceeded timeout (10s)',
      }),
      'healthy',
      '2 failed healthchecks: Health check exceeded timeout (10s)',
    ));
  test('one failed healthcheck is one', () =>
    check(
      health('healthy', { failingStreak: 1, lastExitCode: 1, lastOutput: 'NOAUTH' }),
      'healthy',
      '1 failed healthcheck: NOAUTH',
    ));
  test('a process killed for memory shows while the container runs on', () =>
    check({ ...health('healthy'), isOomKilled: true }, 'healthy', 'a process in it was killed for memory'));
  test('starting before the first healthcheck', () => check(health('starting'), 'starting'));
  test('starting says what the healthcheck printed', () =>
    check(
      health('starting', {
        failingStreak: 1,
        lastExitCode: 1,
        lastOutput: 'NOAUTH Authentication required.\n',
      }),
      'starting',
      'NOAUTH Authentication required.',
    ));
  test('one restart on the way up is nothing special', () =>
    check({ ...health('starting'), restartCount: 1 }, 'starting', 'restarted once'));
  test('between two crashes it is not "starting"', () =>
    check(
      { ...health('starting', { failingStreak: 1, lastExitCode: 4, lastOutput: '' }), restartCount: 5 },
      'restarting',
      'restarted 5 times: the healthcheck exits with 4',
    ));
  test('unhealthy without output gives the exit code', () =>
    check(
      health('unhealthy', { failingStreak: 9, lastExitCode: 4, lastOutput: '' }),
      'unhealthy',
      'the healthcheck exits with 4',
    ));

  test('in a crash loop', () =>
    check({ status: 'restarting', exitCode: 1, restartCount: 4 }, 'restarting', 'exit code 1, 4 times'));
  test('paused', () => check({ status: 'paused' }, 'paused'));
  test('dead', () => check({ status: 'dead' }, 'failed', 'The engine could not remove it.'));

  test('exited although the engine restarts it: someone stopped it', () =>
    check({ status: 'exited', exitCode: 1 }, 'stopped', 'exit code 1'));
  test('a job that ended well', () => check({ status: 'exited', restartPolicy: 'no' }, 'finished'));
  test('a job that failed', () =>
    check({ status: 'exited', restartPolicy: 'no', exitCode: 1 }, 'failed', 'exit code 1'));
  test('stopped by a signal', () =>
    check({ status: 'exited', restartPolicy: 'no', exitCode: 143 }, 'stopped', 'exit code 143'));
  test('killed, which may have cost data', () => {
    check({ status: 'exited', exitCode: 137 }, 'killed', 'exit code 137');
    check({ status: 'exited', restartPolicy: 'no', exitCode: 137 }, 'killed', 'exit code 137');
  });
  test('killed for memory', () =>
    check(
      { status: 'exited', exitCode: 137, isOomKilled: true },
      'failed',
      'killed for memory, exit code 137',
    ));
});

suite('tellingLine', () => {
  test('is empty for no output', () => assert.equal(tellingLine(' \n'), undefined));
  test("skips curl's progress table", () =>
    assert.equal(
      tellingLine('  % Total    % Received\n  0     0\ncurl: (7) Failed to connect to localhost port 8123'),
      'curl: (7) Failed to connect to localhost port 8123',
    ));
  test('prefers the complaint to the trailer', () =>
    assert.equal(
      tellingLine('psql: error: FATAL:  password authentication failed\nsee the manual\n'),
      'psql: error: FATAL: password authentication failed',
    ));
  test('drops colours and control characters', () =>
    assert.equal(tellingLine('\u001b[31mWRONGPASS\u001b[0m\u0007 invalid\r\n'), 'WRONGPASS invalid'));
  test('is the last line where none complains', () => assert.equal(tellingLine('one\ntwo\n'), 'two'));
});

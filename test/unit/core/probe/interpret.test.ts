import assert from 'node:assert/strict';
import type { ExecAnswer, HttpAnswer, Outcome, Verdict } from '../../../../src/core/probe/probe';
import * as clickHouse from '../../../../src/core/probe/probes/clickHouse';
import * as langfuse from '../../../../src/core/probe/probes/langfuse';
import { interpretTrace } from '../../../../src/core/probe/probes/pipeline';
import * as postgres from '../../../../src/core/probe/probes/postgres';
import { interpretPing } from '../../../../src/core/probe/probes/redis';
import { interpretList } from '../../../../src/core/probe/probes/s3';

const prints = (stdout: string): ExecAnswer => ({ exitCode: 0, stdout, stderr: '' });
const complains = (stderr: string, exitCode = 1): ExecAnswer => ({ exitCode, stdout: '', stderr });
const answers = (status: number, body = ''): HttpAnswer => ({ kind: 'response', status, body });
const silence: HttpAnswer = { kind: 'no-response', error: 'ECONNREFUSED' };

function reads(name: string, verdict: Verdict, outcome: Outcome, evidence: RegExp): void {
  test(name, () => {
    assert.equal(verdict.outcome, outcome);
    assert.match(verdict.evidence, evidence);
  });
}

suite('clickhouse/login', () => {
  const names = { consumer: 'langfuse-web', service: 'clickhouse', user: 'langfuse' };
  const login = (answer: ExecAnswer) => clickHouse.interpretLogin(answer, names);
  const refused =
    'Code: 516. DB::Exception: Received from clickhouse:9000. DB::Exception: langfuse: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)';
  reads('lets in', login(prints('25.8.1.1\n')), 'ok', /langfuse.*25\.8\.1\.1/);
  reads(
    'a wrong password is one clear sentence with the next step',
    login(complains(refused, 4)),
    'failed',
    /^ClickHouse refuses the password that langfuse-web uses \(user langfuse\)\. Give both .*run Up/,
  );
  reads(
    'not listening',
    login(complains('Code: 210. DB::NetException: Connection refused', 210)),
    'failed',
    /logs of clickhouse/,
  );
  reads(
    'no client in the image',
    login(complains('not found', 127)),
    'could-not-see',
    /no clickhouse-client/,
  );
  reads(
    'anything else in its own words',
    login(complains('Code: 241. DB::Exception: Memory limit exceeded', 241)),
    'failed',
    /Memory limit/,
  );
});

suite('clickhouse/migrations', () => {
  const state = (answer: ExecAnswer, head: number | undefined = 37) =>
    clickHouse.interpretMigrations(answer, 'web', head);
  reads('at the head', state(prints('37\t0\n')), 'ok', /37 of 37, clean/);
  reads('beyond the head that is known', state(prints('38\t0\n')), 'ok', /38 of 38/);
  reads(
    'of a version that is not known',
    clickHouse.interpretMigrations(prints('5\t0'), 'web', undefined),
    'ok',
    /migration 5, clean/,
  );
  reads('behind', state(prints('36\t0\n')), 'failed', /36 of 37/);
  reads('dirty', state(prints('4\t1\n')), 'failed', /Migration 4 .*half-way/);
  reads('none', state(prints('')), 'failed', /no migration/);
  reads(
    'no table',
    state(complains('Code: 60. DB::Exception: Unknown table', 60)),
    'failed',
    /not built its tables/,
  );
  reads('nonsense', state(prints('hello\n')), 'failed', /"hello"/);
});

suite('postgres/login', () => {
  const names = { consumer: 'web', service: 'postgres', user: 'langfuse', database: 'db' };
  const login = (answer: ExecAnswer) => postgres.interpretLogin(answer, names);
  const error = (text: string) =>
    complains(`psql: error: connection to server at "postgres" (172.30.0.3), port 5432 failed: ${text}`, 2);
  reads('lets in', login(prints('17.6\n')), 'ok', /langfuse.*17\.6/);
  reads(
    'a wrong password says that the volume keeps the first one',
    login(error('FATAL:  password authentication failed for user "langfuse"')),
    'failed',
    /refuses the password that web uses .*first start/,
  );
  reads('no user', login(error('FATAL:  role "langfuse" does not exist')), 'failed', /no user langfuse/);
  reads('no database', login(error('FATAL:  database "db" does not exist')), 'failed', /no database db/);
  reads('not listening', login(error('Connection refused')), 'failed', /does not accept connections/);
});

suite('postgres/migrations', () => {
  const state = (answer: ExecAnswer) => postgres.interpretMigrations(answer, 'web');
  reads('all finished', state(prints('425|\n')), 'ok', /425/);
  reads('one that failed', state(prints('3|20240301_x\n')), 'failed', /20240301_x .*did not finish/);
  reads('none', state(prints('0|\n')), 'failed', /no migration/);
  reads(
    'no table',
    state(complains('ERROR:  relation "_prisma_migrations" does not exist')),
    'failed',
    /not built/,
  );
});

suite('redis/login', () => {
  const ping = (answer: ExecAnswer) => interpretPing(answer, 'web', 'redis');
  reads('lets in', ping(prints('PONG\n')), 'ok', /PONG/);
  reads(
    'a wrong password, which the client hides behind exit code 0',
    ping({
      exitCode: 0,
      stdout: 'NOAUTH Authentication required.\n',
      stderr: 'AUTH failed: WRONGPASS invalid username-password pair or user is disabled.\n',
    }),
    'failed',
    /refuses the password that web uses/,
  );
  reads('no password sent', ping(prints('NOAUTH Authentication required.\n')), 'failed', /has none/);
  reads(
    'an open Redis',
    ping({
      ...prints('PONG\n'),
      stderr: 'AUTH failed: ERR AUTH <password> called without any password configured for the default user.',
    }),
    'failed',
    /none set/,
  );
  reads(
    'not listening',
    ping(complains('Could not connect to Redis at redis:6379: Connection refused')),
    'failed',
    /does not accept/,
  );
});

suite('s3/login', () => {
  const list = (answer: HttpAnswer) => interpretList(answer, 'web', 'langfuse', 'key');
  const error = (status: number, code: string) => answers(status, `<Error><Code>${code}</Code></Error>`);
  reads('lets in', list(answers(200)), 'ok', /bucket langfuse/);
  reads(
    'a wrong secret',
    list(error(403, 'SignatureDoesNotMatch')),
    'failed',
    /refuses the key that web uses/,
  );
  reads('a wrong key', list(error(403, 'InvalidAccessKeyId')), 'failed', /refuses the key/);
  reads('no bucket', list(error(404, 'NoSuchBucket')), 'failed', /no bucket langfuse/);
  reads('a forbidden one', list(error(403, 'AccessDenied')), 'failed', /policy/);
  reads('clocks apart', list(error(403, 'RequestTimeTooSkewed')), 'failed', /clock/);
  reads('nothing there', list(silence), 'could-not-see', /ECONNREFUSED/);
});

suite('health routes', () => {
  const web = (answer: HttpAnswer) => langfuse.interpretWeb(answer, 'web');
  const worker = (answer: HttpAnswer) => langfuse.interpretWorker(answer, 'worker');
  reads('web is well', web(answers(200, '{"status":"OK","version":"3.225.4"}')), 'ok', /3\.225\.4/);
  reads('web without Postgres', web(answers(503)), 'failed', /postgres\/login/);
  reads('web with an invalid environment', web(answers(500)), 'failed', /Invalid environment/);
  reads('somebody else on the port', web(answers(200, '<html>')), 'could-not-see', /Something else/);
  reads('web is silent', web(silence), 'failed', /ECONNREFUSED/);
  reads('the worker is well', worker(answers(200)), 'ok', /worker/);
  reads('the worker is not', worker(answers(500)), 'failed', /redis\/login/);

  const wget = langfuse.answerOfWget;
  test('wget says 200 by its exit code and anything else in words', () => {
    assert.deepEqual(wget(prints('ok')), answers(200, 'ok'));
    assert.deepEqual(
      wget(complains('wget: server returned error: HTTP/1.1 503 Service Unavailable')),
      answers(503),
    );
    assert.deepEqual(wget(complains('2026-01-01 ERROR 500: Internal Server Error.', 8)), answers(500));
    assert.equal(
      wget(complains("wget: can't connect to remote host: Connection refused")).kind,
      'no-response',
    );
  });
});

suite('pipeline/trace', () => {
  const trace = (written: HttpAnswer, read?: HttpAnswer) =>
    interpretTrace({ written, read, waitedMs: 2345 }, 'web');
  reads('there and back', trace(answers(200), answers(200)), 'ok', /2\.3 s/);
  reads('never arrives', trace(answers(200), answers(404)), 'failed', /worker has not processed/);
  reads('wrong keys', trace(answers(401)), 'failed', /refuses the project keys/);
  reads('refused', trace(answers(500)), 'failed', /500/);
  reads('accepted with errors inside', trace(answers(207, '{"errors":[{"id":1}]}')), 'failed', /207/);
  reads('silent', trace(silence), 'failed', /ECONNREFUSED/);
});

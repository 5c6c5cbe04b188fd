import assert from 'node:assert/strict';
import type { ExecAnswer, HttpAnswer, Outcome, Verdict } from '../../../../src/core/probe/probe';
import * as clickHouse from '../../../../src/core/probe/probes/clickHouse';
import { NEEDED_GRANTS } from '../../../../src/core/probe/clickHouseGrants';
import * as langfuse from '../../../../src/core/probe/probes/langfuse';
import { interpretDisk } from '../../../../src/core/probe/probes/clickHouseDisk';
import { interpretNetwork } from '../../../../src/core/probe/probes/network';
import { interpretTrace } from '../../../../src/core/probe/probes/pipeline';
import * as postgres from '../../../../src/core/probe/probes/postgres';
import { interpretMemory, interpretPing } from '../../../../src/core/probe/probes/redis';
import { interpretList, interpretWrite } from '../../../../src/core/probe/probes/s3';
import { interpretTimeZone } from '../../../../src/core/probe/probes/timeZone';

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
    /^ClickHouse refuses the password of langfuse-web \(user langfuse\)\. Give all of them .*run Up/,
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
    /refuses the password of web .*first start/,
  );
  reads('no user', login(error('FATAL:  role "langfuse" does not exist')), 'failed', /no user langfuse/);
  reads('no database', login(error('FATAL:  database "db" does not exist')), 'failed', /no database db/);
  reads('not listening', login(error('Connection refused')), 'failed', /does not accept connections/);
});

suite('postgres/migrations', () => {
  const state = (answer: ExecAnswer, brought?: ExecAnswer) =>
    postgres.interpretMigrations(answer, 'web', brought);
  const two = prints('20240101_a|t|f\n20240301_x|t|f\n');
  reads('all finished', state(two), 'ok', /^2 migrations, all finished/);
  reads(
    'one that failed',
    state(prints('20240101_a|t|f\n20240301_x|f|f\n')),
    'failed',
    /20240301_x .*did not finish/,
  );
  reads(
    'one that was given up, and applied later',
    state(prints('20240301_x|f|t\n20240301_x|t|f\n')),
    'ok',
    /^1 migrations/,
  );
  reads('none', state(prints('')), 'failed', /no migration/);
  reads(
    'no table',
    state(complains('ERROR:  relation "_prisma_migrations" does not exist')),
    'failed',
    /not built/,
  );
  reads(
    'all that the image brings',
    state(two, prints('20240101_a\n20240301_x\nmigration_lock.toml\n')),
    'ok',
    /^2 of 2/,
  );
  reads(
    'fewer than the image brings',
    state(two, prints('20240101_a\n20240301_x\n20240401_y\n20240501_z\n')),
    'failed',
    /lacks 2 of the 4 .*20240401_y/,
  );
  reads(
    'an image that does not show what it brings',
    state(two, complains('ls: no such file', 2)),
    'ok',
    /^2 migrations/,
  );
});

suite('a time zone', () => {
  const zone = (answer: ExecAnswer) => interpretTimeZone(answer, 'Postgres', 'Set it.');
  for (const name of ['UTC', 'Etc/UTC', 'GMT', 'Zulu'])
    reads(name, zone(prints(`${name}\n`)), 'ok', new RegExp(name));
  reads('another one', zone(prints('Europe/Berlin\n')), 'failed', /Europe\/Berlin.* Set it\.$/);
  reads('no answer', zone(complains('server closed the connection')), 'failed', /closed/);
});

suite('clickhouse/grants', () => {
  const grants = (stdout: string) => clickHouse.interpretGrants(prints(stdout), 'lf', 'db');
  const onDb = NEEDED_GRANTS.join(', ');
  reads('all', grants('GRANT ALL ON *.* TO lf WITH GRANT OPTION'), 'ok', /may do all/);
  reads(
    'a long list, as older servers print it',
    grants('GRANT SHOW, SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE ON *.* TO lf WITH GRANT OPTION'),
    'ok',
    /may do all/,
  );
  reads('each by name', grants(`GRANT ${onDb} ON db.* TO lf`), 'ok', /may do all/);
  reads(
    'groups',
    grants('GRANT SELECT, INSERT, ALTER TABLE, CREATE, DROP ON `db`.* TO lf'),
    'ok',
    /may do all/,
  );
  reads(
    'of another database',
    grants(`GRANT ${onDb} ON other.* TO lf`),
    'failed',
    /GRANT SELECT, INSERT.* ON `db`\.\* TO `lf`/,
  );
  reads(
    'on one table',
    grants('GRANT ALL ON db.traces TO lf\nGRANT SELECT ON db.* TO lf'),
    'failed',
    /GRANT INSERT/,
  );
  reads(
    'on single columns',
    grants('GRANT SELECT(id, name), INSERT ON db.* TO lf\nGRANT ALTER, CREATE, DROP ON db.* TO lf'),
    'failed',
    /GRANT SELECT ON/,
  );
  reads(
    'taken back',
    grants('GRANT ALL ON *.* TO lf\nREVOKE ALTER DELETE ON db.* FROM lf'),
    'failed',
    /GRANT ALTER DELETE ON/,
  );
  reads('from a role', grants('GRANT langfuse_role TO lf'), 'not-checked', /langfuse_role/);
  reads('none', grants(''), 'failed', /GRANT SELECT/);
});

suite('clickhouse/disk', () => {
  const disk = (...numbers: number[]) => interpretDisk(prints(`${numbers.join('\t')}\n`));
  const GB = 1_000_000_000;
  reads('has room', disk(60 * GB, 100 * GB, 1, 2), 'ok', /^40 %/);
  reads(
    'is full of its own logs',
    disk(8 * GB, 100 * GB, 61.2 * GB, 12 * GB),
    'failed',
    /92 % full, with 8\.0 GB free\. Its own system logs hold 61\.2 GB of it, .*\(12\.0 GB\): give them a TTL/,
  );
  reads('is full of traces', disk(5 * GB, 100 * GB, GB, 80 * GB), 'failed', /Traces hold 80\.0 GB/);
  reads('has no disk', disk(), 'ok', /no end|No disk/i);
  reads('may not be asked', interpretDisk(complains('Code: 497. Not enough privileges')), 'failed', /497/);
});

suite('redis/memory', () => {
  const memory = (policy: string, used: number, limit: number) =>
    interpretMemory(
      prints(`# Memory\r\nused_memory:${used}\r\nmaxmemory:${limit}\r\nmaxmemory_policy:${policy}\r\n`),
    );
  reads('keeps all', memory('noeviction', 10, 0), 'ok', /noeviction/);
  reads('has room', memory('noeviction', 50, 100), 'ok', /50 %/);
  reads('is full', memory('noeviction', 96, 100), 'failed', /96 %/);
  reads('evicts', memory('allkeys-lru', 10, 0), 'failed', /allkeys-lru.*noeviction/);
  reads(
    'tells nothing',
    interpretMemory(prints('NOPERM this user has no permissions\n')),
    'could-not-see',
    /NOPERM/,
  );
});

suite('network', () => {
  const network = (answer: ExecAnswer) => interpretNetwork(answer, 'web');
  reads(
    'all open',
    network(prints('redis:6379 ok\npostgres:5432 ok\n')),
    'ok',
    /redis:6379 and postgres:5432/,
  );
  reads(
    'one refuses',
    network(prints('redis:6379 ECONNREFUSED\npostgres:5432 ok\n')),
    'failed',
    /does not reach redis:6379 \(ECONNREFUSED\).*listens/,
  );
  reads('a name is unknown', network(prints('cache:6379 ENOTFOUND\n')), 'failed', /shares a network/);
  reads(
    'no node',
    network(complains('exec: "node": executable file not found', 126)),
    'could-not-see',
    /node/,
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
    /refuses the password of web/,
  );
  reads(
    'no password sent',
    ping(prints('NOAUTH Authentication required.\n')),
    'failed',
    /none is given by web/,
  );
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
  reads('a wrong secret', list(error(403, 'SignatureDoesNotMatch')), 'failed', /refuses the key of web/);
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

suite('s3/write', () => {
  const write = (put: HttpAnswer, list?: HttpAnswer, remove?: HttpAnswer) =>
    interpretWrite({ put, list, remove }, 'web', 'langfuse');
  const listing = answers(200, '<Contents><Key>k</Key></Contents>');
  const forbidden = answers(403, '<Error><Code>AccessDenied</Code></Error>');
  reads('all three', write(answers(200), listing, answers(204)), 'ok', /deleted/);
  reads('may not write', write(forbidden), 'failed', /s3:PutObject/);
  reads('may not list', write(answers(200), forbidden, answers(204)), 'failed', /s3:ListBucket/);
  reads('may not delete', write(answers(200), listing, forbidden), 'failed', /s3:DeleteObject/);
  reads('loses it', write(answers(200), answers(200, ''), answers(204)), 'failed', /does not list/);
  reads(
    'is full',
    write(answers(507, '<Error><Code>XMinioStorageFull</Code></Error>')),
    'failed',
    /XMinioStorageFull.*free space/,
  );
  reads('goes away', write(answers(200), silence, silence), 'failed', /went away/);
});

suite('pipeline/trace', () => {
  const names = { web: 'web', worker: 'worker' };
  const trace = (written: HttpAnswer, read?: HttpAnswer) =>
    interpretTrace(
      { written, read, waitedMs: 2345, queueBefore: undefined, queueAfter: undefined, rows: undefined },
      names,
    );
  reads('there and back', trace(answers(200), answers(200)), 'ok', /2\.3 s/);
  reads('wrong keys', trace(answers(401)), 'failed', /refuses the project keys/);
  reads('refused', trace(answers(500)), 'failed', /500/);
  reads('accepted with errors inside', trace(answers(207, '{"errors":[{"id":1}]}')), 'failed', /207/);
  reads('silent', trace(silence), 'failed', /ECONNREFUSED/);

  const lost = (
    counts: { before?: string; after?: string; rows?: string },
    worker: string | undefined = 'worker',
  ) =>
    interpretTrace(
      {
        written: answers(200),
        read: answers(404),
        waitedMs: 30_000,
        queueBefore: prints(counts.before ?? '0 0 0 0 0'),
        queueAfter: counts.after === undefined ? undefined : prints(counts.after),
        rows: prints(counts.rows ?? '0\n'),
      },
      { web: 'web', worker },
    );
  const stops = (name: string, verdict: Verdict, service: string, evidence: RegExp) => {
    reads(name, verdict, 'failed', evidence);
    test(`${name}: it is about ${service}`, () => assert.equal(verdict.service, service));
  };
  stops('in the queue', lost({ after: '3 0 0 0 0' }), 'worker', /3 jobs wait in Redis, and nobody/);
  stops('behind others', lost({ after: '1 1 0 0 0' }), 'worker', /1 job waits before it/);
  stops('in a queue that is paused', lost({ after: '1 0 0 0 1' }), 'worker', /paused/);
  stops('failed', lost({ before: '0 0 0 4 0', after: '0 0 0 5 0' }), 'worker', /for good/);
  stops('tried again', lost({ after: '0 0 1 0 0' }), 'worker', /tries again/);
  stops(
    'failures of before are none of its own',
    lost({ before: '0 0 0 4 0', after: '0 0 0 4 0' }),
    'worker',
    /wrote nothing/,
  );
  stops('at work', lost({ after: '0 1 0 0 0' }), 'worker', /still at it/);
  stops(
    'stored, and not given back',
    lost({ after: '0 0 0 0 0', rows: '1\n' }),
    'web',
    /does not give it back/,
  );
  stops('queues that cannot be counted', lost({}), 'worker', /has not written it/);
});

suite('a stack without a worker', () => {
  const verdict = interpretTrace(
    {
      written: answers(200),
      read: answers(404),
      waitedMs: 30_000,
      queueBefore: undefined,
      queueAfter: undefined,
      rows: undefined,
    },
    { web: 'web', worker: undefined },
  );
  reads('loses every trace', verdict, 'failed', /no service .*langfuse-worker/);
});

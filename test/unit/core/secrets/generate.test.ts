import assert from 'node:assert/strict';
import { createSecrets, planSecrets } from '../../../../src/core/secrets/generate';
import type { SecretsInput } from '../../../../src/core/secrets/generate';
import { generate } from '../../../../src/core/secrets/shapes';
import { resolveFiles, sample } from '../../support/resolve';

suite('planSecrets', () => {
  test('finds every secret of the sample, in the order of its template', () => {
    const plan = planSecrets(inputOf(sample('compose.yaml'), undefined, sample('.env.example')));
    assert.equal(plan.base, 'template');
    assert.deepEqual(plan.left, []);
    assert.deepEqual(
      plan.needed.map(({ name, shape }) => `${name} ${shape}`),
      [
        'CLICKHOUSE_PASSWORD hex-64',
        'POSTGRES_PASSWORD hex-64',
        'REDIS_AUTH hex-64',
        'MINIO_ROOT_PASSWORD hex-64',
        'NEXTAUTH_SECRET hex-64',
        'SALT hex-64',
        'ENCRYPTION_KEY hex-64',
        'LANGFUSE_INIT_USER_PASSWORD passphrase',
        'LANGFUSE_INIT_PROJECT_PUBLIC_KEY public-key',
        'LANGFUSE_INIT_PROJECT_SECRET_KEY secret-key',
      ],
    );
  });

  test('finds the same without a template, from what the compose file requires', () => {
    const plan = planSecrets(inputOf(sample('compose.yaml')));
    assert.equal(plan.needed.length, 10);
    assert.deepEqual(new Set(plan.needed.map(({ why }) => why)), new Set(['missing']));
  });

  test('needs nothing once everything is made', () => {
    const input = inputOf(sample('compose.yaml'), undefined, sample('.env.example'));
    const text = createSecrets(input, planSecrets(input), counting());
    const again = inputOf(sample('compose.yaml'), text);
    assert.deepEqual(planSecrets(again).needed, []);
    assert.deepEqual(again.project.problems, []);
  });

  const WEB =
    'services: { w: { image: "langfuse/langfuse:3", environment: { %: "${X:?}" } }, db: { image: "postgres:17" } }';
  const shapeOf = (containerName: string) =>
    planSecrets(inputOf(WEB.replace('%', containerName))).needed.map(({ name, shape }) => `${name} ${shape}`);

  test('knows a secret by what the container calls it', () => {
    assert.deepEqual(shapeOf('LANGFUSE_INIT_PROJECT_PUBLIC_KEY'), ['X public-key']);
  });

  test('leaves to the operator what only the operator knows', () => {
    const plan = planSecrets(inputOf(WEB.replace('%', 'AUTH_GOOGLE_CLIENT_SECRET')));
    assert.deepEqual([plan.needed, plan.left], [[], ['X']]);
  });

  test('makes up no password of a database that somebody else runs', () => {
    assert.deepEqual(planSecrets(inputOf(WEB.replace('%', 'REDIS_AUTH'))).left, ['X']);
  });

  test('replaces a placeholder and a key of the wrong shape, and nothing that may be in use', () => {
    const env = 'SALT=<32-hex>\nENCRYPTION_KEY=abc\nNEXTAUTH_SECRET=mysecret\n';
    const { needed } = planSecrets(inputOf(WEB.replace('%', 'SALT'), `X=1\n${env}`));
    assert.deepEqual(
      needed.map(({ name, why }) => `${name} ${why}`),
      ['SALT placeholder', 'ENCRYPTION_KEY malformed'],
    );
  });

  test('leaves an empty value that Langfuse does well without', () => {
    const compose = WEB.replace(
      '%: "${X:?}"',
      'LANGFUSE_INIT_USER_PASSWORD: "${LANGFUSE_INIT_USER_PASSWORD:-}"',
    );
    assert.deepEqual(planSecrets(inputOf(compose, 'LANGFUSE_INIT_USER_PASSWORD=\n')).needed, []);
  });

  test('fills the password of an owner who is named, and the keys of a project', () => {
    const compose =
      'services: { w: { image: "langfuse/langfuse:3", env_file: .env }, db: { image: "postgres:17" } }';
    const secrets = ['USER_PASSWORD', 'PROJECT_PUBLIC_KEY', 'PROJECT_SECRET_KEY'];
    const empty = secrets.map((name) => `LANGFUSE_INIT_${name}=\n`).join('');
    const neededWith = (line: string) =>
      planSecrets(inputOf(compose, `${line}\n${empty}`))
        .needed.map(({ name }) => name)
        .filter((name) => name.startsWith('LANGFUSE_INIT_'));
    assert.deepEqual(neededWith(''), []);
    assert.deepEqual(neededWith('LANGFUSE_INIT_USER_EMAIL=a@b.example'), ['LANGFUSE_INIT_USER_PASSWORD']);
    assert.deepEqual(neededWith('LANGFUSE_INIT_PROJECT_ID=p'), [
      'LANGFUSE_INIT_PROJECT_PUBLIC_KEY',
      'LANGFUSE_INIT_PROJECT_SECRET_KEY',
    ]);
  });

  test('a value from the shell is a value', () => {
    const compose = WEB.replace('%', 'SALT');
    const project = resolveFiles(compose, null, { X: 'from the shell' });
    assert.deepEqual(planSecrets({ project, envText: undefined, templateText: undefined }).needed, []);
  });

  test('adds what Langfuse requires where it receives the whole .env', () => {
    const compose =
      'services: { w: { image: "langfuse/langfuse:3", env_file: .env }, c: { image: clickhouse/clickhouse-server } }';
    const { needed } = planSecrets(inputOf(compose, 'CLICKHOUSE_PASSWORD=x\n'));
    assert.deepEqual(
      needed.map(({ name }) => name),
      ['NEXTAUTH_SECRET', 'SALT', 'ENCRYPTION_KEY'],
    );
  });

  test('refuses a file that compose cannot read', () => {
    const plan = planSecrets(inputOf(sample('compose.yaml'), 'A="open\n'));
    assert.match(plan.refusal ?? '', /\.env, line \d/);
  });
});

suite('createSecrets', () => {
  const created = (compose: string, env: string): string => {
    const input = inputOf(compose, env);
    return createSecrets(input, planSecrets(input), counting());
  };
  const DATABASES =
    'services: { db: { image: "postgres:17" }, s3: { image: minio/minio }, r: { image: redis } }';

  test('keeps every byte of the template that is no empty value', () => {
    const input = inputOf(sample('compose.yaml'), undefined, sample('.env.example'));
    const text = createSecrets(input, planSecrets(input), counting());
    const blanked = text.replace(/^((?:[A-Z_]+_)?(?:PASSWORD|AUTH|SECRET|SALT|KEY)=)\S+$/gm, '$1');
    assert.equal(blanked, sample('.env.example'));
  });

  test('gives names that must agree one value', () => {
    const text = created(DATABASES, 'MINIO_ROOT_PASSWORD=\nLANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY=\n');
    const [first, second] = text.split('\n').map((line) => line.split('=')[1]);
    assert.equal(first, second);
    assert.match(first ?? '', /^[0-9a-f]{64}$/);
  });

  test('repeats a password that is set already', () => {
    const text = created(
      DATABASES,
      'LANGFUSE_S3_MEDIA_UPLOAD_SECRET_ACCESS_KEY=\nMINIO_ROOT_PASSWORD=in-use\n',
    );
    assert.equal(text, 'LANGFUSE_S3_MEDIA_UPLOAD_SECRET_ACCESS_KEY=in-use\nMINIO_ROOT_PASSWORD=in-use\n');
  });

  test('keeps DATABASE_URL in step with a new password', () => {
    const text = created(
      DATABASES,
      'POSTGRES_PASSWORD=\nDATABASE_URL=postgresql://u:<password>@db:5432/d?x=1\n',
    );
    const [, password = '', inUrl] =
      /^POSTGRES_PASSWORD=(.+)\nDATABASE_URL=postgresql:\/\/u:(.+)@db:5432\/d\?x=1\n$/.exec(text) ?? [];
    assert.match(password, /^[0-9a-f]{64}$/);
    assert.equal(inUrl, password);
  });

  test('takes the password that DATABASE_URL has already', () => {
    const text = created(DATABASES, 'POSTGRES_PASSWORD=\nDATABASE_URL=postgresql://u:p%40ss@db/d\n');
    assert.equal(text, 'POSTGRES_PASSWORD=p@ss\nDATABASE_URL=postgresql://u:p%40ss@db/d\n');
  });
});

suite('generate', () => {
  test('every shape is what it says', () => {
    assert.match(generate('hex-64', counting()), /^[0-9a-f]{64}$/);
    assert.match(generate('passphrase', counting()), /^([0-9a-f]{4}-){5}[0-9a-f]{4}$/);
    const uuid = /^[ps]k-lf-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(generate('public-key', counting()), uuid);
    assert.match(
      generate('secret-key', () => new Uint8Array(16).fill(255)),
      uuid,
    );
  });
});

function inputOf(compose: string, envText?: string, templateText?: string): SecretsInput {
  return { project: resolveFiles(compose, envText ?? null), envText, templateText };
}

/** Bytes that differ from call to call. */
function counting(): (count: number) => Uint8Array {
  let next = 0;
  return (count) => Uint8Array.from({ length: count }, () => next++ % 256);
}

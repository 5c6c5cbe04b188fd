import assert from 'node:assert/strict';
import { entriesFor, isSecretName, lookUp, lookUpFor } from '../../../../src/core/langfuse/catalogue';
import { CATALOGUE_DATA } from '../../../../src/core/langfuse/catalogueData';
import { CATALOGUE_NOTES } from '../../../../src/core/langfuse/catalogueNotes';
import { noteOf } from '../../../../src/core/langfuse/noteOf';

suite('catalogue', () => {
  test('knows who reads a variable, and what it takes', () => {
    const entry = lookUpFor('web', 'AUTH_DISABLE_SIGNUP');
    assert.deepEqual(entry?.values, ['true', 'false']);
    assert.equal(lookUpFor('worker', 'AUTH_DISABLE_SIGNUP'), undefined);
  });
  test('keeps the same name of different images apart', () => {
    assert.deepEqual(
      lookUp('CLICKHOUSE_USER').map(({ readers }) => readers),
      [['clickhouse'], ['web', 'worker']],
    );
  });
  test('knows what never existed, what was removed, and what replaced it', () => {
    assert.equal(lookUp('LANGFUSE_RETENTION_DAYS')[0]?.phantom, 'fictional');
    assert.equal(lookUp('S3_REGION')[0]?.phantom, 'removed');
    assert.equal(lookUp('REDIS_TLS_CA')[0]?.instead, 'REDIS_TLS_CA_PATH');
  });
  test('knows versions and bounds', () => {
    assert.equal(lookUp('CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN')[0]?.since, 4);
    assert.equal(lookUp('LANGFUSE_QUEUE_METRICS_SAMPLE_RATE')[0]?.until, 3);
    assert.equal(lookUp('LANGFUSE_INIT_PROJECT_RETENTION')[0]?.min, 3);
    assert.equal(lookUp('REDIS_PORT')[0]?.above, 0);
  });
  test('knows what holds by default, also where version 3 differs', () => {
    const [mode] = lookUp('LANGFUSE_MIGRATION_V4_WRITE_MODE');
    assert.deepEqual([mode?.defaultIn(3), mode?.defaultIn(4)], ['legacy', 'events_only']);
    assert.equal(lookUp('MULESOFT_SFDC_DEFAULT_COMPANY_NAME')[0]?.defaultIn(3), '[not provided]');
    assert.equal(lookUp('SALT')[0]?.defaultIn(3), undefined);
  });
  test('lists what a role reads', () => {
    const names = entriesFor('postgres').map(({ name }) => name);
    assert.ok(names.includes('POSTGRES_PASSWORD') && !names.includes('SALT'));
  });
  test('knows nothing of other names', () => {
    assert.deepEqual(lookUp('PATH'), []);
    assert.deepEqual(lookUp('constructor'), []);
  });
  test('secrets are known by the catalogue or by their look', () => {
    for (const name of ['SALT', 'DATABASE_URL', 'REDIS_AUTH', 'MY_API_TOKEN'])
      assert.ok(isSecretName(name), name);
    for (const name of [
      'AUTH_DISABLE_SIGNUP',
      'LANGFUSE_INIT_PROJECT_PUBLIC_KEY',
      'REDIS_KEY_PREFIX',
      'CLICKHOUSE_URL',
    ])
      assert.ok(!isSecretName(name), name);
  });
  test('every line of the data is well-formed', () => {
    const fact =
      /^(?:secret|removed|fictional|ignored|cloud|ee|build|since=4|until=3|(?:instead|default|default3|values|pattern|also)=\S+|(?:min|max|above)=-?[\d.]+)$/;
    for (const line of CATALOGUE_DATA.trim().split('\n')) {
      const [name, readers, type, ...facts] = line.split(' ');
      assert.match(name ?? '', /^[A-Za-z_][A-Za-z0-9_]*$/);
      assert.match(readers ?? '', /^(?:-|(?:(?:web|worker|clickhouse|postgres|redis|s3)(?:,(?!$)|$))+)$/);
      assert.match(type ?? '', /^(?:string|bool|flag|enum|int|number|url|csv|hex|email|date|datetime)$/);
      for (const each of facts) assert.match(each, fact, line);
    }
  });

  suite('notes', () => {
    const names = new Set(
      CATALOGUE_DATA.trim()
        .split('\n')
        .map((line) => line.slice(0, line.indexOf(' '))),
    );
    const entries = [...names].flatMap(lookUp);

    test('say what each variable does that somebody reads at home', () => {
      const unsaid = entries.filter(
        (entry) => entry.readers.length > 0 && entry.edition !== 'cloud' && noteOf(entry) === undefined,
      );
      assert.deepEqual(
        unsaid.map(({ name }) => name),
        [],
      );
    });
    test('tell images apart that read one name differently', () => {
      const [clickhouse, langfuse] = lookUp('CLICKHOUSE_USER').map(noteOf);
      assert.ok(clickhouse?.includes('makes') === true && langfuse?.includes('migrations') === true);
    });
    test('the whole name counts before a pattern, and a pattern not for what nothing reads', () => {
      const [bucket] = lookUp('LANGFUSE_S3_EVENT_UPLOAD_BUCKET').map(noteOf);
      const [media] = lookUp('LANGFUSE_S3_MEDIA_UPLOAD_BUCKET').map(noteOf);
      assert.ok(bucket !== undefined && media !== undefined && bucket !== media);
      assert.deepEqual(lookUp('LANGFUSE_BATCH_PROJECT_CLEANER_INTERVAL_MS').map(noteOf), [undefined]);
    });
    test('each is a sentence about a variable that exists', () => {
      const unused = new Set(CATALOGUE_NOTES.trim().split('\n'));
      for (const line of unused) assert.match(line, /^[\w*]+(?:@[a-z]+)? [A-Z].*\.$/);
      const used = new Set(entries.map(noteOf));
      for (const line of unused) if (used.has(line.slice(line.indexOf(' ') + 1))) unused.delete(line);
      assert.deepEqual([...unused], []);
    });
  });
});

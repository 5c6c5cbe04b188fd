import assert from 'node:assert/strict';
import { ownerQuestion } from '../../../../src/core/checklist/owner';
import type { OwnerFact } from '../../../../src/core/checklist/owner';
import { reveal } from '../../../../src/core/secret';
import { container } from '../../support/builders';
import { resolveFiles } from '../../support/resolve';

const stack = (url: string) =>
  resolveFiles(`services:
  web: { image: "langfuse/langfuse:3", environment: { DATABASE_URL: "${url}" } }
  db: { image: "postgres:17" }`);
const STACK = stack('postgresql://langfuse:wonder@db:5432/langfuse');

suite('ownerQuestion', () => {
  const asked = (project = STACK) => {
    const question = ownerQuestion(project, [container('db')]);
    assert.ok(!('unseen' in question), JSON.stringify(question));
    return question;
  };
  const answers = (stdout: string, stderr = ''): OwnerFact =>
    asked().interpret({ exitCode: stderr === '' ? 0 : 2, stdout, stderr });
  const unseen = (fact: OwnerFact): string => ('unseen' in fact ? fact.unseen : assert.fail('It was seen.'));

  test('asks with the login of Langfuse, whose password is no argument', () => {
    const { container: id, argv, environment } = asked();
    assert.equal(id, 'id-of-db');
    assert.ok(argv.includes('--host=db') && argv.includes('--username=langfuse'));
    assert.doesNotMatch(argv.join(' '), /wonder/);
    assert.equal(reveal(environment.get('PGPASSWORD') ?? ''), 'wonder');
  });

  test('looks into the schema that the address names', () => {
    assert.equal(asked().environment.has('PGOPTIONS'), false);
    const { environment } = asked(stack('postgresql://langfuse:wonder@db/langfuse?schema=lf'));
    assert.equal(environment.get('PGOPTIONS'), '-c search_path="lf"');
  });

  test('counts who and what there is', () =>
    assert.deepEqual(answers('3|1|2|5\n'), { users: 3, owners: 1, organisations: 2, projects: 5 }));

  test('says why it could not be seen', () => {
    assert.match(unseen(answers('', 'ERROR:  relation "users" does not exist')), /^web has not built/);
    assert.match(unseen(answers('', 'FATAL:  password authentication failed for user "x"')), /refuses the/);
    assert.match(unseen(answers('hello')), /"hello"/);
    assert.match(unseen(ownerQuestion(STACK, []) as OwnerFact), /^db does not run/);
    const far = stack('postgresql://langfuse:wonder@db.example.com/langfuse');
    assert.match(unseen(ownerQuestion(far, []) as OwnerFact), /db\.example\.com.*no service/);
    const other = resolveFiles('services: { db: { image: "postgres:17" } }');
    assert.match(unseen(ownerQuestion(other, []) as OwnerFact), /^No service runs Langfuse/);
  });
});

import assert from 'node:assert/strict';
import { ruleChecker } from '../../support/checkRule';

suite('edits between brackets', () => {
  const compose = (environment: string) =>
    `services:\n  web:\n    image: langfuse/langfuse:3\n    environment: ${environment}\n    command: x\n`;

  suite('take an entry out', () => {
    const removes = (before: string, after: string) =>
      test(before, () => {
        const { fix } = ruleChecker('langfuse/phantom-variable')({ 'compose.yaml': compose(before) });
        assert.equal(fix()['compose.yaml'], compose(after));
      });
    removes('{«SMTP_HOST»: a, B: c}', '{B: c}');
    removes('{A: b, «SMTP_HOST»: a, B: c}', '{A: b, B: c}');
    removes('{A: b, «SMTP_HOST»: a}', '{A: b}');
    removes('["A=b",  «"SMTP_HOST=a"», B=c]', '["A=b",  B=c]');
    removes(
      '{\n      A: b,\n      «SMTP_HOST»: a, # note\n      B: c\n    }',
      '{\n      A: b,\n      B: c\n    }',
    );
    removes('{\n      A: b, # note\n      «SMTP_HOST»: a\n    }', '{\n      A: b, # note\n    }');
    test('and the key above, when nothing is left', () => {
      const { fix } = ruleChecker('langfuse/phantom-variable')({
        'compose.yaml': compose('{«SMTP_HOST»: a}'),
      });
      assert.equal(fix()['compose.yaml'], compose('{}').replace('    environment: {}\n', ''));
    });
    test('and leave a note alone that may belong to either', () => {
      const note = '{A: b, # note\n      C: d, «SMTP_HOST»: a, # note\n      B: c}';
      const { findings } = ruleChecker('langfuse/phantom-variable')({ 'compose.yaml': compose(note) });
      assert.deepEqual(findings[0]?.fixes, []);
    });
  });

  suite('put an entry in', () => {
    const CODE = 'langfuse/init-partial';
    const adds = (before: string, after: string) =>
      test(before, () => {
        const { fix } = ruleChecker(CODE)({ 'compose.yaml': compose(before) });
        assert.equal(fix()['compose.yaml'], compose(after));
      });
    const [MARKED, PLAIN] = ['LANGFUSE_INIT_PROJECT_ID: «p»', 'LANGFUSE_INIT_PROJECT_ID: p'];
    const ADDED = 'LANGFUSE_INIT_ORG_ID: my-org';
    adds(`{${MARKED}}`, `{${PLAIN}, ${ADDED}}`);
    adds(`{ ${MARKED}, }`, `{ ${PLAIN}, ${ADDED}, }`);
    adds(`[LANGFUSE_INIT_PROJECT_ID=«p»]`, `[LANGFUSE_INIT_PROJECT_ID=p, 'LANGFUSE_INIT_ORG_ID=my-org']`);
    adds(`{\n      ${MARKED}\n    }`, `{\n      ${PLAIN},\n      ${ADDED}\n    }`);
    adds(`{\n      ${MARKED},\n    }`, `{\n      ${PLAIN},\n      ${ADDED},\n    }`);
    adds(`{ ${MARKED}\n    }`, `{ ${PLAIN},\n      ${ADDED}\n    }`);
    test('and leave a note at its entry', () => {
      const { findings } = ruleChecker(CODE)({ 'compose.yaml': compose(`{\n      ${MARKED} # note\n    }`) });
      assert.deepEqual(findings[0]?.fixes, []);
    });
    test('with quotes around what ends there', () => {
      const text =
        'LANGFUSE_INIT_ORG_ID: o, LANGFUSE_INIT_PROJECT_ID: p, LANGFUSE_INIT_PROJECT_PUBLIC_KEY: «k»';
      const { fix } = ruleChecker(CODE)({ 'compose.yaml': compose(`{${text}}`) });
      assert.match(fix()['compose.yaml']!, /_SECRET_KEY: '\$\{LANGFUSE_INIT_PROJECT_SECRET_KEY:\?[^}]*\}'\}/);
    });
    test('with the section that it belongs to, in a service of one line', () => {
      const { fix } = ruleChecker('langfuse/encryption-key')({
        'compose.yaml': 'services: {«web»: {image: langfuse/langfuse:3}}\n',
      });
      assert.match(fix()['compose.yaml']!, /\{image: langfuse\/langfuse:3, environment: \{ENCRYPTION_KEY: '/);
    });
  });
});

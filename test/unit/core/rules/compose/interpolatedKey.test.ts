import assert from 'node:assert/strict';
import { noteKind } from '../../../support/checkedKinds';
import { applyFileEdits, ruleChecker } from '../../../support/checkRule';

const service = (body: string) => `services:\n  a:\n    image: x:1\n${body.replaceAll(/^(?=.)/gm, '    ')}`;

suite('compose/interpolated-key', () => {
  const check = ruleChecker('compose/interpolated-key');

  test('marks a variable in a name, and writes a list', () => {
    const files = {
      'compose.yaml': service('environment:\n  «${PREFIX}_URL»: http://x\n  B: "it\'s"\n  C:\n'),
      '.env': 'PREFIX=A\n',
    };
    const [finding] = check(files).findings;
    const unmarked = { ...files, 'compose.yaml': files['compose.yaml'].replaceAll(/[«»]/g, '') };
    const fixed = applyFileEdits(unmarked, finding!.fixes[0]!.edits);
    assert.equal(
      fixed['compose.yaml'],
      service("environment:\n  - '${PREFIX}_URL=http://x'\n  - 'B=it''s'\n  - 'C'\n"),
    );
    // What the container gets under another name is the point of it, so the harness cannot apply it.
    check(fixed);
    noteKind('compose/interpolated-key', 'fixed');
  });
  test('leaves values alone that would arrive differently', () => {
    const { findings } = check({ 'compose.yaml': service('environment:\n  «$A»: x\n  B: 0123\n') });
    assert.deepEqual(findings[0]?.fixes, []);
  });
  test('a dollar that begins no variable, a list and other mappings are fine', () => {
    check({ 'compose.yaml': service('environment:\n  A$: x\n  $5: y\n') });
    check({ 'compose.yaml': service('environment: ["$A=x"]\n') });
    check({ 'compose.yaml': `x-own: {$A: b}\n${service('')}` });
  });
});

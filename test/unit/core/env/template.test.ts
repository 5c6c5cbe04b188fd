import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateTemplate, parseTemplate } from '../../../../src/core/env/template';
import type { Template, TemplateReference } from '../../../../src/core/env/template';

function* referencesOf(template: Template | undefined): Iterable<TemplateReference> {
  for (const part of template?.parts ?? []) {
    if (part.kind !== 'reference') continue;
    yield part;
    yield* referencesOf(part.argument);
  }
}

const templateText = fc
  .array(
    fc.constantFrom('$', '{', '}', '${', '${A', ':-', '-', ':?', '+', 'A', 'b1', '\n', ' ', '$$', '😀'),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

suite('parsing a template', () => {
  test('nested references have their own spans', () => {
    const text = 'x ${A:-${B-$C}} $D';
    const found = [...referencesOf(parseTemplate(text))].map(({ span, nameSpan, operator, argumentSpan }) => [
      text.slice(span.start, span.end),
      text.slice(nameSpan.start, nameSpan.end),
      operator,
      argumentSpan && text.slice(argumentSpan.start, argumentSpan.end),
    ]);
    assert.deepEqual(found, [
      ['${A:-${B-$C}}', 'A', ':-', '${B-$C}'],
      ['${B-$C}', 'B', '-', '$C'],
      ['$C', 'C', '', undefined],
      ['$D', 'D', '', undefined],
    ]);
  });
  test('what is no reference is marked as a whole', () => {
    const text = 'a ${B!} c';
    const invalid = parseTemplate(text).parts.filter((part) => part.kind === 'invalid');
    assert.deepEqual(
      invalid.map(({ span }) => text.slice(span.start, span.end)),
      ['${B!}'],
    );
  });
  test('spans of references start with a dollar and stay in the text', () => {
    fc.assert(
      fc.property(templateText, (text) => {
        for (const { span, nameSpan, name } of referencesOf(parseTemplate(text))) {
          assert.ok(span.end <= text.length);
          assert.equal(text[span.start], '$');
          assert.equal(text.slice(nameSpan.start, nameSpan.end), name);
        }
      }),
    );
  });
  test('a text with every dollar doubled stands for itself', () => {
    fc.assert(
      fc.property(templateText, (text) => {
        const { text: result, failures } = evaluateTemplate(
          parseTemplate(text.replaceAll('$', '$$$$')),
          () => undefined,
        );
        assert.deepEqual([result, failures], [text, []]);
      }),
    );
  });
  test('thousands of references and deep nesting are no trouble', () => {
    const wide = '${A:-x} '.repeat(5_000);
    assert.equal(evaluateTemplate(parseTemplate(wide), () => undefined).text.length, 10_000);
    const deep = `${'${A:-'.repeat(5_000)}${'}'.repeat(5_000)}`;
    assert.ok(evaluateTemplate(parseTemplate(deep), () => undefined).failures.length > 0);
  });
});

import assert from 'node:assert/strict';
import { evaluateEnv } from '../../../../src/core/env/evaluate';
import { parseEnv } from '../../../../src/core/env/parse';
import { evaluateTemplate, parseTemplate } from '../../../../src/core/env/template';
import { reveal } from '../../../../src/core/secret';
import golden from '../../../fixtures/env-compose-golden.json';

interface EnvCase {
  readonly input: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly error?: string;
}

interface TemplateCase {
  readonly input: string;
  readonly value?: string;
  readonly error?: string;
}

const SHELL = new Map([
  ['SHELLV', 'from-shell'],
  ['SHELLEMPTY', ''],
]);

suite('env files, as compose reads them', () => {
  for (const { input, vars, error } of golden.env as EnvCase[]) {
    test(JSON.stringify(input), () => {
      const document = parseEnv(input);
      const evaluated = evaluateEnv(document, {
        outer: (name) => SHELL.get(name),
        isSecret: () => false,
      });
      const problems = [...document.problems, ...evaluated.problems];
      assert.equal(problems.length > 0, error !== undefined, JSON.stringify(problems));
      if (error !== undefined) {
        const line = /^line (\d+):/.exec(error)?.[1];
        if (line !== undefined) assert.equal(document.problems[0]?.composeLine, Number(line));
        return;
      }
      const values = [...evaluated.variables.values()].filter((variable) => variable.value !== undefined);
      assert.deepEqual(Object.fromEntries(values.map(({ name, value }) => [name, reveal(value!)])), vars);
    });
  }
});

suite('interpolation, as compose does it', () => {
  const variables = new Map([
    ['FOO', 'first'],
    ['EMPTY', ''],
    ['foo', 'lower'],
    ['NESTED', '$FOO'],
    ['JSON', '{"json":2}'],
  ]);
  for (const { input, value, error } of golden.interpolation as TemplateCase[]) {
    test(JSON.stringify(input), () => {
      const evaluation = evaluateTemplate(parseTemplate(input), (name) => variables.get(name));
      const failure = evaluation.failures[0];
      if (error === undefined) {
        assert.deepEqual(evaluation.failures, []);
        assert.equal(evaluation.text, value);
      } else if (failure?.kind === 'required') {
        const message = failure.message === '' ? '' : `: ${failure.message}`;
        assert.equal(`required variable ${failure.name} is missing a value${message}`, error);
      } else {
        assert.match(error, /^invalid: /);
        assert.equal(failure?.kind, 'invalid');
      }
    });
  }
});

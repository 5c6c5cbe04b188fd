import assert from 'node:assert/strict';
import { resolveProject } from '../../../../src/core/compose/resolveProject';
import { recoverYaml } from '../../../../src/core/compose/yamlLibrary';
import { createYamlReader } from '../../../../src/core/compose/yamlReader';
import { resolvePlain } from '../../../../src/core/compose/scalar';
import { reveal } from '../../../../src/core/secret';
import golden from '../../../fixtures/env-compose-golden.json';

interface ScalarCase {
  readonly scalar: string;
  readonly result: string | null | { readonly error?: true; readonly absent?: true };
}

suite('YAML scalars in environment, as the container receives them', () => {
  for (const { scalar, result } of golden.yamlEnvScalars as ScalarCase[]) {
    test(JSON.stringify(scalar), () => {
      const text = `services:\n  a:\n    image: x\n    environment:\n      K: ${scalar}\n`;
      const resolved = resolveProject({
        folderName: 'x',
        files: new Map([
          ['.env', null],
          ...NAMES.map((name) => [name, null] as const),
          ['compose.yaml', text],
        ]),
        environment: {},
        reader: createYamlReader(recoverYaml),
      });
      assert.ok(resolved.kind === 'project');
      const { problems, services } = resolved.project;
      if (typeof result === 'object' && result?.error) {
        assert.notDeepEqual(problems, []);
        return;
      }
      assert.deepEqual(problems, []);
      const variable = services.get('a')!.environment.get('K');
      const isUnset = services.get('a')!.unset.has('K');
      if (typeof result === 'string') assert.equal(variable && reveal(variable.value), result);
      else assert.deepEqual([variable, isUnset], [undefined, result === null]);
    });
  }
});

suite('plain scalars', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['18446744073709551615', 'integer', '18446744073709551615'],
    ['18446744073709551616', 'float', '1.8446744073709552e+19'],
    ['-9223372036854775808', 'integer', '-9223372036854775808'],
    ['+12', 'integer', '12'],
    ['-0x10', 'integer', '-16'],
    ['0o17', 'integer', '15'],
    ['0b101', 'integer', '5'],
    ['1_000', 'integer', '1000'],
    ['100000000000000000000', 'float', '1e+20'],
    ['123456789.5', 'float', '1.234567895e+08'],
    ['0.00001', 'float', '1e-05'],
    ['0.0001', 'float', '0.0001'],
    ['-1.50', 'float', '-1.5'],
    ['.5', 'float', '0.5'],
    ['.5_0', 'float', '0.5'],
    ['.5__0', 'string', '.5__0'],
    ['1e', 'string', '1e'],
    ['2026-02-30', 'string', '2026-02-30'],
    ['2026-01-01T10:00:00.120Z', 'time', '2026-01-01 10:00:00.12 +0000 UTC'],
    ['2026-01-01t10:00:00-05:30', 'time', '2026-01-01 10:00:00 -0530 -0530'],
    ['TRUE', 'boolean', 'true'],
    ['~', 'null', ''],
  ];
  for (const [source, type, text] of CASES) {
    test(`${source} is the ${type} ${text}`, () => assert.deepEqual(resolvePlain(source), { type, text }));
  }
});

const NAMES = [
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

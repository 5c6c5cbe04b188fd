import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import fc from 'fast-check';
import { modelsWithOneKey } from '../unit/support/shapeTrees';
import { resolveFiles } from '../unit/core/compose/project';

/**
 * Where compose differs from the schema that dclint ships, each checked with compose itself: a pattern of the paths
 * (without the service's name), and why.
 */
const DIFFERENCES: readonly (readonly [RegExp, string])[] = [
  [/^build\/(?:provenance|sbom)$/, 'Newer than that schema.'],
  [/\/initial_sync$/, 'Newer than that schema.'],
  [/^models\/\w+$/, 'A model without a value is newer than that schema.'],
  [/^pid$/, 'Nothing at all crashes compose.'],
  [
    /^(?:cap_add|cap_drop|dns|dns_opt|dns_search|tmpfs|links|profiles|ports|volumes|expose|annotations|labels|sysctls|environment)$|^networks\/\w+\/(?:aliases|link_local_ips)$|^networks\/\w+\/labels$|^build\/(?:args|labels|additional_contexts|extra_hosts)$|^deploy\/labels$|^extra_hosts$/,
    'Compose drops what stands there twice before it looks.',
  ],
];

suite('our shapes beside the JSON schema of compose', () => {
  const file = join(process.cwd(), 'node_modules/dclint/schemas/compose.schema.json');
  const { $schema, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  assert.ok($schema);
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  const trees = modelsWithOneKey(new Set(['pre_start']));

  test('refuse what it refuses', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        if (validate(tree) || problemsOf(tree).length > 0) return;
        const places = (validate.errors ?? []).map(placeOf);
        const deepest = places.filter((place) => !places.some((other) => other.startsWith(`${place}/`)));
        const unexplained = deepest.filter((place) => !DIFFERENCES.some(([path]) => path.test(place)));
        assert.deepEqual(unexplained, []);
      }),
      { seed: 20_260_801, numRuns: 1500 },
    );
  });

  test('know every key that it knows, and no others', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const isUnknown = problemsOf(tree).some(({ code }) => code === 'compose/unknown-key');
        if (isUnknown) assert.equal(validate(tree), false);
      }),
      { seed: 20_260_802, numRuns: 1500 },
    );
  });
});

/** Such as `build/provenance`: what stands in a service is known by its path there. */
function placeOf({ instancePath, params }: ErrorObject): string {
  const unknown: unknown = params['additionalProperty'];
  const path = typeof unknown === 'string' ? `${instancePath}/${unknown}` : instancePath;
  return path.replace(/^\/(?:services\/\w+\/)?/, '');
}

function problemsOf(tree: unknown) {
  return resolveFiles({ 'compose.yaml': JSON.stringify(tree) }).problems;
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LANGFUSE_CHOICES, scaffold } from '../../../../src/core/scaffold/scaffold';
import type { ScaffoldChoice, StackTexts } from '../../../../src/core/scaffold/scaffold';
import { createSecrets, planSecrets } from '../../../../src/core/secrets/generate';
import { checkFiles, resolveTexts } from '../../support/checkRule';
import type { Files } from '../../support/checkRule';

const folder = resolve(__dirname, '../../../../samples/ai-gateway');
const read = (name: string): string => readFileSync(resolve(folder, name), 'utf8');
const sample: StackTexts = { compose: read('compose.yaml'), envExample: read('.env.example') };

const filesOf = ({ compose }: StackTexts): Files => ({ 'compose.yaml': compose });

/** With the `.env` that Create Secrets makes of it. */
function withSecrets({ compose, envExample }: StackTexts): Files {
  const input = {
    project: resolveTexts({ 'compose.yaml': compose }, {}),
    envText: undefined,
    templateText: envExample,
  };
  const random = (count: number): Uint8Array =>
    Uint8Array.from({ length: count }, (_, index) => 37 * index + seed++);
  let seed = 1;
  return { 'compose.yaml': compose, '.env': createSecrets(input, planSecrets(input), random) };
}

suite('scaffold', () => {
  const choice: ScaffoldChoice = { name: 'ai-gateway', langfuseMajor: 3, clickhouse: '25.8' };

  test('makes the sample of itself, but for a name in words', () => {
    assert.deepEqual(scaffold(sample, choice), {
      ...sample,
      compose: sample.compose.replace('AI Gateway', 'ai-gateway'),
    });
  });

  test('leaves nothing of the sample in a stack of another name', () => {
    const made = scaffold(sample, { ...choice, name: 'traces' });
    for (const text of [made.compose, made.envExample]) assert.doesNotMatch(text, /ai.gateway/i);
    assert.equal(resolveTexts(filesOf(made), {}).name, 'traces');
  });

  for (const name of ['123', 'no', '1e3', 'null']) {
    test(`${name} stays a name in YAML`, () => {
      const made = scaffold(sample, { ...choice, name });
      assert.equal(resolveTexts(filesOf(made), {}).name, name);
      assert.deepEqual(codesOf(withSecrets(made)), []);
    });
  }

  for (const { major, clickhouse } of LANGFUSE_CHOICES) {
    for (const version of clickhouse) {
      test(`Langfuse ${major} on ClickHouse ${version} lacks its secrets and nothing else`, () => {
        const made = scaffold(sample, { name: 'traces', langfuseMajor: major, clickhouse: version });
        const images = [...resolveTexts(filesOf(made), {}).services.values()].map(
          ({ image }) => image?.value,
        );
        assert.match(
          images.find((image) => image?.includes('/langfuse:'))!,
          new RegExp(`:${major}\\.\\d+\\.\\d+$`),
        );
        assert.match(
          images.find((image) => image?.includes('-worker:'))!,
          new RegExp(`:${major}\\.\\d+\\.\\d+$`),
        );
        assert.ok(images.includes(`docker.io/clickhouse/clickhouse-server:${version}`));
        const missing = codesOf(filesOf(made));
        assert.ok(missing.length > 0);
        assert.deepEqual(
          missing.filter((code) => !code.endsWith('/required-missing')),
          [],
        );
        assert.deepEqual(codesOf(withSecrets(made)), []);
      });
    }
  }

  test("Langfuse 4's worker stores media inside the network, and web tells browsers the outer address", () => {
    const made = scaffold(sample, { ...choice, langfuseMajor: 4, clickhouse: '25.12' });
    const { services } = resolveTexts(withSecrets(made), {});
    const endpointOf = (service: string): unknown =>
      services.get(service)?.environment.get('LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT')?.value;
    assert.equal(endpointOf('langfuse-worker'), 'http://minio:9000');
    assert.equal(endpointOf('langfuse-web'), 'http://localhost:9090');
  });
});

function codesOf(files: Files, exampleText = sample.envExample): readonly string[] {
  return [
    ...new Set(
      checkFiles(files, { exampleText }).map(({ code, message }) =>
        code.endsWith('missing') ? code : `${code}: ${message}`,
      ),
    ),
  ];
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles } from '../../support/checkRule';

const FOLDER = join(__dirname, '../../../fixtures/langfuse');

/** Stacks built like the compose files that Langfuse is published with. What they are warned of is theirs. */
suite('rules on what Langfuse publishes', () => {
  const read = (version: string, file: string) => readFileSync(join(FOLDER, version, file), 'utf8');
  const found = (files: Record<string, string>) =>
    checkFiles(files)
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, severity, path, span }) => ({
        code,
        severity,
        text: files[path]?.slice(span.start, span.end),
      }));
  const unpinned = (text: string) => ({ code: 'compose/image-unpinned', severity: 'warning', text });
  const UNPINNED = {
    v3: [unpinned('docker.io/clickhouse/clickhouse-server'), unpinned('cgr.dev/chainguard/minio')],
    v4: [unpinned('cgr.dev/chainguard/minio')],
  };

  for (const version of ['v3', 'v4'] as const) {
    test(`${version} with secrets of its own has nothing but images without a version`, () => {
      const files = { 'compose.yaml': read(version, 'compose.yaml'), '.env': read(version, '.env') };
      assert.deepEqual(found(files), UNPINNED[version]);
    });
    test(`${version} with the published secrets has those besides, each of them`, () => {
      const files = { 'compose.yaml': read(version, 'compose.yaml') };
      const secrets = found(files).filter(({ code }) => code === 'secrets/sample-value');
      const marked = files['compose.yaml'].split('\n').filter((line) => line.includes('# sample secret'));
      assert.deepEqual(
        secrets.map(({ severity, text }) => ({ severity, text })),
        marked.map((line) => ({
          // The ports of web and of the S3 server are open to the network.
          severity: /SALT|ENCRYPTION_KEY|NEXTAUTH|S3|MINIO/.test(line) ? 'error' : 'warning',
          text: /: (\S+) #/.exec(line)?.[1],
        })),
      );
      assert.deepEqual(
        found(files).filter(({ code }) => code !== 'secrets/sample-value'),
        UNPINNED[version],
      );
    });
  }
});

import { stat } from 'node:fs/promises';
import { listFiles, PackageManager } from '@vscode/vsce';
import { repositoryFolder } from '../host/vsix';

/** Everything that may be shipped. Whatever else appears in the package got there by accident. */
const allowed = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/(extension|cli|cliMain|cliEngine|catalogueData|yamlLibrary|dockerode|clickhouseClient|renderer)\.js$/,
  /^docs\/rules\.md$/,
  /^media\/[\w-]+\.(svg|png)$/,
  // The pictures that the README shows.
  /^media\/screenshots\/[\w-]+\.png$/,
  /^media\/walkthrough\/\w+\.md$/,
  // What Scaffold Stack starts from.
  /^samples\/ai-gateway\/(compose\.yaml|\.env\.example)$/,
  /^syntaxes\/clickhouse-sql\.[\w-]+\.json$/,
];
const needed = [
  'package.json',
  'README.md',
  'LICENSE',
  'docs/rules.md',
  'dist/extension.js',
  'dist/cli.js',
  'dist/cliMain.js',
  'dist/cliEngine.js',
  'dist/catalogueData.js',
  'dist/yamlLibrary.js',
  'dist/dockerode.js',
  'dist/clickhouseClient.js',
  'dist/renderer.js',
  'samples/ai-gateway/compose.yaml',
  'samples/ai-gateway/.env.example',
];

/** Checks what the package holds, and returns its size in words. Throws with the offending paths. */
export async function checkVsixContent(vsix: string): Promise<string> {
  const files = await listFiles({ cwd: repositoryFolder, packageManager: PackageManager.None });
  const foreign = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  if (foreign.length > 0) throw new Error(`The package holds what must not be in it: ${foreign.join(', ')}`);
  const missing = needed.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new Error(`The package lacks ${missing.join(', ')}`);
  const { size } = await stat(vsix);
  return `${files.length} files, ${(size / 1024).toFixed(0)} KiB`;
}

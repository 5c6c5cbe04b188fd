// Builds dist/: the extension, the command line and the notebook renderer.
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

// dockerode reaches for ssh2 and gRPC at load time. SSH contexts go through the docker CLI and BuildKit
// sessions are not used, so both are replaced by empty modules: about 0.7 MB and most of its load time.
const unusedByUs = {
  name: 'unused-by-us',
  setup(build) {
    build.onResolve({ filter: /^(ssh2|@grpc\/(grpc-js|proto-loader)|cpu-features)$/ }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }));
  },
};

// Files of their own, shared by the extension and the command line and loaded when they are needed: the commands that
// talk to an engine, the library for the YAML that our own reader leaves to it, and the clients of Docker and ClickHouse.
// The catalogue's data is needed at once, by three of the other files.
const filesApart = [
  { name: 'cliEngine', entry: 'src/cliEngine.ts', imported: /\/cliEngine$/ },
  { name: 'yamlLibrary', entry: 'src/core/compose/yamlLibrary.ts', imported: /\/yamlLibrary$/ },
  { name: 'dockerode', entry: 'dockerode', imported: /^dockerode$/ },
  { name: 'clickhouseClient', entry: '@clickhouse/client', imported: /^@clickhouse\/client$/ },
  {
    name: 'catalogueData',
    entry: 'src/core/langfuse/catalogueData.ts',
    imported: /\/catalogueData$/,
    kind: 'import-statement',
  },
];
const apart = {
  name: 'apart',
  setup(build) {
    for (const { name, imported, kind: wanted = 'dynamic-import' } of filesApart)
      build.onResolve({ filter: imported }, ({ kind }) =>
        kind === wanted ? { path: `./${name}.js`, external: true } : undefined,
      );
  },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Code from a compile cache has no loader for import().
  supported: { 'dynamic-import': false },
  plugins: [unusedByUs, apart],
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  // `vscode` is not external below on purpose: a core or adapter file that imports it breaks this build.
  {
    ...node,
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...node, entryPoints: ['src/cliMain.ts'], outfile: 'dist/cliMain.js' },
  ...filesApart.map(({ name, entry }) => ({
    ...node,
    entryPoints: [{ in: entry, out: name }],
    outdir: 'dist',
  })),
  {
    ...common,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    entryPoints: ['src/renderer/index.ts'],
    outfile: 'dist/renderer.js',
    loader: { '.css': 'text' },
  },
];

async function main() {
  const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
}

main().catch(() => process.exit(1));

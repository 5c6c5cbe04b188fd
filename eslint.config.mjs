import tseslint from 'typescript-eslint';

const noVscode = { group: ['vscode'], message: 'Only src/ui and src/extension.ts import vscode.' };
const noUi = { group: ['**/ui/**', '**/ui'], message: 'Imports point inward: ui → adapters → core.' };
const noAdapters = { group: ['**/adapters/**'], message: 'core is pure: pass what it needs as data.' };
const noRenderer = { group: ['**/renderer/**'], message: 'The renderer is a bundle of its own.' };
const noCli = { group: ['**/cli/**', '**/cli'], message: 'Nothing depends on the command line.' };
const noIo = {
  group: ['node:*', 'fs', 'path', 'http', 'https', 'net', 'child_process', 'dockerode', '@clickhouse/*'],
  message: 'core does no I/O.',
};
const lazy = {
  group: ['dockerode', '@clickhouse/client'],
  allowTypeImports: true,
  message: 'Load it on first use, with await import(), in its own adapter.',
};

// Inside core, imports run one way: text ← env ← compose ← langfuse ← {rules, secrets, stack, probe} ← {doctor, upgrade}.
const coreLayers = ['env', 'compose', 'langfuse', '{rules,secrets,stack,probe}', '{doctor,upgrade}'];
const above = (index) => ({
  group: coreLayers.slice(index + 1).flatMap((layer) => [`**/${layer}/**`]),
  message: 'Inside core, imports run one way; see CONTRIBUTING.',
});

const ban = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });
const corePurity = [noVscode, noUi, noAdapters, noRenderer, noCli, noIo];

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
    },
  },
  { files: ['src/core/**'], rules: ban(...corePurity) },
  ...coreLayers.slice(0, -1).map((layer, index) => ({
    files: [`src/core/${layer}/**`],
    rules: ban(...corePurity, above(index)),
  })),
  {
    files: ['src/core/clickhouse/**'],
    rules: ban(...corePurity, above(-1)),
  },
  { files: ['src/adapters/**'], rules: ban(noVscode, noUi, noRenderer, noCli, lazy) },
  { files: ['src/cli*.ts', 'src/cli/**'], rules: ban(noVscode, noUi, noRenderer, lazy) },
  { files: ['src/ui/**', 'src/extension.ts'], rules: ban(noRenderer, noCli, lazy) },
  { files: ['src/renderer/**'], rules: ban(noVscode, noUi, noAdapters, noCli, noIo) },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);

// A picture of the extension as it is now:
//   npx tsx test/host/look.ts FOLDER OUT.png [--command TITLE]... [--open FILE]... [--lane floor|latest] [--light] [--untrusted]
// FOLDER is opened itself, not a copy. DOCKER_HOST and the like are handed on.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkbench } from '../e2e/workbench';
import { lanes } from './lanes';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      command: { type: 'string', multiple: true, default: [] },
      open: { type: 'string', multiple: true, default: [] },
      lane: { type: 'string', default: 'latest' },
      light: { type: 'boolean', default: false },
      untrusted: { type: 'boolean', default: false },
      settle: { type: 'string', default: '3000' },
    },
  });
  const [folder, picture] = positionals;
  const lane = lanes.find((name) => name === values.lane);
  if (folder === undefined || picture === undefined || lane === undefined) {
    console.error('Usage: npx tsx test/host/look.ts FOLDER OUT.png [--command TITLE]... [--open FILE]...');
    return 2;
  }

  const workbench = await openWorkbench({
    folder: resolve(folder),
    lane,
    trustAll: !values.untrusted,
    settings: values.light ? { 'workbench.colorTheme': 'Default Light Modern' } : {},
  });
  try {
    await workbench.openStackView();
    for (const file of values.open) await workbench.openFile(file);
    for (const title of values.command) await workbench.runCommand(title);
    await workbench.page.waitForTimeout(Number(values.settle));
    const rows = await workbench.services.rows();
    console.log(rows.map((row) => `${row.icon} ${row.label} ${row.description}`).join('\n') || 'no rows');
  } finally {
    await workbench.screenshot(resolve(picture));
    await workbench.close();
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

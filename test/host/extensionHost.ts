#!/usr/bin/env -S node --import tsx
// Takes the desktop's arguments for running tests, as @vscode/test-electron gives them, and runs the tests in the
// extension host of a VS Code server instead, with a headless browser as its window. Exits as the tests did.
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { startServer } from './codeServer';
import { installLane, lanes } from './lanes';

/** Beyond this the tests are taken to hang; the runner's own limit for the suite is longer. */
const LIMIT_MS = 240_000;

async function main(args: readonly string[]): Promise<number> {
  const value = (name: string): string => {
    const prefix = `--${name}=`;
    const found = args.find((arg) => arg.startsWith(prefix));
    if (found === undefined) throw new Error(`The argument ${prefix}… is missing.`);
    return resolve(found.slice(prefix.length));
  };
  const lane = lanes.find((name) => name === process.env['LANGFUSE_STACK_TEST_LANE']) ?? 'latest';
  const folder = args.find((arg) => !arg.startsWith('-'));
  const server = await startServer(await installLane(lane), { driver: true });
  try {
    const browser = await launchBrowser();
    try {
      const remote = (path: string): string => `vscode-remote://localhost:${server.port}${path}`;
      const url = new URL(server.windowUrl(resolve(folder ?? '.')));
      const payload = [
        ['extensionDevelopmentPath', remote(value('extensionDevelopmentPath'))],
        ['extensionTestsPath', remote(value('extensionTestsPath'))],
      ];
      url.searchParams.set('payload', JSON.stringify(payload));
      return await runIn(await browser.context.newPage(), url.href);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Opens the window and resolves with the exit code that VS Code reports when the tests are over. */
async function runIn(page: Page, url: string): Promise<number> {
  try {
    return await new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error(`The tests took over ${LIMIT_MS / 1000} s.`)), LIMIT_MS).unref();
      page.on('crash', () => reject(new Error('The window crashed.')));
      page.on('pageerror', (error) => console.error(error));
      open(page, url, resolve).catch(reject);
    });
  } catch (error) {
    const picture = join(tmpdir(), `langfuse-stack-window-${process.pid}.png`);
    await page.screenshot({ path: picture });
    console.error(`The window at that moment: ${picture}`);
    throw error;
  }
}

async function open(page: Page, url: string, onExit: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (kind: string, args: readonly unknown[]) => {
    if (isOurs(String(args[0]))) (kind === 'error' ? console.error : console.log)(...args);
  });
  await page.exposeFunction('codeAutomationExit', onExit);
  await page.goto(url);
}

/** The workbench logs into the same place as the tests. */
function isOurs(line: string): boolean {
  return !/^(\[(AgentHost|AccountPolicyGate|reconnection-grace-time|Service Worker)|Creating a socket|Resolv(ing|ed) connection token)|additional builtin extensions/.test(
    line,
  );
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

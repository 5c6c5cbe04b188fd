import type { Browser, BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { ensurePrograms } from './systemPackages';

export interface WindowBrowser {
  readonly context: BrowserContext;
  /** Addresses outside this machine that pages asked for, and did not get. */
  readonly refused: ReadonlySet<string>;
  close(): Promise<void>;
}

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Launches the system's Chromium, headless, as a 1280×800 screen. Pages reach this machine only. */
export async function launchBrowser(): Promise<WindowBrowser> {
  const [executablePath = 'chromium'] = await ensurePrograms('chromium');
  const browser: Browser = await chromium.launch({
    executablePath,
    // Chromium's own sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: quiet,
    // Signals are ours to handle; Playwright still ends the browser when this process exits.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const refused = new Set<string>();
  await context.route(
    (url) => !isLocal(url.hostname),
    (route) => {
      refused.add(new URL(route.request().url()).origin);
      return route.abort();
    },
  );
  return { context, refused, close: () => browser.close() };
}

function isLocal(host: string): boolean {
  return host === '127.0.0.1' || host === 'localhost' || host.endsWith('.localhost');
}

import { mkdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { errors } from 'playwright-core';
import type { WindowBrowser } from '../host/browser';
import { launchBrowser } from '../host/browser';
import type { RunningServer, ServerOptions } from '../host/codeServer';
import { startServer } from '../host/codeServer';
import type { Lane } from '../host/lanes';
import { installLane } from '../host/lanes';
import { packageExtension } from '../host/vsix';
import { noteCommands } from './drivenCommands';
import { NotebookEditor } from './notebookEditor';
import { QuickInput } from './quickInput';
import { TerminalPanel } from './terminalPanel';
import { TreeView } from './treeView';

export interface WorkbenchOptions extends Omit<ServerOptions, 'driver' | 'vsix'> {
  /** Opened as the workspace, and written to: give a copy. */
  readonly folder: string;
  /** The packaged extension. By default LANGFUSE_STACK_VSIX names it; else it is packaged anew. */
  readonly vsix?: string;
  /** The newest VS Code by default. */
  readonly lane?: Lane;
}

export interface Problem {
  readonly severity: 'Error' | 'Warning' | 'Info';
  readonly message: string;
}

/** How long the window may take to show something, unless a method says otherwise. */
const PATIENCE_MS = 30_000;

/** After this long without an answer there is no quick fix, or no problem. */
const NO_FIX_MS = 2_000;

/** The windows that are open now, for pictures of failures. */
export const openWindows = new Set<Workbench>();

/** Starts VS Code with the packaged extension and opens a window on a folder. Close it when done. */
export async function openWorkbench({
  folder,
  vsix,
  lane = 'latest',
  ...options
}: WorkbenchOptions): Promise<Workbench> {
  const packaged = vsix ?? (process.env['LANGFUSE_STACK_VSIX'] || (await packageExtension()));
  const server = await startServer(await installLane(lane), { ...options, vsix: [packaged] });
  let browser: WindowBrowser | undefined;
  try {
    browser = await launchBrowser();
    const page = await browser.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(server.windowUrl(folder));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor();
    const workbench = new Workbench(page, folder, server, browser);
    openWindows.add(workbench);
    return workbench;
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

/** A window of VS Code, in words of what an operator does and sees. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly services: TreeView;
  /** Is there only when it has found something. */
  readonly doctor: TreeView;
  readonly checklist: TreeView;
  readonly notebook: NotebookEditor;
  readonly terminal: TerminalPanel;

  constructor(
    /** For what has no word here yet. */
    readonly page: Page,
    readonly folder: string,
    private readonly server: RunningServer,
    private readonly browser: WindowBrowser,
  ) {
    this.quickInput = new QuickInput(page);
    this.services = new TreeView(page, 'Services');
    this.doctor = new TreeView(page, 'Doctor');
    this.checklist = new TreeView(page, 'Checklist');
    this.notebook = new NotebookEditor(page);
    this.terminal = new TerminalPanel(page);
  }

  /** Origins outside this machine that the window asked for, and did not get. */
  get refused(): ReadonlySet<string> {
    return this.browser.refused;
  }

  /** Waits for something that has no locator of its own. */
  async waitUntil(what: string, isTrue: () => Promise<boolean>, timeoutMs = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error(`The window never showed ${what}.`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Runs a command by its full palette title. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** Opens a file of the folder, or one anywhere by its absolute path. */
  async openFile(path: string): Promise<void> {
    await this.quickInput.openFile(isAbsolute(path) ? path : join(this.folder, path));
  }

  /** Opens a file, by its absolute path, with the first line in view that fulfils a pattern. */
  async openFileAt(path: string, pattern: RegExp): Promise<void> {
    const lines = (await readFile(path, 'utf8')).split('\n');
    await this.openFile(path);
    await this.runCommand('Go to Line/Column...');
    await this.quickInput.answer(`:${lines.findIndex((line) => pattern.test(line)) + 1}`);
  }

  /** Shows our container in the side bar. */
  async openStackView(): Promise<void> {
    const tab = this.page.locator('.part.activitybar').getByRole('tab', { name: /^Langfuse Stack/ });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.services.waitUntilOpen();
  }

  /** What the Problems view lists, for all files. The view is as tall as the window allows, so keep lists short. */
  async problems(): Promise<Problem[]> {
    await this.runCommand('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    const spoken = await rows.evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('aria-label') ?? ''),
    );
    return spoken.flatMap((text) => {
      const [, severity, message] = /^(Error|Warning|Info): (.*)$/s.exec(text) ?? [];
      return isSeverity(severity) ? [{ severity, message: message ?? '' }] : [];
    });
  }

  /** The status bar's count of problems in all files. */
  async problemCounts(): Promise<{ readonly errors: number; readonly warnings: number }> {
    const spoken = (await this.page.locator('[id="status.problems"] a').getAttribute('aria-label')) ?? '';
    const count = (word: string): number => Number(new RegExp(`${word}: (\\d+)`).exec(spoken)?.[1] ?? 0);
    return { errors: count('Errors'), warnings: count('Warnings') };
  }

  /** Waits for a notification that contains `text` and returns it whole. */
  async notification(text: string, timeoutMs = PATIENCE_MS): Promise<string> {
    const toast = this.toast(text);
    await toast.waitFor({ timeout: timeoutMs });
    return (await toast.locator('.notification-list-item-message').innerText()).trim();
  }

  /** Presses a button of the notification that contains `text`. */
  async answerNotification(text: string, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button, exact: true }).click();
  }

  /** Returns when they are gone, so that none of a later step goes with them. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
  }

  /** Waits until the output channel that is shown has a line with `text`, and returns the line. */
  async outputLine(text: string): Promise<string> {
    const line = this.page.locator('.part.panel .view-line').filter({ hasText: text }).first();
    await line.waitFor();
    return (await line.innerText()).replace(/\u00a0/g, ' ');
  }

  /** Searches the output channel that is shown, and returns how many places it finds. */
  async searchOutput(text: string): Promise<number> {
    const widget = this.page.locator('.part.panel .find-widget.visible');
    // Lines that arrive meanwhile may take the focus of a click away.
    await this.waitUntil('the search of the output', async () => {
      await this.page.locator('.part.panel .view-line').last().click();
      await this.page.keyboard.press('ControlOrMeta+F');
      return (await widget.count()) > 0;
    });
    await widget.getByRole('textbox', { name: 'Find', exact: true }).fill(text);
    const count = widget.locator('.matchesCount').filter({ hasText: /of \d+|No results/ });
    const found = /of (\d+)/.exec(await count.innerText())?.[1];
    await this.page.keyboard.press('Escape');
    return Number(found ?? 0);
  }

  /** What the clipboard holds. */
  async clipboard(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Does something that opens a page of its own, and returns that page's address and text. */
  async openedPage(open: () => Promise<void>): Promise<{ readonly url: string; readonly text: string }> {
    const [page] = await Promise.all([this.page.context().waitForEvent('page'), open()]);
    await page.waitForLoadState();
    const opened = { url: page.url(), text: await page.locator('body').innerText() };
    await page.close();
    return opened;
  }

  /** Waits until a rendered document, such as a Markdown preview, contains `text`. */
  async waitUntilPreviewShows(text: string): Promise<void> {
    await this.waitUntil(`a document with "${text}"`, async () => {
      // A frame that goes away while it is asked, as one does when a document is rendered anew, shows nothing.
      const shows = (frame: Frame) =>
        frame
          .getByText(text)
          .first()
          .isVisible()
          .catch((error: unknown) => {
            if (frame.isDetached()) return false;
            throw error;
          });
      return (await Promise.all(this.page.frames().map(shows))).includes(true);
    });
  }

  /** Waits for a modal dialog, presses one of its buttons and returns what it said. */
  async answerDialog(button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = (await dialog.locator('.dialog-message-container').innerText()).trim();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }

  /** Moves the cursor to the next problem of the open file, round and round, and returns how many it has. */
  async nextProblem(): Promise<number> {
    await this.page.keyboard.press('Alt+F8');
    const title = this.page
      .locator('.peekview-title')
      .filter({ hasText: /of \d+ problems?/ })
      .first();
    await title.waitFor({ timeout: NO_FIX_MS }).catch(expectTimeout);
    const text = (await title.isVisible()) ? await title.innerText() : '';
    return Number(/of (\d+) problem/.exec(text)?.[1] ?? 0);
  }

  /** Applies the quick fix with this title at the cursor's place. */
  async applyFix(title: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+.');
    await this.fixes.first().waitFor();
    const titles = await this.fixTitles();
    if (!titles.includes(title))
      throw new Error(`No quick fix "${title}" is offered, but: ${titles.join(', ')}.`);
    await this.chooseFix(titles.indexOf(title));
  }

  /** Applies the first quick fix at the cursor's place that is wanted, and returns its title; undefined without one. */
  async applyFirstFix(isWanted: (title: string) => boolean): Promise<string | undefined> {
    await this.page.keyboard.press('ControlOrMeta+.');
    // Without any, the editor says so in passing, or not at all.
    const nothing = this.page.locator('.monaco-editor-overlaymessage');
    const answer = this.fixes.or(nothing).first().waitFor({ timeout: NO_FIX_MS });
    await answer.catch(expectTimeout);
    const titles = await this.fixTitles();
    const index = titles.findIndex(isWanted);
    if (index >= 0) await this.chooseFix(index);
    else await this.page.keyboard.press('Escape');
    return titles[index];
  }

  /** The text of the status bar item that contains `text`. */
  async statusBarItem(text: string): Promise<string> {
    const item = this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
    await item.waitFor();
    return (await item.innerText()).trim();
  }

  /** Saves what the window shows, without a hover or a blinking caret in it. */
  async screenshot(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await this.page.mouse.move(1, 1);
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll('.workbench-hover-container, .monaco-hover')].every(
        (hover) => hover.getClientRects().length === 0,
      ),
    );
    await this.page.screenshot({ path, caret: 'hide', animations: 'disabled' });
  }

  async close(): Promise<void> {
    openWindows.delete(this);
    await noteCommands(this.server.dataFolder);
    await this.browser.close();
    await this.server.stop();
  }

  private get fixes(): Locator {
    return this.page.locator('.action-widget .monaco-list-row.action');
  }

  private async fixTitles(): Promise<string[]> {
    const spoken = await this.fixes.evaluateAll((rows) =>
      rows.map((row) => row.getAttribute('aria-label') ?? ''),
    );
    // Behind the title the list says of what kind each action is.
    return spoken.map((text) => text.replace(/, Quick Fix$/, ''));
  }

  /** Chooses from the list of quick fixes, which is open. */
  private async chooseFix(index: number): Promise<void> {
    // The first action has the focus; the mouse is blocked for a moment after the list opened.
    for (let step = 0; step < index; step += 1) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
    await this.fixes.first().waitFor({ state: 'hidden' });
  }

  private toast(text: string): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }
}

function isSeverity(text: string | undefined): text is Problem['severity'] {
  return text === 'Error' || text === 'Warning' || text === 'Info';
}

function expectTimeout(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error;
}

import type { Locator, Page } from 'playwright-core';

const PATIENCE_MS = 20_000;

/** The terminal in front. Its text is in the page only while `terminal.integrated.gpuAcceleration` is off. */
export class TerminalPanel {
  private readonly terminal: Locator;

  constructor(private readonly page: Page) {
    this.terminal = page.locator('.terminal-wrapper.active');
  }

  /** What it shows, line by line, without the empty ones. */
  async lines(): Promise<string[]> {
    const rows = await this.terminal.locator('.xterm-rows > div').allInnerTexts();
    return rows.map((row) => row.replace(/\u00a0/g, ' ').trimEnd()).filter((row) => row !== '');
  }

  /** Waits for a line that fulfils a pattern, and returns it. */
  async line(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const lines = await this.lines();
      const found = lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`The terminal never showed ${String(pattern)}, but:\n${lines.join('\n')}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Types a line and sends it. */
  async enter(line: string): Promise<void> {
    await this.terminal.locator('.xterm-helper-textarea').focus();
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }
}

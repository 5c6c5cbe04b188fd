import type { Locator, Page } from 'playwright-core';

const ATTEMPTS = 5;
const GESTURE_MS = 5_000;

/** The box at the top of the window: command palette, quick picks, input boxes, file dialogs. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** Waits until the box asks for something. */
  async waitUntilOpen(): Promise<void> {
    await this.input.waitFor();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.waitUntilOpen();
    await this.input.fill(text);
  }

  /** Types an answer and confirms it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Picks the row with exactly this label. */
  async pick(label: string): Promise<void> {
    await this.waitUntilOpen();
    await this.row(label).click();
  }

  /** The labels of the visible rows. */
  async labels(): Promise<string[]> {
    return this.widget.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** What stands above and below the input: title, prompt, validation. */
  async message(): Promise<string> {
    await this.waitUntilOpen();
    return normalise(await this.widget.innerText());
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Opens the palette and runs the command with this full title, such as "Langfuse Stack: Up". */
  async runCommand(title: string): Promise<void> {
    // A busy window swallows the key or takes the focus away again, so the whole gesture is repeated until it holds.
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.page.keyboard.press('F1');
        await this.input.waitFor({ timeout: GESTURE_MS });
        await this.input.fill(`>${title}`, { timeout: GESTURE_MS });
        await this.row(title).click({ timeout: GESTURE_MS });
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file by its absolute path. Unlike Quick Open this finds ignored files too. */
  async openFile(path: string): Promise<void> {
    await this.runCommand('File: Open File...');
    await this.waitUntilOpen();
    // The dialog first shows the workspace folder; typing before that would be overwritten.
    await this.widget.locator('.monaco-list-row').first().waitFor();
    await this.input.fill(path);
    await this.row(path.slice(path.lastIndexOf('/') + 1)).waitFor();
    await this.page.keyboard.press('Enter');
    await this.widget.waitFor({ state: 'hidden' });
  }

  private row(label: string): Locator {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.widget.locator('.monaco-list-row').filter({ has: name }).first();
  }
}

function normalise(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

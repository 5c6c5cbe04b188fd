import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The notebook in the active editor. Cells count from 0. */
export class NotebookEditor {
  /** Where renderers draw: one frame holds the outputs of all cells. */
  readonly outputs: FrameLocator;
  private readonly cells: Locator;

  constructor(private readonly page: Page) {
    this.outputs = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    this.cells = page.locator('.notebook-editor .cell-list-container .monaco-list-row');
  }

  async waitUntilOpen(): Promise<void> {
    await this.cells.first().waitFor();
  }

  /** Replaces the text of a code cell. */
  async setText(cell: number, text: string): Promise<void> {
    const editor = this.cells.nth(cell).locator('.monaco-editor');
    // The first line: the middle of a long cell may lie below an output or the window's end.
    await editor.locator('.view-line').first().click();
    // Keys that are pressed before the editor has the focus go to whatever had it, such as an output.
    await this.cells.nth(cell).locator('.monaco-editor.focused').waitFor();
    if ((await editor.locator('.view-lines').innerText()).trim() !== '') await this.selectAll(editor);
    await this.page.keyboard.insertText(text);
  }

  async run(cell: number): Promise<void> {
    await this.cells.nth(cell).click();
    await this.cells.nth(cell).locator('.run-button-container .codicon-notebook-execute').first().click();
  }

  /** Presses the stop button of a running cell. */
  async stop(cell: number): Promise<void> {
    await this.cells.nth(cell).locator('.run-button-container .codicon-notebook-stop').first().click();
  }

  async waitUntilSucceeded(cell: number, timeoutMs = 30_000): Promise<void> {
    await this.cells.nth(cell).locator('.codicon-notebook-state-success').waitFor({ timeout: timeoutMs });
  }

  async waitUntilFailed(cell: number, timeoutMs = 30_000): Promise<void> {
    await this.cells.nth(cell).locator('.codicon-notebook-state-error').waitFor({ timeout: timeoutMs });
  }

  /** The text below a cell's editor: duration, connection, rows. */
  async statusBar(cell: number): Promise<string> {
    return (await this.cells.nth(cell).locator('.cell-statusbar-container').innerText()).replace(/\s+/g, ' ');
  }

  /** VS Code learns a moment late that an output lost the focus, and until then the key is the output's. */
  private async selectAll(editor: Locator): Promise<void> {
    const attempts = 10;
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('ControlOrMeta+A');
      try {
        await editor.locator('.selected-text').first().waitFor({ timeout: 1_000 });
        return;
      } catch (error) {
        if (attempt === attempts) throw error;
      }
    }
  }
}

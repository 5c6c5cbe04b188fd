import type { Locator, Page } from 'playwright-core';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** The codicon's name, such as `pass` or `warning`; empty without an icon. */
  readonly icon: string;
  /** What a screen reader says: label, description and state in words. */
  readonly spoken: string;
}

/** One view of the side bar. */
export class TreeView {
  private readonly pane: Locator;

  constructor(
    private readonly page: Page,
    private readonly title: string,
  ) {
    this.pane = page.locator('.part.sidebar .pane').filter({
      // A view that describes itself adds that to its name.
      has: page.locator(`.pane-header[aria-label^="${title}"]`),
    });
  }

  async waitUntilOpen(): Promise<void> {
    await this.pane.locator('.pane-body').waitFor();
  }

  /** The visible rows, top to bottom. */
  async rows(): Promise<TreeRow[]> {
    return this.items().evaluateAll((elements) =>
      elements
        .map((element) => ({
          top: element.getBoundingClientRect().top,
          label: element.querySelector('.label-name')?.textContent ?? '',
          description: element.querySelector('.label-description')?.textContent ?? '',
          icon:
            [...(element.querySelector('.custom-view-tree-node-item-icon')?.classList ?? [])]
              .find((name) => name.startsWith('codicon-'))
              ?.slice('codicon-'.length) ?? '',
          spoken: element.getAttribute('aria-label') ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ label, description, icon, spoken }) => ({ label, description, icon, spoken })),
    );
  }

  /** Waits until the rows fulfil a condition, and returns them. Throws with the last rows seen when they never do. */
  async waitForRows(
    what: string,
    fulfils: (rows: readonly TreeRow[]) => boolean,
    timeoutMs = 20_000,
  ): Promise<TreeRow[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const rows = await this.rows();
      if (fulfils(rows)) return rows;
      if (Date.now() > deadline)
        throw new Error(
          `View "${this.title}" never showed ${what}. Last seen: ${JSON.stringify(rows, null, 1)}`,
        );
      await this.page.waitForTimeout(100);
    }
  }

  /** The text and buttons that an empty view shows; empty when it has rows. */
  async welcome(): Promise<string> {
    const content = this.pane.locator('.welcome-view-content');
    return (await content.isVisible()) ? (await content.innerText()).trim() : '';
  }

  /** Waits for the welcome text to contain `text`. */
  async waitForWelcome(text: string): Promise<void> {
    await this.pane.locator('.welcome-view-content').getByText(text).first().waitFor();
  }

  async clickWelcomeButton(name: string): Promise<void> {
    await this.pane.locator('.welcome-view-content').getByRole('button', { name, exact: true }).click();
  }

  /** Clicks an action in the view's title bar. */
  async clickTitleAction(name: string): Promise<void> {
    const header = this.pane.locator('.pane-header');
    // The header of a container's only view is hidden; its actions are the container's.
    const bar = (await header.isVisible()) ? header : this.page.locator('.part.sidebar > .composite.title');
    await bar.hover();
    await bar.getByRole('button', { name }).click();
  }

  /** Clicks a row: that unfolds it, or does what the row is for. */
  async click(label: string | RegExp): Promise<void> {
    await this.item(label).click();
  }

  /** Clicks an inline action of a row. */
  async clickRowAction(label: string | RegExp, action: string): Promise<void> {
    const row = this.item(label);
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  }

  /** Chooses from a row's context menu. */
  async chooseFromMenu(label: string, action: string): Promise<void> {
    await this.item(label).click({ button: 'right' });
    // A menu ignores the mouse for a moment after it opened, so it is used by keyboard.
    await this.page.getByRole('menuitem', { name: action, exact: true }).hover();
    await this.page.keyboard.press('Enter');
  }

  private items(): Locator {
    return this.pane.locator('.monaco-list-row[role=treeitem]');
  }

  /** By its whole label, or by a pattern for it. */
  private item(label: string | RegExp): Locator {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.items().filter({ has: name }).first();
  }
}

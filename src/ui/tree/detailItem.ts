import * as vscode from 'vscode';
import type { LoadedStack } from '../../adapters/stackFiles';
import type { Location } from '../../core/text';
import { escapeMarkdown } from '../../core/markdown';
import { keyOf } from '../../core/stack/serviceDetails';
import type { EditDetail, ServiceDetail } from '../../core/stack/serviceDetails';
import { describeContainer, describePort } from '../../core/stack/serviceText';
import { commands } from '../ids';
import { stateIcon } from '../serviceItem';
import { openCommand, placeName } from './openPlace';
import { outputMarkdown } from './serviceTooltip';

/** A row below a service; handed to the commands of its menu. */
export class DetailRow {
  constructor(
    readonly service: string,
    readonly detail: ServiceDetail,
  ) {}
}

/** `place` is where the files give what was edited. The tooltip of a volume is left to whoever knows its size. */
export function detailItem(
  row: DetailRow,
  stack: LoadedStack,
  place: Location | undefined,
  sayMoment: (time: string) => string,
): vscode.TreeItem {
  const { service, detail } = row;
  const item = itemFor(detail, stack, place, sayMoment);
  item.id = `${stack.project.name}/${service}/${keyOf(detail)}`;
  if (detail.kind === 'port' && detail.page !== undefined)
    item.command = { command: commands.openPort, title: 'Open in Browser', arguments: [row] };
  return item;
}

function itemFor(
  detail: ServiceDetail,
  stack: LoadedStack,
  place: Location | undefined,
  sayMoment: (time: string) => string,
): vscode.TreeItem {
  switch (detail.kind) {
    case 'edit':
      return editItem(detail, stack, place);
    case 'container': {
      const { replica, isOnlyOne } = detail;
      const item = plainItem(
        'Container',
        withoutProject(replica.containerName, stack),
        describeContainer(replica, isOnlyOne, sayMoment),
      );
      item.iconPath = isOnlyOne ? new vscode.ThemeIcon('package') : stateIcon(replica);
      item.tooltip = containerTooltip(replica.containerName, replica.healthOutput);
      item.contextValue = 'container';
      return item;
    }
    case 'port': {
      const { port, page } = detail;
      const item = plainItem('Port', `:${port.published}`, describePort(port, page));
      item.iconPath = new vscode.ThemeIcon(page === undefined ? 'plug' : 'link-external');
      item.contextValue = page === undefined ? 'port' : 'port page';
      return item;
    }
    case 'volume': {
      const item = plainItem(
        'Volume',
        withoutProject(detail.volume.name, stack),
        `at ${detail.volume.target}`,
      );
      item.iconPath = new vscode.ThemeIcon('database');
      item.contextValue = 'volume';
      return item;
    }
  }
}

function editItem(
  { name, what }: EditDetail,
  stack: LoadedStack,
  place: Location | undefined,
): vscode.TreeItem {
  const where = place === undefined ? '' : `${placeName(stack, place)} · `;
  const item = plainItem('Edited', name, `${where}edited since up`);
  item.iconPath = new vscode.ThemeIcon('edit', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  const subject = what === 'variable' ? 'value' : what;
  item.tooltip =
    what === 'file'
      ? 'It was written after the container had started. Restart the service to be sure that this is what it uses.'
      : `The container goes on with the former ${subject}. Recreate the service to apply this one; a restart does not.`;
  item.contextValue = 'edit';
  if (place !== undefined) item.command = openCommand(stack, place);
  return item;
}

function containerTooltip(name: string, healthOutput: string | undefined): vscode.MarkdownString {
  const output =
    healthOutput === undefined ? '' : `  \n**The healthcheck prints**  \n${outputMarkdown(healthOutput)}`;
  return new vscode.MarkdownString(`**Container** ${escapeMarkdown(name)}${output}`);
}

/** Compose puts the project's name in front of every name; a side bar has no room to repeat it. */
function withoutProject(name: string, { project }: LoadedStack): string {
  const rest = name.slice(project.name.length + 1);
  return ['-', '_'].some((separator) => name.startsWith(project.name + separator)) && rest !== ''
    ? rest
    : name;
}

/** `spoken` tells a screen reader what kind of thing the row is, which others see by its icon. */
function plainItem(spoken: string, label: string, description: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.description = description;
  item.accessibilityInformation = { label: `${spoken} ${label}: ${description}` };
  return item;
}

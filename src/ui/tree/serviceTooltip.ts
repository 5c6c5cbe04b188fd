import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/markdown';
import { restartsSoFar } from '../../core/stack/containerState';
import { driftText, stateText } from '../../core/stack/serviceText';
import type { ReplicaState, ServiceState } from '../../core/stack/serviceState';

/** What is asked of the engine only when somebody hovers over a row. */
export interface HoverFacts {
  /** Without secrets. */
  readonly lastLogLine?: string | undefined;
  /** Of the image that runs, as registries call it. */
  readonly digest?: string | undefined;
}

/** Everything but the labels is somebody else's text, so it is shown as it is and can do nothing. */
export function serviceTooltip(
  row: ServiceState,
  { lastLogLine, digest }: HoverFacts,
): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const add = (label: string, markdown: string): void => {
    if (markdown === '') return;
    if (tooltip.value !== '') tooltip.appendMarkdown('  \n');
    tooltip.appendMarkdown(`**${label}** ${markdown}`);
  };
  const line = (label: string, text: string): void => add(label, escapeMarkdown(text));
  line('Service', row.isDeclared ? row.name : `${row.name} (not in the compose file)`);
  line('State', row.reason === undefined ? stateText(row) : `${stateText(row)}: ${row.reason}`);
  const { cause } = row;
  line('Cause', cause?.explanation ?? '');
  line('What to do', cause?.remedy ?? '');
  if (cause?.evidence !== undefined && cause.evidence.source !== 'healthcheck')
    line(cause.evidence.source === 'log' ? 'It says' : 'Docker says', cause.evidence.text);
  const failing = row.replicas.find(({ healthOutput }) => healthOutput !== undefined);
  if (failing?.healthOutput !== undefined)
    add('The healthcheck prints', `  \n${outputMarkdown(failing.healthOutput)}`);
  if (cause?.evidence?.source !== 'log') line('Last log line', lastLogLine ?? '');
  if (row.drift !== undefined) line('Edited since up', driftText(row.drift));
  line('Image', [row.image ?? '', digest ?? ''].filter((part) => part !== '').join(' at '));
  line(
    'Ports',
    row.ports.map(({ hostIp, published, target }) => `${hostIp}:${published} → ${target}`).join(', '),
  );
  for (const replica of row.replicas) line('Container', describeReplica(replica, row.replicas.length > 1));
  return tooltip;
}

/** Output of a program, line by line. */
export function outputMarkdown(output: string): string {
  return output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(escapeMarkdown)
    .join('  \n');
}

function describeReplica(replica: ReplicaState, isOneOfMany: boolean): string {
  const { containerName, startedAt, restartCount, kind, reason } = replica;
  return [
    containerName,
    ...(isOneOfMany ? [reason === undefined ? kind : `${kind}: ${reason}`] : []),
    ...(startedAt === undefined ? [] : [`started ${new Date(startedAt).toLocaleString()}`]),
    ...(restartCount === 0 ? [] : [restartsSoFar(restartCount)]),
  ].join(', ');
}

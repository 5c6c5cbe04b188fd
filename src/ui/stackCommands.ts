import * as vscode from 'vscode';
import type { ComposeCli } from '../adapters/composeCli';
import type { DockerEngine } from '../adapters/docker';
import type { Operations } from '../adapters/operations';
import type { LoadedStack } from '../adapters/stackFiles';
import { inspectAll } from '../adapters/waitUntilWell';
import { foldServices } from '../core/stack/serviceState';
import type { ServiceState } from '../core/stack/serviceState';
import { SETTINGS_SECTION } from './ids';
import type { PlanView } from './planView';
import type { ProbeResults } from './probeResults';
import type { Stacks } from './stacks';
import { ServiceRow } from './serviceItem';
import { describeService } from '../core/stack/serviceText';

/** What the commands about a running stack have in common. */
export interface StackTools {
  readonly stacks: Stacks;
  readonly engine: DockerEngine;
  readonly compose: ComposeCli;
  /** The machine on which the engine publishes ports. */
  readonly engineHost: () => Promise<string>;
  readonly operations: Operations;
  readonly probes: ProbeResults;
  /** Where plans are read. */
  readonly plans: PlanView;
  readonly log: vscode.LogOutputChannel;
}

/** Patience with services that start, in milliseconds. */
export function waitMs(): number {
  return vscode.workspace.getConfiguration(SETTINGS_SECTION).get('up.waitSeconds', 300) * 1000;
}

/** The stack's rows as of now. */
export async function lookAt(
  { project }: LoadedStack,
  engine: DockerEngine,
  signal: AbortSignal,
): Promise<readonly ServiceState[]> {
  return foldServices(project, await inspectAll(engine, project.name, signal));
}

/** The service that a menu of the tree was opened on, else the one that is picked; undefined when none is. */
export async function serviceFor(
  argument: unknown,
  rows: readonly ServiceState[],
  title: string,
): Promise<string | undefined> {
  if (argument instanceof ServiceRow) return argument.service;
  const items = rows.map((row) => ({ label: row.name, description: describeService(row) }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Choose a service' });
  return picked?.label;
}

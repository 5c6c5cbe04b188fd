import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { describeDanger, endangeredVolume } from '../../adapters/dataVolume';
import type { DockerEngine } from '../../adapters/docker';
import { readText, writeSecretText } from '../../adapters/envFile';
import { addToGitIgnore, gitViewOf } from '../../adapters/gitIgnore';
import type { ComposeProject } from '../../core/compose/project';
import { createSecrets, planSecrets } from '../../core/secrets/generate';
import type { SecretsPlan } from '../../core/secrets/generate';
import { UserError } from '../../core/userError';
import { commands } from '../ids';
import { showInformation, showWarning } from '../notify';
import type { Offer } from '../notify';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

const ENV_FILE = '.env';

/** Create Secrets: gives every secret that `.env` lacks a value of the right shape, and touches no other byte. */
export function registerCreateSecrets(tools: StackTools): vscode.Disposable {
  return registerCommand(commands.createSecrets, tools.log, () => create(tools));
}

async function create({ stacks, engine, log }: StackTools): Promise<void> {
  const { folder, project } = await stacks.loadActive();
  const path = join(folder, ENV_FILE);
  if (vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.fsPath === path)) {
    throw new UserError('.env has changes that are not saved. Save it, then run Create Secrets again.');
  }
  const input = {
    project,
    envText: await readText(path),
    templateText: await readText(join(folder, '.env.example')),
  };
  const plan = planSecrets(input);
  if (plan.refusal !== undefined) throw new UserError(plan.refusal);
  const offers = plan.left.length === 0 ? [] : [openEnv(path)];
  if (plan.needed.length === 0 && input.envText !== undefined) {
    showInformation(`Every secret in .env has a value.${remainder(plan)}`, log, offers);
    return;
  }
  if (!(await isWanted(plan, project, engine))) return;
  await writeSecretText(path, createSecrets(input, plan, randomBytes), input.envText);
  log.info(`Created in .env: ${plan.needed.map(({ name }) => name).join(', ')}`);
  const up: Offer = { title: 'Up', run: () => vscode.commands.executeCommand(commands.up) };
  showInformation(`${created(plan)} in .env, readable by you alone.${remainder(plan)}`, log, [...offers, up]);
  await warnAboutGit(folder, log);
}

/** Asks when there is data that was made with secrets which are about to be replaced. */
async function isWanted(plan: SecretsPlan, project: ComposeProject, engine: DockerEngine): Promise<boolean> {
  const volume = await endangeredVolume(plan, project, engine);
  if (volume === undefined) return true;
  const picked = await vscode.window.showWarningMessage(
    'Postgres has data already. Create new secrets all the same?',
    { modal: true, detail: describeDanger(volume) },
    'Create Anyway',
  );
  return picked === 'Create Anyway';
}

const SHOWN_NAMES = 3;

function created({ needed }: SecretsPlan): string {
  const names = needed.map(({ name }) => name);
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  const more = names.length - SHOWN_NAMES;
  return `Created ${shown}${more > 0 ? ` and ${more} more secrets` : ''}`;
}

function remainder({ left }: SecretsPlan): string {
  return left.length === 0 ? '' : ` Only you can know ${left.join(', ')}.`;
}

function openEnv(path: string): Offer {
  return { title: 'Open .env', run: () => vscode.window.showTextDocument(vscode.Uri.file(path)) };
}

async function warnAboutGit(folder: string, log: vscode.LogOutputChannel): Promise<void> {
  const signal = new AbortController().signal;
  const view = await gitViewOf(folder, ENV_FILE, { environment: process.env, signal });
  const ignore: Offer = {
    title: 'Add to .gitignore',
    run: () => addToGitIgnore(folder, ENV_FILE),
  };
  switch (view) {
    case 'exposed':
      showWarning('.env holds secrets, and git does not ignore it.', log, [ignore]);
      return;
    case 'tracked':
      showWarning(
        'git tracks .env, so the next commit would publish its secrets. Run "git rm --cached .env" and commit that.',
        log,
        [ignore],
      );
      return;
    case 'ignored':
    case 'unknown':
      return;
  }
}

import assert, { AssertionError } from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readStack } from '../../src/adapters/stackFiles';
import type { ComposeProject } from '../../src/core/compose/project';
import { askCompose, environmentWith } from './composeConfig';
import type { Variables } from './composeConfig';
import { factsOfModel, factsOfProject } from './stackFacts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** Both read the folder to the same end. Returns what that was. */
export async function assertAgreement(folder: string, variables: Variables): Promise<'accepted' | 'refused'> {
  const environment = environmentWith(variables);
  const answer = await askCompose(folder, environment);
  const { project } = await readStack(folder, { environment });
  if (answer.kind === 'refusal') {
    assert.ok(project.problems.length > 0, `Only compose refuses it: ${answer.why}`);
    return 'refused';
  }
  assert.deepEqual(project.problems, [], 'Compose accepts it.');
  assert.deepEqual(factsOfProject(project, folder, environment['HOME'] ?? ''), factsOfModel(answer.model));
  return 'accepted';
}

/** How many small inputs are brought before both readers, and as what. */
export interface Comparison {
  /** A stack that holds all the inputs side by side. */
  readonly stackOf: (inputs: readonly string[]) => Files;
  readonly variables?: Variables;
}

/** Processes side by side: compose waits for the disk as much as it works. */
const AT_ONCE = 3;

/**
 * Compares many inputs in few processes: those that we accept together, since they must not disturb each other, and
 * each that we refuse on its own. Returns a text per input that the readers disagree about.
 */
export async function disagreements(
  inputs: readonly string[],
  { stackOf, variables = {} }: Comparison,
): Promise<readonly string[]> {
  const compare = (batch: readonly string[]): Promise<string | undefined> =>
    inFolder(stackOf(batch), async (folder) => {
      try {
        await assertAgreement(folder, variables);
        return undefined;
      } catch (error) {
        if (!(error instanceof AssertionError)) throw error;
        return `${batch.map((input) => JSON.stringify(input)).join(', ')}: ${error.message}`;
      }
    });
  const accepted: string[] = [];
  const refused: string[] = [];
  for (const input of inputs) {
    const { problems } = await inFolder(stackOf([input]), (folder) => project(folder, variables));
    (problems.length === 0 ? accepted : refused).push(input);
  }
  const together = await compare(accepted);
  const found: string[] = [];
  const queue = [...(together === undefined ? refused : inputs)];
  const work = async (): Promise<void> => {
    for (let input = queue.shift(); input !== undefined; input = queue.shift()) {
      const difference = await compare([input]);
      if (difference !== undefined) found.push(difference);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // They may also differ only side by side.
  return found.length === 0 && together !== undefined ? [together] : found;
}

async function project(folder: string, variables: Variables): Promise<ComposeProject> {
  return (await readStack(folder, { environment: environmentWith(variables) })).project;
}

/** Runs something on files of its own. */
export async function inFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'langfuse-stack-compose-')));
  const folder = join(parent, 'stack');
  try {
    await mkdir(folder);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

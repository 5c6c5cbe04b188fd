import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describeDanger, endangeredVolume } from '../adapters/dataVolume';
import { DockerEngine } from '../adapters/docker';
import { readText, writeSecretText } from '../adapters/envFile';
import { loadStack } from '../adapters/stackFiles';
import { createSecrets, planSecrets } from '../core/secrets/generate';
import { SHAPE_WORDS } from '../core/secrets/shapes';
import type { CliCommand } from './command';
import { UsageError, parseCliArgs } from './command';
import { endpointSources, oneFolder } from './oneFolder';

export const secretsCommand: CliCommand = {
  usage: '[--write [--yes]] FOLDER',
  summary:
    'Lists the secrets that .env lacks, by name and shape; --write makes them. Values are never printed. Where Postgres has data already, --write needs --yes.',
  async run(args, io) {
    const { values, positionals } = parseCliArgs(args, {
      write: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    });
    if (values.yes && !values.write) throw new UsageError('--yes goes with --write.');
    const { folder, project } = await loadStack(oneFolder(positionals), {
      environment: io.environment,
    });
    const path = join(folder, '.env');
    const input = {
      project,
      envText: await readText(path),
      templateText: await readText(join(folder, '.env.example')),
    };
    const plan = planSecrets(input);
    if (plan.refusal !== undefined) {
      io.stderr(`${plan.refusal}\n`);
      return 2;
    }
    const { needed, left } = plan;
    if (values.write && !values.yes) {
      const volume = await endangeredVolume(plan, project, new DockerEngine(endpointSources(io)));
      if (volume !== undefined) {
        io.stderr(
          `Postgres has data already. ${describeDanger(volume)} Nothing was written; --yes does it all the same.\n`,
        );
        return 1;
      }
    }
    if (values.write && (needed.length > 0 || input.envText === undefined)) {
      await writeSecretText(path, createSecrets(input, plan, randomBytes), input.envText);
    }
    const width = Math.max(0, ...needed.map(({ name }) => name.length));
    for (const { name, shape, why } of needed) {
      io.stdout(`${name.padEnd(width)}  ${why}: ${SHAPE_WORDS[shape]}\n`);
    }
    for (const name of left) io.stdout(`${name}: set it yourself, nobody else can know it\n`);
    io.stdout(`${summaryOf(needed.length, left.length, values.write)}\n`);
    return 0;
  },
};

function summaryOf(count: number, leftCount: number, isWritten: boolean): string {
  if (count === 0) return leftCount === 0 ? 'Every secret has a value.' : 'No secret to make.';
  const secrets = count === 1 ? '1 secret' : `${count} secrets`;
  return isWritten ? `Wrote ${secrets} to .env.` : `${secrets} to make; --write does it.`;
}

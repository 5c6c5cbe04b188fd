import { readStack } from '../adapters/stackFiles';
import { describeEffective } from '../core/compose/effective';
import type { EffectiveStack } from '../core/compose/effective';
import { reveal } from '../core/secret';
import type { Value } from '../core/secret';
import { UserError } from '../core/userError';
import type { CliCommand, CliIo } from './command';
import { oneOf, parseCliArgs, UsageError } from './command';

interface EffectiveFolder extends EffectiveStack {
  readonly folder: string;
}

const NO_FILE = 'There is no compose file here. A stack needs a compose.yaml or docker-compose.yml.';

type ShowValue = (value: Value) => string;

export const effectiveCommand: CliCommand = {
  usage: '[--format text|json] [--reveal] FOLDER…',
  summary:
    'Shows what each container gets: its image and its environment, with the place each value comes from.',
  async run(args, io) {
    const { values, positionals: folders } = parseCliArgs(args, {
      format: { type: 'string', default: 'text' },
      reveal: { type: 'boolean', default: false },
    });
    const format = oneOf('format', values.format, ['text', 'json']);
    if (folders.length === 0) throw new UsageError('Name at least one folder.');
    const show: ShowValue = values.reveal ? reveal : String;

    const results: EffectiveFolder[] = [];
    for (const folder of folders) results.push(await readFolder(folder, io));
    if (format === 'json') io.stdout(`${toJson(results, show)}\n`);
    else io.stdout(results.map((result) => toText(result, show)).join('\n'));
    return results.some(({ errors }) => errors.length > 0) ? 1 : 0;
  },
};

async function readFolder(folder: string, io: CliIo): Promise<EffectiveFolder> {
  try {
    const { project, texts } = await readStack(folder, { environment: io.environment });
    const effective = describeEffective(project, texts);
    if (project.composeFiles.length > 0) return { folder, ...effective };
    return { folder, ...effective, errors: [...effective.errors, { path: '', line: 0, message: NO_FILE }] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { folder, errors: [{ path: '', line: 0, message: error.message }], env: {}, services: {} };
  }
}

function toJson(folders: readonly EffectiveFolder[], show: ShowValue): string {
  const shown = folders.map(({ folder, errors, env, services }) => ({
    folder,
    errors,
    env: mapValues(env, (value) => value && show(value)),
    services: mapValues(services, ({ image, environment }) => ({
      image,
      environment: mapValues(environment, ({ value, origin }) => ({
        value: value === null ? null : show(value),
        origin,
      })),
    })),
  }));
  return JSON.stringify({ folders: shown }, null, 2);
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function toText({ folder, errors, env, services }: EffectiveFolder, show: ShowValue): string {
  const lines = [folder];
  for (const { path, line, message } of errors)
    lines.push(path === '' ? `  ${message}` : `  ${path}:${line}: ${message}`);
  const assignment = (name: string, value: Value | null): string =>
    value === null ? `${name} (not set)` : `${name}=${oneLine(show(value))}`;
  lines.push('  .env');
  for (const [name, value] of Object.entries(env)) lines.push(`    ${assignment(name, value)}`);
  for (const [name, { image, environment }] of Object.entries(services)) {
    lines.push(`  ${name}  ${image ?? '(built)'}`);
    for (const [key, { value, origin }] of Object.entries(environment)) {
      lines.push(`    ${assignment(key, value)}  ← ${origin}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Line ends would break the list apart. */
function oneLine(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

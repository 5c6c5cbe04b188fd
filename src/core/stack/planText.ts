import { BACKUP_FOLDER } from './backups';
import { listed } from '../listed';
import { escapeMarkdown } from '../markdown';
import { describeObjections } from './objections';
import type { Change, Loss, Plan, RowCounts, Step } from './plan';
import { describeEdit } from './plannedEdit';
import type { PlannedEdit } from './plannedEdit';

/** The plan for a terminal. */
export function planAsText(plan: Plan): string {
  return [
    `${plan.title}.`,
    ...section('Refused', plan.refusals),
    ...section('What the check objects to', describeObjections(plan.objections)),
    ...section('Mind', plan.warnings),
    ...section('Lost for good', plan.lost.map(describeLoss)),
    ...section('Removed after a copy is made', (plan.saved ?? []).map(describeLoss)),
    ...section('Edits', editsOf(plan).map(describeEdit)),
    ...section('Containers', plan.changes.map(describeChange)),
    ...section(
      'Steps',
      plan.steps.map((step, index) => `${index + 1}. ${step.title}`),
    ),
    ...section('Survives', plan.survives),
    ...section('To bring the copy back', plan.restore ?? []),
    '',
  ].join('\n');
}

/**
 * The plan as a document whose first steps are ticked. Names are the operator's, so everything that Markdown would
 * act on is escaped.
 */
export function planAsMarkdown(plan: Plan, finishedSteps = 0): string {
  const list = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', `## ${heading}`, '', ...lines];
  return [
    `# ${escapeMarkdown(plan.title)}`,
    ...list(
      'Refused',
      plan.refusals.map((refusal) => `- ${escapeMarkdown(refusal)}`),
    ),
    ...list(
      'What the check objects to',
      describeObjections(plan.objections).map((line) => `- ${escapeMarkdown(line)}`),
    ),
    ...list(
      'Mind',
      plan.warnings.map((warning) => `- ${escapeMarkdown(warning)}`),
    ),
    // First, because it is what must be read: a preview shows no more than a screen.
    ...list(
      'What is lost',
      plan.lost.map((loss) => `- **${escapeMarkdown(describeLoss(loss))}**`),
    ),
    ...list(
      'What is removed after a copy is made',
      (plan.saved ?? []).map((loss) => `- **${escapeMarkdown(describeLoss(loss))}**`),
    ),
    ...list(
      'What is edited',
      editsOf(plan).map((edit) => `- ${escapeMarkdown(describeEdit(edit))}`),
    ),
    ...list(
      'Which containers',
      plan.changes.map((change) => `- ${escapeMarkdown(describeChange(change))}`),
    ),
    ...list(
      'What happens',
      plan.steps.map((step, index) => {
        const tick = index < finishedSteps ? '✓ ' : '';
        return `${index + 1}. ${tick}${escapeMarkdown(step.title)}`;
      }),
    ),
    ...list(
      'What survives',
      plan.survives.map((line) => `- ${escapeMarkdown(line)}`),
    ),
    ...list(
      'To bring the copy back',
      // Indented by four, a line is code: nothing in it is acted on.
      (plan.restore ?? []).map((line) => `    ${line}`),
    ),
    ...(plan.confirmation === undefined || plan.refusals.length > 0 || finishedSteps > 0
      ? []
      : ['', `To run it, type the project's name: **${escapeMarkdown(plan.confirmation)}**`]),
    '',
  ].join('\n');
}

/** What an operator would type instead, for a POSIX shell started in the stack's folder. */
export function planAsShell(plan: Plan): string {
  return [
    ...plan.refusals.map((refusal) => `# Refused: ${refusal}`),
    ...plan.steps.map((step) => asCommand(step, plan.project)),
    '',
  ].join('\n');
}

/** What the steps of a plan change in files. */
export function editsOf({ steps }: Plan): readonly PlannedEdit[] {
  return steps.flatMap((step) => (step.kind === 'edit-files' ? step.edits : []));
}

/** `Recreate clickhouse: edited since: CLICKHOUSE_PASSWORD`. */
export function describeChange({ service, what, why }: Change): string {
  return `${CHANGE_WORDS[what]} ${service}: ${why}`;
}

export const CHANGE_WORDS: Readonly<Record<Change['what'], string>> = {
  create: 'Create',
  start: 'Start',
  recreate: 'Recreate',
  stop: 'Stop',
  remove: 'Remove',
};

/** `Traces, observations and scores (volume a_data, 5.0 MB, about 12 traces, 80 observations and 3 scores)`. */
export function describeLoss({ what, volume, sizeBytes, rows }: Loss): string {
  const facts = [
    ...(volume === undefined ? [] : [`volume ${volume}`]),
    ...(sizeBytes === undefined ? [] : [formatBytes(sizeBytes)]),
    ...(rows === undefined ? [] : [describeRows(rows)]),
  ];
  return facts.length === 0 ? what : `${what} (${facts.join(', ')})`;
}

function describeRows(rows: RowCounts): string {
  if ('unseen' in rows) return `rows not counted: ${rows.unseen}`;
  if (rows.every((each) => each.rows === 0)) return 'no rows';
  return `about ${listed(rows.map((each) => `${formatCount(each.rows)} ${each.table}`))}`;
}

/** `1 234 567`, in groups that no language takes for a fraction. */
function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Decimal units, as the docker command prints them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const amount = bytes / 1000 ** power;
  return `${power === 0 || amount >= 100 ? amount.toFixed(0) : amount.toFixed(1)} ${units[power] ?? ''}`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${heading}:`, ...lines.map((line) => `  ${line}`)];
}

function asCommand(step: Step, project: string): string {
  switch (step.kind) {
    case 'compose':
      return ['docker', 'compose', ...step.args].map(quote).join(' ');
    case 'edit-files':
      return step.edits.map((edit) => `# Edit ${describeEdit(edit)}`).join('\n');
    case 'stop-service':
      return `docker stop $(docker ps --quiet ${labelled('project', project)} ${labelled('service', step.service)})`;
    case 'remove-project':
      return `docker rm --force $(docker ps --all --quiet ${labelled('project', project)})`;
    case 'remove-volume':
      return `docker volume rm ${quote(step.volume)}`;
    case 'verify-new-volume':
      return `docker volume inspect --format '{{.CreatedAt}}' ${quote(step.volume)}  # must be newer than this plan`;
    case 'save-folder':
      return `(umask 077; mkdir -p ${BACKUP_FOLDER}; docker compose cp ${quote(`${step.service}:${step.folder}`)} - | gzip > ${BACKUP_FOLDER}/${quote(`${project}-${step.service}.tar.gz`)})`;
    case 'wait-healthy':
      return `docker compose ps ${step.services.map(quote).join(' ')}  # repeat until every one is healthy`;
    case 'probe':
      return `langfuse-stack probe --layers ${step.layers.join(',')} .`;
  }
}

function labelled(name: string, value: string): string {
  return `--filter ${quote(`label=com.docker.compose.${name}=${value}`)}`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

import { listed } from '../listed';
import { describeObjection, describeObjections } from './objections';
import type { Change, Plan } from './plan';
import { CHANGE_WORDS, describeChange, editsOf } from './planText';
import { describeEdit } from './plannedEdit';

/** What a dialog says about a plan that loses nothing. */
export interface PlanQuestion {
  readonly detail: string;
  /** False when it is a summary: then the plan has to be shown before it runs. */
  readonly isWhole: boolean;
}

// A dialog grows with its text until its buttons leave the window. These fit one that is 720 pixels high.
const MAX_LINES = 26;
const CHARACTERS_OF_LINE = 48;

export function questionAbout(plan: Plan): PlanQuestion {
  const whole = joined(everythingOf(plan));
  const lines = whole
    .split('\n')
    .reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / CHARACTERS_OF_LINE)), 0);
  return lines <= MAX_LINES
    ? { detail: whole, isWhole: true }
    : { detail: joined(summaryOf(plan)), isWhole: false };
}

type Paragraphs = readonly (readonly string[])[];

function joined(paragraphs: Paragraphs): string {
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function everythingOf(plan: Plan): Paragraphs {
  const hasErrors = (plan.objections?.errors.length ?? 0) > 0;
  const objections = describeObjections(plan.objections);
  return [
    hasErrors ? ['The check objects to:', ...objections] : objections.map((line) => `The check has ${line}.`),
    plan.warnings,
    editsOf(plan).map((edit) => `Edit ${describeEdit(edit)}.`),
    plan.changes.map((change) => `${describeChange(change)}.`),
    plan.steps.map(({ title }, index) => `${index + 1}. ${title}.`),
    plan.survives.map((line) => `Stays: ${line}`),
  ];
}

function summaryOf({ objections, warnings, changes, steps, ...plan }: Plan): Paragraphs {
  const [error, ...errors] = objections?.errors ?? [];
  const [warning, ...others] = warnings;
  const edited = new Set(editsOf({ ...plan, changes, warnings, steps }).map(({ path }) => path));
  return [
    error === undefined ? [] : ['The check objects to:', describeObjection(error)],
    errors.length === 0 ? [] : [`${counted(errors.length, 'more error')} in the plan.`],
    warning === undefined ? [] : [warning],
    others.length === 0 ? [] : [`${counted(others.length, 'more caution')} in the plan.`],
    [
      ...(edited.size === 0 ? [] : [`Edit ${listed([...edited])}.`]),
      ...KINDS.flatMap((kind) => {
        const services = changes.filter(({ what }) => what === kind).map(({ service }) => service);
        return services.length === 0 ? [] : [`${CHANGE_WORDS[kind]} ${listed(services)}.`];
      }),
    ],
    [`${counted(steps.length, 'step')}. Read the plan, and run it from there.`],
  ];
}

const KINDS: readonly Change['what'][] = ['create', 'start', 'recreate', 'stop', 'remove'];

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

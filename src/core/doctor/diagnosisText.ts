import { plainText } from '../plainText';
import type { DiagnosedCause, Diagnosis, DoctorEvidence, DoctorFix } from './diagnosis';

/** The diagnosis for a terminal: every cause with what it breaks, where it was seen, and what to do. */
export function diagnosisAsText({ outcome, causes, unseen }: Diagnosis): string {
  const lines = [
    ...causes.flatMap((cause, index) => [...describeCause(cause, index + 1), '']),
    ...unseen.map((sentence) => `? ${sentence}`),
    ...(unseen.length === 0 ? [] : ['']),
    OUTCOMES[outcome],
  ];
  return `${lines.join('\n')}\n`;
}

/** In a sentence or two. */
export const OUTCOMES: Readonly<Record<Diagnosis['outcome'], string>> = {
  healthy: 'Healthy: everything that was looked at works, down to a trace where its keys are known.',
  unwell: 'Not well. Mend the first cause, then look again: others may go with it.',
  unknown: 'Nothing wrong was found, but not everything could be looked at.',
};

function describeCause(
  { id, service, explanation, remedy, breaks, evidence, fix }: DiagnosedCause,
  number: number,
) {
  const where = service === undefined ? '' : ` ${service}:`;
  return [
    `${number}.${where} ${explanation} [${id}]`,
    ...(remedy === '' ? [] : [`   Do: ${remedy}`]),
    ...(breaks === undefined ? [] : [`   Breaks: ${breaks}`]),
    ...evidence.map((each) => `   Seen: ${describeEvidence(each)}`),
    ...(fix === undefined ? [] : [`   Fix: ${describeFix(fix)}`]),
  ].map(plainText);
}

/** Where it was seen, and what was seen there, in one line. */
export function describeEvidence(evidence: DoctorEvidence): string {
  return `${placeOfEvidence(evidence)}: ${evidence.text}`;
}

/** Such as `log of langfuse-web`, `probe redis/login` or `.env:9`. */
export function placeOfEvidence(evidence: DoctorEvidence): string {
  switch (evidence.source) {
    case 'file':
      return `${evidence.path}:${evidence.line}`;
    case 'probe':
      return `probe ${evidence.id}`;
    case 'engine':
      return `Docker on ${evidence.service}`;
    case 'log':
    case 'healthcheck':
      return `${evidence.source} of ${evidence.service}`;
  }
}

const COMMANDS = {
  up: 'Up',
  'create-secrets': 'Create Secrets',
  'reset-clickhouse': 'Reset ClickHouse, where its data may go',
  recreate: 'Recreate Service',
  start: 'Start Service',
  restart: 'Restart Service',
} as const;

/** By the names that the commands and quick fixes have in the editor. */
export function describeFix(fix: DoctorFix): string {
  if (fix.kind === 'quick-fix') return `${fix.title} (quick fix at ${fix.path}:${fix.line})`;
  return fix.service === undefined ? COMMANDS[fix.command] : `${COMMANDS[fix.command]} on ${fix.service}`;
}

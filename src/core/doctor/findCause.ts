import type { ComposeProject } from '../compose/project';
import { plainText } from '../plainText';
import type { Cause, CauseEvidence, Causes } from '../stack/cause';
import type { Container } from '../stack/container';
import { containerState } from '../stack/containerState';
import { causeOfCircumstances } from './circumstances';
import type { Evidence, LogLine } from './evidence';
import { knownRedactor } from './knownRedactor';
import { Scene } from './scene';
import type { Found, Signature } from './signature';
import { allSignatures } from './signatures/all';
import { silentHealthcheck } from './signatures/anywhere';

/** Why containers are not well, where that is known for sure, by their ids. */
export function findCauses(
  project: ComposeProject,
  containers: readonly Container[],
  evidence: Evidence,
): Causes {
  const causes = new Map<string, Cause>();
  let redact: ((text: string) => string) | undefined;
  for (const container of containers) {
    const isSilent = isQuiet(container) && !container.isOomKilled && !evidence.logs.has(container.id);
    if (isSilent) continue;
    redact ??= knownRedactor(project, containers);
    const cause = findCause(new Scene(container, containers, project, evidence, redact), evidence);
    if (cause !== undefined) causes.set(container.id, cause);
  }
  return causes;
}

/** Whether there is no sign that something is wrong with a container, beside what it may say itself. */
export function isQuiet(container: Container): boolean {
  const { kind } = containerState(container);
  if (kind === 'healthy') return container.health?.failingStreak === 0;
  return kind === 'running' || kind === 'stopped' || kind === 'finished';
}

function findCause(scene: Scene, evidence: Evidence): Cause | undefined {
  const { container } = scene;
  const said = sayings(container, evidence.logs.get(container.id) ?? []);
  return (
    match(scene, 'engine', [container.error]) ??
    causeOfCircumstances(scene) ??
    match(scene, 'healthcheck', said.healthcheck) ??
    match(scene, 'log', said.recent) ??
    match(scene, 'log', said.run, ({ holdsWhileRunning }) => holdsWhileRunning === true) ??
    match(scene, 'log', said.runBefore) ??
    match(scene, 'healthcheck', said.healthcheck, undefined, [silentHealthcheck])
  );
}

interface Sayings {
  readonly healthcheck: readonly string[];
  /** All of the current run, or of the last one. */
  readonly run: readonly string[];
  /** Of that, what is late enough to be the reason for how it is now. */
  readonly recent: readonly string[];
  /** Of the run before, where that one crashed and this one may go the same way. */
  readonly runBefore: readonly string[];
}

/** Before the last healthcheck. What a process said earlier was about something else, as a rule. */
const RECENT_MS = 60_000;

function sayings(container: Container, log: readonly LogLine[]): Sayings {
  const { health, startedAt, restartCount, status } = container;
  const isOfRun = isSince(startedAt, 0);
  const current = log.filter(isOfRun);
  const run = textsOf(current);
  if (isQuiet(container)) return { healthcheck: [], run, recent: [], runBefore: [] };
  const isFailing = (health?.lastExitCode ?? 0) !== 0;
  return {
    healthcheck: isFailing ? linesOf(health?.lastOutput ?? '') : [],
    run,
    recent: status === 'running' ? textsOf(current.filter(isSince(health?.lastRunAt, RECENT_MS))) : run,
    runBefore: restartCount === 0 ? [] : textsOf(log.filter((line) => !isOfRun(line))),
  };
}

/** Whether a line was printed after a moment of the engine's clock, or so long before it. */
function isSince(moment: string | undefined, beforeMs: number): (line: LogLine) => boolean {
  const earliest = moment === undefined ? 0 : Date.parse(moment) - beforeMs;
  return ({ time }) => time === undefined || Date.parse(time) >= earliest;
}

function textsOf(lines: readonly LogLine[]): readonly string[] {
  return lines.map(({ text }) => plainText(text));
}

function linesOf(output: string): readonly string[] {
  return plainText(output)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

/** Evidence is for reading; a log line may be a whole document. */
const MAX_EVIDENCE = 300;

/** The latest line that a signature knows. */
function match(
  scene: Scene,
  source: CauseEvidence['source'],
  lines: readonly string[],
  isWanted: (signature: Signature) => boolean = () => true,
  signatures: readonly Signature[] = allSignatures,
): Cause | undefined {
  const candidates = signatures.filter(
    (signature) =>
      signature.sources.includes(source) &&
      (signature.roles === undefined || (scene.role !== undefined && signature.roles.includes(scene.role))) &&
      isWanted(signature),
  );
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    for (const { pattern, means } of candidates) {
      const found = pattern.exec(line);
      if (found === null) continue;
      const meaning =
        typeof means === 'function' ? means({ match: found, lines, index } satisfies Found, scene) : means;
      if (meaning === undefined) continue;
      // Redacted as a whole: half a secret would not be recognised.
      const text = scene.redact(line).trim();
      const shown = text.length <= MAX_EVIDENCE ? text : `${text.slice(0, MAX_EVIDENCE)}…`;
      return { ...meaning, evidence: { source, text: shown } };
    }
  }
  return undefined;
}

import { ownerQuestion } from '../core/checklist/owner';
import type { OwnerFact } from '../core/checklist/owner';
import type { ComposeProject } from '../core/compose/project';
import { knownRedactor } from '../core/doctor/knownRedactor';
import { roleOf } from '../core/langfuse/roles';
import { reveal } from '../core/secret';
import type { Container } from '../core/stack/container';
import { containerState } from '../core/stack/containerState';
import type { Clock } from './clock';
import type { DockerEngine } from './docker';
import { DockerError } from './dockerError';

/** Nothing is asked of a database more often than once a minute, unless somebody wants to know now. */
const MAX_AGE_MS = 59_000;
const DEADLINE_MS = 15_000;

/**
 * Asks the stack's Postgres who there is in Langfuse: when web or Postgres has changed, and else when the last answer is
 * a minute old. The question itself is an event of the engine, which must not lead to the next one.
 */
export class OwnerReader {
  private last: { readonly of: string; readonly at: number; readonly fact: OwnerFact } | undefined;

  constructor(
    private readonly engine: Pick<DockerEngine, 'exec'>,
    private readonly clock: Clock,
  ) {}

  /** The next reading asks anew. */
  forget(): void {
    this.last = undefined;
  }

  async read(
    project: ComposeProject,
    containers: readonly Container[],
    signal: AbortSignal,
  ): Promise<OwnerFact> {
    const of = stateOf(project, containers);
    const at = this.clock.now();
    if (this.last?.of === of && at - this.last.at < MAX_AGE_MS) return this.last.fact;
    const fact = await this.ask(project, containers, signal);
    this.last = { of, at, fact };
    return fact;
  }

  private async ask(
    project: ComposeProject,
    containers: readonly Container[],
    signal: AbortSignal,
  ): Promise<OwnerFact> {
    const question = ownerQuestion(project, containers);
    if ('unseen' in question) return question;
    const environment = [...question.environment].map(([name, value]) => `${name}=${reveal(value)}`);
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    try {
      const answer = await this.engine.exec(question.container, question.argv, {
        environment,
        signal: AbortSignal.any([signal, deadline]),
      });
      const fact = question.interpret(answer);
      return 'unseen' in fact ? { unseen: knownRedactor(project, containers)(fact.unseen) } : fact;
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) return { unseen: `Postgres gives no answer within ${DEADLINE_MS / 1000} s.` };
      if (error instanceof DockerError) return { unseen: error.message };
      throw error;
    }
  }
}

/** Of what the answer depends on, as far as the engine sees it. */
function stateOf(project: ComposeProject, containers: readonly Container[]): string {
  const states = containers.flatMap((container) => {
    const service = project.services.get(container.service);
    const role = service && roleOf(service);
    if (role !== 'web' && role !== 'postgres') return [];
    return [container.id, container.startedAt ?? '', containerState(container).kind];
  });
  return [project.name, ...states].join(' ');
}

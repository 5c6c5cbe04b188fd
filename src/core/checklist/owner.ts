import type { ComposeProject } from '../compose/project';
import { postgresAccesses } from '../probe/postgresAccess';
import type { ExecAnswer, Execution } from '../probe/probe';
import { ProbeContext } from '../probe/probeContext';
import { interpretLogin } from '../probe/probes/postgres';
import { firstLine } from '../probe/probes/execAnswer';
import type { Container } from '../stack/container';

/** Who and what there is in Langfuse, or one sentence that says why it could not be seen. */
export type OwnerFact = Accounts | { readonly unseen: string };

export interface Accounts {
  readonly users: number;
  /** Users who own an organisation. */
  readonly owners: number;
  readonly organisations: number;
  readonly projects: number;
}

/** What to run to see who there is. `interpret` may return texts with secrets in them. */
export interface OwnerQuestion extends Execution {
  readonly interpret: (answer: ExecAnswer) => OwnerFact;
}

// Whoever signs up owns nothing; an owner is who created an organisation, or was made one. Projects that are being
// deleted do not count, and early versions of Langfuse lack the column that tells.
const COUNTS = `SELECT (SELECT count(*) FROM users),
  (SELECT count(DISTINCT user_id) FROM organization_memberships WHERE role = 'OWNER'),
  (SELECT count(*) FROM organizations),
  (SELECT count(*) FROM projects p WHERE to_jsonb(p) ->> 'deleted_at' IS NULL)`;

/** Asks Postgres with Langfuse's own login. */
export function ownerQuestion(
  project: ComposeProject,
  containers: readonly Container[],
): OwnerQuestion | { readonly unseen: string } {
  const context = new ProbeContext(project, { containers, engineHost: '' });
  const [access] = postgresAccesses(context);
  if (access === undefined) return { unseen: 'No service runs Langfuse.' };
  if (access.kind === 'unknown') return { unseen: access.verdict.evidence };
  if (context.running(access.service) === undefined) return { unseen: `${access.service} does not run.` };
  return {
    ...access.ask(COUNTS),
    interpret(answer) {
      const counts = /^(\d+)\|(\d+)\|(\d+)\|(\d+)$/.exec(answer.stdout.trim())?.slice(1).map(Number);
      if (answer.exitCode === 0 && counts !== undefined) {
        const [users = 0, owners = 0, organisations = 0, projects = 0] = counts;
        return { users, owners, organisations, projects };
      }
      if (/relation "\w+" does not exist/.test(answer.stderr))
        return { unseen: `${access.consumer} has not built its tables in Postgres yet.` };
      const { outcome, evidence } = interpretLogin(answer, access);
      return { unseen: outcome === 'ok' ? `Postgres answers "${firstLine(answer.stdout)}".` : evidence };
    },
  };
}

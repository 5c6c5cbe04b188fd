import type { ComposeProject } from '../compose/project';
import { reveal } from '../secret';
import { planSecrets } from '../secrets/generate';
import { knownSecret } from '../secrets/shapes';

export interface SecretsStatus {
  /** Names whose values Create Secrets would keep. */
  readonly wellFormed: readonly string[];
  /** Names that lack a value of the right shape. */
  readonly defective: readonly string[];
}

/** How the secrets of a stack stand. Undefined when `.env` cannot be read as compose reads it. */
export function secretsStatus(
  project: ComposeProject,
  envText: string | undefined,
): SecretsStatus | undefined {
  const plan = planSecrets({ project, envText, templateText: undefined });
  if (plan.refusal !== undefined) return undefined;
  const defective = [...plan.needed.map(({ name }) => name), ...plan.left];
  const used = project.references.filter(({ isEvaluated }) => isEvaluated).map(({ name }) => name);
  const names = new Set([...project.envFile.keys(), ...used]);
  const hasValue = (name: string): boolean => reveal(project.environment.get(name)?.value ?? '') !== '';
  const wellFormed = [...names].filter(
    (name) => !defective.includes(name) && hasValue(name) && knownSecret(project, name) !== undefined,
  );
  return { wellFormed, defective };
}

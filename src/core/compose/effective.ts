import type { Value } from '../secret';
import { LineIndex } from '../text';
import type { Location } from '../text';
import type { ComposeProject, ContainerVariable } from './project';

/** What each container gets and from where, in the form of `langfuse-stack effective --format json`. */
export interface EffectiveStack {
  readonly errors: readonly EffectiveError[];
  /** What `.env` alone says; null for a name without a value that the shell does not have either. */
  readonly env: Readonly<Record<string, Value | null>>;
  /** Active services only: those that `docker compose up` starts. */
  readonly services: Readonly<Record<string, EffectiveService>>;
}

export interface EffectiveError {
  readonly path: string;
  /** From 1; the line that compose names where it names one. */
  readonly line: number;
  readonly message: string;
}

export interface EffectiveService {
  readonly image: string | null;
  readonly environment: Readonly<Record<string, EffectiveVariable>>;
}

export interface EffectiveVariable {
  /** null: passed through, but the project has no value, so the container lacks the variable. */
  readonly value: Value | null;
  /** `path:line`, or `shell`. */
  readonly origin: string;
}

export function describeEffective(
  project: ComposeProject,
  texts: ReadonlyMap<string, string>,
): EffectiveStack {
  const indexes = new Map<string, LineIndex>();
  const lineOf = ({ path, span }: Location): number => {
    const index = indexes.get(path) ?? new LineIndex(texts.get(path) ?? '');
    indexes.set(path, index);
    return index.positionAt(span.start).line + 1;
  };
  const place = (location: Location): string => `${location.path}:${lineOf(location)}`;
  const originOf = ({ passedOn, origin }: ContainerVariable): string => {
    if (passedOn === undefined) return place(origin);
    return passedOn.source === 'shell' || passedOn.origin === undefined ? 'shell' : place(passedOn.origin);
  };

  const services: [string, EffectiveService][] = [];
  for (const service of project.services.values()) {
    if (!service.isActive) continue;
    const environment: [string, EffectiveVariable][] = [];
    for (const variable of service.environment.values()) {
      environment.push([variable.name, { value: variable.value, origin: originOf(variable) }]);
    }
    for (const [name, location] of service.unset) {
      environment.push([name, { value: null, origin: place(location) }]);
    }
    services.push([
      service.name,
      { image: service.image?.value ?? null, environment: Object.fromEntries(environment) },
    ]);
  }
  return {
    errors: project.problems.map((problem) => ({
      path: problem.path,
      line: problem.composeLine ?? lineOf(problem),
      message: problem.message,
    })),
    env: Object.fromEntries(
      [...project.envFile.values()].map((variable) => [variable.name, variable.value ?? null]),
    ),
    services: Object.fromEntries(services),
  };
}

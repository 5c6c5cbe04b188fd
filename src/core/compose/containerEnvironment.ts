import { appendAll } from '../appendAll';
import { evaluateEnv } from '../env/evaluate';
import { parseEnv } from '../env/parse';
import type { Value } from '../secret';
import type { Location, Span } from '../text';
import type { IsSecret } from './environment';
import { envProblems, hide } from './environment';
import { readEnvFileEntries } from './envFileEntries';
import type { EnvFileEntry } from './envFileEntries';
import { toKeyed } from './forms';
import type { ContainerVariable, LoadProblem, ProjectVariable } from './project';
import { parseRawEnv } from './rawEnv';
import type { Sources } from './sources';
import type { ComposeNode, MapNode } from './tree';
import { child, isNull } from './tree';

export interface EnvironmentContext {
  readonly projectVariable: (name: string) => ProjectVariable | undefined;
  readonly sources: Sources;
  readonly isSecret: IsSecret;
  readonly problems: LoadProblem[];
}

interface OwnEnvironment {
  readonly variables: ReadonlyMap<string, ContainerVariable>;
  readonly unset: ReadonlyMap<string, Location>;
}

export interface ServiceEnvironment extends OwnEnvironment {
  readonly envFiles: readonly EnvFileEntry[];
}

/** What a container receives: `environment` over the `env_file`s, a later file over an earlier one. */
export function serviceEnvironment(
  node: MapNode,
  isActive: boolean,
  context: EnvironmentContext,
): ServiceEnvironment {
  const { variables: own, unset } = readEnvironment(child(node, 'environment'), context);
  const envFiles = readEnvFileEntries(child(node, 'env_file'), context.problems);
  const variables = new Map<string, ContainerVariable>(readEnvFiles(envFiles, own, isActive, context));
  for (const [name, variable] of own) variables.set(name, variable);
  // A name to pass through that has no value is taken away even when an env_file gives it.
  for (const name of unset.keys()) variables.delete(name);
  return { variables, unset, envFiles };
}

function readEnvironment(node: ComposeNode | undefined, context: EnvironmentContext): OwnEnvironment {
  const variables = new Map<string, ContainerVariable>();
  const unset = new Map<string, Location>();
  checkListedNames(node, context.problems);
  const keyed = node && toKeyed(node);
  if (keyed?.kind !== 'map') return { variables, unset };
  for (const [name, { keyOrigin, value: entry }] of keyed.entries) {
    if (entry.kind !== 'scalar') continue;
    const passedOn = isNull(entry) ? (entry.passedOn ?? context.projectVariable(name)) : undefined;
    const value = isNull(entry) ? passedOn?.value : entry.value;
    if (value === undefined) unset.set(name, keyOrigin);
    else {
      variables.set(name, {
        name,
        value: hide(name, value, context.isSecret),
        origin: spanning(keyOrigin, entry.origin),
        valueOrigin: passedOn === undefined ? entry.origin : keyOrigin,
        source: 'environment',
        ...(passedOn && { passedOn }),
      });
    }
  }
  return { variables, unset };
}

/** In `- KEY =value` the blank would belong to the name, which compose refuses. */
export function checkListedNames(environment: ComposeNode | undefined, problems: LoadProblem[]): void {
  for (const [name, { keyOrigin }] of listedEntries(environment)) {
    if (!/\s$/.test(name)) continue;
    const message = `The name “${name}” ends with a blank, so compose refuses the file. Write KEY=value without blanks.`;
    problems.push({ code: 'compose/list-key-space', message, ...keyOrigin });
  }
}

/** The entries of what is a list to compose; of a mapping none. */
function listedEntries(node: ComposeNode | undefined): MapNode['entries'] {
  const keyed = node && toKeyed(node);
  return keyed?.kind === 'map' && keyed.strays !== undefined ? keyed.entries : new Map();
}

/** From the key to the end of the value; the value alone when an alias brought it from elsewhere. */
function spanning(key: Location, value: Location): Location {
  if (key.path !== value.path || value.span.start < key.span.end) return key;
  return { path: key.path, span: { start: key.span.start, end: value.span.end } };
}

function readEnvFiles(
  envFiles: readonly EnvFileEntry[],
  own: ReadonlyMap<string, ContainerVariable>,
  isActive: boolean,
  context: EnvironmentContext,
): ReadonlyMap<string, ContainerVariable> {
  const variables = new Map<string, ContainerVariable>();
  const outer = (name: string): Value | undefined =>
    context.projectVariable(name)?.value ?? own.get(name)?.value;
  for (const { path, isRequired, format, origin } of envFiles) {
    const text = context.sources.read(path);
    if (text === null) {
      if (isRequired && isActive && !context.sources.has(path)) {
        const message = `The env_file ${path} does not exist, so compose refuses to start anything. Create it, or add “required: false”.`;
        context.problems.push({ code: 'compose/env-file-missing', message, ...origin });
      }
      continue;
    }
    const add = (name: string, value: Value, span: Span, valueSpan: Span): void => {
      variables.set(name, {
        name,
        value: hide(name, value, context.isSecret),
        origin: { path, span },
        valueOrigin: { path, span: valueSpan },
        source: 'env-file',
      });
    };
    if (format === 'raw') {
      const raw = parseRawEnv(path, text, (name) => outer(name));
      if (isActive) appendAll(context.problems, raw.problems);
      for (const variable of raw.variables)
        add(variable.name, variable.value, variable.span, variable.valueSpan);
      continue;
    }
    const document = parseEnv(text);
    const evaluated = evaluateEnv(document, {
      outer,
      earlier: (name) => variables.get(name)?.value,
      isSecret: context.isSecret,
    });
    if (isActive) appendAll(context.problems, envProblems(path, document, evaluated.problems));
    for (const { name, value, span, valueSpan } of evaluated.variables.values()) {
      if (value !== undefined) add(name, value, span, valueSpan);
    }
  }
  return variables;
}

import type { LoadProblem } from './project';
import type { ComposeNode, MapNode } from './tree';
import { child, describeKind, isNull, textOf } from './tree';
import { unknownKeys } from './unknownKeys';

/** The node at fault, or undefined when compose takes the node. */
type Check = (node: ComposeNode) => ComposeNode | undefined;

/** What compose's schema takes somewhere, as far as this model reads it. */
interface Shape {
  readonly check: Check;
  readonly expected: string;
}

const only =
  (accepts: (node: ComposeNode) => boolean): Check =>
  (node) =>
    accepts(node) ? undefined : node;

const first = (nodes: readonly ComposeNode[], check: Check): ComposeNode | undefined => {
  for (const node of nodes) {
    const culprit = check(node);
    if (culprit !== undefined) return culprit;
  }
  return undefined;
};

const text = only((node) => node.kind === 'scalar' && node.type === 'string');
const value = only((node) => node.kind === 'scalar');
const nothing = only(isNull);
const map = only((node) => node.kind === 'map');
const list = only((node) => node.kind === 'list');

const listOf =
  (check: Check): Check =>
  (node) =>
    node.kind === 'list' ? first(node.items, check) : node;

const mapOf =
  (check: Check): Check =>
  (node) =>
    node.kind === 'map'
      ? first(
          [...node.entries.values()].map((entry) => entry.value),
          check,
        )
      : node;

/** The fault of the alternative that got further than the node itself tells most. */
const either =
  (...checks: readonly Check[]): Check =>
  (node) => {
    const culprits = checks.map((check) => check(node));
    return culprits.includes(undefined) ? undefined : (culprits.find((one) => one !== node) ?? node);
  };

const TEXT: Shape = { check: text, expected: 'a text; put it in quotes' };
const TEXTS: Shape = { check: listOf(text), expected: 'a list of texts; put each item in quotes' };
const LIST: Shape = { check: list, expected: 'a list' };
const MAPPING: Shape = { check: map, expected: 'a mapping' };
const NAMES: Shape = {
  check: either(listOf(text), mapOf(either(map, nothing))),
  expected: 'a list of names, or a mapping by name',
};
const DEPENDENCIES: Shape = {
  check: either(listOf(text), mapOf(map)),
  expected: 'a list of services, or a mapping of services to conditions',
};
const COMMAND: Shape = {
  check: either(text, listOf(text), nothing),
  expected: 'a text or a list of texts; put each item in quotes',
};
const VARIABLES: Shape = {
  check: either(listOf(text), mapOf(value)),
  expected: 'a mapping of names to single values, or a list of KEY=value texts',
};
const ENV_FILES: Shape = {
  check: either(text, listOf(either(text, map))),
  expected: 'a path, or a list of paths',
};

const SERVICE: Readonly<Record<string, Shape>> = {
  command: COMMAND,
  depends_on: DEPENDENCIES,
  entrypoint: COMMAND,
  env_file: ENV_FILES,
  environment: VARIABLES,
  healthcheck: MAPPING,
  image: TEXT,
  network_mode: TEXT,
  networks: NAMES,
  ports: LIST,
  profiles: TEXTS,
  restart: TEXT,
  volumes: LIST,
};

const SECTIONS: Readonly<Record<string, Shape>> = {
  configs: MAPPING,
  name: TEXT,
  networks: MAPPING,
  secrets: MAPPING,
  services: MAPPING,
  volumes: MAPPING,
};

const HEALTHCHECKS = ['CMD', 'CMD-SHELL', 'NONE'];
const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully'];

/** Places of the merged files that hold something else than compose takes there. */
export function checkStructure(root: MapNode): readonly LoadProblem[] {
  const problems: LoadProblem[] = [...unknownKeys(root), ...checkShapes(root, SECTIONS, '')];
  const services = child(root, 'services');
  if (services?.kind !== 'map') return problems;
  for (const [name, { keyOrigin, value: service }] of services.entries) {
    if (service.kind !== 'map') {
      const message = `The service “${name}” must be a mapping, with an image at least; compose refuses the file.`;
      problems.push({ code: 'compose/structure', message, ...keyOrigin });
      continue;
    }
    problems.push(...checkShapes(service, SERVICE, `${name}.`));
    problems.push(...checkConditions(child(service, 'depends_on')));
    problems.push(...checkHealthcheck(child(child(service, 'healthcheck'), 'test')));
  }
  return problems;
}

function* checkShapes(
  node: MapNode,
  shapes: Readonly<Record<string, Shape>>,
  prefix: string,
): Iterable<LoadProblem> {
  for (const [key, { check, expected }] of Object.entries(shapes)) {
    const entry = node.entries.get(key);
    const culprit = entry && check(entry.value);
    if (entry === undefined || culprit === undefined) continue;
    const found = describeKind(culprit);
    const where = culprit === entry.value ? '' : ' inside';
    const message = `“${prefix}${key}” holds ${found}${where}, so compose refuses the file. It takes ${expected}.`;
    const location = isNull(culprit) && where === '' ? entry.keyOrigin : culprit.origin;
    yield { code: 'compose/structure', message, ...location };
  }
}

function* checkConditions(dependencies: ComposeNode | undefined): Iterable<LoadProblem> {
  if (dependencies?.kind !== 'map') return;
  for (const { value } of dependencies.entries.values()) {
    const condition = child(value, 'condition');
    if (condition === undefined || CONDITIONS.includes(textOf(condition))) continue;
    const message = `Compose knows no condition “${textOf(condition)}” and refuses the file. It is one of ${CONDITIONS.join(', ')}.`;
    yield { code: 'compose/structure', message, ...condition.origin };
  }
}

function* checkHealthcheck(test: ComposeNode | undefined): Iterable<LoadProblem> {
  if (test === undefined || text(test) === undefined) return;
  const isCommand = test.kind === 'list' && HEALTHCHECKS.includes(textOf(test.items[0]));
  if (isCommand && listOf(text)(test) === undefined) return;
  const message = 'A healthcheck is a command, or a list of texts that starts with CMD or CMD-SHELL.';
  yield { code: 'compose/structure', message, ...test.origin };
}

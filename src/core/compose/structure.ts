import type { LoadProblem } from './project';
import type { ComposeNode, MapNode } from './tree';
import { child, describeKind, isNull, textOf } from './tree';

/** What compose's schema takes somewhere, as far as this model reads it. */
interface Shape {
  readonly accepts: (node: ComposeNode) => boolean;
  readonly expected: string;
}

const isText = (node: ComposeNode): boolean => node.kind === 'scalar' && node.type === 'string';
const isValue = (node: ComposeNode): boolean => node.kind === 'scalar' && node.type !== 'time';
const isMap = (node: ComposeNode): boolean => node.kind === 'map';
const isTexts = (node: ComposeNode): boolean => node.kind === 'list' && node.items.every(isText);
const isMapOf = (node: ComposeNode, accepts: (value: ComposeNode) => boolean): boolean =>
  node.kind === 'map' && [...node.entries.values()].every(({ value }) => accepts(value));

const TEXT: Shape = { accepts: isText, expected: 'a text; put it in quotes' };
const TEXTS: Shape = { accepts: isTexts, expected: 'a list of texts; put each item in quotes' };
const LIST: Shape = { accepts: (node) => node.kind === 'list', expected: 'a list' };
const MAPPING: Shape = { accepts: isMap, expected: 'a mapping' };
const NAMES: Shape = {
  accepts: (node) => isTexts(node) || isMapOf(node, (value) => isMap(value) || isNull(value)),
  expected: 'a list of names, or a mapping by name',
};
const DEPENDENCIES: Shape = {
  accepts: (node) => isTexts(node) || isMapOf(node, isMap),
  expected: 'a list of services, or a mapping of services to conditions',
};
const COMMAND: Shape = {
  accepts: (node) => isText(node) || isTexts(node) || isNull(node),
  expected: 'a text or a list of texts; put each item in quotes',
};
const VARIABLES: Shape = {
  accepts: (node) => isTexts(node) || isMapOf(node, isValue),
  expected: 'a mapping of names to single values, or a list of KEY=value texts',
};
const ENV_FILES: Shape = {
  accepts: (node) =>
    isText(node) || (node.kind === 'list' && node.items.every((item) => isText(item) || isMap(item))),
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
  const problems: LoadProblem[] = [...checkShapes(root, SECTIONS, '')];
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
  for (const [key, { accepts, expected }] of Object.entries(shapes)) {
    const entry = node.entries.get(key);
    if (entry === undefined || accepts(entry.value)) continue;
    const found = describeKind(entry.value);
    const message = `“${prefix}${key}” is ${found} here; compose takes ${expected}.`;
    const location = isNull(entry.value) ? entry.keyOrigin : entry.value.origin;
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
  if (test === undefined || isText(test)) return;
  if (isTexts(test) && test.kind === 'list' && HEALTHCHECKS.includes(textOf(test.items[0]))) return;
  const message = 'A healthcheck is a command, or a list of texts that starts with CMD or CMD-SHELL.';
  yield { code: 'compose/structure', message, ...test.origin };
}

import type { EnvAssignment } from '../env/parse';
import { parseEnv } from '../env/parse';
import { lookUp } from '../langfuse/catalogue';
import type { Role } from '../langfuse/roles';
import { roleOf } from '../langfuse/roles';
import { lineStartAt } from '../text';
import type { Span } from '../text';
import type { Completion } from './completion';
import type { EnvFileRole } from './envFileRoles';
import type { NameIndex } from './nameIndex';
import { receiversOf } from './receivers';
import { openReference, referenceCompletions } from './referenceCompletion';
import { stackMajor } from './stackMajor';
import { nameCompletion, namesFor, valuesFor } from './variableCompletion';

const KEY_SO_FAR = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)?$/;
const VALUE_SO_FAR = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(["']?)([^"'\s#]*)$/;

/** Names at the start of a line, words behind `=`, and names in `${…}`. */
export function envCompletions(
  index: NameIndex,
  path: string,
  text: string,
  role: EnvFileRole,
  offset: number,
): readonly Completion[] {
  const lineStart = lineStartAt(text, offset);
  const before = text.slice(lineStart, offset);
  const around = assignmentAround(text, offset);
  const isContinued = around !== undefined && around.span.start < lineStart;

  const open = openReference(before);
  if (open !== undefined && !role.isRaw && !isInert(before, around)) {
    // A line sees what stands above it.
    return referenceCompletions(
      index,
      text,
      offset,
      open,
      ({ origin }) => origin?.path !== path || origin.span.start < lineStart,
    );
  }
  if (isContinued) return [];
  const key = KEY_SO_FAR.exec(before);
  if (key !== null)
    return names(index, path, text, role, { start: offset - (key[1] ?? '').length, end: offset });
  const value = VALUE_SO_FAR.exec(before);
  if (value === null) return [];
  const [, name = '', , typed = ''] = value;
  const rest = /^[^"'\s#]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return values(index, role, name, { start: offset - typed.length, end: offset + rest.length });
}

function names(
  index: NameIndex,
  path: string,
  text: string,
  role: EnvFileRole,
  typed: Span,
): readonly Completion[] {
  const rest = /^[\w.-]*/.exec(text.slice(typed.end, typed.end + 200))?.[0] ?? '';
  const span = { start: typed.start, end: typed.end + rest.length };
  const hasSeparator = /^[ \t]*[=:]/.test(text.slice(span.end, span.end + 20));
  const toText = (name: string) => (hasSeparator ? name : `${name}=`);
  const { project } = index.stack;
  const major = stackMajor(project);
  const taken = new Set(
    index
      .in(path)
      .filter((use) => use.kind !== 'reference' && use.span.start !== span.start)
      .map(({ name }) => name),
  );
  const missing = role.isOfProject ? missingNames(index, taken) : [];
  const first = missing.map((name) => {
    const entry = receivedAs(index, name)
      .flatMap(lookUp)
      .find(({ readers }) => readers.length > 0);
    return nameCompletion(name, entry, major, {
      span,
      rank: 0,
      toText,
      detail: 'compose files take it from here',
    });
  });
  const known = new Set([...taken, ...missing]);
  const direct = new Set(role.services.flatMap((service) => roleOf(service) ?? []));
  const delivered = namesFor(direct, major, { span, taken: known, rank: 1, toText });
  if (!role.isOfProject) return [...first, ...delivered];
  for (const { name } of [...project.environment.values()]) if (project.envFile.has(name)) known.add(name);
  for (const { label } of delivered) known.add(label);
  const others = new Set([...project.services.values()].flatMap((service) => roleOf(service) ?? []));
  const detail = 'no service gets it yet';
  return [
    ...first,
    ...delivered,
    ...namesFor(others, major, { span, taken: known, rank: 2, toText, detail }),
  ];
}

/** Names under which containers get a variable, and its own. */
function receivedAs(index: NameIndex, name: string): readonly string[] {
  const entries = index.named(name).flatMap((use) => index.entryAround(use) ?? []);
  return [...new Set([...entries.map((entry) => entry.name), name])];
}

/** What compose files take from `.env` in vain, those that it cannot start without first. */
function missingNames(index: NameIndex, taken: ReadonlySet<string>): readonly string[] {
  const { project } = index.stack;
  const missing = project.references.filter(
    ({ name, resolution }) =>
      !taken.has(name) && resolution !== 'shell' && project.environment.get(name)?.value === undefined,
  );
  const required = missing.filter(({ resolution }) => resolution === 'error');
  const unset = [...project.services.values()].flatMap(({ unset: names }) => [...names.keys()]);
  return [
    ...new Set([...required, ...missing].map(({ name }) => name)),
    ...unset.filter((name) => !taken.has(name)),
  ].filter((name, at, all) => all.indexOf(name) === at);
}

function values(index: NameIndex, role: EnvFileRole, name: string, span: Span): readonly Completion[] {
  const receivers = role.isOfProject ? receiversOf(index, name) : [];
  const names = receivers.length > 0 ? receivers.map(({ variable }) => variable.name) : [name];
  const services = [...receivers.map(({ service }) => service), ...role.services];
  const roles = new Set<Role>(services.flatMap((service) => roleOf(service) ?? []));
  return valuesFor(new Set(names), roles, stackMajor(index.stack.project), span, (word) => word);
}

function assignmentAround(text: string, offset: number): EnvAssignment | undefined {
  return parseEnv(text).items.find(
    (item): item is EnvAssignment =>
      item.kind === 'assignment' && item.span.start <= offset && offset <= item.value.span.end,
  );
}

/** Whether a dollar here is a plain one: in a comment, or between single quotes. */
function isInert(before: string, around: EnvAssignment | undefined): boolean {
  return (
    around?.value.style === 'single' ||
    /^\s*#/.test(before) ||
    (around === undefined && before.includes(' #'))
  );
}

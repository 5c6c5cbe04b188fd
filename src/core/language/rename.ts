import type { FileEdit } from '../diagnostic';
import type { Span, TextEdit } from '../text';
import type { NameIndex } from './nameIndex';
import { isOfProject } from './nameIndex';
import type { NameUse, PassThrough } from './nameUse';
import { touches } from './nameUse';
import { passThroughEdit } from './passThroughEdit';

export type RenameTarget =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'refused'; readonly reason: string };

export type RenameResult =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  | { readonly kind: 'refused'; readonly reason: string };

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What compose and the Docker client take from the environment themselves. */
const OWN_NAME = /^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_/;

/** The name to be renamed under the cursor, or why it cannot be. */
export function renameTargetAt(index: NameIndex, path: string, offset: number): RenameTarget {
  const uses = index.at(path, offset);
  const use = uses.find((each) => isOfProject(each)) ?? uses[0];
  if (use === undefined || !touches({ start: startOf(use), end: use.span.end }, offset))
    return refuse('Only variables of .env can be renamed here. Put the cursor on the name of one.');
  const reason = isOfProject(use) ? whyNot(index, use.name) : ofContainer(use.name);
  return reason === undefined ? { kind: 'name', name: use.name, span: use.span } : refuse(reason);
}

/**
 * Gives a variable of the project another name in every file of the stack. What containers receive stays the same: a
 * name that is passed on becomes an entry of that name which takes the new one.
 */
export function renameAt(index: NameIndex, path: string, offset: number, newName: string): RenameResult {
  const target = renameTargetAt(index, path, offset);
  if (target.kind === 'refused') return target;
  if (target.name === newName) return { kind: 'edits', edits: [] };
  const reason = whyNotTo(index, newName);
  if (reason !== undefined) return refuse(reason);
  const edits = new Map<string, TextEdit[]>();
  for (const use of index.named(target.name).filter(isOfProject)) {
    const edit =
      use.kind === 'pass-through' ? passOn(index, use, newName) : { span: use.span, newText: newName };
    if (edit === undefined)
      return refuse(
        `${use.path} passes ${use.name} on in a way that cannot be rewritten. Write it as KEY: \${KEY} first.`,
      );
    const known = edits.get(use.path);
    if (known === undefined) edits.set(use.path, [edit]);
    else known.push(edit);
  }
  return { kind: 'edits', edits: [...edits].map(([file, each]) => ({ path: file, edits: each })) };
}

function passOn(index: NameIndex, use: PassThrough, newName: string): TextEdit | undefined {
  const text = index.stack.texts.get(use.path) ?? '';
  if (index.envFiles.has(use.path)) return { span: endOf(use.span), newText: `=\${${newName}}` };
  return passThroughEdit(text, use.span, newName);
}

function whyNot(index: NameIndex, name: string): string | undefined {
  if (OWN_NAME.test(name)) return `${name} is read by compose itself under this name.`;
  const uses = index.named(name);
  const variable = index.stack.project.environment.get(name);
  const isInherited = uses.some((use) => use.kind === 'definition' && use.isInherited);
  if (variable?.source === 'shell' || isInherited)
    return `${name} comes from the shell, where it cannot be renamed from here.`;
  const [delivered] = uses.filter(
    (use) => use.kind === 'definition' && (index.envFiles.get(use.path)?.services.length ?? 0) > 0,
  );
  if (delivered !== undefined) {
    const service = index.envFiles.get(delivered.path)?.services[0]?.name ?? '';
    return `${service} gets every line of ${delivered.path} under its own name, so another name would take ${name} away from it.`;
  }
  // `${…}` in an env_file may also take what the same container gets.
  const isOwn = uses.some((use) => use.kind === 'reference' && use.inKey !== undefined);
  if (variable === undefined && isOwn && uses.some(({ kind }) => kind === 'entry')) return ofContainer(name);
  if (variable === undefined && uses.some(({ kind }) => kind === 'pass-through'))
    return `${name} is passed on to a container but set nowhere. Set it in .env first.`;
  return isComplete(index) ? undefined : UNREADABLE;
}

function whyNotTo(index: NameIndex, newName: string): string | undefined {
  if (!NAME.test(newName))
    return 'A name holds letters, digits and underscores, and does not begin with a digit.';
  if (OWN_NAME.test(newName)) return `${newName} is read by compose itself. Choose another name.`;
  const isTaken = index.stack.project.environment.has(newName) || index.named(newName).some(isOfProject);
  return isTaken ? `${newName} is a variable already. Choose another name.` : undefined;
}

function ofContainer(name: string): string {
  return `The container reads ${name} under this name, so it cannot have another one.`;
}

/** Problems that leave every name in its place. */
const HARMLESS: ReadonlySet<string> = new Set([
  'compose/required-missing',
  'compose/undefined-reference',
  'compose/env-file-missing',
  'compose/no-image',
  'env/required-missing',
]);

function isComplete({ stack }: NameIndex): boolean {
  return stack.project.problems.every(({ code }) => HARMLESS.has(code));
}

const UNREADABLE =
  'The files have errors, so not every place that names this variable is known. Correct the errors first.';

function startOf(use: NameUse): number {
  return use.kind === 'reference' ? use.whole.start : use.span.start;
}

function endOf({ end }: Span): Span {
  return { start: end, end };
}

function refuse(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason };
}

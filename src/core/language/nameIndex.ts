import { isPieceOfSecret } from '../langfuse/pieceOfSecret';
import type { Location } from '../text';
import { composeNames } from './composeNames';
import { envFileNames } from './envFileNames';
import type { EnvFileRole } from './envFileRoles';
import { envFileRoles } from './envFileRoles';
import type { Definition, Entry, NameUse, PassThrough, Reference, StackFiles } from './nameUse';
import { touches } from './nameUse';

/** Every place where a stack's files name a variable. Built once per load, in time linear in the files. */
export class NameIndex {
  readonly envFiles: ReadonlyMap<string, EnvFileRole>;
  private readonly byPath = new Map<string, NameUse[]>();
  private readonly byName = new Map<string, NameUse[]>();
  /** Entries of `environment` by file, in the order of the text; they do not overlap. */
  private readonly entries = new Map<string, (Entry | PassThrough)[]>();

  constructor(readonly stack: StackFiles) {
    this.envFiles = envFileRoles(stack);
    for (const use of composeNames(stack)) {
      this.add(use);
      if (use.kind === 'entry' || use.kind === 'pass-through') push(this.entries, use.path, use);
    }
    for (const [path, role] of this.envFiles)
      for (const use of envFileNames(path, stack.texts.get(path) ?? '', role)) this.add(use);
    for (const uses of [...this.byPath.values(), ...this.entries.values()])
      uses.sort((a, b) => a.span.start - b.span.start);
  }

  /** In the order of the text. */
  in(path: string): readonly NameUse[] {
    return this.byPath.get(path) ?? [];
  }

  /** File by file, in the order of the text. */
  named(name: string): readonly NameUse[] {
    return this.byName.get(name) ?? [];
  }

  /** What the name under the cursor is; a key of `.env` that is an `env_file` as well is two things. */
  at(path: string, offset: number): readonly NameUse[] {
    const uses = this.in(path);
    const index = lastNotAfter(uses, offset);
    const nearest = uses[index];
    // A cursor between two references belongs to the one that begins there.
    const found = nearest !== undefined && touches(nearest.span, offset) ? nearest : undefined;
    return found === undefined ? this.referenceAround(path, offset) : this.sharing(uses, index);
  }

  /** The entry of `environment` that a place lies in. */
  entryAround({ path, span }: Location): Entry | PassThrough | undefined {
    const entries = this.entries.get(path) ?? [];
    const entry = entries[lastNotAfter(entries, span.start)];
    return entry !== undefined && span.end <= entry.whole.end ? entry : undefined;
  }

  /** Whether a reference is no variable but a piece of a secret, so that its name must not be shown. */
  isPieceOfSecret({ name, path, whole, inKey, resolved }: Reference): boolean {
    if (this.stack.project.environment.has(name)) return false;
    const holder = inKey ?? (resolved && this.entryAround(resolved)?.name);
    return isPieceOfSecret(this.stack.texts.get(path) ?? '', { name, span: whole }, holder);
  }

  /** References of a compose file inside a place that compose looked at; what stands in a default comes with it. */
  referencesIn({ path, span }: Location): readonly Reference[] {
    const uses = this.in(path);
    const found: Reference[] = [];
    for (let index = lastNotAfter(uses, span.start) + 1; index < uses.length; index++) {
      const use = uses[index];
      if (use === undefined || use.span.start >= span.end) break;
      if (use.kind === 'reference' && use.resolved?.isEvaluated === true) found.push(use);
    }
    return found;
  }

  /** The cursor may stand on the dollar, a brace, or in the default of a reference: the innermost one counts. */
  private referenceAround(path: string, offset: number): readonly NameUse[] {
    const uses = this.in(path);
    for (let index = lastNotAfter(uses, offset + 2); index >= 0; index--) {
      const use = uses[index];
      if (use?.kind !== 'reference') return [];
      if (touches(use.whole, offset)) return [use];
    }
    return [];
  }

  private sharing(uses: readonly NameUse[], last: number): readonly NameUse[] {
    const start = uses[last]?.span.start;
    let first = last;
    while (uses[first - 1]?.span.start === start) first--;
    return uses.slice(first, last + 1);
  }

  private add(use: NameUse): void {
    push(this.byPath, use.path, use);
    push(this.byName, use.name, use);
  }
}

/** Whether a use is of a variable of the project, which `.env` or the shell gives its value. */
export function isOfProject(use: NameUse): use is Definition | Reference | PassThrough {
  return use.kind !== 'entry';
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** The index of the last one that begins at or before an offset; -1 without one. */
function lastNotAfter(uses: readonly Location[], offset: number): number {
  let low = -1;
  let high = uses.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((uses[middle]?.span.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

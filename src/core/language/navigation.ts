import type { Location } from '../text';
import type { NameIndex } from './nameIndex';
import { isOfProject } from './nameIndex';
import type { NameUse } from './nameUse';

/** Where the variable under the cursor gets its value; nothing when it comes from the shell or a default. */
export function definitionsAt(index: NameIndex, path: string, offset: number): readonly NameUse[] {
  const uses = index.at(path, offset);
  const use = uses.find(isOfProject) ?? uses[0];
  if (use === undefined) return [];
  // On a definition the editor offers the references instead.
  if (use.kind === 'definition' || use.kind === 'entry') return [use];
  const definitions = index.named(use.name).filter(({ kind }) => kind === 'definition');
  const above = lastAbove(use, use.kind === 'reference' ? definitions : []);
  if (above !== undefined) return [above];
  const origin = index.stack.project.environment.get(use.name)?.origin;
  const effective = definitions.filter((each) => origin !== undefined && isAt(each, origin));
  if (effective.length > 0) return effective;
  if (definitions.length > 0) return definitions;
  const entry = lastAbove(
    use,
    index.named(use.name).filter(({ kind }) => kind === 'entry'),
  );
  return entry === undefined || use.kind !== 'reference' || use.resolved !== undefined ? [] : [entry];
}

/**
 * Every place that means the same variable as the one under the cursor. A container's own variable is another one than
 * the project's of the same name.
 */
export function usesOfSame(index: NameIndex, path: string, offset: number): readonly NameUse[] {
  const uses = index.at(path, offset);
  const [use] = uses;
  if (use === undefined) return [];
  const isProject = uses.some(isOfProject);
  return index.named(use.name).filter((each) => isOfProject(each) === isProject);
}

/** A line of an env file sees what stands above it in the same file before anything else. */
function lastAbove(use: NameUse, candidates: readonly NameUse[]): NameUse | undefined {
  return candidates.filter(({ path, span }) => path === use.path && span.end < use.span.start).at(-1);
}

function isAt(use: NameUse, origin: Location): boolean {
  return use.path === origin.path && use.span.start === origin.span.start;
}

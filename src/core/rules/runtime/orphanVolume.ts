import { fixOf } from '../edits';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { lineEndingOf } from '../../text';

export const orphanVolume: Rule = {
  code: 'runtime/orphan-volume',
  severity: 'warning',
  summary: 'The volumes of this stack belong to another project name.',
  explanation:
    "Compose puts the project name before the key of every volume: `ai-gateway_clickhouse_data`. The name is the folder's unless `name:` or `COMPOSE_PROJECT_NAME` gives one, so a renamed or copied folder starts with empty databases while the data stays in volumes of the former name. When none of the stack's volumes exist and another project without containers of its own has every one of them, the data is most likely there. Write that name as `name:` at the top of the compose file, or leave it if you want to start anew.",
  *check(stack) {
    const { engine, project } = stack;
    const [path] = project.composeFiles;
    const keys = [...project.volumes.values()].filter(({ isExternal }) => !isExternal);
    if (engine === undefined || path === undefined || keys.length === 0 || !stack.isComplete) return;
    const names = new Set(engine.volumes.map(({ name }) => name));
    if (engine.containers.length > 0 || keys.some(({ name }) => names.has(name))) return;
    const owner = onlyOwner(stack, new Set(keys.map(({ key }) => key)));
    if (owner === undefined) return;
    yield {
      at: { path, span: { start: 0, end: 0 } },
      message: `This stack has no data under its name "${project.name}", while the volumes of the project "${owner}" fit it. Up would start with empty databases; write "name: ${owner}" at the top to go on with that data.`,
      fixes: nameProject(stack, path, owner),
    };
  },
};

/** The one other project that has a volume of every key. */
function onlyOwner({ engine, project }: StackContext, keys: ReadonlySet<string>): string | undefined {
  const owned = new Map<string, Set<string>>();
  for (const volume of engine?.volumes ?? []) {
    if (volume.project === project.name || !keys.has(volume.key)) continue;
    const known = owned.get(volume.project) ?? new Set();
    owned.set(volume.project, known.add(volume.key));
  }
  const owners = [...owned].filter(([, own]) => own.size === keys.size);
  return owners.length === 1 ? owners[0]?.[0] : undefined;
}

function nameProject({ project, texts }: StackContext, path: string, name: string) {
  const isNamed =
    project.environment.get('COMPOSE_PROJECT_NAME')?.origin !== undefined ||
    project.composeFiles.some((file) => /^["']?name["']?\s*:/m.test(texts.get(file) ?? ''));
  const text = texts.get(path) ?? '';
  // In front of a directive or a document's start there is no place for a key.
  if (isNamed || !/^(?:[a-z#]|\s)/i.test(text)) return [];
  const eol = lineEndingOf(text);
  const edit = { span: { start: 0, end: 0 }, newText: `name: ${name}${eol}` };
  return fixOf(`Name the project "${name}"`, [{ path, edits: [edit] }], 'offered');
}

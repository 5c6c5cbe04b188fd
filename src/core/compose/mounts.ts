import { reveal } from '../secret';
import { listItems } from './forms';
import type { LoadProblem, Mount } from './project';
import type { ComposeNode, MapNode } from './tree';
import { child, isTrue } from './tree';

/** Reads `volumes` in short and long form, and `tmpfs`. A later mount on a target replaces an earlier one. */
export function parseMounts(service: MapNode, problems: LoadProblem[]): readonly Mount[] {
  const mounts = new Map<string, Mount>();
  const volumes = child(service, 'volumes');
  for (const item of volumes?.kind === 'list' ? volumes.items : []) {
    const mount = item.kind === 'scalar' ? parseShort(reveal(item.value), item) : parseLong(item);
    if (mount !== undefined) {
      mounts.set(mount.target, mount);
      continue;
    }
    const message =
      'A volume is "SOURCE:TARGET", or a mapping with “type” and “target”; compose refuses the file.';
    problems.push({ code: 'compose/schema', message, ...item.origin });
  }
  for (const item of listItems(child(service, 'tmpfs'))) {
    if (item.kind !== 'scalar') continue;
    const target = cleanTarget(reveal(item.value).split(':', 1)[0] ?? '');
    mounts.set(target, { kind: 'tmpfs', source: '', target, isReadOnly: false, origin: item.origin });
  }
  return [...mounts.values()];
}

function parseShort(text: string, item: ComposeNode): Mount | undefined {
  const fields = splitVolume(text);
  const [first = '', second, options = ''] = fields;
  if (fields.length > 3 || first === '' || second === '') return undefined;
  const source = second === undefined ? '' : first;
  return {
    kind: source !== '' && isHostPath(source) ? 'bind' : 'volume',
    source,
    target: cleanTarget(second ?? first),
    isReadOnly: options.split(',').includes('ro'),
    origin: item.origin,
  };
}

function parseLong(item: ComposeNode): Mount | undefined {
  const text = (key: string): string => {
    const node = child(item, key);
    return node?.kind === 'scalar' ? reveal(node.value) : '';
  };
  const type = text('type');
  const target = text('target');
  if (type === '' || target === '') return undefined;
  return {
    kind: type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other',
    source: text('source'),
    target: cleanTarget(target),
    isReadOnly: isTrue(child(item, 'read_only')),
    origin: item.origin,
  };
}

/** Splits at colons, but not behind a drive letter: `C:\data:/data` has two fields, and so has `v:/x` one. */
export function splitVolume(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  for (const character of text) {
    if (character === ':' && !/^[A-Za-z]$/.test(field)) {
      fields.push(field);
      field = '';
    } else {
      field += character;
    }
  }
  return [...fields, field];
}

/** Whether a volume's source names a place on the host rather than a volume. */
export function isHostPath(source: string): boolean {
  return /^([./~\\]|[A-Za-z]:)/.test(source);
}

function cleanTarget(path: string): string {
  let end = path.length;
  while (end > 1 && path.endsWith('/', end)) end--;
  return path.slice(0, end);
}

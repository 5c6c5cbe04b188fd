import type { Location } from '../text';
import { listItems } from './forms';
import type { LoadProblem } from './project';
import { normalizePath } from './paths';
import { reveal } from '../secret';
import type { ComposeNode } from './tree';
import { child, isFalse } from './tree';

export interface EnvFileEntry {
  /** Relative to the stack's folder, or absolute. */
  readonly path: string;
  readonly isRequired: boolean;
  readonly format: 'compose' | 'raw';
  readonly origin: Location;
}

/** Reads `env_file` in each of its forms. A path named twice counts once, at its first place. */
export function readEnvFileEntries(
  node: ComposeNode | undefined,
  problems: LoadProblem[],
): readonly EnvFileEntry[] {
  const items = node?.kind === 'map' ? [node] : listItems(node);
  const entries = new Map<string, EnvFileEntry>();
  for (const item of items) {
    const path = item.kind === 'scalar' ? item : child(item, 'path');
    if (path?.kind !== 'scalar' || reveal(path.value) === '') {
      const message = 'An env_file is a path, or a mapping with “path”; compose refuses the file.';
      problems.push({ code: 'compose/schema', message, ...item.origin });
      continue;
    }
    const format = child(item, 'format');
    const formatName = format?.kind === 'scalar' ? reveal(format.value) : '';
    if (formatName !== '' && formatName !== 'raw') {
      const message =
        'Compose knows only the format “raw” here and refuses others. Leave it out for the usual one.';
      problems.push({ code: 'compose/schema', message, ...(format ?? item).origin });
    }
    const text = normalizePath(reveal(path.value));
    entries.set(text, {
      path: text,
      isRequired: !isFalse(child(item, 'required')),
      format: formatName === 'raw' ? 'raw' : 'compose',
      origin: path.origin,
    });
  }
  return [...entries.values()];
}

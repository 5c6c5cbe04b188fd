import { splitVolume } from '../../compose/mounts';
import type { SourceNode } from '../../compose/yamlSource';
import { fixOf, inFile } from '../edits';
import type { Rule } from '../rule';
import { under, writtenServices } from './writtenServices';

export const mountReplaced: Rule = {
  code: 'compose/mount-replaced',
  severity: 'warning',
  summary: 'Two volumes at one place of a container: the first is dropped.',
  explanation:
    'Only one thing can be mounted at a place, and compose takes the last of a list without a word: data that was meant for the first volume goes to the second. Between two files this is how an override replaces a volume; within one list it is a slip.',
  *check(stack) {
    for (const { path, name, body } of writtenServices(stack)) {
      const volumes = under(body, 'volumes');
      const seen = new Map<string, SourceNode>();
      for (const item of volumes?.kind === 'list' ? volumes.items : []) {
        const target = targetOf(item);
        if (target === undefined) continue;
        const earlier = seen.get(target);
        seen.set(target, item);
        if (earlier === undefined) continue;
        const removal = stack.yamlFile(path)?.removeEntry(earlier.start);
        yield {
          at: { path, span: { start: earlier.start, end: earlier.end } },
          message: `Another volume further down is mounted at ${target} as well, so ${name} does not get this one. Remove one of them.`,
          isUnnecessary: true,
          related: [{ path, span: { start: item.start, end: item.end }, message: 'This one is mounted.' }],
          fixes: removal === undefined ? [] : fixOf('Remove it', [inFile(path, [removal])], 'offered'),
        };
      }
    }
  },
};

/** Undefined where a variable decides. */
function targetOf(item: SourceNode): string | undefined {
  const long = under(item, 'target');
  const fields = item.kind === 'scalar' && !item.value.includes('$') ? splitVolume(item.value) : [];
  const target = long?.kind === 'scalar' ? long.value : (fields[1] ?? fields[0]);
  if (target?.startsWith('/') !== true || target.includes('$')) return undefined;
  return target.length > 1 && target.endsWith('/') ? target.slice(0, -1) : target;
}

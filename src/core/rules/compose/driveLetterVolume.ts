import { fixOf, replaceAt } from '../edits';
import { placeOfValue, textOf } from '../reading';
import type { Rule } from '../rule';

export const driveLetterVolume: Rule = {
  code: 'compose/drive-letter-volume',
  severity: 'error',
  summary: 'A volume with a name of one letter is read as a drive.',
  explanation:
    'In `v:/data` compose takes `v:` for a drive of Windows: instead of the volume `v` at `/data` it mounts a nameless volume at the place `v:/data`, which the engine refuses, or nothing of the kind. The long form (`type: volume`, `source: v`, `target: /data`) says what is meant and keeps the name; a longer name does as well.',
  *check(stack) {
    for (const service of stack.project.services.values()) {
      for (const { source, target, origin } of service.mounts) {
        const place = placeOfValue(stack, origin);
        const [, , letter, path, options] =
          /^(["']?)([A-Za-z]):(\/[^:"']*)(?::([\w,]+))?\1$/.exec(textOf(stack, place)) ?? [];
        const isTaken = source === '' || !target.startsWith('/');
        if (letter === undefined || path === undefined || !isTaken || !stack.project.volumes.has(letter))
          continue;
        const readOnly = options === 'ro' ? ', read_only: true' : '';
        yield {
          at: place,
          message: `Compose takes "${letter}:" for a drive, so ${service.name} does not get the volume ${letter}. Write it in the long form, or give the volume a longer name.`,
          fixes:
            options === undefined || options === 'ro' || options === 'rw'
              ? fixOf('Write it in the long form', [
                  replaceAt(place, `{ type: volume, source: ${letter}, target: ${path}${readOnly} }`),
                ])
              : [],
        };
      }
    }
  },
};

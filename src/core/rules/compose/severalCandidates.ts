import { BASE_NAMES } from '../../compose/discover';
import type { Rule } from '../rule';

export const severalCandidates: Rule = {
  code: 'compose/several-candidates',
  severity: 'warning',
  summary: 'A compose file that compose does not read, since another one comes first.',
  explanation:
    'Compose looks for `compose.yaml`, `compose.yml`, `docker-compose.yml` and `docker-compose.yaml`, in this order, takes the first and warns about the others at every command. Whoever edits one of the others wonders why nothing changes. Remove it, rename it, or name both in `COMPOSE_FILE` if both are meant.',
  withoutFix: 'which of the files is meant, only you know.',
  *check(stack) {
    const [used] = stack.project.composeFiles;
    if (used === undefined || !BASE_NAMES.includes(used) || stack.project.environment.has('COMPOSE_FILE'))
      return;
    for (const path of BASE_NAMES) {
      const text = stack.texts.get(path);
      // It may be included, or extended.
      if (text === undefined || path === used || stack.project.written.has(path)) continue;
      yield {
        at: { path, span: { start: 0, end: /^[^\r\n]*/.exec(text)?.[0].length ?? 0 } },
        message: `Compose reads ${used} and not this file. Remove or rename one of them.`,
        related: [{ path: used, span: { start: 0, end: 0 }, message: 'This file is read.' }],
      };
    }
  },
};

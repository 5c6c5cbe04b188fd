import type { EnvAssignment } from '../../env/parse';
import { fixOf, removeAssignment } from '../edits';
import { projectEnvFiles } from '../envFiles';
import type { Rule } from '../rule';

export const twoDotenv: Rule = {
  code: 'xref/two-dotenv',
  severity: 'warning',
  summary: 'A variable is set in two `.env` files, and the other one wins.',
  explanation:
    'When `COMPOSE_FILE` names a compose file in another folder, compose reads two `.env` files: the one where it is called, and the one beside that compose file. Of a name that stands in both, the first counts, and the line in the second is never used. Keep each variable in one of the files.',
  *check(stack) {
    const [mainFile = ''] = stack.project.composeFiles;
    const folder = mainFile.slice(0, mainFile.lastIndexOf('/') + 1);
    const second = `${folder}.env`;
    const first = stack.envDocuments.get('.env');
    if (folder === '' || first === undefined || !projectEnvFiles(stack).has(second)) return;
    const winners = new Map<string, EnvAssignment>();
    for (const item of first.items) if (item.kind === 'assignment') winners.set(item.key.text, item);
    for (const item of stack.envDocuments.get(second)?.items ?? []) {
      if (item.kind !== 'assignment') continue;
      const winner = winners.get(item.key.text);
      if (winner === undefined || winner.value.decoded.text === item.value.decoded.text) continue;
      yield {
        at: { path: second, span: item.key.span },
        message: `The .env where compose is called sets ${item.key.text} as well, and that one counts. Change it there, or remove one of the two.`,
        isUnnecessary: true,
        related: [{ path: '.env', span: winner.key.span, message: 'This one counts.' }],
        fixes: fixOf('Remove the unused line', [removeAssignment(stack, second, item)], 'offered'),
      };
    }
  },
};

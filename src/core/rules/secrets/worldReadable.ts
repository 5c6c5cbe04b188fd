import { firstSecret } from '../env/trackedByGit';
import type { Rule } from '../rule';

export const worldReadable: Rule = {
  code: 'secrets/world-readable',
  severity: 'warning',
  summary: 'Every user of the machine can read a file with secrets.',
  explanation:
    'A file is mostly created so that everybody on the machine may read it, and with it every secret inside: other people with an account, and every program that runs under any of them. Run `chmod 600 FILE`. Compose runs as you and still reads it; where a group shares the stack, `chmod 640` leaves it to the group. A folder above that only you may enter protects the file as well, and then nothing is said.',
  withoutFix: 'who may read a file is no part of its text.',
  *check(stack) {
    for (const [path, document] of stack.envDocuments) {
      const secret = firstSecret(document);
      if (secret === undefined || stack.facts.get(path)?.isReadableByOthers !== true) continue;
      yield {
        at: { path, span: secret.key.span },
        message: `Every user of this machine can read ${path} and the secrets in it. Run “chmod 600 ${path}”.`,
      };
    }
  },
};
